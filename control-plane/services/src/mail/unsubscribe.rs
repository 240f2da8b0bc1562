//! The link in each mail that ends its kind: who, which account, which kind, and a MAC over them. Nothing has to be
//! stored for it.

use super::Kind;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha256;
use sprinters_core::time::Timestamp;
use sprinters_store::{SecretKind, SecretName, Store, StoreError};

/// What a link ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsubscribe {
    /// Whose mail.
    pub person: i64,
    /// About which account.
    pub account: i64,
    /// Of which kind.
    pub kind: Kind,
}

impl Unsubscribe {
    /// As it stands in an address.
    #[must_use]
    pub fn to_token(self, key: &SecretString) -> String {
        let text = self.text();
        let mac = URL_SAFE_NO_PAD.encode(mac(key, &text).finalize().into_bytes());
        format!("{text}.{mac}")
    }

    /// Reads one that we made.
    #[must_use]
    pub fn read(key: &SecretString, token: &str) -> Option<Unsubscribe> {
        let (text, given) = token.rsplit_once('.')?;
        mac(key, text).verify_slice(&URL_SAFE_NO_PAD.decode(given).ok()?).ok()?;
        let mut parts = text.split('.');
        let person = parts.next()?.parse().ok()?;
        let account = parts.next()?.parse().ok()?;
        let kind = Kind::named(parts.next()?)?;
        Some(Unsubscribe { person, account, kind })
    }

    fn text(self) -> String {
        format!("{}.{}.{}", self.person, self.account, self.kind.as_str())
    }
}

fn mac(key: &SecretString, text: &str) -> Hmac<Sha256> {
    // HMAC takes a key of any length.
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose_secret().as_bytes())
        .unwrap_or_else(|_| Hmac::<Sha256>::new(&Default::default()));
    mac.update(b"unsubscribe ");
    mac.update(text.as_bytes());
    mac
}

/// The key of these links: one of the deployment, drawn at the first use and kept sealed.
///
/// # Errors
/// If the database is away, or there is no randomness.
pub async fn unsubscribe_key(store: &Store, now: Timestamp) -> Result<SecretString, StoreError> {
    let name = SecretName { account: 0, kind: SecretKind::UnsubscribeKey, subject: "" };
    if let Some(key) = store.secret(name).await? {
        return Ok(key);
    }
    let mut bytes = zeroize::Zeroizing::new([0_u8; 32]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|_| StoreError::Seal(sprinters_seal::SealError))?;
    let key = SecretString::from(URL_SAFE_NO_PAD.encode(bytes.as_slice()));
    store.put_secret(name, &key, now).await?;
    // Two processes may have drawn one each at the same moment: the one that is kept counts.
    Ok(store.secret(name).await?.unwrap_or(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_back_and_no_other_is() {
        let (key, other) = (SecretString::from("a".repeat(43)), SecretString::from("b".repeat(43)));
        let unsubscribe = Unsubscribe { person: 5, account: 7, kind: Kind::Budget };
        let token = unsubscribe.to_token(&key);
        assert_eq!(Unsubscribe::read(&key, &token), Some(unsubscribe));
        assert_eq!(Unsubscribe::read(&other, &token), None);
        assert_eq!(Unsubscribe::read(&key, &token.replacen('5', "6", 1)), None);
        for wrong in ["", ".", "5.7.budget", "5.7.budget."] {
            assert_eq!(Unsubscribe::read(&key, wrong), None);
        }
    }
}
