//! The typed resources of the three stacks.

/// What `build.rs` wrote.
pub mod aws {
    include!(concat!(env!("OUT_DIR"), "/aws.rs"));
}
