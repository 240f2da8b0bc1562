#![doc = include_str!("../README.md")]
//!
//! # The parts
//!
//! - [`value`]: typed values and intrinsics; references come from handles only.
//! - [`stack`]: parameters, conditions, resources, outputs; [`stack::Stack::synthesize`] checks and renders.
//! - [`resources`]: resource types, generated from AWS's published schemas.
//! - [`iam`]: policies typed by action, resource type and condition key.
//! - [`app`]: several stacks, and what one tells another.
//! - [`construct`] and [`aspect`]: resources bundled with safe defaults; visitors over the whole stack.
//! - [`policy`]: every permission of any template, in one form that can be compared.
//! - [`template`]: any template, read, resolved and written.
//! - [`rules`]: our rules over any template.
//!
//! No clock, no randomness, no environment, no I/O: the same stack gives the same bytes.

pub mod app;
pub mod aspect;
pub mod construct;
#[rustfmt::skip]
mod generated;
pub mod iam;
pub mod policy;
pub mod prelude;
pub mod rules;
pub mod stack;
pub mod template;
pub mod value;

pub use generated::resources;
