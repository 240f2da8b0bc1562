//! What was done in customers' accounts, until somebody writes it down: each session that was opened and why, and of
//! each action how often it was allowed and when last. A few numbers for each connection, however many calls there are.

use super::error::Call;
use sprinters_core::time::Timestamp;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Most sessions that wait to be written down; beyond that the oldest are forgotten. Whoever writes comes every second.
const MOST_OPENED: usize = 10_000;

/// A session of a connection's role that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Our number of the connection.
    pub connection: i64,
    /// When.
    pub at: Timestamp,
    /// The call that needed it; none for a trial of the connection.
    pub call: Option<Call>,
}

/// The calls of one action through one connection that AWS allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// Our number of the connection.
    pub connection: i64,
    /// Which action.
    pub call: Call,
    /// How often.
    pub times: u64,
    /// When last.
    pub at: Timestamp,
}

/// Numbers are taken at most so often: each costs a write.
const EVERY: Duration = Duration::from_secs(10);

/// What was not written down yet.
#[derive(Debug, Default)]
pub(super) struct Uses {
    opened: Mutex<Vec<Opened>>,
    allowed: Mutex<Numbers>,
}

#[derive(Debug, Default)]
struct Numbers {
    of: BTreeMap<(i64, Call), (u64, Timestamp)>,
    taken_at: Timestamp,
}

impl Uses {
    pub(super) fn opened(&self, opened: Opened) {
        let mut all = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if MOST_OPENED <= all.len() {
            all.remove(0);
        }
        all.push(opened);
    }

    pub(super) fn allowed(&self, connection: i64, call: Call, at: Timestamp) {
        let mut all = self.allowed.lock().unwrap_or_else(PoisonError::into_inner);
        let (times, last) = all.of.entry((connection, call)).or_default();
        *times += 1;
        *last = (*last).max(at);
    }

    /// Everything that is to be written down now, and forgets it.
    pub(super) fn take(&self, now: Timestamp) -> (Vec<Opened>, Vec<Allowed>) {
        let opened = std::mem::take(&mut *self.opened.lock().unwrap_or_else(PoisonError::into_inner));
        let mut numbers = self.allowed.lock().unwrap_or_else(PoisonError::into_inner);
        if now.since(numbers.taken_at) < EVERY {
            return (opened, Vec::new());
        }
        numbers.taken_at = now;
        let allowed = std::mem::take(&mut numbers.of).into_iter();
        (opened, allowed.map(|((connection, call), (times, at))| Allowed { connection, call, times, at }).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_added_up_and_taken_once() {
        let uses = Uses::default();
        let at = Timestamp::from_secs;
        for (connection, second) in [(1, 5), (1, 3), (2, 4)] {
            uses.allowed(connection, Call::RunInstances, at(second));
        }
        uses.opened(Opened { connection: 1, at: at(1), call: None });
        let (opened, allowed) = uses.take(at(20));
        assert_eq!(opened.len(), 1);
        assert_eq!(allowed[0], Allowed { connection: 1, call: Call::RunInstances, times: 2, at: at(5) });
        assert_eq!(allowed.len(), 2);
        assert_eq!(uses.take(at(60)), (Vec::new(), Vec::new()));
        uses.allowed(1, Call::RunInstances, at(61));
        assert_eq!(uses.take(at(65)).1, []);
        assert_eq!(uses.take(at(70)).1.len(), 1);
    }
}
