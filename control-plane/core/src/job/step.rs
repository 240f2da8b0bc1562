//! `(job, event) -> (job, effects)`, one state per function.

use super::{Conclusion, Job, JobEffect, JobEvent, JobObserved, JobState, Position, Wait};
use crate::failure::{Failure, FailureReason, Next};
use crate::ids::RunnerId;
use crate::time::Timestamp;

/// Runners that may fail for one job before we give up. What fails three times in different places fails for a reason.
pub const MAX_RUNNERS_FAILED: u8 = 3;

/// The same for instances that end while they start. Each costs little, and AWS may get over it; a key that EC2 may not
/// use looks the same.
const MAX_INSTANCES_FAILED: u8 = 6;

/// Runners that other jobs may take before we give up. Each time another job of ours was served, so this is patience,
/// not damage.
pub const MAX_RUNNERS_TAKEN: u8 = 20;

impl Job {
    /// A job of which nothing has been heard.
    #[must_use]
    pub fn unheard(rerun_when_reclaimed: bool) -> Job {
        Job {
            state: JobState::Waiting,
            position: Position::START,
            runners_failed: 0,
            runners_taken: 0,
            reclaimed: false,
            rerun_when_reclaimed,
            wait: Wait::default(),
        }
    }
}

/// Runners that may fail for this reason before the job is given up.
#[must_use]
pub fn most_failed(reason: FailureReason) -> u8 {
    if ended_while_starting(reason) { MAX_INSTANCES_FAILED } else { MAX_RUNNERS_FAILED }
}

fn ended_while_starting(reason: FailureReason) -> bool {
    matches!(reason, FailureReason::InstanceFailed | FailureReason::KmsKeyUnusable)
}

/// What an event makes of a job, and since when it is held.
#[must_use]
pub fn step_at(job: Job, event: &JobEvent, now: Timestamp) -> (Job, Vec<JobEffect>) {
    let (mut job, effects) = step(job, event);
    if 0 < job.wait.times {
        job.wait.since = job.wait.since.or(Some(now));
    }
    (job, effects)
}

/// What an event makes of a job. An event that does not fit changes nothing: it is late, or twice.
#[must_use]
pub fn step(mut job: Job, event: &JobEvent) -> (Job, Vec<JobEffect>) {
    if let JobEvent::Observed { position, news } = event {
        // I10: only what is further than all we have heard counts.
        if *position <= job.position {
            return (job, Vec::new());
        }
        job.position = *position;
        return told(job, *news);
    }
    match job.state.clone() {
        JobState::Waiting => (job, late_runner(event)),
        JobState::Queued { .. } => queued(job, event),
        JobState::Starting { runner } => starting(job, runner, event),
        JobState::Running { on } => running(job, on, event),
        JobState::Completed { .. } | JobState::Failed { .. } => (job, late_runner(event)),
    }
}

/// GitHub's word is the truth, whatever we thought.
fn told(mut job: Job, news: JobObserved) -> (Job, Vec<JobEffect>) {
    let made = match job.state {
        JobState::Starting { runner } => Some(runner),
        JobState::Waiting
        | JobState::Queued { .. }
        | JobState::Running { .. }
        | JobState::Completed { .. }
        | JobState::Failed { .. } => None,
    };
    let release = || made.map(|runner| JobEffect::ReleaseRunner { runner }).into_iter().collect();
    match news {
        JobObserved::Waiting => {
            job.state = JobState::Waiting;
            job.wait = Wait::default();
            (job, release())
        }
        JobObserved::Queued => match job.state {
            // Approved while its first `queued` was already being served: the runner under way will do.
            JobState::Starting { .. } | JobState::Queued { .. } => (job, Vec::new()),
            // A failed job that is queued again has a new run attempt, or the position would not be further.
            JobState::Waiting | JobState::Running { .. } | JobState::Completed { .. } | JobState::Failed { .. } => {
                job.runners_failed = 0;
                job.runners_taken = 0;
                job.reclaimed = false;
                job.wait = Wait::default();
                job.state = JobState::Queued { held: None };
                (job, vec![JobEffect::RequestRunner])
            }
        },
        JobObserved::InProgress { on } => {
            let effects = taken(on, made);
            job.wait = Wait::default();
            job.state = JobState::Running { on };
            (job, effects)
        }
        JobObserved::Completed { conclusion, on } => {
            let ran_on = match job.state {
                JobState::Running { on } => on,
                JobState::Waiting
                | JobState::Queued { .. }
                | JobState::Starting { .. }
                | JobState::Completed { .. }
                | JobState::Failed { .. } => None,
            };
            // When `in_progress` was lost, `completed` is what says which runner it took.
            let mut effects = if ran_on.is_none() { taken(on, made) } else { Vec::new() };
            let lost = matches!(conclusion, Conclusion::Failure | Conclusion::Cancelled);
            if job.reclaimed && job.rerun_when_reclaimed && lost {
                effects.push(JobEffect::RerunOnDemand);
            }
            // A run that we cancelled for a reason ends as cancelled; the reason stays what people read.
            let ours =
                matches!(job.state, JobState::Failed { .. }) && on.is_none() && conclusion != Conclusion::Success;
            if !ours {
                job.state = JobState::Completed { conclusion };
            }
            (job, effects)
        }
    }
}

/// The job took a runner: what becomes of the one made for it, and who must hear.
fn taken(on: Option<RunnerId>, made: Option<RunnerId>) -> Vec<JobEffect> {
    match (on, made) {
        (Some(on), Some(made)) if on == made => Vec::new(),
        (Some(taken), spare) => vec![JobEffect::Reassign { taken, spare }],
        (None, Some(runner)) => vec![JobEffect::ReleaseRunner { runner }],
        (None, None) => Vec::new(),
    }
}

/// A runner for a job that does not need one: it came too late.
fn late_runner(event: &JobEvent) -> Vec<JobEffect> {
    match event {
        JobEvent::RunnerPlanned { runner } | JobEvent::RunnerTaken { instead: Some(runner), .. } => {
            vec![JobEffect::ReleaseRunner { runner: *runner }]
        }
        JobEvent::Observed { .. }
        | JobEvent::Held { .. }
        | JobEvent::Refused { .. }
        | JobEvent::RunnerFailed { .. }
        | JobEvent::RunnerTaken { instead: None, .. }
        | JobEvent::RunnerLost { .. }
        | JobEvent::QueuedTooLong => Vec::new(),
    }
}

fn fail(mut job: Job, failure: &Failure, mut effects: Vec<JobEffect>) -> (Job, Vec<JobEffect>) {
    job.state = JobState::Failed { failure: failure.clone() };
    effects.push(JobEffect::Tell { failure: failure.clone() });
    effects.push(JobEffect::CancelRun);
    (job, effects)
}

/// Kept with its reason, and tried again after a pause. Told once for each reason.
fn hold(mut job: Job, failure: &Failure) -> (Job, Vec<JobEffect>) {
    let news = job.wait.held(failure);
    job.state = JobState::Queued { held: Some(failure.clone()) };
    let mut effects = vec![JobEffect::RequestRunnerLater { pause: job.wait.pause() }];
    if news {
        effects.push(JobEffect::Tell { failure: failure.clone() });
    }
    (job, effects)
}

/// Why a job is given up that was waited for long enough: what kept it, if we know that.
fn kept_by(job: &Job) -> Failure {
    job.wait.cause.clone().unwrap_or_else(|| FailureReason::QueuedTooLong.into())
}

fn queued(mut job: Job, event: &JobEvent) -> (Job, Vec<JobEffect>) {
    match event {
        JobEvent::RunnerPlanned { runner } | JobEvent::RunnerTaken { instead: Some(runner), .. } => {
            job.state = JobState::Starting { runner: *runner };
            (job, Vec::new())
        }
        JobEvent::Held { failure } => hold(job, failure),
        JobEvent::Refused { failure } => fail(job, failure, Vec::new()),
        JobEvent::QueuedTooLong => {
            let failure = match &job.state {
                // Held by a version that kept no more than this.
                JobState::Queued { held: Some(held) } => held.clone(),
                JobState::Waiting
                | JobState::Queued { held: None }
                | JobState::Starting { .. }
                | JobState::Running { .. }
                | JobState::Completed { .. }
                | JobState::Failed { .. } => kept_by(&job),
            };
            fail(job, &failure, Vec::new())
        }
        JobEvent::Observed { .. }
        | JobEvent::RunnerFailed { .. }
        | JobEvent::RunnerTaken { instead: None, .. }
        | JobEvent::RunnerLost { .. } => (job, Vec::new()),
    }
}

fn starting(mut job: Job, made: RunnerId, event: &JobEvent) -> (Job, Vec<JobEffect>) {
    match event {
        JobEvent::RunnerFailed { runner, failure } if *runner == made => match failure.reason().next() {
            Next::GiveUp => fail(job, failure, Vec::new()),
            Next::Wait => hold(job, failure),
            Next::Again => {
                job.runners_failed = job.runners_failed.saturating_add(1);
                if most_failed(failure.reason()) <= job.runners_failed {
                    return fail(job, failure, Vec::new());
                }
                if ended_while_starting(failure.reason()) {
                    return hold(job, failure);
                }
                job.state = JobState::Queued { held: None };
                (job, vec![JobEffect::RequestRunner])
            }
        },
        JobEvent::RunnerTaken { runner, instead } if *runner == made => {
            job.runners_taken = job.runners_taken.saturating_add(1);
            if let Some(instead) = instead {
                job.state = JobState::Starting { runner: *instead };
                return (job, Vec::new());
            }
            if MAX_RUNNERS_TAKEN <= job.runners_taken {
                return fail(job, &Failure::new(FailureReason::RunnersTaken), Vec::new());
            }
            job.state = JobState::Queued { held: None };
            (job, vec![JobEffect::RequestRunner])
        }
        // Planned twice, by two workers or a repeated effect: the first one stays.
        JobEvent::RunnerPlanned { runner } | JobEvent::RunnerTaken { instead: Some(runner), .. } if *runner != made => {
            (job, vec![JobEffect::ReleaseRunner { runner: *runner }])
        }
        JobEvent::QueuedTooLong => {
            let release = vec![JobEffect::ReleaseRunner { runner: made }];
            let failure = kept_by(&job);
            fail(job, &failure, release)
        }
        JobEvent::Refused { .. }
        | JobEvent::Held { .. }
        | JobEvent::Observed { .. }
        | JobEvent::RunnerPlanned { .. }
        | JobEvent::RunnerFailed { .. }
        | JobEvent::RunnerTaken { .. }
        | JobEvent::RunnerLost { .. } => (job, Vec::new()),
    }
}

fn running(mut job: Job, on: Option<RunnerId>, event: &JobEvent) -> (Job, Vec<JobEffect>) {
    match event {
        JobEvent::RunnerLost { runner, failure } if Some(*runner) == on => {
            // GitHub notices after some minutes and says `completed`; people hear the reason now.
            let told = job.reclaimed;
            job.reclaimed = job.reclaimed || failure.reason() == FailureReason::SpotReclaimed;
            let effects = if told { Vec::new() } else { vec![JobEffect::Tell { failure: failure.clone() }] };
            (job, effects)
        }
        JobEvent::Observed { .. }
        | JobEvent::RunnerPlanned { .. }
        | JobEvent::Held { .. }
        | JobEvent::Refused { .. }
        | JobEvent::RunnerFailed { .. }
        | JobEvent::RunnerTaken { .. }
        | JobEvent::RunnerLost { .. }
        | JobEvent::QueuedTooLong => (job, late_runner(event)),
    }
}
