//! A job at the first look: one sentence, and where the time until it started went.

use super::FailureView;
use super::job_activity::{in_zone, machine, next_try};
use crate::format::{HumanTime, duration};
use serde::Serialize;
use sprinters_core::job::{Conclusion, JobState};
use sprinters_core::time::Timestamp;
use sprinters_store::{Entry, JobRow, ListedRunner, TimelineEvent};
use std::time::Duration;

/// What it waits for at this moment, and when something is tried next.
#[derive(Debug, Serialize)]
pub(crate) struct BlockerView {
    pub(crate) text: String,
    since: HumanTime,
    waited: String,
    pub(crate) next: Option<HumanTime>,
}

/// The time until it started, by whose it was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Waiting {
    /// Until GitHub told us, for an approval, and for a registration.
    pub(crate) github: Duration,
    /// Until a plan was made and the launch was asked for; a limit or a hold among it.
    pub(crate) ours: Duration,
    /// Until EC2 gave an instance, and until that had booted.
    pub(crate) aws: Duration,
}

/// One part of it.
#[derive(Debug, Serialize)]
pub(crate) struct PartView {
    who: &'static str,
    what: &'static str,
    time: String,
}

/// The runner that it ran on, or the last that was made for it.
pub(crate) fn its_runner<'a>(job: &JobRow, runners: &'a [ListedRunner]) -> Option<&'a ListedRunner> {
    let on = job.runner().map(|id| id.to_string());
    let named = runners.iter().find(|one| Some(&one.id) == on.as_ref());
    named.or_else(|| runners.iter().rev().find(|one| one.busy_at.is_some())).or_else(|| runners.last())
}

/// One sentence.
pub(crate) fn sentence(job: &JobRow, runners: &[ListedRunner], failure: Option<&FailureView>) -> String {
    let on = its_runner(job, runners).map_or(String::new(), |runner| {
        format!(" on {}{}", machine(&runner.instance_type, &runner.market), in_zone(runner.zone.as_deref()))
    });
    let cause = failure.map_or(String::new(), |failure| format!(": {}", failure.cause));
    let started = job.started_at.is_some();
    match &job.job.state {
        JobState::Waiting => "Waiting for an environment approval on GitHub.".to_owned(),
        JobState::Queued { held: None } => "Queued. An instance is being chosen.".to_owned(),
        JobState::Queued { held: Some(_) } => format!("On hold{cause}. It starts automatically when it can."),
        JobState::Starting { .. } => format!("Starting{on}."),
        JobState::Running { .. } => format!("Running{on}."),
        JobState::Failed { .. } => format!("Not started{cause}."),
        JobState::Completed { conclusion } if job.job.reclaimed && *conclusion != Conclusion::Success => {
            format!("Stopped by a spot interruption{on}.")
        }
        JobState::Completed { conclusion } => match conclusion {
            Conclusion::Success => format!("Succeeded{on}."),
            Conclusion::Failure => format!("Failed{on}."),
            Conclusion::Cancelled if started => format!("Cancelled while it ran{on}."),
            Conclusion::Cancelled => "Cancelled before it started.".to_owned(),
            Conclusion::Skipped => "Skipped by GitHub.".to_owned(),
            Conclusion::TimedOut => format!("Timed out{on}: it ran longer than its timeout-minutes."),
            Conclusion::Other => format!("Ended{on}."),
        },
    }
}

/// What it waits for at this moment.
pub(crate) fn blocker(
    job: &JobRow,
    runners: &[ListedRunner],
    entries: &[Entry],
    now: Timestamp,
) -> Option<BlockerView> {
    let retry = next_try(entries, now);
    let next = retry.as_ref().map(|(_, at)| HumanTime::new(*at, now));
    let view = |text: String, since: Timestamp| BlockerView {
        text,
        since: HumanTime::new(since, now),
        waited: duration(now.since(since)),
        next,
    };
    let failed = retry.as_ref().map(|(text, _)| text.clone());
    match &job.job.state {
        JobState::Waiting => Some(view("Waiting for an environment approval on GitHub".to_owned(), job.state_since)),
        JobState::Queued { held: Some(failure) } => {
            Some(view(format!("On hold: {}", failure.reason().cause()), job.state_since))
        }
        JobState::Queued { held: None } => {
            Some(view(failed.unwrap_or_else(|| "Choosing an instance".to_owned()), job.state_since))
        }
        JobState::Starting { .. } => {
            let runner = runners.iter().rev().find(|runner| runner.ended_at.is_none());
            let what = match runner.map(|runner| runner.state.as_str()) {
                Some("planned") => "Registering the runner with GitHub",
                Some("launching") => "Launching: waiting for AWS to answer",
                Some("booting") => "Booting. Most instances take less than a minute",
                // Names of states, not an enum.
                Some(_) | None => "Starting a runner",
            };
            let since = runner.map_or(job.state_since, |runner| runner.state_since);
            Some(view(failed.unwrap_or_else(|| what.to_owned()), since))
        }
        JobState::Running { .. } | JobState::Completed { .. } | JobState::Failed { .. } => None,
    }
}

/// Where the time until it started went, as far as it has come.
pub(crate) fn waiting(job: &JobRow, runners: &[ListedRunner], entries: &[Entry], now: Timestamp) -> Waiting {
    let end = job.started_at.or(job.finished_at).unwrap_or(now).max(job.queued_at);
    let within = |at: Timestamp| at.clamp(job.queued_at, end);
    let job_event = |wanted: &str| {
        entries.iter().find_map(|entry| match &entry.happening {
            TimelineEvent::Job { event, .. } if event == wanted => Some(entry.at),
            _ => None,
        })
    };
    let of_runner = |runner: &ListedRunner, wanted: &str| {
        entries.iter().find_map(|entry| match &entry.happening {
            TimelineEvent::Runner { event, .. }
                if event == wanted && entry.runner.is_some_and(|id| id.to_string() == runner.id) =>
            {
                Some(entry.at)
            }
            _ => None,
        })
    };
    let told = within(job_event("told queued").unwrap_or(job.queued_at));
    let Some(runner) = its_runner(job, runners) else {
        // Before there is a runner everything is GitHub's approval, or ours.
        let waits = matches!(job.job.state, JobState::Waiting);
        let rest = end.since(told);
        let (github, ours) = if waits { (rest, Duration::ZERO) } else { (Duration::ZERO, rest) };
        return Waiting { github: told.since(job.queued_at) + github, ours, aws: Duration::ZERO };
    };
    let planned = within(runner.created_at).max(told);
    let registered = within(of_runner(runner, "registered").unwrap_or(planned)).max(planned);
    Waiting {
        github: told.since(job.queued_at) + registered.since(planned),
        ours: planned.since(told),
        aws: end.since(registered),
    }
}

impl Waiting {
    pub(crate) fn total(self) -> Duration {
        self.github + self.ours + self.aws
    }

    /// For people, without what took no time.
    pub(crate) fn parts(self) -> Vec<PartView> {
        [
            ("GitHub", "webhook, approval and registration", self.github),
            ("Sprinters", "choosing an instance, limits and holds", self.ours),
            ("AWS", "launching and booting", self.aws),
        ]
        .into_iter()
        .filter(|(_, _, time)| !time.is_zero())
        .map(|(who, what, time)| PartView { who, what, time: duration(time) })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sprinters_core::ids::RunnerId;
    use sprinters_samples as samples;

    #[test]
    fn the_time_until_a_start_is_split_without_a_rest() {
        let at = Timestamp::from_secs;
        let mut job = samples::job(1, 1, "x", JobState::Running { on: Some(RunnerId(7)) }, at(100));
        job.started_at = Some(at(160));
        let entry = |seconds, runner, happening| Entry {
            id: 1,
            account_id: 1,
            job: Some(job.id),
            runner,
            at: at(seconds),
            happening,
        };
        let entries = [
            entry(
                102,
                None,
                TimelineEvent::Job { event: "told queued".to_owned(), state: "queued".to_owned(), failure: None },
            ),
            entry(
                107,
                Some(RunnerId(7)),
                TimelineEvent::Runner {
                    event: "registered".to_owned(),
                    state: "launching".to_owned(),
                    attempt: None,
                    instance: None,
                    failure: None,
                },
            ),
        ];
        let runner = ListedRunner {
            id: RunnerId(7).to_string(),
            repository_id: 1,
            job_id: 1,
            repository: None,
            job_name: None,
            state: "busy".to_owned(),
            machine: String::new(),
            state_since: at(160),
            connection_id: 1,
            region: "eu-central-1".to_owned(),
            instance_id: None,
            instance_type: "m7i.large".to_owned(),
            market: "spot".to_owned(),
            zone: Some("eu-central-1a".to_owned()),
            vcpu: 2,
            price_micro_usd_per_hour: None,
            on_demand_micro_usd_per_hour: None,
            created_at: at(105),
            launched_at: Some(at(110)),
            busy_at: Some(at(160)),
            ended_at: None,
        };
        let split = waiting(&job, std::slice::from_ref(&runner), &entries, at(500));
        let seconds = Duration::from_secs;
        assert_eq!(split, Waiting { github: seconds(2 + 2), ours: seconds(3), aws: seconds(53) });
        assert_eq!(split.total(), seconds(60));
        assert_eq!(sentence(&job, &[runner], None), "Running on m7i.large (spot) in eu-central-1a.");
        // Without anything but the job, it is all ours and still adds up.
        assert_eq!(waiting(&job, &[], &[], at(500)).total(), seconds(60));
    }
}
