//! GitHub.

mod calls;
mod world;
