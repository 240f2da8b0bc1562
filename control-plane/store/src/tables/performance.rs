//! How long jobs waited and ran, for percentiles; and what GitHub delivered, for the page of deliveries.

use super::deliveries::{millis, moment};
use super::visible_to::{VisibleTo, jobs_visible_to};
use crate::engine::database::on_reader;
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use sprinters_core::time::Timestamp;

/// Most jobs that percentiles are made of. More of them would not move a percentile that people can see.
const MOST_JOBS: i64 = 20_000;

/// Deliveries of all accounts that are looked through for one account's.
const LOOKED_THROUGH: i64 = 20_000;

/// When a job waited and ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobTimes {
    /// GitHub's number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// `OWNER/NAME`.
    pub repository: String,
    /// Its workflow's name; empty where GitHub told none.
    pub workflow: String,
    /// The label that is ours.
    pub label: String,
    /// Attempt of the run, from 1.
    pub run_attempt: i64,
    /// When GitHub made it.
    pub queued_at: Timestamp,
    /// When a runner took it.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

/// A delivery as a page lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedDelivery {
    /// Its row.
    pub id: i64,
    /// `X-GitHub-Delivery`.
    pub guid: String,
    /// The event and its action.
    pub event: String,
    /// When it came in.
    pub received_at: Timestamp,
    /// When everything that follows from it was stored.
    pub done_at: Option<Timestamp>,
    /// How often it was begun.
    pub attempts: i64,
}

type TimesRow = (i64, String, String, Option<String>, String, i64, i64, i64, Option<i64>);

const TIMES: &str = concat!(
    "SELECT jobs.id, jobs.name, jobs.repository, jobs.workflow, jobs.label, CAST(jobs.run_attempt AS BIGINT), jobs.queued_at,
        jobs.started_at, jobs.finished_at
    FROM jobs WHERE ",
    jobs_visible_to!(),
    " AND jobs.started_at IS NOT NULL AND $3 <= jobs.queued_at ORDER BY jobs.id DESC LIMIT $4"
);

type DeliveryRow = (i64, String, String, String, i64, Option<i64>, i64);

const DELIVERIES: &str = "
    SELECT latest.id, latest.guid, latest.event, latest.action, latest.received_at, latest.done_at, CAST(latest.attempts AS BIGINT)
    FROM (SELECT * FROM deliveries WHERE id < $3 ORDER BY id DESC LIMIT $5) AS latest
    JOIN installations ON installations.id = latest.installation_id
    WHERE installations.account_id = $1 AND $2 = 0 ORDER BY latest.id DESC LIMIT $4";

impl Store {
    /// When the newest jobs in sight that started waited and ran, of those that were queued since a moment.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn job_times(&self, visible_to: VisibleTo, since: Timestamp) -> Result<Vec<JobTimes>, StoreError> {
        let rows: Vec<TimesRow> = on_reader!(self.database(), pool => {
            sqlx::query_as(TIMES)
                .bind(visible_to.account())
                .bind(visible_to.person())
                .bind(millis(since))
                .bind(MOST_JOBS)
                .fetch_all(pool)
                .await
        })
        .map_err(StoreError::on("read times of jobs"))?;
        let times =
            |(id, name, repository, workflow, label, run_attempt, queued, started, finished): TimesRow| JobTimes {
                id,
                name,
                repository,
                workflow: workflow.unwrap_or_default(),
                label,
                run_attempt,
                queued_at: moment(queued),
                started_at: moment(started),
                finished_at: finished.map(moment),
            };
        Ok(rows.into_iter().map(times).collect())
    }

    /// The newest deliveries for an account's installations, from below a number on. Only who sees all of the account
    /// sees them: a delivery is of an installation, not of a repository.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn deliveries_visible_to(
        &self,
        visible_to: VisibleTo,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<ListedDelivery>, StoreError> {
        let rows: Vec<DeliveryRow> = on_reader!(self.database(), pool => {
            sqlx::query_as(DELIVERIES)
                .bind(visible_to.account())
                .bind(visible_to.person())
                .bind(before.unwrap_or(i64::MAX))
                .bind(limit)
                .bind(LOOKED_THROUGH)
                .fetch_all(pool)
                .await
        })
        .map_err(StoreError::on("read deliveries"))?;
        let listed = |(id, guid, event, action, received, done, attempts): DeliveryRow| {
            let event = if action.is_empty() { event } else { format!("{event}.{action}") };
            ListedDelivery { id, guid, event, received_at: moment(received), done_at: done.map(moment), attempts }
        };
        Ok(rows.into_iter().map(listed).collect())
    }
}
