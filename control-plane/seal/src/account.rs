//! Account keys: one per account, stored wrapped.

use super::envelope::Secret;
use super::error::SealError;
use super::root::RootKeyId;
use std::fmt;

/// Number of an account key: random, never used again, never negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountKeyId(i64);

impl AccountKeyId {
    /// From the number that is stored.
    #[must_use]
    pub fn from_stored(number: i64) -> AccountKeyId {
        AccountKeyId(number)
    }

    /// The number to store.
    #[must_use]
    pub fn stored(self) -> i64 {
        self.0
    }

    pub(super) fn to_be_bytes(self) -> [u8; 8] {
        self.0.to_be_bytes()
    }
}

impl fmt::Display for AccountKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// An account's key, ready to seal and open. Wiped when dropped.
#[derive(Debug, Clone)]
pub struct AccountKey {
    id: AccountKeyId,
    account: i64,
    secret: Secret,
}

impl AccountKey {
    /// A new random key for an account.
    ///
    /// # Errors
    /// If the operating system gives no randomness.
    pub fn generate(account: i64) -> Result<AccountKey, SealError> {
        let mut number = [0; 8];
        getrandom::fill(&mut number).map_err(|_| SealError)?;
        let id = AccountKeyId(i64::from_be_bytes(number) & i64::MAX);
        Ok(AccountKey { id, account, secret: Secret::generate()? })
    }

    pub(super) fn new(id: AccountKeyId, account: i64, secret: Secret) -> AccountKey {
        AccountKey { id, account, secret }
    }

    /// Its number.
    #[must_use]
    pub fn id(&self) -> AccountKeyId {
        self.id
    }

    /// GitHub's number of the account, 0 for the deployment itself.
    #[must_use]
    pub fn account(&self) -> i64 {
        self.account
    }

    pub(super) fn secret(&self) -> &Secret {
        &self.secret
    }
}

/// An account key as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedKey {
    /// Its number.
    pub id: AccountKeyId,
    /// GitHub's number of the account, 0 for the deployment itself.
    pub account: i64,
    /// Which root key wrapped it.
    pub root: RootKeyId,
    /// The key in its box.
    pub wrapped: Vec<u8>,
}
