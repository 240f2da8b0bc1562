//! Table `runners`: our single-use machines, from plan to gone.

use super::deliveries::{millis, moment};
use super::jobs::stored;
use crate::engine::change::{Change, Open, on_change};
use crate::engine::database::{Database, on_reader, on_writer};
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use sprinters_core::ids::{ClaimedRunner, JobId, RegistrationId, RunnerId, RunnerName, TaggedRunner};
use sprinters_core::plan::Market;
use sprinters_core::plan::StoredPlan;
use sprinters_core::policy::Usage;
use sprinters_core::runner::Runner;
use sprinters_core::site::RunnerSite;
use sprinters_core::time::Timestamp;
use sqlx::Row as _;

/// A runner as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunnerRow {
    /// Its id.
    pub id: RunnerId,
    /// GitHub's number of the account.
    pub account_id: i64,
    /// Our number of the connection.
    pub connection_id: i64,
    /// Where it is registered.
    pub site: RunnerSite,
    /// What it is called there.
    pub name: RunnerName,
    /// GitHub's number of it there, from its registration on: kept when its state has forgotten it, because late news
    /// still has it.
    pub registration: Option<RegistrationId>,
    /// GitHub's number of the repository.
    pub repository_id: i64,
    /// The job that it was made for.
    pub job_id: JobId,
    /// The labels that it is registered with.
    pub labels: Vec<String>,
    /// What may be launched for it, complete.
    pub plan: StoredPlan,
    /// Where it stands.
    pub runner: Runner,
    /// When it came to stand there.
    pub state_since: Timestamp,
    /// Scans of instances in a row that missed it.
    pub missed_instance: u8,
    /// Scans of registrations in a row that missed it.
    pub missed_registration: u8,
    /// Which candidate of the plan is tried or was launched.
    pub candidate: usize,
    /// Its zone, once known.
    pub zone: Option<String>,
    /// When its plan was stored.
    pub created_at: Timestamp,
    /// When its instance was launched.
    pub launched_at: Option<Timestamp>,
    /// When a job took it.
    pub busy_at: Option<Timestamp>,
    /// When nothing of it was left.
    pub ended_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "id, account_id, connection_id, site, COALESCE(name, 'sprinters-' || id) AS name, registration, repository_id, job_id, labels, plan, machine, state_since, missed_instance, missed_registration, zone, created_at, launched_at, busy_at, ended_at"
    };
}

/// Reads a row of either database.
macro_rules! runner_row {
    ($row:expr) => {{
        let row = $row;
        let bad = |column: &'static str| {
            move |error: serde_json::Error| sqlx::Error::ColumnDecode { index: column.to_owned(), source: error.into() }
        };
        let id: String = row.try_get("id")?;
        let (site, labels, plan): (String, String, String) =
            (row.try_get("site")?, row.try_get("labels")?, row.try_get("plan")?);
        let machine: String = row.try_get("machine")?;
        let machine: Machine = serde_json::from_str(&machine).map_err(bad("machine"))?;
        let small = |column: &'static str| {
            Ok::<u8, sqlx::Error>(u8::try_from(row.try_get::<i64, _>(column)?).unwrap_or(u8::MAX))
        };
        Ok::<RunnerRow, sqlx::Error>(RunnerRow {
            id: id.parse().map_err(|error: sprinters_core::ids::BadRunnerId| sqlx::Error::ColumnDecode {
                index: "id".to_owned(),
                source: error.into(),
            })?,
            account_id: row.try_get("account_id")?,
            connection_id: row.try_get("connection_id")?,
            site: serde_json::from_str(&site).map_err(bad("site"))?,
            name: RunnerName::from_stored(row.try_get("name")?),
            registration: row.try_get::<Option<i64>, _>("registration")?.map(|id| RegistrationId(id.unsigned_abs())),
            repository_id: row.try_get("repository_id")?,
            job_id: JobId(row.try_get::<i64, _>("job_id")?.unsigned_abs()),
            labels: serde_json::from_str(&labels).map_err(bad("labels"))?,
            plan: serde_json::from_str(&plan).map_err(bad("plan"))?,
            runner: machine.runner,
            state_since: moment(row.try_get("state_since")?),
            missed_instance: small("missed_instance")?,
            missed_registration: small("missed_registration")?,
            candidate: machine.candidate,
            zone: row.try_get("zone")?,
            created_at: moment(row.try_get("created_at")?),
            launched_at: row.try_get::<Option<i64>, _>("launched_at")?.map(moment),
            busy_at: row.try_get::<Option<i64>, _>("busy_at")?.map(moment),
            ended_at: row.try_get::<Option<i64>, _>("ended_at")?.map(moment),
        })
    }};
}

/// What column `machine` holds.
#[derive(serde::Serialize, serde::Deserialize)]
struct Machine {
    #[serde(flatten)]
    runner: Runner,
    candidate: usize,
}

const BY_ID: &str = concat!("SELECT ", columns!(), " FROM runners WHERE id = $1");
const HOLD: &str = concat!("SELECT ", columns!(), " FROM runners WHERE id = $1 FOR UPDATE");
const OF_JOB: &str = concat!("SELECT ", columns!(), " FROM runners WHERE job_id = $1 ORDER BY created_at, id");
const LIVE_OF_CONNECTION: &str =
    concat!("SELECT ", columns!(), " FROM runners WHERE connection_id = $1 AND ended_at IS NULL ORDER BY id");
const LIVE_AT: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM runners WHERE account_id = $1 AND ended_at IS NULL AND site = $2 ORDER BY id"
);
const CLAIMED: &str =
    concat!("SELECT ", columns!(), " FROM runners WHERE registration = $1 AND account_id = $2 ORDER BY id");
const TAGGED: &str = concat!("SELECT ", columns!(), " FROM runners WHERE id = $1 AND connection_id = $2");
const LIVE: &str = concat!("SELECT ", columns!(), " FROM runners WHERE ended_at IS NULL ORDER BY id");

const INSERT: &str = "
    INSERT INTO runners (id, account_id, connection_id, site, repository_id, job_id, labels, plan, state, machine, state_since, deadline,
        missed_instance, missed_registration, instance_id, instance_type, market, zone, vcpu, price_micro_usd_per_hour, on_demand_micro_usd_per_hour,
        created_at, launched_at, busy_at, ended_at, name, registration)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)";

const UPDATE: &str = "
    UPDATE runners SET job_id = $2, state = $3, machine = $4, state_since = $5, deadline = $6, missed_instance = $7, missed_registration = $8,
        instance_id = COALESCE($9, instance_id), instance_type = $10, market = $11, zone = $12, vcpu = $13, price_micro_usd_per_hour = $14,
        on_demand_micro_usd_per_hour = $15, launched_at = $16, busy_at = $17, ended_at = $18, registration = $19
    WHERE id = $1";

/// What of the candidate stands in columns of its own, for lists and sums.
struct Shown<'a> {
    instance_type: &'a str,
    market: &'static str,
    vcpu: i64,
    price: Option<i64>,
    on_demand: Option<i64>,
}

impl RunnerRow {
    fn shown(&self) -> Shown<'_> {
        let candidate = self.plan.candidates.get(self.candidate);
        let micro = |price: Option<u64>| price.and_then(|price| i64::try_from(price).ok());
        Shown {
            instance_type: candidate.map_or("", |candidate| candidate.instance_type.as_str()),
            market: market_word(candidate.map_or(Market::OnDemand, |candidate| candidate.market)),
            vcpu: candidate.map_or(0, |candidate| i64::from(candidate.vcpu)),
            price: micro(candidate.and_then(|candidate| candidate.price_micro_usd_per_hour)),
            on_demand: micro(candidate.and_then(|candidate| candidate.on_demand_micro_usd_per_hour)),
        }
    }

    fn machine(&self) -> String {
        let machine = Machine { runner: self.runner.clone(), candidate: self.candidate };
        serde_json::to_string(&machine).unwrap_or_default()
    }
}

fn numbered(registration: RegistrationId) -> i64 {
    i64::try_from(registration.0).unwrap_or(i64::MAX)
}

/// What GitHub's news is about: the only place where a runner that it names is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AboutRepository {
    /// GitHub's number of the account.
    pub account_id: i64,
    /// GitHub's number of the repository.
    pub repository_id: i64,
}

impl AboutRepository {
    /// The runner whose number and name GitHub told, if it may take jobs of this repository.
    fn find(self, claimed: &ClaimedRunner, rows: Vec<RunnerRow>) -> Option<RunnerRow> {
        let serves = |row: &RunnerRow| match &row.site {
            RunnerSite::Repository(repository) => repository.id == self.repository_id,
            RunnerSite::Organization { .. } => row.account_id == self.account_id,
        };
        rows.into_iter().find(|row| serves(row) && claimed.is_called(&row.name))
    }
}

/// A market as it is stored.
#[must_use]
pub fn market_word(market: Market) -> &'static str {
    match market {
        Market::Spot => "spot",
        Market::OnDemand => "on-demand",
    }
}

impl Change {
    /// A runner, held until the end of the change.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn runner(&mut self, id: RunnerId) -> Result<Option<RunnerRow>, StoreError> {
        let sql = match self.open {
            Open::Sqlite(_) => BY_ID,
            Open::Postgres(_) => HOLD,
        };
        on_change!(self, connection => async {
            let row = sqlx::query(sql).bind(id.to_string()).fetch_optional(connection).await?;
            row.map(|row| runner_row!(row)).transpose()
        }
        .await)
        .map_err(StoreError::on("read a runner"))
    }

    /// The runner that GitHub's news about a repository names.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn claimed_runner(
        &mut self,
        about: AboutRepository,
        claimed: &ClaimedRunner,
    ) -> Result<Option<RunnerRow>, StoreError> {
        let number = numbered(claimed.registration());
        let rows: Vec<RunnerRow> = on_change!(self, connection => async {
            let rows = sqlx::query(CLAIMED).bind(number).bind(about.account_id).fetch_all(connection).await?;
            rows.into_iter().map(|row| runner_row!(row)).collect::<Result<Vec<_>, _>>()
        }
        .await)
        .map_err(StoreError::on("read a runner"))?;
        Ok(about.find(claimed, rows))
    }

    /// Adds a runner, with its complete plan.
    ///
    /// # Errors
    /// If its account or connection is not there, or the database is away.
    pub async fn add_runner(&mut self, row: &RunnerRow) -> Result<(), StoreError> {
        let json = |value: Result<String, serde_json::Error>| value.unwrap_or_default();
        let shown = row.shown();
        let (site, labels, plan) = (
            json(serde_json::to_string(&row.site)),
            json(serde_json::to_string(&row.labels)),
            json(serde_json::to_string(&row.plan)),
        );
        let instance = row.runner.state.instance().map(|instance| instance.as_str().to_owned());
        on_change!(self, connection => {
            let add = sqlx::query(INSERT).bind(row.id.to_string()).bind(row.account_id).bind(row.connection_id).bind(site);
            let add = add.bind(row.repository_id).bind(stored(row.job_id)).bind(labels).bind(plan);
            let add = add.bind(row.runner.state.name()).bind(row.machine()).bind(millis(row.state_since)).bind(row.runner.deadline.map(millis));
            let add = add.bind(i64::from(row.missed_instance)).bind(i64::from(row.missed_registration)).bind(instance);
            let add = add.bind(shown.instance_type).bind(shown.market).bind(&row.zone).bind(shown.vcpu).bind(shown.price).bind(shown.on_demand);
            let add = add.bind(millis(row.created_at)).bind(row.launched_at.map(millis)).bind(row.busy_at.map(millis));
            let add = add.bind(row.ended_at.map(millis)).bind(row.name.as_str()).bind(row.registration.map(numbered));
            add.execute(connection).await.map(|_| ())
        })
        .map_err(StoreError::on("add a runner"))
    }

    /// Keeps where a runner stands.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn put_runner(&mut self, row: &RunnerRow) -> Result<(), StoreError> {
        let shown = row.shown();
        let instance = row.runner.state.instance().map(|instance| instance.as_str().to_owned());
        on_change!(self, connection => {
            let put = sqlx::query(UPDATE).bind(row.id.to_string()).bind(stored(row.job_id)).bind(row.runner.state.name()).bind(row.machine());
            let put = put.bind(millis(row.state_since)).bind(row.runner.deadline.map(millis));
            let put = put.bind(i64::from(row.missed_instance)).bind(i64::from(row.missed_registration)).bind(instance);
            let put = put.bind(shown.instance_type).bind(shown.market).bind(&row.zone).bind(shown.vcpu).bind(shown.price).bind(shown.on_demand);
            let put = put.bind(row.launched_at.map(millis)).bind(row.busy_at.map(millis)).bind(row.ended_at.map(millis));
            put.bind(row.registration.map(numbered)).execute(connection).await.map(|_| ())
        })
        .map_err(StoreError::on("keep a runner"))
    }

    /// What an account uses at the moment, and one repository of it; money aside. A runner on which no job can run any
    /// more uses nothing.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn usage(&mut self, account_id: i64, repository_id: i64) -> Result<Usage, StoreError> {
        let sql = "
            SELECT count(*), COALESCE(CAST(sum(CASE WHEN repository_id = $2 THEN 1 ELSE 0 END) AS BIGINT), 0), COALESCE(CAST(sum(vcpu) AS BIGINT), 0)
            FROM runners WHERE account_id = $1 AND ended_at IS NULL AND state <> 'stopping'";
        let (runners, in_repository, vcpu): (i64, i64, i64) = on_change!(self, connection => {
            sqlx::query_as(sql).bind(account_id).bind(repository_id).fetch_one(connection).await
        })
        .map_err(StoreError::on("count runners"))?;
        let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
        Ok(Usage {
            runners: count(runners),
            runners_in_repository: count(in_repository),
            vcpu: count(vcpu),
            spent_micro_usd: 0,
        })
    }

    /// Holds an account's limits until the end of the change, so that two launches at once can't both be the last one
    /// allowed.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn hold_limits(&mut self, account_id: i64) -> Result<(), StoreError> {
        if let Open::Postgres(transaction) = &mut self.open {
            let sql = "SELECT id FROM accounts WHERE id = $1 FOR UPDATE";
            let held = sqlx::query(sql).bind(account_id).execute(&mut **transaction).await;
            held.map_err(StoreError::on("hold an account"))?;
        }
        Ok(())
    }
}

impl Store {
    /// The runner that GitHub's answer about a repository names.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn claimed_runner(
        &self,
        about: AboutRepository,
        claimed: &ClaimedRunner,
    ) -> Result<Option<RunnerRow>, StoreError> {
        let number = numbered(claimed.registration());
        let rows: Vec<RunnerRow> = on_reader!(self.database(), pool => async {
            let rows = sqlx::query(CLAIMED).bind(number).bind(about.account_id).fetch_all(pool).await?;
            rows.into_iter().map(|row| runner_row!(row)).collect::<Result<Vec<_>, _>>()
        }
        .await)
        .map_err(StoreError::on("read a runner"))?;
        Ok(about.find(claimed, rows))
    }

    /// The runner that an instance of a connection says that it is.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn tagged_runner(
        &self,
        connection_id: i64,
        tagged: TaggedRunner,
    ) -> Result<Option<RunnerRow>, StoreError> {
        on_reader!(self.database(), pool => async {
            let row = sqlx::query(TAGGED).bind(tagged.to_string()).bind(connection_id).fetch_optional(pool).await?;
            row.map(|row| runner_row!(row)).transpose()
        }
        .await)
        .map_err(StoreError::on("read a runner"))
    }

    /// A runner by its id as a row of ours has it, whoever's it is. What somebody outside says goes by
    /// [`Store::claimed_runner`] and [`Store::tagged_runner`].
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn runner(&self, id: RunnerId) -> Result<Option<RunnerRow>, StoreError> {
        on_reader!(self.database(), pool => async {
            let row = sqlx::query(BY_ID).bind(id.to_string()).fetch_optional(pool).await?;
            row.map(|row| runner_row!(row)).transpose()
        }
        .await)
        .map_err(StoreError::on("read a runner"))
    }

    /// The runners that were made for a job, oldest first.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn runners_of_job(&self, job: JobId) -> Result<Vec<RunnerRow>, StoreError> {
        on_reader!(self.database(), pool => async {
            let rows = sqlx::query(OF_JOB).bind(stored(job)).fetch_all(pool).await?;
            rows.into_iter().map(|row| runner_row!(row)).collect::<Result<Vec<_>, _>>()
        }
        .await)
        .map_err(StoreError::on("read runners"))
    }

    /// The runners of a connection that are not gone, in the order of their ids.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn live_runners_of(&self, connection_id: i64) -> Result<Vec<RunnerRow>, StoreError> {
        on_reader!(self.database(), pool => async {
            let rows = sqlx::query(LIVE_OF_CONNECTION).bind(connection_id).fetch_all(pool).await?;
            rows.into_iter().map(|row| runner_row!(row)).collect::<Result<Vec<_>, _>>()
        }
        .await)
        .map_err(StoreError::on("read runners"))
    }

    /// All runners that are not gone, in the order of their ids.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn live_runners(&self) -> Result<Vec<RunnerRow>, StoreError> {
        on_reader!(self.database(), pool => async {
            let rows = sqlx::query(LIVE).fetch_all(pool).await?;
            rows.into_iter().map(|row| runner_row!(row)).collect::<Result<Vec<_>, _>>()
        }
        .await)
        .map_err(StoreError::on("read runners"))
    }

    /// The runners of an account at a site, as it is stored, that are not gone, in the order of their ids.
    ///
    /// # Errors
    /// If the database is away, or holds what no version wrote.
    pub async fn live_runners_at(&self, account_id: i64, site: &str) -> Result<Vec<RunnerRow>, StoreError> {
        on_reader!(self.database(), pool => async {
            let rows = sqlx::query(LIVE_AT).bind(account_id).bind(site).fetch_all(pool).await?;
            rows.into_iter().map(|row| runner_row!(row)).collect::<Result<Vec<_>, _>>()
        }
        .await)
        .map_err(StoreError::on("read runners"))
    }

    /// Whether a runner was planned at an account's site, as it is stored, since a moment.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn is_site_used(&self, account_id: i64, site: &str, since: Timestamp) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM runners WHERE account_id = $1 AND created_at >= $2 AND site = $3)";
        on_reader!(self.database(), pool => {
            sqlx::query_scalar(sql).bind(account_id).bind(millis(since)).bind(site).fetch_one(pool).await
        })
        .map_err(StoreError::on("read sites"))
    }

    /// How many runners stand in which state, gone ones aside.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn count_runners(&self) -> Result<Vec<(String, i64)>, StoreError> {
        let sql = "SELECT state, count(*) FROM runners WHERE ended_at IS NULL GROUP BY state ORDER BY state";
        on_reader!(self.database(), pool => sqlx::query_as(sql).fetch_all(pool).await)
            .map_err(StoreError::on("count runners"))
    }

    /// What an account's runners have cost since a moment, in millionths of a US dollar, by our own reckoning: the
    /// price of each by the time from launch to end.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn spent_since(&self, account_id: i64, since: Timestamp, now: Timestamp) -> Result<u64, StoreError> {
        // Those that began before count from then on; a runner lives five days at most, which bounds how far back is
        // looked.
        let sql = "
            SELECT CAST(COALESCE(sum(price_micro_usd_per_hour * (COALESCE(ended_at, $3) -
                CASE WHEN launched_at < $2 THEN $2 ELSE launched_at END) / 3600000), 0) AS BIGINT)
            FROM runners WHERE account_id = $1 AND created_at >= $2 - 518400000 AND launched_at IS NOT NULL AND COALESCE(ended_at, $3) > $2";
        let spent: i64 = on_reader!(self.database(), pool => {
            sqlx::query_scalar(sql).bind(account_id).bind(millis(since)).bind(millis(now)).fetch_one(pool).await
        })
        .map_err(StoreError::on("sum costs"))?;
        Ok(spent.unsigned_abs())
    }
}

/// Forgets runners that ended before a moment: at most `limit` of them.
pub(crate) async fn forget(database: &Database, before: Timestamp, limit: i64) -> Result<u64, sqlx::Error> {
    let sql = "DELETE FROM runners WHERE id IN (SELECT id FROM runners WHERE ended_at < $1 ORDER BY ended_at LIMIT $2)";
    on_writer!(database, pool => Ok(sqlx::query(sql).bind(millis(before)).bind(limit).execute(pool).await?.rows_affected()))
}
