//! What AWS can answer, sorted by code and not by text.

use super::Sorted;
use sprinters_core::failure::FailureReason;

/// Why a call did not do what it should.
#[derive(Debug, thiserror::Error)]
pub enum AwsError {
    /// Not there yet.
    #[error("not built")]
    NotBuilt,
}

impl AwsError {
    /// What to do about it.
    #[must_use]
    pub fn sort(&self) -> Sorted {
        match self {
            AwsError::NotBuilt => Sorted::GiveUp(FailureReason::Internal.into()),
        }
    }
}
