//! Table `cost_days`: what runners cost, added up by day, repository, workflow, type and market. A day's sums are made
//! anew from the runners until the day is over, so no crash leaves half a sum; pages and budgets read some hundred rows
//! instead of a million.

use super::deliveries::millis;
use super::visible_to::VisibleTo;
use crate::engine::database::{Database, on_reader};
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use sprinters_core::time::Timestamp;

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1_000;

/// Days that are made anew at one time at most: after a long stop the rest follows.
const DAYS_AT_ONCE: i64 = 40;

/// A day's sum of one kind of runner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostDay {
    /// Days since 1970-01-01 UTC.
    pub day: i64,
    /// `OWNER/NAME`.
    pub repository: String,
    /// Workflow; empty where GitHub told none.
    pub workflow: String,
    /// Instance type.
    pub instance_type: String,
    /// `spot` or `on-demand`.
    pub market: String,
    /// How many runners.
    pub runners: i64,
    /// How many of them AWS took back.
    pub reclaimed: i64,
    /// How long they ran, in milliseconds.
    pub millis: i64,
    /// Begun minutes of jobs.
    pub job_minutes: i64,
    /// What they cost, in millionths of a US dollar.
    pub micro_usd: i64,
    /// What they would have cost on demand.
    pub on_demand_micro_usd: i64,
}

// Hours of a runner by its price; a runner is billed from its launch to its end. Division last, so that cents are not
// lost.
const MAKE: &str = "
    INSERT INTO cost_days (account_id, day, repository_id, repository, workflow, instance_type, market, runners, reclaimed, millis,
        job_minutes, micro_usd, on_demand_micro_usd)
    SELECT runners.account_id, $1, runners.repository_id, COALESCE(MAX(jobs.repository), ''), COALESCE(jobs.workflow, ''),
        runners.instance_type, runners.market, COUNT(*),
        SUM(CASE WHEN runners.machine LIKE '%\"spot-reclaimed\"%' THEN 1 ELSE 0 END),
        SUM(runners.ended_at - runners.launched_at),
        SUM(CASE WHEN runners.busy_at IS NULL THEN 0 ELSE (runners.ended_at - runners.busy_at + 59999) / 60000 END),
        SUM((runners.ended_at - runners.launched_at) / 1000 * COALESCE(runners.price_micro_usd_per_hour, runners.on_demand_micro_usd_per_hour, 0) / 3600),
        SUM((runners.ended_at - runners.launched_at) / 1000
            * COALESCE(runners.on_demand_micro_usd_per_hour, runners.price_micro_usd_per_hour, 0) / 3600)
    FROM runners LEFT JOIN jobs ON jobs.id = runners.job_id
    WHERE runners.ended_at >= $2 AND runners.ended_at < $3 AND runners.launched_at IS NOT NULL
    GROUP BY runners.account_id, runners.repository_id, jobs.workflow, runners.instance_type, runners.market";

const OF_ACCOUNT: &str = "
    SELECT day, repository, workflow, instance_type, market, runners, reclaimed, millis, job_minutes, micro_usd, on_demand_micro_usd
    FROM cost_days WHERE account_id = $1 AND ($2 = 0 OR EXISTS (
        SELECT 1 FROM reachable_repositories AS reachable
        WHERE reachable.person_id = $2 AND reachable.account_id = $1 AND reachable.repository_id = cost_days.repository_id))
    AND day >= $3 AND day <= $4 ORDER BY day LIMIT 20000";

type Row = (i64, String, String, String, String, i64, i64, i64, i64, i64, i64);

impl Store {
    /// Makes the sums of every day that is not over, and of those that ended since the last time. Several processes may
    /// do it at once.
    ///
    /// # Errors
    /// If the database is away. Sums are as they were then.
    pub async fn add_up_costs(&self, now: Timestamp) -> Result<(), StoreError> {
        let today = millis(now) / DAY_MILLIS;
        match self.database() {
            Database::Sqlite { group, .. } => {
                let mut turn = group.begin().await.map_err(StoreError::on("add up costs"))?;
                let transaction = turn.connection();
                let added = macros::add_up!(transaction, today, now);
                turn.end(added).await.map_err(StoreError::on("add up costs"))
            }
            Database::Postgres(pool) => {
                let mut transaction = pool.begin().await.map_err(StoreError::on("add up costs"))?;
                // One process at a time; "cost" in ASCII.
                let lock = sqlx::query("SELECT pg_advisory_xact_lock(1668248436)").execute(&mut *transaction).await;
                lock.map_err(StoreError::on("add up costs"))?;
                macros::add_up!(transaction, today, now).map_err(StoreError::on("add up costs"))?;
                transaction.commit().await.map_err(StoreError::on("add up costs"))
            }
        }
    }

    /// Sums in sight of the days from one to another, both counted.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn cost_days(&self, visible_to: VisibleTo, from: i64, to: i64) -> Result<Vec<CostDay>, StoreError> {
        let rows: Vec<Row> = on_reader!(self.database(), pool => {
            sqlx::query_as(OF_ACCOUNT).bind(visible_to.account()).bind(visible_to.person()).bind(from).bind(to).fetch_all(pool).await
        })
        .map_err(StoreError::on("read costs"))?;
        let day = |row: Row| CostDay {
            day: row.0,
            repository: row.1,
            workflow: row.2,
            instance_type: row.3,
            market: row.4,
            runners: row.5,
            reclaimed: row.6,
            millis: row.7,
            job_minutes: row.8,
            micro_usd: row.9,
            on_demand_micro_usd: row.10,
        };
        Ok(rows.into_iter().map(day).collect())
    }

    /// When costs were added up last.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn costs_made_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT made_at FROM cost_progress";
        let at: Option<i64> = on_reader!(self.database(), pool => sqlx::query_scalar(sql).fetch_optional(pool).await)
            .map_err(StoreError::on("read costs"))?;
        Ok(at.map(super::deliveries::moment))
    }
}

mod macros {
    /// The same statements in a transaction of either database.
    macro_rules! add_up {
        ($transaction:expr, $today:expr, $now:expr) => {
            async {
                let open: Option<i64> =
                    sqlx::query_scalar("SELECT open_day FROM cost_progress").fetch_optional(&mut *$transaction).await?;
                let first: Option<i64> = match open {
                    Some(open) => Some(open),
                    None => {
                        sqlx::query_scalar::<_, Option<i64>>("SELECT min(ended_at) FROM runners WHERE ended_at IS NOT NULL")
                            .fetch_one(&mut *$transaction)
                            .await?
                            .map(|at| at / DAY_MILLIS)
                    }
                };
                let first = first.unwrap_or($today).min($today);
                let last = $today.min(first + DAYS_AT_ONCE);
                for day in first..=last {
                    sqlx::query("DELETE FROM cost_days WHERE day = $1").bind(day).execute(&mut *$transaction).await?;
                    let make = sqlx::query(MAKE).bind(day).bind(day * DAY_MILLIS).bind((day + 1) * DAY_MILLIS);
                    make.execute(&mut *$transaction).await?;
                }
                // Yesterday stays open for an hour: another process may write a moment of it late.
                let hour_ago = (millis($now) - 60 * 60 * 1_000) / DAY_MILLIS;
                let put = "
                    INSERT INTO cost_progress (only_row, open_day, made_at) VALUES (1, $1, $2)
                    ON CONFLICT (only_row) DO UPDATE SET open_day = excluded.open_day, made_at = excluded.made_at";
                sqlx::query(put).bind(last.min(hour_ago)).bind(millis($now)).execute(&mut *$transaction).await?;
                Ok::<(), sqlx::Error>(())
            }
            .await
        };
    }
    pub(crate) use add_up;
}
