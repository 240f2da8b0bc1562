//! How long a job is waited for, and how often it is tried again meanwhile.

use crate::failure::{Failure, FailureReason};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// What kept a job from running since it was queued. The last cause is kept: a deadline that passes later tells nobody
/// anything.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Wait {
    /// How often it was held.
    pub times: u16,
    /// Why, the last time.
    pub cause: Option<Failure>,
    /// When it was held for the first time.
    pub since: Option<Timestamp>,
}

impl Wait {
    /// The pause before the first try again: IAM's lag and most shortages of a zone are over by then, or are not for
    /// minutes.
    pub const FIRST_PAUSE: Duration = Duration::from_secs(15);

    /// The longest pause. What is well again is used within that time; a job costs GitHub and AWS six tries an hour.
    pub const LONGEST_PAUSE: Duration = Duration::from_mins(10);

    /// How long a job waits where its account says nothing: a night and no working day. GitHub itself gives it up after
    /// [`crate::deadline::JOB_QUEUED`].
    pub const PATIENCE: Duration = Duration::from_hours(12);

    /// The longest patience that an account may have: what we say must come before GitHub's own end.
    pub const LONGEST_PATIENCE: Duration = Duration::from_hours(23);

    /// Before the job is tried again. Whoever writes it down adds some chance, so that what failed together does not
    /// come back together.
    #[must_use]
    pub fn pause(&self) -> Duration {
        let doublings = u32::from(self.times.saturating_sub(1)).min(16);
        Wait::FIRST_PAUSE.saturating_mul(1 << doublings).min(Wait::LONGEST_PAUSE)
    }

    /// Held once more. Says whether people have not heard of this reason yet.
    pub(super) fn held(&mut self, failure: &Failure) -> bool {
        let news = self.cause.as_ref().is_none_or(|before| before.reason() != failure.reason());
        self.times = self.times.saturating_add(1);
        self.cause = Some(failure.clone());
        news
    }

    /// Whether its account has waited long enough. A limit of the account's own is no matter of patience.
    #[must_use]
    pub fn is_over(&self, held: &Failure, patience: Duration, now: Timestamp) -> bool {
        let limit = FailureReason::OWN_LIMITS.contains(&held.reason());
        !limit && self.since.is_some_and(|since| patience <= now.since(since))
    }

    /// Nothing keeps it, or did.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Wait::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_bound() {
        let pauses = (1..9).map(|times| Wait { times, ..Wait::default() }.pause().as_secs());
        assert_eq!(pauses.collect::<Vec<_>>(), [15, 30, 60, 120, 240, 480, 600, 600]);
        assert_eq!(Wait { times: u16::MAX, ..Wait::default() }.pause(), Wait::LONGEST_PAUSE);
    }

    #[test]
    fn patience_counts_from_the_first_hold_and_not_against_the_accounts_own_limits() {
        let began = Timestamp::from_secs(1_000);
        let wait = Wait { since: Some(began), ..Wait::default() };
        let (capacity, limit) = (FailureReason::NoCapacity.into(), FailureReason::AccountRunnerLimit.into());
        let late = began.after(Wait::PATIENCE);
        assert!(wait.is_over(&capacity, Wait::PATIENCE, late));
        assert!(!wait.is_over(&capacity, Wait::PATIENCE, late.before(Duration::from_millis(1))));
        assert!(!wait.is_over(&limit, Wait::PATIENCE, late));
        assert!(!Wait::default().is_over(&capacity, Wait::PATIENCE, late));
    }
}
