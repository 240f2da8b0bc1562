//! GitHub.

mod calls;
mod described;
mod description;
mod faults;
mod harness;
mod limits;
mod secrecy;
mod tls;
mod tokens;
mod users;
