//! The control plane from outside: what somebody sends, and what is there afterwards. On both databases.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by panicking"
)]

mod at_rest;
mod bounds;
mod crash;
mod failover;
mod intake;
mod keys;
mod kms;
mod leases;
mod postgres_backup;
mod processes;
mod secrecy;
mod service;
mod settings;
mod sockets;
mod store;
mod support;
mod threat_model;
mod tidy;
mod tls;
mod traces;
