//! What can be wrong with a box.

use super::{AccountKeyId, RootKeyId, ServiceError};

/// Why a sealed value or wrapped key did not open. Each is about this one value alone: others are not affected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// There is nothing in it.
    #[error("the sealed value is empty")]
    Empty,
    /// It ends too early.
    #[error("the sealed value has {bytes} bytes, at least {least} are needed: it was cut off")]
    Truncated {
        /// How many there are.
        bytes: usize,
        /// How many an empty plaintext takes.
        least: usize,
    },
    /// A later version wrote it, or its first byte changed.
    #[error("the sealed value has format {format}, this version reads format 1")]
    UnknownFormat {
        /// The first byte.
        format: u8,
    },
    /// It names another key than the one at hand.
    #[error("the sealed value names key {named}, the key at hand is {at_hand}")]
    OtherKey {
        /// The key that it names.
        named: AccountKeyId,
        /// The key that was tried.
        at_hand: AccountKeyId,
    },
    /// It was changed, or it belongs to another place.
    #[error("the sealed value was changed or belongs to another row")]
    Tampered,
    /// It opens, and is not text.
    #[error("the sealed value is not text")]
    NotText,
}

/// Why a key can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// None of the root keys at hand wrapped it.
    #[error("root key `{0}` is needed and not among the root keys given")]
    UnknownRootKey(RootKeyId),
    /// A root key has the right name and other bytes, or the wrapped key was changed.
    #[error("root key `{root}` does not open account key {key}: another key goes by that name, or the row was changed")]
    WrongRootKey {
        /// The root key's name.
        root: RootKeyId,
        /// The account key.
        key: AccountKeyId,
    },
    /// A root key has the right name and other bytes, or the file of the database file's key was changed.
    #[error(
        "root key `{root}` does not open the key of the database file: another key goes by that name, or the key's file was changed"
    )]
    WrongRootKeyForFile {
        /// The root key's name.
        root: RootKeyId,
    },
    /// The service that keeps a root key did not do what it was asked.
    #[error("root key `{root}`, which a service keeps, can't be used")]
    Service {
        /// The root key's name.
        root: RootKeyId,
        /// Why not.
        source: ServiceError,
    },
    /// Nothing was wrapped.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The wrapped key of the database file can't be one.
    #[error("the key of the database file can't be read")]
    BrokenFileKey(#[source] OpenError),
    /// The wrapped key can't be one.
    #[error("account key {key} can't be read")]
    Broken {
        /// The account key.
        key: AccountKeyId,
        /// What is wrong with it.
        source: OpenError,
    },
}

impl KeyError {
    /// Whether the same may do later, with nobody acting: a service is away.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            KeyError::Service { source, .. } => source.is_passing(),
            KeyError::UnknownRootKey(_)
            | KeyError::WrongRootKey { .. }
            | KeyError::WrongRootKeyForFile { .. }
            | KeyError::Seal(_)
            | KeyError::BrokenFileKey(_)
            | KeyError::Broken { .. } => false,
        }
    }
}

/// Nothing was sealed: the operating system gave no randomness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub struct SealError;
