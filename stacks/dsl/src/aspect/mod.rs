//! Aspects: a visitor over every resource of a stack, run when the stack is synthesized.
//!
//! ```
//! use sprinters_dsl::prelude::*;
//! use sprinters_dsl::resources::s3;
//!
//! let mut stack = Stack::new("Tagged");
//! stack.resource("CacheBucket", s3::Bucket::new());
//! stack.aspect(TagEverything::with([Tag::new("team", "build")]));
//! assert!(stack.synthesize()?.to_yaml().contains("Key: team"));
//! # Ok::<(), sprinters_dsl::stack::Refused>(())
//! ```

mod tags;

pub use tags::TagEverything;

use crate::stack::{Refusal, ResourceEntry};

/// Visits every resource, to change or to refuse it.
pub trait Aspect: std::fmt::Debug {
    /// Looks at one resource; what it can't accept it adds to the refusals.
    fn visit(&self, resource: &mut ResourceEntry, refusals: &mut Vec<Refusal>);
}
