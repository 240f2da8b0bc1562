//! What the stack tells whoever connects it.

use super::Deployment;
use crate::digest;
use sprinters_dsl::prelude::{OutputSpec, Resource, Stack, Value, pseudo};
use sprinters_dsl::resources::iam;
use sprinters_dsl::stack::Refused;
use sprinters_dsl::template::Template;

/// Adds the outputs, the digest of everything else last.
pub(super) fn add(mut stack: Stack, deployment: &Deployment, role: &Resource<iam::Role>) -> Result<Template, Refused> {
    let parameters = &deployment.parameters;
    let mut output = |name: &str, value: Value<String>, description: &str| {
        stack.output(name, OutputSpec::new(&value).describe(description));
    };
    output("RoleArn", role.arn().as_text(), "Role to hand to the control plane");
    output("LaunchTemplateId", deployment.launch_template.reference().as_text(), "Launch template of the runners");
    output(
        "LaunchTemplateVersion",
        deployment.launch_template.latest_version_number().as_text(),
        "Version that launches name: what runs changes with the stack only",
    );
    output("SecurityGroupId", deployment.security_group.group_id().as_text(), "Security group without ingress");
    output("VpcId", parameters.vpc_id.as_text(), "VPC of the runners");
    output("SubnetIds", parameters.subnet_ids.value().join(","), "Subnets of the runners; empty: the default subnets");
    output("AccountId", pseudo::account_id().as_text(), "AWS account");
    output("Region", pseudo::region().as_text(), "AWS region");
    output("DeploymentId", parameters.deployment_id.value(), "Value of the tag sprinters:deployment");
    // The digest is a literal inside of what it is the digest of, so its own output is left out of it.
    Ok(digest::add_output(&stack.synthesize()?)?)
}
