//! The customer stack for every account of an organisation's units, through a stack set with service-managed
//! permissions.
//!
//! Installed once in the organisation's management account, or in the account it delegated CloudFormation to. The
//! customer template is embedded, so what is reviewed is what every account installs. A stack set gives every account
//! the same parameter values, so there is one external id per organisation, and each account publishes the id of its
//! VPC in Systems Manager.

use crate::runner::{self, parameter::VpcSource};
use serde_json::Value as JsonValue;
use sprinters_dsl::prelude::{OutputSpec, Stack, Value, list_parameter, text_parameter};
use sprinters_dsl::resources::cloudformation;
use sprinters_dsl::resources::cloudformation::stack_set::{
    AutoDeployment, DeploymentTargets, OperationPreferences, Parameter, PermissionModel, StackInstances,
};
use sprinters_dsl::stack::{ParameterSpec, Refused};
use sprinters_dsl::template::Template;

/// Accounts that may fail before the roll-out stops: none, a failure is looked at first.
const FAILURES_TOLERATED: i64 = 0;

/// Accounts that are worked on at the same time, in per cent.
const CONCURRENT_PER_CENT: i64 = 25;

/// Renders the template that each account of the organisation installs.
///
/// # Errors
///
/// See [`crate::render`].
pub fn member_template() -> Result<Template, Refused> {
    runner::render(VpcSource::ParameterStore)
}

/// Renders the organisation's stack.
///
/// # Errors
///
/// See [`crate::render`].
pub fn template() -> Result<Template, Refused> {
    let member = member_template()?;
    let mut stack = Stack::new("Sprinters runners for every account of an organisation's units");
    let units = stack.parameter(
        "OrganizationalUnitIds",
        list_parameter::<String>()
            .describe("Units (ou-...) or root (r-...) whose accounts get the stack, now and when they join")
            .allowed_pattern("^(ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32})$"),
    );
    let regions = stack.parameter(
        "Regions",
        list_parameter::<String>()
            .describe("Regions in which each account gets the stack")
            .allowed_pattern("^[a-z]{2}(-[a-z]+)+-[0-9]$"),
    );
    let call_as = stack.parameter(
        "CallAs",
        text_parameter()
            .describe("DELEGATED_ADMIN where this is installed in an account that the organisation delegated CloudFormation to")
            .default("SELF")
            .allow(["SELF", "DELEGATED_ADMIN"]),
    );
    let mut parameters = Vec::new();
    for (name, definition) in member_parameters(&member) {
        let value = pass_on(&mut stack, &name, &definition);
        parameters.push(Parameter::new(&name, value));
    }
    let set = stack.resource(
        "RunnerStacks",
        cloudformation::StackSet::new(PermissionModel::ServiceManaged, "sprinters-runners")
            .description("Sprinters runners in every account")
            .call_as(&call_as)
            .template_body(member.as_json().to_string())
            .capabilities([cloudformation::stack_set::Capability::CapabilityNamedIam])
            .auto_deployment(AutoDeployment::new().enabled(true).retain_stacks_on_account_removal(false))
            .operation_preferences(
                OperationPreferences::new()
                    .failure_tolerance_count(FAILURES_TOLERATED)
                    .max_concurrent_percentage(CONCURRENT_PER_CENT),
            )
            .parameters(parameters)
            .stack_instances_group([StackInstances::new(
                DeploymentTargets::new().organizational_unit_ids(&units),
                &regions,
            )]),
    );
    stack.output("StackSetId", OutputSpec::new(&set.stack_set_id()).describe("The stack set"));
    stack.synthesize()
}

/// The member template's parameters.
fn member_parameters(member: &Template) -> Vec<(String, JsonValue)> {
    let definitions = member.as_json().get("Parameters").and_then(JsonValue::as_object);
    definitions.map(|definitions| definitions.clone().into_iter().collect()).unwrap_or_default()
}

/// Adds the same parameter to the organisation's stack and passes its value on as text.
fn pass_on(stack: &mut Stack, name: &str, definition: &JsonValue) -> Value<String> {
    match definition.get("Type").and_then(JsonValue::as_str) {
        Some("CommaDelimitedList") => {
            stack.parameter(name, ParameterSpec::<Vec<String>>::copied_from(definition)).value().join(",")
        }
        Some("Number") => stack.parameter(name, ParameterSpec::<i64>::copied_from(definition)).value().as_text(),
        // Text, and the name of a Systems Manager parameter, which each account reads for itself.
        Some(_) | None => stack.parameter(name, ParameterSpec::<String>::copied_from(definition)).value(),
    }
}
