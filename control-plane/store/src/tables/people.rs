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

/// A session, as its person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    /// The hash of its cookie, which nobody can sign in with.
    pub token_hash: String,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was last used, to within some minutes.
    pub seen_at: Timestamp,
    /// From where it was begun.
    pub address: String,
    /// Which browser said that it began it.
    pub browser: String,
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

    /// When GitHub last told what a person reaches; the beginning of time if it never did.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn reach_told_at(&self, id: i64) -> Result<Timestamp, StoreError> {
        let sql = "SELECT reach_told_at FROM people WHERE id = $1";
        let told: Option<i64> =
            on_reader!(self.database(), pool => sqlx::query_scalar(sql).bind(id).fetch_optional(pool).await)
                .map_err(StoreError::on("read a person"))?;
        Ok(moment(told.unwrap_or_default()))
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

    /// Notes where a session was begun.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn describe_session(&self, token_hash: &str, address: &str, browser: &str) -> Result<(), StoreError> {
        let sql = "UPDATE sessions SET address = $2, browser = $3 WHERE token_hash = $1";
        on_writer!(self.database(), pool => sqlx::query(sql).bind(token_hash).bind(address).bind(browser).execute(pool).await.map(|_| ()))
            .map_err(StoreError::on("describe a session"))
    }

    /// The sessions of a person that count, last used first.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn sessions_of(
        &self,
        person: i64,
        lifetimes: Lifetimes,
        now: Timestamp,
    ) -> Result<Vec<SessionLine>, StoreError> {
        let sql = "
            SELECT token_hash, created_at, seen_at, address, browser FROM sessions
            WHERE person_id = $1 AND $2 < seen_at AND $3 < created_at ORDER BY seen_at DESC, created_at DESC";
        let rows: Vec<(String, i64, i64, String, String)> = on_reader!(self.database(), pool => {
            let query = sqlx::query_as(sql).bind(person).bind(before(now, lifetimes.idle));
            query.bind(before(now, lifetimes.absolute)).fetch_all(pool).await
        })
        .map_err(StoreError::on("read sessions"))?;
        let line = |(token_hash, created_at, seen_at, address, browser)| SessionLine {
            token_hash,
            created_at: moment(created_at),
            seen_at: moment(seen_at),
            address,
            browser,
        };
        Ok(rows.into_iter().map(line).collect())
    }

    /// Ends one session of a person. False if they have none like that.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn end_session_of(&self, person: i64, token_hash: &str) -> Result<bool, StoreError> {
        let sql = "DELETE FROM sessions WHERE person_id = $1 AND token_hash = $2";
        on_writer!(self.database(), pool => sqlx::query(sql).bind(person).bind(token_hash).execute(pool).await.map(|done| done.rows_affected() == 1))
            .map_err(StoreError::on("end a session"))
    }

    /// Whether anything needs what GitHub gave us for a person: a session that counts, an API token of theirs, which
    /// ends with their rights, or e-mail for an admin, who is asked about before it is sent.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn needs_tokens(&self, person: i64, lifetimes: Lifetimes, now: Timestamp) -> Result<bool, StoreError> {
        let sql = "
            SELECT (SELECT count(*) FROM sessions WHERE person_id = $1 AND $2 < seen_at AND $3 < created_at)
                + (SELECT count(*) FROM api_tokens WHERE person_id = $1 AND revoked_at IS NULL AND $4 < expires_at)
                + (SELECT count(*) FROM memberships JOIN secrets ON secrets.account_id = 0 AND secrets.kind = 'email_address'
                    AND secrets.subject = CAST(memberships.person_id AS TEXT)
                    WHERE memberships.person_id = $1 AND memberships.is_admin = 1)";
        let count: i64 = on_reader!(self.database(), pool => {
            let query = sqlx::query_scalar(sql).bind(person).bind(before(now, lifetimes.idle));
            query.bind(before(now, lifetimes.absolute)).bind(millis(now)).fetch_one(pool).await
        })
        .map_err(StoreError::on("count what needs tokens"))?;
        Ok(0 < count)
    }

    /// People whose tokens at GitHub are kept although nothing needs them: see [`Store::needs_tokens`].
    ///
    /// # Errors
    /// If the database is away.
    pub async fn people_without_need(
        &self,
        lifetimes: Lifetimes,
        now: Timestamp,
        limit: i64,
    ) -> Result<Vec<i64>, StoreError> {
        let sql = "
            SELECT people.id FROM people
            JOIN secrets ON secrets.account_id = 0 AND secrets.kind = 'user_tokens' AND secrets.subject = CAST(people.id AS TEXT)
            WHERE NOT EXISTS (SELECT 1 FROM sessions WHERE person_id = people.id AND $1 < seen_at AND $2 < sessions.created_at)
                AND NOT EXISTS (SELECT 1 FROM api_tokens WHERE person_id = people.id AND revoked_at IS NULL AND $3 < expires_at)
                AND NOT EXISTS (SELECT 1 FROM memberships JOIN secrets AS address ON address.account_id = 0
                    AND address.kind = 'email_address' AND address.subject = CAST(memberships.person_id AS TEXT)
                    WHERE memberships.person_id = people.id AND memberships.is_admin = 1)
            ORDER BY people.id LIMIT $4";
        on_reader!(self.database(), pool => {
            let query = sqlx::query_scalar(sql).bind(before(now, lifetimes.idle)).bind(before(now, lifetimes.absolute));
            query.bind(millis(now)).bind(limit).fetch_all(pool).await
        })
        .map_err(StoreError::on("read people"))
    }

    /// Forgets people whom no account names any more, or whose authorization ended, and who are not signed in: their
    /// row, and what was sealed of them. Whoever signed in after `since` is left alone: GitHub may not have told yet
    /// what they reach.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn forget_people(&self, since: Timestamp, limit: i64) -> Result<u64, StoreError> {
        let whom = "
            SELECT id FROM people
            WHERE reach_told_at < $1 AND created_at < $1
                AND (reach_told_at = 0 OR NOT EXISTS (SELECT 1 FROM memberships WHERE person_id = people.id))
                AND NOT EXISTS (SELECT 1 FROM sessions WHERE person_id = people.id)
            ORDER BY id LIMIT $2";
        in_change!(self, change => {
            on_change!(change, connection => async {
                let gone: Vec<i64> =
                    sqlx::query_scalar(whom).bind(millis(since)).bind(limit).fetch_all(&mut *connection).await?;
                for person in &gone {
                    let secrets = "DELETE FROM secrets WHERE account_id = 0 AND kind IN ('user_tokens', 'email_address') AND subject = $1";
                    sqlx::query(secrets).bind(person.to_string()).execute(&mut *connection).await?;
                    sqlx::query("DELETE FROM people WHERE id = $1").bind(person).execute(&mut *connection).await?;
                }
                Ok::<u64, sqlx::Error>(gone.len() as u64)
            }
            .await)
                .map_err(StoreError::on("forget people"))
        })
    }

    /// Ends every session and every API token there is. Says how many of both.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn revoke_everything(&self, now: Timestamp) -> Result<(u64, u64), StoreError> {
        in_change!(self, change => {
            on_change!(change, connection => async {
                let sessions = sqlx::query("DELETE FROM sessions").execute(&mut *connection).await?.rows_affected();
                let tokens = sqlx::query("UPDATE api_tokens SET revoked_at = $1 WHERE revoked_at IS NULL");
                let tokens = tokens.bind(millis(now)).execute(&mut *connection).await?.rows_affected();
                Ok::<(u64, u64), sqlx::Error>((sessions, tokens))
            }
            .await)
                .map_err(StoreError::on("revoke everything"))
        })
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
