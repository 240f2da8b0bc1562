//! Table `installations`: our tenants. An event older than the one last applied changes nothing.

use super::accounts::AccountKind;
use super::deliveries::{millis, moment};
use crate::engine::change::{Change, on_change};
use crate::engine::database::on_reader;
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use crate::in_change;
use sprinters_core::time::Timestamp;

/// An installation of the App.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Installation {
    /// GitHub's number.
    pub id: i64,
    /// GitHub's number of the account that owns it.
    pub account_id: i64,
    /// When it was suspended.
    pub suspended_at: Option<Timestamp>,
    /// When it was removed.
    pub removed_at: Option<Timestamp>,
}

/// What an event says about an installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstallationChange {
    /// GitHub's number of the installation.
    pub id: i64,
    /// GitHub's number of the account.
    pub account_id: i64,
    /// GitHub's name of the account.
    pub login: String,
    /// What the account is.
    pub kind: AccountKind,
    /// When it happened.
    pub at: Timestamp,
    /// Whether it is suspended since.
    pub suspended: bool,
    /// Whether it is removed since.
    pub removed: bool,
}

const PUT_ACCOUNT: &str = "
    INSERT INTO accounts (id, login, kind, created_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (id) DO UPDATE SET login = excluded.login";

// A removed installation stays removed: GitHub gives a new number to one that is made again.
const PUT: &str = "
    INSERT INTO installations (id, account_id, created_at, changed_at, suspended_at, removed_at) VALUES ($1, $2, $3, $3, $4, $5)
    ON CONFLICT (id) DO UPDATE SET
        changed_at = excluded.changed_at,
        suspended_at = excluded.suspended_at,
        removed_at = COALESCE(installations.removed_at, excluded.removed_at)
    WHERE installations.changed_at < excluded.changed_at AND installations.account_id = excluded.account_id";

const MARK_ACCOUNT: &str = "
    UPDATE accounts SET removed_at = (
        SELECT CASE WHEN count(*) = count(removed_at) THEN max(removed_at) END FROM installations WHERE account_id = $1
    )
    WHERE id = $1";

impl Store {
    /// Applies an event, with the account it belongs to. Repeating it, or applying an older one later, changes nothing.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn apply_installation(&self, event: &InstallationChange) -> Result<(), StoreError> {
        in_change!(self, change => change.apply_installation(event).await)
    }

    /// An installation by its number.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn installation(&self, id: i64) -> Result<Option<Installation>, StoreError> {
        let sql = "SELECT account_id, suspended_at, removed_at FROM installations WHERE id = $1";
        let row: Option<(i64, Option<i64>, Option<i64>)> =
            on_reader!(self.database(), pool => sqlx::query_as(sql).bind(id).fetch_optional(pool).await)
                .map_err(StoreError::on("read an installation"))?;
        Ok(row.map(|(account_id, suspended_at, removed_at)| Installation {
            id,
            account_id,
            suspended_at: suspended_at.map(moment),
            removed_at: removed_at.map(moment),
        }))
    }

    /// Every installation that was not removed.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn live_installations(&self) -> Result<Vec<Installation>, StoreError> {
        let sql = "SELECT id, account_id, suspended_at FROM installations WHERE removed_at IS NULL ORDER BY id";
        let rows: Vec<(i64, i64, Option<i64>)> =
            on_reader!(self.database(), pool => sqlx::query_as(sql).fetch_all(pool).await)
                .map_err(StoreError::on("read installations"))?;
        let read = |(id, account_id, suspended_at): (i64, i64, Option<i64>)| Installation {
            id,
            account_id,
            suspended_at: suspended_at.map(moment),
            removed_at: None,
        };
        Ok(rows.into_iter().map(read).collect())
    }
}

impl Change {
    /// Applies an event, as [`Store::apply_installation`].
    ///
    /// # Errors
    /// If the database is away.
    pub async fn apply_installation(&mut self, change: &InstallationChange) -> Result<(), StoreError> {
        let at = millis(change.at);
        on_change!(self, connection => async {
            let account = sqlx::query(PUT_ACCOUNT).bind(change.account_id).bind(&change.login).bind(change.kind.as_str());
            account.bind(at).execute(&mut *connection).await?;
            let put = sqlx::query(PUT).bind(change.id).bind(change.account_id).bind(at);
            put.bind(change.suspended.then_some(at)).bind(change.removed.then_some(at)).execute(&mut *connection).await?;
            sqlx::query(MARK_ACCOUNT).bind(change.account_id).execute(&mut *connection).await?;
            Ok::<(), sqlx::Error>(())
        }
        .await)
        .map_err(StoreError::on("keep an installation"))
    }

    /// Adds an installation that a job told of, because its own event was missed or is late. One that is known stays as
    /// it is.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn meet_installation(&mut self, change: &InstallationChange) -> Result<(), StoreError> {
        // A batch of deliveries is mostly a few installations'.
        if self.met.contains(&change.id) {
            return Ok(());
        }
        let known = "SELECT count(*) FROM installations WHERE id = $1";
        let account =
            "INSERT INTO accounts (id, login, kind, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING";
        // Anything that GitHub says of it is newer than the beginning of time.
        let installation = "
            INSERT INTO installations (id, account_id, created_at, changed_at) VALUES ($1, $2, $3, 0) ON CONFLICT (id) DO NOTHING";
        let at = millis(change.at);
        on_change!(self, connection => async {
            if 0 < sqlx::query_scalar::<_, i64>(known).bind(change.id).fetch_one(&mut *connection).await? {
                return Ok(());
            }
            let put = sqlx::query(account).bind(change.account_id).bind(&change.login).bind(change.kind.as_str()).bind(at);
            put.execute(&mut *connection).await?;
            let put = sqlx::query(installation).bind(change.id).bind(change.account_id).bind(at);
            put.execute(&mut *connection).await?;
            Ok::<(), sqlx::Error>(())
        }
        .await)
        .map_err(StoreError::on("keep an installation"))?;
        self.met.insert(change.id);
        Ok(())
    }
}
