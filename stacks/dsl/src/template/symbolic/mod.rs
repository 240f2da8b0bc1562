//! The one evaluator of intrinsic functions.
//!
//! [`evaluate::Evaluator`] walks a value once and applies every function that it can apply. What it can't ask the
//! template, it asks its [`evaluate::Surroundings`]: the resolver answers with the values of one deployment and refuses
//! what it does not know; a [`Scope`] answers with symbols, and leaves a function that it can't apply as a symbol too.
//! So both give the same value for the same spelling, and the work is linear in what is read.

pub(crate) mod evaluate;
mod logic;
mod scope;
mod text;
pub(crate) mod value;

pub use logic::Logic;
pub use scope::{Allowed, Scope};
pub use text::{Part, Text};
