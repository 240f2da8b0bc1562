//! Intrinsic functions over values, each typed by what it returns.

use super::{Condition, IntoValue, TextKind, Value};
use serde_json::{Value as JsonValue, json};

/// `Fn::If`: one value or another, by a condition of the template.
///
/// ```
/// use sprinters_dsl::prelude::*;
/// let mut stack = Stack::new("Sizes");
/// let large = stack.parameter("Large", text_parameter().allow(["yes", "no"]).default("no"));
/// let is_large = stack.condition("IsLarge", equals(&large, "yes"));
/// let size: Value<i64> = when(&is_large, 100, 10);
/// assert_eq!(size.to_json(), serde_json::json!({"Fn::If": ["IsLarge", 100, 10]}));
/// ```
pub fn when<T>(condition: &Condition, then: impl IntoValue<T>, otherwise: impl IntoValue<T>) -> Value<T> {
    Value::from_json(
        json!({"Fn::If": [condition.name(), then.into_value().into_json(), otherwise.into_value().into_json()]}),
    )
}

/// `Fn::If` with `AWS::NoValue`: the property is there only when the condition holds.
pub fn only_when<T>(condition: &Condition, then: impl IntoValue<T>) -> Value<T> {
    Value::from_json(json!({"Fn::If": [condition.name(), then.into_value().into_json(), {"Ref": "AWS::NoValue"}]}))
}

impl<T> Value<Vec<T>> {
    /// `Fn::Select`: the element at `index`, counted from 0.
    #[must_use]
    pub fn select(&self, index: usize) -> Value<T> {
        Value::from_json(json!({"Fn::Select": [index, self.to_json()]}))
    }

    /// `Fn::Join`: the elements as one text with `separator` between them.
    #[must_use]
    pub fn join(&self, separator: &str) -> Value<String>
    where
        T: TextKind,
    {
        Value::from_json(json!({"Fn::Join": [separator, self.to_json()]}))
    }

    /// This list and more elements, where both are written out.
    #[must_use]
    pub fn followed_by(self, more: impl IntoValue<Vec<T>>) -> Value<Vec<T>> {
        match (self.into_json(), more.into_value().into_json()) {
            (JsonValue::Array(mut first), JsonValue::Array(second)) => {
                first.extend(second);
                Value::from_json(JsonValue::Array(first))
            }
            (first, second) => {
                let joined = json!({"Fn::Join": [",", [{"Fn::Join": [",", first]}, {"Fn::Join": [",", second]}]]});
                Value::from_json(json!({"Fn::Split": [",", joined]}))
            }
        }
    }
}

impl Value<String> {
    /// `Fn::Split`: the parts of the text between `separator`s.
    #[must_use]
    pub fn split(&self, separator: &str) -> Value<Vec<String>> {
        Value::from_json(json!({"Fn::Split": [separator, self.to_json()]}))
    }

    /// `Fn::Base64`, as user data wants it.
    #[must_use]
    pub fn base64(&self) -> Value<String> {
        Value::from_json(json!({"Fn::Base64": self.to_json()}))
    }
}
