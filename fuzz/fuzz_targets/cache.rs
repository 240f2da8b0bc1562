//! The cache's readers of what jobs, S3, GitHub and other machines' records say. What must hold stands beside the
//! cache, whose tests try it on a fixed number of inputs.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run cache -- -max_len=4000 -dict=fuzz/cache.dict -max_total_time=60`, from the root of
//! the repository.

#![no_main]

#[path = "../../runner-image/cache/tests/readers/mod.rs"]
mod readers;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| readers::cache(bytes));
