//! Random values that browsers and programs hold, and what we keep of them.

use super::SealError;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

/// 32 random bytes in URL-safe base64.
///
/// # Errors
/// If the operating system has no randomness to give.
pub fn draw() -> Result<SecretString, SealError> {
    let mut bytes = zeroize::Zeroizing::new([0_u8; 32]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|_| SealError)?;
    Ok(SecretString::from(URL_SAFE_NO_PAD.encode(bytes.as_slice())))
}

/// What is kept of a random value. It has 256 bits, so a plain hash can't be turned round.
#[must_use]
pub fn hash(value: &SecretString) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(value.expose_secret().as_bytes()))
}

/// Another value made from a secret one, for one purpose. Who has it does not learn the secret.
#[must_use]
pub fn derive(value: &SecretString, purpose: &str) -> SecretString {
    SecretString::from(URL_SAFE_NO_PAD.encode(mac(value, purpose).finalize().into_bytes()))
}

/// Compares a derived value in constant time.
#[must_use]
pub fn is_derived(value: &SecretString, purpose: &str, given: &str) -> bool {
    URL_SAFE_NO_PAD.decode(given).is_ok_and(|given| mac(value, purpose).verify_slice(&given).is_ok())
}

fn mac(value: &SecretString, purpose: &str) -> Hmac<Sha256> {
    // A key of any length will do for HMAC; the fallback can't be reached.
    let mut mac = Hmac::<Sha256>::new_from_slice(value.expose_secret().as_bytes())
        .unwrap_or_else(|_| Hmac::<Sha256>::new(&Default::default()));
    mac.update(purpose.as_bytes());
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_long_and_never_the_same() {
        let (one, other) = (draw().unwrap(), draw().unwrap());
        assert_eq!(one.expose_secret().len(), 43);
        assert_ne!(one.expose_secret(), other.expose_secret());
        assert_ne!(hash(&one), hash(&other));
    }

    #[test]
    fn a_derived_value_is_for_one_purpose_of_one_secret() {
        let (one, other) = (draw().unwrap(), draw().unwrap());
        let derived = derive(&one, "form");
        assert!(is_derived(&one, "form", derived.expose_secret()));
        for (secret, purpose, given) in [
            (&one, "state", derived.expose_secret()),
            (&other, "form", derived.expose_secret()),
            (&one, "form", ""),
            (&one, "form", "é"),
        ] {
            assert!(!is_derived(secret, purpose, given));
        }
    }
}
