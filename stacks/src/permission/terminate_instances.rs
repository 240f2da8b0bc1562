//! `ec2:TerminateInstances`

use super::Permission;
use crate::runner::Deployment;
use crate::tag;
use sprinters_dsl::iam::{ErasedStatement, Statement, aws, ec2};
use sprinters_dsl::prelude::TextKey;

pub(super) const PERMISSION: Permission = Permission {
    action: "ec2:TerminateInstances",
    reason: "To end a runner whose job was cancelled, that never registered, or that outlived its deadline",
    used_when: "When a runner does not end by itself; a runner that works on a job is left alone",
    cannot: "Terminate an instance without this deployment's tag, and the tag can't be put on an existing instance",
    only_with: None,
    statements: &["TerminateOwnInstances"],
    render,
};

fn render(deployment: &Deployment) -> Vec<ErasedStatement> {
    vec![
        Statement::allow("TerminateOwnInstances")
            .because("Only instances that were launched for this deployment carry its tag")
            .to(ec2::action::TerminateInstances)
            .on(ec2::resource::instance("*"))
            .when(aws::ResourceTag(tag::DEPLOYMENT).equals(&deployment.parameters.deployment_id))
            .erase(),
    ]
}
