//! Jobs against the runners made for them: what a lost event between our own two machines leaves behind, and what
//! GitHub never told.

use crate::deadline;
use crate::failure::{Failure, FailureReason};
use crate::ids::{JobId, RunnerId};
use crate::job::{JobEvent, JobState, Wait};
use crate::runner::{End, RunnerState};
use crate::time::Timestamp;
use std::collections::BTreeMap;
use std::time::Duration;

/// How long a job may stand in a state before GitHub is asked whether it still does. Each read costs one of 5,000
/// points an hour, so a hundred waiting jobs cost a tenth of them.
const ASK_GITHUB: Duration = Duration::from_mins(15);

/// How long after a runner was asked for it is asked for again, in case the effect was lost. A held job has one that is
/// due later.
const ASK_AGAIN: Duration = Duration::from_mins(1);

/// One of our jobs that has not ended.
#[derive(Debug, Clone)]
pub struct OurJob {
    /// Its id.
    pub id: JobId,
    /// Where it stands.
    pub state: JobState,
    /// When it came to stand there.
    pub since: Timestamp,
    /// When it was first queued.
    pub queued_at: Timestamp,
    /// When GitHub last said anything of it, in a delivery or an answer.
    pub heard_at: Timestamp,
    /// Whether a `RequestRunner` of it is still to be performed.
    pub requested: bool,
    /// What it waited for so far.
    pub wait: Wait,
    /// How long its account waits for what keeps it.
    pub patience: Duration,
}

/// What a scan found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobFinding {
    /// Something for the job's machine.
    Event {
        /// The job.
        job: JobId,
        /// The event.
        event: JobEvent,
    },
    /// Ask for a runner once more.
    RequestRunner {
        /// The job.
        job: JobId,
    },
    /// Read the job from GitHub; the answer is an event as from a delivery.
    Ask {
        /// The job.
        job: JobId,
    },
    /// No job needs the runner.
    NotNeeded {
        /// The runner.
        runner: RunnerId,
    },
}

/// Compares jobs that have not ended with runners: by id, each with the job it was made for and where it stands.
#[must_use]
pub fn jobs(ours: &[OurJob], runners: &BTreeMap<RunnerId, (JobId, RunnerState)>, now: Timestamp) -> Vec<JobFinding> {
    let mut findings = Vec::new();
    for job in ours {
        of_job(job, runners, now, &mut findings);
    }
    let wants: BTreeMap<RunnerId, JobId> = ours
        .iter()
        .filter_map(|job| match job.state {
            JobState::Starting { runner } => Some((runner, job.id)),
            JobState::Waiting
            | JobState::Queued { .. }
            | JobState::Running { .. }
            | JobState::Completed { .. }
            | JobState::Failed { .. } => None,
        })
        .collect();
    for (id, (_, state)) in runners {
        let free = match state {
            RunnerState::Launching { taken: None, .. } | RunnerState::Booting { .. } | RunnerState::Planned => true,
            RunnerState::Launching { taken: Some(_), .. }
            | RunnerState::Busy { .. }
            | RunnerState::Withdrawing { .. }
            | RunnerState::Releasing { .. }
            | RunnerState::Stopping { .. }
            | RunnerState::Gone { .. } => false,
        };
        if free && !wants.contains_key(id) {
            findings.push(JobFinding::NotNeeded { runner: *id });
        }
    }
    findings
}

fn of_job(
    job: &OurJob,
    runners: &BTreeMap<RunnerId, (JobId, RunnerState)>,
    now: Timestamp,
    findings: &mut Vec<JobFinding>,
) {
    let event = |event| JobFinding::Event { job: job.id, event };
    let too_long = deadline::JOB_QUEUED <= now.since(job.queued_at);
    match &job.state {
        JobState::Completed { .. } | JobState::Failed { .. } => return,
        // Approval may take as long as a run may live; GitHub ends it after that.
        JobState::Waiting | JobState::Running { .. } => {}
        JobState::Queued { .. } if too_long => findings.push(event(JobEvent::QueuedTooLong)),
        JobState::Queued { held: Some(held) } if job.wait.is_over(held, job.patience, now) => {
            findings.push(event(JobEvent::QueuedTooLong));
        }
        JobState::Queued { .. } => {
            if !job.requested && ASK_AGAIN <= now.since(job.since) {
                findings.push(JobFinding::RequestRunner { job: job.id });
            }
        }
        JobState::Starting { .. } if too_long => findings.push(event(JobEvent::QueuedTooLong)),
        JobState::Starting { runner } => {
            let failed = |failure: Failure| event(JobEvent::RunnerFailed { runner: *runner, failure });
            match runners.get(runner) {
                None => findings.push(failed(FailureReason::Internal.into())),
                Some((_, RunnerState::Gone { why } | RunnerState::Stopping { why, .. })) => {
                    findings.push(match why {
                        End::Failed { failure } => failed(failure.clone()),
                        // It ended by serving another job, or was thought unneeded: either way this job has none.
                        End::Finished | End::NotNeeded => {
                            event(JobEvent::RunnerTaken { runner: *runner, instead: None })
                        }
                    });
                }
                Some((_, RunnerState::Busy { taken, .. } | RunnerState::Launching { taken: Some(taken), .. })) => {
                    match taken.job {
                        Some(taker) if taker != job.id => {
                            findings.push(event(JobEvent::RunnerTaken { runner: *runner, instead: None }));
                        }
                        Some(_) => {}
                        // GitHub has told that it is busy, and not with what.
                        None if now.since(job.heard_at) < ASK_GITHUB => {
                            findings.push(JobFinding::Ask { job: job.id });
                        }
                        None => {}
                    }
                }
                Some((
                    _,
                    RunnerState::Planned
                    | RunnerState::Launching { taken: None, .. }
                    | RunnerState::Booting { .. }
                    | RunnerState::Withdrawing { .. }
                    | RunnerState::Releasing { .. },
                )) => {}
            }
        }
    }
    if ASK_GITHUB <= now.since(job.heard_at) {
        findings.push(JobFinding::Ask { job: job.id });
    }
}
