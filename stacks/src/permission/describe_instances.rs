//! `ec2:DescribeInstances`

use super::Permission;
use crate::runner::Deployment;
use sprinters_dsl::iam::{ErasedStatement, Statement, aws, ec2};
use sprinters_dsl::prelude::{TextKey, pseudo};

pub(super) const PERMISSION: Permission = Permission {
    action: "ec2:DescribeInstances",
    reason: "To follow each runner from launch to termination, and to find instances that nobody remembers",
    used_when: "Every few seconds while runners live, and in every sweep for orphans",
    cannot: "See instances of other regions. AWS can't limit it to single instances: it also returns instances that are not ours, which the control plane never asks for",
    only_with: None,
    statements: &["FollowInstances"],
    render,
};

fn render(_deployment: &Deployment) -> Vec<ErasedStatement> {
    vec![
        Statement::allow("FollowInstances")
            .because("Runners are followed until they are gone; AWS supports no narrower resource for this action")
            .to(ec2::action::DescribeInstances)
            .on_everything()
            .when(aws::RequestedRegion.equals(pseudo::region()))
            .erase(),
    ]
}
