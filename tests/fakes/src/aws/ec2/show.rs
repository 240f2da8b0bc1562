//! An instance as EC2 writes it.

use crate::aws::instance::{Instance, State};
use crate::aws::moment::iso_8601;
use crate::aws::state::{Regional, Timing};
use crate::aws::xml::Xml;

/// With its volumes, where `regional` is given.
pub(super) fn instance(xml: &mut Xml, instance: &Instance, regional: Option<&Regional>, now: u64, timing: Timing) {
    let state = instance.state(now, timing);
    let ended = instance.end.as_ref().filter(|end| end.at <= now);
    xml.text("instanceId", &instance.id);
    xml.text("imageId", &instance.image);
    xml.element("instanceState", |xml| {
        xml.text("code", &state.code().to_string());
        xml.text("name", state.name());
    });
    let reason = ended.map(|end| format!("{} ({})", end.message, iso_8601(end.at)));
    xml.text("reason", reason.as_deref().unwrap_or_default());
    xml.text("amiLaunchIndex", "0");
    xml.text("instanceType", instance.kind);
    xml.text("launchTime", &iso_8601(instance.launched));
    xml.element("placement", |xml| {
        xml.text("availabilityZone", &instance.zone);
        xml.text("tenancy", &instance.tenancy);
    });
    xml.element("monitoring", |xml| xml.text("state", "disabled"));
    if state != State::Terminated {
        xml.text("subnetId", &instance.subnet);
        xml.text("vpcId", &instance.vpc);
        xml.text("privateIpAddress", &instance.address());
        xml.items("groupSet", &instance.groups, |xml, group| xml.text("groupId", group));
        xml.items("networkInterfaceSet", [&instance.interface], |xml, interface| {
            xml.text("networkInterfaceId", interface);
            xml.text("subnetId", &instance.subnet);
            xml.text("vpcId", &instance.vpc);
        });
    }
    if let Some(end) = ended {
        xml.element("stateReason", |xml| {
            xml.text("code", &end.code);
            xml.text("message", &end.message);
        });
    }
    xml.text("architecture", &instance.architecture);
    xml.text("rootDeviceType", "ebs");
    xml.text("rootDeviceName", super::launch_request::ROOT);
    let devices = instance.devices.iter().filter_map(|(name, id)| Some((name, regional?.volumes.get(id)?)));
    xml.items("blockDeviceMapping", devices, |xml, (name, volume)| {
        xml.text("deviceName", name);
        xml.element("ebs", |xml| {
            xml.text("volumeId", &volume.id);
            xml.text("status", if state == State::Pending { "attaching" } else { "attached" });
            xml.text("attachTime", &iso_8601(volume.attached));
            xml.text("deleteOnTermination", if volume.delete_on_termination { "true" } else { "false" });
        });
    });
    xml.text("virtualizationType", "hvm");
    if let Some(request) = &instance.spot_request {
        xml.text("instanceLifecycle", "spot");
        xml.text("spotInstanceRequestId", request);
    }
    xml.maybe("clientToken", instance.token.as_deref());
    xml.items("tagSet", &instance.tags, |xml, (key, value)| {
        xml.text("key", key);
        xml.text("value", value);
    });
    xml.text("hypervisor", "xen");
    if let Some(arn) = &instance.profile {
        xml.element("iamInstanceProfile", |xml| {
            xml.text("arn", arn);
            xml.text("id", "AIPA00000000000000000");
        });
    }
    xml.text("ebsOptimized", "true");
    xml.text("enaSupport", "true");
}
