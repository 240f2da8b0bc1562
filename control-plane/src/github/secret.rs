//! Secrets in answers: read into what can't be printed.

use secrecy::SecretString;
use serde::{Deserialize, Deserializer};

/// A secret text in JSON.
pub(super) struct Sealed(pub(super) SecretString);

impl<'de> Deserialize<'de> for Sealed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Sealed, D::Error> {
        String::deserialize(deserializer).map(|text| Sealed(SecretString::from(text)))
    }
}
