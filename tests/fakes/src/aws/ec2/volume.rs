//! ModifyVolume: another performance, once in six hours.

use super::check;
use super::resource_tags;
use crate::aws::instance::Volume;
use crate::aws::moment::iso_8601;
use crate::aws::policy::one;
use crate::aws::refusal::Refusal;
use crate::aws::request::{Answer, Request};

pub(super) fn call(request: &mut Request<'_>) -> Result<Answer, Refusal> {
    request.throttled(1)?;
    request.only(&["VolumeId", "Iops", "Throughput", "Size", "VolumeType"])?;
    let form = request.form;
    let id = form.text("VolumeId").unwrap_or_default().to_owned();
    let (account, region, now) = (request.account(), request.region.clone(), request.now);
    let volume = request
        .world
        .regional(&account, &region)
        .volumes
        .get(&id)
        .cloned()
        .ok_or_else(|| Refusal::client("InvalidVolume.NotFound", format!("The volume '{id}' does not exist.")))?;
    let arn = request.arn(&format!("volume/{id}"));
    let mut keys = request.usual_keys();
    keys.extend(resource_tags(&volume.tags));
    keys.insert("ec2:VolumeSize".to_owned(), one(volume.gib.to_string()));
    keys.insert("ec2:VolumeType".to_owned(), one(&volume.kind));
    keys.insert("ec2:Encrypted".to_owned(), one(volume.encrypted.to_string()));
    keys.insert("ec2:VolumeIops".to_owned(), one(volume.iops.to_string()));
    keys.insert("ec2:VolumeThroughput".to_owned(), one(volume.mib_per_second.to_string()));
    // What the call sets: Amazon EC2 User Guide, "ec2:Attribute condition key".
    for name in ["Iops", "Size", "Throughput", "VolumeType"] {
        keys.extend(form.text(name).map(|value| (format!("ec2:Attribute/{name}"), one(value))));
    }
    request.must("ModifyVolume", &arn, &arn, keys)?;
    request.dry_run_ends()?;

    let gib = form.number("Size").unwrap_or(volume.gib);
    if gib < volume.gib {
        return Err(Refusal::client("InvalidParameterValue", "New size cannot be smaller than existing size"));
    }
    let kind = form.text("VolumeType").unwrap_or(&volume.kind).to_owned();
    let iops = form.number("Iops").unwrap_or(volume.iops);
    let mib_per_second = form.number("Throughput").unwrap_or(volume.mib_per_second);
    check::volume(&kind, gib, iops, mib_per_second)?;
    match volume.modified {
        Some(at) if now < at + Volume::MODIFYING => {
            let message = format!("Volume {id} cannot be modified in modification state OPTIMIZING");
            return Err(Refusal::client("IncorrectModificationState", message));
        }
        Some(at) if now < at + Volume::NEXT_MODIFICATION => {
            let message = "You've reached the maximum modification rate per volume limit. Wait at least 6 hours between modifications per EBS volume.";
            return Err(Refusal::client("VolumeModificationRateExceeded", message));
        }
        Some(_) | None => {}
    }
    let changed = Volume { kind, gib, iops, mib_per_second, modified: Some(now), ..volume.clone() };
    request.world.regional(&account, &region).volumes.insert(id.clone(), changed.clone());
    Ok(request.body(|xml| {
        xml.element("volumeModification", |xml| {
            xml.text("volumeId", &id);
            xml.text("modificationState", "modifying");
            for (when, volume) in [("original", &volume), ("target", &changed)] {
                xml.text(&format!("{when}Size"), &volume.gib.to_string());
                xml.text(&format!("{when}VolumeType"), &volume.kind);
                xml.text(&format!("{when}Iops"), &volume.iops.to_string());
                xml.text(&format!("{when}Throughput"), &volume.mib_per_second.to_string());
            }
            xml.text("progress", "0");
            xml.text("startTime", &iso_8601(now));
        });
    }))
}
