//! Where in a job's life GitHub stood when it said something.

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A point in a job's life. Points of one job are in order; GitHub's times alone are not, since they tie.
///
/// The run attempt counts first, then the status's rank. Among `queued` and `waiting`, which alternate while an
/// environment waits for approval, the deployment's own time counts; at the same time `queued` is the later, so that a
/// `waiting` never undoes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position {
    /// The run attempt, from 1. Old deliveries have none, which is 1.
    pub run_attempt: u32,
    /// Rank of the status.
    pub phase: Phase,
    /// `deployment.updated_at`, for jobs with an environment.
    pub deployment: Option<Timestamp>,
    /// Whether the job may start: `queued` rather than `waiting`.
    pub ready: bool,
}

/// Rank of a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Before any job: nothing has been heard.
    Unheard,
    /// `queued` or `waiting`.
    Requested,
    /// `in_progress`
    InProgress,
    /// `completed`
    Completed,
}

impl Position {
    /// Before anything was heard.
    pub const START: Position = Position { run_attempt: 0, phase: Phase::Unheard, deployment: None, ready: false };

    /// Of a `queued` or `waiting`.
    #[must_use]
    pub fn requested(run_attempt: u32, deployment: Option<Timestamp>, ready: bool) -> Position {
        Position { run_attempt, phase: Phase::Requested, deployment, ready }
    }

    /// Of an `in_progress`.
    #[must_use]
    pub fn in_progress(run_attempt: u32) -> Position {
        Position { run_attempt, phase: Phase::InProgress, deployment: None, ready: true }
    }

    /// Of a `completed`.
    #[must_use]
    pub fn completed(run_attempt: u32) -> Position {
        Position { run_attempt, phase: Phase::Completed, deployment: None, ready: true }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_approval_gate_is_one_way() {
        let at = |seconds| Some(Timestamp::from_secs(seconds));
        let life = [
            Position::START,
            Position::requested(1, None, true),
            Position::requested(1, at(10), false),
            Position::requested(1, at(10), true),
            Position::requested(1, at(20), true),
            Position::in_progress(1),
            Position::completed(1),
            Position::requested(2, None, true),
        ];
        assert!(life.is_sorted_by(|a, b| a < b));
    }
}
