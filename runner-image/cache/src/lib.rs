//! The cache next to the runner. It speaks GitHub's cache service on loopback, so that `actions/cache` and whatever
//! else is written for that service finds it without a change, and keeps the entries in an S3 bucket of the account
//! that the machine runs in.
//!
//! # What is believed, and whom
//!
//! - **The user data** says bucket, prefix and repository, and which refs may write. It comes from the control plane,
//!   before any job has begun.
//! - **The runtime token** says which refs a job may read and write ([`token`]). GitHub signs it for one job; the
//!   signature is checked against the keys
//!   that GitHub publishes ([`keys`]). The repository in it must be the one of the user data.
//! - **Nothing else.** A request's body names a key and a version, and what it says of repositories and scopes is not
//!   read.
//!
//! A job may become root of its machine. Root can read this program's memory and take the role's credentials to the
//! bucket, so what is said above keeps apart jobs that stay what they are, and not one that sets out to break its
//! machine. What holds against that one is what the role may do.
//!
//! # How an entry is kept
//!
//! An entry is a record, small and written last, and the data that it names ([`record`]). A record is written only
//! where none is (`If-None-Match`), so an entry never changes and two machines that save the same key at once leave one
//! entry. There is no other state: a killed service loses the uploads that were under way, and S3's lifecycle removes
//! what they left.

pub mod credentials;
pub mod download;
pub mod entries;
pub mod keys;
pub mod outbound;
pub mod ranges;
pub mod record;
pub mod server;
pub mod settings;
pub mod signed;
pub mod store;
pub mod token;
pub mod upload;
pub mod wire;

/// Anything that can go wrong in the middle of a stream.
pub type StreamError = Box<dyn std::error::Error + Send + Sync>;
/// A body that is read or written piece by piece.
pub type Body = http_body_util::combinators::UnsyncBoxBody<bytes::Bytes, StreamError>;

/// Bytes of the largest entry: what GitHub's own client saves at most.
pub const ENTRY_MAX: u64 = 10 << 30;

/// A body of bytes that are there.
#[must_use]
pub fn whole(bytes: impl Into<bytes::Bytes>) -> Body {
    use http_body_util::BodyExt as _;
    http_body_util::Full::new(bytes.into()).map_err(|never| match never {}).boxed_unsync()
}
