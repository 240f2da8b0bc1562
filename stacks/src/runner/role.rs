//! The roles: the one that the control plane assumes, and what optional parameters add.

use super::parameter::{Conditions, Parameters};
use super::{Deployment, ROLE, SESSION_NAME_PATTERN};
use crate::permission;
use sprinters_dsl::iam::{Policy, Principal, TrustPolicy, TrustStatement, sts};
use sprinters_dsl::prelude::{IntoValue, Resource, Stack, TextKey, Value, when};
use sprinters_dsl::resources::iam;

/// A session chained from the control plane's own role lasts an hour at most (AWS IAM User Guide, "Role chaining").
const LONGEST_SESSION_SECONDS: i64 = 3_600;

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
            .policies([policy]),
    )
}

pub(super) fn instance_profile(
    stack: &mut Stack,
    parameters: &Parameters,
    conditions: &Conditions,
) -> Resource<iam::InstanceProfile> {
    let name = parameters.instance_profile_role_arn.value().as_text().split("/").select(NAME_AFTER_SLASH);
    stack.resource_when(&conditions.profile_given, "RunnerInstanceProfile", iam::InstanceProfile::new([name]))
}

/// The role that spot launches need, for accounts that have never used spot.
pub(super) fn spot_service_linked_role(stack: &mut Stack, conditions: &Conditions) {
    let role = iam::ServiceLinkedRole::new()
        .aws_service_name("spot.amazonaws.com".into_value())
        .description("Lets EC2 Spot launch and interrupt instances");
    stack.resource_when(&conditions.create_spot_role, "SpotServiceLinkedRole", role);
}
