//! What must hold of the agent's readers whatever bytes they are given. Read by the fuzz targets in `fuzz/`, which look
//! for bytes that break it without an end, and by `fuzzed.rs`, which tries a fixed number in every test run.

use secrecy::ExposeSecret as _;
use sprinters_agent::{imds, jit, prepare, user_data::UserData, watch};

/// User data and the just-in-time configuration in it: an answer for everything; what is accepted keeps to the
/// contract's bounds, names no file but the runner's, and is not repeated in a refusal.
pub(crate) fn user_data(bytes: &[u8]) {
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
}

fn names(encoded: &str) {
    match jit::files(encoded) {
        Ok(files) => {
            let settings: serde_json::Value = serde_json::from_slice(&files[".runner"]).unwrap_or_default();
            assert!(settings["Ephemeral"] == true && settings["DisableUpdate"] == true, "{settings}");
            assert!(files.keys().all(|name| [".runner", ".credentials", ".credentials_rsaparams"].contains(name)));
        }
        Err(error) => assert!(error.to_string().len() < 200, "{error}"),
    }
}

/// What the metadata service answers: an answer for everything; what goes on goes as one short line of known
/// characters, because it is printed to the console, sent back in a header, or written to an environment file.
pub(crate) fn metadata(bytes: &[u8]) {
    if let Ok(answer) = imds::parse(bytes) {
        assert!(answer.status <= 999 && answer.body.len() < bytes.len());
        body(&answer.body);
    }
    body(bytes);
}

fn body(bytes: &[u8]) {
    if let Ok(token) = imds::token(bytes) {
        assert!((1..=256).contains(&token.len()) && token.bytes().all(|byte| byte.is_ascii_graphic()));
    }
    let notice = watch::notice(bytes);
    assert!(notice.len() <= 68 && notice.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' '), "{notice}");
    let word = prepare::word(bytes);
    assert!(
        (1..=64).contains(&word.len())
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte)),
        "{word}"
    );
}
