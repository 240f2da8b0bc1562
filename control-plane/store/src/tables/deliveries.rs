//! Table `deliveries`: what GitHub sent and we accepted.

use crate::engine::change::{Change, Open, array, on_change};
use crate::engine::database::{Database, on_reader, on_writer};
use crate::engine::error::StoreError;
use crate::engine::group_commit::GroupCommit;
use crate::engine::open::Store;
use crate::in_change;
use sprinters_core::delivery::DeliveryFacts;
use sprinters_core::time::Timestamp;
use sqlx::{PgPool, Row as _, SqlitePool};
use std::time::Duration;

/// A delivery to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// `X-GitHub-Delivery`. GitHub keeps it when it sends a delivery again.
    pub guid: String,
    /// What the body says, so that the same event under another guid is known.
    pub content: String,
    /// What it says.
    pub facts: DeliveryFacts,
    /// Which installation it belongs to.
    pub installation_id: Option<i64>,
    /// When it came in.
    pub received_at: Timestamp,
}

/// Whether a delivery was new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    /// It is kept now.
    New,
    /// It was kept already, by guid or by content.
    Duplicate,
}

/// A delivery that whoever took or leased it is to act on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueDelivery {
    /// Its row; rows are numbered in the order of acceptance.
    pub id: i64,
    /// How often it was leased before.
    pub attempts: i64,
    /// What it says, if this version can read it.
    pub facts: Result<DeliveryFacts, String>,
    /// Which installation it belongs to.
    pub installation_id: Option<i64>,
    /// When it came in.
    pub received_at: Timestamp,
}

// json_each keeps the order of the array, so rows are numbered in the order of arrival. One statement is one
// transaction.
const INSERT_SQLITE: &str = "
    INSERT INTO deliveries (guid, content, event, action, installation_id, received_at, fields)
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6 FROM json_each($1) WHERE true
    ON CONFLICT DO NOTHING";

// One alone, as it is while little comes in, need not become JSON.
const INSERT_ONE_SQLITE: &str = "
    INSERT INTO deliveries (guid, content, event, action, installation_id, received_at, fields) VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT DO NOTHING";

// What was just inserted has the largest numbers.
const INSERTED_SQLITE: &str =
    "SELECT guid FROM deliveries WHERE guid IN (SELECT value ->> 0 FROM json_each($1)) ORDER BY id DESC LIMIT $2";

const INSERT_POSTGRES: &str = "
    INSERT INTO deliveries (guid, content, event, action, installation_id, received_at, fields)
    SELECT * FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[])
    ON CONFLICT DO NOTHING
    RETURNING guid";

fn facts(event: &str, action: &str, fields: &str) -> Result<DeliveryFacts, String> {
    DeliveryFacts::read(event, action, fields).map_err(|error| error.to_string())
}

/// Keeps a batch in one transaction and answers with the guids that were new. Returns after the commit.
pub(crate) async fn insert(database: &Database, batch: &[Delivery]) -> Result<Vec<String>, sqlx::Error> {
    match database {
        Database::Sqlite { group, read, .. } => insert_sqlite(group, read, batch).await,
        Database::Postgres(pool) => insert_postgres(pool, batch).await,
    }
}

async fn insert_sqlite(group: &GroupCommit, read: &SqlitePool, batch: &[Delivery]) -> Result<Vec<String>, sqlx::Error> {
    if let [one] = batch {
        let mut turn = group.statement().await?;
        let insert = sqlx::query(INSERT_ONE_SQLITE)
            .bind(&one.guid)
            .bind(&one.content)
            .bind(one.facts.event())
            .bind(one.facts.action());
        let insert = insert.bind(one.installation_id).bind(millis(one.received_at)).bind(one.facts.fields());
        let inserted = insert.execute(turn.connection()).await;
        let is_new = 0 < turn.end(inserted).await?.rows_affected();
        return Ok(is_new.then(|| one.guid.clone()).into_iter().collect());
    }
    let rows: Vec<_> = batch
        .iter()
        .map(|d| {
            (
                &d.guid,
                &d.content,
                d.facts.event(),
                d.facts.action(),
                d.installation_id,
                millis(d.received_at),
                d.facts.fields(),
            )
        })
        .collect();
    let json = array(&rows)?;
    let mut turn = group.statement().await?;
    // Without RETURNING: a row that is returned comes before the commit, and whoever waits for both would be woken
    // twice.
    let inserted = sqlx::query(INSERT_SQLITE).bind(&json).execute(turn.connection()).await;
    let count = turn.end(inserted).await?.rows_affected();
    if usize::try_from(count).is_ok_and(|count| count == batch.len()) {
        return Ok(batch.iter().map(|delivery| delivery.guid.clone()).collect());
    }
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    sqlx::query_scalar(INSERTED_SQLITE).bind(json).bind(count).fetch_all(read).await
}

async fn insert_postgres(pool: &PgPool, batch: &[Delivery]) -> Result<Vec<String>, sqlx::Error> {
    // Every process takes the rows in the same order, so that two batches with the same rows can't wait for each other.
    let mut sorted: Vec<&Delivery> = batch.iter().collect();
    sorted.sort_by(|left, right| (&left.content, &left.guid).cmp(&(&right.content, &right.guid)));
    let text = |field: fn(&Delivery) -> &str| -> Vec<&str> { sorted.iter().map(|d| field(d)).collect() };
    let installations: Vec<Option<i64>> = sorted.iter().map(|d| d.installation_id).collect();
    let fields: Vec<String> = sorted.iter().map(|d| d.facts.fields()).collect();
    let received: Vec<i64> = sorted.iter().map(|d| millis(d.received_at)).collect();
    sqlx::query_scalar(INSERT_POSTGRES)
        .bind(text(|d| &d.guid))
        .bind(text(|d| &d.content))
        .bind(text(|d| d.facts.event()))
        .bind(text(|d| d.facts.action()))
        .bind(installations)
        .bind(received)
        .bind(fields)
        .fetch_all(pool)
        .await
}

const DUE: &str = "SELECT EXISTS (SELECT 1 FROM deliveries WHERE done_at IS NULL AND leased_until <= $1)";

macro_rules! take {
    ($held:literal) => {
        concat!(
            "SELECT id, attempts, event, action, installation_id, received_at, fields
             FROM deliveries WHERE done_at IS NULL AND leased_until <= $1 ORDER BY id LIMIT $2",
            $held
        )
    };
}

// SKIP LOCKED: another process takes the next ones instead of waiting for these.
const TAKE_SQLITE: &str = take!("");
const TAKE_POSTGRES: &str = take!(" FOR UPDATE SKIP LOCKED");
const LEASE_SQLITE: &str = "
    UPDATE deliveries SET lease = $1, leased_until = $2, attempts = attempts + 1
    WHERE id IN (SELECT id FROM deliveries WHERE done_at IS NULL AND leased_until <= $3 ORDER BY id LIMIT $4)
    RETURNING id, attempts - 1 AS attempts, event, action, installation_id, received_at, fields";
const LEASE_POSTGRES: &str = "
    UPDATE deliveries SET lease = $1, leased_until = $2, attempts = attempts + 1
    WHERE id IN (SELECT id FROM deliveries WHERE done_at IS NULL AND leased_until <= $3 ORDER BY id LIMIT $4 FOR UPDATE SKIP LOCKED)
    RETURNING id, attempts - 1 AS attempts, event, action, installation_id, received_at, fields";

/// Reads rows of either database, in the order of acceptance.
macro_rules! due_deliveries {
    ($rows:expr) => {
        $rows.and_then(|rows| {
            let mut due = Vec::with_capacity(rows.len());
            for row in &rows {
                due.push(DueDelivery {
                    id: row.try_get("id")?,
                    attempts: row.try_get("attempts")?,
                    facts: facts(row.try_get("event")?, row.try_get("action")?, row.try_get("fields")?),
                    installation_id: row.try_get("installation_id")?,
                    received_at: moment(row.try_get("received_at")?),
                });
            }
            due.sort_by_key(|delivery| delivery.id);
            Ok(due)
        })
    };
}

impl Store {
    /// Whether a delivery waits that nobody holds.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn is_delivery_due(&self, now: Timestamp) -> Result<bool, StoreError> {
        on_reader!(self.database(), pool => sqlx::query_scalar(DUE).bind(millis(now)).fetch_one(pool).await)
            .map_err(StoreError::on("look for deliveries"))
    }

    /// Leases the oldest deliveries that nobody has done and nobody holds, in the order of acceptance. `lease` is a
    /// number that nobody else uses, drawn at random. For those that are best done one by one;
    /// [`Change::take_deliveries`] costs less.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn lease_deliveries(
        &self,
        lease: i64,
        now: Timestamp,
        time: Duration,
        limit: u32,
    ) -> Result<Vec<DueDelivery>, StoreError> {
        let until = millis(now.after(time));
        let sql = if self.is_sqlite() { LEASE_SQLITE } else { LEASE_POSTGRES };
        on_writer!(self.database(), pool => {
            let rows = sqlx::query(sql).bind(lease).bind(until).bind(millis(now)).bind(i64::from(limit)).fetch_all(pool).await;
            due_deliveries!(rows)
        })
        .map_err(StoreError::on("lease deliveries"))
    }

    /// Marks a leased delivery as done and forgets its fields; guid and content stay until retention, to know
    /// duplicates by.
    ///
    /// # Errors
    /// If the lease was lost, or the database is away.
    pub async fn finish_delivery(&self, id: i64, lease: i64, now: Timestamp) -> Result<(), StoreError> {
        in_change!(self, change => change.finish_deliveries(&[id], Some(lease), now).await)
    }

    /// Gives a leased delivery back, to be leased again from that moment on.
    ///
    /// # Errors
    /// If the lease was lost, or the database is away.
    pub async fn return_delivery(&self, id: i64, lease: i64, from: Timestamp) -> Result<(), StoreError> {
        let sql =
            "UPDATE deliveries SET lease = NULL, leased_until = $1 WHERE id = $2 AND lease = $3 AND done_at IS NULL";
        let rows = on_writer!(self.database(), pool => {
            let done = sqlx::query(sql).bind(millis(from)).bind(id).bind(lease).execute(pool).await;
            done.map(|done| done.rows_affected())
        })
        .map_err(StoreError::on("return a delivery"))?;
        if rows == 1 { Ok(()) } else { Err(StoreError::LeaseLost { table: "deliveries", id }) }
    }

    /// How many deliveries wait for a worker.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn waiting_deliveries(&self) -> Result<i64, StoreError> {
        let sql = "SELECT count(*) FROM deliveries WHERE done_at IS NULL";
        on_reader!(self.database(), pool => sqlx::query_scalar(sql).fetch_one(pool).await)
            .map_err(StoreError::on("count deliveries"))
    }

    /// How many deliveries are kept, done or not.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn kept_deliveries(&self) -> Result<i64, StoreError> {
        let sql = "SELECT count(*) FROM deliveries";
        on_reader!(self.database(), pool => sqlx::query_scalar(sql).fetch_one(pool).await)
            .map_err(StoreError::on("count deliveries"))
    }
}

const FINISH_SQLITE: &str = "
    UPDATE deliveries SET done_at = $1, fields = '{}', lease = NULL
    WHERE id IN (SELECT value FROM json_each($2)) AND ($3 IS NULL OR lease = $3) AND done_at IS NULL";
const FINISH_POSTGRES: &str = "
    UPDATE deliveries SET done_at = $1, fields = '{}', lease = NULL
    WHERE id = ANY($2) AND ($3::bigint IS NULL OR lease = $3) AND done_at IS NULL";

impl Change {
    /// The oldest deliveries that nobody has done and nobody holds, in the order of acceptance. They are this change's:
    /// until its end nobody else gets them, and if it is not kept, they are where they were.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn take_deliveries(&mut self, now: Timestamp, limit: u32) -> Result<Vec<DueDelivery>, StoreError> {
        let sql = if self.is_sqlite() { TAKE_SQLITE } else { TAKE_POSTGRES };
        on_change!(self, connection => {
            let rows = sqlx::query(sql).bind(millis(now)).bind(i64::from(limit)).fetch_all(connection).await;
            due_deliveries!(rows)
        })
        .map_err(StoreError::on("take deliveries"))
    }

    /// Marks deliveries as done and forgets their fields, together with what follows from them: those that were leased
    /// with that number, or without one those that this change took.
    ///
    /// # Errors
    /// If the lease of one was lost, or the database is away. Nothing of the change must be kept then.
    pub async fn finish_deliveries(
        &mut self,
        ids: &[i64],
        lease: Option<i64>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let Some(first) = ids.first() else { return Ok(()) };
        let done = match &mut self.open {
            Open::Sqlite(turn) => {
                let list = array(&ids).map_err(StoreError::on("finish deliveries"))?;
                let finish = sqlx::query(FINISH_SQLITE).bind(millis(now)).bind(list).bind(lease);
                finish.execute(turn.connection()).await.map(|done| done.rows_affected())
            }
            Open::Postgres(transaction) => {
                let finish = sqlx::query(FINISH_POSTGRES).bind(millis(now)).bind(ids).bind(lease);
                finish.execute(&mut **transaction).await.map(|done| done.rows_affected())
            }
        };
        let rows = done.map_err(StoreError::on("finish deliveries"))?;
        let all = u64::try_from(ids.len()).is_ok_and(|wanted| rows == wanted);
        if all { Ok(()) } else { Err(StoreError::LeaseLost { table: "deliveries", id: *first }) }
    }
}

/// Forgets deliveries that were done before a moment, or came in before it and were never done: those among the `limit`
/// oldest ones. They are numbered in the order in which they came in.
pub(crate) async fn forget(database: &Database, before: Timestamp, limit: i64) -> Result<u64, sqlx::Error> {
    let sql = "
        DELETE FROM deliveries WHERE id IN (
            SELECT id FROM (SELECT id, received_at, done_at FROM deliveries ORDER BY id LIMIT $2) AS oldest
            WHERE received_at < $1 AND (done_at IS NULL OR done_at < $1)
        )";
    on_writer!(database, pool => Ok(sqlx::query(sql).bind(millis(before)).bind(limit).execute(pool).await?.rows_affected()))
}

/// A moment as it is stored. The last one that fits is in the year 292278994.
pub(crate) fn millis(moment: Timestamp) -> i64 {
    i64::try_from(moment.as_millis()).unwrap_or(i64::MAX)
}

/// A stored moment; a negative one is the beginning of time.
pub(crate) fn moment(millis: i64) -> Timestamp {
    Timestamp::from_millis(u64::try_from(millis).unwrap_or_default())
}

#[cfg(feature = "testing")]
impl Store {
    /// Keeps a delivery that no version of ours would write. For tests.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn put_foreign_delivery(
        &self,
        event: &str,
        action: &str,
        fields: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO deliveries (guid, content, event, action, received_at, fields) VALUES ($1, $1, $2, $3, $4, $5)";
        on_writer!(self.database(), pool => {
            let put = sqlx::query(sql).bind(format!("foreign/{event}/{action}")).bind(event).bind(action);
            put.bind(millis(now)).bind(fields).execute(pool).await.map(|_| ())
        })
        .map_err(StoreError::on("keep a delivery"))
    }
}
