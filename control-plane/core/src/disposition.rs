//! What becomes of an error of the outside: one answer for GitHub's and for AWS's.

use crate::failure::Failure;
use std::time::Duration;

/// What to do about an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disposition {
    /// Try again: not before that time has passed, where the other side said one. `meanwhile` is what people read who
    /// wait.
    Retry {
        /// How long the other side wants to be left alone.
        after: Option<Duration>,
        /// The reason, should it never succeed.
        meanwhile: Failure,
    },
    /// Trying again gives the same.
    GiveUp(Failure),
}
