//! Everything that is kept, in SQLite for one process or PostgreSQL for several. Nothing outside this module names a database.
//!
//! One table's queries stand in one file, each function is one verb. The clock is the caller's.
//!
//! The embedded file is encrypted as a whole (`at_rest`), and its secrets are sealed one by one besides.
//!
//! On SQLite all writes go through one connection, because SQLite has one writer anyway: waiting happens in our own queue,
//! which is fair, and not in SQLite's, which is not; changes that wait share a commit (`group`). On PostgreSQL any connection writes.

mod account_keys;
mod account_settings;
mod accounts;
mod action_uses;
mod api_tokens;
mod at_rest;
mod audit;
mod capacity;
mod change;
mod connections;
mod cost_days;
mod database;
mod deliveries;
mod effects;
mod error;
mod group;
mod inspect;
mod installations;
mod job_list;
mod jobs;
mod launches;
mod lock;
mod mail;
mod memberships;
mod migrate;
mod open;
mod people;
mod retention;
mod runners;
mod scans;
mod secrets;
mod server;
mod sight;
mod templates;
mod timeline;
mod writer;

pub use account_keys::{KeyChange, KeyUse};
pub use account_settings::{AccountSettings, RunnersAt};
pub use accounts::{Account, AccountKind};
pub use action_uses::ActionUse;
pub use api_tokens::{ApiToken, NewApiToken, TokenScope, TokenUse};
pub use at_rest::AtRest;
pub use audit::{AuditEntry, AuditLine};
pub use capacity::StoredPool;
pub use change::Change;
pub use connections::{Connection, ConnectionState, NewConnection, StackOutputs, Verified};
pub use cost_days::CostDay;
pub use deliveries::{Accepted, Delivery, DueDelivery};
pub use effects::{LeasedEffect, NewEffect};
pub use error::{OpenStoreError, StoreError};
pub use inspect::Inspection;
pub use installations::{Installation, InstallationChange};
pub use job_list::{JobFilter, JobPage, LOOKED_THROUGH, ListedRunner, RunnerList};
pub use jobs::{JobRow, SCANNED_JOBS};
pub use launches::Launch;
pub use mail::{DueMail, NewMail};
pub use memberships::{Membership, Reachable};
pub use migrate::{LATEST, SCHEMA_VERSIONS};
pub use open::{Opening, Store};
pub use people::{Lifetimes, LiveSession, Person};
pub use retention::Removed;
pub use runners::{RunnerRow, market_word};
pub use secrets::{SecretKind, SecretName};
pub use sight::Sight;
pub use timeline::{About, Entry, Happening};
pub use writer::Writer;
