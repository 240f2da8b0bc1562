//! The control plane's own role.

use super::ROLE;
use sprinters_dsl::iam::{Policy, Principal, Statement, TrustPolicy, TrustStatement, sts};
use sprinters_dsl::prelude::{Condition, IntoPart, Parameter, Resource, Stack, text};
use sprinters_dsl::resources::iam;

/// Names of the roles that our stacks make: CloudFormation generates one from the stack and the logical id, and with
/// a prefix, or from the Terraform module, it has `sprinters-` in it. A path may stand before either.
const CUSTOMER_ROLES: [&str; 2] = ["*ControlPlaneRole-*", "*sprinters-*"];

pub(super) fn control_plane(stack: &mut Stack, runs_on: &Parameter<String>) -> Resource<iam::Role> {
    let service = text([runs_on.part(), ".amazonaws.com".part()]);
    let trust = TrustPolicy::new([TrustStatement::allow("RunTheControlPlane")
        .because("AWS hands the role to the instance or the tasks that run the control plane")
        .assumed_by(&Principal::service_named(service))]);
    // No condition on external id or session name: whether these are asked for is the customer's trust policy to say,
    // and the control plane tries without them to see that it is. Refused here, that try would prove nothing.
    let become_theirs = Statement::allow("BecomeTheRolesOfCustomersStacks")
        .because("Every call into a customer's account is made as the role of their stack, whose trust policy decides")
        .to(sts::action::AssumeRole)
        .on(CUSTOMER_ROLES.map(|name| sts::resource::role(name).owned_by("*")));
    let policy = iam::role::Policy::new(Policy::new([become_theirs.erase()]), "sprinters-control-plane");
    stack.resource(
        ROLE,
        iam::Role::new(trust)
            .description("The Sprinters control plane: becomes the roles of customers' stacks, and nothing else")
            .max_session_duration(3_600_i64)
            .policies([policy]),
    )
}

pub(super) fn instance_profile(
    stack: &mut Stack,
    on_ec2: &Condition,
    role: &Resource<iam::Role>,
) -> Resource<iam::InstanceProfile> {
    let profile = iam::InstanceProfile::new([role.reference().as_text()]);
    stack.resource_when(on_ec2, "ControlPlaneProfile", profile)
}
