//! The template's reader: whatever the bytes, it answers; what it accepts is printed and read back the same, evaluated,
//! checked and judged; what it refuses is underlined inside the text.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run template -- -max_len=4000 -dict=fuzz/template.dict -max_total_time=60`, from the
//! root of the repository.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sprinters_dsl::rules;
use sprinters_dsl::template::{Inputs, Template, locate};

fuzz_target!(|source: &str| {
    let template = match Template::parse(source) {
        Ok(template) => template,
        Err(error) => {
            if let Some(span) = error.span() {
                assert!(source.get(span.clone()).is_some(), "{span:?}");
            }
            assert!(!error.help().is_empty() && !error.to_string().is_empty());
            return;
        }
    };
    let yaml = template.to_yaml();
    assert_eq!(Template::parse(&yaml).as_ref(), Ok(&template), "{yaml}");
    let json = template.to_json();
    assert_eq!(Template::parse(&json).as_ref(), Ok(&template), "{json}");
    let _resolved = template.resolve(&Inputs::default());
    let _limits = template.check_limits();
    for finding in rules::check(&template, rules::all()) {
        assert!(!finding.to_string().is_empty());
        if let Some(span) = locate(source, &finding.path) {
            assert!(source.get(span.clone()).is_some(), "{span:?}");
        }
    }
});
