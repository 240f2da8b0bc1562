//! Table `account_settings`: what an account chose.

use super::deliveries::millis;
use crate::engine::change::{Change, on_change};
use crate::engine::database::on_reader;
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use sprinters_core::job::Wait;
use sprinters_core::policy::Policy;
use sprinters_core::time::Timestamp;
use std::time::Duration;

/// Where an account's runners are registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunnersAt {
    /// At the repository of each job.
    #[default]
    Repository,
    /// At the organisation.
    Organization,
}

impl RunnersAt {
    /// As it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            RunnersAt::Repository => "repository",
            RunnersAt::Organization => "organization",
        }
    }
}

/// What an account chose; the default where it chose nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccountSettings {
    /// What may be launched.
    pub policy: Policy,
    /// Where runners are registered.
    pub runners_at: RunnersAt,
    /// Hours that a job waits for AWS before its run is cancelled; none is the default.
    pub patience_hours: Option<u32>,
}

impl AccountSettings {
    /// How long a job waits for AWS before its run is cancelled.
    #[must_use]
    pub fn patience(&self) -> Duration {
        patience(self.patience_hours.map(|hours| i64::from(hours) * 60))
    }
}

/// What a row means. Whatever stands there, we say a reason before GitHub ends the job without one.
pub(crate) fn patience(minutes: Option<i64>) -> Duration {
    let minutes = minutes.and_then(|minutes| u64::try_from(minutes).ok());
    minutes
        .map_or(Wait::PATIENCE, |minutes| Duration::from_secs(minutes.saturating_mul(60)))
        .min(Wait::LONGEST_PATIENCE)
}

impl Store {
    /// What an account chose.
    ///
    /// # Errors
    /// If the database is away, or holds a policy that no version wrote. Nothing is launched then.
    pub async fn account_settings(&self, account_id: i64) -> Result<AccountSettings, StoreError> {
        let sql = "SELECT policy, runners_at, patience_minutes FROM account_settings WHERE account_id = $1";
        let row: Option<(String, String, Option<i64>)> =
            on_reader!(self.database(), pool => sqlx::query_as(sql).bind(account_id).fetch_optional(pool).await)
                .map_err(StoreError::on("read an account's settings"))?;
        let Some((policy, runners_at, patience_minutes)) = row else { return Ok(AccountSettings::default()) };
        let policy = serde_json::from_str(&policy).map_err(|error| StoreError::Inconsistent {
            table: "account_settings",
            row: account_id.to_string(),
            problem: error.to_string(),
        })?;
        let runners_at = if runners_at == RunnersAt::Organization.as_str() {
            RunnersAt::Organization
        } else {
            RunnersAt::Repository
        };
        let patience_hours = patience_minutes.and_then(|minutes| u32::try_from(minutes / 60).ok());
        Ok(AccountSettings { policy, runners_at, patience_hours })
    }

    /// Every account that has a budget, with it: in millionths of a US dollar a month. One with a policy that can't be
    /// read is left out; nothing is launched for it.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn budgets(&self) -> Result<Vec<(i64, u64)>, StoreError> {
        let sql = "
            SELECT account_settings.account_id, account_settings.policy FROM account_settings
            JOIN accounts ON accounts.id = account_settings.account_id WHERE accounts.removed_at IS NULL";
        let rows: Vec<(i64, String)> = on_reader!(self.database(), pool => sqlx::query_as(sql).fetch_all(pool).await)
            .map_err(StoreError::on("read budgets"))?;
        let budget = |(account, policy): (i64, String)| {
            let policy: Policy = serde_json::from_str(&policy).ok()?;
            Some((account, policy.monthly_budget_micro_usd?))
        };
        Ok(rows.into_iter().filter_map(budget).collect())
    }
}

impl Change {
    /// How long an account waits for AWS.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn patience_of(&mut self, account_id: i64) -> Result<Duration, StoreError> {
        let sql = "SELECT patience_minutes FROM account_settings WHERE account_id = $1";
        let row: Option<Option<i64>> = on_change!(self, connection => {
            sqlx::query_scalar(sql).bind(account_id).fetch_optional(connection).await
        })
        .map_err(StoreError::on("read an account's patience"))?;
        Ok(patience(row.flatten()))
    }

    /// Keeps what an account chose.
    ///
    /// # Errors
    /// If the account is not there, or the database is away.
    pub async fn put_account_settings(
        &mut self,
        account_id: i64,
        settings: &AccountSettings,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "
            INSERT INTO account_settings (account_id, policy, runners_at, changed_at, patience_minutes) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (account_id) DO UPDATE SET policy = excluded.policy, runners_at = excluded.runners_at, changed_at = excluded.changed_at,
                patience_minutes = excluded.patience_minutes";
        let policy = serde_json::to_string(&settings.policy).unwrap_or_default();
        on_change!(self, connection => {
            let put = sqlx::query(sql).bind(account_id).bind(policy).bind(settings.runners_at.as_str());
            let put = put.bind(millis(now)).bind(settings.patience_hours.map(|hours| i64::from(hours) * 60));
            put.execute(connection).await.map(|_| ())
        })
        .map_err(StoreError::on("keep an account's settings"))
    }
}
