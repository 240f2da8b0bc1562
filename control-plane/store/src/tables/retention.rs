//! What is old goes.

use super::deliveries;
use super::effects;
use super::jobs;
use super::{runners, timeline};
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use sprinters_core::time::Timestamp;
use std::time::Duration;

/// Rows removed at once. A deletion that size holds SQLite's one writer for milliseconds, so a million rows go while
/// deliveries come in.
const CHUNK: i64 = 500;

/// How long an account's data stays after its last installation went: long enough to end its runners, short enough to
/// be gone within the day that was promised, with a sweep an hour.
const GRACE: Duration = Duration::from_secs(20 * 60 * 60);

/// What a sweep removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Removed {
    /// Deliveries that were too old.
    pub deliveries: u64,
    /// Finished jobs that were too old.
    pub jobs: u64,
    /// Ended runners that were too old.
    pub runners: u64,
    /// Entries of the timeline that were too old.
    pub timeline: u64,
    /// Effects that were done and too old.
    pub effects: u64,
    /// Accounts that had uninstalled the App.
    pub accounts: u64,
}

impl Store {
    /// Removes what is older than `keep`, and accounts that uninstalled the App.
    ///
    /// # Errors
    /// If the database is away. What was removed stays removed.
    pub async fn sweep(&self, keep: Duration, now: Timestamp) -> Result<Removed, StoreError> {
        let before =
            Timestamp::from_millis(now.as_millis().saturating_sub(u64::try_from(keep.as_millis()).unwrap_or(u64::MAX)));
        let mut removed = Removed {
            deliveries: in_chunks(|| deliveries::forget(self.database(), before, CHUNK)).await?,
            jobs: in_chunks(|| jobs::forget(self.database(), before, CHUNK)).await?,
            runners: in_chunks(|| runners::forget(self.database(), before, CHUNK)).await?,
            timeline: in_chunks(|| timeline::forget(self.database(), before, CHUNK)).await?,
            effects: in_chunks(|| effects::forget(self.database(), before, CHUNK)).await?,
            accounts: 0,
        };
        let grace = u64::try_from(GRACE.as_millis()).unwrap_or(u64::MAX);
        let removed_before = Timestamp::from_millis(now.as_millis().saturating_sub(grace));
        for account in self.accounts_removed_before(removed_before).await? {
            self.erase_account(account).await?;
            removed.accounts += 1;
        }
        Ok(removed)
    }
}

async fn in_chunks<F: Future<Output = Result<u64, sqlx::Error>>>(chunk: impl Fn() -> F) -> Result<u64, StoreError> {
    let mut removed = 0;
    loop {
        let rows = chunk().await.map_err(StoreError::on("remove what is old"))?;
        removed += rows;
        if rows < CHUNK.unsigned_abs() {
            return Ok(removed);
        }
    }
}
