//! Table `api_tokens`: what programs sign in with. Of one account, made by one of its admins, with a scope and an end.
//! Only the hash is kept.

use super::deliveries::{millis, moment};
use crate::engine::database::{on_reader, on_writer};
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use sprinters_core::time::Timestamp;

/// What a token may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenScope {
    /// Read everything of the account.
    Read,
    /// Also cancel jobs and run them again.
    Write,
}

impl TokenScope {
    /// As it is stored and shown.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            TokenScope::Read => "read",
            TokenScope::Write => "write",
        }
    }
}

/// A token, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// Our number.
    pub id: i64,
    /// What its maker called it.
    pub name: String,
    /// What it may do.
    pub scope: TokenScope,
    /// Who made it.
    pub made_by: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was last used, to the hour.
    pub used_at: Option<Timestamp>,
}

/// A new token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewApiToken<'a> {
    /// Of which account.
    pub account: i64,
    /// Who makes it.
    pub person: i64,
    /// What they call it.
    pub name: &'a str,
    /// Hash of the token.
    pub token_hash: &'a str,
    /// What it may do.
    pub scope: TokenScope,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// What a token that was presented stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenUse {
    /// Its number.
    pub id: i64,
    /// Of which account.
    pub account: i64,
    /// Who made it.
    pub person: i64,
    /// What it may do.
    pub scope: TokenScope,
    /// When GitHub last told what its maker reaches.
    pub reach_told_at: Timestamp,
}

/// Most tokens of an account that work at a time.
const MAX_TOKENS: i64 = 50;

/// A use is noted at most so often, in milliseconds: a write for each request would be one too many.
const NOTE_USE_MILLIS: i64 = 60 * 60 * 1_000;

fn scope(text: &str) -> TokenScope {
    // The table holds these two alone.
    if text == TokenScope::Write.as_str() { TokenScope::Write } else { TokenScope::Read }
}

/// A row as the list of tokens reads it.
type Row = (i64, String, String, String, i64, i64, Option<i64>);

impl Store {
    /// Keeps a new token. False if the account has as many as it may.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn put_api_token(&self, token: NewApiToken<'_>, now: Timestamp) -> Result<bool, StoreError> {
        let sql = "
            INSERT INTO api_tokens (account_id, person_id, name, token_hash, scope, created_at, expires_at)
            SELECT $1, $2, $3, $4, $5, $6, $7
            WHERE (SELECT count(*) FROM api_tokens WHERE account_id = $1 AND revoked_at IS NULL AND $6 < expires_at) < $8";
        on_writer!(self.database(), pool => {
            let put = sqlx::query(sql).bind(token.account).bind(token.person).bind(token.name).bind(token.token_hash);
            let put = put.bind(token.scope.as_str()).bind(millis(now)).bind(millis(token.expires_at)).bind(MAX_TOKENS);
            put.execute(pool).await.map(|done| done.rows_affected() == 1)
        })
        .map_err(StoreError::on("keep an API token"))
    }

    /// The tokens of an account that work, newest first.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn api_tokens(&self, account: i64, now: Timestamp) -> Result<Vec<ApiToken>, StoreError> {
        let sql = "
            SELECT api_tokens.id, name, scope, people.login, api_tokens.created_at, expires_at, used_at
            FROM api_tokens JOIN people ON people.id = api_tokens.person_id
            WHERE account_id = $1 AND revoked_at IS NULL AND $2 < expires_at ORDER BY api_tokens.id DESC";
        let rows: Vec<Row> =
            on_reader!(self.database(), pool => sqlx::query_as(sql).bind(account).bind(millis(now)).fetch_all(pool).await)
                .map_err(StoreError::on("read API tokens"))?;
        let token = |(id, name, text, made_by, created_at, expires_at, used_at): Row| ApiToken {
            id,
            name,
            scope: scope(&text),
            made_by,
            created_at: moment(created_at),
            expires_at: moment(expires_at),
            used_at: used_at.map(moment),
        };
        Ok(rows.into_iter().map(token).collect())
    }

    /// What a token stands for, if it works: neither revoked nor expired, of an account that is not removed.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn use_api_token(&self, token_hash: &str, now: Timestamp) -> Result<Option<TokenUse>, StoreError> {
        let sql = "
            SELECT api_tokens.id, api_tokens.account_id, api_tokens.person_id, scope, people.reach_told_at, COALESCE(used_at, 0)
            FROM api_tokens
            JOIN people ON people.id = api_tokens.person_id
            JOIN accounts ON accounts.id = api_tokens.account_id
            WHERE token_hash = $1 AND revoked_at IS NULL AND $2 < expires_at AND accounts.removed_at IS NULL";
        let row: Option<(i64, i64, i64, String, i64, i64)> = on_reader!(self.database(), pool => {
            sqlx::query_as(sql).bind(token_hash).bind(millis(now)).fetch_optional(pool).await
        })
        .map_err(StoreError::on("read an API token"))?;
        let Some((id, account, person, text, reach_told_at, used_at)) = row else { return Ok(None) };
        if used_at + NOTE_USE_MILLIS < millis(now) {
            let sql = "UPDATE api_tokens SET used_at = $2 WHERE id = $1";
            on_writer!(self.database(), pool => sqlx::query(sql).bind(id).bind(millis(now)).execute(pool).await.map(|_| ()))
                .map_err(StoreError::on("note the use of an API token"))?;
        }
        Ok(Some(TokenUse { id, account, person, scope: scope(&text), reach_told_at: moment(reach_told_at) }))
    }

    /// Revokes a token of an account. False if it has no such token.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn revoke_api_token(&self, account: i64, id: i64, now: Timestamp) -> Result<bool, StoreError> {
        let sql = "UPDATE api_tokens SET revoked_at = $3 WHERE account_id = $1 AND id = $2 AND revoked_at IS NULL";
        on_writer!(self.database(), pool => {
            sqlx::query(sql).bind(account).bind(id).bind(millis(now)).execute(pool).await.map(|done| done.rows_affected() == 1)
        })
        .map_err(StoreError::on("revoke an API token"))
    }
}
