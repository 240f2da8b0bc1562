//! What performing effects needs.

use crate::aws::Aws;
use crate::clock::Clock;
use crate::github::GitHub;
use crate::launch::PublishedImages;
use crate::metrics::Metrics;
use crate::store::Store;
use sprinters_core::time::Timestamp;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long a sum of costs is good for. A budget may be overrun by what is launched meanwhile.
const SPENT_FOR: Duration = Duration::from_secs(60);

/// Most runs of which it is remembered whether they come from a fork.
const MAX_RUNS: usize = 10_000;

/// The way to everything. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Parts {
    /// Everything that is kept.
    pub store: Store,
    /// AWS.
    pub aws: Aws,
    /// The runner images.
    pub images: Arc<PublishedImages>,
    /// The time.
    pub clock: Clock,
    /// What Prometheus reads.
    pub metrics: Metrics,
    github: Arc<Mutex<Option<GitHub>>>,
    memory: Arc<Mutex<Memory>>,
}

#[derive(Debug, Default)]
struct Memory {
    spent: BTreeMap<i64, (Timestamp, u64)>,
    forks: BTreeMap<i64, bool>,
}

impl Parts {
    /// Puts them together.
    #[must_use]
    pub fn new(
        store: Store,
        github: Option<GitHub>,
        aws: Aws,
        images: impl Into<Arc<PublishedImages>>,
        clock: Clock,
        metrics: Metrics,
    ) -> Parts {
        let github = Arc::new(Mutex::new(github));
        Parts { store, aws, images: images.into(), clock, metrics, github, memory: Arc::default() }
    }

    /// GitHub; none until an App is set up.
    #[must_use]
    pub fn github(&self) -> Option<GitHub> {
        self.github.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Speaks as this App from now on.
    pub fn set_github(&self, github: GitHub) {
        *self.github.lock().unwrap_or_else(PoisonError::into_inner) = Some(github);
    }

    /// What an account has spent this month, by our own reckoning, as of a minute ago at most.
    pub(super) async fn spent(&self, account: i64) -> Result<u64, crate::store::StoreError> {
        let now = self.clock.now();
        let known = self.memory.lock().unwrap_or_else(PoisonError::into_inner).spent.get(&account).copied();
        if let Some((at, spent)) = known
            && now.since(at) < SPENT_FOR
        {
            return Ok(spent);
        }
        let spent = self.store.spent_since(account, month_began(now), now).await?;
        self.memory.lock().unwrap_or_else(PoisonError::into_inner).spent.insert(account, (now, spent));
        Ok(spent)
    }

    /// Whether a run comes from a fork, if it was asked before: a matrix asks once, not 256 times.
    pub(super) fn known_fork(&self, run: i64) -> Option<bool> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner).forks.get(&run).copied()
    }

    /// Remembers whether a run comes from a fork.
    pub(super) fn remember_fork(&self, run: i64, from_fork: bool) {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        if MAX_RUNS <= memory.forks.len() {
            // Runs are numbered in time: the smallest is the oldest.
            memory.forks.pop_first();
        }
        memory.forks.insert(run, from_fork);
    }
}

/// The beginning of a moment's month, in UTC.
#[must_use]
pub fn month_began(now: Timestamp) -> Timestamp {
    // Days since 1970 to a civil date, after Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms".
    let days = now.as_millis() / 86_400_000;
    let z = days + 719_468;
    let day_of_era = z % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * month + 2) / 5;
    Timestamp::from_millis((days - day_of_month) * 86_400_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_begins_on_its_first_day() {
        for (moment, began) in [
            (1_764_057_599, 1_761_955_200), // 2025-11-25 to 2025-11-01
            (1_709_208_000, 1_706_745_600), // 2024-02-29 to 2024-02-01
            (1_706_745_600, 1_706_745_600),
            (1_704_067_199, 1_701_388_800), // the last second of 2023
        ] {
            assert_eq!(month_began(Timestamp::from_secs(moment)), Timestamp::from_secs(began));
        }
    }
}
