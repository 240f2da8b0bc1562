//! The label's reader: whatever the bytes, it answers; what it accepts is printed and read back the same; what it
//! refuses is underlined inside the text.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run label -- -max_len=300 -dict=fuzz/label.dict -max_total_time=60`, from the root of
//! the repository.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sprinters_core::label::{Reading, parse, read};
use sprinters_core::plan::{Circumstances, MAX_CANDIDATES, explain, plan};

fuzz_target!(|label: &str| {
    match read(label) {
        Reading::Ours(spec) => {
            let printed = spec.to_string();
            assert_eq!(parse(&printed).as_ref(), Ok(&*spec), "{printed}");
            let planned =
                plan(&spec, &Circumstances::unknown()).expect("a right label has a plan where everything is allowed");
            assert!((1..=MAX_CANDIDATES).contains(&planned.candidates.len()));
            assert!(!explain(&spec, &planned).lines.is_empty());
        }
        Reading::Wrong(problems) => {
            for error in problems.iter() {
                assert!(label.get(error.span()).is_some(), "{:?}", error.span());
                assert!(!error.help().is_empty());
                let _corrected = error.corrected(label);
            }
        }
        Reading::NearMiss { meant } => assert_ne!(meant, label),
        Reading::NotOurs => {}
    }
});
