//! The keys that GitHub publishes, and the check of a token's signature with them.

use crate::outbound::{Outbound, OutboundError};
use crate::token::{Claims, Grant, Policy, TokenError};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use std::time::{Duration, Instant};
use tokio::sync::RwLock;
use url::Url;

/// Bytes of a key set; GitHub's has about 10,000.
const SET_MAX: usize = 256 * 1024;
/// Keys of a set: a token that names none is tried against each.
const KEYS_MAX: usize = 32;
/// Between two reads: an unknown key makes us ask again, and a job must not make us ask without end.
const PAUSE: Duration = Duration::from_secs(30);

/// A key, and the names that a token may call it by.
#[derive(Debug, Clone)]
pub struct Key {
    id: Option<String>,
    thumbprint: Option<String>,
    key: DecodingKey,
}

/// The keys of one issuer, read when they are needed.
#[derive(Debug)]
pub struct Keys {
    from: Url,
    outbound: Outbound,
    known: RwLock<Known>,
}

#[derive(Debug, Default)]
struct Known {
    keys: Vec<Key>,
    read: Option<Instant>,
}

impl Keys {
    /// The keys that this issuer publishes.
    #[must_use]
    pub fn of(issuer: &Url, outbound: Outbound) -> Self {
        let mut from = issuer.clone();
        from.set_path(&format!("{}/.well-known/jwks", issuer.path().trim_end_matches('/')));
        Self { from, outbound, known: RwLock::default() }
    }

    /// Reads the keys, unless they were read a moment ago.
    ///
    /// # Errors
    /// When the issuer does not answer.
    pub async fn refresh(&self) -> Result<(), OutboundError> {
        let mut known = self.known.write().await;
        if known.read.is_some_and(|read| read.elapsed() < PAUSE) {
            return Ok(());
        }
        let set = self.outbound.get(&self.from, SET_MAX).await?;
        *known = Known { keys: parse(&set), read: Some(Instant::now()) };
        Ok(())
    }

    /// Whether there is a key at all.
    pub async fn known(&self) -> bool {
        !self.known.read().await.keys.is_empty()
    }

    /// What a token allows, if GitHub signed it.
    ///
    /// # Errors
    /// When it did not, or for another machine than this.
    pub async fn grant(&self, token: &str, policy: &Policy) -> Result<Grant, TokenError> {
        let keys = self.known.read().await.keys.clone();
        match verify(token, &keys) {
            Ok(claims) => claims.grant(policy),
            Err(Refused::Wrong) => Err(TokenError::Invalid),
            Err(Refused::UnknownKey) => {
                // GitHub may have begun to sign with a new key.
                self.refresh().await.map_err(|_| TokenError::Invalid)?;
                let keys = self.known.read().await.keys.clone();
                verify(token, &keys).map_err(|_| TokenError::Invalid)?.grant(policy)
            }
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Refused {
    UnknownKey,
    Wrong,
}

fn verify(token: &str, keys: &[Key]) -> Result<Claims, Refused> {
    let header = jsonwebtoken::decode_header(token).map_err(|_| Refused::Wrong)?;
    // The header is not signed for by itself: it may name a key, and never the way to check with it.
    let mut validation = Validation::new(Algorithm::RS256);
    validation.validate_aud = false;
    validation.validate_nbf = true;
    validation.set_required_spec_claims(&["exp", "iss"]);
    let named = header.kid.is_some() || header.x5t.is_some();
    let fits = |key: &&Key| {
        !named
            || (header.kid.is_some() && key.id == header.kid)
            || (header.x5t.is_some() && (key.thumbprint == header.x5t || key.id == header.x5t))
    };
    let mut any = false;
    for key in keys.iter().filter(fits) {
        any = true;
        if let Ok(read) = jsonwebtoken::decode::<Claims>(token, &key.key, &validation) {
            return Ok(read.claims);
        }
    }
    Err(if any { Refused::Wrong } else { Refused::UnknownKey })
}

/// The RSA keys of a JSON Web Key Set. What is not understood is left out: a set may hold keys of kinds that are yet to
/// come.
#[must_use]
pub fn parse(set: &[u8]) -> Vec<Key> {
    let set: serde_json::Value = serde_json::from_slice(set).unwrap_or_default();
    let keys = set["keys"].as_array().map(Vec::as_slice).unwrap_or_default();
    keys.iter().take(KEYS_MAX).filter_map(key).collect()
}

fn key(value: &serde_json::Value) -> Option<Key> {
    let jwk: Jwk = serde_json::from_value(value.clone()).ok()?;
    if !matches!(jwk.algorithm, jsonwebtoken::jwk::AlgorithmParameters::RSA(_)) {
        return None;
    }
    let key = DecodingKey::from_jwk(&jwk).ok()?;
    Some(Key { id: jwk.common.key_id, thumbprint: jwk.common.x509_sha1_fingerprint, key })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_keys_that_can_be_used_are_kept() {
        let set = br#"{"keys":[{"kty":"RSA","kid":"a","x5t":"t","alg":"RS256","n":"uJSw","e":"AQAB"},
            {"kty":"EC","crv":"P-256","x":"AA","y":"AA"},{"kty":"oct","k":"c2VjcmV0"},{"kty":"new"},7]}"#;
        let keys = parse(set);
        assert_eq!(keys.len(), 1);
        assert_eq!((keys[0].id.as_deref(), keys[0].thumbprint.as_deref()), (Some("a"), Some("t")));
        assert!(parse(b"nonsense").is_empty() && parse(b"{}").is_empty());
    }

    proptest! {
        #[test]
        fn any_set_and_any_token_is_read_or_refused(set in prop::collection::vec(any::<u8>(), 0..300), token in ".{0,200}") {
            prop_assert!(verify(&token, &parse(&set)).is_err());
        }
    }
}
