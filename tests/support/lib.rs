//! What the whole-system tests share: the customer stack as installed with each option, the table of requests that its
//! policies must allow or refuse, the two judges that evaluate them, and the ways to weaken a policy.
//!
//! Never shipped: nothing of the product depends on it.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a library of tests: a wrong assumption ends the test, and progress is printed"
)]

pub mod account;
pub mod emulator;
pub mod install;
pub mod installation;
pub mod judge;
pub mod ministack;
pub mod mutation;
pub mod request;
pub mod second_opinion;
pub mod terraform;
