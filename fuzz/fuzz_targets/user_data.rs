//! The image's reader of user data and of the just-in-time configuration in it: whatever the bytes, it answers; what it accepts keeps to
//! the contract's bounds, names no file but the runner's, and is not repeated in a refusal.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run user_data -- -max_len=2000 -dict=fuzz/user_data.dict -max_total_time=60`, from the root of the
//! repository.

#![no_main]

use libfuzzer_sys::fuzz_target;
use secrecy::ExposeSecret as _;
use sprinters_agent::{jit, user_data::UserData};

fuzz_target!(|bytes: &[u8]| {
    match UserData::parse(bytes) {
        Ok(user_data) => {
            assert!(user_data.swap_mib <= 1_048_576);
            assert!((10..=3_600).contains(&user_data.job_wait_s) && (10..=3_600).contains(&user_data.network_wait_s));
            assert!((30..=435_600).contains(&user_data.lifetime_s));
            let secret = user_data.jit_config.expose_secret();
            assert!(!secret.is_empty() && secret.len() <= 15_360);
            assert!(secret.len() < 12 || !format!("{user_data:?}").contains(secret));
            names(secret);
        }
        Err(error) => assert!(error.to_string().len() < 200, "{error}"),
    }
    // As if the bytes had come through the field.
    if let Ok(text) = std::str::from_utf8(bytes) {
        names(text);
    }
});

fn names(encoded: &str) {
    match jit::files(encoded) {
        Ok(files) => {
            assert!(files.contains_key(".runner"));
            assert!(files.keys().all(|name| [".runner", ".credentials", ".credentials_rsaparams"].contains(name)));
        }
        Err(error) => assert!(error.to_string().len() < 200, "{error}"),
    }
}
