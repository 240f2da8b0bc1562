//! Mappings: constant tables with two keys, read with `Fn::FindInMap`.

use crate::value::{IntoValue, TextKind, Value};
use serde_json::{Map, Value as JsonValue, json};
use std::marker::PhantomData;

/// A table of values of one kind, by a first and a second key.
///
/// ```
/// use sprinters_dsl::prelude::*;
/// let mut stack = Stack::new("Sizes by stage");
/// let stage = stack.parameter("Stage", text_parameter().allow(["test", "live"]));
/// let sizes = stack.mapping("Sizes", Mapping::<i64>::new().entry("test", "disk", 8).entry("live", "disk", 64));
/// let disk: Value<i64> = sizes.find(&stage, "disk");
/// assert_eq!(disk.to_json(), serde_json::json!({"Fn::FindInMap": ["Sizes", {"Ref": "Stage"}, "disk"]}));
/// ```
#[derive(Debug, Clone)]
pub struct Mapping<T> {
    name: String,
    entries: Map<String, JsonValue>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Default for Mapping<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Mapping<T> {
    /// An empty table.
    pub fn new() -> Self {
        Self { name: String::new(), entries: Map::new(), kind: PhantomData }
    }

    /// Adds a value.
    #[must_use]
    pub fn entry(mut self, first: &str, second: &str, value: impl IntoValue<T>) -> Self {
        super::object_at(&mut self.entries, first).insert(second.to_owned(), value.into_value().into_json());
        self
    }

    /// `Fn::FindInMap`: the value under both keys.
    pub fn find<A: TextKind, B: TextKind>(&self, first: impl IntoValue<A>, second: impl IntoValue<B>) -> Value<T> {
        Value::from_json(
            json!({"Fn::FindInMap": [self.name, first.into_value().into_json(), second.into_value().into_json()]}),
        )
    }

    pub(crate) fn named(mut self, name: &str) -> (JsonValue, Self) {
        self.name = name.to_owned();
        (JsonValue::Object(self.entries.clone()), self)
    }
}
