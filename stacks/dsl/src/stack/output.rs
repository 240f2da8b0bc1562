//! Outputs: what a stack tells whoever installed it.

use crate::value::{Condition, TextKind, Value};
use serde_json::{Map, Value as JsonValue, json};

/// An output's value, description, condition and export name.
#[derive(Debug, Clone)]
pub struct OutputSpec {
    json: Map<String, JsonValue>,
}

impl OutputSpec {
    /// An output with this value.
    pub fn new<T: TextKind>(value: &Value<T>) -> Self {
        let mut json = Map::new();
        json.insert("Value".to_owned(), value.to_json());
        Self { json }
    }

    /// What the reader of the outputs sees beside it (at most 1,024 bytes).
    #[must_use]
    pub fn describe(self, description: &str) -> Self {
        self.with("Description", json!(description))
    }

    /// The output exists only when the condition holds.
    #[must_use]
    pub fn only_when(self, condition: &Condition) -> Self {
        self.with("Condition", json!(condition.name()))
    }

    /// Exports the value to other stacks of the account and region under this name.
    #[must_use]
    pub fn export(self, name: &Value<String>) -> Self {
        self.with("Export", json!({"Name": name.to_json()}))
    }

    pub(crate) fn into_json(self) -> JsonValue {
        JsonValue::Object(self.json)
    }

    fn with(mut self, key: &str, value: JsonValue) -> Self {
        self.json.insert(key.to_owned(), value);
        self
    }
}
