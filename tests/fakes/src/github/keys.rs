//! Keys and random texts.

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fmt;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// A text that is not printed. The fake's secrets protect nothing, but tests search logs for them.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Secret(String);

impl Secret {
    /// From a text.
    #[must_use]
    pub fn new(text: String) -> Secret {
        Secret(text)
    }

    /// The text.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The two halves of an App's key.
#[derive(Debug, Clone)]
pub(super) struct AppKey {
    /// PEM, PKCS #8.
    pub(super) private: Secret,
    /// DER, PKCS #1.
    pub(super) public: Vec<u8>,
}

/// The key that Apps begin with. Making one takes a processor a second without optimisation, and an App is known by its
/// number, so all of a process begin with the same.
pub(super) fn first() -> Option<AppKey> {
    static FIRST: LazyLock<Option<AppKey>> = LazyLock::new(generate);
    FIRST.clone()
}

/// A new RSA key of 2048 bits, as GitHub makes them.
pub(super) fn generate() -> Option<AppKey> {
    let pair = KeyPair::generate(KeySize::Rsa2048).ok()?;
    let der: Pkcs8V1Der<'_> = pair.as_der().ok()?;
    let mut pem = String::from("-----BEGIN PRIVATE KEY-----\n");
    let text = STANDARD.encode(der.as_ref());
    for line in text.as_bytes().chunks(64) {
        pem.push_str(std::str::from_utf8(line).ok()?);
        pem.push('\n');
    }
    pem.push_str("-----END PRIVATE KEY-----\n");
    Some(AppKey { private: Secret::new(pem), public: pair.public_key().as_ref().to_vec() })
}

/// So many random letters and digits.
pub(super) fn random(prefix: &str, characters: usize) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let mut bytes = vec![0; characters];
    // Without randomness a text repeats, which tests would notice.
    let _ = getrandom::fill(&mut bytes);
    let mut text = String::with_capacity(prefix.len() + characters);
    text.push_str(prefix);
    text.extend(bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])));
    text
}

/// A random guid, version 4.
pub(super) fn guid() -> String {
    let mut bytes = [0_u8; 16];
    let _ = getrandom::fill(&mut bytes);
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        // Writing into a text can't fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
