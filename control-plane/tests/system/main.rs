//! The whole system: a control plane between a GitHub and an AWS that hold state and refuse what the real ones refuse.
//! Somebody does something, and we look at what the world shows: instances, registrations, jobs, calls. On both
//! databases; time moves when a test moves it.

#![recursion_limit = "256"]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on says so by panicking, and a long one says how far it is"
)]

mod aws_says_no;
mod bulkheads;
mod effects;
mod emulated;
mod faults;
mod harness;
mod main_path;
#[path = "../process/support/postgres.rs"]
#[expect(dead_code, reason = "the other tests use more of it")]
mod postgres;
mod reasons;
mod sandbox;
mod secrets;
mod silence;
mod storm;
mod strangers;
mod users;
mod wizard;
