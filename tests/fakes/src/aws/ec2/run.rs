//! RunInstances: one instance, from a launch template.

use super::authorize::{self, Place};
use super::check;
use super::launch_request::{Device, LaunchRequest};
use super::show;
use crate::aws::instance::{Instance, Volume};
use crate::aws::refusal::Refusal;
use crate::aws::request::{Answer, Request};
use crate::aws::signature::hex;
use crate::aws::state::{Market, Remembered};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sprinters_core::catalogue::InstanceType;
use std::collections::BTreeMap;

/// What a launch may say. Network interfaces are missing on purpose: a template's group and a subnet of one's own go
/// together only without.
const KNOWN: [&str; 21] = [
    "BlockDeviceMapping",
    "ClientToken",
    "EbsOptimized",
    "IamInstanceProfile",
    "ImageId",
    "InstanceInitiatedShutdownBehavior",
    "InstanceMarketOptions",
    "InstanceType",
    "KeyName",
    "LaunchTemplate",
    "MaxCount",
    "MetadataOptions",
    "MinCount",
    "Monitoring",
    "Placement",
    "SecurityGroupId",
    "SubnetId",
    "TagSpecification",
    "UserData",
    "DisableApiTermination",
    "CreditSpecification",
];

/// Most bytes of user data, before base64 (Amazon EC2 API Reference, "RunInstances").
const MOST_USER_DATA: usize = 16 * 1_024;

/// Longest client token.
const MOST_TOKEN: usize = 64;

pub(super) fn call(request: &mut Request<'_>) -> Result<Answer, Refusal> {
    request.throttled(1)?;
    request.only(&KNOWN)?;
    let form = request.form;
    let (account, region) = (request.account(), request.region.clone());
    if form.number("MinCount") != Some(1) || form.number("MaxCount") != Some(1) {
        return Err(Refusal::client("InvalidParameterValue", "This AWS launches one instance a call"));
    }
    let token = form.text("ClientToken").map(str::to_owned);
    if token.as_ref().is_some_and(|token| MOST_TOKEN < token.len() || !token.is_ascii()) {
        return Err(Refusal::client("InvalidParameterValue", "The client token has more than 64 characters"));
    }
    if form.text("UserData").is_some_and(|data| MOST_USER_DATA * 4 / 3 + 4 < data.len()) {
        return Err(Refusal::client("InvalidParameterValue", "User data is limited to 16384 bytes"));
    }
    let (template, data) = launch_template(request)?;
    let mut launch = LaunchRequest::read(form, template, &data, &account)?;
    let image = check::image(request, &launch)?;
    let devices = launch.devices(&image);
    let place = check::place(request, &launch)?;
    if launch.groups.is_empty() {
        launch.groups.push(request.world.regional(&account, &region).default_group.clone());
        launch.groups_from_template = false;
    }
    authorize::launch(request, &launch, &image, &devices, &place)?;
    request.dry_run_ends()?;

    let parameters = digest(request);
    if let Some(token) = &token
        && let Some(known) = request.world.regional(&account, &region).by_token.get(token).cloned()
    {
        if known.parameters != parameters {
            let message =
                "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).";
            return Err(Refusal::client("IdempotentParameterMismatch", message));
        }
        let current =
            |first: &Instance| request.world.accounts.get(&account)?.regions.get(&region)?.instance(&first.id).cloned();
        let instance = known.instance.as_ref().map(|first| current(first).unwrap_or_else(|| first.clone()));
        return instance
            .map(|instance| launched(request, &instance))
            .ok_or_else(|| Refusal::with_status(500, "InternalError", "An internal error has occurred"));
    }
    let kind = check::parameters(request, &launch, &image, &devices, &place)?;
    check::capacity(request, &launch, kind, &place)?;
    let instance = make(request, &launch, kind, &devices, &place, token.clone());
    let regional = request.world.regional(&account, &region);
    if let Some(token) = token {
        regional.by_token.insert(token, Remembered { parameters, instance: Some(instance.clone()) });
    }
    regional.add(instance.clone());
    Ok(launched(request, &instance))
}

/// The template that the request names, and the data of the version.
fn launch_template(request: &mut Request<'_>) -> Result<(Option<(String, u64)>, Value), Refusal> {
    let Some(id) = request.form.text("LaunchTemplate.LaunchTemplateId") else {
        return Ok((None, Value::Null));
    };
    let version = request.form.text("LaunchTemplate.Version").unwrap_or_default();
    let (account, region) = (request.account(), request.region.clone());
    let templates = &request.world.regional(&account, &region).templates;
    let template = templates.get(id).ok_or_else(|| {
        let message = format!("The specified launch template, with template ID {id}, does not exist.");
        Refusal::client("InvalidLaunchTemplateId.NotFound", message)
    })?;
    let (number, data) = template.version(version).ok_or_else(|| {
        let message = format!("Could not find launch template version {version} for launch template {id}");
        Refusal::client("InvalidLaunchTemplateId.VersionNotFound", message)
    })?;
    Ok((Some((id.to_owned(), number)), data.clone()))
}

/// What must be the same where a token is the same: every parameter, except whether it is a dry run.
fn digest(request: &Request<'_>) -> String {
    let mut hash = Sha256::new();
    for (name, value) in request.form.fields().filter(|(name, _)| !["Action", "Version", "DryRun"].contains(name)) {
        hash.update(name.as_bytes());
        hash.update([0]);
        hash.update(value.as_bytes());
        hash.update([0]);
    }
    hex(&hash.finalize())
}

fn make(
    request: &mut Request<'_>,
    launch: &LaunchRequest,
    kind: &'static InstanceType,
    devices: &[Device],
    place: &Place,
    token: Option<String>,
) -> Instance {
    let (account, region, now) = (request.account(), request.region.clone(), request.now);
    let world = &mut *request.world;
    let tags_of = |kind: &str| launch.tags.get(kind).cloned().unwrap_or_default();
    let mut named = Vec::new();
    for device in devices {
        let volume = Volume {
            id: world.id("vol"),
            kind: device.kind.clone(),
            gib: device.gib,
            iops: device.iops,
            mib_per_second: device.mib_per_second,
            encrypted: device.encrypted,
            key: device.key.clone(),
            tags: tags_of("volume"),
            delete_on_termination: device.delete_on_termination,
            modified: None,
            attached: now,
        };
        named.push((device.name.clone(), volume.id.clone()));
        world.regional(&account, &region).volumes.insert(volume.id.clone(), volume);
    }
    let spot = launch.market == Market::Spot;
    let number = world.serial();
    let other = ["network-interface", "spot-instances-request"]
        .into_iter()
        .filter(|kind| spot || *kind != "spot-instances-request");
    let other_tags: BTreeMap<_, _> =
        other.map(|kind| (kind.to_owned(), tags_of(kind))).filter(|(_, tags)| !tags.is_empty()).collect();
    let mut instance = Instance {
        number,
        id: world.id("i"),
        reservation: world.id("r"),
        image: launch.image.clone().unwrap_or_default(),
        kind: kind.name(),
        vcpu: kind.vcpu(),
        architecture: check::architecture(kind).to_owned(),
        zone: place.zone.clone(),
        subnet: place.subnet.clone(),
        vpc: place.vpc.clone(),
        interface: world.id("eni"),
        groups: launch.groups.clone(),
        market: launch.market,
        spot_request: spot.then(|| format!("sir-{:08x}", number & 0xffff_ffff)),
        profile: launch.profile.clone(),
        tenancy: launch.tenancy.clone(),
        launched: now,
        tags: tags_of("instance"),
        other_tags,
        devices: named,
        user_data: launch.user_data.clone(),
        token,
        end: None,
        released: false,
    };
    if let Some((after, code, message)) = request.dies.take() {
        let at = now + u64::try_from(after.as_millis()).unwrap_or(u64::MAX / 2);
        instance.end_by(at, &code, &message);
    }
    instance
}

fn launched(request: &mut Request<'_>, instance: &Instance) -> Answer {
    let (account, now, timing) = (request.account(), request.now, request.world.timing);
    request.body(|xml| {
        xml.text("reservationId", &instance.reservation);
        xml.text("ownerId", &account);
        xml.items("groupSet", Vec::<String>::new(), |_, _| {});
        // Volumes are attached a moment later: the answer has none yet.
        xml.items("instancesSet", [instance], |xml, instance| show::instance(xml, instance, None, now, timing));
    })
}
