//! How often somebody may do something: so many in a window. Counts are kept in this process and bounded; several
//! processes allow several times as much.

use sprinters_core::time::Timestamp;
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

/// Most keys that are counted at once. When there are more, the counts of all begin anew: a flood of addresses can't
/// fill the memory.
const MAX_KEYS: usize = 20_000;

/// Counts by key.
#[derive(Debug)]
pub(super) struct Rate {
    most: u32,
    window: Duration,
    counts: Mutex<HashMap<String, (u64, u32)>>,
}

impl Rate {
    pub(super) fn new(most: u32, window: Duration) -> Rate {
        Rate { most, window, counts: Mutex::default() }
    }

    /// Counts one, and says whether it was not too many.
    pub(super) fn admit(&self, key: &str, now: Timestamp) -> bool {
        let window = now.as_millis() / u64::try_from(self.window.as_millis()).unwrap_or(u64::MAX).max(1);
        // Whoever panicked while counting left a count, nothing worse.
        let mut counts = self.counts.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if MAX_KEYS <= counts.len() && !counts.contains_key(key) {
            counts.retain(|_, (of, _)| *of == window);
            if MAX_KEYS <= counts.len() {
                counts.clear();
            }
        }
        let (of, count) = counts.entry(key.to_owned()).or_insert((window, 0));
        if *of != window {
            (*of, *count) = (window, 0);
        }
        *count = count.saturating_add(1);
        *count <= self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_in_a_window_for_each_key() {
        let rate = Rate::new(2, Duration::from_secs(60));
        let now = Timestamp::from_secs(600);
        assert_eq!([rate.admit("a", now), rate.admit("a", now), rate.admit("a", now)], [true, true, false]);
        assert!(rate.admit("b", now));
        assert!(rate.admit("a", now.after(Duration::from_secs(60))));
    }

    #[test]
    fn a_flood_of_keys_takes_bounded_memory() {
        let rate = Rate::new(1, Duration::from_secs(60));
        for key in 0..MAX_KEYS + 10 {
            rate.admit(&key.to_string(), Timestamp::from_secs(1));
        }
        assert!(rate.counts.lock().unwrap().len() <= MAX_KEYS);
    }
}
