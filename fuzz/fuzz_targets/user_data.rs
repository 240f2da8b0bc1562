//! The image's reader of user data and of the just-in-time configuration in it. What must hold stands beside the agent,
//! whose tests try it on a fixed number of inputs.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run user_data -- -max_len=2000 -dict=fuzz/user_data.dict -max_total_time=60`, from the
//! root of the repository.

#![no_main]

#[path = "../../runner-image/agent/tests/readers/mod.rs"]
#[allow(dead_code, reason = "each target uses one of the readers")]
mod readers;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| readers::user_data(bytes));
