//! Table `audit_log`: who did what, from where; and each AWS session that we opened, and why. Rows are only added.

use super::deliveries::{millis, moment};
use super::visible_to::VisibleTo;
use crate::engine::database::{on_reader, on_writer};
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use sprinters_core::time::Timestamp;

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry<'a> {
    /// In which account.
    pub account: i64,
    /// The person; none for the control plane itself.
    pub person: Option<i64>,
    /// Their name, or the name of a token, or `control plane`.
    pub actor: &'a str,
    /// What was done, a stable word: `job.cancel`, `aws.session`.
    pub action: &'a str,
    /// To what: a job, a connection.
    pub subject: &'a str,
    /// More for people, such as why. Never a secret.
    pub detail: &'a str,
    /// From which network address; empty for the control plane itself.
    pub address: &'a str,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// Its number: larger is later.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// Whether that is a person.
    pub is_person: bool,
    /// What.
    pub action: String,
    /// To what.
    pub subject: String,
    /// More.
    pub detail: String,
    /// From where.
    pub address: String,
}

type Row = (i64, i64, Option<i64>, String, String, String, String, String);

impl Store {
    /// Adds a line.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn audit(&self, entry: &AuditEntry<'_>, now: Timestamp) -> Result<(), StoreError> {
        let sql = "
            INSERT INTO audit_log (account_id, at, person_id, actor, action, subject, detail, address)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        on_writer!(self.database(), pool => {
            let put = sqlx::query(sql).bind(entry.account).bind(millis(now)).bind(entry.person).bind(entry.actor).bind(entry.action);
            put.bind(entry.subject).bind(entry.detail).bind(entry.address).execute(pool).await.map(|_| ())
        })
        .map_err(StoreError::on("keep a line of the audit log"))
    }

    /// Lines of an account before a number, newest first. Empty unless the whole account is in sight.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn audit_lines(
        &self,
        visible_to: VisibleTo,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<AuditLine>, StoreError> {
        let sql = "
            SELECT id, at, person_id, actor, action, subject, detail, address FROM audit_log
            WHERE account_id = $1 AND $2 = 0 AND id < $3 ORDER BY id DESC LIMIT $4";
        let rows: Vec<Row> = on_reader!(self.database(), pool => {
            let query = sqlx::query_as(sql).bind(visible_to.account()).bind(visible_to.person());
            query.bind(before.unwrap_or(i64::MAX)).bind(limit).fetch_all(pool).await
        })
        .map_err(StoreError::on("read the audit log"))?;
        let line = |(id, at, person, actor, action, subject, detail, address): Row| AuditLine {
            id,
            at: moment(at),
            actor,
            is_person: person.is_some(),
            action,
            subject,
            detail,
            address,
        };
        Ok(rows.into_iter().map(line).collect())
    }

    /// Forgets lines older than a moment, at most `limit` of them.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn forget_audit(&self, before: Timestamp, limit: i64) -> Result<u64, StoreError> {
        let sql = "DELETE FROM audit_log WHERE id IN (SELECT id FROM audit_log WHERE at < $1 LIMIT $2)";
        on_writer!(self.database(), pool => {
            sqlx::query(sql).bind(millis(before)).bind(limit).execute(pool).await.map(|done| done.rows_affected())
        })
        .map_err(StoreError::on("forget lines of the audit log"))
    }
}
