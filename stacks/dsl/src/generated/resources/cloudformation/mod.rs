// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! Resource types, from AWS's published schemas (PyPI package cfn-lint, MIT-0).

pub mod stack_set;

use crate::stack::{Properties, PropertyFacts, Resource, ResourceSchema, ResourceType};
use crate::value::{self, IntoValue, Value};

/// `AWS::CloudFormation::StackSet`.
#[derive(Debug, Clone, PartialEq)]
pub struct StackSet(Properties);

impl StackSet {
    /// With what AWS requires: `PermissionModel`, `StackSetName`.
    pub fn new(permission_model: impl IntoValue<stack_set::PermissionModel>, stack_set_name: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<stack_set::PermissionModel>("PermissionModel", permission_model).set::<String>("StackSetName", stack_set_name))
    }

    /// `AdministrationRoleARN`.
    #[must_use]
    pub fn administration_role_arn(self, value: impl IntoValue<value::RoleArn>) -> Self {
        Self(self.0.set::<value::RoleArn>("AdministrationRoleARN", value))
    }

    /// `AutoDeployment`.
    #[must_use]
    pub fn auto_deployment(self, value: impl IntoValue<stack_set::AutoDeployment>) -> Self {
        Self(self.0.set::<stack_set::AutoDeployment>("AutoDeployment", value))
    }

    /// `CallAs`.
    #[must_use]
    pub fn call_as(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("CallAs", value))
    }

    /// `Capabilities`.
    #[must_use]
    pub fn capabilities(self, value: impl IntoValue<Vec<stack_set::Capability>>) -> Self {
        Self(self.0.set::<Vec<stack_set::Capability>>("Capabilities", value))
    }

    /// `Description`, 1 to 1024 characters.
    #[must_use]
    pub fn description(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Description", value))
    }

    /// `ExecutionRoleName`, 1 to 64 characters.
    #[must_use]
    pub fn execution_role_name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("ExecutionRoleName", value))
    }

    /// `ManagedExecution`.
    #[must_use]
    pub fn managed_execution(self, value: impl IntoValue<stack_set::ManagedExecution>) -> Self {
        Self(self.0.set::<stack_set::ManagedExecution>("ManagedExecution", value))
    }

    /// `OperationPreferences`.
    #[must_use]
    pub fn operation_preferences(self, value: impl IntoValue<stack_set::OperationPreferences>) -> Self {
        Self(self.0.set::<stack_set::OperationPreferences>("OperationPreferences", value))
    }

    /// `Parameters`.
    #[must_use]
    pub fn parameters(self, value: impl IntoValue<Vec<stack_set::Parameter>>) -> Self {
        Self(self.0.set::<Vec<stack_set::Parameter>>("Parameters", value))
    }

    /// `StackInstancesGroup`.
    #[must_use]
    pub fn stack_instances_group(self, value: impl IntoValue<Vec<stack_set::StackInstances>>) -> Self {
        Self(self.0.set::<Vec<stack_set::StackInstances>>("StackInstancesGroup", value))
    }

    /// `Tags`, at most 50 elements.
    #[must_use]
    pub fn tags(self, value: impl IntoValue<Vec<value::Tag>>) -> Self {
        Self(self.0.set::<Vec<value::Tag>>("Tags", value))
    }

    /// `TemplateBody`, 1 to 51200 characters.
    #[must_use]
    pub fn template_body(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("TemplateBody", value))
    }

    /// `TemplateURL`, 1 to 5120 characters.
    #[must_use]
    pub fn template_url(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("TemplateURL", value))
    }
}

pub(crate) static STACK_SET: ResourceSchema = ResourceSchema {
    name: "AWS::CloudFormation::StackSet",
    tags: Some("Tags"),
    properties: &[
        PropertyFacts { nested: Some(&stack_set::AUTO_DEPLOYMENT), ..PropertyFacts::new("AutoDeployment") },
        PropertyFacts { min_length: Some(1), max_length: Some(1024), ..PropertyFacts::new("Description") },
        PropertyFacts { min_length: Some(1), max_length: Some(64), ..PropertyFacts::new("ExecutionRoleName") },
        PropertyFacts { nested: Some(&stack_set::MANAGED_EXECUTION), ..PropertyFacts::new("ManagedExecution") },
        PropertyFacts { nested: Some(&stack_set::OPERATION_PREFERENCES), ..PropertyFacts::new("OperationPreferences") },
        PropertyFacts { nested: Some(&stack_set::PARAMETER), ..PropertyFacts::new("Parameters") },
        PropertyFacts { nested: Some(&stack_set::STACK_INSTANCES), ..PropertyFacts::new("StackInstancesGroup") },
        PropertyFacts { max_length: Some(128), ..PropertyFacts::new("StackSetName") },
        PropertyFacts { max_items: Some(50), ..PropertyFacts::new("Tags") },
        PropertyFacts { min_length: Some(1), max_length: Some(51200), ..PropertyFacts::new("TemplateBody") },
        PropertyFacts { min_length: Some(1), max_length: Some(5120), ..PropertyFacts::new("TemplateURL") },
    ],
};

impl ResourceType for StackSet {
    const TYPE: &'static str = "AWS::CloudFormation::StackSet";
    const SCHEMA: &'static ResourceSchema = &STACK_SET;
    type Reference = String;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

impl Resource<StackSet> {
    /// `Fn::GetAtt` of `StackSetId`.
    pub fn stack_set_id(&self) -> Value<String> {
        self.get_att("StackSetId")
    }
}

