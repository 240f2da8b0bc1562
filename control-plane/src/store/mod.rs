//! Everything that is kept, in SQLite for one process or PostgreSQL for several. Nothing outside this module names a database.
//!
//! One table's queries stand in one file, each function is one verb. The clock is the caller's.
//!
//! The embedded file is encrypted as a whole (`at_rest`), and its secrets are sealed one by one besides.
//!
//! On SQLite all writes go through one connection, because SQLite has one writer anyway: waiting happens in our own queue,
//! which is fair, and not in SQLite's, which is not. On PostgreSQL any connection writes.

mod account_keys;
mod accounts;
mod at_rest;
mod database;
mod deliveries;
mod effects;
mod error;
mod inspect;
mod installations;
mod lock;
mod migrate;
mod open;
mod retention;
mod secrets;
mod server;
mod writer;

pub use account_keys::{KeyChange, KeyUse};
pub use accounts::{Account, AccountKind};
pub use at_rest::AtRest;
pub use deliveries::{Accepted, Delivery, LeasedDelivery};
pub use effects::{Effect, LeasedEffect};
pub use error::{OpenStoreError, StoreError};
pub use inspect::Inspection;
pub use installations::{Installation, InstallationChange};
pub use migrate::{LATEST, SCHEMA_VERSIONS};
pub use open::{Opening, Store};
pub use retention::Removed;
pub use secrets::{SecretKind, SecretName};
pub use writer::Writer;
