//! Table `runners` as people read it: those that live, those that are gone, those of jobs.

use super::deliveries::{millis, moment};
use super::visible_to::VisibleTo;
use crate::engine::database::on_reader;
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use sprinters_core::ids::RunnerId;
use sprinters_core::time::Timestamp;
use sqlx::Row as _;

/// What a list shows of a runner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedRunner {
    /// Its id.
    pub id: String,
    /// GitHub's number of its repository.
    pub repository_id: i64,
    /// The job that it was made for.
    pub job_id: i64,
    /// That job's repository, if the job is still kept.
    pub repository: Option<String>,
    /// That job's name.
    pub job_name: Option<String>,
    /// Where it stands, by name.
    pub state: String,
    /// The machine, as JSON.
    pub machine: String,
    /// Since when.
    pub state_since: Timestamp,
    /// Its connection.
    pub connection_id: i64,
    /// Region of the connection.
    pub region: String,
    /// Its instance.
    pub instance_id: Option<String>,
    /// Instance type.
    pub instance_type: String,
    /// `spot` or `on-demand`.
    pub market: String,
    /// Zone.
    pub zone: Option<String>,
    /// vCPU.
    pub vcpu: i64,
    /// Price of an hour, in millionths of a US dollar.
    pub price_micro_usd_per_hour: Option<i64>,
    /// Price of an hour on demand.
    pub on_demand_micro_usd_per_hour: Option<i64>,
    /// When its plan was stored.
    pub created_at: Timestamp,
    /// When its instance was launched.
    pub launched_at: Option<Timestamp>,
    /// When a job took it.
    pub busy_at: Option<Timestamp>,
    /// When nothing of it was left.
    pub ended_at: Option<Timestamp>,
}

macro_rules! listed_runner {
    ($row:expr) => {{
        let row = $row;
        Ok::<ListedRunner, sqlx::Error>(ListedRunner {
            id: row.try_get("id")?,
            repository_id: row.try_get("repository_id")?,
            job_id: row.try_get("job_id")?,
            repository: row.try_get("repository")?,
            job_name: row.try_get("job_name")?,
            state: row.try_get("state")?,
            machine: row.try_get("machine")?,
            state_since: moment(row.try_get("state_since")?),
            connection_id: row.try_get("connection_id")?,
            region: row.try_get("region")?,
            instance_id: row.try_get("instance_id")?,
            instance_type: row.try_get("instance_type")?,
            market: row.try_get("market")?,
            zone: row.try_get("zone")?,
            vcpu: row.try_get("vcpu")?,
            price_micro_usd_per_hour: row.try_get("price_micro_usd_per_hour")?,
            on_demand_micro_usd_per_hour: row.try_get("on_demand_micro_usd_per_hour")?,
            created_at: moment(row.try_get("created_at")?),
            launched_at: row.try_get::<Option<i64>, _>("launched_at")?.map(moment),
            busy_at: row.try_get::<Option<i64>, _>("busy_at")?.map(moment),
            ended_at: row.try_get::<Option<i64>, _>("ended_at")?.map(moment),
        })
    }};
}

macro_rules! listed {
    ($and:literal) => {
        concat!(
            "SELECT runners.id, runners.repository_id, runners.job_id, jobs.repository, jobs.name AS job_name, runners.state, runners.machine,
                runners.state_since, runners.connection_id, connections.region, runners.instance_id, runners.instance_type, runners.market,
                runners.zone, runners.vcpu, runners.price_micro_usd_per_hour, runners.on_demand_micro_usd_per_hour, runners.created_at,
                runners.launched_at, runners.busy_at, runners.ended_at
            FROM runners JOIN connections ON connections.id = runners.connection_id LEFT JOIN jobs ON jobs.id = runners.job_id
            WHERE ",
            super::visible_to::runners_visible_to!(),
            $and
        )
    };
}

const LIVE: &str = listed!(" AND runners.ended_at IS NULL ORDER BY runners.created_at DESC LIMIT $3");
const ENDED: &str =
    listed!(" AND runners.ended_at IS NOT NULL AND runners.created_at < $4 ORDER BY runners.created_at DESC LIMIT $3");
const OF_JOB: &str = listed!(" AND runners.job_id = $4 ORDER BY runners.created_at LIMIT $3");
const OF_JOBS: &str = listed!(" AND runners.job_id IN ");
const BY_ID: &str = listed!(" AND runners.id = $4 LIMIT $3");

/// Which runners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunnerList {
    /// That are not gone.
    Live,
    /// That are gone, planned before a moment.
    EndedBefore(Timestamp),
    /// That were made for a job.
    OfJob(i64),
    /// One.
    One(RunnerId),
}

impl Store {
    /// The runners in sight that were made for some jobs, in their order.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn runners_of_jobs(&self, visible_to: VisibleTo, jobs: &[i64]) -> Result<Vec<ListedRunner>, StoreError> {
        if jobs.is_empty() {
            return Ok(Vec::new());
        }
        let places: Vec<String> = (3..jobs.len() + 3).map(|place| format!("${place}")).collect();
        let sql = format!("{OF_JOBS}({}) ORDER BY runners.created_at LIMIT 1000", places.join(", "));
        on_reader!(self.database(), pool => async {
            let mut query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(visible_to.account()).bind(visible_to.person());
            for job in jobs {
                query = query.bind(*job);
            }
            query.fetch_all(pool).await?.into_iter().map(|row| listed_runner!(row)).collect::<Result<Vec<_>, _>>()
        }
        .await)
        .map_err(StoreError::on("read runners"))
    }

    /// Runners in sight: the newest first, those of a job in their order.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn runner_list(
        &self,
        visible_to: VisibleTo,
        which: RunnerList,
        limit: i64,
    ) -> Result<Vec<ListedRunner>, StoreError> {
        on_reader!(self.database(), pool => async {
            let query = match which {
                RunnerList::Live => sqlx::query(LIVE),
                RunnerList::EndedBefore(_) => sqlx::query(ENDED),
                RunnerList::OfJob(_) => sqlx::query(OF_JOB),
                RunnerList::One(_) => sqlx::query(BY_ID),
            };
            let query = query.bind(visible_to.account()).bind(visible_to.person()).bind(limit);
            let query = match which {
                RunnerList::Live => query,
                RunnerList::EndedBefore(at) => query.bind(millis(at)),
                RunnerList::OfJob(job) => query.bind(job),
                RunnerList::One(id) => query.bind(id.to_string()),
            };
            query.fetch_all(pool).await?.into_iter().map(|row| listed_runner!(row)).collect::<Result<Vec<_>, _>>()
        }
        .await)
        .map_err(StoreError::on("read runners"))
    }

    /// The newest orphans that were found and removed in an account: when, `instance` or `registration` with its id.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn orphans(&self, visible_to: VisibleTo, limit: i64) -> Result<Vec<(Timestamp, String)>, StoreError> {
        let sql = "
            SELECT at, detail FROM timeline WHERE account_id = $1 AND $2 = 0 AND kind = 'orphan' ORDER BY id DESC LIMIT $3";
        let rows: Vec<(i64, String)> = on_reader!(self.database(), pool => {
            sqlx::query_as(sql).bind(visible_to.account()).bind(visible_to.person()).bind(limit).fetch_all(pool).await
        })
        .map_err(StoreError::on("read orphans"))?;
        Ok(rows.into_iter().map(|(at, detail)| (moment(at), detail)).collect())
    }
}
