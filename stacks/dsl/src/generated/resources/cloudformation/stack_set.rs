// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! What is nested in `AWS::CloudFormation::StackSet`.

use crate::stack::{Properties, PropertyFacts, ResourceSchema};
use crate::value::{self, IntoValue, Value};

/// `AutoDeployment` of `AWS::CloudFormation::StackSet`.
#[derive(Debug, Clone, PartialEq)]
pub struct AutoDeployment(Properties);

impl Default for AutoDeployment {
    fn default() -> Self {
        Self::new()
    }
}

impl AutoDeployment {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `DependsOn`.
    #[must_use]
    pub fn depends_on(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("DependsOn", value))
    }

    /// `Enabled`.
    #[must_use]
    pub fn enabled(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("Enabled", value))
    }

    /// `RetainStacksOnAccountRemoval`.
    #[must_use]
    pub fn retain_stacks_on_account_removal(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("RetainStacksOnAccountRemoval", value))
    }
}

pub(crate) static AUTO_DEPLOYMENT: ResourceSchema = ResourceSchema {
    name: "AutoDeployment",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<AutoDeployment> for AutoDeployment {
    fn into_value(self) -> Value<AutoDeployment> {
        self.0.into_value_of()
    }
}

/// `DeploymentTargets` of `AWS::CloudFormation::StackSet`.
#[derive(Debug, Clone, PartialEq)]
pub struct DeploymentTargets(Properties);

impl Default for DeploymentTargets {
    fn default() -> Self {
        Self::new()
    }
}

impl DeploymentTargets {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `AccountFilterType`.
    #[must_use]
    pub fn account_filter_type(self, value: impl IntoValue<AccountFilterType>) -> Self {
        Self(self.0.set::<AccountFilterType>("AccountFilterType", value))
    }

    /// `Accounts`.
    #[must_use]
    pub fn accounts(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("Accounts", value))
    }

    /// `AccountsUrl`, 1 to 5120 characters.
    #[must_use]
    pub fn accounts_url(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("AccountsUrl", value))
    }

    /// `OrganizationalUnitIds`.
    #[must_use]
    pub fn organizational_unit_ids(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("OrganizationalUnitIds", value))
    }
}

pub(crate) static DEPLOYMENT_TARGETS: ResourceSchema = ResourceSchema {
    name: "DeploymentTargets",
    tags: None,
    properties: &[
        PropertyFacts { min_length: Some(1), max_length: Some(5120), ..PropertyFacts::new("AccountsUrl") },
    ],
};

impl IntoValue<DeploymentTargets> for DeploymentTargets {
    fn into_value(self) -> Value<DeploymentTargets> {
        self.0.into_value_of()
    }
}

/// `ManagedExecution` of `AWS::CloudFormation::StackSet`.
#[derive(Debug, Clone, PartialEq)]
pub struct ManagedExecution(Properties);

impl Default for ManagedExecution {
    fn default() -> Self {
        Self::new()
    }
}

impl ManagedExecution {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Active`.
    #[must_use]
    pub fn active(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("Active", value))
    }
}

pub(crate) static MANAGED_EXECUTION: ResourceSchema = ResourceSchema {
    name: "ManagedExecution",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<ManagedExecution> for ManagedExecution {
    fn into_value(self) -> Value<ManagedExecution> {
        self.0.into_value_of()
    }
}

/// `OperationPreferences` of `AWS::CloudFormation::StackSet`.
#[derive(Debug, Clone, PartialEq)]
pub struct OperationPreferences(Properties);

impl Default for OperationPreferences {
    fn default() -> Self {
        Self::new()
    }
}

impl OperationPreferences {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `ConcurrencyMode`.
    #[must_use]
    pub fn concurrency_mode(self, value: impl IntoValue<ConcurrencyMode>) -> Self {
        Self(self.0.set::<ConcurrencyMode>("ConcurrencyMode", value))
    }

    /// `FailureToleranceCount`, at least 0.
    #[must_use]
    pub fn failure_tolerance_count(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("FailureToleranceCount", value))
    }

    /// `FailureTolerancePercentage`, 0 to 100.
    #[must_use]
    pub fn failure_tolerance_percentage(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("FailureTolerancePercentage", value))
    }

    /// `MaxConcurrentCount`, at least 1.
    #[must_use]
    pub fn max_concurrent_count(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("MaxConcurrentCount", value))
    }

    /// `MaxConcurrentPercentage`, 0 to 100.
    #[must_use]
    pub fn max_concurrent_percentage(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("MaxConcurrentPercentage", value))
    }

    /// `RegionConcurrencyType`.
    #[must_use]
    pub fn region_concurrency_type(self, value: impl IntoValue<RegionConcurrencyType>) -> Self {
        Self(self.0.set::<RegionConcurrencyType>("RegionConcurrencyType", value))
    }

    /// `RegionOrder`.
    #[must_use]
    pub fn region_order(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("RegionOrder", value))
    }
}

pub(crate) static OPERATION_PREFERENCES: ResourceSchema = ResourceSchema {
    name: "OperationPreferences",
    tags: None,
    properties: &[
        PropertyFacts { minimum: Some(0.0), ..PropertyFacts::new("FailureToleranceCount") },
        PropertyFacts { minimum: Some(0.0), maximum: Some(100.0), ..PropertyFacts::new("FailureTolerancePercentage") },
        PropertyFacts { minimum: Some(1.0), ..PropertyFacts::new("MaxConcurrentCount") },
        PropertyFacts { minimum: Some(0.0), maximum: Some(100.0), ..PropertyFacts::new("MaxConcurrentPercentage") },
    ],
};

impl IntoValue<OperationPreferences> for OperationPreferences {
    fn into_value(self) -> Value<OperationPreferences> {
        self.0.into_value_of()
    }
}

/// `Parameter` of `AWS::CloudFormation::StackSet`.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter(Properties);

impl Parameter {
    /// With what AWS requires: `ParameterKey`, `ParameterValue`.
    pub fn new(parameter_key: impl IntoValue<String>, parameter_value: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("ParameterKey", parameter_key).set::<String>("ParameterValue", parameter_value))
    }
}

pub(crate) static PARAMETER: ResourceSchema = ResourceSchema {
    name: "Parameter",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<Parameter> for Parameter {
    fn into_value(self) -> Value<Parameter> {
        self.0.into_value_of()
    }
}

/// `StackInstances` of `AWS::CloudFormation::StackSet`.
#[derive(Debug, Clone, PartialEq)]
pub struct StackInstances(Properties);

impl StackInstances {
    /// With what AWS requires: `DeploymentTargets`, `Regions`.
    pub fn new(deployment_targets: impl IntoValue<DeploymentTargets>, regions: impl IntoValue<Vec<String>>) -> Self {
        Self(Properties::new().set::<DeploymentTargets>("DeploymentTargets", deployment_targets).set::<Vec<String>>("Regions", regions))
    }

    /// `ParameterOverrides`.
    #[must_use]
    pub fn parameter_overrides(self, value: impl IntoValue<Vec<Parameter>>) -> Self {
        Self(self.0.set::<Vec<Parameter>>("ParameterOverrides", value))
    }
}

pub(crate) static STACK_INSTANCES: ResourceSchema = ResourceSchema {
    name: "StackInstances",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&DEPLOYMENT_TARGETS), ..PropertyFacts::new("DeploymentTargets") },
        PropertyFacts { nested: Some(&PARAMETER), ..PropertyFacts::new("ParameterOverrides") },
    ],
};

impl IntoValue<StackInstances> for StackInstances {
    fn into_value(self) -> Value<StackInstances> {
        self.0.into_value_of()
    }
}

value::text_enum! {
    /// One of `NONE`, `UNION`, `INTERSECTION`, `DIFFERENCE`.
    AccountFilterType {
        /// `NONE`.
        None = "NONE",
        /// `UNION`.
        Union = "UNION",
        /// `INTERSECTION`.
        Intersection = "INTERSECTION",
        /// `DIFFERENCE`.
        Difference = "DIFFERENCE",
    }
}

value::text_enum! {
    /// One of `CAPABILITY_IAM`, `CAPABILITY_NAMED_IAM`, `CAPABILITY_AUTO_EXPAND`.
    Capability {
        /// `CAPABILITY_IAM`.
        CapabilityIam = "CAPABILITY_IAM",
        /// `CAPABILITY_NAMED_IAM`.
        CapabilityNamedIam = "CAPABILITY_NAMED_IAM",
        /// `CAPABILITY_AUTO_EXPAND`.
        CapabilityAutoExpand = "CAPABILITY_AUTO_EXPAND",
    }
}

value::text_enum! {
    /// One of `STRICT_FAILURE_TOLERANCE`, `SOFT_FAILURE_TOLERANCE`.
    ConcurrencyMode {
        /// `STRICT_FAILURE_TOLERANCE`.
        StrictFailureTolerance = "STRICT_FAILURE_TOLERANCE",
        /// `SOFT_FAILURE_TOLERANCE`.
        SoftFailureTolerance = "SOFT_FAILURE_TOLERANCE",
    }
}

value::text_enum! {
    /// One of `SERVICE_MANAGED`, `SELF_MANAGED`.
    PermissionModel {
        /// `SERVICE_MANAGED`.
        ServiceManaged = "SERVICE_MANAGED",
        /// `SELF_MANAGED`.
        SelfManaged = "SELF_MANAGED",
    }
}

value::text_enum! {
    /// One of `SEQUENTIAL`, `PARALLEL`.
    RegionConcurrencyType {
        /// `SEQUENTIAL`.
        Sequential = "SEQUENTIAL",
        /// `PARALLEL`.
        Parallel = "PARALLEL",
    }
}

