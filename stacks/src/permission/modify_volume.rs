//! `ec2:ModifyVolume`

use super::Permission;
use crate::runner::Deployment;
use crate::tag;
use sprinters_dsl::iam::{ErasedStatement, Statement, aws, ec2};
use sprinters_dsl::prelude::TextKey;

pub(super) const PERMISSION: Permission = Permission {
    action: "ec2:ModifyVolume",
    reason: "To launch with a fast boot volume and to stop paying for its speed once the runner has booted",
    used_when: "Once per runner after boot, when that saves money",
    cannot: "Touch a volume without this deployment's tag, and the tag can't be put on an existing volume",
    only_with: None,
    statements: &["TuneOwnVolumes"],
    render,
};

fn render(deployment: &Deployment) -> Vec<ErasedStatement> {
    vec![
        Statement::allow("TuneOwnVolumes")
            .because("Only volumes that were made with a runner of this deployment carry its tag")
            .to(ec2::action::ModifyVolume)
            .on(ec2::resource::volume("*"))
            .when(aws::ResourceTag(tag::DEPLOYMENT).equals(&deployment.parameters.deployment_id))
            .erase(),
    ]
}
