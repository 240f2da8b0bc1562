//! What GitHub's words about a job mean: one translation, for deliveries and for answers.

use crate::ids::RunnerId;
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
    /// `runner_name`. Means nothing before the job is in progress: GitHub's own example of a queued job has one.
    pub runner_name: Option<&'a str>,
}

/// When in the job's life it was said, and what it means.
#[must_use]
pub fn read_status(said: GithubStatus<'_>) -> (Position, JobObserved) {
    let on = said.runner_name.and_then(RunnerId::from_name);
    let attempt = said.run_attempt;
    match said.status {
        "queued" => (Position::requested(attempt, said.deployment, true), JobObserved::Queued),
        "in_progress" => (Position::in_progress(attempt), JobObserved::InProgress { on }),
        "completed" => {
            let conclusion = conclusion(said.conclusion);
            (Position::completed(attempt), JobObserved::Completed { conclusion, on })
        }
        // `waiting` for an approval; `requested` and `pending`, which wait for other runs; and whatever GitHub invents for a job that may not
        // start yet. These are GitHub's words, not an enum of ours.
        _ => (Position::requested(attempt, said.deployment, false), JobObserved::Waiting),
    }
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

    fn said(status: &str) -> GithubStatus<'_> {
        GithubStatus { status, conclusion: None, run_attempt: 2, deployment: None, runner_name: None }
    }

    #[test]
    fn a_runner_is_only_believed_once_the_job_runs() {
        let runner = RunnerId(7);
        let name = runner.name();
        let with = |status| GithubStatus { runner_name: Some(&name), ..said(status) };
        assert_eq!(read_status(with("queued")).1, JobObserved::Queued);
        assert_eq!(read_status(with("waiting")).1, JobObserved::Waiting);
        assert_eq!(read_status(with("in_progress")).1, JobObserved::InProgress { on: Some(runner) });
        let other = GithubStatus { runner_name: Some("GitHub Actions 3"), ..said("in_progress") };
        assert_eq!(read_status(other).1, JobObserved::InProgress { on: None });
    }

    #[test]
    fn a_life_moves_forward() {
        let at = |status, seconds| GithubStatus { deployment: Some(Timestamp::from_secs(seconds)), ..said(status) };
        let life = [at("waiting", 1), at("queued", 2), said("in_progress"), said("completed")];
        let positions: Vec<_> = life.into_iter().map(|said| read_status(said).0).collect();
        assert!(positions.is_sorted_by(|a, b| a < b), "{positions:?}");
    }

    #[test]
    fn conclusions_and_unknown_words() {
        let how = |word| read_status(GithubStatus { conclusion: word, ..said("completed") }).1;
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
        assert_eq!(read_status(said("paused")).1, JobObserved::Waiting);
    }
}
