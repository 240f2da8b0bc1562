//! Places of connections. When all are taken, whoever keeps us waiting makes room: a client that sends no request, or
//! half of one, goes before a newcomer does, and of those the one whose address holds the most. So silence takes
//! places from silence alone, and a delivery or an operator gets in whatever strangers hold.

use std::collections::{BTreeMap, HashMap};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// Whose share something counts to: one address of IPv4, and of IPv6 the network that a single subscriber gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Client(IpAddr);

impl Client {
    pub(super) fn of(address: IpAddr) -> Client {
        Client(match address.to_canonical() {
            IpAddr::V4(address) => IpAddr::V4(address),
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
        })
    }
}

/// All places of a listener.
#[derive(Debug)]
pub(super) struct Places {
    most: usize,
    held: Mutex<Held>,
    freed: Notify,
}

#[derive(Debug, Default)]
struct Held {
    next: u64,
    by_age: BTreeMap<u64, (Client, Arc<Activity>)>,
}

/// A place, until it is dropped or given back.
#[derive(Debug)]
pub(super) struct Place {
    places: Arc<Places>,
    number: u64,
}

impl Places {
    pub(super) fn new(most: usize) -> Arc<Places> {
        Arc::new(Places { most, held: Mutex::default(), freed: Notify::new() })
    }

    /// A place for a connection. Waits only where every connection is being answered at the moment.
    pub(super) async fn take(self: &Arc<Places>, client: Client, activity: &Arc<Activity>) -> Place {
        loop {
            // Heard from here on, so that nothing is missed between the look and the wait.
            let freed = self.freed.notified();
            if let Some(place) = self.try_take(client, activity) {
                return place;
            }
            freed.await;
        }
    }

    fn try_take(self: &Arc<Places>, client: Client, activity: &Arc<Activity>) -> Option<Place> {
        let mut held = self.held();
        if self.most <= held.by_age.len() {
            let number = held.whoever_keeps_us_waiting()?;
            if let Some((_, activity)) = held.by_age.remove(&number) {
                activity.evicted.notify_one();
            }
        }
        let number = held.next;
        held.next += 1;
        held.by_age.insert(number, (client, Arc::clone(activity)));
        Some(Place { places: Arc::clone(self), number })
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        // Whoever panicked in between left whole rows.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    /// The oldest silent connection of the client that holds the most places.
    fn whoever_keeps_us_waiting(&self) -> Option<u64> {
        let mut holdings: HashMap<Client, usize> = HashMap::new();
        for (client, _) in self.by_age.values() {
            *holdings.entry(*client).or_default() += 1;
        }
        let silent = self.by_age.iter().filter(|(_, (_, activity))| activity.is_silent());
        let rank = |number: &u64, client: &Client| (holdings.get(client).copied(), std::cmp::Reverse(*number));
        silent.max_by_key(|(number, (client, _))| rank(number, client)).map(|(number, _)| *number)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.held().by_age.remove(&self.number);
        self.places.freed.notify_one();
    }
}

/// What is under way on one connection.
#[derive(Debug)]
pub(super) struct Activity {
    state: Mutex<State>,
    evicted: Notify,
}

#[derive(Debug)]
struct State {
    next: u64,
    /// By when each request has to be answered to the last byte.
    open: BTreeMap<u64, Instant>,
    /// Requests whose bodies have not come to their end.
    arriving: usize,
    quiet_since: Instant,
}

/// What is to become of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Judged {
    /// Nothing is wrong with it.
    Fine,
    /// Nothing was asked for so long.
    Quiet,
    /// An answer is not read in time.
    Overdue,
}

impl Activity {
    pub(super) fn new() -> Arc<Activity> {
        let state = State { next: 0, open: BTreeMap::new(), arriving: 0, quiet_since: Instant::now() };
        Arc::new(Activity { state: Mutex::new(state), evicted: Notify::new() })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it is the client's turn: no request is whole, or none was made.
    fn is_silent(&self) -> bool {
        let state = self.state();
        state.open.len() <= state.arriving
    }

    /// Waits until the connection's place is given to another one.
    pub(super) async fn evicted(&self) {
        self.evicted.notified().await;
    }

    pub(super) fn judge(&self, now: Instant, quiet: Duration) -> Judged {
        let state = self.state();
        match state.open.values().min() {
            Some(first) if *first <= now => Judged::Overdue,
            Some(_) => Judged::Fine,
            None if quiet <= now.saturating_duration_since(state.quiet_since) => Judged::Quiet,
            None => Judged::Fine,
        }
    }

    /// A request has begun.
    pub(super) fn begin(self: &Arc<Activity>, within: Duration) -> Exchange {
        let mut state = self.state();
        let number = state.next;
        state.next += 1;
        state.open.insert(number, Instant::now() + within);
        Exchange { activity: Arc::clone(self), number }
    }

    /// Its body is on its way.
    pub(super) fn arriving(self: &Arc<Activity>) -> Arriving {
        self.state().arriving += 1;
        Arriving(Arc::clone(self))
    }
}

/// A request until its answer is sent, or given up.
#[derive(Debug)]
pub(super) struct Exchange {
    activity: Arc<Activity>,
    number: u64,
}

impl Exchange {
    /// It takes longer than others, from now on.
    pub(super) fn extend(&self, within: Duration) {
        self.activity.state().open.insert(self.number, Instant::now() + within);
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        let mut state = self.activity.state();
        state.open.remove(&self.number);
        state.quiet_since = Instant::now();
    }
}

/// A body until its end, or until nobody waits for it any more.
#[derive(Debug)]
pub(super) struct Arriving(Arc<Activity>);

impl Drop for Arriving {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.arriving = state.arriving.saturating_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(text: &str) -> Client {
        Client::of(text.parse().unwrap())
    }

    #[test]
    fn a_subscriber_of_ipv6_is_one_client_and_ipv4_is_the_same_in_both_spellings() {
        assert_eq!(client("2001:db8:1:2::3"), client("2001:db8:1:2:ffff::4"));
        assert_ne!(client("2001:db8:1:2::3"), client("2001:db8:1:3::3"));
        assert_eq!(client("::ffff:192.0.2.1"), client("192.0.2.1"));
        assert_ne!(client("192.0.2.1"), client("192.0.2.2"));
    }

    #[test]
    fn the_silent_make_room_and_whoever_holds_the_most_first() {
        let places = Places::new(3);
        let take = |from: &str| {
            let activity = Activity::new();
            places.try_take(client(from), &activity).map(|place| (place, activity))
        };
        let (_first, quiet_neighbour) = take("192.0.2.1").unwrap();
        let (_second, busy) = take("192.0.2.2").unwrap();
        let _asking = busy.begin(Duration::from_secs(60));
        let (_third, greedy) = take("192.0.2.2").unwrap();
        // All are taken: the silent one of the client with two goes, though another is older.
        let (_fourth, newcomer) = take("192.0.2.3").unwrap();
        let gone = |activity: &Activity| {
            let told = std::pin::pin!(activity.evicted.notified());
            told.poll(&mut std::task::Context::from_waker(std::task::Waker::noop())).is_ready()
        };
        assert!(gone(&greedy) && !gone(&busy) && !gone(&quiet_neighbour) && !gone(&newcomer));
        // A half sent body is silence too; a request that is being answered is not.
        let (_asked, _said) = (quiet_neighbour.begin(Duration::from_secs(60)), newcomer.begin(Duration::from_secs(60)));
        assert!(take("192.0.2.4").is_none());
        let half = newcomer.arriving();
        assert!(take("192.0.2.4").is_some());
        assert!(gone(&newcomer));
        drop(half);
    }
}
