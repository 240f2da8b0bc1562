//! Table `scans`: what is looked at every now and then, one row for each subject, by whoever holds its lease; and what
//! is remembered between two looks.

use super::deliveries::{millis, moment};
use super::effects::Room;
use crate::engine::change::{Change, Open, array};
use crate::engine::database::{Database, on_reader, on_writer};
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use sprinters_core::time::Timestamp;
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

/// A scan that the holder of the lease is to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeasedScan {
    /// Which.
    pub kind: String,
    /// Of what; empty where there is one for all.
    pub subject: String,
    /// Whose it is, if it is one account's.
    pub account_id: Option<i64>,
    /// Where its calls go.
    pub place: String,
    /// The lease, to be named with whatever is written.
    pub lease: i64,
    /// How often in a row the other side did not answer.
    pub failures: i64,
    /// What the last run remembered.
    pub memory: String,
}

impl LeasedScan {
    fn lost(&self) -> StoreError {
        // Scans have no number; the lease tells in the log which run it was.
        StoreError::LeaseLost { table: "scans", id: self.lease }
    }
}

/// How a run of a scan ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanEnd {
    /// When the next is due.
    pub due_at: Timestamp,
    /// How often in a row the other side did not answer.
    pub failures: i64,
    /// What the next run shall know.
    pub memory: String,
}

const SOME_DUE: &str = "
    SELECT EXISTS (
        SELECT 1 FROM scans JOIN json_each($2) ON key = kind
        WHERE (due_at <= $1 OR due_at > $1 + value) AND (leased_until <= $1 OR leased_until > $1 + 900000)
    )";

/// What is due at `$3`, of the kinds in `$7`, each with its longest pause: what is further away was written while a
/// clock was wrong, and is due, too. So is what is leased for longer than anything is.
macro_rules! due {
    ($pause:literal) => {
        concat!(
            "(due_at <= $3 OR due_at > $3 + ",
            $pause,
            ") AND (leased_until <= $3 OR leased_until > $3 + 900000) AND ",
            $pause,
            " IS NOT NULL"
        )
    };
}

// As effects are leased: fair between accounts, and no more of a place than it has room for.
const LEASE_SQLITE: &str = concat!(
    "
    UPDATE scans SET lease = $1, leased_until = $2
    WHERE (kind, subject) IN (
        SELECT kind, subject FROM (
            SELECT kind, subject, due_at, row_number() OVER (PARTITION BY account_id ORDER BY due_at, kind, subject) AS turn
            FROM (
                SELECT kind, subject, account_id, due_at, place,
                    row_number() OVER (PARTITION BY place ORDER BY due_at, kind, subject) AS of_place
                FROM scans WHERE ",
    due!("(SELECT value FROM json_each($7) WHERE key = kind)"),
    "
            ) WHERE of_place <= COALESCE((SELECT value FROM json_each($5) WHERE key = place), $6)
        ) ORDER BY turn, due_at, kind, subject LIMIT $4
    )
    RETURNING kind, subject, account_id, place, failures, memory"
);
const LEASE_POSTGRES: &str = concat!(
    "
    UPDATE scans SET lease = $1, leased_until = $2
    WHERE (kind, subject) IN (
        SELECT kind, subject FROM scans
        WHERE (kind, subject) IN (
            SELECT kind, subject FROM (
                SELECT kind, subject, due_at, row_number() OVER (PARTITION BY account_id ORDER BY due_at, kind, subject) AS turn
                FROM (
                    SELECT kind, subject, account_id, due_at, place,
                        row_number() OVER (PARTITION BY place ORDER BY due_at, kind, subject) AS of_place
                    FROM scans WHERE ",
    due!("($7::jsonb ->> kind)::bigint"),
    "
                ) AS placed WHERE of_place <= COALESCE(($5::jsonb ->> place)::bigint, $6)
            ) AS fair ORDER BY turn, due_at, kind, subject LIMIT $4
        )
        AND ",
    due!("($7::jsonb ->> kind)::bigint"),
    "
        FOR UPDATE SKIP LOCKED
    )
    RETURNING kind, subject, account_id, place, failures, memory"
);

const INSTANCES: &str = "
    INSERT INTO scans (kind, subject, account_id, place, due_at)
    SELECT 'instances', CAST(id AS TEXT), account_id, 'connection/' || id, $1 FROM connections
    WHERE outputs IS NOT NULL AND CAST(id AS TEXT) NOT IN (SELECT subject FROM scans WHERE kind = 'instances')
    ON CONFLICT (kind, subject) DO NOTHING";
const REGISTRATIONS: &str = "
    INSERT INTO scans (kind, subject, account_id, place, due_at)
    SELECT 'registrations', site, min(account_id), 'installation-of/' || min(account_id), $1 FROM runners
    WHERE (created_at >= $2 OR ended_at IS NULL) AND site NOT IN (SELECT subject FROM scans WHERE kind = 'registrations')
    GROUP BY site
    ON CONFLICT (kind, subject) DO NOTHING";
// A connection that rested may have to be looked at soon; one that does not answer keeps its own time.
const HASTEN: &str = "
    UPDATE scans SET due_at = $2 WHERE kind = 'instances' AND failures = 0 AND due_at > $2 AND leased_until <= $1
    AND subject IN (SELECT CAST(connection_id AS TEXT) FROM runners WHERE ended_at IS NULL)";

type Row = (String, String, Option<i64>, String, i64, String);

impl Store {
    /// Leases due scans, fairly between accounts. `lease` is a number that nobody else uses, drawn at random. Of the
    /// kinds that are named, each with the longest pause between two of its runs; others are left for whoever knows
    /// them.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn lease_scans(
        &self,
        lease: i64,
        now: Timestamp,
        time: Duration,
        room: &Room,
        kinds: &BTreeMap<&str, Duration>,
    ) -> Result<Vec<LeasedScan>, StoreError> {
        let pauses: BTreeMap<&str, u64> = kinds.iter().map(|(kind, pause)| (*kind, pause.as_secs() * 1_000)).collect();
        let kinds = array(&pauses).map_err(StoreError::on("lease scans"))?;
        // It spares the queue for SQLite's one writer.
        if let Database::Sqlite { read, .. } = self.database() {
            let due = sqlx::query_scalar(SOME_DUE).bind(millis(now)).bind(&kinds).fetch_one(read).await;
            if !due.map_err(StoreError::on("look for scans"))? {
                return Ok(Vec::new());
            }
        }
        let sql = match self.database() {
            Database::Sqlite { .. } => LEASE_SQLITE,
            Database::Postgres(_) => LEASE_POSTGRES,
        };
        let left = room.left();
        let rows: Vec<Row> = on_writer!(self.database(), pool => {
            let query = sqlx::query_as(sql).bind(lease).bind(millis(now.after(time))).bind(millis(now));
            query.bind(i64::from(room.most)).bind(left).bind(i64::from(room.of_place)).bind(kinds).fetch_all(pool).await
        })
        .map_err(StoreError::on("lease scans"))?;
        let leased = |(kind, subject, account_id, place, failures, memory): Row| LeasedScan {
            kind,
            subject,
            account_id,
            place,
            lease,
            failures,
            memory,
        };
        Ok(rows.into_iter().map(leased).collect())
    }

    /// Ends a run of a scan.
    ///
    /// # Errors
    /// If the lease was lost, or the database is away.
    pub async fn finish_scan(&self, scan: &LeasedScan, end: &ScanEnd) -> Result<(), StoreError> {
        let sql = "
            UPDATE scans SET due_at = $1, lease = NULL, leased_until = 0, failures = $2, memory = $3
            WHERE kind = $4 AND subject = $5 AND lease = $6";
        let rows = on_writer!(self.database(), pool => {
            let finish = sqlx::query(sql).bind(millis(end.due_at)).bind(end.failures).bind(&end.memory);
            let done = finish.bind(&scan.kind).bind(&scan.subject).bind(scan.lease).execute(pool).await;
            done.map(|done| done.rows_affected())
        })
        .map_err(StoreError::on("finish a scan"))?;
        if rows == 1 { Ok(()) } else { Err(scan.lost()) }
    }

    /// Gives a scan back that did not come to an end: it is as due as it was.
    ///
    /// # Errors
    /// If the lease was lost, or the database is away.
    pub async fn return_scan(&self, scan: &LeasedScan) -> Result<(), StoreError> {
        let sql = "UPDATE scans SET lease = NULL, leased_until = 0 WHERE kind = $1 AND subject = $2 AND lease = $3";
        let rows = on_writer!(self.database(), pool => {
            let done = sqlx::query(sql).bind(&scan.kind).bind(&scan.subject).bind(scan.lease).execute(pool).await;
            done.map(|done| done.rows_affected())
        })
        .map_err(StoreError::on("return a scan"))?;
        if rows == 1 { Ok(()) } else { Err(scan.lost()) }
    }

    /// Ends a scan for good: there is nothing to look at any more.
    ///
    /// # Errors
    /// If the lease was lost, or the database is away.
    pub async fn remove_scan(&self, scan: &LeasedScan) -> Result<(), StoreError> {
        let sql = "DELETE FROM scans WHERE kind = $1 AND subject = $2 AND lease = $3";
        let rows = on_writer!(self.database(), pool => {
            let done = sqlx::query(sql).bind(&scan.kind).bind(&scan.subject).bind(scan.lease).execute(pool).await;
            done.map(|done| done.rows_affected())
        })
        .map_err(StoreError::on("remove a scan"))?;
        if rows == 1 { Ok(()) } else { Err(scan.lost()) }
    }

    /// Adds a scan for whatever came since: connections, and sites where a runner was planned since a moment.
    /// Connections with runners that rest longer than `soon` are looked at by then.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn add_scans(&self, now: Timestamp, sites_since: Timestamp, soon: Duration) -> Result<(), StoreError> {
        let by = millis(now.after(soon));
        let (now, since) = (millis(now), millis(sites_since));
        on_writer!(self.database(), pool => sqlx::query(INSTANCES).bind(now).execute(pool).await.map(|_| ()))
            .map_err(StoreError::on("add scans of instances"))?;
        on_writer!(self.database(), pool => sqlx::query(REGISTRATIONS).bind(now).bind(since).execute(pool).await.map(|_| ()))
            .map_err(StoreError::on("add scans of registrations"))?;
        on_writer!(self.database(), pool => sqlx::query(HASTEN).bind(now).bind(by).execute(pool).await.map(|_| ()))
            .map_err(StoreError::on("hasten scans"))?;
        Ok(())
    }

    /// When each kind of scan is due next, the first of its subjects.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn scans_due(&self) -> Result<HashMap<String, Timestamp>, StoreError> {
        let sql = "SELECT kind, min(due_at) FROM scans GROUP BY kind";
        let due: Vec<(String, i64)> = on_reader!(self.database(), pool => sqlx::query_as(sql).fetch_all(pool).await)
            .map_err(StoreError::on("read scans"))?;
        Ok(due.into_iter().map(|(kind, at)| (kind, moment(at))).collect())
    }
}

impl Change {
    /// Makes the rest of the change the lease holder's own: nobody takes the scan over before it is written, and
    /// whoever is late writes nothing of it.
    ///
    /// # Errors
    /// If the lease was lost, or the database is away. Nothing of the change must be kept then.
    pub async fn hold_scan(&mut self, scan: &LeasedScan) -> Result<(), StoreError> {
        const HELD: &str = "SELECT lease FROM scans WHERE kind = $1 AND subject = $2 AND lease = $3";
        const HELD_POSTGRES: &str =
            "SELECT lease FROM scans WHERE kind = $1 AND subject = $2 AND lease = $3 FOR UPDATE";
        let held: Option<i64> = match &mut self.open {
            Open::Sqlite(turn) => {
                let query = sqlx::query_scalar(HELD).bind(&scan.kind).bind(&scan.subject).bind(scan.lease);
                query.fetch_optional(turn.connection()).await
            }
            Open::Postgres(transaction) => {
                let query = sqlx::query_scalar(HELD_POSTGRES).bind(&scan.kind).bind(&scan.subject).bind(scan.lease);
                query.fetch_optional(&mut **transaction).await
            }
        }
        .map_err(StoreError::on("hold a scan"))?;
        held.map(|_| ()).ok_or_else(|| scan.lost())
    }
}
