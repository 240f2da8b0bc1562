//! The box both layers use.
//!
//! ```text
//! format (1 byte, 1) | header (caller's, fixed length) | salt (16) | nonce (12) | ciphertext | tag (16)
//! ```
//!
//! The key of a box is HMAC-SHA-256 of the layer's key over a label, the header and the salt: one block of the
//! counter-mode derivation of NIST SP 800-108. Associated data is everything before the ciphertext and the place, each
//! part with its length.

use super::error::{OpenError, SealError};
use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

const FORMAT: u8 = 1;
const SALT: usize = 16;
const NONCE: usize = 12;
const TAG: usize = 16;

/// A 256-bit key that is wiped when dropped and can't be printed.
#[derive(Clone)]
pub(super) struct Secret(Zeroizing<[u8; 32]>);

impl Secret {
    /// A new random key.
    pub(super) fn generate() -> Result<Secret, SealError> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut()).map_err(|_| SealError)?;
        Ok(Secret(bytes))
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Secret> {
        let mut key = Zeroizing::new([0; 32]);
        if bytes.len() != key.len() {
            return None;
        }
        key.copy_from_slice(bytes);
        Some(Secret(key))
    }

    pub(super) fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What a box is made of beside key and plaintext.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'a> {
    /// Which layer this is.
    pub(super) label: &'static str,
    /// Written in the clear and bound.
    pub(super) header: &'a [u8],
    /// Bound, not written: what the box belongs to.
    pub(super) place: &'a [&'a [u8]],
}

impl Frame<'_> {
    fn overhead(&self) -> usize {
        1 + self.header.len() + SALT + NONCE
    }

    fn cipher(&self, key: &Secret, salt: &[u8]) -> Option<Aes256Gcm> {
        let mut derive = Hmac::<Sha256>::new_from_slice(key.expose()).ok()?;
        for part in [self.label.as_bytes(), self.header, salt] {
            derive.update(&(part.len() as u64).to_be_bytes());
            derive.update(part);
        }
        let derived = Zeroizing::new(<[u8; 32]>::from(derive.finalize().into_bytes()));
        Aes256Gcm::new_from_slice(derived.as_slice()).ok()
    }

    fn associated(&self, before: &[u8]) -> Vec<u8> {
        let mut data = Vec::with_capacity(128);
        for part in std::iter::once(&before).chain(self.place) {
            data.extend_from_slice(&(part.len() as u64).to_be_bytes());
            data.extend_from_slice(part);
        }
        data
    }

    /// Seals.
    ///
    /// # Errors
    /// If the operating system gives no randomness.
    pub(super) fn seal(&self, key: &Secret, plaintext: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut random = [0; SALT + NONCE];
        getrandom::fill(&mut random).map_err(|_| SealError)?;
        let mut sealed = Vec::with_capacity(self.overhead() + plaintext.len() + TAG);
        sealed.push(FORMAT);
        sealed.extend_from_slice(self.header);
        sealed.extend_from_slice(&random);
        let aad = self.associated(&sealed);
        let (salt, nonce) = random.split_at(SALT);
        let nonce = <[u8; NONCE]>::try_from(nonce).unwrap_or_default();
        // A plaintext beyond 64 GiB is the only thing the cipher refuses.
        let cipher = self.cipher(key, salt).ok_or(SealError)?;
        let ciphertext = cipher.encrypt(&nonce.into(), Payload { msg: plaintext, aad: &aad }).map_err(|_| SealError)?;
        sealed.extend_from_slice(&ciphertext);
        Ok(sealed)
    }

    /// Opens.
    pub(super) fn open(&self, key: &Secret, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        check_shape(sealed, self.header.len())?;
        let (before, ciphertext) = sealed.split_at(self.overhead());
        let random = &before[1 + self.header.len()..];
        let (salt, nonce) = random.split_at(SALT);
        if &before[1..=self.header.len()] != self.header {
            return Err(OpenError::Tampered);
        }
        let nonce = <[u8; NONCE]>::try_from(nonce).unwrap_or_default();
        let aad = self.associated(before);
        let cipher = self.cipher(key, salt).ok_or(OpenError::Tampered)?;
        let opened = cipher.decrypt(&nonce.into(), Payload { msg: ciphertext, aad: &aad });
        opened.map(Zeroizing::new).map_err(|_| OpenError::Tampered)
    }
}

/// Refuses what can't be a box with a header of that length.
pub(super) fn check_shape(sealed: &[u8], header: usize) -> Result<(), OpenError> {
    let least = 1 + header + SALT + NONCE + TAG;
    match sealed.first() {
        None => Err(OpenError::Empty),
        Some(&FORMAT) if sealed.len() < least => Err(OpenError::Truncated { bytes: sealed.len(), least }),
        Some(&FORMAT) => Ok(()),
        Some(&format) => Err(OpenError::UnknownFormat { format }),
    }
}
