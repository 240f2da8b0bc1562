//! What a launch asks for: the launch template's data, with what the request says over it.

use crate::aws::form::Form;
use crate::aws::refusal::Refusal;
use crate::aws::state::{Image, Market};
use serde_json::Value;
use std::collections::BTreeMap;

/// Tags by resource type.
pub(super) type Tags = BTreeMap<String, BTreeMap<String, String>>;

/// A block device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Device {
    pub(super) name: String,
    pub(super) gib: u32,
    pub(super) kind: String,
    pub(super) iops: u32,
    pub(super) mib_per_second: u32,
    pub(super) encrypted: bool,
    pub(super) key: Option<String>,
    pub(super) delete_on_termination: bool,
    pub(super) snapshot: Option<String>,
}

/// A complete launch, before anything is checked.
#[derive(Debug, Clone)]
pub(super) struct LaunchRequest {
    /// Launch template and version.
    pub(super) template: Option<(String, u64)>,
    pub(super) image: Option<String>,
    pub(super) image_from_template: bool,
    pub(super) kind: String,
    pub(super) subnet: Option<String>,
    pub(super) subnet_from_template: bool,
    pub(super) zone: Option<String>,
    pub(super) market: Market,
    pub(super) groups: Vec<String>,
    pub(super) groups_from_template: bool,
    pub(super) profile: Option<String>,
    pub(super) key_name: Option<String>,
    pub(super) tokens: String,
    pub(super) hop_limit: u32,
    pub(super) endpoint: String,
    pub(super) tenancy: String,
    pub(super) shutdown: String,
    pub(super) user_data: Option<String>,
    pub(super) tags: Tags,
    devices: Vec<PartialDevice>,
}

/// A block device as somebody writes it: what is left out comes from below.
#[derive(Debug, Clone, Default)]
struct PartialDevice {
    name: String,
    gib: Option<u32>,
    kind: Option<String>,
    iops: Option<u32>,
    mib_per_second: Option<u32>,
    encrypted: Option<bool>,
    key: Option<String>,
    delete_on_termination: Option<bool>,
    snapshot: Option<String>,
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

impl LaunchRequest {
    /// Reads a request over the data of its launch template.
    pub(super) fn read(
        form: &Form,
        template: Option<(String, u64)>,
        data: &Value,
        account: &str,
    ) -> Result<LaunchRequest, Refusal> {
        let given = |name: &str| form.text(name).map(str::to_owned);
        let or_template = |name: &str, value: &Value| given(name).or_else(|| text(value));
        let market = or_template("InstanceMarketOptions.MarketType", &data["InstanceMarketOptions"]["MarketType"]);
        let market = match market.as_deref() {
            None => Market::OnDemand,
            Some("spot") => Market::Spot,
            Some(other) => {
                return Err(Refusal::client(
                    "InvalidParameterValue",
                    format!("Value ({other}) for parameter MarketType is invalid."),
                ));
            }
        };
        let own_groups: Vec<String> = form.list("SecurityGroupId").into_iter().map(str::to_owned).collect();
        let groups_from_template = own_groups.is_empty();
        let groups = if groups_from_template {
            data["SecurityGroupIds"].as_array().into_iter().flatten().filter_map(text).collect()
        } else {
            own_groups
        };
        let profile_name = |name: String| format!("arn:aws:iam::{account}:instance-profile/{name}");
        let profile = given("IamInstanceProfile.Arn")
            .or_else(|| given("IamInstanceProfile.Name").map(profile_name))
            .or_else(|| text(&data["IamInstanceProfile"]["Arn"]))
            .or_else(|| text(&data["IamInstanceProfile"]["Name"]).map(profile_name));
        let metadata = &data["MetadataOptions"];
        let mut devices = from_template(&data["BlockDeviceMappings"]);
        devices.extend(from_request(form));
        Ok(LaunchRequest {
            image: or_template("ImageId", &data["ImageId"]),
            image_from_template: given("ImageId").is_none(),
            kind: or_template("InstanceType", &data["InstanceType"]).unwrap_or_else(|| "m1.small".to_owned()),
            subnet: given("SubnetId"),
            subnet_from_template: false,
            zone: or_template("Placement.AvailabilityZone", &data["Placement"]["AvailabilityZone"]),
            market,
            groups,
            groups_from_template,
            profile,
            key_name: or_template("KeyName", &data["KeyName"]),
            tokens: or_template("MetadataOptions.HttpTokens", &metadata["HttpTokens"])
                .unwrap_or_else(|| "optional".to_owned()),
            hop_limit: or_template("MetadataOptions.HttpPutResponseHopLimit", &metadata["HttpPutResponseHopLimit"])
                .and_then(|hops| hops.parse().ok())
                .unwrap_or(1),
            endpoint: or_template("MetadataOptions.HttpEndpoint", &metadata["HttpEndpoint"])
                .unwrap_or_else(|| "enabled".to_owned()),
            tenancy: or_template("Placement.Tenancy", &data["Placement"]["Tenancy"])
                .unwrap_or_else(|| "default".to_owned()),
            shutdown: or_template("InstanceInitiatedShutdownBehavior", &data["InstanceInitiatedShutdownBehavior"])
                .unwrap_or_else(|| "stop".to_owned()),
            user_data: or_template("UserData", &data["UserData"]),
            tags: tags(form, data),
            devices,
            template,
        })
    }

    /// The volumes, with what the image brings beneath. Merged by device name, as AWS merges launch templates.
    pub(super) fn devices(&self, image: &Image) -> Vec<Device> {
        let root = PartialDevice {
            name: ROOT.to_owned(),
            gib: Some(image.root_gib),
            encrypted: Some(false),
            delete_on_termination: Some(true),
            ..PartialDevice::default()
        };
        let mut merged: Vec<PartialDevice> = vec![root];
        for device in &self.devices {
            match merged.iter_mut().find(|known| known.name == device.name) {
                Some(known) => known.overlay(device),
                None => merged.push(device.clone()),
            }
        }
        merged.into_iter().map(PartialDevice::complete).collect()
    }
}

/// The root device of every image.
pub(super) const ROOT: &str = "/dev/sda1";

impl PartialDevice {
    fn overlay(&mut self, over: &PartialDevice) {
        let over = over.clone();
        self.gib = over.gib.or(self.gib);
        self.kind = over.kind.or_else(|| self.kind.take());
        self.iops = over.iops.or(self.iops);
        self.mib_per_second = over.mib_per_second.or(self.mib_per_second);
        self.encrypted = over.encrypted.or(self.encrypted);
        self.key = over.key.or_else(|| self.key.take());
        self.delete_on_termination = over.delete_on_termination.or(self.delete_on_termination);
        self.snapshot = over.snapshot.or_else(|| self.snapshot.take());
    }

    fn complete(self) -> Device {
        let kind = self.kind.unwrap_or_else(|| "gp2".to_owned());
        let gp3 = kind == "gp3";
        Device {
            name: self.name,
            gib: self.gib.unwrap_or(8),
            iops: self.iops.unwrap_or(if gp3 { 3_000 } else { 100 }),
            mib_per_second: self.mib_per_second.unwrap_or(if gp3 { 125 } else { 0 }),
            kind,
            encrypted: self.encrypted.unwrap_or(false),
            key: self.key,
            delete_on_termination: self.delete_on_termination.unwrap_or(true),
            snapshot: self.snapshot,
        }
    }
}

fn from_template(mappings: &Value) -> Vec<PartialDevice> {
    let number = |value: &Value| text(value)?.parse().ok();
    let truth = |value: &Value| text(value).map(|text| text == "true");
    let read = |mapping: &Value| {
        let ebs = &mapping["Ebs"];
        PartialDevice {
            name: text(&mapping["DeviceName"]).unwrap_or_default(),
            gib: number(&ebs["VolumeSize"]),
            kind: text(&ebs["VolumeType"]),
            iops: number(&ebs["Iops"]),
            mib_per_second: number(&ebs["Throughput"]),
            encrypted: truth(&ebs["Encrypted"]),
            key: text(&ebs["KmsKeyId"]),
            delete_on_termination: truth(&ebs["DeleteOnTermination"]),
            snapshot: text(&ebs["SnapshotId"]),
        }
    };
    mappings.as_array().into_iter().flatten().map(read).collect()
}

fn from_request(form: &Form) -> Vec<PartialDevice> {
    let read = |part: &Form| {
        let owned = |name: &str| part.text(name).map(str::to_owned);
        let truth = |name: &str| part.text(name).map(|text| text == "true");
        PartialDevice {
            name: owned("DeviceName").unwrap_or_default(),
            gib: part.number("Ebs.VolumeSize"),
            kind: owned("Ebs.VolumeType"),
            iops: part.number("Ebs.Iops"),
            mib_per_second: part.number("Ebs.Throughput"),
            encrypted: truth("Ebs.Encrypted"),
            key: owned("Ebs.KmsKeyId"),
            delete_on_termination: truth("Ebs.DeleteOnTermination"),
            snapshot: owned("Ebs.SnapshotId"),
        }
    };
    form.parts("BlockDeviceMapping").iter().map(read).collect()
}

/// The template's tags, with the request's over them, by resource type and key.
fn tags(form: &Form, data: &Value) -> Tags {
    let mut tags = Tags::new();
    for specification in data["TagSpecifications"].as_array().into_iter().flatten() {
        let of = tags.entry(text(&specification["ResourceType"]).unwrap_or_default()).or_default();
        for tag in specification["Tags"].as_array().into_iter().flatten() {
            of.extend(text(&tag["Key"]).map(|key| (key, text(&tag["Value"]).unwrap_or_default())));
        }
    }
    for specification in form.parts("TagSpecification") {
        let of = tags.entry(specification.text("ResourceType").unwrap_or_default().to_owned()).or_default();
        for tag in specification.parts("Tag") {
            of.extend(tag.text("Key").map(|key| (key.to_owned(), tag.text("Value").unwrap_or_default().to_owned())));
        }
    }
    tags.retain(|_, tags| !tags.is_empty());
    tags
}
