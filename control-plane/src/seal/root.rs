//! Root keys: given by the operator, never stored in the database.

use super::account::{AccountKey, WrappedKey};
use super::boxed::{Frame, Secret};
use super::error::{KeyError, OpenError, SealError};
use super::file::{FileKey, WrappedFileKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::SecretString;
use std::fmt;
use zeroize::Zeroizing;

const ACCOUNT_LABEL: &str = "sprinters account key";
const FILE_LABEL: &str = "sprinters file key";

/// A root key's name: 1 to 32 lower-case letters, digits and dashes. Stored beside what the key wrapped.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RootKeyId(String);

impl RootKeyId {
    /// Most characters of a name.
    pub const MAX: usize = 32;

    /// Reads a name.
    ///
    /// # Errors
    /// If it is no name.
    pub fn parse(text: &str) -> Result<RootKeyId, RootKeysError> {
        let is_name = (1..=Self::MAX).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if is_name { Ok(RootKeyId(text.to_owned())) } else { Err(RootKeysError::Name) }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RootKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text is no list of root keys. Never holds any of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RootKeysError {
    /// No key at all.
    #[error("there is no key in it")]
    Empty,
    /// No colon.
    #[error("key {0} of the list has no `:` between name and key")]
    NoColon(usize),
    /// A name that is none.
    #[error("a key's name has 1 to 32 lower-case letters, digits and dashes")]
    Name,
    /// Not base64.
    #[error("key `{0}` is not base64")]
    NotBase64(RootKeyId),
    /// Not 32 bytes.
    #[error("key `{id}` has {bytes} bytes instead of 32")]
    Length {
        /// Its name.
        id: RootKeyId,
        /// How many bytes it has.
        bytes: usize,
    },
    /// Nobody drew that by chance.
    #[error("key `{0}` is one byte repeated, so it is not random")]
    NotRandom(RootKeyId),
    /// The same name twice.
    #[error("two keys are named `{0}`")]
    Twice(RootKeyId),
}

/// One root key.
#[derive(Debug, Clone)]
pub struct RootKey {
    id: RootKeyId,
    secret: Secret,
}

impl RootKey {
    /// A new random key.
    ///
    /// # Errors
    /// If the operating system gives no randomness.
    pub fn generate(id: RootKeyId) -> Result<RootKey, SealError> {
        Ok(RootKey { id, secret: Secret::generate()? })
    }

    /// Its name.
    #[must_use]
    pub fn id(&self) -> &RootKeyId {
        &self.id
    }

    /// `ID:BASE64`, as the settings take it.
    #[must_use]
    pub fn to_setting(&self) -> SecretString {
        let base64 = Zeroizing::new(STANDARD.encode(self.secret.expose()));
        SecretString::from(format!("{}:{}", self.id, base64.as_str()))
    }

    fn parse(text: &str, number: usize) -> Result<RootKey, RootKeysError> {
        let (id, key) = text.split_once(':').ok_or(RootKeysError::NoColon(number))?;
        let id = RootKeyId::parse(id.trim())?;
        let Ok(bytes) = STANDARD.decode(key.trim()).map(Zeroizing::new) else {
            return Err(RootKeysError::NotBase64(id));
        };
        let Some(secret) = Secret::from_bytes(&bytes) else {
            return Err(RootKeysError::Length { id, bytes: bytes.len() });
        };
        if bytes.iter().all(|byte| *byte == bytes[0]) {
            return Err(RootKeysError::NotRandom(id));
        }
        Ok(RootKey { id, secret })
    }
}

/// The root keys of a start: the first seals, all open. At least one.
#[derive(Debug, Clone)]
pub struct RootKeys {
    first: RootKey,
    others: Vec<RootKey>,
}

impl RootKeys {
    /// One key alone.
    #[must_use]
    pub fn one(key: RootKey) -> RootKeys {
        RootKeys { first: key, others: Vec::new() }
    }

    /// Reads `ID:BASE64`, several of them separated by commas or line ends.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn parse(text: &str) -> Result<RootKeys, RootKeysError> {
        let parts = text.split([',', '\n']).map(str::trim).filter(|part| !part.is_empty());
        let mut keys: Vec<RootKey> = Vec::new();
        for (index, part) in parts.enumerate() {
            let key = RootKey::parse(part, index + 1)?;
            if keys.iter().any(|known| known.id == key.id) {
                return Err(RootKeysError::Twice(key.id));
            }
            keys.push(key);
        }
        if keys.is_empty() {
            return Err(RootKeysError::Empty);
        }
        Ok(RootKeys { first: keys.remove(0), others: keys })
    }

    /// The one that wraps.
    #[must_use]
    pub fn first(&self) -> &RootKey {
        &self.first
    }

    /// The names of all.
    pub fn ids(&self) -> impl Iterator<Item = &RootKeyId> {
        std::iter::once(&self.first).chain(&self.others).map(RootKey::id)
    }

    /// Wraps an account key with the first root key.
    ///
    /// # Errors
    /// If the operating system gives no randomness.
    #[expect(clippy::unused_async, reason = "a root key may be elsewhere")]
    pub async fn wrap(&self, key: &AccountKey) -> Result<WrappedKey, KeyError> {
        let (id, account) = (key.id().to_be_bytes(), key.account().to_be_bytes());
        let place: [&[u8]; 3] = [self.first.id.as_str().as_bytes(), &id, &account];
        let frame = Frame { label: ACCOUNT_LABEL, header: &[], place: &place };
        let wrapped = frame.seal(&self.first.secret, key.secret().expose())?;
        Ok(WrappedKey { id: key.id(), account: key.account(), root: self.first.id.clone(), wrapped })
    }

    /// Unwraps an account key.
    ///
    /// # Errors
    /// If no root key at hand wrapped it, or it was changed.
    #[expect(clippy::unused_async, reason = "a root key may be elsewhere")]
    pub async fn unwrap(&self, key: &WrappedKey) -> Result<AccountKey, KeyError> {
        let root = self.named(&key.root)?;
        let (id, account) = (key.id.to_be_bytes(), key.account.to_be_bytes());
        let place: [&[u8]; 3] = [root.id.as_str().as_bytes(), &id, &account];
        let frame = Frame { label: ACCOUNT_LABEL, header: &[], place: &place };
        let opened = frame.open(&root.secret, &key.wrapped).map_err(|error| match error {
            OpenError::Tampered => KeyError::WrongRootKey { root: root.id.clone(), key: key.id },
            other => KeyError::Broken { key: key.id, source: other },
        })?;
        let broken = || KeyError::Broken { key: key.id, source: OpenError::Tampered };
        Secret::from_bytes(&opened).map(|secret| AccountKey::new(key.id, key.account, secret)).ok_or_else(broken)
    }

    /// Wraps a database file's key with the first root key.
    ///
    /// # Errors
    /// If the operating system gives no randomness.
    #[expect(clippy::unused_async, reason = "a root key may be elsewhere")]
    pub async fn wrap_file_key(&self, key: &FileKey) -> Result<WrappedFileKey, KeyError> {
        let place: [&[u8]; 1] = [self.first.id.as_str().as_bytes()];
        let frame = Frame { label: FILE_LABEL, header: &[], place: &place };
        let wrapped = frame.seal(&self.first.secret, key.secret().expose())?;
        Ok(WrappedFileKey { root: self.first.id.clone(), wrapped })
    }

    /// Unwraps a database file's key.
    ///
    /// # Errors
    /// If no root key at hand wrapped it, or it was changed.
    #[expect(clippy::unused_async, reason = "a root key may be elsewhere")]
    pub async fn unwrap_file_key(&self, key: &WrappedFileKey) -> Result<FileKey, KeyError> {
        let root = self.named(&key.root)?;
        let place: [&[u8]; 1] = [root.id.as_str().as_bytes()];
        let frame = Frame { label: FILE_LABEL, header: &[], place: &place };
        let opened = frame.open(&root.secret, &key.wrapped).map_err(|error| match error {
            OpenError::Tampered => KeyError::WrongRootKeyForFile { root: root.id.clone() },
            other => KeyError::BrokenFileKey(other),
        })?;
        Secret::from_bytes(&opened).map(FileKey::new).ok_or(KeyError::BrokenFileKey(OpenError::Tampered))
    }

    fn named(&self, id: &RootKeyId) -> Result<&RootKey, KeyError> {
        let named = std::iter::once(&self.first).chain(&self.others).find(|root| root.id == *id);
        named.ok_or_else(|| KeyError::UnknownRootKey(id.clone()))
    }

    /// Whether it is the first root key: what another one wrapped is to be wrapped anew.
    #[must_use]
    pub fn is_current(&self, root: &RootKeyId) -> bool {
        *root == self.first.id
    }
}
