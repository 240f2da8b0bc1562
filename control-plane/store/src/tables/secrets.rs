//! Table `secrets`: every sealed value, bound to its account and name.

use super::account_keys::KeyChange;
use crate::engine::change::{Change, on_change};
use crate::engine::database::{on_reader, on_writer};
use crate::engine::error::StoreError;
use crate::engine::open::Store;
use crate::in_change;
use secrecy::{ExposeSecret, SecretString};
use sprinters_core::time::Timestamp;
use sprinters_seal::{AccountKey, AccountKeyId, OpenError, Place, Sealed};

/// What a sealed value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SecretKind {
    /// The GitHub App's number, beside its key. Of the deployment; no secret, but it belongs to one.
    AppId,
    /// The GitHub App's private key. Of the deployment.
    AppPrivateKey,
    /// What deliveries are signed with. Of the deployment.
    WebhookSecret,
    /// The GitHub App's client id, beside its secret. Of the deployment.
    ClientId,
    /// The GitHub App's client secret. Of the deployment.
    ClientSecret,
    /// A connection's external id.
    ExternalId,
    /// A signed-in person's tokens.
    UserTokens,
    /// A just-in-time configuration in a stored launch plan.
    JitConfig,
    /// An AWS access key of ours.
    AwsAccessKey,
    /// An e-mail address.
    EmailAddress,
    /// What the links in e-mail that end it are made with. Of the deployment.
    UnsubscribeKey,
}

impl SecretKind {
    /// All of them.
    pub const ALL: [SecretKind; 11] = [
        SecretKind::AppId,
        SecretKind::AppPrivateKey,
        SecretKind::WebhookSecret,
        SecretKind::ClientId,
        SecretKind::ClientSecret,
        SecretKind::ExternalId,
        SecretKind::UserTokens,
        SecretKind::JitConfig,
        SecretKind::AwsAccessKey,
        SecretKind::EmailAddress,
        SecretKind::UnsubscribeKey,
    ];

    /// As it is stored. Bound into the value: a name once given stays.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            SecretKind::AppId => "app_id",
            SecretKind::AppPrivateKey => "app_private_key",
            SecretKind::WebhookSecret => "webhook_secret",
            SecretKind::ClientId => "client_id",
            SecretKind::ClientSecret => "client_secret",
            SecretKind::ExternalId => "external_id",
            SecretKind::UserTokens => "user_tokens",
            SecretKind::JitConfig => "jit_config",
            SecretKind::AwsAccessKey => "aws_access_key",
            SecretKind::EmailAddress => "email_address",
            SecretKind::UnsubscribeKey => "unsubscribe_key",
        }
    }
}

/// Which sealed value of which account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecretName<'a> {
    /// GitHub's number of the account, 0 for the deployment itself.
    pub account: i64,
    /// What it is.
    pub kind: SecretKind,
    /// Of what: a connection, a person; empty where an account has one of the kind.
    pub subject: &'a str,
}

impl SecretName<'_> {
    fn sealed_error(&self, source: OpenError) -> StoreError {
        StoreError::Sealed { account: self.account, name: format!("{} `{}`", self.kind.as_str(), self.subject), source }
    }
}

fn place<'a>(row: &'a [&'a str; 2]) -> Place<'a> {
    Place { table: "secrets", row, column: "sealed" }
}

impl Change {
    /// Seals a value with the account's key and keeps it, in place of one that was there.
    ///
    /// # Errors
    /// If nothing can be sealed, the key was destroyed meanwhile, or the database is away.
    pub async fn put_secret(
        &mut self,
        key: &AccountKey,
        name: SecretName<'_>,
        value: &SecretString,
    ) -> Result<(), StoreError> {
        let row = [name.kind.as_str(), name.subject];
        let sealed = Sealed::seal(key, place(&row), value.expose_secret())?;
        let sql = "
            INSERT INTO secrets (account_id, kind, subject, key_id, sealed) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (account_id, kind, subject) DO UPDATE SET key_id = excluded.key_id, sealed = excluded.sealed";
        on_change!(self, connection => {
            let put = sqlx::query(sql).bind(name.account).bind(name.kind.as_str()).bind(name.subject).bind(key.id().stored());
            put.bind(sealed.as_bytes()).execute(connection).await.map(|_| ())
        })
        .map_err(StoreError::on("keep a secret"))
    }

    /// Removes every secret of a kind whose subject begins so.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn remove_secrets(
        &mut self,
        account: i64,
        kind: SecretKind,
        subject_prefix: &str,
    ) -> Result<u64, StoreError> {
        let sql = "DELETE FROM secrets WHERE account_id = $1 AND kind = $2 AND substr(subject, 1, $3) = $4";
        let length = i32::try_from(subject_prefix.len()).unwrap_or(i32::MAX);
        on_change!(self, connection => {
            let removed = sqlx::query(sql).bind(account).bind(kind.as_str()).bind(length).bind(subject_prefix).execute(connection).await;
            removed.map(|done| done.rows_affected())
        })
        .map_err(StoreError::on("remove secrets"))
    }

    /// Removes a value.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn remove_secret(&mut self, name: SecretName<'_>) -> Result<(), StoreError> {
        let sql = "DELETE FROM secrets WHERE account_id = $1 AND kind = $2 AND subject = $3";
        on_change!(self, connection => {
            let removed = sqlx::query(sql).bind(name.account).bind(name.kind.as_str()).bind(name.subject);
            removed.execute(connection).await.map(|_| ())
        })
        .map_err(StoreError::on("remove a secret"))
    }
}

impl Store {
    /// Seals a value and keeps it, in place of one that was there.
    ///
    /// # Errors
    /// If the account's key can't be used, or the database is away.
    pub async fn put_secret(
        &self,
        name: SecretName<'_>,
        value: &SecretString,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let key = self.sealing_key(name.account, now).await?;
        in_change!(self, change => change.put_secret(&key, name, value).await)
    }

    /// Opens a value, if there is one.
    ///
    /// # Errors
    /// If it was changed, its key does not open, or the database is away. Other values are not affected.
    pub async fn secret(&self, name: SecretName<'_>) -> Result<Option<SecretString>, StoreError> {
        let sql = "SELECT key_id, sealed FROM secrets WHERE account_id = $1 AND kind = $2 AND subject = $3";
        let row: Option<(i64, Vec<u8>)> = on_reader!(self.database(), pool => {
            sqlx::query_as(sql).bind(name.account).bind(name.kind.as_str()).bind(name.subject).fetch_optional(pool).await
        })
        .map_err(StoreError::on("read a secret"))?;
        let Some((key_id, bytes)) = row else { return Ok(None) };
        let sealed = Sealed::from_stored(bytes);
        let named = sealed.key().map_err(|error| name.sealed_error(error))?;
        let at_hand = AccountKeyId::from_stored(key_id);
        let key = self.account_key(name.account, at_hand).await?;
        let key = key.ok_or_else(|| name.sealed_error(OpenError::OtherKey { named, at_hand }))?;
        let row = [name.kind.as_str(), name.subject];
        sealed.open(&key, place(&row)).map(Some).map_err(|error| name.sealed_error(error))
    }

    /// Removes a value.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn remove_secret(&self, name: SecretName<'_>) -> Result<bool, StoreError> {
        let sql = "DELETE FROM secrets WHERE account_id = $1 AND kind = $2 AND subject = $3";
        let rows = on_writer!(self.database(), pool => {
            let removed = sqlx::query(sql).bind(name.account).bind(name.kind.as_str()).bind(name.subject).execute(pool).await;
            removed.map(|done| done.rows_affected())
        });
        rows.map(|rows| rows == 1).map_err(StoreError::on("remove a secret"))
    }

    /// Gives every account a new key, seals all its values anew, and destroys the old keys. Others may serve meanwhile.
    /// Can be interrupted and repeated.
    ///
    /// # Errors
    /// If a value does not open, or the database is away. What was done stays done.
    pub async fn rotate_account_keys(&self, now: Timestamp) -> Result<KeyChange, StoreError> {
        let mut change = KeyChange::default();
        for account in self.accounts_with_keys().await? {
            let key = self.replace_sealing_key(account, now).await?;
            change.replaced += 1;
            change.resealed += self.reseal(&key).await?;
        }
        change.destroyed = self.destroy_unused_keys().await?;
        Ok(change)
    }

    /// Seals anew whatever of an account is sealed with another key.
    async fn reseal(&self, key: &AccountKey) -> Result<u64, StoreError> {
        let sql = "SELECT kind, subject, key_id, sealed FROM secrets WHERE account_id = $1 AND key_id <> $2";
        let rows: Vec<(String, String, i64, Vec<u8>)> = on_reader!(self.database(), pool => {
            sqlx::query_as(sql).bind(key.account()).bind(key.id().stored()).fetch_all(pool).await
        })
        .map_err(StoreError::on("read secrets"))?;
        let mut resealed = 0;
        for (kind, subject, old_id, bytes) in rows {
            let fail =
                |source| StoreError::Sealed { account: key.account(), name: format!("{kind} `{subject}`"), source };
            let at_hand = AccountKeyId::from_stored(old_id);
            let Some(old_key) = self.account_key(key.account(), at_hand).await? else { continue };
            let row = [kind.as_str(), subject.as_str()];
            let plain = Sealed::from_stored(bytes.clone()).open(&old_key, place(&row)).map_err(fail)?;
            let sealed = Sealed::seal(key, place(&row), plain.expose_secret())?;
            // Only what we read is replaced: a value that was put meanwhile is newer.
            let sql = "UPDATE secrets SET key_id = $1, sealed = $2 WHERE account_id = $3 AND kind = $4 AND subject = $5 AND sealed = $6";
            resealed += on_writer!(self.database(), pool => {
                let update = sqlx::query(sql).bind(key.id().stored()).bind(sealed.as_bytes()).bind(key.account());
                update.bind(&kind).bind(&subject).bind(&bytes).execute(pool).await.map(|done| done.rows_affected())
            })
            .map_err(StoreError::on("seal a secret anew"))?;
        }
        Ok(resealed)
    }
}

#[cfg(test)]
mod tests {
    use super::SecretKind;

    #[test]
    fn every_kind_has_a_name_of_its_own() {
        let names: std::collections::BTreeSet<&str> = SecretKind::ALL.iter().map(|kind| kind.as_str()).collect();
        assert_eq!(names.len(), SecretKind::ALL.len());
    }
}
