//! The Sprinters control plane as a program: what takes requests, what an operator sets and commands, and how all rooms
//! are put together.
//!
//! One delivery's way in: [`server`] bounds connections and waits, [`webhook`] bounds the body, checks its signature
//! over the raw bytes and reads the few fields that are used, the store commits them together with whatever else has
//! arrived, and only then does GitHub read 202. What acts on it is `sprinters_worker`.

// The type of a whole control plane's future is deep.
#![recursion_limit = "256"]

pub mod commands;
mod control_plane;
mod from_settings;
pub mod housekeeping;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod server;
mod service_manager;
pub mod settings;
mod wake;
pub mod webhook;

pub use control_plane::{ControlPlane, Options, Work};
