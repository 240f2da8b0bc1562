//! Launches that the role must not be able to make, each one step away from a runner's.

use crate::run_instances::{launch, overrides};
use aws_sdk_ec2::Client;
use aws_sdk_ec2::operation::run_instances::builders::RunInstancesFluentBuilder;
use aws_sdk_ec2::types::{
    BlockDeviceMapping, EbsBlockDevice, HttpTokensState, IamInstanceProfileSpecification,
    InstanceMetadataOptionsRequest, Placement, Tenancy, VolumeType,
};
use sprinters_core::launch_request::LaunchRequest;

/// A launch that must be refused.
#[derive(Clone, Copy)]
pub(super) struct NegativeProbe {
    /// In words.
    pub(super) what: &'static str,
    /// The launch, from a usual one.
    pub(super) launch: fn(&Client, &LaunchRequest) -> RunInstancesFluentBuilder,
}

/// Each leaves out what one condition of the policy asks for. Names that stand for something of the account's (a key
/// pair, a profile) are made up: AWS asks the policy before it looks for them [u].
pub(super) const NEGATIVE_PROBES: [NegativeProbe; 10] = [
    NegativeProbe { what: "Launch without the stack's launch template (dry run)", launch: from_no_template },
    NegativeProbe {
        what: "Launch with another deployment's tag (dry run)",
        launch: |ec2, usual| launch(ec2, &tagged_otherwise(usual)),
    },
    NegativeProbe {
        what: "Launch with a tag key that is not ours (dry run)",
        launch: |ec2, usual| launch(ec2, &tagged_beside(usual)),
    },
    NegativeProbe {
        what: "Launch with a key pair (dry run)",
        launch: |ec2, usual| launch(ec2, usual).key_name("sprinters-verify"),
    },
    NegativeProbe {
        what: "Launch with an unencrypted volume (dry run)",
        launch: |ec2, usual| {
            with_root(ec2, usual, EbsBlockDevice::builder().encrypted(false).volume_type(VolumeType::Gp3).build())
        },
    },
    NegativeProbe {
        what: "Launch with a volume of another type (dry run)",
        launch: |ec2, usual| {
            with_root(ec2, usual, EbsBlockDevice::builder().encrypted(true).volume_type(VolumeType::Gp2).build())
        },
    },
    NegativeProbe {
        what: "Launch with the old metadata service (dry run)",
        launch: |ec2, usual| {
            let options = InstanceMetadataOptionsRequest::builder().http_tokens(HttpTokensState::Optional).build();
            launch(ec2, usual).metadata_options(options)
        },
    },
    NegativeProbe {
        what: "Launch with metadata that containers can reach (dry run)",
        launch: |ec2, usual| {
            let options = InstanceMetadataOptionsRequest::builder()
                .http_tokens(HttpTokensState::Required)
                .http_put_response_hop_limit(2)
                .build();
            launch(ec2, usual).metadata_options(options)
        },
    },
    NegativeProbe {
        what: "Launch with another instance profile (dry run)",
        launch: |ec2, usual| {
            let profile = IamInstanceProfileSpecification::builder().name("sprinters-verify").build();
            launch(ec2, usual).iam_instance_profile(profile)
        },
    },
    NegativeProbe {
        what: "Launch on dedicated hardware (dry run)",
        launch: |ec2, usual| {
            let zone = usual.zone.clone().filter(|_| usual.subnet_id.is_none());
            let placement = Placement::builder().tenancy(Tenancy::Dedicated).set_availability_zone(zone).build();
            launch(ec2, usual).placement(placement)
        },
    },
];

/// Everything that the template would say, so that nothing but the template is missing.
fn from_no_template(ec2: &Client, usual: &LaunchRequest) -> RunInstancesFluentBuilder {
    let options = InstanceMetadataOptionsRequest::builder()
        .http_tokens(HttpTokensState::Required)
        .http_put_response_hop_limit(1)
        .build();
    overrides(ec2, usual).metadata_options(options)
}

fn tagged_otherwise(usual: &LaunchRequest) -> LaunchRequest {
    let deployment = sprinters_stacks::tag::DEPLOYMENT;
    let mut launch = usual.clone();
    for (_, value) in launch.tags.iter_mut().filter(|(key, _)| key == deployment) {
        "sprinters-verify".clone_into(value);
    }
    launch
}

fn tagged_beside(usual: &LaunchRequest) -> LaunchRequest {
    let mut launch = usual.clone();
    launch.tags.push(("cost-centre".to_owned(), "sprinters-verify".to_owned()));
    launch
}

/// The same volumes with another root.
fn with_root(ec2: &Client, usual: &LaunchRequest, ebs: EbsBlockDevice) -> RunInstancesFluentBuilder {
    let root = usual.volumes.first().map_or("/dev/sda1", |volume| volume.device.as_str());
    let mapping = BlockDeviceMapping::builder().device_name(root).ebs(ebs).build();
    let rest = LaunchRequest { volumes: usual.volumes.iter().skip(1).cloned().collect(), ..usual.clone() };
    launch(ec2, &rest).block_device_mappings(mapping)
}
