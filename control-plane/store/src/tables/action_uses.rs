//! Table `action_uses`: of each granted action, how often a connection was allowed it, and when last. A row for each,
//! not for each call.

use super::deliveries::{millis, moment};
use super::visible_to::VisibleTo;
use crate::engine::change::on_change;
use crate::engine::database::on_reader;
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use crate::in_change;
use sprinters_core::time::Timestamp;

/// What was allowed through one connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionUse {
    /// Our number of the connection.
    pub connection: i64,
    /// As IAM writes it.
    pub action: String,
    /// How many calls.
    pub calls: u64,
    /// Since when they are counted.
    pub since: Timestamp,
    /// When the last one was.
    pub at: Timestamp,
}

impl Store {
    /// Adds calls to those that were allowed, each the connection, the action, how many and when last. Connections that
    /// are gone are passed over.
    ///
    /// # Errors
    /// If the database is away; then none is added.
    pub async fn add_action_uses(&self, uses: &[(i64, &str, u64, Timestamp)]) -> Result<(), StoreError> {
        let sql = "
            INSERT INTO action_uses (connection_id, action, calls, since, at)
            SELECT id, $2, $3, $4, $4 FROM connections WHERE id = $1
            ON CONFLICT (connection_id, action) DO UPDATE SET calls = action_uses.calls + excluded.calls,
                at = CASE WHEN excluded.at < action_uses.at THEN action_uses.at ELSE excluded.at END";
        // Rows are taken in one order everywhere.
        let mut uses = uses.to_vec();
        uses.sort_by_key(|(connection, action, ..)| (*connection, *action));
        in_change!(self, change => {
            for (connection, action, calls, at) in &uses {
                let calls = i64::try_from(*calls).unwrap_or(i64::MAX);
                on_change!(change, row => {
                    let put = sqlx::query(sql).bind(connection).bind(*action).bind(calls).bind(millis(*at));
                    put.execute(row).await.map(|_| ())
                })
                .map_err(StoreError::on("count calls"))?;
            }
            Ok(())
        })
    }

    /// What was allowed through the connections of an account, by action and connection.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn action_uses(&self, visible_to: VisibleTo) -> Result<Vec<ActionUse>, StoreError> {
        let sql = "
            SELECT connection_id, action, calls, since, at FROM action_uses
            WHERE connection_id IN (SELECT id FROM connections WHERE account_id = $1) ORDER BY action, connection_id";
        let rows: Vec<(i64, String, i64, i64, i64)> =
            on_reader!(self.database(), pool => sqlx::query_as(sql).bind(visible_to.account()).fetch_all(pool).await)
                .map_err(StoreError::on("read counted calls"))?;
        let read = |(connection, action, calls, since, at): (i64, String, i64, i64, i64)| ActionUse {
            connection,
            action,
            calls: calls.unsigned_abs(),
            since: moment(since),
            at: moment(at),
        };
        Ok(rows.into_iter().map(read).collect())
    }
}
