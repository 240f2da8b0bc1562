//! Every launch that the control plane makes.

use super::launch::Group;
use super::{Call, Launch, Volume};
use crate::installation::{GROUPS, Installation, SUBNETS, VPC};

/// One of each pattern of types and of sizes that the defaults allow.
const USUAL_TYPES: [&str; 13] = [
    "t3.nano",
    "t3.micro",
    "t3.small",
    "t3.large",
    "t4g.large",
    "c7g.xlarge",
    "m7i.8xlarge",
    "r7a.2xlarge",
    "c8g.medium",
    "m8g.4xlarge",
    "r8g.large",
    "c7i.12xlarge",
    "r8g.16xlarge",
];

/// One of each pattern of types and of sizes that an installer of their own limits named.
const OWN_TYPES: [&str; 2] = ["m7i.2xlarge", "c8g.large"];

pub(super) fn calls(installation: &Installation) -> Vec<Call> {
    let usual = || Launch::usual(installation);
    let root = Volume::usual("root volume", 8);
    let (iops, throughput) = installation.max_volume_speed();
    let mut calls = vec![
        usual().allowed("launch on demand", "What a job with the plain label needs"),
        Launch::spot(installation).allowed("launch on the spot market", "The label part spot=true"),
        Launch { volumes: vec![root.clone()], ..usual() }
            .allowed("launch with the temp volume in memory", "The label part temp=zram, or a type with a local disk"),
        Launch { volumes: vec![root.clone(), Volume::usual("temp volume", installation.max_volume_gib())], ..usual() }
            .allowed("launch with the largest temp volume", "The label part temp=SIZE, up to the installer's limit"),
        Launch {
            volumes: vec![
                root.clone(),
                Volume { iops: Some(iops), throughput: Some(throughput), ..Volume::usual("temp volume", 40) },
            ],
            ..usual()
        }
        .allowed(
            "launch with the fastest temp volume",
            "The label part temp=gp3/SIZE/IOPS/THROUGHPUT, up to the installer's limit",
        ),
        Launch { volumes: vec![Volume { iops: None, throughput: None, ..root }], ..usual() }
            .allowed("launch with a volume whose speed is not said", "It then has what gp3 gives at no extra charge"),
        Launch { public_address: Some(false), ..usual() }
            .allowed("launch that asks for no public address", "Always allowed"),
        // AWS has no condition key for these three: they stand here so that everybody sees that they go through.
        usual().allowed(
            "launch an instance that API calls can't terminate",
            "AWS has no condition for DisableApiTermination",
        ),
        usual()
            .allowed("launch with volumes that outlive their instance", "AWS has no condition for DeleteOnTermination"),
        usual().allowed(
            "launch with the public address that the subnet gives",
            "AWS says what a launch asks for, not what a subnet gives",
        ),
        Launch { image_id: "ami-0c0c0c0c0c0c0c0c2", ..usual() }
            .allowed("launch another image of the publisher", "The label names the image"),
        Launch { tags: vec![("sprinters:deployment", crate::installation::DEPLOYMENT)], ..usual() }
            .allowed("launch with the deployment's tag alone", "The one tag that is required"),
        Launch { subnet: Some(SUBNETS[1]), ..usual() }
            .allowed("launch in another subnet", "The label names the zone or the subnet"),
    ];
    let types: &[&'static str] = if installation.has_own_limits() { &OWN_TYPES } else { &USUAL_TYPES };
    calls.extend(types.iter().map(|&instance_type| {
        Launch { instance_type, ..usual() }
            .allowed(format!("launch an instance of type {instance_type}"), "The label names an allowed type")
    }));
    if installation.has_extra_tags() {
        let tags = [("sprinters:deployment", crate::installation::DEPLOYMENT)];
        let tags = tags.into_iter().chain(crate::installation::EXTRA_TAGS).collect();
        calls.push(
            Launch { tags, ..Launch::spot(installation) }
                .allowed("launch with the customer's own tags", "The installer named their keys"),
        );
    }
    if !installation.refuses_public_addresses() {
        calls.push(
            Launch { public_address: Some(true), ..usual() }
                .allowed("launch that asks for a public address", "Without the parameter nothing is refused"),
        );
    }
    if installation.has_always_on_groups() {
        let mut launch = usual();
        let groups = crate::installation::ALWAYS_ON;
        launch.groups.extend(groups.map(|id| Group { id: id.to_owned(), vpc: VPC }));
        calls.push(launch.allowed("launch with the groups that are always on", "The launch template has them"));
    }
    if installation.names_groups() {
        calls.extend(GROUPS.iter().map(|group| {
            let mut launch = usual();
            launch.groups.push(Group { id: (*group).to_owned(), vpc: VPC });
            launch.allowed(format!("launch with the named group {group}"), "The label part sg-… names a listed group")
        }));
    }
    calls
}
