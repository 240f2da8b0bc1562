//! What EC2 has against a launch, once the policy has nothing against it: parameters that do not go together, quotas,
//! capacity.

use super::authorize::Place;
use super::launch_request::{Device, LaunchRequest};
use crate::aws::refusal::Refusal;
use crate::aws::request::Request;
use crate::aws::state::{Image, Market, Pool};
use sprinters_core::catalogue::{Arch, InstanceType};

/// The image, if the account may launch it.
pub(super) fn image(request: &Request<'_>, launch: &LaunchRequest) -> Result<Image, Refusal> {
    let id = launch
        .image
        .as_deref()
        .ok_or_else(|| Refusal::client("MissingParameter", "The request must contain the parameter ImageId"))?;
    if !id.starts_with("ami-") {
        return Err(Refusal::client("InvalidAMIID.Malformed", format!("Invalid id: \"{id}\" (expecting \"ami-...\")")));
    }
    let image = request.world.images.get(&(request.region.clone(), id.to_owned()));
    let image = image.filter(|image| image.public || image.owner == request.caller.who.account()).cloned();
    image.ok_or_else(|| Refusal::client("InvalidAMIID.NotFound", format!("The image id '[{id}]' does not exist")))
}

/// Where the launch goes: the subnet that it names, or a default subnet with room and capacity.
pub(super) fn place(request: &mut Request<'_>, launch: &LaunchRequest) -> Result<Place, Refusal> {
    let (account, region) = (request.account(), request.region.clone());
    let regional = request.world.regional(&account, &region);
    if let Some(id) = &launch.subnet {
        let subnet = regional.subnets.get(id).ok_or_else(|| {
            Refusal::client("InvalidSubnetID.NotFound", format!("The subnet ID '{id}' does not exist"))
        })?;
        if launch.zone.as_ref().is_some_and(|zone| *zone != subnet.zone) {
            return Err(Refusal::client(
                "InvalidParameterValue",
                "The availability zone and the subnet do not belong together.",
            ));
        }
        return Ok(Place { subnet: id.clone(), vpc: subnet.vpc.clone(), zone: subnet.zone.clone() });
    }
    let in_zone = |zone: &str| launch.zone.as_deref().is_none_or(|wanted| wanted == zone);
    let defaults: Vec<Place> = regional
        .subnets
        .iter()
        .filter(|(_, subnet)| subnet.default && in_zone(&subnet.zone))
        .map(|(id, subnet)| Place { subnet: id.clone(), vpc: subnet.vpc.clone(), zone: subnet.zone.clone() })
        .collect();
    let Some(first) = defaults.first().cloned() else {
        return Err(match &launch.zone {
            Some(zone) if !zone.starts_with(region.as_str()) => {
                Refusal::client("InvalidParameterValue", format!("Invalid availability zone: [{zone}]"))
            }
            Some(zone) => Refusal::client(
                "MissingInput",
                format!("No subnets found for the default VPC in {zone}. Please specify a subnet."),
            ),
            None => Refusal::client("VPCIdNotSpecified", "No default VPC for this user"),
        });
    };
    // Left free, EC2 goes where there is room.
    let has_room = |place: &Place| {
        let pool = Pool { instance_type: launch.kind.clone(), zone: place.zone.clone(), market: launch.market };
        request.world.capacity.get(&pool).is_none_or(|left| 0 < *left)
            && !request.world.not_offered.contains(&(place.zone.clone(), launch.kind.clone()))
    };
    Ok(defaults.iter().find(|place| has_room(place)).cloned().unwrap_or(first))
}

/// Whether all that the launch names is there and goes together.
pub(super) fn parameters(
    request: &mut Request<'_>,
    launch: &LaunchRequest,
    image: &Image,
    devices: &[Device],
    place: &Place,
) -> Result<&'static InstanceType, Refusal> {
    let (account, region) = (request.account(), request.region.clone());
    let kind = sprinters_core::catalogue::find(&launch.kind).ok_or_else(|| {
        Refusal::client("InvalidParameterValue", format!("Invalid value '{}' for InstanceType.", launch.kind))
    })?;
    if architecture(kind) != image.architecture {
        return Err(Refusal::client(
            "InvalidParameterValue",
            format!(
                "The architecture '{}' of the specified instance type does not match the architecture '{}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again.",
                architecture(kind),
                image.architecture,
            ),
        ));
    }
    let regional = request.world.regional(&account, &region);
    for group in &launch.groups {
        let vpc = regional.groups.get(group).ok_or_else(|| {
            Refusal::client("InvalidGroup.NotFound", format!("The security group '{group}' does not exist"))
        })?;
        if *vpc != place.vpc {
            return Err(Refusal::client(
                "InvalidParameter",
                format!("Security group {group} and subnet {} belong to different networks.", place.subnet),
            ));
        }
    }
    if let Some(key) = &launch.key_name {
        return Err(Refusal::client("InvalidKeyPair.NotFound", format!("The key pair '{key}' does not exist")));
    }
    if let Some(profile) = &launch.profile
        && !request.world.account(&account).profiles.contains_key(profile)
    {
        return Err(Refusal::client(
            "InvalidParameterValue",
            format!(
                "Value ({profile}) for parameter iamInstanceProfile.arn is invalid. Invalid IAM Instance Profile ARN"
            ),
        ));
    }
    devices.iter().try_for_each(|device| volume(&device.kind, device.gib, device.iops, device.mib_per_second))?;
    for device in devices.iter().filter(|device| device.key.is_some()) {
        if !device.encrypted {
            return Err(Refusal::client(
                "InvalidParameterDependency",
                "The parameter KmsKeyId requires the parameter Encrypted to be set.",
            ));
        }
    }
    if launch.market == Market::Spot && launch.shutdown == "stop" {
        return Err(Refusal::client(
            "InvalidParameterCombination",
            "A one-time spot instance can't be stopped: InstanceInitiatedShutdownBehavior must be terminate.",
        ));
    }
    if !request.world.offers(&place.zone, kind, &region) {
        return Err(Refusal::client(
            "Unsupported",
            format!(
                "Your requested instance type ({}) is not supported in your requested Availability Zone ({}). Please retry your request by not specifying an Availability Zone or choosing another one.",
                launch.kind, place.zone,
            ),
        ));
    }
    Ok(kind)
}

pub(super) fn architecture(kind: &InstanceType) -> &'static str {
    match kind.arch() {
        Arch::X64 => "x86_64",
        Arch::Arm64 => "arm64",
    }
}

/// The limits of gp3 (Amazon EBS User Guide, "General Purpose SSD volumes").
pub(super) fn volume(kind: &str, gib: u32, iops: u32, mib_per_second: u32) -> Result<(), Refusal> {
    let invalid = |message: String| Err(Refusal::client("InvalidParameterValue", message));
    if kind != "gp3" {
        return if ["gp2", "io1", "io2", "st1", "sc1", "standard"].contains(&kind) {
            Ok(())
        } else {
            invalid(format!("Unknown volume type: {kind}"))
        };
    }
    if !(1..=65_536).contains(&gib) {
        return invalid(format!("Volume of {gib}GiB is outside of 1GiB to 65536GiB for gp3"));
    }
    if !(3_000..=80_000).contains(&iops) {
        return invalid(format!("Volume iops of {iops} is outside of 3000 to 80000 for gp3"));
    }
    if !(125..=2_000).contains(&mib_per_second) {
        return invalid(format!("Throughput of {mib_per_second} MiB/s is outside of 125 to 2000 for gp3"));
    }
    if 3_000 < iops && gib.saturating_mul(500) < iops {
        return Err(Refusal::client(
            "InvalidParameterCombination",
            "Iops to volume size ratio is too high; maximum is 500",
        ));
    }
    if iops < mib_per_second.saturating_mul(4) && 750 < mib_per_second {
        return Err(Refusal::client(
            "InvalidParameterCombination",
            "Throughput (MiBps) to iops ratio is too high; maximum is 0.25 MiBps per iops",
        ));
    }
    Ok(())
}

/// Whether there is quota, role, address and capacity for it; takes the capacity.
pub(super) fn capacity(
    request: &mut Request<'_>,
    launch: &LaunchRequest,
    kind: &InstanceType,
    place: &Place,
) -> Result<(), Refusal> {
    let (account, region) = (request.account(), request.region.clone());
    if launch.market == Market::Spot && request.world.account(&account).no_spot_role {
        return Err(Refusal::with_status(
            403,
            "AuthFailure.ServiceLinkedRoleCreationNotPermitted",
            "The provided credentials do not have permission to create the service-linked role for EC2 Spot Instances.",
        ));
    }
    let regional = request.world.regional(&account, &region);
    let used = regional.vcpu.get(&launch.market).copied().unwrap_or_default();
    if let Some(quota) = regional.quota.get(&launch.market)
        && *quota < used + kind.vcpu()
    {
        return Err(match launch.market {
            Market::OnDemand => Refusal::client(
                "VcpuLimitExceeded",
                format!(
                    "You have requested more vCPU capacity than your current vCPU limit of {quota} allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit."
                ),
            ),
            Market::Spot => Refusal::client("MaxSpotInstanceCountExceeded", "Max spot instance count exceeded"),
        });
    }
    if regional.subnets.get(&place.subnet).is_none_or(|subnet| subnet.free == 0) {
        return Err(Refusal::client(
            "InsufficientFreeAddressesInSubnet",
            format!(
                "There are not enough free addresses in subnet '{}' to satisfy the requested number of instances.",
                place.subnet
            ),
        ));
    }
    let pool = Pool { instance_type: launch.kind.clone(), zone: place.zone.clone(), market: launch.market };
    let elsewhere = with_room(request, launch);
    match request.world.capacity.get_mut(&pool) {
        None => Ok(()),
        Some(0) => Err(Refusal::with_status(
            500,
            "InsufficientInstanceCapacity",
            match launch.market {
                Market::OnDemand => format!(
                    "We currently do not have sufficient {} capacity in the Availability Zone you requested ({}). Our system will be working on provisioning additional capacity.{elsewhere}",
                    launch.kind, place.zone
                ),
                Market::Spot => "There is no Spot capacity available that matches your request.".to_owned(),
            },
        )),
        Some(left) => {
            *left -= 1;
            Ok(())
        }
    }
}

/// What AWS says of the zones that have room.
fn with_room(request: &mut Request<'_>, launch: &LaunchRequest) -> String {
    let (account, region) = (request.account(), request.region.clone());
    let regional = request.world.regional(&account, &region);
    let mut zones: Vec<String> =
        regional.subnets.values().filter(|subnet| subnet.default).map(|subnet| subnet.zone.clone()).collect();
    zones.sort();
    zones.retain(|zone| {
        let pool = Pool { instance_type: launch.kind.clone(), zone: zone.clone(), market: launch.market };
        request.world.capacity.get(&pool).is_none_or(|left| 0 < *left)
    });
    if zones.is_empty() {
        return String::new();
    }
    format!(
        " You can currently get {} capacity by not specifying an Availability Zone in your request or choosing {}.",
        launch.kind,
        zones.join(", ")
    )
}
