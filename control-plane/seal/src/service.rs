//! Root keys that we never see: a service wraps and unwraps with them.

use async_trait::async_trait;
use std::fmt;
use zeroize::Zeroizing;

/// A service that keeps root keys, as AWS KMS does.
#[async_trait]
pub trait KeyService: fmt::Debug + Send + Sync {
    /// Wraps 32 bytes, bound to a context: they unwrap with the same key and context alone. The context is no secret.
    ///
    /// # Errors
    /// If it is away, or refuses.
    async fn wrap(
        &self,
        key: &ServiceKey,
        context: &[(&str, &str)],
        secret: &[u8; 32],
    ) -> Result<Vec<u8>, ServiceError>;

    /// Unwraps what `wrap` gave.
    ///
    /// # Errors
    /// If it is away, refuses, or what it was given was changed or belongs elsewhere.
    async fn unwrap(
        &self,
        key: &ServiceKey,
        context: &[(&str, &str)],
        wrapped: &[u8],
    ) -> Result<Zeroizing<[u8; 32]>, ServiceError>;
}

/// Why a service did not wrap or unwrap.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ServiceError {
    /// No answer, or none in time. Asking later may do.
    #[error("no answer: {0}")]
    Away(String),
    /// It refuses us: the key's policy, a disabled or deleted key, our own identity. A person must act.
    #[error("refused: {0}")]
    Refused(String),
    /// What it was to unwrap was changed, wrapped by another key, or bound to another context.
    #[error("what is wrapped was changed, or belongs to another key or place")]
    Tampered,
    /// This process has no way to the service.
    #[error("this process has no way to it")]
    NotConnected,
}

impl ServiceError {
    /// Whether the same call may do later, with nobody acting.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            ServiceError::Away(_) => true,
            ServiceError::Refused(_) | ServiceError::Tampered | ServiceError::NotConnected => false,
        }
    }
}

/// A key of AWS KMS by its ARN, `arn:aws:kms:REGION:ACCOUNT:key/ID`. An alias could be pointed at another key, so it is
/// none.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ServiceKey(String);

impl ServiceKey {
    /// Reads an ARN.
    #[must_use]
    pub fn parse(text: &str) -> Option<ServiceKey> {
        let parts: Vec<&str> = text.split(':').collect();
        let ["arn", partition, "kms", region, account, resource] = parts[..] else { return None };
        let word = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let is_account = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
        let is_key = resource.strip_prefix("key/").is_some_and(word);
        let is_arn = partition.starts_with("aws") && word(partition) && word(region) && is_account && is_key;
        is_arn.then(|| ServiceKey(text.to_owned()))
    }

    /// The ARN.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
