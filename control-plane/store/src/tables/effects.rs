//! Table `effects`: intentions to call the outside, performed by whoever holds the lease.

use super::deliveries::millis;
use super::jobs::stored;
use crate::engine::change::{Change, array, on_change};
use crate::engine::database::{Database, on_reader, on_writer};
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use crate::in_change;
use sprinters_core::effect::{KINDS, NewEffect};
use sprinters_core::effect_end::EffectEnd;
use sprinters_core::failure::FailureReason;
use sprinters_core::ids::RunnerId;
use sprinters_core::time::Timestamp;
use sqlx::Row as _;
use std::collections::BTreeMap;
use std::time::Duration;

/// An intention that the holder of the lease is to perform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeasedEffect {
    /// Its row.
    pub id: i64,
    /// The lease, to be named when done.
    pub lease: i64,
    /// How often it was leased before.
    pub attempts: i64,
    /// On whose behalf.
    pub account_id: i64,
    /// Which call.
    pub kind: String,
    /// All of it, as JSON.
    pub plan: String,
    /// Where its calls go.
    pub place: String,
}

/// How much may be leased: in all, and of each place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// Most in all.
    pub most: u32,
    /// Most of a place that is not named in `left`.
    pub of_place: u32,
    /// How much room a place has left.
    pub left: BTreeMap<String, u32>,
}

impl Room {
    /// So much in all, of whatever place.
    #[must_use]
    pub fn of(most: u32) -> Room {
        Room { most, of_place: u32::MAX, left: BTreeMap::new() }
    }

    /// As one value of a statement.
    pub(crate) fn left(&self) -> String {
        // A map of numbers by text always has a JSON form.
        serde_json::to_string(&self.left).unwrap_or_else(|_| "{}".to_owned())
    }
}

/// What is due at a moment, by the name of its parameter. Nothing is put off for more than an hour, which GitHub's rate
/// limits take, and no lease is for more than minutes: what is further away was written while a clock was wrong, and is
/// due, too.
macro_rules! due {
    ($now:literal) => {
        concat!(
            "done_at IS NULL AND (due_at <= ",
            $now,
            " OR due_at > ",
            $now,
            " + 7200000) AND (leased_until <= ",
            $now,
            " OR leased_until > ",
            $now,
            " + 900000)"
        )
    };
}

const DUE: &str = concat!("SELECT EXISTS (SELECT 1 FROM effects WHERE ", due!("$1"), ")");

// Fair between accounts: the oldest due effect of each account comes before the second oldest of any. Of a place no
// more is taken than it has room for, so what waits for it does not stand before what goes elsewhere. An effect of a
// kind that this version does not know is left for one that does.
const LEASE_SQLITE: &str = concat!(
    "
    UPDATE effects SET lease = $1, leased_until = $2, attempts = attempts + 1
    WHERE id IN (
        SELECT id FROM (
            SELECT id, row_number() OVER (PARTITION BY account_id ORDER BY due_at, id) AS turn, due_at
            FROM (
                SELECT id, account_id, due_at, place, row_number() OVER (PARTITION BY place ORDER BY due_at, id) AS of_place
                FROM effects WHERE ",
    due!("$3"),
    " AND kind IN (SELECT value FROM json_each($7))
            ) WHERE of_place <= COALESCE((SELECT value FROM json_each($5) WHERE key = place), $6)
        ) ORDER BY turn, due_at, id LIMIT $4
    )
    RETURNING id, attempts - 1 AS attempts, account_id, kind, plan, place"
);
// PostgreSQL can't lock the rows of a window function, so they are chosen first and locked second; whoever comes late
// skips.
const LEASE_POSTGRES: &str = concat!(
    "
    UPDATE effects SET lease = $1, leased_until = $2, attempts = attempts + 1
    WHERE id IN (
        SELECT id FROM effects
        WHERE id IN (
            SELECT id FROM (
                SELECT id, row_number() OVER (PARTITION BY account_id ORDER BY due_at, id) AS turn, due_at
                FROM (
                    SELECT id, account_id, due_at, place, row_number() OVER (PARTITION BY place ORDER BY due_at, id) AS of_place
                    FROM effects WHERE ",
    due!("$3"),
    " AND $7::jsonb ? kind
                ) AS placed WHERE of_place <= COALESCE(($5::jsonb ->> place)::bigint, $6)
            ) AS fair ORDER BY turn, due_at, id LIMIT $4
        )
        AND ",
    due!("$3"),
    "
        FOR UPDATE SKIP LOCKED
    )
    RETURNING id, attempts - 1 AS attempts, account_id, kind, plan, place"
);

// Which connection a runner stands on is its row's to say.
const INSERT: &str = "
    INSERT INTO effects (once, account_id, kind, plan, job_id, runner_id, due_at, place)
    VALUES ($1, $2, $3, $4, $5, $6, $7,
        COALESCE($8, (SELECT 'connection/' || connection_id FROM runners WHERE id = $6), ''))
    ON CONFLICT (once) DO NOTHING";

// What is done makes room: the same may be intended again.
const FINISH: &str = "
    UPDATE effects SET done_at = $1, outcome = $2, lease = NULL, once = once || '#' || CAST(id AS TEXT)
    WHERE id = $3 AND lease = $4 AND done_at IS NULL";

impl Change {
    /// Adds an intention, to be there if and only if the rest of the change is. Says whether it is new.
    ///
    /// # Errors
    /// If the account is not there, or the database is away.
    pub async fn intend(&mut self, effect: &NewEffect) -> Result<bool, StoreError> {
        let runner = effect.runner.map(|runner| runner.to_string());
        let rows = on_change!(self, connection => {
            let insert = sqlx::query(INSERT).bind(&effect.once).bind(effect.account_id).bind(&effect.kind).bind(&effect.plan);
            let insert = insert.bind(effect.job.map(stored)).bind(runner).bind(millis(effect.due_at)).bind(&effect.place);
            insert.execute(connection).await.map(|done| done.rows_affected())
        });
        let is_new = rows.map_err(StoreError::on("keep an effect"))? == 1;
        self.wants_effects |= is_new;
        Ok(is_new)
    }

    /// The same, and one that is there already and due later is due at this moment.
    ///
    /// # Errors
    /// If the account is not there, or the database is away.
    pub async fn hasten(&mut self, effect: &NewEffect) -> Result<(), StoreError> {
        if self.intend(effect).await? {
            return Ok(());
        }
        let sql = "UPDATE effects SET due_at = $1 WHERE once = $2 AND done_at IS NULL AND due_at > $1";
        let (due_at, once) = (millis(effect.due_at), &effect.once);
        on_change!(self, connection => sqlx::query(sql).bind(due_at).bind(once).execute(connection).await.map(|_| ()))
            .map_err(StoreError::on("hasten an effect"))?;
        self.wants_effects = true;
        Ok(())
    }

    /// Jobs of an account that are held are tried again at this moment, the oldest first: what kept them is over. Those
    /// that wait for a limit of the account's own are not among them.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn hasten_held(&mut self, account: i64, most: i64, now: Timestamp) -> Result<(), StoreError> {
        self.write_jobs().await?;
        let sql = "
            UPDATE effects SET due_at = $1
            WHERE kind = 'request-runner' AND done_at IS NULL AND due_at > $1 AND job_id IN (
                SELECT id FROM jobs
                WHERE account_id = $2 AND state = 'queued (held)' AND reason NOT IN ($3, $4, $5) ORDER BY id LIMIT $6
            )";
        let [first, second, third] = FailureReason::OWN_LIMITS.map(FailureReason::code);
        let rows = on_change!(self, connection => {
            let hasten = sqlx::query(sql).bind(millis(now)).bind(account).bind(first).bind(second).bind(third);
            hasten.bind(most).execute(connection).await.map(|done| done.rows_affected())
        })
        .map_err(StoreError::on("hasten held jobs"))?;
        self.wants_effects |= 0 < rows;
        Ok(())
    }

    /// Records how a leased effect ended, together with what follows from it.
    ///
    /// # Errors
    /// If the lease was lost, or the database is away. Nothing of the change must be kept then.
    pub async fn finish_effect(
        &mut self,
        id: i64,
        lease: i64,
        end: EffectEnd,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let rows = on_change!(self, connection => {
            let done = sqlx::query(FINISH).bind(millis(now)).bind(end.as_str()).bind(id).bind(lease).execute(connection).await;
            done.map_err(StoreError::on("finish an effect"))?.rows_affected()
        });
        if rows == 1 { Ok(()) } else { Err(StoreError::LeaseLost { table: "effects", id }) }
    }

    /// Whether an effect of that kind about a runner is still to be performed, or is being performed.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn is_intended(&mut self, runner: RunnerId, kind: &str) -> Result<bool, StoreError> {
        let sql = "SELECT count(*) FROM effects WHERE runner_id = $1 AND kind = $2 AND done_at IS NULL";
        let rows: i64 = on_change!(self, connection => {
            sqlx::query_scalar(sql).bind(runner.to_string()).bind(kind).fetch_one(connection).await
        })
        .map_err(StoreError::on("read effects"))?;
        Ok(0 < rows)
    }
}

impl Store {
    /// Adds an intention. Says whether it is new.
    ///
    /// # Errors
    /// If the account is not there, or the database is away.
    pub async fn intend(&self, effect: &NewEffect) -> Result<bool, StoreError> {
        in_change!(self, change => change.intend(effect).await)
    }

    /// Leases due effects, fairly between accounts. `lease` is a number that nobody else uses, drawn at random.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn lease_effects(
        &self,
        lease: i64,
        now: Timestamp,
        time: Duration,
        room: &Room,
    ) -> Result<Vec<LeasedEffect>, StoreError> {
        if !self.something_due(DUE, now).await? {
            return Ok(Vec::new());
        }
        let sql = match self.database() {
            Database::Sqlite { .. } => LEASE_SQLITE,
            Database::Postgres(_) => LEASE_POSTGRES,
        };
        let (until, left) = (millis(now.after(time)), room.left());
        let kinds = array(&KINDS).map_err(StoreError::on("lease effects"))?;
        let mut leased = on_writer!(self.database(), pool => {
            let query = sqlx::query(sql).bind(lease).bind(until).bind(millis(now)).bind(i64::from(room.most)).bind(left);
            let rows = query.bind(i64::from(room.of_place)).bind(kinds).fetch_all(pool).await;
            rows.and_then(|rows| {
                rows.iter()
                    .map(|row| {
                        Ok(LeasedEffect {
                            id: row.try_get("id")?,
                            lease,
                            attempts: row.try_get("attempts")?,
                            account_id: row.try_get("account_id")?,
                            kind: row.try_get("kind")?,
                            plan: row.try_get("plan")?,
                            place: row.try_get("place")?,
                        })
                    })
                    .collect::<Result<Vec<LeasedEffect>, sqlx::Error>>()
            })
        })
        .map_err(StoreError::on("lease effects"))?;
        leased.sort_by_key(|effect| effect.id);
        Ok(leased)
    }

    /// Records how a leased effect ended.
    ///
    /// # Errors
    /// If the lease was lost, or the database is away.
    pub async fn finish_effect(&self, id: i64, lease: i64, end: EffectEnd, now: Timestamp) -> Result<(), StoreError> {
        in_change!(self, change => change.finish_effect(id, lease, end, now).await)
    }

    /// Gives a leased effect back, to be performed at that moment.
    ///
    /// # Errors
    /// If the lease was lost, or the database is away.
    pub async fn return_effect(&self, id: i64, lease: i64, due_at: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE effects SET due_at = $1, lease = NULL, leased_until = 0 WHERE id = $2 AND lease = $3 AND done_at IS NULL";
        let rows = on_writer!(self.database(), pool => {
            let done = sqlx::query(sql).bind(millis(due_at)).bind(id).bind(lease).execute(pool).await;
            done.map(|done| done.rows_affected())
        })
        .map_err(StoreError::on("return an effect"))?;
        if rows == 1 { Ok(()) } else { Err(StoreError::LeaseLost { table: "effects", id }) }
    }

    /// How many effects are not done.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn waiting_effects(&self) -> Result<i64, StoreError> {
        let sql = "SELECT count(*) FROM effects WHERE done_at IS NULL";
        on_reader!(self.database(), pool => sqlx::query_scalar(sql).fetch_one(pool).await)
            .map_err(StoreError::on("count effects"))
    }
}

/// Forgets effects that were done before a moment: at most `limit` of them.
pub(crate) async fn forget(database: &Database, before: Timestamp, limit: i64) -> Result<u64, sqlx::Error> {
    let sql = "DELETE FROM effects WHERE id IN (SELECT id FROM effects WHERE done_at < $1 LIMIT $2)";
    on_writer!(database, pool => Ok(sqlx::query(sql).bind(millis(before)).bind(limit).execute(pool).await?.rows_affected()))
}
