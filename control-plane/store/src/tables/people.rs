//! Tables `people` and `sessions`: who signed in, and with which browsers.

use super::deliveries::{millis, moment};
use crate::engine::change::{Change, on_change};
use crate::engine::database::{on_reader, on_writer};
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use crate::in_change;
use sprinters_core::time::Timestamp;
use std::time::Duration;

/// A person, as GitHub names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// GitHub's number.
    pub id: i64,
    /// GitHub's name, as last heard.
    pub login: String,
}

/// A session that is neither idle for too long nor too old.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveSession {
    /// Whose.
    pub person: Person,
    /// When GitHub last told what they reach.
    pub reach_told_at: Timestamp,
    /// When it was last used, to within some minutes.
    pub seen_at: Timestamp,
}

/// How long sessions live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetimes {
    /// Without being used.
    pub idle: Duration,
    /// At all.
    pub absolute: Duration,
}

/// Most sessions of one person; the least used go first.
const MAX_SESSIONS: i64 = 20;

impl Change {
    /// Ends every session of a person who took their authorization back. What they reach counts as told long ago, so
    /// that API tokens that they made are asked about at GitHub before their next use.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn end_authorization(&mut self, person: i64) -> Result<(), StoreError> {
        for sql in ["DELETE FROM sessions WHERE person_id = $1", "UPDATE people SET reach_told_at = 0 WHERE id = $1"] {
            on_change!(self, connection => sqlx::query(sql).bind(person).execute(connection).await.map(|_| ()))
                .map_err(StoreError::on("end an authorization"))?;
        }
        Ok(())
    }
}

impl Store {
    /// Adds a person, or takes over their new name.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn put_person(&self, person: &Person, now: Timestamp) -> Result<(), StoreError> {
        let sql = "INSERT INTO people (id, login, created_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET login = excluded.login";
        on_writer!(self.database(), pool => sqlx::query(sql).bind(person.id).bind(&person.login).bind(millis(now)).execute(pool).await.map(|_| ()))
            .map_err(StoreError::on("keep a person"))
    }

    /// A person by their number.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn person(&self, id: i64) -> Result<Option<Person>, StoreError> {
        let sql = "SELECT id, login FROM people WHERE id = $1";
        let row: Option<(i64, String)> =
            on_reader!(self.database(), pool => sqlx::query_as(sql).bind(id).fetch_optional(pool).await)
                .map_err(StoreError::on("read a person"))?;
        Ok(row.map(|(id, login)| Person { id, login }))
    }

    /// Begins a session under the hash of its cookie, and ends the person's least used ones beyond the limit.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn begin_session(&self, token_hash: &str, person: i64, now: Timestamp) -> Result<(), StoreError> {
        let trim = "
            DELETE FROM sessions WHERE person_id = $1 AND token_hash NOT IN (
                SELECT token_hash FROM sessions WHERE person_id = $1 ORDER BY seen_at DESC LIMIT $2
            )";
        let sql = "INSERT INTO sessions (token_hash, person_id, created_at, seen_at) VALUES ($1, $2, $3, $3)";
        in_change!(self, change => {
            on_change!(change, connection => async {
            sqlx::query(sql).bind(token_hash).bind(person).bind(millis(now)).execute(&mut *connection).await?;
            sqlx::query(trim).bind(person).bind(MAX_SESSIONS).execute(&mut *connection).await?;
            Ok::<(), sqlx::Error>(())
        }
        .await)
            .map_err(StoreError::on("begin a session"))
        })
    }

    /// The session of a cookie's hash, if it still counts.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn session(
        &self,
        token_hash: &str,
        lifetimes: Lifetimes,
        now: Timestamp,
    ) -> Result<Option<LiveSession>, StoreError> {
        let sql = "
            SELECT people.id, people.login, people.reach_told_at, sessions.seen_at
            FROM sessions JOIN people ON people.id = sessions.person_id
            WHERE sessions.token_hash = $1 AND $2 < sessions.seen_at AND $3 < sessions.created_at";
        let row: Option<(i64, String, i64, i64)> = on_reader!(self.database(), pool => {
            let query = sqlx::query_as(sql).bind(token_hash).bind(before(now, lifetimes.idle)).bind(before(now, lifetimes.absolute));
            query.fetch_optional(pool).await
        })
        .map_err(StoreError::on("read a session"))?;
        Ok(row.map(|(id, login, reach_told_at, seen_at)| LiveSession {
            person: Person { id, login },
            reach_told_at: moment(reach_told_at),
            seen_at: moment(seen_at),
        }))
    }

    /// Notes that a session is used.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn touch_session(&self, token_hash: &str, now: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE sessions SET seen_at = $2 WHERE token_hash = $1 AND seen_at < $2";
        on_writer!(self.database(), pool => sqlx::query(sql).bind(token_hash).bind(millis(now)).execute(pool).await.map(|_| ()))
            .map_err(StoreError::on("touch a session"))
    }

    /// Ends one session.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn end_session(&self, token_hash: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM sessions WHERE token_hash = $1";
        on_writer!(self.database(), pool => sqlx::query(sql).bind(token_hash).execute(pool).await.map(|_| ()))
            .map_err(StoreError::on("end a session"))
    }

    /// Ends every session of a person: on their wish, or because they revoked our authorisation at GitHub.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn end_sessions(&self, person: i64) -> Result<u64, StoreError> {
        let sql = "DELETE FROM sessions WHERE person_id = $1";
        on_writer!(self.database(), pool => sqlx::query(sql).bind(person).execute(pool).await.map(|done| done.rows_affected()))
            .map_err(StoreError::on("end sessions"))
    }

    /// Removes sessions that do not count any more.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn forget_sessions(&self, lifetimes: Lifetimes, now: Timestamp) -> Result<u64, StoreError> {
        let sql = "DELETE FROM sessions WHERE seen_at <= $1 OR created_at <= $2";
        on_writer!(self.database(), pool => {
            let query = sqlx::query(sql).bind(before(now, lifetimes.idle)).bind(before(now, lifetimes.absolute));
            query.execute(pool).await.map(|done| done.rows_affected())
        })
        .map_err(StoreError::on("remove old sessions"))
    }
}

fn before(now: Timestamp, time: Duration) -> i64 {
    millis(Timestamp::from_millis(now.as_millis().saturating_sub(u64::try_from(time.as_millis()).unwrap_or(u64::MAX))))
}
