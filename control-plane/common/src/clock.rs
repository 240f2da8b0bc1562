//! The one place that knows what time it is.

use sprinters_core::time::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Now. A machine whose clock is before 1970 is at the beginning of time.
#[must_use]
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

/// Where a part of the process has its time from.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The machine's own.
    #[default]
    System,
    /// One that only moves when it is moved. All clones are one clock.
    Manual(Arc<AtomicU64>),
}

impl Clock {
    /// A clock that stands at a moment.
    #[must_use]
    pub fn manual(at: Timestamp) -> Clock {
        Clock::Manual(Arc::new(AtomicU64::new(at.as_millis())))
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match self {
            Clock::System => now(),
            Clock::Manual(millis) => Timestamp::from_millis(millis.load(Ordering::Relaxed)),
        }
    }

    /// Moves a manual clock on; the machine's own moves by itself.
    pub fn advance(&self, by: Duration) {
        match self {
            Clock::System => {}
            Clock::Manual(millis) => {
                millis.fetch_add(u64::try_from(by.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
            }
        }
    }
}

/// How far the clock may move against the time that has passed: what time servers correct in small steps.
const STEP: Duration = Duration::from_secs(60);

/// How long a clock that was set must stay as it is before it is believed. A machine that wakes up, or whose time
/// server has a bad minute, is back by then.
const BELIEVED_AFTER: Duration = Duration::from_secs(60);

/// Notices when somebody sets the machine's clock. Whoever ends, deletes or leases by the time waits until it stands
/// still: within eleven seconds a clock that is a year ahead makes everything overdue.
#[derive(Debug, Default)]
pub struct ClockSteps {
    last: Option<(Timestamp, Instant)>,
    doubted_until: Option<Instant>,
}

impl ClockSteps {
    /// Looks at the clock, beside one that nobody can set. Says by how much it was set, if that is not long ago, each
    /// time that it is asked: in milliseconds, ahead if positive.
    pub fn doubt(&mut self, now: Timestamp, steady: Instant) -> Option<i64> {
        let moved = self.last.map_or(0, |(then, at)| {
            let expected = then.after(steady.saturating_duration_since(at));
            let millis = |at: Timestamp| i64::try_from(at.as_millis()).unwrap_or(i64::MAX);
            millis(now).saturating_sub(millis(expected))
        });
        self.last = Some((now, steady));
        if u128::from(moved.unsigned_abs()) > STEP.as_millis() {
            self.doubted_until = Some(steady + BELIEVED_AFTER);
        }
        self.doubted_until.is_some_and(|until| steady < until).then_some(moved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const YEAR: Duration = Duration::from_secs(400 * 24 * 60 * 60);

    #[test]
    fn a_clock_that_is_set_is_doubted_until_it_has_stood_still_and_one_that_drifts_is_not() {
        let (start, noon) = (Instant::now(), Timestamp::from_secs(1_700_000_000));
        let mut steps = ClockSteps::default();
        let mut doubted = |after: u32, ahead: Duration| {
            let passed = SECOND * after;
            steps.doubt(noon.after(passed + ahead), start + passed).is_some()
        };
        assert!(!doubted(0, Duration::ZERO));
        assert!(!doubted(10, SECOND), "a second is no step");
        // A year ahead for eleven seconds.
        assert!(doubted(11, YEAR));
        assert!(doubted(21, YEAR));
        assert!(doubted(22, Duration::ZERO), "and back");
        assert!(doubted(81, Duration::ZERO));
        assert!(!doubted(82, Duration::ZERO), "a minute later it is believed");
        assert!(doubted(100, YEAR), "and so is whatever stays");
        assert!(!doubted(160, YEAR));
    }
}
