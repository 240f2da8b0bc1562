//! HTTP within bounds: so many connections, and for each a time by which its headers are in. A client that says nothing, or half of it, is
//! cut off; what it holds meanwhile is one connection and a few kilobytes.

mod health;
mod listen;
mod routes;

pub use listen::{Limits, serve};
pub use routes::router;
