//! Envelope encryption: *root keys* wrap one *account key* per account, and account keys seal values. They also wrap
//! the key of the embedded database file, under which SQLCipher encrypts the file as a whole.
//!
//! A root key may also be kept by a service such as AWS KMS. Then the service wraps and unwraps, bound to the same
//! place, and unwrapped account keys are kept in memory for a few minutes.
//!
//! Both layers make the same kind of box (`envelope`): AES-256-GCM under a key that is derived anew for every box from
//! a random salt, with what the box belongs to bound as associated data. So
//!
//! - a box moved to another table, row, column or account does not open;
//! - one flipped bit anywhere, in the header too, does not open;
//! - key and nonce repeat only if 16 bytes of salt and 12 bytes of nonce both do. With 224 random bits that needs no
//!   count of uses: at 2^80 boxes
//!   under one account key the chance is below 2^-64. (With a random 96-bit nonce alone, NIST SP 800-38D section 8.3
//!   allows
//!   2^32 under one key.)
//!
//! Rotating a root key wraps the account keys anew and touches no sealed value; destroying an account's key makes
//! everything sealed for the account unreadable, in backups of the table of secrets too.

mod account;
mod envelope;
mod error;
mod file;
mod root;
pub mod secret;
mod service;
mod unwrapped;
mod value;

pub use account::{AccountKey, AccountKeyId, WrappedKey};
pub use error::{KeyError, OpenError, SealError};
pub use file::{FileKey, WrappedFileKey};
pub use root::{RootKey, RootKeyId, RootKeys, RootKeysError, SERVICE_WITHIN};
pub use service::{KeyService, ServiceError, ServiceKey};
pub use value::{Place, Sealed};
