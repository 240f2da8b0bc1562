//! YAML by way of the one YAML parser of this crate; no other file names it, so that replacing it touches this one.

use std::ops::Range;

use serde::de::DeserializeSeed;
use serde_json::Value;

use super::error::{Place, TemplateError};
use super::read::{DEEPEST, Reading};

/// Most brackets open at once in the source, counted without regard to quotes. The parser's time grows with the
/// square of the nesting of flow mappings (six seconds at 50,000); at a thousand it is three milliseconds.
const MOST_OPEN_BRACKETS: usize = 1_000;

/// Reads one YAML document into long-form JSON.
pub(super) fn read(source: &str) -> Result<Value, TemplateError> {
    if let Some(at) = brackets_beyond_limit(source) {
        return Err(TemplateError::TooDeep { place: Box::new(Place::default().with_span(source, at..at + 1)) });
    }
    let reading = Reading::new(source, true);
    match reading.root().deserialize(serde_yaml::Deserializer::from_str(source)) {
        Ok(value) => Ok(value),
        Err(error) => Err(refusal(source, reading, &error)),
    }
}

/// Reads as far as the source allows and tells where keys and texts stand, by JSON pointer into the long form.
pub(super) fn spans(source: &str) -> std::collections::BTreeMap<String, Range<usize>> {
    if brackets_beyond_limit(source).is_some() {
        return std::collections::BTreeMap::new();
    }
    let reading = Reading::recording(source, true);
    // What stands before a mistake has been recorded by then, and that is what the mistake refers to.
    drop(reading.root().deserialize(serde_yaml::Deserializer::from_str(source)));
    reading.into_spans()
}

fn refusal(source: &str, reading: Reading<'_>, error: &serde_yaml::Error) -> TemplateError {
    let span = error.location().map(|location| location.index()..location.index() + 1);
    let place = |path: String| match &span {
        Some(span) => Place::at(path).with_span(source, span.clone()),
        None => Place::at(path),
    };
    match reading.into_wrong() {
        // The parser knows the line of what the reader refused, except where it is the whole document.
        Some(wrong) => wrong.located(|found| place(found.path.clone())),
        None => {
            let message = error.to_string();
            if message.contains("recursion limit") {
                return TemplateError::TooDeep { place: Box::new(place(String::new())) };
            }
            if message.contains("repetition limit") {
                return TemplateError::TooManyValues { place: Box::new(place(String::new())) };
            }
            TemplateError::NotYaml { message: without_place(&message), place: Box::new(place(String::new())) }
        }
    }
}

/// The parser's message without its "at line 1 column 2": the place is told once, by us.
fn without_place(message: &str) -> String {
    let mut rest = message;
    let mut out = String::new();
    while let Some(start) = rest.find(" at line ") {
        let tail = &rest[start + " at line ".len()..];
        let after_line = tail.trim_start_matches(|c: char| c.is_ascii_digit());
        let Some(after_word) = after_line.strip_prefix(" column ") else {
            out.push_str(&rest[..start + 1]);
            rest = &rest[start + 1..];
            continue;
        };
        out.push_str(&rest[..start]);
        rest = after_word.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    out.push_str(rest);
    out
}

fn brackets_beyond_limit(source: &str) -> Option<usize> {
    let mut open = 0_usize;
    for (index, byte) in source.bytes().enumerate() {
        match byte {
            b'[' | b'{' => {
                open += 1;
                if MOST_OPEN_BRACKETS < open {
                    return Some(index);
                }
            }
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    None
}

// The parser stops at 128 levels by itself; our own limit must come first to be the one that is reported.
const _: () = assert!(DEEPEST < 128);
