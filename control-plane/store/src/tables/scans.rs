//! Table `scans`: what is done every now and then, by one of the processes, and what it remembers between two runs.

use super::deliveries::{millis, moment};
use crate::engine::database::{on_reader, on_writer};
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use sprinters_core::time::Timestamp;
use std::collections::HashMap;
use std::time::Duration;

impl Store {
    /// Takes a scan over if it is due and nobody is at it; answers with what the last run remembered. A scan that was never run is due.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn lease_scan(&self, name: &str, now: Timestamp, time: Duration) -> Result<Option<String>, StoreError> {
        let sql = "
            INSERT INTO scans (name, due_at, leased_until, memory) VALUES ($1, 0, $2, '')
            ON CONFLICT (name) DO UPDATE SET leased_until = excluded.leased_until
            WHERE scans.due_at <= $3 AND scans.leased_until <= $3
            RETURNING memory";
        on_writer!(self.database(), pool => {
            sqlx::query_scalar(sql).bind(name).bind(millis(now.after(time))).bind(millis(now)).fetch_optional(pool).await
        })
        .map_err(StoreError::on("lease a scan"))
    }

    /// Ends a run of a scan: when the next is due, and what it shall know.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn finish_scan(&self, name: &str, due_at: Timestamp, memory: &str) -> Result<(), StoreError> {
        let sql = "UPDATE scans SET due_at = $1, leased_until = 0, memory = $2 WHERE name = $3";
        on_writer!(self.database(), pool => {
            sqlx::query(sql).bind(millis(due_at)).bind(memory).bind(name).execute(pool).await.map(|_| ())
        })
        .map_err(StoreError::on("finish a scan"))
    }

    /// When each scan that ever ran is due next.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn scans_due(&self) -> Result<HashMap<String, Timestamp>, StoreError> {
        let sql = "SELECT name, due_at FROM scans";
        let due: Vec<(String, i64)> = on_reader!(self.database(), pool => sqlx::query_as(sql).fetch_all(pool).await)
            .map_err(StoreError::on("read scans"))?;
        Ok(due.into_iter().map(|(name, at)| (name, moment(at))).collect())
    }
}
