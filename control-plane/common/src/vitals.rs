//! What a process knows of itself without asking anybody: whether its worker goes round, and whether it is to stop.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Signs of life of one process.
#[derive(Debug)]
pub struct Vitals {
    began: Instant,
    /// When the worker's loop began its last turn, in milliseconds since `began`, plus one; 0 before the first.
    turned: AtomicU64,
    stopping: AtomicBool,
}

impl Default for Vitals {
    fn default() -> Vitals {
        Vitals::since(Instant::now())
    }
}

impl Vitals {
    /// Of a process that began then.
    #[must_use]
    pub fn since(began: Instant) -> Vitals {
        Vitals { began, turned: AtomicU64::new(0), stopping: AtomicBool::new(false) }
    }

    /// How long the process runs.
    #[must_use]
    pub fn age(&self) -> Duration {
        self.began.elapsed()
    }

    /// The worker's loop begins a turn.
    pub fn turn(&self, now: Instant) {
        let since = u64::try_from(now.saturating_duration_since(self.began).as_millis()).unwrap_or(u64::MAX);
        self.turned.store(since.saturating_add(1), Ordering::Relaxed);
    }

    /// How long ago the worker's loop began its last turn; nothing where no loop runs.
    #[must_use]
    pub fn loop_age(&self) -> Option<Duration> {
        let turned = self.turned.load(Ordering::Relaxed).checked_sub(1)?;
        Some(self.began.elapsed().saturating_sub(Duration::from_millis(turned)))
    }

    /// The process is to stop: nobody shall send it anything new.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Whether it is to stop.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_that_never_ran_has_no_age_and_one_that_turned_is_young() {
        let vitals = Vitals::default();
        assert_eq!(vitals.loop_age(), None);
        vitals.turn(Instant::now());
        assert!(vitals.loop_age().unwrap() < Duration::from_secs(60));
    }
}
