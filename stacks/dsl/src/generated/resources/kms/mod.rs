// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! Resource types, from AWS's published schemas (PyPI package cfn-lint, MIT-0).

pub mod key;

use crate::stack::{Properties, PropertyFacts, Resource, ResourceSchema, ResourceType};
use crate::value::{self, IntoValue, Value};

/// `AWS::KMS::Alias`.
#[derive(Debug, Clone, PartialEq)]
pub struct Alias(Properties);

impl Alias {
    /// With what AWS requires: `AliasName`, `TargetKeyId`.
    pub fn new(alias_name: impl IntoValue<String>, target_key_id: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("AliasName", alias_name).set::<String>("TargetKeyId", target_key_id))
    }
}

pub(crate) static ALIAS: ResourceSchema = ResourceSchema {
    name: "AWS::KMS::Alias",
    tags: None,
    properties: &[
        PropertyFacts { min_length: Some(1), max_length: Some(256), ..PropertyFacts::new("AliasName") },
        PropertyFacts { min_length: Some(1), max_length: Some(256), ..PropertyFacts::new("TargetKeyId") },
    ],
};

impl ResourceType for Alias {
    const TYPE: &'static str = "AWS::KMS::Alias";
    const SCHEMA: &'static ResourceSchema = &ALIAS;
    type Reference = String;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

/// `AWS::KMS::Key`.
#[derive(Debug, Clone, PartialEq)]
pub struct Key(Properties);

impl Default for Key {
    fn default() -> Self {
        Self::new()
    }
}

impl Key {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `BypassPolicyLockoutSafetyCheck`.
    #[must_use]
    pub fn bypass_policy_lockout_safety_check(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("BypassPolicyLockoutSafetyCheck", value))
    }

    /// `Description`, at most 8192 characters.
    #[must_use]
    pub fn description(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Description", value))
    }

    /// `EnableKeyRotation`.
    #[must_use]
    pub fn enable_key_rotation(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("EnableKeyRotation", value))
    }

    /// `Enabled`.
    #[must_use]
    pub fn enabled(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("Enabled", value))
    }

    /// `KeyPolicy`.
    #[must_use]
    pub fn key_policy(self, value: impl IntoValue<value::PolicyDocument>) -> Self {
        Self(self.0.set::<value::PolicyDocument>("KeyPolicy", value))
    }

    /// `KeySpec`.
    #[must_use]
    pub fn key_spec(self, value: impl IntoValue<key::KeySpec>) -> Self {
        Self(self.0.set::<key::KeySpec>("KeySpec", value))
    }

    /// `KeyUsage`.
    #[must_use]
    pub fn key_usage(self, value: impl IntoValue<key::KeyUsage>) -> Self {
        Self(self.0.set::<key::KeyUsage>("KeyUsage", value))
    }

    /// `MultiRegion`.
    #[must_use]
    pub fn multi_region(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("MultiRegion", value))
    }

    /// `Origin`.
    #[must_use]
    pub fn origin(self, value: impl IntoValue<key::Origin>) -> Self {
        Self(self.0.set::<key::Origin>("Origin", value))
    }

    /// `PendingWindowInDays`, 7 to 30.
    #[must_use]
    pub fn pending_window_in_days(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("PendingWindowInDays", value))
    }

    /// `RotationPeriodInDays`, 90 to 2560.
    #[must_use]
    pub fn rotation_period_in_days(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("RotationPeriodInDays", value))
    }

    /// `Tags`.
    #[must_use]
    pub fn tags(self, value: impl IntoValue<Vec<value::Tag>>) -> Self {
        Self(self.0.set::<Vec<value::Tag>>("Tags", value))
    }
}

pub(crate) static KEY: ResourceSchema = ResourceSchema {
    name: "AWS::KMS::Key",
    tags: Some("Tags"),
    properties: &[
        PropertyFacts { max_length: Some(8192), ..PropertyFacts::new("Description") },
        PropertyFacts { minimum: Some(7.0), maximum: Some(30.0), ..PropertyFacts::new("PendingWindowInDays") },
        PropertyFacts { minimum: Some(90.0), maximum: Some(2560.0), ..PropertyFacts::new("RotationPeriodInDays") },
    ],
};

impl ResourceType for Key {
    const TYPE: &'static str = "AWS::KMS::Key";
    const SCHEMA: &'static ResourceSchema = &KEY;
    type Reference = value::KeyId;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

impl Resource<Key> {
    /// `Fn::GetAtt` of `Arn`.
    pub fn arn(&self) -> Value<value::KeyArn> {
        self.get_att("Arn")
    }
    /// `Fn::GetAtt` of `KeyId`.
    pub fn key_id(&self) -> Value<String> {
        self.get_att("KeyId")
    }
}

