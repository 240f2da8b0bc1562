//! How often somebody may do something: so many in a window. Counts are kept in this process and bounded; several
//! processes allow several times as much.

use sprinters_core::time::Timestamp;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Mutex;
use std::time::Duration;

/// Most keys that are counted at once: some megabytes.
const MAX_KEYS: usize = 20_000;

/// Counts by key.
#[derive(Debug)]
pub(super) struct Rate {
    most: u32,
    window: Duration,
    counts: Mutex<HashMap<String, (u64, u32)>>,
}

/// It was too often; after this time it may be done again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooOften(pub(super) Duration);

impl Rate {
    pub(super) fn new(most: u32, window: Duration) -> Rate {
        Rate { most, window, counts: Mutex::default() }
    }

    /// Counts one, if it is not too many.
    pub(super) fn admit(&self, key: &str, now: Timestamp) -> Result<(), TooOften> {
        let length = u64::try_from(self.window.as_millis()).unwrap_or(u64::MAX).max(1);
        let window = now.as_millis() / length;
        // Whoever panicked while counting left a count, nothing worse.
        let mut counts = self.counts.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if MAX_KEYS <= counts.len() && !counts.contains_key(key) {
            make_room(&mut counts, window);
        }
        let (of, count) = counts.entry(key.to_owned()).or_insert((window, 0));
        if *of != window {
            (*of, *count) = (window, 0);
        }
        *count = count.saturating_add(1);
        if *count <= self.most {
            Ok(())
        } else {
            Err(TooOften(Duration::from_millis(length - now.as_millis() % length)))
        }
    }
}

/// Forgets the smallest counts first. A flood of addresses has small ones, and whoever is held back has the largest: a
/// flood can't make us forget them.
fn make_room(counts: &mut HashMap<String, (u64, u32)>, window: u64) {
    counts.retain(|_, (of, _)| *of == window);
    if counts.len() < MAX_KEYS {
        return;
    }
    let mut sorted: Vec<u32> = counts.values().map(|(_, count)| *count).collect();
    sorted.sort_unstable();
    let lowest = sorted.get(MAX_KEYS / 10).copied().unwrap_or(u32::MAX);
    let mut to_go = MAX_KEYS / 10;
    counts.retain(|_, (_, count)| {
        let goes = *count <= lowest && 0 < to_go;
        if goes {
            to_go -= 1;
        }
        !goes
    });
}

/// As whom an address counts: of IPv6 as the network that a single subscriber gets.
pub(super) fn client(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => format!("{}/64", Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
        Ok(IpAddr::V4(address)) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_in_a_window_for_each_key_and_then_after_a_time_that_is_true() {
        let rate = Rate::new(2, Duration::from_secs(60));
        let now = Timestamp::from_secs(645);
        assert_eq!([rate.admit("a", now), rate.admit("a", now)], [Ok(()), Ok(())]);
        let TooOften(wait) = rate.admit("a", now).unwrap_err();
        assert_eq!(wait, Duration::from_secs(15));
        assert!(rate.admit("b", now).is_ok());
        assert!(rate.admit("a", now.after(wait - Duration::from_secs(1))).is_err());
        assert!(rate.admit("a", now.after(wait)).is_ok());
    }

    #[test]
    fn a_flood_of_keys_takes_bounded_memory_and_frees_nobody_who_is_held_back() {
        let rate = Rate::new(3, Duration::from_secs(60));
        let now = Timestamp::from_secs(1);
        let held_back = (0..5).map(|_| rate.admit("guesses codes", now)).last().unwrap();
        assert!(held_back.is_err());
        for key in 0..3 * MAX_KEYS {
            let _ = rate.admit(&key.to_string(), now);
        }
        assert!(rate.counts.lock().unwrap().len() <= MAX_KEYS);
        assert!(rate.admit("guesses codes", now).is_err());
        assert!(rate.admit("somebody new", now).is_ok());
    }

    #[test]
    fn a_subscriber_of_ipv6_is_one_client() {
        assert_eq!(client("2001:db8:1:2:3::4"), client("2001:db8:1:2:5::6"));
        assert_eq!(client("::ffff:192.0.2.1"), "192.0.2.1");
        assert_ne!(client("192.0.2.1"), client("192.0.2.2"));
    }
}
