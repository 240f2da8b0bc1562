//! What acts on what was kept: deliveries move the machines, deadlines move them when nobody else does, effects call
//! the outside, scans compare what we believe with what is.
//!
//! ```text
//! deliveries ─▶ machines ─▶ effects ─▶ GitHub, AWS ─▶ outcome ─▶ machines ─▶ …
//!                  ▲                                                │
//!                  └────────────── deadlines, scans ◀───────────────┘
//! ```
//!
//! Every arrow into the machines is one change of the database: what happened, the new state, the next effects and the
//! timeline are kept together. Every arrow to the outside is made under a lease, outside any change, and may be made
//! twice.
//!
//! - `batch`: many deliveries in one change.
//! - [`deliveries`]: from GitHub's words to events.
//! - [`machines`]: the two state machines on their rows.
//! - `perform/`: one file a call; what can be intended is `sprinters_core::effect`.
//! - [`scan`]: the reconcilers of the core against lists, one row a subject.
//! - `under_way`, `bulkheads`: what is leased and being done, and how much of it at one place.
//! - `crash_point`: how a test kills a worker between two steps.
//! - `poll_schedule`: when it looks at what.
//! - `run`: the loop, and how a test runs it until nothing is left to do.

mod batch;
mod bulkheads;
mod context;
mod crash_point;
pub mod deliveries;
pub mod launch;
pub mod machines;
pub mod outcome;
mod perform;
mod planning;
mod poll_schedule;
mod run;
pub mod scan;
mod under_way;
mod uses;

pub use context::Context;
pub use crash_point::Moment;
pub use perform::PerformError;
pub use run::{Limits, Worker};
