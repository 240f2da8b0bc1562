//! Rules: what CloudFormation checks over the parameters before it touches anything.

use crate::value::{IntoTest, Test};
use serde_json::{Value as JsonValue, json};

/// Assertions over parameters, under an optional condition of their own.
///
/// Rules may use parameters only (AWS CloudFormation User Guide, "Rules section").
#[derive(Debug, Clone)]
pub struct RuleSpec {
    condition: Option<Test>,
    assertions: Vec<JsonValue>,
}

impl RuleSpec {
    /// A rule whose assertions always apply.
    pub fn always() -> Self {
        Self { condition: None, assertions: Vec::new() }
    }

    /// A rule whose assertions apply when the test holds.
    pub fn only_if(test: impl IntoTest) -> Self {
        Self { condition: Some(test.into_test()), assertions: Vec::new() }
    }

    /// What must hold, and the sentence shown when it does not.
    #[must_use]
    pub fn must(mut self, test: impl IntoTest, sentence: &str) -> Self {
        self.assertions.push(json!({"Assert": test.into_test().into_json(), "AssertDescription": sentence}));
        self
    }

    pub(crate) fn into_json(self) -> JsonValue {
        match self.condition {
            Some(condition) => json!({"RuleCondition": condition.into_json(), "Assertions": self.assertions}),
            None => json!({"Assertions": self.assertions}),
        }
    }
}
