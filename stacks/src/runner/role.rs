//! The roles: the one that the control plane assumes, and what optional parameters add.

use super::parameter::{Conditions, Parameters};
use super::{Deployment, ROLE, SESSION_NAME_PATTERN};
use crate::permission;
use sprinters_dsl::iam::{Policy, Principal, TrustPolicy, TrustStatement, sts};
use sprinters_dsl::prelude::{IntoPart, IntoValue, Resource, Stack, TextKey, Value, only_when, pseudo, text, when};
use sprinters_dsl::resources::iam;

/// A session chained from the control plane's own role lasts an hour at most (AWS IAM User Guide, "Role chaining").
const LONGEST_SESSION_SECONDS: i64 = 3_600;

/// Where a stack's id (`arn:…:stack/NAME/UUID`, split at `/`) has its UUID.
const UUID_IN_STACK_ID: usize = 2;

/// The last group of a UUID: 12 hexadecimal digits, enough to tell the stacks of one account apart.
const LAST_OF_UUID: usize = 4;

/// Index of the name in a role's ARN split at `/`: the parameter's pattern allows no path.
const NAME_AFTER_SLASH: usize = 1;

pub(super) fn control_plane(stack: &mut Stack, deployment: &Deployment) -> Resource<iam::Role> {
    let parameters = &deployment.parameters;
    let external_ids: Value<Vec<String>> = when(
        &deployment.conditions.rotating,
        [parameters.external_id.value(), parameters.previous_external_id.value()],
        [parameters.external_id.value()],
    );
    let trust = TrustPolicy::new([TrustStatement::allow("ControlPlaneWithExternalId")
        .because("Only the control plane's role, only for this connection: the external id is random and nobody else's")
        .assumed_by(&Principal::role(&parameters.control_plane_role_arn))
        .when(sts::key::ExternalId.equals(external_ids))
        .when(sts::key::RoleSessionName.like(SESSION_NAME_PATTERN))]);
    let statements = permission::PERMISSIONS.iter().flat_map(|permission| permission.statements(deployment));
    let policy = iam::role::Policy::new(Policy::new(statements), "sprinters-runners");
    stack.resource(
        ROLE,
        iam::Role::new(trust)
            .description("Assumed by the Sprinters control plane to launch and clean up ephemeral runners")
            .max_session_duration(LONGEST_SESSION_SECONDS)
            .path(&parameters.role_path)
            .permissions_boundary(only_when(
                &deployment.conditions.boundary_given,
                parameters.permissions_boundary_arn.value().as_text(),
            ))
            .role_name(only_when(&deployment.conditions.prefix_given, role_name(parameters)))
            .policies([policy]),
    )
}

/// A name that begins as the account wants it and is this stack's alone. Without a prefix AWS generates one.
fn role_name(parameters: &Parameters) -> Value<String> {
    let uuid = pseudo::stack_id().as_text().split("/").select(UUID_IN_STACK_ID);
    let own = uuid.split("-").select(LAST_OF_UUID);
    text([parameters.role_name_prefix.part(), "sprinters-".part(), own.part()])
}

pub(super) fn instance_profile(
    stack: &mut Stack,
    parameters: &Parameters,
    conditions: &Conditions,
) -> Resource<iam::InstanceProfile> {
    let name = parameters.instance_profile_role_arn.value().as_text().split("/").select(NAME_AFTER_SLASH);
    let profile = iam::InstanceProfile::new([name]).path(&parameters.role_path);
    stack.resource_when(&conditions.profile_given, "RunnerInstanceProfile", profile)
}

/// The role that spot launches need, for accounts that have never used spot.
pub(super) fn spot_service_linked_role(stack: &mut Stack, conditions: &Conditions) {
    let role = iam::ServiceLinkedRole::new()
        .aws_service_name("spot.amazonaws.com".into_value())
        .description("Lets EC2 Spot launch and interrupt instances");
    stack.resource_when(&conditions.create_spot_role, "SpotServiceLinkedRole", role);
}
