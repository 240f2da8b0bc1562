//! What GitHub's words about a job mean: one translation, for deliveries and for answers.

use crate::ids::{ClaimedRunner, RunnerId};
use crate::job::{Conclusion, JobObserved, Position};
use crate::time::Timestamp;

/// What GitHub says of a job, in its own words.
#[derive(Debug, Clone, Copy)]
pub struct GithubStatus<'a> {
    /// `status`: of the body, since with action `queued` it may be `waiting`.
    pub status: &'a str,
    /// `conclusion`
    pub conclusion: Option<&'a str>,
    /// `run_attempt`, from 1.
    pub run_attempt: u32,
    /// `deployment.updated_at`, where an environment is concerned.
    pub deployment: Option<Timestamp>,
    /// `runner_id`. Means nothing before the job is in progress: GitHub's own example of a queued job has one.
    pub runner_id: Option<i64>,
    /// `runner_name`, likewise.
    pub runner_name: Option<&'a str>,
}

/// What GitHub's words mean, before anybody has looked whether the runner in them is one of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobNews {
    /// When in the job's life it was said.
    pub position: Position,
    news: JobObserved,
    claimed: Option<ClaimedRunner>,
}

impl JobNews {
    /// The runner that the job is or was on, as GitHub tells it: to be looked up for the account and the repository
    /// that the job belongs to.
    #[must_use]
    pub fn claimed(&self) -> Option<&ClaimedRunner> {
        self.claimed.as_ref()
    }

    /// The news, with the runner of ours that was found for [`JobNews::claimed`].
    #[must_use]
    pub fn on(&self, runner: Option<RunnerId>) -> JobObserved {
        match self.news {
            JobObserved::Waiting => JobObserved::Waiting,
            JobObserved::Queued => JobObserved::Queued,
            JobObserved::InProgress { .. } => JobObserved::InProgress { on: runner },
            JobObserved::Completed { conclusion, .. } => JobObserved::Completed { conclusion, on: runner },
        }
    }
}

/// When in the job's life it was said, and what it means.
#[must_use]
pub fn read_status(said: GithubStatus<'_>) -> JobNews {
    let attempt = said.run_attempt;
    let (position, news) = match said.status {
        "queued" => (Position::requested(attempt, said.deployment, true), JobObserved::Queued),
        "in_progress" => (Position::in_progress(attempt), JobObserved::InProgress { on: None }),
        "completed" => {
            let conclusion = conclusion(said.conclusion);
            (Position::completed(attempt), JobObserved::Completed { conclusion, on: None })
        }
        // `waiting` for an approval; `requested` and `pending`, which wait for other runs; and whatever GitHub invents
        // for a job that may not start yet. These are GitHub's words, not an enum of ours.
        _ => (Position::requested(attempt, said.deployment, false), JobObserved::Waiting),
    };
    let claimed = match news {
        JobObserved::Waiting | JobObserved::Queued => None,
        JobObserved::InProgress { .. } | JobObserved::Completed { .. } => {
            ClaimedRunner::new(said.runner_id, said.runner_name)
        }
    };
    JobNews { position, news, claimed }
}

fn conclusion(word: Option<&str>) -> Conclusion {
    match word {
        Some("success") => Conclusion::Success,
        Some("failure" | "startup_failure") => Conclusion::Failure,
        Some("cancelled") => Conclusion::Cancelled,
        Some("skipped") => Conclusion::Skipped,
        Some("timed_out") => Conclusion::TimedOut,
        // GitHub's words, not an enum of ours.
        Some(_) | None => Conclusion::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{RegistrationId, RunnerName};

    fn said(status: &str) -> GithubStatus<'_> {
        GithubStatus { status, conclusion: None, run_attempt: 2, deployment: None, runner_id: None, runner_name: None }
    }

    fn news(said: GithubStatus<'_>) -> JobObserved {
        read_status(said).on(None)
    }

    #[test]
    fn a_runner_is_only_believed_once_the_job_runs() {
        let (runner, name) = (RunnerId(7), RunnerName::from_random(8));
        let with = |status| GithubStatus { runner_id: Some(5), runner_name: Some(name.as_str()), ..said(status) };
        for (status, heard) in [("queued", JobObserved::Queued), ("waiting", JobObserved::Waiting)] {
            let news = read_status(with(status));
            assert_eq!((news.claimed(), news.on(Some(runner))), (None, heard));
        }
        let began = read_status(with("in_progress"));
        let claimed = began.claimed().unwrap();
        assert_eq!((claimed.registration(), claimed.is_called(&name)), (RegistrationId(5), true));
        assert!(!claimed.is_called(&RunnerName::from_random(9)));
        assert_eq!(began.on(Some(runner)), JobObserved::InProgress { on: Some(runner) });
        let others = [(Some(3), Some("GitHub Actions 3")), (None, Some(name.as_str())), (Some(5), None)];
        for (runner_id, runner_name) in others {
            let other = GithubStatus { runner_id, runner_name, ..said("in_progress") };
            assert_eq!(read_status(other).claimed(), None);
        }
    }

    #[test]
    fn a_life_moves_forward() {
        let at = |status, seconds| GithubStatus { deployment: Some(Timestamp::from_secs(seconds)), ..said(status) };
        let life = [at("waiting", 1), at("queued", 2), said("in_progress"), said("completed")];
        let positions: Vec<_> = life.into_iter().map(|said| read_status(said).position).collect();
        assert!(positions.is_sorted_by(|a, b| a < b), "{positions:?}");
    }

    #[test]
    fn conclusions_and_unknown_words() {
        let how = |word| news(GithubStatus { conclusion: word, ..said("completed") });
        for (word, conclusion) in [
            (Some("success"), Conclusion::Success),
            (Some("failure"), Conclusion::Failure),
            (Some("cancelled"), Conclusion::Cancelled),
            (Some("skipped"), Conclusion::Skipped),
            (Some("timed_out"), Conclusion::TimedOut),
            (Some("neutral"), Conclusion::Other),
            (None, Conclusion::Other),
        ] {
            assert_eq!(how(word), JobObserved::Completed { conclusion, on: None });
        }
        assert_eq!(news(said("paused")), JobObserved::Waiting);
    }
}
