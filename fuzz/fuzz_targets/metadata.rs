//! The image's readers of what the metadata service answers: whatever the bytes, they answer; what goes on goes as one short line of
//! known characters, because it is printed to the console, sent back in a header, or written to an environment file.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run metadata -- -max_len=2000 -dict=fuzz/metadata.dict -max_total_time=60`, from the root of the
//! repository.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sprinters_agent::{imds, prepare, watch};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(answer) = imds::parse(bytes) {
        assert!(answer.status <= 999 && answer.body.len() < bytes.len());
        body(&answer.body);
    }
    body(bytes);
});

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
