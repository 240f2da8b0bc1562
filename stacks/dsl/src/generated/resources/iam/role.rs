// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! What is nested in `AWS::IAM::Role`.

use crate::stack::{Properties, ResourceSchema};
use crate::value::{self, IntoValue, Value};

/// `Policy` of `AWS::IAM::Role`.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy(Properties);

impl Policy {
    /// With what AWS requires: `PolicyDocument`, `PolicyName`.
    pub fn new(policy_document: impl IntoValue<value::PolicyDocument>, policy_name: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<value::PolicyDocument>("PolicyDocument", policy_document).set::<String>("PolicyName", policy_name))
    }
}

pub(crate) static POLICY: ResourceSchema = ResourceSchema {
    name: "Policy",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<Policy> for Policy {
    fn into_value(self) -> Value<Policy> {
        self.0.into_value_of()
    }
}

