//! Launches that name something else than ours, or in another place.

use super::launch::Extra;
use super::{Call, Launch};
use crate::installation::{Installation, OTHER_ACCOUNT, OTHER_REGION};

/// Everything whose ARN says region and account.
const PLACED: [&str; 7] =
    ["instance", "root volume", "temp volume", "network interface", "subnet", "security group", "spot request"];

/// Tagging it.
const TAGS: [&str; 5] = [
    "tags of the instance",
    "tags of the root volume",
    "tags of the temp volume",
    "tags of the network interface",
    "tags of the spot request",
];

pub(super) fn calls(installation: &Installation) -> Vec<Call> {
    let mut calls = extras(installation);
    // AWS would give everything of such a launch another region or account. Here the template and the VPC stay ours, so
    // that each statement has to refuse by its own resource.
    let usual = || Launch::spot(installation).with_named_group(installation);
    let further: &[&str] = if installation.names_groups() { &["further security group"] } else { &[] };
    let always_on: &[&str] = if installation.has_always_on_groups() { &["always-on security group"] } else { &[] };
    let named = [further, always_on].concat();
    let places = [
        ("launch into another region", Launch { region: OTHER_REGION, ..usual() }),
        ("launch into another account", Launch { account: OTHER_ACCOUNT, network_account: OTHER_ACCOUNT, ..usual() }),
        ("launch into another partition", Launch { partition: "aws-cn", ..usual() }),
    ];
    for (title, launch) in places {
        let elsewhere = launch.account == OTHER_ACCOUNT;
        // An image's ARN has no account.
        let image: &[&str] = if elsewhere { &[] } else { &["image"] };
        calls.push(launch.clone().refused(
            title,
            "A connection is one account and region",
            &[PLACED.as_slice(), &named, &TAGS, image].concat(),
        ));
        let mut here = launch.refused(
            format!("{title}, as if the network were ours"),
            "Each statement names region and account itself",
            &[PLACED.as_slice(), &named, &TAGS, image].concat(),
        );
        let ours = format!(
            "arn:aws:ec2:{}:{}:vpc/{}",
            crate::installation::REGION,
            installation.network_account(),
            crate::installation::VPC
        );
        for check in &mut here.checks {
            if let Some(vpc) = check.context.get_mut("ec2:Vpc") {
                *vpc = super::one(&ours);
            }
        }
        calls.push(here);
    }
    calls
}

fn extras(installation: &Installation) -> Vec<Call> {
    let with = |title: &str, reason, extra: Extra| {
        let part = extra.part;
        Launch { extras: vec![extra], ..Launch::usual(installation) }.refused(title, reason, &[part])
    };
    let near = "LaunchWithIngresslessSecurityGroup";
    vec![
        with(
            "launch with a key pair",
            "Nobody logs in to a runner",
            Extra {
                part: "key pair",
                id: "key-pair/laptop",
                keys: &[("ec2:KeyPairName", "laptop"), ("ec2:KeyPairType", "ed25519")],
                near,
            },
        ),
        with(
            "launch into a capacity reservation",
            "Reservations are the customer's",
            Extra { part: "capacity reservation", id: "capacity-reservation/cr-00000000000000001", keys: &[], near },
        ),
        with(
            "launch into a placement group",
            "Placement is the customer's",
            Extra {
                part: "placement group",
                id: "placement-group/cluster",
                keys: &[("ec2:PlacementGroupStrategy", "cluster")],
                near,
            },
        ),
        with(
            "launch with a volume made from a snapshot",
            "A snapshot holds somebody's data",
            Extra {
                part: "snapshot",
                id: "snapshot/snap-00000000000000001",
                keys: &[("ec2:Owner", "222233334444"), ("ec2:VolumeSize", "8")],
                near: "LaunchRunnerImage",
            },
        ),
        with(
            "launch with an elastic GPU",
            "Only what a label can ask for",
            Extra { part: "elastic GPU", id: "elastic-gpu/egpu-00000000000000001", keys: &[], near },
        ),
    ]
}
