//! Sealed values.

use super::account::{AccountKey, AccountKeyId};
use super::envelope::{Frame, check_shape};
use super::error::{OpenError, SealError};
use secrecy::SecretString;
use std::fmt;

const LABEL: &str = "sprinters sealed value";

/// Bytes of an account key's number in a sealed value.
const KEY_ID: usize = 8;

/// Where a sealed value belongs. It opens nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// The table.
    pub table: &'a str,
    /// What identifies the row in it, part by part.
    pub row: &'a [&'a str],
    /// The column.
    pub column: &'a str,
}

/// A value in its box: `format | account key's number | salt | nonce | ciphertext | tag`.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({} bytes)", self.0.len())
    }
}

impl Sealed {
    /// Seals a text for its place.
    ///
    /// # Errors
    /// If the operating system gives no randomness.
    pub fn seal(key: &AccountKey, place: Place<'_>, plaintext: &str) -> Result<Sealed, SealError> {
        let header = key.id().to_be_bytes();
        with_frame(key, &header, place, |frame| frame.seal(key.secret(), plaintext.as_bytes())).map(Sealed)
    }

    /// From what is stored. Nothing is checked before it is opened.
    #[must_use]
    pub fn from_stored(bytes: Vec<u8>) -> Sealed {
        Sealed(bytes)
    }

    /// What to store.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Which account key opens it.
    ///
    /// # Errors
    /// If it can't be a sealed value.
    pub fn key(&self) -> Result<AccountKeyId, OpenError> {
        check_shape(&self.0, KEY_ID)?;
        let number = <[u8; KEY_ID]>::try_from(&self.0[1..=KEY_ID]).unwrap_or_default();
        Ok(AccountKeyId::from_stored(i64::from_be_bytes(number)))
    }

    /// Opens it at its place.
    ///
    /// # Errors
    /// If it is no sealed value, names another key, was changed, or belongs elsewhere.
    pub fn open(&self, key: &AccountKey, place: Place<'_>) -> Result<SecretString, OpenError> {
        let named = self.key()?;
        if named != key.id() {
            return Err(OpenError::OtherKey { named, at_hand: key.id() });
        }
        let header = key.id().to_be_bytes();
        let opened = with_frame(key, &header, place, |frame| frame.open(key.secret(), &self.0))?;
        std::str::from_utf8(&opened).map(SecretString::from).map_err(|_| OpenError::NotText)
    }
}

fn with_frame<T>(key: &AccountKey, header: &[u8], place: Place<'_>, use_it: impl FnOnce(Frame<'_>) -> T) -> T {
    let account = key.account().to_be_bytes();
    let mut parts: Vec<&[u8]> = vec![&account, place.table.as_bytes(), place.column.as_bytes()];
    parts.extend(place.row.iter().map(|part| part.as_bytes()));
    use_it(Frame { label: LABEL, header, place: &parts })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KeyError, RootKey, RootKeyId, RootKeys};
    use proptest::prelude::*;
    use secrecy::ExposeSecret;

    const HERE: Place<'static> = Place { table: "secrets", row: &["external_id", "42"], column: "sealed" };

    fn key() -> AccountKey {
        AccountKey::generate(7).unwrap()
    }

    #[test]
    fn what_was_sealed_opens_at_its_place_and_nowhere_else() {
        let key = key();
        let sealed = Sealed::seal(&key, HERE, "a secret").unwrap();
        assert_eq!(sealed.open(&key, HERE).unwrap().expose_secret(), "a secret");
        for elsewhere in [
            Place { table: "accounts", ..HERE },
            Place { column: "plain", ..HERE },
            Place { row: &["external_id", "43"], ..HERE },
            // The parts of a row can't be cut differently.
            Place { row: &["external_id4", "2"], ..HERE },
            Place { row: &["external_id"], ..HERE },
        ] {
            assert_eq!(sealed.open(&key, elsewhere).unwrap_err(), OpenError::Tampered, "{elsewhere:?}");
        }
    }

    #[test]
    fn nothing_opens_with_the_key_of_another_account() {
        let ours = key();
        let theirs = key();
        let sealed = Sealed::seal(&ours, HERE, "a secret").unwrap();
        assert_eq!(
            sealed.open(&theirs, HERE).unwrap_err(),
            OpenError::OtherKey { named: ours.id(), at_hand: theirs.id() }
        );
        // Even if its row claims to be that key for that account.
        let forged = AccountKey::new(ours.id(), 8, ours.secret().clone());
        assert_eq!(sealed.open(&forged, HERE).unwrap_err(), OpenError::Tampered);
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let key = key();
        let sealed = Sealed::seal(&key, HERE, "a secret").unwrap();
        for bit in 0..sealed.as_bytes().len() * 8 {
            let mut bytes = sealed.as_bytes().to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let expected_error = match bit / 8 {
                0 => "format",
                1..=8 => "names key",
                _ => "changed",
            };
            let error = Sealed::from_stored(bytes).open(&key, HERE).unwrap_err().to_string();
            assert!(error.contains(expected_error), "bit {bit}: {error}");
        }
    }

    #[test]
    fn every_cut_is_noticed() {
        let key = key();
        let sealed = Sealed::seal(&key, HERE, "").unwrap();
        let whole = sealed.as_bytes();
        assert_eq!(Sealed::from_stored(Vec::new()).open(&key, HERE).unwrap_err(), OpenError::Empty);
        for length in 1..whole.len() {
            let error = Sealed::from_stored(whole[..length].to_vec()).open(&key, HERE).unwrap_err();
            assert_eq!(error, OpenError::Truncated { bytes: length, least: whole.len() });
        }
        let mut longer = whole.to_vec();
        longer.push(0);
        assert_eq!(Sealed::from_stored(longer).open(&key, HERE).unwrap_err(), OpenError::Tampered);
    }

    #[test]
    fn the_same_text_never_looks_the_same() {
        let key = key();
        let boxes: std::collections::HashSet<Vec<u8>> =
            (0..1_000).map(|_| Sealed::seal(&key, HERE, "a secret").unwrap().as_bytes()[9..37].to_vec()).collect();
        assert_eq!(boxes.len(), 1_000, "salt and nonce repeat");
    }

    #[tokio::test]
    async fn a_wrapped_key_opens_with_its_root_key_alone() {
        let named = |name: &str| RootKey::generate(RootKeyId::parse(name).unwrap()).unwrap();
        let keys = RootKeys::one(named("one"));
        let account = key();
        let wrapped = keys.wrap(&account).await.unwrap();
        assert_eq!(keys.unwrap(&wrapped).await.unwrap().secret().expose(), account.secret().expose());

        let other = RootKeys::one(named("two"));
        assert_eq!(other.unwrap(&wrapped).await.unwrap_err(), KeyError::UnknownRootKey(wrapped.root.clone()));
        let same_name = RootKeys::one(named("one"));
        let wrong = KeyError::WrongRootKey { root: wrapped.root.clone(), key: account.id() };
        assert_eq!(same_name.unwrap(&wrapped).await.unwrap_err(), wrong);
        let moved = crate::WrappedKey { account: 8, ..wrapped.clone() };
        assert_eq!(keys.unwrap(&moved).await.unwrap_err(), wrong);
        let cut = crate::WrappedKey { wrapped: Vec::new(), ..wrapped };
        assert_eq!(
            keys.unwrap(&cut).await.unwrap_err(),
            KeyError::Broken { key: account.id(), source: OpenError::Empty }
        );
    }

    #[test]
    fn root_keys_are_refused_by_what_is_wrong_with_them() {
        let good = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        assert!(RootKeys::parse(&format!("a:{good}, b-2:{good}\n")).is_ok());
        for (text, problem) in [
            (String::new(), "no key"),
            (good.to_owned(), "no `:`"),
            (format!("A:{good}"), "1 to 32 lower-case"),
            (format!("a:{}", &good[..40]), "instead of 32"),
            ("a:!".to_owned(), "not base64"),
            (format!("a:{good},a:{good}"), "two keys"),
            (format!("a:{}=", "A".repeat(43)), "not random"),
        ] {
            let error = RootKeys::parse(&text).unwrap_err().to_string();
            assert!(error.contains(problem), "{text}: {error}");
            assert!(!error.contains("AAECAw"), "the key is in the message: {error}");
        }
    }

    #[test]
    fn keys_do_not_print() {
        let root = RootKey::generate(RootKeyId::parse("one").unwrap()).unwrap();
        let setting = root.to_setting();
        let printed = format!("{root:?} {:?} {:?} {setting:?}", key(), RootKeys::one(root.clone()));
        assert!(!printed.contains(setting.expose_secret().split_once(':').unwrap().1), "{printed}");
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in ".{0,200}") {
            let key = key();
            let sealed = Sealed::seal(&key, HERE, &text).unwrap();
            let opened = sealed.open(&key, HERE).unwrap();
            prop_assert_eq!(opened.expose_secret(), text.as_str());
        }

        #[test]
        fn any_bytes_are_refused_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..120)) {
            prop_assert!(Sealed::from_stored(bytes).open(&key(), HERE).is_err());
        }
    }
}
