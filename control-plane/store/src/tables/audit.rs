//! Tables `audit_log` and `audit_heads`: who did what, from where; and each AWS session that we opened, and why. Lines
//! are only added, and stay when their account goes. Each carries the hash of itself and of the line before it, and the
//! newest hash of an account stands apart: a line that is changed, taken out or cut off at the end is found.

use super::deliveries::{millis, moment};
use super::visible_to::VisibleTo;
use crate::engine::change::{array, on_change};
use crate::engine::database::{on_reader, on_writer};
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use crate::in_change;
use sha2::{Digest as _, Sha256};
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
    /// Its hash; none of lines that an older version wrote.
    pub hash: Option<String>,
}

type Row = (i64, i64, Option<i64>, String, String, String, String, String, Option<String>);

/// A line as it is chained: all of it, and its two hashes.
type Chained = (i64, i64, Option<i64>, String, String, String, String, String, Option<String>, Option<String>);

/// What came of looking through the chain of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditChain {
    /// GitHub's number of the account.
    pub account: i64,
    /// Lines whose hashes are right.
    pub lines: u64,
    /// Lines without a hash: of an older version.
    pub without: u64,
    /// The first line that does not fit: changed, or the one before it is gone.
    pub broken: Option<i64>,
    /// Whether the newest line is the one that was added last.
    pub ends_right: bool,
    /// The newest hash: noted elsewhere, it shows later that nobody made the whole chain anew.
    pub head: String,
}

impl AuditChain {
    /// Whether nothing is wrong with it.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.broken.is_none() && self.ends_right
    }
}

/// Lines that are looked through at once.
const AT_ONCE: i64 = 1_000;

/// The hash of a line with the one before it.
fn chain(previous: &str, account: i64, at: i64, entry: &AuditEntry<'_>) -> Result<String, sqlx::Error> {
    let AuditEntry { person, actor, action, subject, detail, address, account: _ } = entry;
    let text = array(&(previous, account, at, person, actor, action, subject, detail, address))?;
    Ok(Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect())
}

impl Store {
    /// Adds a line.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn audit(&self, entry: &AuditEntry<'_>, now: Timestamp) -> Result<(), StoreError> {
        let at = millis(now);
        // One after the other of an account: whoever adds a line holds the head until it is kept.
        let begin = "INSERT INTO audit_heads (account_id, hash) VALUES ($1, '') ON CONFLICT (account_id) DO NOTHING";
        let sql = "
            INSERT INTO audit_log (account_id, at, person_id, actor, action, subject, detail, address, previous, hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        in_change!(self, change => {
            let head = if change.is_sqlite() {
                "SELECT hash FROM audit_heads WHERE account_id = $1"
            } else {
                "SELECT hash FROM audit_heads WHERE account_id = $1 FOR UPDATE"
            };
            on_change!(change, connection => async {
                sqlx::query(begin).bind(entry.account).execute(&mut *connection).await?;
                let previous: String = sqlx::query_scalar(head).bind(entry.account).fetch_one(&mut *connection).await?;
                let hash = chain(&previous, entry.account, at, entry)?;
                let put = sqlx::query(sql).bind(entry.account).bind(at).bind(entry.person).bind(entry.actor).bind(entry.action);
                let put = put.bind(entry.subject).bind(entry.detail).bind(entry.address).bind(&previous).bind(&hash);
                put.execute(&mut *connection).await?;
                let end = sqlx::query("UPDATE audit_heads SET hash = $2 WHERE account_id = $1");
                end.bind(entry.account).bind(&hash).execute(&mut *connection).await?;
                Ok::<(), sqlx::Error>(())
            }
            .await)
                .map_err(StoreError::on("keep a line of the audit log"))
        })
    }

    /// Looks through the chains of all accounts, of those that are gone as well.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn verify_audit(&self) -> Result<Vec<AuditChain>, StoreError> {
        let sql = "
            SELECT account_id, COALESCE((SELECT hash FROM audit_heads WHERE audit_heads.account_id = accounts.account_id), '')
            FROM (SELECT account_id FROM audit_log UNION SELECT account_id FROM audit_heads) AS accounts ORDER BY account_id";
        let accounts: Vec<(i64, String)> =
            on_reader!(self.database(), pool => sqlx::query_as(sql).fetch_all(pool).await)
                .map_err(StoreError::on("read the audit log"))?;
        let mut chains = Vec::with_capacity(accounts.len());
        for (account, head) in accounts {
            chains.push(self.verify_chain(account, head).await?);
        }
        Ok(chains)
    }

    async fn verify_chain(&self, account: i64, head: String) -> Result<AuditChain, StoreError> {
        let sql = "
            SELECT id, at, person_id, actor, action, subject, detail, address, previous, hash FROM audit_log
            WHERE account_id = $1 AND $2 < id ORDER BY id LIMIT $3";
        let mut found = AuditChain { account, lines: 0, without: 0, broken: None, ends_right: false, head };
        let (mut after, mut last): (i64, Option<String>) = (0, None);
        loop {
            let rows: Vec<Chained> = on_reader!(self.database(), pool => {
                sqlx::query_as(sql).bind(account).bind(after).bind(AT_ONCE).fetch_all(pool).await
            })
            .map_err(StoreError::on("read the audit log"))?;
            let Some((id, ..)) = rows.last() else { break };
            after = *id;
            for (id, at, person, actor, action, subject, detail, address, previous, hash) in rows {
                let (Some(previous), Some(hash)) = (previous, hash) else {
                    found.without += 1;
                    continue;
                };
                let entry = AuditEntry {
                    account,
                    person,
                    actor: &actor,
                    action: &action,
                    subject: &subject,
                    detail: &detail,
                    address: &address,
                };
                let right = chain(&previous, account, at, &entry).map_err(StoreError::on("read the audit log"))?;
                // What is older than the log is kept is gone; the oldest line that is there begins the chain.
                let follows = last.as_ref().is_none_or(|last| *last == previous);
                if right == hash && follows {
                    found.lines += 1;
                } else if found.broken.is_none() {
                    found.broken = Some(id);
                }
                last = Some(hash);
            }
        }
        // An account whose lines are all too old to be kept ends right, too.
        found.ends_right = last.is_none_or(|last| last == found.head);
        Ok(found)
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
            SELECT id, at, person_id, actor, action, subject, detail, address, hash FROM audit_log
            WHERE account_id = $1 AND $2 = 0 AND id < $3 ORDER BY id DESC LIMIT $4";
        let rows: Vec<Row> = on_reader!(self.database(), pool => {
            let query = sqlx::query_as(sql).bind(visible_to.account()).bind(visible_to.person());
            query.bind(before.unwrap_or(i64::MAX)).bind(limit).fetch_all(pool).await
        })
        .map_err(StoreError::on("read the audit log"))?;
        let line = |(id, at, person, actor, action, subject, detail, address, hash): Row| AuditLine {
            id,
            at: moment(at),
            actor,
            is_person: person.is_some(),
            action,
            subject,
            detail,
            address,
            hash,
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
