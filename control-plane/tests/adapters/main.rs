//! The edges: GitHub and AWS as the control plane calls them, against models that hold state and refuse what the real
//! ones refuse.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on says so by panicking")]

mod aws;
mod github;
