// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! Resource types, from AWS's published schemas (PyPI package cfn-lint, MIT-0).

pub mod log_group;

use crate::stack::{Properties, PropertyFacts, Resource, ResourceSchema, ResourceType};
use crate::value::{self, IntoValue, Value};

/// `AWS::Logs::LogGroup`.
#[derive(Debug, Clone, PartialEq)]
pub struct LogGroup(Properties);

impl Default for LogGroup {
    fn default() -> Self {
        Self::new()
    }
}

impl LogGroup {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `BearerTokenAuthenticationEnabled`.
    #[must_use]
    pub fn bearer_token_authentication_enabled(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("BearerTokenAuthenticationEnabled", value))
    }

    /// `DataProtectionPolicy`.
    #[must_use]
    pub fn data_protection_policy(self, value: impl IntoValue<value::Json>) -> Self {
        Self(self.0.set::<value::Json>("DataProtectionPolicy", value))
    }

    /// `DeletionProtectionEnabled`.
    #[must_use]
    pub fn deletion_protection_enabled(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("DeletionProtectionEnabled", value))
    }

    /// `FieldIndexPolicies`.
    #[must_use]
    pub fn field_index_policies(self, value: impl IntoValue<Vec<value::Json>>) -> Self {
        Self(self.0.set::<Vec<value::Json>>("FieldIndexPolicies", value))
    }

    /// `KmsKeyId`, at most 256 characters.
    #[must_use]
    pub fn kms_key_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("KmsKeyId", value))
    }

    /// `LogGroupClass`.
    #[must_use]
    pub fn log_group_class(self, value: impl IntoValue<log_group::LogGroupClass>) -> Self {
        Self(self.0.set::<log_group::LogGroupClass>("LogGroupClass", value))
    }

    /// `LogGroupName`, 1 to 512 characters; changing it replaces the resource.
    #[must_use]
    pub fn log_group_name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("LogGroupName", value))
    }

    /// `ResourcePolicyDocument`.
    #[must_use]
    pub fn resource_policy_document(self, value: impl IntoValue<value::Json>) -> Self {
        Self(self.0.set::<value::Json>("ResourcePolicyDocument", value))
    }

    /// `RetentionInDays`, one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653.
    #[must_use]
    pub fn retention_in_days(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("RetentionInDays", value))
    }

    /// `Tags`.
    #[must_use]
    pub fn tags(self, value: impl IntoValue<Vec<value::Tag>>) -> Self {
        Self(self.0.set::<Vec<value::Tag>>("Tags", value))
    }
}

pub(crate) static LOG_GROUP: ResourceSchema = ResourceSchema {
    name: "AWS::Logs::LogGroup",
    tags: Some("Tags"),
    properties: &[
        PropertyFacts { max_length: Some(256), ..PropertyFacts::new("KmsKeyId") },
        PropertyFacts { min_length: Some(1), max_length: Some(512), ..PropertyFacts::new("LogGroupName") },
        PropertyFacts { choices: Some(&[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]), ..PropertyFacts::new("RetentionInDays") },
    ],
};

impl ResourceType for LogGroup {
    const TYPE: &'static str = "AWS::Logs::LogGroup";
    const SCHEMA: &'static ResourceSchema = &LOG_GROUP;
    type Reference = value::LogGroupName;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

impl Resource<LogGroup> {
    /// `Fn::GetAtt` of `Arn`.
    pub fn arn(&self) -> Value<value::LogGroupArn> {
        self.get_att("Arn")
    }
}

