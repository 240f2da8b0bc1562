//! The key of the embedded database file: one per file, lies beside it, wrapped by a root key.

use super::envelope::Secret;
use super::error::SealError;
use super::root::RootKeyId;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::SecretString;
use std::fmt::{self, Write as _};
use zeroize::Zeroizing;

/// A database file's key. Wiped when dropped.
#[derive(Debug, Clone)]
pub struct FileKey(Secret);

impl FileKey {
    /// A new random key.
    ///
    /// # Errors
    /// If the operating system gives no randomness.
    pub fn generate() -> Result<FileKey, SealError> {
        Secret::generate().map(FileKey)
    }

    pub(super) fn new(secret: Secret) -> FileKey {
        FileKey(secret)
    }

    pub(super) fn secret(&self) -> &Secret {
        &self.0
    }

    /// `x'64 hexadecimal digits'`: the key itself, from which the database library derives nothing but the key of its
    /// checksums.
    #[must_use]
    pub fn to_raw(&self) -> SecretString {
        let mut text = Zeroizing::new(String::with_capacity(3 + 2 * 32));
        text.push_str("x'");
        for byte in self.0.expose() {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text.push('\'');
        SecretString::from(text.as_str())
    }
}

/// A database file's key as it is stored: in a text file of one line, `ROOT-KEY BASE64`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedFileKey {
    /// Which root key wrapped it.
    pub root: RootKeyId,
    /// The key in its box.
    pub wrapped: Vec<u8>,
}

impl WrappedFileKey {
    /// Reads what [`fmt::Display`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<WrappedFileKey> {
        let (root, wrapped) = text.trim().split_once(' ')?;
        Some(WrappedFileKey { root: RootKeyId::parse(root).ok()?, wrapped: STANDARD.decode(wrapped).ok()? })
    }
}

impl fmt::Display for WrappedFileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.root, STANDARD.encode(&self.wrapped))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KeyError, RootKey, RootKeys};
    use secrecy::ExposeSecret as _;

    fn roots(id: &str) -> RootKeys {
        RootKeys::one(RootKey::generate(RootKeyId::parse(id).unwrap()).unwrap())
    }

    #[tokio::test]
    async fn a_file_key_comes_back_from_its_line_and_opens_with_its_root_key_alone() {
        let (roots, key) = (roots("one"), FileKey::generate().unwrap());
        let wrapped = roots.wrap_file_key(&key).await.unwrap();
        let line = wrapped.to_string();
        assert!(line.starts_with("one ") && line.ends_with('\n'));
        assert_eq!(WrappedFileKey::parse(&line), Some(wrapped.clone()));
        let opened = roots.unwrap_file_key(&wrapped).await.unwrap();
        assert_eq!(opened.to_raw().expose_secret(), key.to_raw().expose_secret());
        assert_eq!(opened.to_raw().expose_secret().len(), 3 + 64);

        let same_name = super::tests::roots("one");
        let wrong = KeyError::WrongRootKeyForFile { root: wrapped.root.clone() };
        assert_eq!(same_name.unwrap_file_key(&wrapped).await.unwrap_err(), wrong);
        let other = super::tests::roots("two");
        let unknown = KeyError::UnknownRootKey(wrapped.root.clone());
        assert_eq!(other.unwrap_file_key(&wrapped).await.unwrap_err(), unknown);
        for bit in 0..wrapped.wrapped.len() * 8 {
            let mut changed = wrapped.clone();
            changed.wrapped[bit / 8] ^= 1 << (bit % 8);
            assert!(roots.unwrap_file_key(&changed).await.is_err(), "bit {bit}");
        }
    }

    #[tokio::test]
    async fn an_account_key_is_no_file_key() {
        let roots = roots("one");
        let account = crate::AccountKey::generate(7).unwrap();
        let wrapped = roots.wrap(&account).await.unwrap();
        let moved = WrappedFileKey { root: wrapped.root, wrapped: wrapped.wrapped };
        assert!(roots.unwrap_file_key(&moved).await.is_err());
    }

    #[test]
    fn what_is_no_such_line_is_refused_and_a_key_does_not_print() {
        for wrong in ["", "one", "one !", "ONE AAAA", "one AAAA BBBB"] {
            assert_eq!(WrappedFileKey::parse(wrong), None, "{wrong}");
        }
        let key = FileKey::generate().unwrap();
        let raw = key.to_raw();
        assert!(!format!("{key:?} {raw:?}").contains(&raw.expose_secret()[2..10]));
    }
}
