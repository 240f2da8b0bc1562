//! The decisions of the control plane, as pure functions: what a label means and what would be launched for it.
//!
//! Nothing in here reads a clock, draws a random number, looks at the environment or talks to anybody: the time,
//! prices, capacity refusals and ids are arguments, results are values. So every decision can be replayed from a test.
//!
//! ```
//! use sprinters_core::label::{Reading, read};
//!
//! let Reading::Ours(spec) = read("sprinters:aws:ubuntu-24.04:eu-central-1:m7i.2xlarge:spot=auto") else { panic!() };
//! assert_eq!(spec.placement().region().name(), "eu-central-1");
//! assert!(matches!(read("ubuntu-latest"), Reading::NotOurs));
//! ```

pub mod calendar;
pub mod catalogue;
pub mod deadline;
pub mod delivery;
pub mod disposition;
pub mod effect;
pub mod effect_end;
pub mod failure;
pub mod hosted;
pub mod ids;
pub mod images;
pub mod job;
pub mod label;
pub mod launch_request;
pub mod plan;
pub mod policy;
pub mod reconcile;
pub mod runner;
pub mod site;
pub mod time;
pub mod verification;
