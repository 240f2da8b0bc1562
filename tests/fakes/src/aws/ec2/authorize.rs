//! A launch as the policy sees it: one question for each resource that it touches, and one for the tags of each that it
//! makes.

use super::launch_request::{Device, LaunchRequest};
use super::request_tags;
use crate::aws::policy::{Keys, one};
use crate::aws::refusal::Refusal;
use crate::aws::request::Request;
use crate::aws::state::{Image, Market};

/// Where a launch goes, as far as it is known before capacity is looked for.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) subnet: String,
    pub(super) vpc: String,
    pub(super) zone: String,
}

/// Asks the policy about all of a launch; the first refusal is the answer.
pub(super) fn launch(
    request: &mut Request<'_>,
    launch: &LaunchRequest,
    image: &Image,
    devices: &[Device],
    place: &Place,
) -> Result<(), Refusal> {
    let Origin { usual, template } = Origin::of(request, launch);
    if let Some(arn) = &template {
        let mut keys = usual.clone();
        keys.insert("ec2:IsLaunchTemplateResource".to_owned(), one("true"));
        request.must("RunInstances", arn, arn, keys)?;
    }
    let keys = |named_by_template: bool| {
        let mut keys = usual.clone();
        if template.is_some() {
            keys.insert("ec2:IsLaunchTemplateResource".to_owned(), one(named_by_template.to_string()));
        }
        keys
    };
    let with = |mut keys: Keys, more: Keys| {
        keys.extend(more);
        keys
    };
    let no_tags = std::collections::BTreeMap::new();
    let tags = |kind: &str| launch.tags.get(kind).unwrap_or(&no_tags);

    let (instance, shown) = made(request, "instance", "i-00000000000000000");
    request.must(
        "RunInstances",
        &instance,
        &shown,
        with(with(keys(false), instance_keys(launch, place)), request_tags(tags("instance"))),
    )?;
    for device in devices {
        let (volume, shown) = made(request, "volume", "vol-00000000000000000");
        request.must(
            "RunInstances",
            &volume,
            &shown,
            with(with(keys(false), device_keys(device, place)), request_tags(tags("volume"))),
        )?;
        if let Some(snapshot) = &device.snapshot {
            let arn = format!("arn:aws:ec2:{}::snapshot/{snapshot}", request.region);
            request.must("RunInstances", &arn, &arn, keys(false))?;
        }
    }
    let in_vpc = Keys::from([
        ("ec2:Vpc".to_owned(), one(request.arn(&format!("vpc/{}", place.vpc)))),
        ("ec2:AvailabilityZone".to_owned(), one(&place.zone)),
    ]);
    let subnet = request.arn(&format!("subnet/{}", place.subnet));
    let (interface, shown) = made(request, "network-interface", "eni-00000000000000000");
    let mut interface_keys = with(with(keys(false), in_vpc.clone()), request_tags(tags("network-interface")));
    interface_keys.insert("ec2:Subnet".to_owned(), one(&subnet));
    request.must("RunInstances", &interface, &shown, interface_keys)?;
    let mut subnet_keys = with(keys(launch.subnet_from_template), in_vpc.clone());
    subnet_keys.insert("ec2:SubnetID".to_owned(), one(&place.subnet));
    request.must("RunInstances", &subnet, &subnet, subnet_keys)?;
    for group in &launch.groups {
        let arn = request.arn(&format!("security-group/{group}"));
        let mut group_keys = with(keys(launch.groups_from_template), in_vpc.clone());
        group_keys.insert("ec2:SecurityGroupID".to_owned(), one(group));
        request.must("RunInstances", &arn, &arn, group_keys)?;
    }
    let arn = format!("arn:aws:ec2:{}::image/{}", request.region, image.id);
    request.must("RunInstances", &arn, &arn, with(keys(launch.image_from_template), image_keys(image)))?;
    if let Some(key) = &launch.key_name {
        let arn = request.arn(&format!("key-pair/{key}"));
        request.must(
            "RunInstances",
            &arn,
            &arn,
            with(keys(false), Keys::from([("ec2:KeyPairName".to_owned(), one(key))])),
        )?;
    }
    if launch.market == Market::Spot {
        // AWS supplies no launch template here.
        let (spot, shown) = made(request, "spot-instances-request", "sir-00000000");
        let keys = with(request.usual_keys(), request_tags(tags("spot-instances-request")));
        request.must("RunInstances", &spot, &shown, keys)?;
    }
    tagging(request, launch)?;
    passing(request, launch)
}

/// Tagging at launch is a second action on whatever is tagged; without any tag it is none.
fn tagging(request: &mut Request<'_>, launch: &LaunchRequest) -> Result<(), Refusal> {
    for (kind, tags) in &launch.tags {
        if kind == "spot-instances-request" && launch.market == Market::OnDemand {
            continue;
        }
        let (arn, shown) = made(request, kind, "new-00000000000000000");
        let mut keys = request.usual_keys();
        keys.extend(request_tags(tags));
        keys.insert("ec2:CreateAction".to_owned(), one("RunInstances"));
        request.must("CreateTags", &arn, &shown, keys)?;
    }
    Ok(())
}

/// A profile's role is passed to EC2 by whoever launches.
fn passing(request: &mut Request<'_>, launch: &LaunchRequest) -> Result<(), Refusal> {
    let Some(profile) = &launch.profile else { return Ok(()) };
    let account = request.account();
    let Some(role) = request.world.account(&account).profiles.get(profile).cloned() else { return Ok(()) };
    let keys = Keys::from([("iam:PassedToService".to_owned(), one("ec2.amazonaws.com"))]);
    request.must("iam:PassRole", &role, &role, keys)
}

struct Origin {
    usual: Keys,
    template: Option<String>,
}

impl Origin {
    fn of(request: &Request<'_>, launch: &LaunchRequest) -> Origin {
        let mut usual = request.usual_keys();
        let template = launch.template.as_ref().map(|(id, _)| request.arn(&format!("launch-template/{id}")));
        usual.extend(template.iter().map(|arn| ("ec2:LaunchTemplate".to_owned(), one(arn))));
        Origin { usual, template }
    }
}

/// What does not exist yet: some ARN to ask about, and the one that AWS shows.
fn made(request: &Request<'_>, kind: &str, id: &str) -> (String, String) {
    (request.arn(&format!("{kind}/{id}")), request.arn(&format!("{kind}/*")))
}

fn instance_keys(launch: &LaunchRequest, place: &Place) -> Keys {
    let market = match launch.market {
        Market::OnDemand => "on-demand",
        Market::Spot => "spot",
    };
    let mut keys = Keys::from([
        ("ec2:AvailabilityZone".to_owned(), one(&place.zone)),
        ("ec2:EbsOptimized".to_owned(), one("true")),
        ("ec2:InstanceMarketType".to_owned(), one(market)),
        ("ec2:InstanceType".to_owned(), one(&launch.kind)),
        ("ec2:MetadataHttpEndpoint".to_owned(), one(&launch.endpoint)),
        ("ec2:MetadataHttpPutResponseHopLimit".to_owned(), one(launch.hop_limit.to_string())),
        ("ec2:MetadataHttpTokens".to_owned(), one(&launch.tokens)),
        ("ec2:RootDeviceType".to_owned(), one("ebs")),
        ("ec2:Tenancy".to_owned(), one(&launch.tenancy)),
    ]);
    keys.extend(launch.profile.iter().map(|arn| ("ec2:InstanceProfile".to_owned(), one(arn))));
    keys
}

fn device_keys(device: &Device, place: &Place) -> Keys {
    Keys::from([
        ("ec2:AvailabilityZone".to_owned(), one(&place.zone)),
        ("ec2:Encrypted".to_owned(), one(device.encrypted.to_string())),
        ("ec2:VolumeIops".to_owned(), one(device.iops.to_string())),
        ("ec2:VolumeSize".to_owned(), one(device.gib.to_string())),
        ("ec2:VolumeThroughput".to_owned(), one(device.mib_per_second.to_string())),
        ("ec2:VolumeType".to_owned(), one(&device.kind)),
    ])
}

fn image_keys(image: &Image) -> Keys {
    Keys::from([
        ("ec2:ImageID".to_owned(), one(&image.id)),
        ("ec2:ImageType".to_owned(), one("machine")),
        ("ec2:Owner".to_owned(), one(&image.owner)),
        ("ec2:Public".to_owned(), one(image.public.to_string())),
        ("ec2:RootDeviceType".to_owned(), one("ebs")),
    ])
}
