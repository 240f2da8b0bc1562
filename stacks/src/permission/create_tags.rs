//! `ec2:CreateTags`

use super::Permission;
use crate::runner::Deployment;
use crate::tag;
use sprinters_dsl::iam::{ErasedStatement, Statement, aws, ec2};
use sprinters_dsl::prelude::{TextKey, TextListKey};

pub(super) const PERMISSION: Permission = Permission {
    action: "ec2:CreateTags",
    reason: "So that everything launched carries this deployment's tag from its first moment",
    used_when: "Inside RunInstances only; the control plane never calls it by itself",
    cannot: "Tag anything that exists already: AWS must say that RunInstances is creating it. So nothing becomes ours by re-tagging",
    only_with: None,
    statements: &["TagOnlyWhileLaunching"],
    render,
};

fn render(deployment: &Deployment) -> Vec<ErasedStatement> {
    vec![
        Statement::allow("TagOnlyWhileLaunching")
            .because("Tags are what the other statements look at, so they are given at launch and never later")
            .to(ec2::action::CreateTags)
            .on_each((
                ec2::resource::instance("*"),
                ec2::resource::volume("*"),
                ec2::resource::network_interface("*"),
                ec2::resource::spot_instances_request("*"),
            ))
            .when(ec2::key::CreateAction.equals("RunInstances"))
            .when(aws::RequestTag(tag::DEPLOYMENT).equals(&deployment.parameters.deployment_id))
            .when(aws::TagKeys.all_like(&deployment.parameters.allowed_tag_keys))
            .erase(),
    ]
}
