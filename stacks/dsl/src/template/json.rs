//! JSON text into long-form JSON, refusing what the plain JSON reader lets pass (keys that stand twice).

use serde::de::DeserializeSeed;
use serde_json::Value;

use super::error::{Place, TemplateError};
use super::read::{DEEPEST, Reading, Spans};

/// Reads one JSON document.
pub(super) fn read(source: &str) -> Result<Value, TemplateError> {
    let reading = Reading::new(source, false);
    let mut deserializer = serde_json::Deserializer::from_str(source);
    let result = reading.root().deserialize(&mut deserializer).and_then(|value| {
        deserializer.end()?;
        Ok(value)
    });
    match result {
        Ok(value) => Ok(value),
        Err(error) => {
            let at = offset(source, error.line(), error.column());
            Err(match reading.into_wrong() {
                Some(wrong) => wrong.located(|place| Place::at(place.path.clone()).with_span(source, at..at + 1)),
                None => TemplateError::NotJson {
                    message: message(&error),
                    place: Box::new(Place::default().with_span(source, at..at + 1)),
                },
            })
        }
    }
}

/// Reads as far as the source allows and tells where keys and texts stand, by JSON pointer.
pub(super) fn spans(source: &str) -> Spans {
    let reading = Reading::recording(source, false);
    drop(reading.root().deserialize(&mut serde_json::Deserializer::from_str(source)));
    reading.into_spans()
}

fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

fn offset(source: &str, line: usize, column: usize) -> usize {
    let start: usize = source.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (start + column.saturating_sub(1)).min(source.len())
}

// The parser stops at 128 levels by itself; our own limit must come first to be the one that is reported.
const _: () = assert!(DEEPEST < 127);
