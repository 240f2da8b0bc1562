// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! What is nested in `AWS::SQS::Queue`.

use crate::stack::{Properties, ResourceSchema};
use crate::value::{IntoValue, Value};

/// `RedrivePolicy` of `AWS::SQS::Queue`.
#[derive(Debug, Clone, PartialEq)]
pub struct RedrivePolicy(Properties);

impl Default for RedrivePolicy {
    fn default() -> Self {
        Self::new()
    }
}

impl RedrivePolicy {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `deadLetterTargetArn`.
    #[must_use]
    pub fn dead_letter_target_arn(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("deadLetterTargetArn", value))
    }

    /// `maxReceiveCount`.
    #[must_use]
    pub fn max_receive_count(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("maxReceiveCount", value))
    }
}

pub(crate) static REDRIVE_POLICY: ResourceSchema = ResourceSchema {
    name: "RedrivePolicy",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<RedrivePolicy> for RedrivePolicy {
    fn into_value(self) -> Value<RedrivePolicy> {
        self.0.into_value_of()
    }
}

