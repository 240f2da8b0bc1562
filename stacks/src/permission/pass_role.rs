//! `iam:PassRole`

use super::Permission;
use crate::runner::Deployment;
use sprinters_dsl::iam::{ErasedStatement, ResourceArn, Statement, iam};
use sprinters_dsl::prelude::{IntoPart, TextKey, pseudo, text};

pub(super) const PERMISSION: Permission = Permission {
    action: "iam:PassRole",
    reason: "So that jobs can use the one role that the customer named for them",
    used_when: "Inside RunInstances, when the stack has InstanceProfileRoleArn",
    cannot: "Pass any other role, or pass this one to anything but EC2. Without the parameter it is not granted at all",
    only_with: Some("InstanceProfileRoleArn"),
    statements: &["PassTheNamedRole"],
    render,
};

fn render(deployment: &Deployment) -> Vec<ErasedStatement> {
    vec![
        Statement::allow("PassTheNamedRole")
            .because("The customer named this role for jobs; launching with its profile passes it to EC2")
            .to(iam::action::PassRole)
            .on(ResourceArn::<iam::resource::Role>::from_value(
                &deployment.parameters.instance_profile_role_arn.value(),
            ))
            .when(iam::key::PassedToService.equals(text(["ec2.".part(), pseudo::url_suffix().part()])))
            .only_when(&deployment.conditions.profile_given)
            .erase(),
    ]
}
