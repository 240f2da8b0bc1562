//! The pages, one a file: its handler, what its template is shown, and its tests.

pub(super) mod audit;
pub(super) mod connections;
pub(super) mod costs;
pub(super) mod deliveries;
pub(super) mod front;
pub(super) mod help;
pub(super) mod job;
pub(super) mod job_activity;
pub(super) mod job_filter;
mod job_search;
pub(super) mod job_story;
pub(super) mod jobs;
pub(super) mod labels;
pub(super) mod money;
pub(super) mod notifications;
pub(super) mod performance;
pub(super) mod policy;
pub(super) mod runner;
pub(super) mod runners;
pub(super) mod sessions;
pub(super) mod settings;
pub(super) mod setup;
pub(super) mod tokens;

use crate::error::PageError;
use sprinters_core::failure::{Failure, Next, Party};
use sprinters_core::job::{Conclusion, JobState};

/// A state as people see it: a word, and a tone that is also a shape.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(super) struct Badge {
    pub(super) word: String,
    pub(super) tone: &'static str,
}

impl Badge {
    pub(super) fn new(word: &str, tone: &'static str) -> Badge {
        Badge { word: word.to_owned(), tone }
    }

    /// Of a job.
    pub(super) fn of_job(state: &JobState) -> Badge {
        match state {
            JobState::Waiting => Badge::new("waiting for approval", "wait"),
            JobState::Queued { held: None } => Badge::new("queued", "wait"),
            JobState::Queued { held: Some(_) } => Badge::new("on hold", "wait"),
            JobState::Starting { .. } => Badge::new("starting", "run"),
            JobState::Running { .. } => Badge::new("running", "run"),
            JobState::Completed { conclusion } => match conclusion {
                Conclusion::Success => Badge::new("succeeded", "ok"),
                Conclusion::Failure => Badge::new("failed", "bad"),
                Conclusion::Cancelled => Badge::new("cancelled", ""),
                Conclusion::Skipped => Badge::new("skipped", ""),
                Conclusion::TimedOut => Badge::new("timed out", "bad"),
                Conclusion::Other => Badge::new("ended", ""),
            },
            JobState::Failed { .. } => Badge::new("not started", "bad"),
        }
    }

    /// Of a runner, by the name of its state.
    pub(super) fn of_runner(state: &str) -> Badge {
        let tone = match state {
            "busy" => "run",
            "gone" => "",
            // Names of states, not an enum: everything else is on its way.
            _ => "wait",
        };
        Badge::new(state, tone)
    }
}

/// A failure with its remedy.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(super) struct FailureView {
    pub(super) code: &'static str,
    pub(super) cause: &'static str,
    pub(super) remedy: &'static str,
    pub(super) detail: Option<String>,
    pub(super) tone: &'static str,
}

impl FailureView {
    pub(super) fn of(failure: &Failure) -> FailureView {
        let reason = failure.reason();
        FailureView {
            code: reason.code(),
            cause: reason.cause(),
            remedy: reason.remedy(),
            detail: failure.detail().map(str::to_owned),
            tone: if reason.next() == Next::Wait { "wait" } else { "bad" },
        }
    }
}

/// Whose turn it is, in words.
pub(super) fn party_words(party: Party) -> &'static str {
    match party {
        Party::Developer => "The workflow's author",
        Party::PlatformEngineer => "An admin of the AWS account",
        Party::Operator => "The operator of this control plane",
        Party::Outside => "Nobody: a temporary issue at GitHub or AWS",
    }
}

/// What a job does next, in words.
pub(super) fn next_words(next: Next) -> &'static str {
    match next {
        Next::Again => "Retried automatically with another runner, a few times",
        Next::Wait => "Stays queued and starts automatically when it can",
        Next::GiveUp => "Isn't started",
    }
}

/// Adds a line to the audit log, with who sits there.
pub(super) async fn note(
    console: &super::state::Console,
    seat: &super::request_context::AccountSession,
    entry: &sprinters_store::AuditEntry<'_>,
) -> Result<(), super::error::PageError> {
    let who = sprinters_store::AuditEntry {
        person: Some(seat.signed.person.id),
        actor: &seat.signed.person.login,
        address: &seat.visit.address,
        ..entry.clone()
    };
    Ok(console.store().audit(&who, seat.visit.now).await?)
}

/// The length in days that a page was asked for, with its words; the middle one if nothing was said.
pub(super) fn range(days: &str, ranges: &[(u64, &'static str); 3]) -> Result<(u64, &'static str), PageError> {
    if days.is_empty() {
        return Ok(ranges[1]);
    }
    let found = ranges.iter().copied().find(|(one, _)| one.to_string() == days);
    found.ok_or_else(|| {
        let [first, second, third] = ranges.map(|(one, _)| one);
        PageError::BadFilter(format!("`days` is one of `{first}`, `{second}`, `{third}`."))
    })
}
