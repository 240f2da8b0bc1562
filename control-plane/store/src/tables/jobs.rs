//! Table `jobs`: GitHub's jobs for our labels.

use super::account_settings::patience;
use super::deliveries::{millis, moment};
use crate::engine::change::{Change, Open, array, on_change};
use crate::engine::database::{Database, on_reader, on_writer};
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use serde::Serialize;
use sprinters_core::failure::FailureReason;
use sprinters_core::ids::{JobId, RunnerId};
use sprinters_core::job::{Job, JobState};
use sprinters_core::reconcile::OurJob;
use sprinters_core::time::Timestamp;
use sqlx::Row as _;
use std::collections::BTreeSet;

/// Most open jobs that one scan takes up; the next scan takes up the next ones.
pub const SCANNED_JOBS: i64 = 5_000;

/// A job as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRow {
    /// GitHub's number.
    pub id: JobId,
    /// GitHub's number of the account.
    pub account_id: i64,
    /// GitHub's number of the installation.
    pub installation_id: i64,
    /// GitHub's number of the repository.
    pub repository_id: i64,
    /// `OWNER/NAME`, as last heard.
    pub repository: String,
    /// Whether strangers can't see the repository.
    pub private: bool,
    /// GitHub's number of the run.
    pub run_id: i64,
    /// Attempt of the run, from 1.
    pub run_attempt: u32,
    /// Its name.
    pub name: String,
    /// Its workflow's name.
    pub workflow: Option<String>,
    /// The branch that it runs for.
    pub head_branch: Option<String>,
    /// The label that is ours.
    pub label: String,
    /// All its labels.
    pub labels: Vec<String>,
    /// Where it stands.
    pub job: Job,
    /// Whether spot must not be tried: it is run again after a reclaim.
    pub on_demand_only: bool,
    /// When GitHub made it.
    pub queued_at: Timestamp,
    /// When it came to stand where it stands.
    pub state_since: Timestamp,
    /// When GitHub last said anything of it.
    pub heard_at: Timestamp,
    /// When a runner took it.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

impl JobRow {
    /// The runner that it has to do with: the one made for it, or the one it runs on.
    #[must_use]
    pub fn runner(&self) -> Option<RunnerId> {
        match &self.job.state {
            JobState::Starting { runner } => Some(*runner),
            JobState::Running { on } => *on,
            JobState::Waiting | JobState::Queued { .. } | JobState::Completed { .. } | JobState::Failed { .. } => None,
        }
    }
}

impl JobRow {
    /// What a search looks at: a line each, in lower case.
    fn search_text(&self) -> String {
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        let lines =
            [&self.name, &self.repository, &optional(&self.workflow), &optional(&self.head_branch), &self.label];
        lines.map(|line| line.to_lowercase()).join("\n")
    }
}

macro_rules! columns {
    () => {
        "id, account_id, installation_id, repository_id, repository, private, run_id, run_attempt, name, workflow, head_branch, label, labels, machine, on_demand_only, queued_at, state_since, heard_at, started_at, finished_at"
    };
}

/// Reads a row of either database.
macro_rules! job_row {
    ($row:expr) => {{
        let row = $row;
        let id: i64 = row.try_get("id")?;
        let bad = |column: &'static str| {
            move |error: serde_json::Error| sqlx::Error::ColumnDecode { index: column.to_owned(), source: error.into() }
        };
        let labels: String = row.try_get("labels")?;
        let machine: String = row.try_get("machine")?;
        Ok::<JobRow, sqlx::Error>(JobRow {
            id: JobId(id.unsigned_abs()),
            account_id: row.try_get("account_id")?,
            installation_id: row.try_get("installation_id")?,
            repository_id: row.try_get("repository_id")?,
            repository: row.try_get("repository")?,
            private: row.try_get::<i64, _>("private")? == 1,
            run_id: row.try_get("run_id")?,
            run_attempt: u32::try_from(row.try_get::<i64, _>("run_attempt")?).unwrap_or(1),
            name: row.try_get("name")?,
            workflow: row.try_get("workflow")?,
            head_branch: row.try_get("head_branch")?,
            label: row.try_get("label")?,
            labels: serde_json::from_str(&labels).map_err(bad("labels"))?,
            job: serde_json::from_str(&machine).map_err(bad("machine"))?,
            on_demand_only: row.try_get::<i64, _>("on_demand_only")? == 1,
            queued_at: moment(row.try_get("queued_at")?),
            state_since: moment(row.try_get("state_since")?),
            heard_at: moment(row.try_get("heard_at")?),
            started_at: row.try_get::<Option<i64>, _>("started_at")?.map(moment),
            finished_at: row.try_get::<Option<i64>, _>("finished_at")?.map(moment),
        })
    }};
}

pub(crate) use {columns as job_columns, job_row};

/// A number of GitHub's as it is stored.
pub(crate) fn stored(id: JobId) -> i64 {
    i64::try_from(id.0).unwrap_or(i64::MAX)
}

const BY_ID: &str = concat!("SELECT ", columns!(), " FROM jobs WHERE id = $1");

const OF_LIST_SQLITE: &str = concat!("SELECT ", columns!(), " FROM jobs WHERE id IN (SELECT value FROM json_each($1))");
const OF_LIST_POSTGRES: &str = concat!("SELECT ", columns!(), " FROM jobs WHERE id = ANY($1)");

/// A job in a change.
#[derive(Debug)]
pub(crate) struct HeldJob {
    /// As it stands now, if there is one.
    row: Option<JobRow>,
    /// Whether that is not written yet.
    changed: bool,
}

/// A job as it is written, by the columns' names.
#[derive(Debug, Serialize)]
struct StoredJob<'a> {
    id: i64,
    account_id: i64,
    installation_id: i64,
    repository_id: i64,
    repository: &'a str,
    private: i64,
    run_id: i64,
    run_attempt: u32,
    name: &'a str,
    workflow: Option<&'a str>,
    head_branch: Option<&'a str>,
    label: &'a str,
    labels: String,
    state: &'static str,
    machine: String,
    runner_id: Option<String>,
    reason: Option<&'static str>,
    on_demand_only: i64,
    queued_at: i64,
    state_since: i64,
    heard_at: i64,
    started_at: Option<i64>,
    finished_at: Option<i64>,
    search_text: String,
}

impl StoredJob<'_> {
    fn of(row: &JobRow) -> StoredJob<'_> {
        StoredJob {
            id: stored(row.id),
            account_id: row.account_id,
            installation_id: row.installation_id,
            repository_id: row.repository_id,
            repository: &row.repository,
            private: i64::from(row.private),
            run_id: row.run_id,
            run_attempt: row.run_attempt,
            name: &row.name,
            workflow: row.workflow.as_deref(),
            head_branch: row.head_branch.as_deref(),
            label: &row.label,
            labels: serde_json::to_string(&row.labels).unwrap_or_default(),
            state: row.job.state.name(),
            machine: serde_json::to_string(&row.job).unwrap_or_default(),
            runner_id: row.runner().map(|id| id.to_string()),
            reason: row.job.reason().map(|failure| failure.reason().code()),
            on_demand_only: i64::from(row.on_demand_only),
            queued_at: millis(row.queued_at),
            state_since: millis(row.state_since),
            heard_at: millis(row.heard_at),
            started_at: row.started_at.map(millis),
            finished_at: row.finished_at.map(millis),
            search_text: row.search_text(),
        }
    }
}

macro_rules! put {
    ($rows:literal) => {
        concat!(
            "INSERT INTO jobs (
                id, account_id, installation_id, repository_id, repository, private, run_id, run_attempt, name, workflow, head_branch,
                label, labels, state, machine, runner_id, reason, on_demand_only, queued_at, state_since, heard_at, started_at, finished_at,
                search_text)
             ",
            $rows,
            " ON CONFLICT (id) DO UPDATE SET
                installation_id = excluded.installation_id, repository = excluded.repository, private = excluded.private,
                run_attempt = excluded.run_attempt, name = excluded.name, workflow = excluded.workflow, head_branch = excluded.head_branch,
                state = excluded.state, machine = excluded.machine, runner_id = excluded.runner_id, reason = excluded.reason,
                on_demand_only = CASE WHEN excluded.on_demand_only = 1 THEN 1 ELSE jobs.on_demand_only END,
                state_since = excluded.state_since, heard_at = excluded.heard_at, started_at = excluded.started_at,
                finished_at = excluded.finished_at, search_text = excluded.search_text"
        )
    };
}

// Without the condition, SQLite would take ON for a part of the join.
const PUT_SQLITE: &str = put!(
    "SELECT
        value ->> 'id', value ->> 'account_id', value ->> 'installation_id', value ->> 'repository_id', value ->> 'repository',
        value ->> 'private', value ->> 'run_id', value ->> 'run_attempt', value ->> 'name', value ->> 'workflow',
        value ->> 'head_branch', value ->> 'label', value ->> 'labels', value ->> 'state', value ->> 'machine',
        value ->> 'runner_id', value ->> 'reason', value ->> 'on_demand_only', value ->> 'queued_at', value ->> 'state_since',
        value ->> 'heard_at', value ->> 'started_at', value ->> 'finished_at', value ->> 'search_text'
     FROM json_each($1) WHERE true"
);
const PUT_POSTGRES: &str = put!(
    "SELECT
        id, account_id, installation_id, repository_id, repository, private, run_id, run_attempt, name, workflow, head_branch,
        label, labels, state, machine, runner_id, reason, on_demand_only, queued_at, state_since, heard_at, started_at, finished_at,
        search_text
     FROM json_populate_recordset(NULL::jobs, $1::json)"
);

impl Change {
    /// A job, held until the end of the change.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn job(&mut self, id: JobId) -> Result<Option<JobRow>, StoreError> {
        self.hold_jobs(&[id]).await?;
        Ok(self.jobs.get(&stored(id)).and_then(|held| held.row.clone()))
    }

    /// Holds jobs until the end of the change, whether they are there or not: [`Change::job`] then asks the database
    /// for none of them.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn hold_jobs(&mut self, ids: &[JobId]) -> Result<(), StoreError> {
        let ids: BTreeSet<i64> = ids.iter().map(|id| stored(*id)).filter(|id| !self.jobs.contains_key(id)).collect();
        if ids.is_empty() {
            return Ok(());
        }
        // In their order, which is everybody's.
        let ids: Vec<i64> = ids.into_iter().collect();
        let rows: Vec<JobRow> = match &mut self.open {
            Open::Sqlite(turn) => {
                let list = array(&ids).map_err(StoreError::on("read jobs"))?;
                let rows = sqlx::query(OF_LIST_SQLITE).bind(list).fetch_all(turn.connection()).await;
                rows.and_then(|rows| rows.iter().map(|row| job_row!(row)).collect())
            }
            Open::Postgres(transaction) => {
                // A row may not be there yet; two deliveries of a new job must not both find nothing.
                let hold = "SELECT pg_advisory_xact_lock(id) FROM unnest($1::bigint[]) AS id";
                let held = sqlx::query(hold).bind(&ids).execute(&mut **transaction).await;
                held.map_err(StoreError::on("hold jobs"))?;
                let rows = sqlx::query(OF_LIST_POSTGRES).bind(&ids).fetch_all(&mut **transaction).await;
                rows.and_then(|rows| rows.iter().map(|row| job_row!(row)).collect())
            }
        }
        .map_err(StoreError::on("read jobs"))?;
        self.jobs.extend(ids.into_iter().map(|id| (id, HeldJob { row: None, changed: false })));
        self.jobs.extend(rows.into_iter().map(|row| (stored(row.id), HeldJob { row: Some(row), changed: false })));
        Ok(())
    }

    /// Keeps a job. What has to run on demand stays so.
    pub fn put_job(&mut self, row: &JobRow) {
        let before = self.jobs.get(&stored(row.id)).and_then(|held| held.row.as_ref());
        let on_demand_only = row.on_demand_only || before.is_some_and(|before| before.on_demand_only);
        let row = JobRow { on_demand_only, ..row.clone() };
        self.jobs.insert(stored(row.id), HeldJob { row: Some(row), changed: true });
    }

    pub(crate) async fn write_jobs(&mut self) -> Result<(), StoreError> {
        let changed = self.jobs.values().filter(|held| held.changed);
        let rows: Vec<StoredJob<'_>> = changed.filter_map(|held| held.row.as_ref()).map(StoredJob::of).collect();
        if rows.is_empty() {
            return Ok(());
        }
        let sql = if self.is_sqlite() { PUT_SQLITE } else { PUT_POSTGRES };
        let rows = array(&rows).map_err(StoreError::on("keep jobs"))?;
        on_change!(self, connection => sqlx::query(sql).bind(rows).execute(connection).await.map(|_| ()))
            .map_err(StoreError::on("keep jobs"))?;
        self.jobs.values_mut().for_each(|held| held.changed = false);
        Ok(())
    }

    /// Whether AWS took the instance of this job's earlier attempt back, or somebody wanted it so, so that it runs on
    /// demand now. GitHub gives the attempts of a job other numbers; run and name are the same.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn is_on_demand(
        &mut self,
        account_id: i64,
        run_id: i64,
        name: &str,
        run_attempt: u32,
    ) -> Result<bool, StoreError> {
        if run_attempt <= 1 {
            return Ok(false);
        }
        self.write_jobs().await?;
        let sql = "SELECT machine, on_demand_only FROM jobs WHERE run_id = $1 AND name = $2 AND run_attempt < $3 AND account_id = $4";
        let attempts: Vec<(String, i64)> = on_change!(self, connection => {
            sqlx::query_as(sql).bind(run_id).bind(name).bind(i64::from(run_attempt)).bind(account_id).fetch_all(connection).await
        })
        .map_err(StoreError::on("read earlier attempts"))?;
        let was_reclaimed = |machine: &str| {
            serde_json::from_str::<Job>(machine).is_ok_and(|job| job.reclaimed && job.rerun_when_reclaimed)
        };
        Ok(attempts.iter().any(|(machine, on_demand)| *on_demand == 1 || was_reclaimed(machine)))
    }

    /// The oldest job of an account that waits for a place under a limit of the account, or of this repository, and is
    /// not looked at already.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn oldest_held(
        &mut self,
        account: i64,
        repository: i64,
        now: Timestamp,
    ) -> Result<Option<JobId>, StoreError> {
        // What this change has said of jobs so far counts.
        self.write_jobs().await?;
        let sql = "
            SELECT id FROM jobs
            WHERE account_id = $1 AND state = 'queued (held)' AND (reason IN ($3, $4) OR (reason = $5 AND repository_id = $2))
            AND NOT EXISTS (
                SELECT 1 FROM effects
                WHERE effects.job_id = jobs.id AND effects.kind = 'request-runner' AND effects.done_at IS NULL AND effects.due_at <= $6
            )
            ORDER BY id LIMIT 1";
        let of_account = [FailureReason::AccountRunnerLimit, FailureReason::VcpuPolicyLimit].map(FailureReason::code);
        let of_repository = FailureReason::RepositoryRunnerLimit.code();
        let id: Option<i64> = on_change!(self, connection => {
            let query = sqlx::query_scalar(sql).bind(account).bind(repository).bind(of_account[0]).bind(of_account[1]);
            query.bind(of_repository).bind(millis(now)).fetch_optional(connection).await
        })
        .map_err(StoreError::on("read held jobs"))?;
        Ok(id.map(|id| JobId(id.unsigned_abs())))
    }

    /// Has whatever of a run is run again run on demand: somebody asked for that.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn run_on_demand(&mut self, account: i64, run_id: i64) -> Result<(), StoreError> {
        self.write_jobs().await?;
        let sql = "UPDATE jobs SET on_demand_only = 1 WHERE account_id = $1 AND run_id = $2";
        on_change!(self, connection => sqlx::query(sql).bind(account).bind(run_id).execute(connection).await.map(|_| ()))
            .map_err(StoreError::on("keep that a run is to be on demand"))?;
        let held = self.jobs.values_mut().filter_map(|held| held.row.as_mut());
        held.filter(|row| row.account_id == account && row.run_id == run_id).for_each(|row| row.on_demand_only = true);
        Ok(())
    }
}

type OpenJobRow = (i64, String, i64, i64, i64, i64, Option<i64>);

impl Store {
    /// A job by its number, whoever's it is.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn job(&self, id: JobId) -> Result<Option<JobRow>, StoreError> {
        on_reader!(self.database(), pool => async {
            let row = sqlx::query(BY_ID).bind(stored(id)).fetch_optional(pool).await?;
            row.map(|row| job_row!(row)).transpose()
        }
        .await)
        .map_err(StoreError::on("read a job"))
    }

    /// Jobs that have not ended, with whether a runner is being asked for: what the scan of jobs compares, from a
    /// number on.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn open_jobs(&self, after: JobId) -> Result<Vec<OurJob>, StoreError> {
        let sql = "
            SELECT id, machine, queued_at, state_since, heard_at,
                (SELECT count(*) FROM effects WHERE effects.job_id = jobs.id AND effects.kind = 'request-runner' AND done_at IS NULL) AS requested,
                (SELECT patience_minutes FROM account_settings WHERE account_settings.account_id = jobs.account_id) AS patience
            FROM jobs WHERE finished_at IS NULL AND id > $1 ORDER BY id LIMIT $2";
        let rows: Vec<OpenJobRow> = on_reader!(self.database(), pool => {
            sqlx::query_as(sql).bind(stored(after)).bind(SCANNED_JOBS).fetch_all(pool).await
        })
        .map_err(StoreError::on("read open jobs"))?;
        rows.into_iter()
            .map(|(id, machine, queued_at, since, heard_at, requested, minutes)| {
                let job: Job = serde_json::from_str(&machine).map_err(|error| StoreError::Inconsistent {
                    table: "jobs",
                    row: id.to_string(),
                    problem: error.to_string(),
                })?;
                Ok(OurJob {
                    id: JobId(id.unsigned_abs()),
                    state: job.state,
                    since: moment(since),
                    queued_at: moment(queued_at),
                    heard_at: moment(heard_at),
                    requested: 0 < requested,
                    wait: job.wait,
                    patience: patience(minutes),
                })
            })
            .collect()
    }

    /// How many jobs have not ended.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn count_open_jobs(&self) -> Result<i64, StoreError> {
        on_reader!(self.database(), pool => sqlx::query_scalar("SELECT count(*) FROM jobs WHERE finished_at IS NULL").fetch_one(pool).await)
            .map_err(StoreError::on("count jobs"))
    }
}

/// Forgets jobs that ended before a moment: at most `limit` of them.
pub(crate) async fn forget(database: &Database, before: Timestamp, limit: i64) -> Result<u64, sqlx::Error> {
    let sql = "DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE finished_at < $1 ORDER BY finished_at LIMIT $2)";
    on_writer!(database, pool => Ok(sqlx::query(sql).bind(millis(before)).bind(limit).execute(pool).await?.rows_affected()))
}
