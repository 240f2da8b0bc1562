//! The Sprinters control plane: takes GitHub's deliveries, and keeps what it needs of them.
//!
//! One delivery's way in: [`server`] bounds connections and waits, [`webhook`] bounds the body, checks its signature over the raw bytes and
//! reads the few fields that are used, [`store`] commits them together with whatever else has arrived, and only then does GitHub
//! read 202. A worker that leases what was stored is not part of this version.

pub mod api;
pub mod app;
pub mod aws;
pub mod budget;
pub mod clock;
pub mod commands;
pub mod connections;
pub mod console;
pub mod github;
pub mod housekeeping;
pub mod launch;
pub mod logs;
pub mod mail;
pub mod metrics;
pub mod sandbox;
pub mod seal;
pub mod server;
pub mod settings;
pub mod store;
pub mod the_app;
pub mod tls;
pub mod traces;
pub mod wake;
pub mod webhook;
pub mod worker;
