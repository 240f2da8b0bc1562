//! `/api/v1`: for programs.

pub mod connect;
mod problem;

pub use problem::Problem;
