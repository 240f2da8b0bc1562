//! Table `account_keys`: one key that seals per account, wrapped by a root key.

use super::deliveries::millis;
use crate::engine::change::on_change;
use crate::engine::database::{on_reader, on_writer};
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use crate::in_change;
use sprinters_core::time::Timestamp;
use sprinters_seal::{AccountKey, AccountKeyId, RootKeyId, WrappedKey};
use sqlx::{ColumnIndex, Database, Decode, Executor, IntoArguments, Row, Type};

/// What a rotation of keys did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KeyChange {
    /// Account keys wrapped anew with the first root key.
    pub wrapped: u64,
    /// Keys of database files wrapped anew with the first root key: 1 or 0.
    pub files: u64,
    /// Account keys replaced by new ones.
    pub replaced: u64,
    /// Values sealed anew.
    pub resealed: u64,
    /// Account keys destroyed, with nothing left that they open.
    pub destroyed: u64,
}

/// Which root keys are in use, and by how many account keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyUse {
    /// The root key.
    pub root: String,
    /// Account keys that it wraps.
    pub account_keys: i64,
}

const COLUMNS: &str = "SELECT id, account_id, root_key, wrapped FROM account_keys ORDER BY id";

/// All wrapped keys, for the check before a start.
pub(crate) async fn all<'c, DB, E>(connection: E) -> Result<Vec<WrappedKey>, sqlx::Error>
where
    DB: Database,
    E: Executor<'c, Database = DB>,
    DB::Arguments: IntoArguments<DB>,
    for<'a> &'a str: ColumnIndex<DB::Row>,
    for<'a> i64: Decode<'a, DB> + Type<DB>,
    for<'a> String: Decode<'a, DB> + Type<DB>,
    for<'a> Vec<u8>: Decode<'a, DB> + Type<DB>,
{
    let rows = sqlx::query(COLUMNS).fetch_all(connection).await?;
    rows.iter().map(wrapped).collect()
}

fn wrapped<R>(row: &R) -> Result<WrappedKey, sqlx::Error>
where
    R: Row,
    for<'a> &'a str: ColumnIndex<R>,
    for<'a> i64: Decode<'a, R::Database> + Type<R::Database>,
    for<'a> String: Decode<'a, R::Database> + Type<R::Database>,
    for<'a> Vec<u8>: Decode<'a, R::Database> + Type<R::Database>,
{
    let root: String = row.try_get("root_key")?;
    Ok(WrappedKey {
        id: AccountKeyId::from_stored(row.try_get("id")?),
        account: row.try_get("account_id")?,
        root: RootKeyId::parse(&root).map_err(|error| sqlx::Error::Decode(error.into()))?,
        wrapped: row.try_get("wrapped")?,
    })
}

impl Store {
    /// The key that seals for an account, made if there is none yet. Several processes that ask at once get the same
    /// key.
    ///
    /// # Errors
    /// If the root keys don't open it, or the database is away.
    pub async fn sealing_key(&self, account: i64, now: Timestamp) -> Result<AccountKey, StoreError> {
        if let Some(key) = self.stored_sealing_key(account).await? {
            return Ok(key);
        }
        self.add_sealing_key(&AccountKey::generate(account)?, now).await?;
        let inconsistent = || StoreError::Inconsistent {
            table: "account_keys",
            row: format!("account {account}"),
            problem: "the key that was just made is not there".to_owned(),
        };
        self.stored_sealing_key(account).await?.ok_or_else(inconsistent)
    }

    async fn stored_sealing_key(&self, account: i64) -> Result<Option<AccountKey>, StoreError> {
        let sql = "SELECT id, account_id, root_key, wrapped FROM account_keys WHERE account_id = $1 AND seals = 1";
        let found = on_reader!(self.database(), pool => {
            let row = sqlx::query(sql).bind(account).fetch_optional(pool).await.map_err(StoreError::on("read an account key"))?;
            row.as_ref().map(wrapped).transpose().map_err(StoreError::on("read an account key"))?
        });
        self.unwrapped(found).await
    }

    async fn unwrapped(&self, found: Option<WrappedKey>) -> Result<Option<AccountKey>, StoreError> {
        match found {
            Some(wrapped) => Ok(Some(self.root_keys().unwrap(&wrapped).await?)),
            None => Ok(None),
        }
    }

    async fn add_sealing_key(&self, key: &AccountKey, now: Timestamp) -> Result<(), StoreError> {
        let wrapped = self.root_keys().wrap(key).await?;
        let sql = "
            INSERT INTO account_keys (id, account_id, root_key, wrapped, created_at, seals) VALUES ($1, $2, $3, $4, $5, 1)
            ON CONFLICT DO NOTHING";
        on_writer!(self.database(), pool => {
            let insert = sqlx::query(sql).bind(wrapped.id.stored()).bind(wrapped.account).bind(wrapped.root.as_str());
            insert.bind(wrapped.wrapped).bind(millis(now)).execute(pool).await.map(|_| ())
        })
        .map_err(StoreError::on("add an account key"))
    }

    /// An account's key by its number.
    pub(crate) async fn account_key(&self, account: i64, id: AccountKeyId) -> Result<Option<AccountKey>, StoreError> {
        let sql = "SELECT id, account_id, root_key, wrapped FROM account_keys WHERE id = $1 AND account_id = $2";
        let found = on_reader!(self.database(), pool => {
            let row = sqlx::query(sql).bind(id.stored()).bind(account).fetch_optional(pool).await;
            row.map_err(StoreError::on("read an account key"))?.as_ref().map(wrapped).transpose().map_err(StoreError::on("read an account key"))?
        });
        self.unwrapped(found).await
    }

    async fn all_keys(&self) -> Result<Vec<WrappedKey>, StoreError> {
        on_reader!(self.database(), pool => all(pool).await).map_err(StoreError::on("read account keys"))
    }

    /// Wraps with the first root key every account key that another one wraps, and the embedded file's key. Others may
    /// serve meanwhile, as long as they have both root keys. Can be interrupted and repeated.
    ///
    /// # Errors
    /// If one can't be unwrapped, or the database is away. Those before it are done.
    pub async fn rewrap_keys(&self) -> Result<KeyChange, StoreError> {
        let mut change = KeyChange::default();
        for old in self.all_keys().await?.iter().filter(|key| !self.root_keys().is_current(&key.root)) {
            let new = self.root_keys().wrap(&self.root_keys().unwrap(old).await?).await?;
            // Only what we read is replaced: another process may rotate too.
            let sql = "UPDATE account_keys SET root_key = $1, wrapped = $2 WHERE id = $3 AND root_key = $4";
            change.wrapped += on_writer!(self.database(), pool => {
                let update = sqlx::query(sql).bind(new.root.as_str()).bind(&new.wrapped).bind(new.id.stored()).bind(old.root.as_str());
                update.execute(pool).await.map(|done| done.rows_affected())
            })
            .map_err(StoreError::on("wrap an account key"))?;
        }
        change.files = u64::from(self.rewrap_file_key().await?);
        Ok(change)
    }

    /// Gives an account a new key that seals; the old one only opens from now on.
    ///
    /// # Errors
    /// If the database is away.
    pub(crate) async fn replace_sealing_key(&self, account: i64, now: Timestamp) -> Result<AccountKey, StoreError> {
        let key = AccountKey::generate(account)?;
        let wrapped = self.root_keys().wrap(&key).await?;
        let retire = "UPDATE account_keys SET seals = 0 WHERE account_id = $1 AND seals = 1";
        let insert = "INSERT INTO account_keys (id, account_id, root_key, wrapped, created_at, seals) VALUES ($1, $2, $3, $4, $5, 1)";
        // In one transaction: there is never an account without a key that seals.
        in_change!(self, change => {
                on_change!(change, connection => async {
                    sqlx::query(retire).bind(account).execute(&mut *connection).await?;
                    let insert = sqlx::query(insert).bind(wrapped.id.stored()).bind(wrapped.account).bind(wrapped.root.as_str());
                    insert.bind(&wrapped.wrapped).bind(millis(now)).execute(&mut *connection).await?;
                    Ok::<(), sqlx::Error>(())
                }
                .await)
                .map_err(StoreError::on("replace an account key"))
        })?;
        Ok(key)
    }

    /// Destroys keys that seal nothing any more.
    pub(crate) async fn destroy_unused_keys(&self) -> Result<u64, StoreError> {
        let sql = "DELETE FROM account_keys WHERE seals = 0 AND NOT EXISTS (SELECT 1 FROM secrets WHERE secrets.key_id = account_keys.id)";
        on_writer!(self.database(), pool => sqlx::query(sql).execute(pool).await.map(|done| done.rows_affected()))
            .map_err(StoreError::on("destroy account keys"))
    }

    /// The accounts that have keys, the deployment itself as 0.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn accounts_with_keys(&self) -> Result<Vec<i64>, StoreError> {
        let sql = "SELECT DISTINCT account_id FROM account_keys ORDER BY account_id";
        on_reader!(self.database(), pool => sqlx::query_scalar(sql).fetch_all(pool).await)
            .map_err(StoreError::on("read account keys"))
    }

    /// Which root keys are in use.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn root_key_use(&self) -> Result<Vec<KeyUse>, StoreError> {
        let sql = "SELECT root_key, count(*) FROM account_keys GROUP BY root_key ORDER BY root_key";
        let rows: Vec<(String, i64)> = on_reader!(self.database(), pool => sqlx::query_as(sql).fetch_all(pool).await)
            .map_err(StoreError::on("read account keys"))?;
        Ok(rows.into_iter().map(|(root, account_keys)| KeyUse { root, account_keys }).collect())
    }
}
