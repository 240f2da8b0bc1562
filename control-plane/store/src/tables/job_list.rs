//! Table `jobs` as people read it: pages by key, filters, and never more than a bounded number of rows looked at.

use super::deliveries::{millis, moment};
use super::jobs::{JobRow, job_columns, job_row, stored};
use super::visible_to::{VisibleTo, jobs_visible_to};
use crate::engine::database::on_reader;
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use sprinters_core::ids::JobId;
use sprinters_core::time::Timestamp;
use sqlx::Row as _;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Rows that a search or a filter by time looks through for one page. What is older is searched by asking for the next
/// page.
pub const LOOKED_THROUGH: i64 = 1_000;

/// Which jobs are wanted. Empty: all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JobFilter {
    /// `OWNER/NAME`.
    pub repository: Option<String>,
    /// Name of the workflow.
    pub workflow: Option<String>,
    /// Branch.
    pub branch: Option<String>,
    /// The label, whole.
    pub label: Option<String>,
    /// Name of the state, as [`sprinters_core::job::JobState::name`] gives it.
    pub state: Option<String>,
    /// With one of these conclusions, in GitHub's words. Empty: any.
    pub conclusions: Vec<String>,
    /// Not before that.
    pub from: Option<Timestamp>,
    /// Before that.
    pub until: Option<Timestamp>,
    /// Part of the name of the job, workflow, branch, repository or label; or the number of the job or its run.
    pub search: Option<String>,
    /// Among these alone.
    pub only: Vec<i64>,
}

/// A page of jobs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobPage {
    /// Newest first.
    pub jobs: Vec<JobRow>,
    /// From where the next page goes on; none if there is nothing more.
    pub next: Option<i64>,
    /// Whether it ends because enough rows were looked through, not because it is full.
    pub looked_through: bool,
}

enum Bound {
    Number(i64),
    Text(String),
}

/// A query under construction: `$1` and `$2` are whom it answers, further values are numbered as they come.
struct Query {
    conditions: Vec<String>,
    values: Vec<Bound>,
}

impl Query {
    fn text(&mut self, column: &str, value: Option<&String>) {
        if let Some(value) = value {
            let place = self.place(Bound::Text(value.clone()));
            self.conditions.push(format!("{column} = {place}"));
        }
    }

    fn place(&mut self, value: Bound) -> String {
        self.values.push(value);
        // After the two of whom it answers, the cursor and the limit.
        format!("${}", self.values.len() + 4)
    }

    /// A list with these conditions, newest first.
    fn sql(&self, list: &str) -> String {
        let conditions = self.conditions.iter().map(|condition| format!(" AND {condition}"));
        format!("{list}{} ORDER BY jobs.id DESC LIMIT $4", conditions.collect::<String>())
    }
}

/// Binds what every list has, and the values of its conditions.
macro_rules! bound {
    ($query:expr, $visible_to:expr, $before:expr, $limit:expr, $values:expr) => {{
        let mut query = $query.bind($visible_to.account()).bind($visible_to.person()).bind($before).bind($limit);
        for value in $values {
            query = match value {
                Bound::Number(number) => query.bind(*number),
                Bound::Text(text) => query.bind(text.as_str()),
            };
        }
        query
    }};
}

const LOOKED: &str = concat!(
    "SELECT jobs.id AS id, jobs.queued_at AS queued_at, jobs.search_text AS search_text,
        jobs.machine AS machine FROM jobs WHERE ",
    jobs_visible_to!(),
    " AND jobs.id < $3"
);
const LIST: &str = concat!("SELECT ", job_columns!(), " FROM jobs WHERE ", jobs_visible_to!(), " AND jobs.id < $3");
const ONE: &str = concat!("SELECT ", job_columns!(), " FROM jobs WHERE ", jobs_visible_to!(), " AND jobs.id = $3");
const SOME_OF_STATE: &str = concat!("(SELECT 1 AS one FROM jobs WHERE ", jobs_visible_to!(), " AND jobs.state = ");
const VALUES: &str = concat!(
    "SELECT DISTINCT repository, COALESCE(workflow, ''), COALESCE(head_branch, '') FROM (SELECT repository, workflow, head_branch FROM jobs WHERE ",
    jobs_visible_to!(),
    " ORDER BY jobs.id DESC LIMIT 300) AS latest"
);

impl Store {
    /// A page of jobs in sight, newest first, from below a number on.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn job_page(
        &self,
        visible_to: VisibleTo,
        filter: &JobFilter,
        before: Option<i64>,
        limit: u32,
    ) -> Result<JobPage, StoreError> {
        let mut query = Query { conditions: Vec::new(), values: Vec::new() };
        query.text("jobs.repository", filter.repository.as_ref());
        query.text("jobs.workflow", filter.workflow.as_ref());
        query.text("jobs.head_branch", filter.branch.as_ref());
        query.text("jobs.label", filter.label.as_ref());
        query.text("jobs.state", filter.state.as_ref());
        if !filter.only.is_empty() {
            let places: Vec<String> = filter.only.iter().map(|id| query.place(Bound::Number(*id))).collect();
            query.conditions.push(format!("jobs.id IN ({})", places.join(", ")));
        }
        let before = match (before, filter.until) {
            (None, Some(until)) => self.newest_job_before(visible_to, until).await?,
            (before, _) => before.unwrap_or(i64::MAX),
        };
        let needle = filter.search.as_deref().map(str::trim).filter(|needle| !needle.is_empty());
        let number = needle.and_then(|needle| needle.parse::<i64>().ok());
        if let Some(number) = number {
            let place = query.place(Bound::Number(number));
            query.conditions.push(format!("(jobs.id = {place} OR jobs.run_id = {place})"));
        }
        let words = needle.filter(|_| number.is_none()).map(str::to_lowercase);
        let most = usize::try_from(limit).unwrap_or(usize::MAX);
        if filter.from.is_none() && filter.until.is_none() && words.is_none() && filter.conclusions.is_empty() {
            let mut jobs = self.list(query.sql(LIST), visible_to, before, i64::from(limit) + 1, &query.values).await?;
            let full = most < jobs.len();
            jobs.truncate(most);
            let next = jobs.last().filter(|_| full).map(|job| stored(job.id));
            return Ok(JobPage { jobs, next, looked_through: false });
        }
        // What no index answers is looked for in a bounded number of rows.
        let looked = query.sql(LOOKED);
        let mut wanted = vec!["1 = 1".to_owned()];
        if let Some(from) = filter.from {
            wanted.push(format!("{} <= queued_at", query.place(Bound::Number(millis(from)))));
        }
        if let Some(until) = filter.until {
            wanted.push(format!("queued_at < {}", query.place(Bound::Number(millis(until)))));
        }
        if let Some(words) = words {
            let position = if self.is_sqlite() { "instr" } else { "strpos" };
            wanted.push(format!("0 < {position}(search_text, {})", query.place(Bound::Text(words))));
        }
        if !filter.conclusions.is_empty() {
            let conclusion = if self.is_sqlite() {
                "machine ->> '$.state.conclusion'"
            } else {
                "CAST(machine AS JSON) -> 'state' ->> 'conclusion'"
            };
            let places: Vec<String> =
                filter.conclusions.iter().map(|one| query.place(Bound::Text(one.clone()))).collect();
            wanted.push(format!("{conclusion} IN ({})", places.join(", ")));
        }
        // One row, so that nothing is gathered but what fits.
        let list = if self.is_sqlite() { "json_group_array(id)" } else { "json_agg(id)" };
        let sql = format!(
            "SELECT count(*), COALESCE(min(id), 0), CAST({list} FILTER (WHERE {}) AS TEXT) FROM ({looked}) AS looked",
            wanted.join(" AND ")
        );
        let (looked, oldest, mut found) = self.look(sql, visible_to, before, &query.values).await?;
        found.sort_unstable_by_key(|id| Reverse(*id));
        let full = most < found.len();
        found.truncate(most);
        let looked_through = !full && looked == LOOKED_THROUGH;
        let last = if full { found.last().copied() } else { Some(oldest) };
        let next = last.filter(|_| full || looked_through);
        Ok(JobPage { jobs: self.jobs_of(visible_to, &found).await?, next, looked_through })
    }

    /// The jobs of these numbers that are in sight, newest first.
    async fn jobs_of(&self, visible_to: VisibleTo, numbers: &[i64]) -> Result<Vec<JobRow>, StoreError> {
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = Query { conditions: Vec::new(), values: Vec::new() };
        let places: Vec<String> = numbers.iter().map(|number| query.place(Bound::Number(*number))).collect();
        query.conditions.push(format!("jobs.id IN ({})", places.join(", ")));
        let most = i64::try_from(numbers.len()).unwrap_or(i64::MAX);
        self.list(query.sql(LIST), visible_to, i64::MAX, most, &query.values).await
    }

    /// The jobs in sight that an instance was launched for or ran.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn jobs_of_instance(&self, visible_to: VisibleTo, instance: &str) -> Result<Vec<i64>, StoreError> {
        const SQL: &str = concat!(
            "SELECT jobs.id FROM jobs WHERE ",
            jobs_visible_to!(),
            " AND (jobs.id IN (SELECT job_id FROM runners WHERE account_id = $1 AND instance_id = $3)
                OR jobs.runner_id IN (SELECT id FROM runners WHERE account_id = $1 AND instance_id = $3)) LIMIT 20"
        );
        on_reader!(self.database(), pool => {
            sqlx::query_scalar(SQL).bind(visible_to.account()).bind(visible_to.person()).bind(instance).fetch_all(pool).await
        })
        .map_err(StoreError::on("read jobs of an instance"))
    }

    /// Which of these jobs are in sight.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn jobs_in_sight(&self, visible_to: VisibleTo, numbers: &[i64]) -> Result<Vec<i64>, StoreError> {
        Ok(self.jobs_of(visible_to, numbers).await?.iter().map(|job| stored(job.id)).collect())
    }

    /// How many rows were looked through, the smallest number among them, and the numbers that are wanted.
    async fn look(
        &self,
        sql: String,
        visible_to: VisibleTo,
        before: i64,
        values: &[Bound],
    ) -> Result<(i64, i64, Vec<i64>), StoreError> {
        let (looked, oldest, found): (i64, i64, Option<String>) = on_reader!(self.database(), pool => {
            let query = sqlx::query_as(sqlx::AssertSqlSafe(sql));
            bound!(query, visible_to, before, LOOKED_THROUGH, values).fetch_one(pool).await
        })
        .map_err(StoreError::on("look through jobs"))?;
        let found = serde_json::from_str(found.as_deref().unwrap_or("[]")).map_err(|error| {
            StoreError::Inconsistent { table: "jobs", row: "several".to_owned(), problem: error.to_string() }
        })?;
        Ok((looked, oldest, found))
    }

    async fn list(
        &self,
        sql: String,
        visible_to: VisibleTo,
        before: i64,
        limit: i64,
        values: &[Bound],
    ) -> Result<Vec<JobRow>, StoreError> {
        on_reader!(self.database(), pool => async {
            let query = bound!(sqlx::query(sqlx::AssertSqlSafe(sql)), visible_to, before, limit, values);
            query.fetch_all(pool).await?.into_iter().map(|row| job_row!(row)).collect::<Result<Vec<_>, _>>()
        }
        .await)
        .map_err(StoreError::on("read jobs"))
    }

    /// Numbers of jobs grow with time, so a page may begin behind the newest job before a moment.
    async fn newest_job_before(&self, visible_to: VisibleTo, until: Timestamp) -> Result<i64, StoreError> {
        let sql = "SELECT id FROM jobs WHERE account_id = $1 AND queued_at < $2 ORDER BY queued_at DESC LIMIT 1";
        let id: Option<i64> = on_reader!(self.database(), pool => {
            sqlx::query_scalar(sql).bind(visible_to.account()).bind(millis(until)).fetch_optional(pool).await
        })
        .map_err(StoreError::on("read jobs"))?;
        // One job that was queued late may have a smaller number than some before it: some thousands are looked through
        // again.
        Ok(id.map_or(0, |id| id.saturating_add(1)))
    }

    /// A job, if it is in sight.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn job_visible_to(&self, visible_to: VisibleTo, id: i64) -> Result<Option<JobRow>, StoreError> {
        on_reader!(self.database(), pool => async {
            let row = sqlx::query(ONE).bind(visible_to.account()).bind(visible_to.person()).bind(id).fetch_optional(pool).await?;
            row.map(|row| job_row!(row)).transpose()
        }
        .await)
        .map_err(StoreError::on("read a job"))
    }

    /// How many jobs in sight stand in each of these states, counted up to 1,000; states without any are not among
    /// them.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn count_jobs(&self, visible_to: VisibleTo, states: &[&str]) -> Result<HashMap<String, i64>, StoreError> {
        let each = |(place, _): (usize, &&str)| {
            let place = place + 3;
            format!("SELECT CAST(${place} AS TEXT), count(*) FROM {SOME_OF_STATE}${place} LIMIT 1000) AS counted")
        };
        let sql = states.iter().enumerate().map(each).collect::<Vec<String>>().join(" UNION ALL ");
        let counts: Vec<(String, i64)> = on_reader!(self.database(), pool => {
            let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(visible_to.account()).bind(visible_to.person());
            for state in states {
                query = query.bind(*state);
            }
            query.fetch_all(pool).await
        })
        .map_err(StoreError::on("count jobs"))?;
        Ok(counts.into_iter().filter(|(_, count)| 0 < *count).collect())
    }

    /// Repositories, workflows and branches of the newest jobs in sight: what filters suggest.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn job_values(&self, visible_to: VisibleTo) -> Result<Vec<(String, String, String)>, StoreError> {
        on_reader!(self.database(), pool => {
            sqlx::query_as(VALUES).bind(visible_to.account()).bind(visible_to.person()).fetch_all(pool).await
        })
        .map_err(StoreError::on("read jobs"))
    }
}
