//! `iam:PassRole`

use super::Permission;
use crate::runner::Deployment;
use sprinters_dsl::iam::{ErasedStatement, ResourceArn, Statement, iam};
use sprinters_dsl::prelude::{IntoPart, TextKey, pseudo, text};

pub(super) const PERMISSION: Permission = Permission {
    action: "iam:PassRole",
    reason: "So that jobs can use the one role that the customer named for them, or their cache",
    used_when: "Inside RunInstances, when the stack has InstanceProfileRoleArn or Cache",
    cannot: "Pass any other role, or pass this one to anything but EC2. Without these parameters it is not granted at all",
    only_with: Some("InstanceProfileRoleArn or Cache"),
    statements: &["PassTheNamedRole"],
    render,
};

fn render(deployment: &Deployment) -> Vec<ErasedStatement> {
    vec![
        Statement::allow("PassTheNamedRole")
            .because("The role that the customer named for jobs, or the one of the cache; launching with its profile passes it to EC2")
            .to(iam::action::PassRole)
            .on(ResourceArn::<iam::resource::Role>::from_value(&deployment.role_of_instances))
            .when(iam::key::PassedToService.equals(text(["ec2.".part(), pseudo::url_suffix().part()])))
            .only_when(&deployment.conditions.role_passed)
            .erase(),
    ]
}
