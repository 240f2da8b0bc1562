//! Deliveries that GitHub tried and we never took: GitHub does not try again by itself.

use crate::time::Timestamp;
use std::collections::BTreeMap;
use std::time::Duration;

/// Most redeliveries asked for in one sweep: a third of the points that an hour's budget leaves to sweeps every few
/// minutes.
pub const MAX_REDELIVERIES: usize = 100;

/// Attempts after which a delivery is left alone; the scans of jobs find out what it said.
pub const MAX_TRIES: usize = 5;

/// GitHub keeps deliveries for three days.
const KEPT: Duration = Duration::from_hours(3 * 24);

/// One attempt of one delivery, as GitHub lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryAttempt {
    /// Id of this attempt: what a redelivery is asked for by.
    pub id: u64,
    /// `X-GitHub-Delivery`: the same for every attempt.
    pub guid: String,
    /// When it was tried.
    pub at: Timestamp,
    /// Whether we answered with 2xx. GitHub's own filter by failure leaves out those that never connected, so the whole
    /// list is read.
    pub taken: bool,
}

/// How often each delivery was asked for again, and when it was tried first, by its guid. A list that begins later than
/// the first attempts does not show how many there were.
pub type AskedAgain = BTreeMap<String, (Timestamp, usize)>;

/// Which attempts to ask GitHub to repeat: the latest of each delivery of which none was taken, oldest delivery first.
/// Each is asked for at most so often that [`MAX_TRIES`] attempts come of it, and written down in `asked`.
#[must_use]
pub fn redeliver(attempts: &[DeliveryAttempt], asked: &mut AskedAgain, now: Timestamp) -> Vec<u64> {
    asked.retain(|_, (first, _)| now.since(*first) < KEPT);
    let mut by_guid: BTreeMap<&str, Vec<&DeliveryAttempt>> = BTreeMap::new();
    for attempt in attempts {
        by_guid.entry(&attempt.guid).or_default().push(attempt);
    }
    let mut wanted: Vec<(Timestamp, u64, &str)> = by_guid
        .into_iter()
        .filter(|(_, tries)| !tries.iter().any(|attempt| attempt.taken))
        .filter_map(|(guid, tries)| {
            let before = asked.get(guid).copied();
            let made = tries.len().max(before.map_or(0, |(_, times)| times.saturating_add(1)));
            let first = tries.iter().map(|attempt| attempt.at).chain(before.map(|(first, _)| first)).min()?;
            let last = tries.iter().max_by_key(|attempt| (attempt.at, attempt.id))?;
            (made < MAX_TRIES && now.since(first) < KEPT).then_some((first, last.id, guid))
        })
        .collect();
    wanted.sort_unstable();
    wanted.truncate(MAX_REDELIVERIES);
    for (first, _, guid) in &wanted {
        asked.entry((*guid).to_owned()).or_insert((*first, 0)).1 += 1;
    }
    wanted.into_iter().map(|(_, id, _)| id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(id: u64, guid: &str, at: u64, taken: bool) -> DeliveryAttempt {
        DeliveryAttempt { id, guid: guid.to_owned(), at: Timestamp::from_secs(at), taken }
    }

    #[test]
    fn what_was_never_taken_is_asked_for_once_more() {
        let list = [
            attempt(1, "a", 100, false),
            attempt(2, "a", 200, false),
            attempt(3, "b", 50, false),
            attempt(4, "c", 10, false),
            attempt(5, "c", 20, true),
            attempt(6, "d", 30, true),
        ];
        let anew = |now| redeliver(&list, &mut AskedAgain::new(), Timestamp::from_secs(now));
        assert_eq!(anew(300), [3, 2]);
        assert_eq!(anew(300 + 3 * 24 * 3600), Vec::<u64>::new());
    }

    #[test]
    fn a_sweep_is_bounded_and_so_are_the_tries() {
        let many: Vec<DeliveryAttempt> = (0..500).map(|n| attempt(n, &format!("g{n}"), n, false)).collect();
        assert_eq!(redeliver(&many, &mut AskedAgain::new(), Timestamp::from_secs(600)).len(), MAX_REDELIVERIES);
        let often: Vec<DeliveryAttempt> = (0..5).map(|n| attempt(n, "g", n, false)).collect();
        assert_eq!(redeliver(&often, &mut AskedAgain::new(), Timestamp::from_secs(600)), Vec::<u64>::new());
    }

    #[test]
    fn the_tries_are_bounded_also_where_each_list_shows_only_the_last_one() {
        let mut asked = AskedAgain::new();
        let mut tries = 1;
        for minute in 0..3 * 24 * 60 {
            let now = Timestamp::from_secs(minute * 60);
            tries += redeliver(&[attempt(minute, "g", minute * 60, false)], &mut asked, now).len();
        }
        assert_eq!(tries, MAX_TRIES);
        let later = Timestamp::from_secs(4 * 24 * 3600);
        assert_eq!(redeliver(&[], &mut asked, later), Vec::<u64>::new());
        assert!(asked.is_empty(), "what GitHub has forgotten is forgotten");
    }
}
