//! `ec2:ModifyVolume`
//!
//! AWS documents two kinds of keys for it (Service Authorization Reference, "ModifyVolume", resource type `volume`):
//! what the volume has (`ec2:VolumeType`, `ec2:VolumeSize`), and what the request sets (`ec2:Attribute/NAME`, where
//! `NAME` is a parameter of the call: Amazon EC2 User Guide, "Condition keys for Amazon EC2"). The volume's own must
//! fit. What is set may be absent, so these conditions hold where AWS says nothing: then nothing is set that they are
//! about.

use super::Permission;
use crate::runner::Deployment;
use crate::tag;
use sprinters_dsl::iam::{ErasedStatement, Statement, aws, ec2};
use sprinters_dsl::prelude::{AnyKey, NumericKey, TextKey};

/// What gp3 gives at no extra charge, the only performance that a volume is tuned to (Amazon EBS User Guide, "General
/// Purpose SSD volumes").
const FREE_IOPS: &str = "3000";

/// In MiB/s.
const FREE_THROUGHPUT: &str = "125";

pub(super) const PERMISSION: Permission = Permission {
    action: "ec2:ModifyVolume",
    reason: "To launch with a fast boot volume and to stop paying for its speed once the runner has booted",
    used_when: "Once per runner after boot, when that saves money",
    cannot: "Touch a volume without this deployment's tag, and the tag can't be put on an existing volume; make a volume larger, faster or of another type, where AWS says what a call sets, as it documents. Without the parameter it is not granted at all",
    only_with: Some("TuneVolumes"),
    statements: &["TuneOwnVolumes"],
    render,
};

fn render(deployment: &Deployment) -> Vec<ErasedStatement> {
    let parameters = &deployment.parameters;
    vec![
        Statement::allow("TuneOwnVolumes")
            .because("Only volumes that were made with a runner of this deployment carry its tag; their speed goes down to what costs nothing extra, and nothing else of them changes")
            .to(ec2::action::ModifyVolume)
            .on(ec2::resource::volume("*"))
            .when(aws::ResourceTag(tag::DEPLOYMENT).equals(&parameters.deployment_id))
            .when(ec2::key::VolumeType.equals("gp3"))
            .when(ec2::key::VolumeSize.at_most(&parameters.max_volume_gib))
            .when(ec2::key::AttributeByName("Size").is_absent())
            .when(ec2::key::AttributeByName("VolumeType").is_absent())
            .when(ec2::key::AttributeByName("Iops").equals_if_exists(FREE_IOPS))
            .when(ec2::key::AttributeByName("Throughput").equals_if_exists(FREE_THROUGHPUT))
            .only_when(&deployment.conditions.tuning_granted)
            .erase(),
    ]
}
