//! Everything that is kept, in SQLite for one process or PostgreSQL for several. Nothing outside this module names a
//! database.
//!
//! One table's queries stand in one file, each function is one verb. The clock is the caller's.
//!
//! The embedded file is encrypted as a whole (`at_rest`), and its secrets are sealed one by one besides.
//!
//! On SQLite all writes go through one connection, because SQLite has one writer anyway: waiting happens in our own
//! queue, which is fair, and not in SQLite's, which is not; changes that wait share a commit (`group_commit`). On
//! PostgreSQL any connection writes.

mod engine;
mod tables;

pub use engine::at_rest::AtRest;
pub use engine::change::{Change, Tries};
pub use engine::error::{OpenStoreError, StoreError};
pub use engine::inspect::Inspection;
pub use engine::migrate::{LATEST, SCHEMA_VERSIONS};
pub use engine::open::{Opening, Store};
pub use engine::url::DatabaseUrl;
pub use engine::wake::{Wake, Waker};
pub use tables::account_keys::{KeyChange, KeyUse};
pub use tables::account_settings::{AccountSettings, RunnersAt};
pub use tables::accounts::{Account, AccountKind};
pub use tables::action_uses::ActionUse;
pub use tables::api_tokens::{ApiToken, NewApiToken, TokenScope, TokenUse};
pub use tables::audit::{AuditChain, AuditEntry, AuditLine};
pub use tables::capacity::StoredPool;
pub use tables::connections::{Connection, ConnectionState, NewConnection, StackOutputs, Verified};
pub use tables::cost_days::CostDay;
pub use tables::deliveries::{Accepted, Delivery, DueDelivery};
pub use tables::effects::{LeasedEffect, Room};
pub use tables::installations::{Installation, InstallationChange};
pub use tables::job_list::{JobFilter, JobPage, LOOKED_THROUGH};
pub use tables::jobs::{JobRow, SCANNED_JOBS};
pub use tables::launches::Launch;
pub use tables::mail::{DueMail, NewMail};
pub use tables::memberships::{Membership, Reachable};
pub use tables::people::{Lifetimes, LiveSession, Person, SessionLine};
pub use tables::performance::{JobTimes, ListedDelivery};
pub use tables::retention::Removed;
pub use tables::runner_list::{ListedRunner, RunnerList};
pub use tables::runners::{AboutRepository, RunnerRow, market_word};
pub use tables::scans::{LeasedScan, ScanEnd};
pub use tables::secrets::{SecretKind, SecretName};
pub use tables::timeline::{Entry, Subject, TimelineEvent};
pub use tables::visible_to::VisibleTo;
pub use tables::writer::Writer;
