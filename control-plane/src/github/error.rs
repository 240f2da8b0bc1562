//! What GitHub can answer, sorted by what to do about it.

use sprinters_core::failure::{Failure, FailureReason};
use std::time::Duration;

/// Why a call did not do what it should.
#[derive(Debug, thiserror::Error)]
pub enum GitHubError {
    /// A runner of that name is registered.
    #[error("a runner of that name is registered")]
    NameTaken,
    /// The run goes on, so its jobs can't be run again yet.
    #[error("the workflow run has not completed yet")]
    RunNotCompleted,
    /// Not there yet.
    #[error("not built")]
    NotBuilt,
}

/// What to do about an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disposition {
    /// Try again: not before that time has passed, where the other side said one. `meanwhile` is what people read who wait.
    Retry {
        /// How long the other side wants to be left alone.
        after: Option<Duration>,
        /// The reason, should it never succeed.
        meanwhile: Failure,
    },
    /// Trying again gives the same.
    GiveUp(Failure),
}

impl GitHubError {
    /// What to do about it.
    #[must_use]
    pub fn disposition(&self) -> Disposition {
        match self {
            GitHubError::NameTaken | GitHubError::RunNotCompleted | GitHubError::NotBuilt => {
                Disposition::GiveUp(FailureReason::Internal.into())
            }
        }
    }
}
