//! How fast an installation may be asked: from GitHub's rules, and from what its answers say.
//!
//! Nothing here waits. A call that is one too many is refused at once with the time at which it may come, and whoever
//! leased the effect puts it off until then: so a busy installation holds up nobody else, and no worker.
//!
//! Each refusal is promised a later moment than the one before, at the rate that GitHub allows. A thousand calls
//! refused in the same second come back one by one, not all at once.

use super::error::GitHubError;
use axum::http::HeaderMap;
use axum::http::header::RETRY_AFTER;
use sprinters_core::time::Timestamp;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Points a minute and installation (GitHub, "Rate limits for the REST API", secondary limits).
pub const POINTS_PER_MINUTE: u32 = 900;

/// Requests of an installation under way at once (the same).
pub const AT_ONCE: u32 = 100;

/// How long a refused caller is put off at most: the primary limit resets every hour.
const LONGEST: Duration = Duration::from_secs(3_600 + 60);

/// How long to leave GitHub alone after a secondary limit that does not say (the same: "wait for at least one minute").
const UNSAID: Duration = Duration::from_secs(60);

/// Installations whose pace is known at once. Who was idle for an hour is forgotten first.
const MAX_KNOWN: usize = 10_000;

const MINUTE_MILLIS: u64 = 60_000;

/// Points spent within so many milliseconds are one entry, which bounds the list to some 600. An entry counts for a
/// minute after its last moment.
const GRAIN_MILLIS: u64 = 100;

/// What a call costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cost {
    Read,
    Write,
    /// A token: it is counted with the call that it is minted for, since GitHub counts it for the App.
    Token,
}

impl Cost {
    fn points(self) -> u32 {
        match self {
            Cost::Read => 1,
            Cost::Write => 5,
            Cost::Token => 0,
        }
    }
}

/// What is left of an installation's primary limit, as GitHub last said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// GitHub's number of the installation; none for the App itself.
    pub installation: Option<i64>,
    /// Requests left until the reset.
    pub remaining: u64,
    /// When it begins anew.
    pub resets_at: Timestamp,
}

/// The pace of one installation, or of the App itself.
#[derive(Debug, Default)]
pub(super) struct Pace(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Points of the last minute: milliseconds, points.
    spent: VecDeque<(u64, u32)>,
    under_way: u32,
    /// Until when GitHub wants to be left alone, and whether the primary limit is why.
    blocked: Option<(Timestamp, bool)>,
    /// The last moment that was promised to a refused caller.
    promised: u64,
    quota: Option<(u64, Timestamp)>,
    used_at: Timestamp,
}

/// A call under way. Ends when it is dropped.
#[derive(Debug)]
pub(super) struct UnderWay(Arc<Pace>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.with(|state| state.under_way = state.under_way.saturating_sub(1));
    }
}

impl Pace {
    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Begins a call, or says when it may come.
    pub(super) fn begin(self: &Arc<Pace>, cost: Cost, now: Timestamp) -> Result<UnderWay, GitHubError> {
        self.with(|state| state.begin(cost, now))?;
        Ok(UnderWay(Arc::clone(self)))
    }

    /// What an answer says of the limits.
    pub(super) fn heard(&self, headers: &HeaderMap, now: Timestamp) {
        let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<u64>().ok();
        let retry_after = number(RETRY_AFTER.as_str());
        let remaining = number("x-ratelimit-remaining");
        let resets_at = number("x-ratelimit-reset").map(Timestamp::from_secs);
        self.with(|state| {
            if let (Some(remaining), Some(resets_at)) = (remaining, resets_at) {
                state.quota = Some((remaining, resets_at));
                if remaining == 0 {
                    state.block(resets_at, true, now);
                }
            }
            if let Some(seconds) = retry_after {
                state.block(now.after(Duration::from_secs(seconds)), false, now);
            }
        });
    }

    /// GitHub met us with a secondary limit and did not say for how long.
    pub(super) fn back_off(&self, now: Timestamp) -> Duration {
        self.with(|state| state.block(now.after(UNSAID), false, now));
        UNSAID
    }
}

impl State {
    fn block(&mut self, until: Timestamp, primary: bool, now: Timestamp) {
        let until = until.min(now.after(LONGEST));
        if self.blocked.is_none_or(|(before, _)| before < until) {
            self.blocked = Some((until, primary));
        }
    }

    fn begin(&mut self, cost: Cost, now: Timestamp) -> Result<(), GitHubError> {
        self.used_at = now;
        let millis = now.as_millis();
        if let Some((until, primary)) = self.blocked {
            if now < until {
                let after = Duration::from_millis(self.promise(until.as_millis(), cost) - millis);
                return Err(if primary {
                    GitHubError::PrimaryLimit { after }
                } else {
                    GitHubError::SecondaryLimit { after }
                });
            }
            self.blocked = None;
        }
        while self.spent.front().is_some_and(|(at, _)| at + MINUTE_MILLIS + GRAIN_MILLIS <= millis) {
            self.spent.pop_front();
        }
        if AT_ONCE <= self.under_way {
            return Err(GitHubError::Paced { after: Duration::from_secs(1) });
        }
        let points: u32 = self.spent.iter().map(|(_, points)| points).sum();
        let over = (points + cost.points()).saturating_sub(POINTS_PER_MINUTE);
        if 0 < over {
            let earliest = self.freed(over).max(millis + 1);
            let after = Duration::from_millis(self.promise(earliest, cost) - millis);
            return Err(GitHubError::Paced { after });
        }
        match self.spent.back_mut() {
            Some((at, points)) if millis < *at + GRAIN_MILLIS => *points += cost.points(),
            Some(_) | None => self.spent.push_back((millis, cost.points())),
        }
        self.under_way += 1;
        Ok(())
    }

    /// When so many points are a minute old.
    fn freed(&self, mut points: u32) -> u64 {
        for (at, spent) in &self.spent {
            if points <= *spent {
                return at + MINUTE_MILLIS + GRAIN_MILLIS;
            }
            points -= spent;
        }
        0
    }

    /// A moment from `earliest` on that nobody else was promised.
    fn promise(&mut self, earliest: u64, cost: Cost) -> u64 {
        let step = u64::from(cost.points()) * MINUTE_MILLIS / u64::from(POINTS_PER_MINUTE);
        self.promised = if self.promised < earliest { earliest } else { self.promised + step };
        // Who is promised more than the longest wait has been put off to the end of a queue that may be gone by then.
        self.promised = self.promised.min(earliest + u64::try_from(LONGEST.as_millis()).unwrap_or(u64::MAX));
        self.promised
    }
}

/// The paces of all installations.
#[derive(Debug, Default)]
pub(super) struct Paces(Mutex<HashMap<Option<i64>, Arc<Pace>>>);

impl Paces {
    /// Of an installation, or of the App itself.
    pub(super) fn of(&self, installation: Option<i64>, now: Timestamp) -> Arc<Pace> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pace) = known.get(&installation) {
            return Arc::clone(pace);
        }
        if MAX_KNOWN <= known.len() {
            let hour = Duration::from_secs(3_600);
            known.retain(|_, pace| pace.with(|state| 0 < state.under_way || now.since(state.used_at) < hour));
        }
        if MAX_KNOWN <= known.len() {
            let oldest = known.iter().min_by_key(|(_, pace)| pace.with(|state| state.used_at)).map(|(id, _)| *id);
            oldest.map(|id| known.remove(&id));
        }
        let pace = Arc::new(Pace::default());
        pace.with(|state| state.used_at = now);
        known.insert(installation, Arc::clone(&pace));
        pace
    }

    /// What is left to whom.
    pub(super) fn quotas(&self) -> Vec<Quota> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let quota = |(installation, pace): (&Option<i64>, &Arc<Pace>)| {
            let (remaining, resets_at) = pace.with(|state| state.quota)?;
            Some(Quota { installation: *installation, remaining, resets_at })
        };
        known.iter().filter_map(quota).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Timestamp {
        Timestamp::from_millis(1_000_000 + millis)
    }

    fn after(result: Result<UnderWay, GitHubError>) -> Option<Duration> {
        match result {
            Err(GitHubError::Paced { after }) => Some(after),
            Ok(_) => None,
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn one_hundred_and_eighty_writes_a_minute_and_not_one_more_in_any_minute() {
        let pace = Arc::new(Pace::default());
        let mut began = Vec::new();
        // 99: entries of which all but one point are spent at their end.
        for millis in
            (0..180_000).flat_map(|tenth| [tenth * 100, tenth * 100 + 99]).take_while(|millis| *millis < 180_000)
        {
            if pace.begin(Cost::Write, at(millis)).is_ok() {
                began.push(millis);
            }
        }
        for (index, start) in began.iter().enumerate() {
            let in_minute = began[index..].iter().take_while(|time| **time < start + 60_000).count();
            assert!(in_minute <= 180, "{in_minute} within a minute of {start}");
        }
        assert!(500 <= began.len(), "{} in three minutes", began.len());
    }

    #[test]
    fn who_is_refused_is_promised_a_moment_of_their_own() {
        let pace = Arc::new(Pace::default());
        let holders: Vec<_> = (0..180).map(|_| drop(pace.begin(Cost::Write, at(0)).unwrap())).collect();
        assert_eq!(holders.len(), 180);
        let waits: Vec<_> = (0..100).map(|_| after(pace.begin(Cost::Write, at(0))).unwrap()).collect();
        assert!(waits.is_sorted_by(|a, b| a < b), "{waits:?}");
        assert!(waits[99] - waits[0] < Duration::from_secs(40), "{waits:?}");
        for wait in waits {
            let millis = u64::try_from(wait.as_millis()).unwrap();
            assert!(pace.begin(Cost::Write, at(millis)).is_ok(), "{wait:?}");
        }
    }

    #[test]
    fn no_more_at_once_than_github_takes() {
        let pace = Arc::new(Pace::default());
        let mut under_way: Vec<_> = (0..AT_ONCE).map(|_| pace.begin(Cost::Read, at(0)).unwrap()).collect();
        assert!(after(pace.begin(Cost::Read, at(0))).is_some());
        under_way.pop();
        assert!(pace.begin(Cost::Read, at(0)).is_ok());
    }

    #[test]
    fn what_headers_say_is_heeded_and_bounded() {
        let headers = |pairs: &[(&'static str, String)]| {
            pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect::<HeaderMap>()
        };
        let pace = Arc::new(Pace::default());
        let reset = (at(0).as_millis() / 1_000 + 90).to_string();
        pace.heard(&headers(&[("x-ratelimit-remaining", "0".into()), ("x-ratelimit-reset", reset)]), at(0));
        let refused = pace.begin(Cost::Read, at(0)).unwrap_err();
        assert!(
            matches!(refused, GitHubError::PrimaryLimit { after } if after == Duration::from_secs(90)),
            "{refused:?}"
        );
        assert!(pace.begin(Cost::Read, at(90_000)).is_ok());
        pace.heard(&headers(&[("retry-after", "99999999".into())]), at(90_000));
        let refused = pace.begin(Cost::Read, at(90_000)).unwrap_err();
        assert!(matches!(refused, GitHubError::SecondaryLimit { after } if after == LONGEST), "{refused:?}");
        pace.heard(&headers(&[("retry-after", "soon".into()), ("x-ratelimit-remaining", "-1".into())]), at(0));
    }

    #[test]
    fn the_number_of_known_installations_is_bounded() {
        let paces = Paces::default();
        for installation in 0..(i64::try_from(MAX_KNOWN).unwrap() + 50) {
            paces.of(Some(installation), at(u64::try_from(installation).unwrap()));
        }
        assert_eq!(paces.0.lock().unwrap().len(), MAX_KNOWN);
    }
}
