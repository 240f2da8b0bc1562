// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! Resource types, from AWS's published schemas (PyPI package cfn-lint, MIT-0).

pub mod role;

use crate::stack::{Properties, PropertyFacts, Resource, ResourceSchema, ResourceType};
use crate::value::{self, IntoValue, Value};

/// `AWS::IAM::InstanceProfile`.
#[derive(Debug, Clone, PartialEq)]
pub struct InstanceProfile(Properties);

impl InstanceProfile {
    /// With what AWS requires: `Roles`.
    pub fn new(roles: impl IntoValue<Vec<String>>) -> Self {
        Self(Properties::new().set::<Vec<String>>("Roles", roles))
    }

    /// `InstanceProfileName`, at most 128 characters; changing it replaces the resource.
    #[must_use]
    pub fn instance_profile_name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("InstanceProfileName", value))
    }

    /// `Path`, 1 to 512 characters; changing it replaces the resource.
    #[must_use]
    pub fn path(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Path", value))
    }
}

pub(crate) static INSTANCE_PROFILE: ResourceSchema = ResourceSchema {
    name: "AWS::IAM::InstanceProfile",
    tags: None,
    properties: &[
        PropertyFacts { max_length: Some(128), ..PropertyFacts::new("InstanceProfileName") },
        PropertyFacts { min_length: Some(1), max_length: Some(512), ..PropertyFacts::new("Path") },
        PropertyFacts { max_items: Some(1), ..PropertyFacts::new("Roles") },
    ],
};

impl ResourceType for InstanceProfile {
    const TYPE: &'static str = "AWS::IAM::InstanceProfile";
    const SCHEMA: &'static ResourceSchema = &INSTANCE_PROFILE;
    type Reference = value::InstanceProfileName;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

impl Resource<InstanceProfile> {
    /// `Fn::GetAtt` of `Arn`.
    pub fn arn(&self) -> Value<value::InstanceProfileArn> {
        self.get_att("Arn")
    }
}

/// `AWS::IAM::ManagedPolicy`.
#[derive(Debug, Clone, PartialEq)]
pub struct ManagedPolicy(Properties);

impl ManagedPolicy {
    /// With what AWS requires: `PolicyDocument`.
    pub fn new(policy_document: impl IntoValue<value::PolicyDocument>) -> Self {
        Self(Properties::new().set::<value::PolicyDocument>("PolicyDocument", policy_document))
    }

    /// `Description`, at most 1000 characters; changing it replaces the resource.
    #[must_use]
    pub fn description(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Description", value))
    }

    /// `Groups`.
    #[must_use]
    pub fn groups(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("Groups", value))
    }

    /// `ManagedPolicyName`; changing it replaces the resource.
    #[must_use]
    pub fn managed_policy_name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("ManagedPolicyName", value))
    }

    /// `Path`, 1 to 512 characters; changing it replaces the resource.
    #[must_use]
    pub fn path(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Path", value))
    }

    /// `Roles`.
    #[must_use]
    pub fn roles(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("Roles", value))
    }

    /// `Users`.
    #[must_use]
    pub fn users(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("Users", value))
    }
}

pub(crate) static MANAGED_POLICY: ResourceSchema = ResourceSchema {
    name: "AWS::IAM::ManagedPolicy",
    tags: None,
    properties: &[
        PropertyFacts { max_length: Some(1000), ..PropertyFacts::new("Description") },
        PropertyFacts { min_length: Some(1), max_length: Some(512), ..PropertyFacts::new("Path") },
    ],
};

impl ResourceType for ManagedPolicy {
    const TYPE: &'static str = "AWS::IAM::ManagedPolicy";
    const SCHEMA: &'static ResourceSchema = &MANAGED_POLICY;
    type Reference = value::ManagedPolicyArn;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

impl Resource<ManagedPolicy> {
    /// `Fn::GetAtt` of `AttachmentCount`.
    pub fn attachment_count(&self) -> Value<i64> {
        self.get_att("AttachmentCount")
    }
    /// `Fn::GetAtt` of `CreateDate`.
    pub fn create_date(&self) -> Value<String> {
        self.get_att("CreateDate")
    }
    /// `Fn::GetAtt` of `DefaultVersionId`.
    pub fn default_version_id(&self) -> Value<String> {
        self.get_att("DefaultVersionId")
    }
    /// `Fn::GetAtt` of `IsAttachable`.
    pub fn is_attachable(&self) -> Value<bool> {
        self.get_att("IsAttachable")
    }
    /// `Fn::GetAtt` of `PermissionsBoundaryUsageCount`.
    pub fn permissions_boundary_usage_count(&self) -> Value<i64> {
        self.get_att("PermissionsBoundaryUsageCount")
    }
    /// `Fn::GetAtt` of `PolicyArn`.
    pub fn policy_arn(&self) -> Value<value::ManagedPolicyArn> {
        self.get_att("PolicyArn")
    }
    /// `Fn::GetAtt` of `PolicyId`.
    pub fn policy_id(&self) -> Value<String> {
        self.get_att("PolicyId")
    }
    /// `Fn::GetAtt` of `UpdateDate`.
    pub fn update_date(&self) -> Value<String> {
        self.get_att("UpdateDate")
    }
}

/// `AWS::IAM::Policy`.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy(Properties);

impl Policy {
    /// With what AWS requires: `PolicyDocument`, `PolicyName`.
    pub fn new(policy_document: impl IntoValue<value::PolicyDocument>, policy_name: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<value::PolicyDocument>("PolicyDocument", policy_document).set::<String>("PolicyName", policy_name))
    }

    /// `Groups`.
    #[must_use]
    pub fn groups(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("Groups", value))
    }

    /// `Roles`.
    #[must_use]
    pub fn roles(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("Roles", value))
    }

    /// `Users`.
    #[must_use]
    pub fn users(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("Users", value))
    }
}

pub(crate) static POLICY: ResourceSchema = ResourceSchema {
    name: "AWS::IAM::Policy",
    tags: None,
    properties: &[
        PropertyFacts { min_length: Some(1), max_length: Some(128), ..PropertyFacts::new("PolicyName") },
    ],
};

impl ResourceType for Policy {
    const TYPE: &'static str = "AWS::IAM::Policy";
    const SCHEMA: &'static ResourceSchema = &POLICY;
    type Reference = String;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

impl Resource<Policy> {
    /// `Fn::GetAtt` of `Id`.
    pub fn id(&self) -> Value<String> {
        self.get_att("Id")
    }
}

/// `AWS::IAM::Role`.
#[derive(Debug, Clone, PartialEq)]
pub struct Role(Properties);

impl Role {
    /// With what AWS requires: `AssumeRolePolicyDocument`.
    pub fn new(assume_role_policy_document: impl IntoValue<value::PolicyDocument>) -> Self {
        Self(Properties::new().set::<value::PolicyDocument>("AssumeRolePolicyDocument", assume_role_policy_document))
    }

    /// `Description`, at most 1000 characters.
    #[must_use]
    pub fn description(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Description", value))
    }

    /// `ManagedPolicyArns`.
    #[must_use]
    pub fn managed_policy_arns(self, value: impl IntoValue<Vec<value::ManagedPolicyArn>>) -> Self {
        Self(self.0.set::<Vec<value::ManagedPolicyArn>>("ManagedPolicyArns", value))
    }

    /// `MaxSessionDuration`, 3600 to 43200.
    #[must_use]
    pub fn max_session_duration(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("MaxSessionDuration", value))
    }

    /// `Path`, 1 to 512 characters; changing it replaces the resource.
    #[must_use]
    pub fn path(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Path", value))
    }

    /// `PermissionsBoundary`, 20 to 2048 characters.
    #[must_use]
    pub fn permissions_boundary(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("PermissionsBoundary", value))
    }

    /// `Policies`.
    #[must_use]
    pub fn policies(self, value: impl IntoValue<Vec<role::Policy>>) -> Self {
        Self(self.0.set::<Vec<role::Policy>>("Policies", value))
    }

    /// `RoleName`, 1 to 64 characters; changing it replaces the resource.
    #[must_use]
    pub fn role_name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("RoleName", value))
    }

    /// `Tags`, at most 50 elements.
    #[must_use]
    pub fn tags(self, value: impl IntoValue<Vec<value::Tag>>) -> Self {
        Self(self.0.set::<Vec<value::Tag>>("Tags", value))
    }
}

pub(crate) static ROLE: ResourceSchema = ResourceSchema {
    name: "AWS::IAM::Role",
    tags: Some("Tags"),
    properties: &[
        PropertyFacts { max_length: Some(1000), ..PropertyFacts::new("Description") },
        PropertyFacts { minimum: Some(3600.0), maximum: Some(43200.0), ..PropertyFacts::new("MaxSessionDuration") },
        PropertyFacts { min_length: Some(1), max_length: Some(512), ..PropertyFacts::new("Path") },
        PropertyFacts { min_length: Some(20), max_length: Some(2048), ..PropertyFacts::new("PermissionsBoundary") },
        PropertyFacts { nested: Some(&role::POLICY), ..PropertyFacts::new("Policies") },
        PropertyFacts { min_length: Some(1), max_length: Some(64), ..PropertyFacts::new("RoleName") },
        PropertyFacts { max_items: Some(50), ..PropertyFacts::new("Tags") },
    ],
};

impl ResourceType for Role {
    const TYPE: &'static str = "AWS::IAM::Role";
    const SCHEMA: &'static ResourceSchema = &ROLE;
    type Reference = value::RoleName;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

impl Resource<Role> {
    /// `Fn::GetAtt` of `Arn`.
    pub fn arn(&self) -> Value<value::RoleArn> {
        self.get_att("Arn")
    }
    /// `Fn::GetAtt` of `RoleId`.
    pub fn role_id(&self) -> Value<String> {
        self.get_att("RoleId")
    }
}

/// `AWS::IAM::ServiceLinkedRole`.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceLinkedRole(Properties);

impl Default for ServiceLinkedRole {
    fn default() -> Self {
        Self::new()
    }
}

impl ServiceLinkedRole {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `AWSServiceName`, 1 to 128 characters; changing it replaces the resource.
    #[must_use]
    pub fn aws_service_name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("AWSServiceName", value))
    }

    /// `CustomSuffix`, 1 to 64 characters; changing it replaces the resource.
    #[must_use]
    pub fn custom_suffix(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("CustomSuffix", value))
    }

    /// `Description`, at most 1000 characters.
    #[must_use]
    pub fn description(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Description", value))
    }
}

pub(crate) static SERVICE_LINKED_ROLE: ResourceSchema = ResourceSchema {
    name: "AWS::IAM::ServiceLinkedRole",
    tags: None,
    properties: &[
        PropertyFacts { min_length: Some(1), max_length: Some(128), ..PropertyFacts::new("AWSServiceName") },
        PropertyFacts { min_length: Some(1), max_length: Some(64), ..PropertyFacts::new("CustomSuffix") },
        PropertyFacts { max_length: Some(1000), ..PropertyFacts::new("Description") },
    ],
};

impl ResourceType for ServiceLinkedRole {
    const TYPE: &'static str = "AWS::IAM::ServiceLinkedRole";
    const SCHEMA: &'static ResourceSchema = &SERVICE_LINKED_ROLE;
    type Reference = String;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

impl Resource<ServiceLinkedRole> {
    /// `Fn::GetAtt` of `RoleName`.
    pub fn role_name(&self) -> Value<String> {
        self.get_att("RoleName")
    }
}

