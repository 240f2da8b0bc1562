//! Table `launches`: every RunInstances, stored before it is called for the first time.

use super::deliveries::{millis, moment};
use crate::engine::change::{Change, on_change};
use crate::engine::database::on_reader;
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use sprinters_core::ids::{Attempt, RunnerId};
use sprinters_core::launch_request::LaunchRequest;
use sprinters_core::time::Timestamp;

/// One launch attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Launch {
    /// The attempt.
    pub attempt: Attempt,
    /// The call, complete but for the user data, which is sealed elsewhere.
    pub request: LaunchRequest,
    /// When it was stored.
    pub stored_at: Timestamp,
    /// When AWS answered for good.
    pub answered_at: Option<Timestamp>,
    /// What AWS answered, in words.
    pub answer: Option<String>,
}

type Row = (i64, String, i64, Option<i64>, Option<String>);

fn read(runner: RunnerId, (attempt, request, stored_at, answered_at, answer): Row) -> Result<Launch, StoreError> {
    let request = serde_json::from_str(&request).map_err(|error| StoreError::Inconsistent {
        table: "launches",
        row: format!("{runner}/{attempt}"),
        problem: error.to_string(),
    })?;
    Ok(Launch {
        attempt: Attempt(u16::try_from(attempt).unwrap_or(u16::MAX)),
        request,
        stored_at: moment(stored_at),
        answered_at: answered_at.map(moment),
        answer,
    })
}

const COLUMNS: &str =
    "SELECT attempt, request, stored_at, answered_at, answer FROM launches WHERE runner_id = $1 AND attempt = $2";

impl Store {
    /// A launch attempt, if it was stored.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn launch(&self, runner: RunnerId, attempt: Attempt) -> Result<Option<Launch>, StoreError> {
        let row: Option<Row> = on_reader!(self.database(), pool => {
            sqlx::query_as(COLUMNS).bind(runner.to_string()).bind(i64::from(attempt.0)).fetch_optional(pool).await
        })
        .map_err(StoreError::on("read a launch"))?;
        row.map(|row| read(runner, row)).transpose()
    }

    /// Every launch attempt of a runner, in order.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn launches(&self, runner: RunnerId) -> Result<Vec<Launch>, StoreError> {
        let sql = "SELECT attempt, request, stored_at, answered_at, answer FROM launches WHERE runner_id = $1 ORDER BY attempt";
        let rows: Vec<Row> =
            on_reader!(self.database(), pool => sqlx::query_as(sql).bind(runner.to_string()).fetch_all(pool).await)
                .map_err(StoreError::on("read launches"))?;
        rows.into_iter().map(|row| read(runner, row)).collect()
    }
}

impl Change {
    /// Stores a launch attempt. One that is stored already stays as it is: the first bytes are the ones that are sent.
    ///
    /// # Errors
    /// If the runner is not there, or the database is away.
    pub async fn add_launch(
        &mut self,
        runner: RunnerId,
        attempt: Attempt,
        request: &LaunchRequest,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO launches (runner_id, attempt, request, stored_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
        let request = serde_json::to_string(request).unwrap_or_default();
        on_change!(self, connection => {
            let add = sqlx::query(sql).bind(runner.to_string()).bind(i64::from(attempt.0)).bind(request);
            add.bind(millis(now)).execute(connection).await.map(|_| ())
        })
        .map_err(StoreError::on("store a launch"))
    }

    /// Notes what AWS answered for good.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn answer_launch(
        &mut self,
        runner: RunnerId,
        attempt: Attempt,
        answer: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE launches SET answered_at = $1, answer = $2 WHERE runner_id = $3 AND attempt = $4";
        on_change!(self, connection => {
            let put = sqlx::query(sql).bind(millis(now)).bind(answer).bind(runner.to_string());
            put.bind(i64::from(attempt.0)).execute(connection).await.map(|_| ())
        })
        .map_err(StoreError::on("note an answer"))
    }
}
