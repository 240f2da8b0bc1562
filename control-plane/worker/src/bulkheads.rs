//! How much may be under way at once: over all, and at one place. A place is whoever answers a call: a connection,
//! which is one AWS account and region, or an account's installation at GitHub. Whoever has used up its share is not
//! taken up, and takes no place of others. Counters alone: what is counted and for how long it took is told from
//! outside.

use sprinters_store::Room;
use std::collections::BTreeMap;
use std::time::Duration;

/// How long something at a place may take before the place counts as one that does not answer. The slowest healthy call
/// is a RunInstances of some seconds.
const SILENT_AFTER: Duration = Duration::from_secs(8);

/// Most at once at a place that does not answer: one, which finds out when it does.
const OF_SILENT: usize = 1;

#[derive(Debug, Default, Clone, Copy)]
struct Place {
    under_way: usize,
    silent: bool,
}

/// The counters.
#[derive(Debug)]
pub(super) struct Bulkheads {
    most: usize,
    of_place: usize,
    under_way: usize,
    places: BTreeMap<String, Place>,
}

impl Bulkheads {
    /// Nothing is under way; so much may be in all, and of it so much at one place.
    pub(super) fn new(most: usize, of_place: usize) -> Bulkheads {
        Bulkheads { most, of_place, under_way: 0, places: BTreeMap::new() }
    }

    /// What more may be taken up, at most so much of it; none if there is no room at all.
    pub(super) fn room(&self, at_most: usize) -> Option<Room> {
        let most = self.most.saturating_sub(self.under_way).min(at_most);
        if most == 0 {
            return None;
        }
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let left = |place: &Place| {
            let share = if place.silent { OF_SILENT } else { self.of_place };
            number(share.saturating_sub(place.under_way))
        };
        let mut left: BTreeMap<String, u32> =
            self.places.iter().map(|(name, place)| (name.clone(), left(place))).collect();
        // What goes nowhere waits for nobody outside: there accounts alone take turns.
        left.insert(String::new(), u32::MAX);
        Some(Room { most: number(most), of_place: number(self.of_place), left })
    }

    /// Something is under way at a place.
    pub(super) fn enter(&mut self, place: &str) {
        self.under_way += 1;
        if !place.is_empty() {
            self.places.entry(place.to_owned()).or_default().under_way += 1;
        }
    }

    /// It has ended, after so long.
    pub(super) fn leave(&mut self, place: &str, took: Duration) {
        self.under_way = self.under_way.saturating_sub(1);
        let Some(counted) = self.places.get_mut(place) else { return };
        counted.under_way = counted.under_way.saturating_sub(1);
        counted.silent = SILENT_AFTER <= took;
        if counted.under_way == 0 && !counted.silent {
            self.places.remove(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUICK: Duration = Duration::from_millis(200);
    const SLOW: Duration = Duration::from_secs(30);

    /// How much more may be taken up at a place.
    fn left(bulkheads: &Bulkheads, place: &str) -> u32 {
        bulkheads.room(usize::MAX).map_or(0, |room| *room.left.get(place).unwrap_or(&room.of_place).min(&room.most))
    }

    #[test]
    fn whoever_has_used_up_its_share_takes_no_place_of_others() {
        let mut bulkheads = Bulkheads::new(10, 3);
        for _ in 0..3 {
            bulkheads.enter("connection/1");
        }
        assert_eq!((left(&bulkheads, "connection/1"), left(&bulkheads, "connection/2")), (0, 3));
        bulkheads.leave("connection/1", QUICK);
        assert_eq!(left(&bulkheads, "connection/1"), 1);
    }

    #[test]
    fn over_all_there_is_a_bound_and_no_room_is_none() {
        let mut bulkheads = Bulkheads::new(4, 3);
        for place in ["connection/1", "connection/2", "connection/3"] {
            bulkheads.enter(place);
        }
        assert_eq!(left(&bulkheads, "connection/4"), 1, "of a share of three");
        bulkheads.enter("");
        assert_eq!(bulkheads.room(usize::MAX), None);
        bulkheads.leave("", QUICK);
        assert_eq!(bulkheads.room(0), None);
        assert_eq!(bulkheads.room(1).unwrap().most, 1);
    }

    #[test]
    fn what_goes_nowhere_is_bounded_by_the_whole_alone() {
        let mut bulkheads = Bulkheads::new(10, 3);
        for _ in 0..5 {
            bulkheads.enter("");
        }
        assert_eq!(left(&bulkheads, ""), 5);
    }

    #[test]
    fn a_place_that_does_not_answer_is_tried_by_one_until_it_does() {
        let mut bulkheads = Bulkheads::new(10, 3);
        bulkheads.enter("connection/1");
        bulkheads.leave("connection/1", SLOW);
        assert_eq!(left(&bulkheads, "connection/1"), 1);
        bulkheads.enter("connection/1");
        assert_eq!(left(&bulkheads, "connection/1"), 0);
        bulkheads.leave("connection/1", QUICK);
        assert_eq!(left(&bulkheads, "connection/1"), 3);
        assert!(bulkheads.places.is_empty(), "nothing is remembered of who answers");
    }
}
