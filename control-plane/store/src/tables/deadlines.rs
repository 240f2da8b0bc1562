//! Deadlines of runners: which are over, and which can't be right.

use super::deliveries::millis;
use crate::engine::database::on_reader;
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use sprinters_core::deadline;
use sprinters_core::ids::RunnerId;
use sprinters_core::time::Timestamp;
use std::time::Duration;

/// Most runners whose deadlines are handled at once.
const DUE_AT_ONCE: i64 = 200;

/// No deadline is further away than a runner may live, and the hour that two clocks may differ by.
const FURTHEST: Duration = deadline::LIFETIME.saturating_add(Duration::from_secs(60 * 60));

impl Store {
    /// Runners whose deadline has passed, the longest overdue first; and those whose deadline is further away than any,
    /// because it was written while a clock was wrong.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn overdue_runners(&self, now: Timestamp) -> Result<Vec<RunnerId>, StoreError> {
        let sql = "SELECT id FROM runners WHERE deadline <= $1 OR deadline > $3 ORDER BY deadline LIMIT $2";
        let furthest = millis(now.after(FURTHEST));
        let ids: Vec<String> = on_reader!(self.database(), pool => {
            sqlx::query_scalar(sql).bind(millis(now)).bind(DUE_AT_ONCE).bind(furthest).fetch_all(pool).await
        })
        .map_err(StoreError::on("read overdue runners"))?;
        let id = |id: &String| {
            let wrong =
                || StoreError::Inconsistent { table: "runners", row: id.clone(), problem: "the id is none".to_owned() };
            id.parse().map_err(|_| wrong())
        };
        ids.iter().map(id).collect()
    }
}
