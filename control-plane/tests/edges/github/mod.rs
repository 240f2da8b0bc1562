//! GitHub.

mod calls;
mod described;
mod description;
mod faults;
mod limits;
mod people;
mod secrecy;
mod tls;
mod tokens;
mod world;
