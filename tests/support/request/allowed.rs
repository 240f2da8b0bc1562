//! Every launch that the control plane makes.

use super::launch::Group;
use super::{Call, Launch, Volume};
use crate::installation::{GROUPS, Installation, SUBNETS, VPC};

/// One of each pattern of types that the defaults allow.
const USUAL_TYPES: [&str; 8] =
    ["t3.large", "t4g.large", "c7g.xlarge", "m7i.8xlarge", "r7a.2xlarge", "c8g.medium", "m8g.4xlarge", "r8g.large"];

/// One of each pattern that an installer of their own limits named.
const OWN_TYPES: [&str; 2] = ["m7i.2xlarge", "c8g.large"];

pub(super) fn calls(installation: &Installation) -> Vec<Call> {
    let usual = || Launch::usual(installation);
    let root = Volume { part: "root volume", gib: 8, kind: "gp3", encrypted: true };
    let mut calls = vec![
        usual().allowed("launch on demand", "What a job with the plain label needs"),
        Launch::spot(installation).allowed("launch on the spot market", "The label part spot=true"),
        Launch { volumes: vec![root.clone()], ..usual() }
            .allowed("launch with the temp volume in memory", "The label part temp=zram, or a type with a local disk"),
        Launch {
            volumes: vec![root.clone(), Volume { part: "temp volume", gib: installation.max_volume_gib(), ..root }],
            ..usual()
        }
        .allowed("launch with the largest temp volume", "The label part temp=SIZE, up to the installer's limit"),
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
    if installation.names_groups() {
        calls.extend(GROUPS.iter().map(|group| {
            let mut launch = usual();
            launch.groups.push(Group { id: (*group).to_owned(), vpc: VPC });
            launch.allowed(format!("launch with the named group {group}"), "The label part sg-… names a listed group")
        }));
    }
    calls
}
