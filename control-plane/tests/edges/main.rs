//! The edges against stand-ins: what the control plane asks of GitHub and AWS, and what it makes of their answers.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so by panicking"
)]

mod github;
