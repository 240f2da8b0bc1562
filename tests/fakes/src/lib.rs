//! GitHub and AWS on loopback: models with state that a test can change and ask, behind the protocols that the real
//! ones speak. They refuse what the real ones refuse.

pub mod aws;
pub mod clock;
pub mod github;
pub mod machines;
