//! The runner, from plan to gone: our record of one single-use machine. The other machine is the [job](crate::job).
//!
//! ```text
//! planned ──registered──▶ launching ──launched──▶ booting ──picked up──▶ busy ──done──▶ stopping ──▶ gone
//!                             │  no capacity: the next attempt    │
//!                             ▼ not needed, too late              ▼ not needed, too late
//!                        withdrawing ─────────────────────▶ releasing ──deregistered──▶ stopping
//! ```
//!
//! Three rules keep what must hold:
//!
//! - A launch attempt is one token. Another attempt begins only after AWS *refused* the one before; while an answer is
//!   outstanding or lost, the
//!   same call is repeated with the same bytes. So one attempt has at most one instance, and a runner too.
//! - A runner that may have a job is never terminated. Before anything is, GitHub is asked to deregister it, which it
//!   refuses for a busy one;
//!   and what is deregistered can take no job.
//! - Every state but the last has a deadline, and every deadline leads on.

mod step;

pub use step::step;

use crate::failure::Failure;
use crate::ids::{Attempt, InstanceId, JobId, RegistrationId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// One runner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Runner {
    /// Where it stands.
    pub state: RunnerState,
    /// How many candidates its plan has; attempts go from 0 to one less.
    pub candidates: u16,
    /// When the present state has lasted too long; none when gone.
    pub deadline: Option<Timestamp>,
    /// What went wrong with its registration or its launches so far: the cause, should a deadline pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<Failure>,
}

/// Where a runner stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum RunnerState {
    /// Its plan is stored. It is being registered at GitHub.
    Planned,
    /// It is registered, and one RunInstances is under way.
    Launching {
        /// Which one.
        attempt: Attempt,
        /// Its registration.
        registration: RegistrationId,
        /// The job that it took already, if GitHub's news was faster than AWS's answer.
        taken: Option<ClaimedBy>,
    },
    /// Its instance exists; no job has taken it yet.
    Booting {
        /// The instance.
        instance: InstanceId,
        /// Its registration.
        registration: RegistrationId,
    },
    /// A job runs on it.
    Busy {
        /// The instance.
        instance: InstanceId,
        /// Its registration.
        registration: RegistrationId,
        /// The job.
        taken: ClaimedBy,
    },
    /// It is not wanted any more, and whether the last RunInstances made an instance is not known yet.
    Withdrawing {
        /// The attempt under way.
        attempt: Attempt,
        /// Its registration.
        registration: RegistrationId,
        /// Why.
        why: End,
    },
    /// It is not wanted any more. GitHub is asked to deregister it, before its instance is touched.
    Releasing {
        /// The instance.
        instance: InstanceId,
        /// Its registration.
        registration: RegistrationId,
        /// Why.
        why: End,
    },
    /// No job can run on it any more. The instance ends by itself or is ended.
    Stopping {
        /// The instance.
        instance: InstanceId,
        /// Why.
        why: End,
        /// How often TerminateInstances was asked for.
        asked: u16,
    },
    /// Nothing of it is left.
    Gone {
        /// Why.
        why: End,
    },
}

/// The job on a runner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ClaimedBy {
    /// Which; none while GitHub only said that the runner is busy.
    pub job: Option<JobId>,
}

/// Why a runner ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "end", rename_all = "kebab-case")]
pub enum End {
    /// Its job is done.
    Finished,
    /// No job needed it.
    NotNeeded,
    /// Something went wrong.
    Failed {
        /// What.
        failure: Failure,
    },
}

impl RunnerState {
    /// A word for tables and metrics.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            RunnerState::Planned => "planned",
            RunnerState::Launching { taken: None, .. } => "launching",
            RunnerState::Launching { taken: Some(_), .. } => "launching (taken)",
            RunnerState::Booting { .. } => "booting",
            RunnerState::Busy { .. } => "busy",
            RunnerState::Withdrawing { .. } => "withdrawing",
            RunnerState::Releasing { .. } => "releasing",
            RunnerState::Stopping { .. } => "stopping",
            RunnerState::Gone { .. } => "gone",
        }
    }

    /// The instance, where it is known.
    #[must_use]
    pub fn instance(&self) -> Option<&InstanceId> {
        match self {
            RunnerState::Booting { instance, .. }
            | RunnerState::Busy { instance, .. }
            | RunnerState::Releasing { instance, .. }
            | RunnerState::Stopping { instance, .. } => Some(instance),
            RunnerState::Planned
            | RunnerState::Launching { .. }
            | RunnerState::Withdrawing { .. }
            | RunnerState::Gone { .. } => None,
        }
    }

    /// The registration, as long as it is ours to look after.
    #[must_use]
    pub fn registration(&self) -> Option<RegistrationId> {
        match self {
            RunnerState::Launching { registration, .. }
            | RunnerState::Booting { registration, .. }
            | RunnerState::Busy { registration, .. }
            | RunnerState::Withdrawing { registration, .. }
            | RunnerState::Releasing { registration, .. } => Some(*registration),
            RunnerState::Planned | RunnerState::Stopping { .. } | RunnerState::Gone { .. } => None,
        }
    }

    /// Whether a job may be running on it, so that its instance must not be touched.
    #[must_use]
    pub fn may_be_busy(&self) -> bool {
        match self {
            RunnerState::Booting { .. }
            | RunnerState::Busy { .. }
            | RunnerState::Launching { .. }
            | RunnerState::Withdrawing { .. }
            | RunnerState::Releasing { .. } => true,
            RunnerState::Planned | RunnerState::Stopping { .. } | RunnerState::Gone { .. } => false,
        }
    }
}

/// What happens to a runner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum RunnerEvent {
    /// GitHub registered it.
    Registered {
        /// Under this id.
        registration: RegistrationId,
    },
    /// GitHub will not register it.
    NotRegistered {
        /// Why.
        failure: Failure,
    },
    /// An instance of it exists.
    Launched {
        /// From which attempt.
        attempt: Attempt,
        /// The instance.
        instance: InstanceId,
    },
    /// AWS refused this attempt; another candidate may do. Only what AWS *said*: a lost answer is no refusal.
    NoCapacity {
        /// Which attempt.
        attempt: Attempt,
        /// AWS's reason, for when this was the last candidate.
        failure: Failure,
    },
    /// AWS refused, and will refuse every other candidate too.
    Refused {
        /// Which attempt.
        attempt: Attempt,
        /// Why.
        failure: Failure,
    },
    /// Its registration or launch is tried again: the other side does not answer, or not for good.
    Delayed {
        /// What it said.
        failure: Failure,
    },
    /// A job took it.
    PickedUp {
        /// Which job.
        job: JobId,
    },
    /// The job on it ended.
    JobDone,
    /// No job needs it.
    NotNeeded,
    /// GitHub deregistered it, or does not know it any more.
    Deregistered,
    /// GitHub says that a job runs on it, in a list or by refusing to deregister it.
    StillBusy,
    /// EC2 says that the instance is shutting down, terminated, or absent twice; or that the attempt never made one.
    InstanceGone {
        /// Why, in the words for a job that was on it.
        failure: Failure,
    },
    /// The deadline of its state passed.
    TooLate,
}

impl RunnerEvent {
    /// A word for tables and metrics.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            RunnerEvent::Registered { .. } => "registered",
            RunnerEvent::NotRegistered { .. } => "not registered",
            RunnerEvent::Launched { .. } => "launched",
            RunnerEvent::NoCapacity { .. } => "no capacity",
            RunnerEvent::Refused { .. } => "refused",
            RunnerEvent::Delayed { .. } => "delayed",
            RunnerEvent::PickedUp { .. } => "picked up",
            RunnerEvent::JobDone => "job done",
            RunnerEvent::NotNeeded => "not needed",
            RunnerEvent::Deregistered => "deregistered",
            RunnerEvent::StillBusy => "still busy",
            RunnerEvent::InstanceGone { .. } => "instance gone",
            RunnerEvent::TooLate => "too late",
        }
    }
}

/// What must be done, written as rows together with the new state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "kebab-case")]
pub enum RunnerEffect {
    /// Make a just-in-time configuration at GitHub.
    Register,
    /// Call RunInstances for this attempt, with its token and its stored bytes.
    Launch {
        /// Which attempt.
        attempt: Attempt,
    },
    /// Look for an instance of this attempt by its token: its answer never came. Answers `Launched` or `InstanceGone`.
    Find {
        /// Which attempt.
        attempt: Attempt,
    },
    /// Delete the registration. Answers `Deregistered` or `StillBusy`.
    Deregister {
        /// Which.
        registration: RegistrationId,
    },
    /// Terminate the instance.
    Terminate {
        /// Which.
        instance: InstanceId,
    },
    /// Tell the job that this runner was made for that no job took it and none will.
    Failed {
        /// Why.
        failure: Failure,
    },
    /// Tell the job that runs on it that its instance is gone.
    Lost {
        /// Why.
        failure: Failure,
    },
}

impl RunnerEffect {
    /// A word for tables and metrics.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            RunnerEffect::Register => "register",
            RunnerEffect::Launch { .. } => "launch",
            RunnerEffect::Find { .. } => "find",
            RunnerEffect::Deregister { .. } => "deregister",
            RunnerEffect::Terminate { .. } => "terminate",
            RunnerEffect::Failed { .. } => "failed (to its job)",
            RunnerEffect::Lost { .. } => "lost (to the job on it)",
        }
    }
}
