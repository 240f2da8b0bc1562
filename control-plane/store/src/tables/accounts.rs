//! Table `accounts`: GitHub organisations and users that installed the App.

use super::deliveries::{millis, moment};
use crate::engine::change::on_change;
use crate::engine::database::{on_reader, on_writer};
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use crate::in_change;
use sprinters_core::time::Timestamp;

/// What owns an installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountKind {
    /// An organisation.
    Organization,
    /// A person.
    User,
}

impl AccountKind {
    /// As it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            AccountKind::Organization => "organization",
            AccountKind::User => "user",
        }
    }
}

/// An account. Its number is its identity; its name can be changed, and taken by somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// GitHub's number.
    pub id: i64,
    /// GitHub's name, as last heard.
    pub login: String,
    /// What it is.
    pub kind: AccountKind,
    /// When its last installation went.
    pub removed_at: Option<Timestamp>,
}

impl Store {
    /// An account by its number.
    ///
    /// # Errors
    /// If the database is away, or holds a kind that is none.
    pub async fn account(&self, id: i64) -> Result<Option<Account>, StoreError> {
        let sql = "SELECT login, kind, removed_at FROM accounts WHERE id = $1";
        let row: Option<(String, String, Option<i64>)> =
            on_reader!(self.database(), pool => sqlx::query_as(sql).bind(id).fetch_optional(pool).await)
                .map_err(StoreError::on("read an account"))?;
        let Some((login, kind, removed_at)) = row else { return Ok(None) };
        let kind = match kind.as_str() {
            "organization" => AccountKind::Organization,
            "user" => AccountKind::User,
            other => {
                let problem = format!("kind `{other}` is none");
                return Err(StoreError::Inconsistent { table: "accounts", row: id.to_string(), problem });
            }
        };
        Ok(Some(Account { id, login, kind, removed_at: removed_at.map(moment) }))
    }

    /// Adds an account, or takes over its new name. One that came back is not removed any more.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn put_account(&self, account: &Account, now: Timestamp) -> Result<(), StoreError> {
        let sql = "
            INSERT INTO accounts (id, login, kind, created_at, removed_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (id) DO UPDATE SET login = excluded.login, kind = excluded.kind, removed_at = excluded.removed_at";
        on_writer!(self.database(), pool => {
            let put = sqlx::query(sql).bind(account.id).bind(&account.login).bind(account.kind.as_str()).bind(millis(now));
            put.bind(account.removed_at.map(millis)).execute(pool).await.map(|_| ())
        })
        .map_err(StoreError::on("keep an account"))
    }

    /// Removes an account with everything of it, its keys first: what is left of it anywhere can't be opened any more.
    ///
    /// # Errors
    /// If the database is away. Nothing is removed then.
    pub async fn erase_account(&self, id: i64) -> Result<(), StoreError> {
        const STEPS: [&str; 4] = [
            "DELETE FROM secrets WHERE account_id = $1",
            "DELETE FROM account_keys WHERE account_id = $1",
            "DELETE FROM deliveries WHERE installation_id IN (SELECT id FROM installations WHERE account_id = $1)",
            // Installations, jobs and effects go with it.
            "DELETE FROM accounts WHERE id = $1",
        ];
        in_change!(self, change => {
            on_change!(change, connection => async {
            for step in STEPS {
                sqlx::query(step).bind(id).execute(&mut *connection).await?;
            }
            Ok::<(), sqlx::Error>(())
        }
        .await)
            .map_err(StoreError::on("erase an account"))
        })
    }

    /// Accounts whose last installation went before a moment.
    pub(crate) async fn accounts_removed_before(&self, moment: Timestamp) -> Result<Vec<i64>, StoreError> {
        let sql = "SELECT id FROM accounts WHERE removed_at < $1 ORDER BY removed_at LIMIT 100";
        on_reader!(self.database(), pool => sqlx::query_scalar(sql).bind(millis(moment)).fetch_all(pool).await)
            .map_err(StoreError::on("read accounts"))
    }
}
