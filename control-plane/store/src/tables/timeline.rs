//! Table `timeline`: what happened to jobs and their runners, in order. What "why is my job waiting?" is answered from,
//! and the stream of live pages.

use super::deliveries::{millis, moment};
use super::jobs::stored;
use super::visible_to::{VisibleTo, jobs_visible_to};
use crate::engine::change::{Change, array, on_change};
use crate::engine::database::{Database, on_reader, on_writer};
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use serde::{Deserialize, Serialize};
use sprinters_core::failure::Failure;
use sprinters_core::ids::{JobId, RunnerId};
use sprinters_core::time::Timestamp;

/// Most entries that are read of one job: three runners of eight attempts, twenty exchanged ones, and room.
const MAX_ENTRIES: i64 = 1_000;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum TimelineEvent {
    /// GitHub said something of the job, or it came to stand elsewhere.
    Job {
        /// What happened, by the name of the event.
        event: String,
        /// Where it stands now, by the name of the state.
        state: String,
        /// Why it waits or failed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        failure: Option<Failure>,
    },
    /// A runner made for it came to stand elsewhere.
    Runner {
        /// What happened, by the name of the event.
        event: String,
        /// Where it stands now, by the name of the state.
        state: String,
        /// Which launch attempt, while one is under way.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        attempt: Option<u16>,
        /// Its instance, once there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instance: Option<String>,
        /// What went wrong.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        failure: Option<Failure>,
    },
    /// A launch was tried, and this is what AWS answered.
    Launch {
        /// Which attempt.
        attempt: u16,
        /// Instance type.
        instance_type: String,
        /// `spot` or `on-demand`.
        market: String,
        /// Zone; none where EC2 could choose.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        zone: Option<String>,
        /// What AWS answered, in words.
        answer: String,
    },
    /// A call that will be repeated did not succeed.
    Retry {
        /// Which, by the kind of the effect.
        effect: String,
        /// What it answered, as a reason for people.
        failure: Failure,
        /// When it is tried again.
        again_at: Timestamp,
    },
    /// The reason was told: by e-mail where somebody wants one.
    Told {
        /// The reason.
        failure: Failure,
    },
    /// Something worth knowing about the label.
    Notice {
        /// In one sentence.
        text: String,
    },
    /// A label is nearly one of ours.
    NearMiss {
        /// The label.
        label: String,
        /// What was probably meant.
        meant: String,
    },
    /// A connection changed.
    Connection {
        /// Our number of it.
        connection: i64,
        /// Where it stands now.
        state: String,
        /// Why it is broken.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        failure: Option<Failure>,
    },
    /// Something that nobody wanted any more was found and removed.
    Orphan {
        /// `instance` or `registration`.
        what: String,
        /// Its id.
        id: String,
    },
}

/// An entry of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its number; later entries have larger ones.
    pub id: i64,
    /// GitHub's number of the account.
    pub account_id: i64,
    /// The job.
    pub job: Option<JobId>,
    /// The runner.
    pub runner: Option<RunnerId>,
    /// When.
    pub at: Timestamp,
    /// What.
    pub happening: TimelineEvent,
}

type Row = (i64, i64, Option<i64>, Option<String>, i64, String);

fn read((id, account_id, job, runner, at, detail): Row) -> Result<Entry, StoreError> {
    let happening = serde_json::from_str(&detail).map_err(|error| StoreError::Inconsistent {
        table: "timeline",
        row: id.to_string(),
        problem: error.to_string(),
    })?;
    let job = job.map(|job| JobId(job.unsigned_abs()));
    Ok(Entry { id, account_id, job, runner: runner.and_then(|runner| runner.parse().ok()), at: moment(at), happening })
}

/// Whom an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// GitHub's number of the account.
    pub account_id: i64,
    /// The job.
    pub job: Option<JobId>,
    /// The runner.
    pub runner: Option<RunnerId>,
}

/// An entry that is not written yet, by the columns' names.
#[derive(Debug, Serialize)]
pub(crate) struct NewEntry {
    account_id: i64,
    job_id: Option<i64>,
    runner_id: Option<String>,
    at: i64,
    kind: String,
    detail: String,
}

// Both read the array in its order, so entries are numbered in the order in which they were added.
const ADD_SQLITE: &str = "
    INSERT INTO timeline (account_id, job_id, runner_id, at, kind, detail)
    SELECT value ->> 'account_id', value ->> 'job_id', value ->> 'runner_id', value ->> 'at', value ->> 'kind', value ->> 'detail'
    FROM json_each($1)";
const ADD_POSTGRES: &str = "
    INSERT INTO timeline (account_id, job_id, runner_id, at, kind, detail)
    SELECT account_id, job_id, runner_id, at, kind, detail FROM json_populate_recordset(NULL::timeline, $1::json)";

impl Change {
    /// Adds an entry, to be there if and only if the rest of the change is.
    pub fn note(&mut self, about: Subject, happening: &TimelineEvent, now: Timestamp) {
        let detail = serde_json::to_value(happening).unwrap_or_default();
        self.entries.push(NewEntry {
            account_id: about.account_id,
            job_id: about.job.map(stored),
            runner_id: about.runner.map(|runner| runner.to_string()),
            at: millis(now),
            kind: detail.get("kind").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned(),
            detail: detail.to_string(),
        });
    }

    pub(crate) async fn write_entries(&mut self) -> Result<(), StoreError> {
        let entries = std::mem::take(&mut self.entries);
        if entries.is_empty() {
            return Ok(());
        }
        let sql = if self.is_sqlite() { ADD_SQLITE } else { ADD_POSTGRES };
        let entries = array(&entries).map_err(StoreError::on("add to the timeline"))?;
        on_change!(self, connection => sqlx::query(sql).bind(entries).execute(connection).await.map(|_| ()))
            .map_err(StoreError::on("add to the timeline"))
    }
}

/// How long a near miss is not told again.
const NEAR_MISS: std::time::Duration = std::time::Duration::from_hours(24);

impl Change {
    /// Whether that near miss was told within the last day.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn near_miss_told(&mut self, account_id: i64, label: &str, now: Timestamp) -> Result<bool, StoreError> {
        self.write_entries().await?;
        let sql = "SELECT detail FROM timeline WHERE account_id = $1 AND kind = 'near-miss' AND at > $2";
        let since = now.as_millis().saturating_sub(u64::try_from(NEAR_MISS.as_millis()).unwrap_or(u64::MAX));
        let told: Vec<String> = on_change!(self, connection => {
            sqlx::query_scalar(sql).bind(account_id).bind(millis(Timestamp::from_millis(since))).fetch_all(connection).await
        })
        .map_err(StoreError::on("read near misses"))?;
        let same = |detail: &String| matches!(serde_json::from_str(detail), Ok(TimelineEvent::NearMiss { label: told, .. }) if told == label);
        Ok(told.iter().any(same))
    }
}

impl Store {
    /// What happened to a job and to the runners made for it, in order.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn timeline_of_job(&self, job: JobId) -> Result<Vec<Entry>, StoreError> {
        let sql = "
            SELECT id, account_id, job_id, runner_id, at, detail FROM timeline WHERE job_id = $1 ORDER BY id LIMIT $2";
        let rows: Vec<Row> = on_reader!(self.database(), pool => {
            sqlx::query_as(sql).bind(stored(job)).bind(MAX_ENTRIES).fetch_all(pool).await
        })
        .map_err(StoreError::on("read a timeline"))?;
        rows.into_iter().map(read).collect()
    }

    /// What happened to a job in sight and to the runners made for it, in order.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn timeline_visible_to(&self, visible_to: VisibleTo, job: i64) -> Result<Vec<Entry>, StoreError> {
        const SQL: &str = concat!(
            "SELECT timeline.id, timeline.account_id, timeline.job_id, timeline.runner_id, timeline.at, timeline.detail
             FROM timeline JOIN jobs ON jobs.id = timeline.job_id WHERE ",
            jobs_visible_to!(),
            " AND timeline.job_id = $3 ORDER BY timeline.id LIMIT $4"
        );
        let rows: Vec<Row> = on_reader!(self.database(), pool => {
            sqlx::query_as(SQL).bind(visible_to.account()).bind(visible_to.person()).bind(job).bind(MAX_ENTRIES).fetch_all(pool).await
        })
        .map_err(StoreError::on("read a timeline"))?;
        rows.into_iter().map(read).collect()
    }

    /// Reasons that were told and connections that changed since a moment, in any account: what e-mail is written from.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn told_since(&self, since: Timestamp) -> Result<Vec<Entry>, StoreError> {
        let sql = "
            SELECT id, account_id, job_id, runner_id, at, detail FROM timeline
            WHERE at >= $1 AND kind IN ('told', 'connection') ORDER BY at LIMIT 5000";
        let rows: Vec<Row> =
            on_reader!(self.database(), pool => sqlx::query_as(sql).bind(millis(since)).fetch_all(pool).await)
                .map_err(StoreError::on("read the timeline"))?;
        rows.into_iter().map(read).collect()
    }

    /// What happened after an entry, to anybody, in order: at most `limit` entries. For streams, which pass on what
    /// their reader may see.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn timeline_after(&self, entry: i64, limit: i64) -> Result<Vec<Entry>, StoreError> {
        let sql =
            "SELECT id, account_id, job_id, runner_id, at, detail FROM timeline WHERE id > $1 ORDER BY id LIMIT $2";
        let rows: Vec<Row> =
            on_reader!(self.database(), pool => sqlx::query_as(sql).bind(entry).bind(limit).fetch_all(pool).await)
                .map_err(StoreError::on("read the timeline"))?;
        rows.into_iter().map(read).collect()
    }

    /// The number of the last entry; 0 before the first.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn last_entry(&self) -> Result<i64, StoreError> {
        let sql = "SELECT COALESCE(max(id), 0) FROM timeline";
        on_reader!(self.database(), pool => sqlx::query_scalar(sql).fetch_one(pool).await)
            .map_err(StoreError::on("read the timeline"))
    }
}

/// Forgets entries from before a moment: at most `limit` of them.
pub(crate) async fn forget(database: &Database, before: Timestamp, limit: i64) -> Result<u64, sqlx::Error> {
    let sql = "DELETE FROM timeline WHERE id IN (SELECT id FROM timeline WHERE at < $1 ORDER BY at LIMIT $2)";
    on_writer!(database, pool => Ok(sqlx::query(sql).bind(millis(before)).bind(limit).execute(pool).await?.rows_affected()))
}
