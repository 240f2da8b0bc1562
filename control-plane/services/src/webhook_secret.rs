//! The signature of a delivery: HMAC-SHA-256 of the raw body (GitHub, "Validating webhook deliveries").

use axum::http::HeaderMap;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

const HEADER: &str = "x-hub-signature-256";

/// A signature as a delivery claims it: 32 bytes, from `sha256=` and 64 lower-case hexadecimal digits, as GitHub writes
/// it and no other way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature([u8; 32]);

impl Signature {
    /// The one signature among the headers, if there is exactly one and it can be one. The older header with SHA-1 does
    /// not count.
    #[must_use]
    pub fn from_headers(headers: &HeaderMap) -> Option<Signature> {
        let mut all = headers.get_all(HEADER).iter();
        let (first, second) = (all.next(), all.next());
        match (first, second) {
            (Some(value), None) => Signature::parse(value.as_bytes()),
            (Some(_), Some(_)) | (None, _) => None,
        }
    }

    fn parse(value: &[u8]) -> Option<Signature> {
        let digits = value.strip_prefix(b"sha256=")?;
        if digits.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
        }
        Some(Signature(bytes))
    }
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        // Bytes, not an enum of ours.
        _ => None,
    }
}

/// What deliveries are signed with. Can't be printed.
#[derive(Debug, Clone)]
pub struct WebhookSecret {
    now: SecretString,
    /// Counts too, while GitHub may still sign with it.
    before: Option<SecretString>,
}

impl WebhookSecret {
    /// From the setting or the store.
    #[must_use]
    pub fn new(secret: SecretString) -> WebhookSecret {
        WebhookSecret { now: secret, before: None }
    }

    /// Takes what was signed with the secret before, too.
    #[must_use]
    pub fn or(self, before: Option<SecretString>) -> WebhookSecret {
        WebhookSecret { before, ..self }
    }

    /// Begins to check a body that comes in pieces.
    #[must_use]
    pub fn check(&self) -> Check {
        // HMAC takes keys of any length; there is no error to see here, and an empty key would be checked like any
        // other.
        let begin = |secret: &SecretString| Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()).ok();
        Check([begin(&self.now), self.before.as_ref().and_then(begin)])
    }
}

/// A check under way.
#[derive(Debug)]
pub struct Check([Option<Hmac<Sha256>>; 2]);

impl Check {
    /// The next piece of the raw body.
    pub fn update(&mut self, piece: &[u8]) {
        for mac in self.0.iter_mut().flatten() {
            mac.update(piece);
        }
    }

    /// Whether the body so far has that signature. Takes the same time wherever they differ.
    #[must_use]
    pub fn finish(self, signature: Signature) -> bool {
        // Both are looked at, whichever fits.
        self.0.into_iter().flatten().fold(false, |fits, mac| fits | mac.verify_slice(&signature.0).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // GitHub, "Validating webhook deliveries", testing the webhook payload validation.
    const SECRET: &str = "It's a Secret to Everybody";
    const BODY: &[u8] = b"Hello, World!";
    const SIGNATURE: &str = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    fn check(body: &[u8], signature: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(HEADER, signature.parse().unwrap());
        let Some(signature) = Signature::from_headers(&headers) else { return false };
        let mut check = WebhookSecret::new(SecretString::from(SECRET)).check();
        body.chunks(5).for_each(|piece| check.update(piece));
        check.finish(signature)
    }

    #[test]
    fn githubs_published_vector_is_accepted() {
        assert!(check(BODY, SIGNATURE));
    }

    #[test]
    fn anything_else_is_refused() {
        assert!(!check(b"Hello, World?", SIGNATURE));
        for digit in 7..SIGNATURE.len() {
            let mut wrong = SIGNATURE.to_owned();
            let other = if &wrong[digit..=digit] == "0" { "1" } else { "0" };
            wrong.replace_range(digit..=digit, other);
            assert!(!check(BODY, &wrong), "{wrong}");
        }
        for wrong in [
            "",
            "sha256=",
            &SIGNATURE[7..],
            &SIGNATURE[..70],
            &SIGNATURE.to_uppercase(),
            &format!("sha256={}", SIGNATURE[7..].to_uppercase()),
            &format!("sha1={}", &SIGNATURE[7..47]),
            &format!("{SIGNATURE}00"),
            &format!(" {SIGNATURE}"),
        ] {
            assert!(!check(BODY, wrong), "{wrong}");
        }
    }

    #[test]
    fn the_secret_before_counts_while_it_is_replaced_and_no_third_one() {
        let signature = Signature::parse(SIGNATURE.as_bytes()).unwrap();
        let fits = |now: &str, before: Option<&str>| {
            let mut check = WebhookSecret::new(SecretString::from(now)).or(before.map(SecretString::from)).check();
            check.update(BODY);
            check.finish(signature)
        };
        assert!(fits("the new one", Some(SECRET)) && fits(SECRET, Some("the old one")));
        assert!(!fits("the new one", None) && !fits("the new one", Some("the old one")));
    }

    #[test]
    fn two_signatures_are_none() {
        let mut headers = HeaderMap::new();
        headers.append(HEADER, SIGNATURE.parse().unwrap());
        headers.append(HEADER, SIGNATURE.parse().unwrap());
        assert_eq!(Signature::from_headers(&headers), None);
    }
}
