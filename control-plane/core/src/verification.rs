//! What was tried of a connection, and how it came out.

use crate::failure::Failure;
use serde::{Deserialize, Serialize};

/// One line of a connection's verification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionCheck {
    /// What was tried, in words: "Assume the role with another external id".
    pub what: String,
    /// Whether it must be refused.
    pub must_be_refused: bool,
    /// Whether it came out as it must.
    pub passed: bool,
    /// What AWS answered: the code, and the denying layer where AWS names it.
    pub answer: String,
    /// Why the connection does not work, where it did not pass.
    pub failure: Option<Failure>,
}
