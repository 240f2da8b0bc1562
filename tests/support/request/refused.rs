//! For each condition of a launch, the nearest launch that must be refused, and by which statement.

use super::launch::Group;
use super::{Call, Launch, Volume};
use crate::installation::{
    ACCOUNT, ALWAYS_ON, DEPLOYMENT, GROUPS, Installation, OTHER_ACCOUNT, OTHER_REGION, REGION, SUBNETS, VPC,
};

/// The parts that must say which template they came from.
const FROM_TEMPLATE: [&str; 7] =
    ["instance", "root volume", "temp volume", "network interface", "subnet", "security group", "image"];

/// The parts that must carry our tag when they are made.
const TAGGED: [&str; 4] = ["instance", "root volume", "temp volume", "network interface"];

/// Tagging them.
const TAGS: [&str; 4] =
    ["tags of the instance", "tags of the root volume", "tags of the temp volume", "tags of the network interface"];

const OTHER_VPC: &str = "vpc-0fedcba9876543210";
const OTHER_GROUP: &str = "sg-0ddddddddddddddd1";

pub(super) fn calls(installation: &Installation) -> Vec<Call> {
    [
        templates(installation),
        instances(installation),
        metadata(installation),
        profiles(installation),
        volumes(installation),
        networks(installation),
        images(installation),
        tags(installation),
    ]
    .concat()
}

fn templates(installation: &Installation) -> Vec<Call> {
    let usual = || Launch::usual(installation).with_named_group(installation);
    let from_template = from_template(installation);
    let template =
        |region: &str, account: &str, id: &str| format!("arn:aws:ec2:{region}:{account}:launch-template/{id}");
    let own = installation.launch_template_arn();
    let own_id = own.rsplit('/').next().expect("an ARN has an id").to_owned();
    let other = template(REGION, ACCOUNT, "lt-0eeeeeeeeeeeeeee1");
    let everywhere = [["launch template"].as_slice(), &from_template].concat();
    let mut calls = vec![
        Launch { template: None, template_resource: None, ..usual() }.refused(
            "launch without a launch template",
            "The template's defaults can't be left out",
            &from_template,
        ),
        Launch { template: Some(other.clone()), template_resource: Some(other.clone()), ..usual() }.refused(
            "launch from another launch template",
            "Only this stack's template",
            &everywhere,
        ),
        Launch { template_resource: Some(other.clone()), ..usual() }.refused(
            "name another launch template while everything else came from ours",
            "The template is refused by itself",
            &["launch template"],
        ),
        Launch { template: Some(other), ..usual() }.refused(
            "launch what came from another launch template while ours is named",
            "Everything is refused by itself",
            &from_template,
        ),
    ];
    for (title, resource) in [
        ("name the launch template of another region", template(OTHER_REGION, ACCOUNT, &own_id)),
        ("name the launch template of another account", template(REGION, OTHER_ACCOUNT, &own_id)),
        ("name the launch template of another partition", own.replacen("arn:aws:", "arn:aws-cn:", 1)),
    ] {
        calls.push(Launch { template_resource: Some(resource.clone()), ..usual() }.refused(
            title,
            "The ARN says which one",
            &["launch template"],
        ));
        calls.push(Launch { template: Some(resource), ..usual() }.refused(
            format!("{title} as the origin of everything"),
            "The ARN says which one",
            &from_template,
        ));
    }
    calls
}

/// The parts that must say which template they came from, as the installation has them.
fn from_template(installation: &Installation) -> Vec<&'static str> {
    let named: &[&str] = if installation.names_groups() { &["further security group"] } else { &[] };
    let always_on: &[&str] = if installation.has_always_on_groups() { &["always-on security group"] } else { &[] };
    [FROM_TEMPLATE.as_slice(), named, always_on].concat()
}

fn instances(installation: &Installation) -> Vec<Call> {
    let usual = || Launch::usual(installation);
    let at = ["instance"];
    let types: &[&'static str] = if installation.has_own_limits() {
        &["m7i-flex.large", "m7g.large", "c8g.2xlarge", "t3.large", "p5.48xlarge"]
    } else {
        &["t2.micro", "c6i.large", "m6g.large", "r6i.large", "p5.48xlarge", "u-24tb1.112xlarge", "x2idn.metal"]
    };
    let sizes: &[&'static str] = if installation.has_own_limits() {
        &["m7i.xlarge", "m7i.12xlarge", "m7i.metal-24xl"]
    } else {
        &["m7i.24xlarge", "m7i.48xlarge", "m7i.metal-24xl", "c8g.metal-48xl"]
    };
    let mut calls: Vec<Call> = types
        .iter()
        .map(|&instance_type| {
            Launch { instance_type, ..usual() }.refused(
                format!("launch an instance of type {instance_type}"),
                "Types outside the installer's patterns cost what nobody agreed to",
                &at,
            )
        })
        .collect();
    calls.extend(sizes.iter().map(|&instance_type| {
        Launch { instance_type, ..usual() }.refused(
            format!("launch an instance of type {instance_type}, whose size is not allowed"),
            "The largest sizes and bare metal cost what nobody agreed to",
            &at,
        )
    }));
    calls.extend([
        Launch { without: vec!["ec2:InstanceType"], ..usual() }.refused(
            "launch without saying the type",
            "A missing key must not count as an allowed one",
            &at,
        ),
        Launch { tenancy: Some("dedicated"), ..usual() }.refused(
            "launch on dedicated hardware",
            "Dedicated tenancy is billed apart",
            &at,
        ),
        Launch { tenancy: Some("host"), ..usual() }.refused(
            "launch on a dedicated host",
            "Hosts are the customer's",
            &at,
        ),
        Launch { tenancy: None, ..usual() }.refused(
            "launch without saying the tenancy",
            "A missing key must not count as an allowed one",
            &at,
        ),
        Launch { market: "capacity-block", ..usual() }.refused(
            "launch into a capacity block",
            "Blocks are paid for beforehand",
            &at,
        ),
        Launch { without: vec!["ec2:InstanceMarketType"], ..usual() }.refused(
            "launch without saying the market",
            "A missing key must not count as an allowed one",
            &at,
        ),
    ]);
    calls
}

fn metadata(installation: &Installation) -> Vec<Call> {
    let usual = || Launch::usual(installation);
    let at = ["instance"];
    vec![
        Launch { metadata_tokens: Some("optional"), ..usual() }.refused(
            "launch with IMDSv1",
            "A server-side request forgery must not reach the metadata",
            &at,
        ),
        Launch { metadata_tokens: None, ..usual() }.refused(
            "launch without saying which metadata service",
            "A missing key must not count as IMDSv2",
            &at,
        ),
        Launch { hop_limit: Some("2"), ..usual() }.refused(
            "launch with a hop limit of 2",
            "Containers of a job must not reach the metadata",
            &at,
        ),
        Launch { hop_limit: Some("64"), ..usual() }.refused(
            "launch with a hop limit of 64",
            "Containers of a job must not reach the metadata",
            &at,
        ),
        Launch { hop_limit: None, ..usual() }.refused(
            "launch without a hop limit",
            "A missing key must not count as 1",
            &at,
        ),
    ]
}

fn profiles(installation: &Installation) -> Vec<Call> {
    let usual = || Launch::usual(installation);
    let other = || Some(format!("arn:aws:iam::{ACCOUNT}:instance-profile/admin"));
    let admin = || Some(format!("arn:aws:iam::{ACCOUNT}:role/admin"));
    let mut calls = vec![
        Launch { profile: other(), passed_role: admin(), ..usual() }.refused(
            "launch with an administrator's profile",
            "A job would be an administrator",
            &["instance", "role passed"],
        ),
        Launch { profile: other(), passed_role: None, ..usual() }.refused(
            "launch with another profile, as if it passed no role",
            "The instance is refused by itself",
            &["instance"],
        ),
    ];
    if installation.names_role() {
        let profile = installation.instance_profile_arn().expect("a named role has a profile");
        calls.extend([
            Launch { profile: Some(profile.replace(ACCOUNT, OTHER_ACCOUNT)), ..usual() }.refused(
                "launch with the profile of another account",
                "The ARN says which one",
                &["instance"],
            ),
            Launch { profile: Some(profile.replacen("arn:aws:", "arn:aws-cn:", 1)), ..usual() }.refused(
                "launch with the profile of another partition",
                "The ARN says which one",
                &["instance"],
            ),
            Launch { profile: None, passed_role: None, ..usual() }.refused(
                "launch without the profile",
                "With a role named, every runner has it: a job never runs with less than its label promised",
                &["instance"],
            ),
            Launch { passed_to: "lambda.amazonaws.com", ..usual() }.refused(
                "launch with the profile, passed to another service",
                "Only to EC2",
                &["role passed"],
            ),
        ]);
    }
    calls
}

fn volumes(installation: &Installation) -> Vec<Call> {
    let with = |volume: fn(u32, &mut Volume), index: usize| {
        let mut launch = Launch::usual(installation);
        volume(installation.max_volume_gib(), &mut launch.volumes[index]);
        launch
    };
    let with_speed = |volume: fn((u32, u32), &mut Volume), index: usize| {
        let mut launch = Launch::usual(installation);
        volume(installation.max_volume_speed(), &mut launch.volumes[index]);
        launch
    };
    let mut calls = Vec::new();
    for (index, part) in ["root volume", "temp volume"].into_iter().enumerate() {
        calls.extend([
            with(|_, volume| volume.encrypted = false, index).refused(
                format!("launch with a {part} that is not encrypted"),
                "Data at rest is encrypted",
                &[part],
            ),
            with(|most, volume| volume.gib = most + 1, index).refused(
                format!("launch with a {part} 1 GiB too large"),
                "The installer's limit",
                &[part],
            ),
            with_speed(|(iops, _), volume| volume.iops = Some(iops + 1), index).refused(
                format!("launch with a {part} that has one more IOPS than allowed"),
                "The installer's limit",
                &[part],
            ),
            with_speed(|(_, throughput), volume| volume.throughput = Some(throughput + 1), index).refused(
                format!("launch with a {part} that is 1 MiB/s too fast"),
                "The installer's limit",
                &[part],
            ),
            with(|_, volume| volume.kind = "io2", index).refused(
                format!("launch with an io2 {part}"),
                "Provisioned IOPS cost what nobody agreed to",
                &[part],
            ),
            with(|_, volume| volume.kind = "gp2", index).refused(
                format!("launch with a gp2 {part}"),
                "One kind of volume",
                &[part],
            ),
        ]);
    }
    for (key, title) in [
        ("ec2:Encrypted", "launch without saying whether volumes are encrypted"),
        ("ec2:VolumeSize", "launch without saying the size of volumes"),
        ("ec2:VolumeType", "launch without saying the type of volumes"),
    ] {
        calls.push(Launch { without: vec![key], ..Launch::usual(installation) }.refused(
            title,
            "A missing key must not count as an allowed one",
            &["root volume", "temp volume"],
        ));
    }
    calls.push(with(|_, volume| volume.gib = 16_384, 1).refused(
        "launch with a temp volume of 16 TiB",
        "The installer's limit",
        &["temp volume"],
    ));
    calls
}

fn networks(installation: &Installation) -> Vec<Call> {
    let owner = installation.network_account();
    let usual = || Launch::usual(installation);
    let with_group = |group: Group| Launch { groups: vec![group], ..usual() };
    let also = |id: &str| {
        let mut launch = usual();
        launch.groups.push(Group { id: id.to_owned(), vpc: VPC });
        launch
    };
    let mut calls = vec![
        Launch { vpc: Some(OTHER_VPC), subnet: Some(SUBNETS[0]), ..usual() }.refused(
            "launch into another VPC",
            "Runners live in the VPC that the installer chose",
            &["network interface", "subnet"],
        ),
        Launch { vpc: None, ..usual() }.refused(
            "launch without saying the VPC",
            "A missing key must not count as this VPC",
            &["network interface", "subnet"],
        ),
        with_group(Group { id: OTHER_GROUP.to_owned(), vpc: VPC }).refused(
            "launch with another security group",
            "Another group may let traffic in",
            &["security group"],
        ),
        with_group(Group { id: "sg-0ccccccccccccccc1".to_owned(), vpc: OTHER_VPC }).refused(
            "launch with the default group of another VPC",
            "Another group may let traffic in",
            &["security group"],
        ),
        also(OTHER_GROUP).refused(
            "launch with this stack's group and one more",
            "A second group adds what the first leaves out",
            &["further security group"],
        ),
    ];
    for (place, vpc) in [
        ("region", format!("arn:aws:ec2:{OTHER_REGION}:{owner}:vpc/{VPC}")),
        ("account", format!("arn:aws:ec2:{REGION}:{OTHER_ACCOUNT}:vpc/{VPC}")),
        ("partition", format!("arn:aws-cn:ec2:{REGION}:{owner}:vpc/{VPC}")),
    ] {
        let mut call = usual().refused(
            format!("launch into the VPC of the same id in another {place}"),
            "The ARN says which one",
            &["network interface", "subnet"],
        );
        for check in call.checks.iter_mut().filter(|check| check.part != "security group") {
            check.context.entry("ec2:Vpc".to_owned()).and_modify(|known| *known = super::one(&vpc));
        }
        calls.push(call);
    }
    if !installation.names_groups() {
        calls.push(also(GROUPS[0]).refused(
            "launch with a group that nobody named",
            "Without the parameter nothing is granted",
            &["further security group"],
        ));
    } else {
        let mut launch = also(GROUPS[0]);
        launch.without = vec!["ec2:SecurityGroupID"];
        calls.push(launch.refused(
            "launch with a named group, without saying its id",
            "A missing key must not count as a named one",
            &["further security group"],
        ));
    }
    if !installation.has_always_on_groups() {
        calls.push(also(ALWAYS_ON[0]).refused(
            "launch with a group for every runner that nobody named",
            "Without the parameter nothing is granted",
            &["always-on security group"],
        ));
    } else {
        let mut launch = also(ALWAYS_ON[0]);
        launch.without = vec!["ec2:SecurityGroupID"];
        calls.push(launch.refused(
            "launch with a group for every runner, without saying its id",
            "A missing key must not count as a named one",
            &["always-on security group"],
        ));
    }
    if owner != ACCOUNT {
        calls.push(Launch { network_account: ACCOUNT, ..usual() }.refused(
            "launch into the VPC of the same id in the customer's own account",
            "The VPC is the one that the other account shares",
            &["network interface", "subnet"],
        ));
        let mut theirs = with_group(Group { id: OTHER_GROUP.to_owned(), vpc: VPC }).refused(
            "launch with a security group of the account that shares the VPC",
            "Another group may let traffic in",
            &["security group"],
        );
        for check in theirs.checks.iter_mut().filter(|check| check.part == "security group") {
            check.resource = check.resource.replace(ACCOUNT, owner);
        }
        calls.push(theirs);
    }
    if installation.refuses_public_addresses() {
        calls.push(Launch { public_address: Some(true), ..usual() }.refused(
            "launch that asks for a public address",
            "The installer wants none",
            &["network interface"],
        ));
    }
    if installation.lists_subnets() {
        calls.push(Launch { subnet: Some("subnet-0ddddddddddddddd1"), ..usual() }.refused(
            "launch into a subnet of this VPC that is not listed",
            "Only the listed ones",
            &["subnet"],
        ));
        calls.push(Launch { without: vec!["ec2:SubnetID"], ..usual() }.refused(
            "launch without saying the subnet",
            "A missing key must not count as a listed one",
            &["subnet"],
        ));
    }
    calls
}

fn images(installation: &Installation) -> Vec<Call> {
    let usual = || Launch::usual(installation);
    let at = ["image"];
    vec![
        Launch { image_owner: Some(OTHER_ACCOUNT), ..usual() }.refused(
            "launch somebody else's image",
            "What boots is the publisher's",
            &at,
        ),
        Launch { image_owner: Some("amazon"), ..usual() }.refused(
            "launch an image of Amazon",
            "What boots is the publisher's",
            &at,
        ),
        Launch { image_owner: Some("aws-marketplace"), ..usual() }.refused(
            "launch an image of the marketplace",
            "It may cost more than its instance",
            &at,
        ),
        Launch { image_owner: None, ..usual() }.refused(
            "launch an image without an owner",
            "A missing key must not count as the publisher",
            &at,
        ),
        Launch { without: vec!["ec2:RootDeviceType"], ..usual() }.refused(
            "launch an image without saying what it boots from",
            "A missing key must not count as EBS",
            &at,
        ),
        Launch { image_root: Some("instance-store"), ..usual() }.refused(
            "launch an image that boots from the instance store",
            "Its boot volume would not be encrypted by us",
            &at,
        ),
        Launch { image_id: "aki-0c0c0c0c0c0c0c0c1", ..usual() }.refused(
            "launch a kernel image of the publisher",
            "Machine images only",
            &at,
        ),
    ]
}

fn tags(installation: &Installation) -> Vec<Call> {
    let usual = || Launch::usual(installation);
    let both = [TAGGED, TAGS].concat();
    let with = |tags: Vec<(&'static str, &'static str)>| Launch { tags, ..usual() };
    let mut calls = vec![
        with(vec![]).refused("launch without any tag", "What is not tagged can't be found and ended", &TAGGED),
        with(vec![("Name", "acme/api: build")]).refused(
            "launch without this deployment's tag",
            "What is not tagged can't be found and ended",
            &both,
        ),
        with(vec![("sprinters:deployment", "acme-staging")]).refused(
            "launch with another deployment's tag",
            "Its role could end it, and ours could not",
            &both,
        ),
        with(vec![("sprinters:deployment", "ACME-PRODUCTION")]).refused(
            "launch with the tag in other letters",
            "Values of tags are compared exactly",
            &both,
        ),
        with(vec![("sprinters:deployment", DEPLOYMENT), ("Project", "42")]).refused(
            "launch with a tag of the customer's",
            "Their own tags may mean something to their other policies",
            &both,
        ),
        with(vec![("sprinters:deployment", DEPLOYMENT), ("aws-backup", "daily")]).refused(
            "launch with a tag that switches something on",
            "Their own tags may mean something to their other policies",
            &both,
        ),
        with(vec![("sprinters:deployment", DEPLOYMENT), ("Names", "x")]).refused(
            "launch with a tag whose key begins like ours",
            "Only Name and what begins with sprinters:",
            &both,
        ),
    ];
    for (part, title) in [
        ("instance", "launch with everything tagged but the instance"),
        ("root volume", "launch with everything tagged but the root volume"),
        ("temp volume", "launch with everything tagged but the temp volume"),
        ("network interface", "launch with everything tagged but the network interface"),
    ] {
        calls.push(Launch { untagged: vec![part], ..usual() }.refused(
            title,
            "Everything that is made is tagged, so that nothing is left behind",
            &[part],
        ));
    }
    let spot = || Launch::spot(installation);
    let spot_both = [both.as_slice(), &["spot request", "tags of the spot request"]].concat();
    calls.extend([
        Launch { untagged: vec!["spot request"], ..spot() }.refused(
            "launch on the spot market with an untagged request",
            "Everything that is made is tagged, so that nothing is left behind",
            &["spot request"],
        ),
        Launch { tags: vec![("sprinters:deployment", "acme-staging")], ..spot() }.refused(
            "launch on the spot market with another deployment's tag",
            "Its role could end it, and ours could not",
            &spot_both,
        ),
        Launch { tags: vec![("sprinters:deployment", DEPLOYMENT), ("Project", "42")], ..spot() }.refused(
            "launch on the spot market with a tag of the customer's",
            "Their own tags may mean something to their other policies",
            &spot_both,
        ),
        Launch { create_action: None, ..spot() }.refused(
            "launch while tagging as if by hand",
            "AWS must say that RunInstances makes the tags",
            &[TAGS.as_slice(), &["tags of the spot request"]].concat(),
        ),
    ]);
    calls
}
