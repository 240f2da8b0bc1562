//! The workflow job, as GitHub tells of it: one of two machines. The other is the [runner](crate::runner).
//!
//! Nothing binds a runner to a job: GitHub gives it to any job whose labels it has. So a job only knows which runner
//! was *made for* it, and learns from GitHub which runner it *took*. A job whose runner was taken gets another one.
//!
//! Events come late, twice, out of order, or never. A [`Position`] says where in the job's life GitHub stood when it
//! sent one; what is not further than the last one changes nothing.

mod position;
mod step;
mod wait;

pub use position::{Phase, Position};
pub use step::{MAX_RUNNERS_FAILED, MAX_RUNNERS_TAKEN, most_failed, step, step_at};
pub use wait::Wait;

use crate::failure::{Failure, FailureReason};
use crate::ids::{JobId, RunnerId};
use crate::runner::RunnerEvent;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A job of ours: its label parsed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// Where it stands.
    pub state: JobState,
    /// The furthest point of GitHub's that we have heard of.
    pub position: Position,
    /// Runners made for it that failed before it took one.
    pub runners_failed: u8,
    /// Runners made for it that other jobs took.
    pub runners_taken: u8,
    /// Whether AWS took its instance back while it ran.
    pub reclaimed: bool,
    /// Whether it is run again on demand after that: `spot=rerun`, and this is not the second run already.
    pub rerun_when_reclaimed: bool,
    /// What it waited for since it was queued.
    #[serde(default, skip_serializing_if = "Wait::is_empty")]
    pub wait: Wait,
}

impl Job {
    /// Why it does not run: also while it is tried once more, since a try is no change of the cause.
    #[must_use]
    pub fn reason(&self) -> Option<Failure> {
        match &self.state {
            JobState::Starting { .. } => self.wait.cause.clone(),
            state => state.reason(),
        }
    }
}

/// Where a job stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum JobState {
    /// It waits for somebody's approval of its environment.
    Waiting,
    /// It is queued at GitHub, and a runner is being asked for.
    Queued {
        /// Why no runner is being made yet, if something holds it: a limit, a quota.
        held: Option<Failure>,
    },
    /// A runner is being made for it.
    Starting {
        /// That runner.
        runner: RunnerId,
    },
    /// It runs.
    Running {
        /// Which of our runners took it; none for somebody else's.
        on: Option<RunnerId>,
    },
    /// It ended.
    Completed {
        /// How, in GitHub's word.
        conclusion: Conclusion,
    },
    /// It will not run through us, and this is why.
    Failed {
        /// The reason.
        failure: Failure,
    },
}

impl JobState {
    /// A word for tables and metrics.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            JobState::Waiting => "waiting",
            JobState::Queued { held: None } => "queued",
            JobState::Queued { held: Some(_) } => "queued (held)",
            JobState::Starting { .. } => "starting",
            JobState::Running { .. } => "running",
            JobState::Completed { .. } => "completed",
            JobState::Failed { .. } => "failed",
        }
    }

    /// Why it does not run, or did not: what a person reads who looks for it.
    #[must_use]
    pub fn reason(&self) -> Option<Failure> {
        match self {
            JobState::Failed { failure } | JobState::Queued { held: Some(failure) } => Some(failure.clone()),
            JobState::Completed { conclusion: Conclusion::Cancelled } => Some(FailureReason::Cancelled.into()),
            JobState::Waiting
            | JobState::Queued { held: None }
            | JobState::Starting { .. }
            | JobState::Running { .. }
            | JobState::Completed { .. } => None,
        }
    }

    /// Whether a person can stop looking: it ended, or says why not.
    #[must_use]
    pub fn is_end(&self) -> bool {
        match self {
            JobState::Completed { .. } | JobState::Failed { .. } => true,
            JobState::Waiting | JobState::Queued { .. } | JobState::Starting { .. } | JobState::Running { .. } => false,
        }
    }
}

/// How a job ended, in GitHub's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conclusion {
    /// It succeeded.
    Success,
    /// It failed, or its runner was lost.
    Failure,
    /// Somebody or something cancelled it.
    Cancelled,
    /// It was not needed.
    Skipped,
    /// It took longer than its own limit.
    TimedOut,
    /// A word that we do not know, or none.
    Other,
}

/// What happens to a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum JobEvent {
    /// GitHub said where it stands, in a delivery or in answer to a read.
    Observed {
        /// When in the job's life.
        position: Position,
        /// What it said.
        news: JobObserved,
    },
    /// A runner was planned for it.
    RunnerPlanned {
        /// The runner.
        runner: RunnerId,
    },
    /// No runner can be planned now; it is tried again.
    Held {
        /// Why.
        failure: Failure,
    },
    /// No runner will be planned.
    Refused {
        /// Why.
        failure: Failure,
    },
    /// The runner made for it ended before any job took it.
    RunnerFailed {
        /// The runner.
        runner: RunnerId,
        /// Why.
        failure: Failure,
    },
    /// The runner made for it took another job.
    RunnerTaken {
        /// The runner.
        runner: RunnerId,
        /// A runner that is free instead, since the other job needs its own no more. Only one that has all of this
        /// job's labels.
        instead: Option<RunnerId>,
    },
    /// The instance it runs on was taken back by AWS, or ended otherwise.
    RunnerLost {
        /// The runner.
        runner: RunnerId,
        /// Why.
        failure: Failure,
    },
    /// It has been queued for longer than [`crate::deadline::JOB_QUEUED`], or held for longer than its account has
    /// patience.
    QueuedTooLong,
}

/// What GitHub says of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum JobObserved {
    /// It waits for approval.
    Waiting,
    /// It wants a runner.
    Queued,
    /// It runs.
    InProgress {
        /// On which runner of ours; none for another.
        on: Option<RunnerId>,
    },
    /// It ended.
    Completed {
        /// How.
        conclusion: Conclusion,
        /// On which runner of ours it ran.
        on: Option<RunnerId>,
    },
}

impl JobObserved {
    /// What the same news means for the runner that the job took: both machines hear it in one transaction.
    #[must_use]
    pub fn for_runner(self, job: JobId) -> Option<(RunnerId, RunnerEvent)> {
        match self {
            JobObserved::Waiting | JobObserved::Queued => None,
            JobObserved::InProgress { on } => Some((on?, RunnerEvent::PickedUp { job })),
            JobObserved::Completed { on, .. } => Some((on?, RunnerEvent::JobDone)),
        }
    }
}

impl JobEvent {
    /// A word for tables and metrics.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            JobEvent::Observed { news: JobObserved::Waiting, .. } => "told waiting",
            JobEvent::Observed { news: JobObserved::Queued, .. } => "told queued",
            JobEvent::Observed { news: JobObserved::InProgress { .. }, .. } => "told in_progress",
            JobEvent::Observed { news: JobObserved::Completed { .. }, .. } => "told completed",
            JobEvent::RunnerPlanned { .. } => "runner planned",
            JobEvent::Held { .. } => "held",
            JobEvent::Refused { .. } => "refused",
            JobEvent::RunnerFailed { .. } => "runner failed",
            JobEvent::RunnerTaken { .. } => "runner taken",
            JobEvent::RunnerLost { .. } => "runner lost",
            JobEvent::QueuedTooLong => "queued too long",
        }
    }
}

/// What must be done, written as rows together with the new state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "kebab-case")]
pub enum JobEffect {
    /// Check the policy and plan a runner; answers with `RunnerPlanned`, `Held` or `Refused`.
    RequestRunner,
    /// The same, after a pause: what keeps the job passes by itself, or somebody is at it.
    RequestRunnerLater {
        /// How long, without the chance that is added.
        pause: Duration,
    },
    /// The job needs this runner no more. Whether another job does, GitHub decides: the runner is deregistered, which
    /// GitHub refuses if it is busy.
    ReleaseRunner {
        /// The runner.
        runner: RunnerId,
    },
    /// The job runs on a runner that was made for another job: tell that job, and offer it the one made for this.
    Reassign {
        /// The runner that this job took.
        taken: RunnerId,
        /// The runner made for this job, which it does not need now.
        spare: Option<RunnerId>,
    },
    /// Show and send the reason.
    Tell {
        /// The reason.
        failure: Failure,
    },
    /// Cancel the workflow run at GitHub, or the job would wait there for a day.
    CancelRun,
    /// Run the job again on demand, once its whole run has completed.
    RerunOnDemand,
}

impl JobEffect {
    /// A word for tables and metrics.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            JobEffect::RequestRunner => "request runner",
            JobEffect::RequestRunnerLater { .. } => "request runner later",
            JobEffect::ReleaseRunner { .. } => "release runner",
            JobEffect::Reassign { .. } => "hand over",
            JobEffect::Tell { .. } => "tell",
            JobEffect::CancelRun => "cancel run",
            JobEffect::RerunOnDemand => "rerun on demand",
        }
    }
}
