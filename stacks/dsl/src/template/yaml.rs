//! YAML by way of the one YAML parser of this crate; no other file names it, so that replacing it touches this one.

use serde::de::DeserializeSeed;
use serde_json::Value;

use super::error::{Place, TemplateError};
use super::read::{DEEPEST, Reading, Spans};

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
pub(super) fn spans(source: &str) -> Spans {
    if brackets_beyond_limit(source).is_some() {
        return Spans::default();
    }
    let reading = Reading::recording(source, true);
    // What stands before a mistake has been recorded by then, and that is what the mistake refers to.
    drop(reading.root().deserialize(serde_yaml::Deserializer::from_str(source)));
    reading.into_spans()
}

fn refusal(source: &str, reading: Reading<'_>, error: &serde_yaml::Error) -> TemplateError {
    let at = error.location().map(|location| location.index());
    let place = |path: String, bytes: usize| match at {
        Some(at) => Place::at(path).with_span(source, at..at + bytes),
        None => Place::at(path),
    };
    if let Some(wrong) = reading.into_wrong() {
        // The parser knows the line of what the reader refused; a tag can be underlined whole.
        let bytes = match &wrong {
            TemplateError::UnknownIntrinsic { name, .. } => name.len(),
            _ => 1,
        };
        return wrong.located(|found| place(found.path.clone(), bytes));
    }
    let message = error.to_string();
    let here = Box::new(place(String::new(), 1));
    if message.contains("recursion limit") {
        return TemplateError::TooDeep { place: here };
    }
    if message.contains("repetition limit") {
        return TemplateError::TooManyValues { place: here };
    }
    if message.contains("more than one document") {
        let second = source.rfind("\n---").map_or(0, |at| at + 1);
        return TemplateError::NotYaml {
            message: "the text holds more than one document".to_owned(),
            place: Box::new(Place::default().with_span(source, second..second + 3)),
        };
    }
    TemplateError::NotYaml { message: without_place(&message), place: here }
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
