//! Tables `notification_choices` and `mail_outbox`: who wants which e-mail, and what is to be sent.

use super::deliveries::{millis, moment};
use crate::engine::database::{Database, on_reader, on_writer};
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use sprinters_core::time::Timestamp;
use std::time::Duration;

/// An e-mail to be sent. `once` says what about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMail<'a> {
    /// What it tells whom: the same is told once.
    pub once: &'a str,
    /// About which account.
    pub account: i64,
    /// To whom.
    pub person: i64,
    /// Of which kind.
    pub kind: &'a str,
    /// Subject.
    pub subject: &'a str,
    /// As text.
    pub text: &'a str,
    /// As HTML.
    pub html: &'a str,
}

/// An e-mail that the caller is to send now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueMail {
    /// Its row.
    pub id: i64,
    /// The lease, to be named when done.
    pub lease: i64,
    /// About which account.
    pub account: i64,
    /// To whom.
    pub person: i64,
    /// Of which kind.
    pub kind: String,
    /// Subject.
    pub subject: String,
    /// As text.
    pub text: String,
    /// As HTML.
    pub html: String,
    /// How often it was tried before.
    pub attempts: i64,
}

const DUE: &str =
    "SELECT EXISTS (SELECT 1 FROM mail_outbox WHERE done_at IS NULL AND due_at <= $1 AND leased_until <= $1)";

const LEASE_SQLITE: &str = "
    UPDATE mail_outbox SET lease = $4, leased_until = $1, attempts = attempts + 1
    WHERE id IN (SELECT id FROM mail_outbox WHERE done_at IS NULL AND due_at <= $2 AND leased_until <= $2 ORDER BY due_at, id LIMIT $3)
    RETURNING id, account_id, person_id, kind, subject, text_body, html_body, attempts - 1";
const LEASE_POSTGRES: &str = "
    UPDATE mail_outbox SET lease = $4, leased_until = $1, attempts = attempts + 1
    WHERE id IN (SELECT id FROM mail_outbox WHERE done_at IS NULL AND due_at <= $2 AND leased_until <= $2 ORDER BY due_at, id LIMIT $3
        FOR UPDATE SKIP LOCKED)
    RETURNING id, account_id, person_id, kind, subject, text_body, html_body, attempts - 1";

type Row = (i64, i64, i64, String, String, String, String, i64);

impl Store {
    /// To whom mail is due.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn mail_recipients(&self, now: Timestamp, limit: i64) -> Result<Vec<i64>, StoreError> {
        let sql = "SELECT DISTINCT person_id FROM mail_outbox WHERE done_at IS NULL AND due_at <= $1 LIMIT $2";
        on_reader!(self.database(), pool => sqlx::query_scalar(sql).bind(millis(now)).bind(limit).fetch_all(pool).await)
            .map_err(StoreError::on("read to whom mail is due"))
    }

    /// When GitHub last told what an admin of an account reaches; nothing if they are none.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn admin_told_at(&self, person: i64, account: i64) -> Result<Option<Timestamp>, StoreError> {
        let sql = "
            SELECT people.reach_told_at FROM memberships JOIN people ON people.id = memberships.person_id
            WHERE memberships.person_id = $1 AND memberships.account_id = $2 AND memberships.is_admin = 1";
        let told: Option<i64> = on_reader!(self.database(), pool => {
            sqlx::query_scalar(sql).bind(person).bind(account).fetch_optional(pool).await
        })
        .map_err(StoreError::on("read an admin"))?;
        Ok(told.map(moment))
    }

    /// What a person chose for an account, by kind.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn notification_choices(&self, person: i64, account: i64) -> Result<Vec<(String, bool)>, StoreError> {
        let sql = "SELECT kind, wanted FROM notification_choices WHERE person_id = $1 AND account_id = $2";
        let rows: Vec<(String, i64)> =
            on_reader!(self.database(), pool => sqlx::query_as(sql).bind(person).bind(account).fetch_all(pool).await)
                .map_err(StoreError::on("read what a person wants to be told"))?;
        Ok(rows.into_iter().map(|(kind, wanted)| (kind, wanted == 1)).collect())
    }

    /// Keeps a choice. That of somebody who is gone is not kept.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn choose_notification(
        &self,
        person: i64,
        account: i64,
        kind: &str,
        wanted: bool,
    ) -> Result<(), StoreError> {
        let sql = "
            INSERT INTO notification_choices (person_id, account_id, kind, wanted)
            SELECT people.id, accounts.id, $3, $4 FROM people, accounts WHERE people.id = $1 AND accounts.id = $2
            ON CONFLICT (person_id, account_id, kind) DO UPDATE SET wanted = excluded.wanted";
        on_writer!(self.database(), pool => {
            sqlx::query(sql).bind(person).bind(account).bind(kind).bind(i64::from(wanted)).execute(pool).await.map(|_| ())
        })
        .map_err(StoreError::on("keep what a person wants to be told"))
    }

    /// Puts a mail into the outbox. False if the same was told before.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn put_mail(&self, mail: &NewMail<'_>, now: Timestamp) -> Result<bool, StoreError> {
        let sql = "
            INSERT INTO mail_outbox (once, account_id, person_id, kind, subject, text_body, html_body, due_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (once) DO NOTHING";
        on_writer!(self.database(), pool => {
            let put = sqlx::query(sql).bind(mail.once).bind(mail.account).bind(mail.person).bind(mail.kind).bind(mail.subject);
            put.bind(mail.text).bind(mail.html).bind(millis(now)).execute(pool).await.map(|done| done.rows_affected() == 1)
        })
        .map_err(StoreError::on("keep an e-mail"))
    }

    /// Leases mails that are due. `lease` is a number that nobody else uses, drawn at random.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn lease_mail(
        &self,
        lease: i64,
        now: Timestamp,
        time: Duration,
        limit: i64,
    ) -> Result<Vec<DueMail>, StoreError> {
        if !self.something_due(DUE, now).await? {
            return Ok(Vec::new());
        }
        let sql = match self.database() {
            Database::Sqlite { .. } => LEASE_SQLITE,
            Database::Postgres(_) => LEASE_POSTGRES,
        };
        let rows: Vec<Row> = on_writer!(self.database(), pool => {
            sqlx::query_as(sql).bind(millis(now.after(time))).bind(millis(now)).bind(limit).bind(lease).fetch_all(pool).await
        })
        .map_err(StoreError::on("lease e-mail"))?;
        let mail = |(id, account, person, kind, subject, text, html, attempts): Row| DueMail {
            id,
            lease,
            account,
            person,
            kind,
            subject,
            text,
            html,
            attempts,
        };
        Ok(rows.into_iter().map(mail).collect())
    }

    /// Notes how a leased mail ended, and forgets its text.
    ///
    /// # Errors
    /// If the lease was lost, or the database is away.
    pub async fn finish_mail(&self, mail: &DueMail, outcome: &str, now: Timestamp) -> Result<(), StoreError> {
        let sql = "
            UPDATE mail_outbox SET done_at = $2, outcome = $3, lease = NULL, text_body = '', html_body = ''
            WHERE id = $1 AND lease = $4 AND done_at IS NULL";
        let rows = on_writer!(self.database(), pool => {
            let finish = sqlx::query(sql).bind(mail.id).bind(millis(now)).bind(outcome).bind(mail.lease);
            finish.execute(pool).await.map(|done| done.rows_affected())
        })
        .map_err(StoreError::on("finish an e-mail"))?;
        if rows == 1 { Ok(()) } else { Err(StoreError::LeaseLost { table: "mail_outbox", id: mail.id }) }
    }

    /// Gives a leased mail back, to be tried at that moment.
    ///
    /// # Errors
    /// If the lease was lost, or the database is away.
    pub async fn return_mail(&self, mail: &DueMail, due_at: Timestamp) -> Result<(), StoreError> {
        let sql = "
            UPDATE mail_outbox SET due_at = $2, lease = NULL, leased_until = 0
            WHERE id = $1 AND lease = $3 AND done_at IS NULL";
        let rows = on_writer!(self.database(), pool => {
            let give = sqlx::query(sql).bind(mail.id).bind(millis(due_at)).bind(mail.lease);
            give.execute(pool).await.map(|done| done.rows_affected())
        })
        .map_err(StoreError::on("return an e-mail"))?;
        if rows == 1 { Ok(()) } else { Err(StoreError::LeaseLost { table: "mail_outbox", id: mail.id }) }
    }

    /// Forgets mails that ended before a moment: then the same may be told again.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn forget_mail(&self, before: Timestamp, limit: i64) -> Result<u64, StoreError> {
        let sql = "DELETE FROM mail_outbox WHERE id IN (SELECT id FROM mail_outbox WHERE done_at < $1 LIMIT $2)";
        on_writer!(self.database(), pool => {
            sqlx::query(sql).bind(millis(before)).bind(limit).execute(pool).await.map(|done| done.rows_affected())
        })
        .map_err(StoreError::on("forget e-mail"))
    }
}
