//! `ec2:RunInstances`
//!
//! AWS evaluates one launch on every resource that it touches, each with condition keys of its own, and the launch is
//! allowed only if each of them is. So there is a statement per resource type, and each says what AWS knows there. What
//! has no statement (key pairs, snapshots, capacity reservations, placement groups, hosts) can't be part of a launch.

use super::Permission;
use crate::runner::Deployment;
use crate::tag;
use sprinters_dsl::iam::{ErasedStatement, Statement, aws, ec2};
use sprinters_dsl::prelude::{AnyKey, ArnKey, BoolKey, NumericKey, TextKey, TextListKey};

pub(super) const PERMISSION: Permission = Permission {
    action: "ec2:RunInstances",
    reason: "To launch one instance for each job",
    used_when: "Once per attempt to launch a runner",
    cannot: "Launch without this stack's launch template; into another VPC or security group; from an image of another publisher; a type, size or speed that was not allowed; an unencrypted volume; with IMDSv1; with a key pair; from a snapshot; with another role than the named one; without this deployment's tag",
    only_with: None,
    statements: &[
        "LaunchFromThisTemplate",
        "LaunchInstance",
        "LaunchEncryptedVolume",
        "LaunchNetworkInterface",
        "LaunchInSubnetOfThisVpc",
        "LaunchWithIngresslessSecurityGroup",
        "LaunchWithNamedSecurityGroup",
        "LaunchWithAlwaysOnSecurityGroup",
        "LaunchRunnerImage",
        "LaunchSpotRequest",
    ],
    render,
};

fn render(deployment: &Deployment) -> Vec<ErasedStatement> {
    let Deployment { parameters, conditions, .. } = deployment;
    let template = ec2::resource::launch_template(deployment.launch_template.reference());
    let from_template = || ec2::key::LaunchTemplate.arn_equals(&template);
    let in_vpc = || ec2::key::Vpc.arn_equals(deployment.vpc());
    let tagged = || aws::RequestTag(tag::DEPLOYMENT).equals(&parameters.deployment_id);
    let only_own_tags = || aws::TagKeys.all_like(&parameters.allowed_tag_keys);

    vec![
        Statement::allow("LaunchFromThisTemplate")
            .because("This stack's launch template is the only one that a launch may name")
            .to(ec2::action::RunInstances)
            .on(template.clone())
            .erase(),
        Statement::allow("LaunchInstance")
            .because("An instance of an allowed type and size, with IMDSv2 only, on shared hardware, with no other role than the named one, tagged as this deployment's")
            .to(ec2::action::RunInstances)
            .on(ec2::resource::instance("*"))
            .when(from_template())
            .when(tagged())
            .when(ec2::key::MetadataHttpTokens.equals("required"))
            .when(ec2::key::Tenancy.equals("default"))
            .when(ec2::key::InstanceMarketType.equals(["on-demand", "spot"]))
            .when(ec2::key::InstanceType.like(&parameters.allowed_instance_types))
            // A second operator on the same key: both must hold. That the key is there, the first one says.
            .when(ec2::key::InstanceType.like_if_exists(&parameters.allowed_instance_sizes))
            .when(ec2::key::MetadataHttpPutResponseHopLimit.at_most(1))
            .when(only_own_tags())
            .when_not_given(&conditions.profile_given, ec2::key::InstanceProfile.is_absent())
            .when_given(
                &conditions.profile_given,
                ec2::key::InstanceProfile.arn_equals(deployment.instance_profile.arn()),
            )
            .erase(),
        Statement::allow("LaunchEncryptedVolume")
            .because("Volumes are encrypted, of the general purpose, no larger and no faster than allowed, and tagged as this deployment's")
            .to(ec2::action::RunInstances)
            .on(ec2::resource::volume("*"))
            .when(from_template())
            .when(ec2::key::Encrypted.is(true))
            .when(tagged())
            .when(ec2::key::VolumeType.equals("gp3"))
            .when(ec2::key::VolumeSize.at_most(&parameters.max_volume_gib))
            // Where a launch says nothing of them, gp3 has what costs nothing extra.
            .when(ec2::key::VolumeIops.at_most_if_exists(&parameters.max_volume_iops))
            .when(ec2::key::VolumeThroughput.at_most_if_exists(&parameters.max_volume_throughput))
            .when(only_own_tags())
            .erase(),
        Statement::allow("LaunchNetworkInterface")
            .because("The instance's one network interface, in this VPC, tagged as this deployment's")
            .to(ec2::action::RunInstances)
            .on(ec2::resource::network_interface("*"))
            .when(from_template())
            .when(in_vpc())
            .when(tagged())
            .when(only_own_tags())
            // AWS knows whether a launch asks for a public address, and says nothing where it doesn't ask.
            .when_given(
                &conditions.public_addresses_refused,
                ec2::key::AssociatePublicIpAddress.is_if_exists(false),
            )
            .erase(),
        Statement::allow("LaunchInSubnetOfThisVpc")
            .because("A subnet of this VPC; where subnets are listed, one of these")
            .to(ec2::action::RunInstances)
            .on(deployment.subnets())
            .when(from_template())
            .when(in_vpc())
            .when_given(&conditions.subnets_given, ec2::key::SubnetId.equals(&parameters.subnet_ids))
            .erase(),
        Statement::allow("LaunchWithIngresslessSecurityGroup")
            .because("The group of this stack, named by its id: a group that was merely tagged as ours is not accepted")
            .to(ec2::action::RunInstances)
            .on(ec2::resource::security_group(deployment.security_group.group_id()))
            .when(from_template())
            .erase(),
        Statement::allow("LaunchWithNamedSecurityGroup")
            .because("Further groups that the customer listed by id, for labels that ask for one")
            .to(ec2::action::RunInstances)
            .on(ec2::resource::security_group("*"))
            .when(from_template())
            .when(ec2::key::SecurityGroupId.equals(&parameters.additional_security_group_ids))
            .only_when(&conditions.groups_given)
            .erase(),
        Statement::allow("LaunchWithAlwaysOnSecurityGroup")
            .because("Further groups that the customer listed by id, for every runner")
            .to(ec2::action::RunInstances)
            .on(ec2::resource::security_group("*"))
            .when(from_template())
            .when(ec2::key::SecurityGroupId.equals(&parameters.always_on_security_group_ids))
            .only_when(&conditions.always_on_given)
            .erase(),
        Statement::allow("LaunchRunnerImage")
            .because("Images of the one account that publishes runner images, booted from EBS")
            .to(ec2::action::RunInstances)
            .on(ec2::resource::image("ami-*"))
            .when(from_template())
            .when(ec2::key::Owner.equals(&parameters.image_owner_account_id))
            .when(ec2::key::RootDeviceType.equals("ebs"))
            .erase(),
        Statement::allow("LaunchSpotRequest")
            .because("Spot launches make a request of their own; AWS does not say there which template it came from")
            .to(ec2::action::RunInstances)
            .on(ec2::resource::spot_instances_request("*"))
            .when(tagged())
            .when(only_own_tags())
            .erase(),
    ]
}
