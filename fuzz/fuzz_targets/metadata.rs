//! The image's readers of what the metadata service answers. What must hold stands beside the agent, whose tests try it
//! on a fixed number of inputs.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run metadata -- -max_len=2000 -dict=fuzz/metadata.dict -max_total_time=60`, from the
//! root of the repository.

#![no_main]

#[path = "../../runner-image/agent/tests/readers/mod.rs"]
#[allow(dead_code, reason = "each target uses one of the readers")]
mod readers;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| readers::metadata(bytes));
