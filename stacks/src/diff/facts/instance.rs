//! How what is launched is hardened: launch templates, instances and volumes.

use std::collections::BTreeSet;

use serde_json::Value;
use sprinters_dsl::policy::{Scope, Text};

use super::setting::Setting;

/// The properties compared here, without list indexes. A launch template has them below `LaunchTemplateData`.
pub(super) const TOLD: &[&str] = &[
    "AssociatePublicIpAddress",
    "BlockDeviceMappings/Ebs/DeleteOnTermination",
    "BlockDeviceMappings/Ebs/Encrypted",
    "BlockDeviceMappings/Ebs/KmsKeyId",
    "Encrypted",
    "InstanceInitiatedShutdownBehavior",
    "KeyName",
    "KmsKeyId",
    "MetadataOptions/HttpEndpoint",
    "MetadataOptions/HttpPutResponseHopLimit",
    "MetadataOptions/HttpTokens",
    "MetadataOptions/InstanceMetadataTags",
    "NetworkInterfaces/AssociatePublicIpAddress",
    "NetworkInterfaces/GroupSet",
    "NetworkInterfaces/Groups",
    "SecurityGroupIds",
    "SecurityGroups",
];

/// The types whose settings are compared here.
pub(super) const KINDS: [&str; 4] =
    ["AWS::AutoScaling::LaunchConfiguration", "AWS::EC2::Instance", "AWS::EC2::LaunchTemplate", "AWS::EC2::Volume"];

/// What of these is compared together.
pub(super) fn units(kind: &str) -> Vec<&'static str> {
    match kind {
        "AWS::EC2::LaunchTemplate" => vec![
            "LaunchTemplateData/MetadataOptions",
            "LaunchTemplateData/InstanceInitiatedShutdownBehavior",
            "LaunchTemplateData/KeyName",
            "LaunchTemplateData/NetworkInterfaces|LaunchTemplateData/SecurityGroupIds|LaunchTemplateData/SecurityGroups",
            "LaunchTemplateData/BlockDeviceMappings",
        ],
        "AWS::EC2::Instance" | "AWS::AutoScaling::LaunchConfiguration" => vec![
            "MetadataOptions",
            "InstanceInitiatedShutdownBehavior",
            "KeyName",
            "NetworkInterfaces|SecurityGroupIds|SecurityGroups",
            "BlockDeviceMappings",
        ],
        "AWS::EC2::Volume" => vec!["Encrypted", "KmsKeyId"],
        _ => Vec::new(),
    }
}

/// Settings of launch templates, launch configurations, instances and volumes.
pub(super) fn settings(scope: &Scope<'_>, id: &str, kind: &str, properties: &Value) -> Vec<Setting> {
    let none = Value::Object(serde_json::Map::new());
    let (who, data, path) = match kind {
        "AWS::EC2::LaunchTemplate" => {
            let data = properties.get("LaunchTemplateData").unwrap_or(&none);
            (format!("an instance of the launch template {id}"), data, "/LaunchTemplateData")
        }
        "AWS::AutoScaling::LaunchConfiguration" => {
            (format!("an instance of the launch configuration {id}"), properties, "")
        }
        "AWS::EC2::Instance" => (format!("the instance {id}"), properties, ""),
        "AWS::EC2::Volume" => {
            let volume = Volume { scope, name: "volume", who: format!("the volume {id}"), path: String::new() };
            return volume.settings(properties, false);
        }
        _ => return Vec::new(),
    };
    let reader = Reader { scope, who, data, path };
    let mut out = vec![
        reader.tokens(),
        reader.hops(),
        reader.ordered(
            "MetadataOptions/HttpEndpoint",
            "enabled",
            &["disabled", "enabled"],
            "now has its metadata service {after} (before: {before})",
        ),
        reader.ordered(
            "MetadataOptions/InstanceMetadataTags",
            "disabled",
            &["disabled", "enabled"],
            "now has its tags in the metadata {after} (before: {before})",
        ),
        reader.shutdown(),
        reader.presence("KeyName", "the key pair"),
        reader.groups(),
        reader.public_address(),
    ];
    out.extend(reader.volumes());
    out
}

struct Reader<'r, 'a> {
    scope: &'r Scope<'a>,
    who: String,
    data: &'r Value,
    path: &'r str,
}

impl Reader<'_, '_> {
    fn read(&self, place: &str) -> Option<Text> {
        let value = self.data.pointer(&format!("/{place}"))?;
        self.scope.text(value)
    }

    fn said(&self, place: &str, value: Text, risk: Option<i64>, sentences: [String; 3]) -> Setting {
        let [changed, widened, narrowed] = sentences.map(|sentence| format!("{} {sentence}", self.who));
        Setting {
            name: place.to_owned(),
            path: format!("{}/{place}", self.path),
            value: Some(value),
            risk,
            set: None,
            changed,
            widened,
            narrowed,
            gone: String::new(),
            explicit: true,
        }
    }

    /// Values from the safest to the least safe.
    fn ordered(&self, place: &str, default: &str, values: &[&str], sentence: &str) -> Setting {
        let value = self.read(place).unwrap_or_else(|| Text::literal(default));
        let rank = value.as_literal().and_then(|text| values.iter().position(|known| *known == text));
        let mut out = self.said(
            place,
            value,
            rank.and_then(|rank| i64::try_from(rank).ok()),
            [(); 3].map(|()| sentence.to_owned()),
        );
        out.explicit = false;
        out
    }

    fn tokens(&self) -> Setting {
        let place = "MetadataOptions/HttpTokens";
        let value = self.read(place).unwrap_or_else(|| Text::literal("optional"));
        let risk = value.as_literal().map(|text| i64::from(text != "required"));
        let sentences = [
            "now has HttpTokens {after} (before: {before})".to_owned(),
            "may now answer IMDSv1 (before: IMDSv2 alone)".to_owned(),
            "now answers IMDSv2 alone (before: IMDSv1 too)".to_owned(),
        ];
        self.said(place, value, risk, sentences)
    }

    fn hops(&self) -> Setting {
        let place = "MetadataOptions/HttpPutResponseHopLimit";
        let value = self.read(place).unwrap_or_else(|| Text::literal("1"));
        let risk = value.as_literal().and_then(|text| text.parse::<i64>().ok()).map(|hops| (hops - 1).max(0));
        let sentence = "now has a metadata hop limit of {after} (before: {before})".to_owned();
        self.said(place, value, risk, [sentence.clone(), sentence.clone(), sentence])
    }

    fn shutdown(&self) -> Setting {
        let place = "InstanceInitiatedShutdownBehavior";
        let value = self.read(place).unwrap_or_else(|| Text::literal("stop"));
        let risk = value.as_literal().map(|text| i64::from(text != "terminate"));
        let sentences = [
            "now has the shutdown behaviour {after} (before: {before})".to_owned(),
            "now stays behind when it shuts down (before: it was terminated)".to_owned(),
            "is now terminated when it shuts down (before: it stayed behind)".to_owned(),
        ];
        self.said(place, value, risk, sentences)
    }

    fn presence(&self, place: &str, what: &str) -> Setting {
        let value = self.data.get(place).map(|value| self.scope.canonical(value)).map(|value| match value {
            Value::String(text) => Text::literal(&text),
            Value::Object(map) if map.len() == 1 => match map.values().next().and_then(Value::as_str) {
                Some(only) => Text::literal(only),
                None => Text::literal(&Value::Object(map).to_string()),
            },
            other => Text::literal(&other.to_string()),
        });
        let risk = i64::from(value.is_some());
        let sentences = [
            format!("now has {what} {{after}} (before: {{before}})"),
            format!("now has {what} {{after}} (before: none)"),
            format!("no longer has {what} {{before}}"),
        ];
        self.said(place, value.unwrap_or_default(), Some(risk), sentences)
    }

    fn groups(&self) -> Setting {
        let mut groups: BTreeSet<String> = BTreeSet::new();
        for place in ["SecurityGroupIds", "SecurityGroups"] {
            if let Some(value) = self.data.get(place) {
                groups.extend(self.scope.texts(value).iter().map(super::security_group::group_name));
            }
        }
        let interfaces = self.data.get("NetworkInterfaces").and_then(Value::as_array);
        for interface in interfaces.into_iter().flatten() {
            for place in ["Groups", "GroupSet"] {
                if let Some(value) = interface.get(place) {
                    groups.extend(self.scope.texts(value).iter().map(super::security_group::group_name));
                }
            }
        }
        let value = Text::literal(&groups.iter().cloned().collect::<Vec<_>>().join(", "));
        let sentence = "now has the security groups {after} (before: {before})".to_owned();
        let mut out = self.said("SecurityGroupIds", value, None, [sentence.clone(), sentence.clone(), sentence]);
        out.set = Some(groups);
        out.explicit = false;
        out
    }

    fn volumes(&self) -> Vec<Setting> {
        let mappings = self.data.get("BlockDeviceMappings").and_then(Value::as_array);
        let mut out = Vec::new();
        for (index, mapping) in mappings.into_iter().flatten().enumerate() {
            let Some(disk) = mapping.get("Ebs") else { continue };
            let device = mapping.get("DeviceName").and_then(|name| self.scope.text(name)).unwrap_or_default();
            let volume = Volume {
                scope: self.scope,
                name: &device.to_string(),
                who: format!("the volume {device} of {}", self.who),
                path: format!("{}/BlockDeviceMappings/{index}/Ebs", self.path),
            };
            out.extend(volume.settings(disk, true));
        }
        out
    }

    /// One setting for all interfaces: one public address is enough.
    fn public_address(&self) -> Setting {
        let place = "NetworkInterfaces";
        let interfaces = self.data.get(place).and_then(Value::as_array);
        let values = interfaces
            .into_iter()
            .flatten()
            .filter_map(|interface| self.scope.text(interface.get("AssociatePublicIpAddress")?))
            .filter(|value| !value.as_literal().is_some_and(|text| text.eq_ignore_ascii_case("false")));
        let value = values.max().unwrap_or_else(|| Text::literal("false"));
        let risk = value.as_literal().map(|text| i64::from(text.eq_ignore_ascii_case("true")));
        let sentences = [
            "now has a public IP address: {after} (before: {before})".to_owned(),
            "now has a public IP address".to_owned(),
            "no longer has a public IP address".to_owned(),
        ];
        self.said(place, value, risk, sentences)
    }
}

struct Volume<'v, 'a> {
    scope: &'v Scope<'a>,
    name: &'v str,
    who: String,
    path: String,
}

impl Volume<'_, '_> {
    fn settings(&self, disk: &Value, launched: bool) -> Vec<Setting> {
        let who = &self.who;
        let read = |name: &str| disk.get(name).and_then(|value| self.scope.text(value));
        let flag =
            |value: &Text, safe: &str| value.as_literal().map(|text| i64::from(!text.eq_ignore_ascii_case(safe)));
        let encrypted = read("Encrypted").unwrap_or_else(|| Text::literal("false"));
        let mut out = vec![Setting {
            name: format!("encryption {}", self.name),
            path: format!("{}/Encrypted", self.path),
            risk: flag(&encrypted, "true"),
            set: None,
            value: Some(encrypted),
            changed: format!("{who} now has Encrypted {{after}} (before: {{before}})"),
            widened: format!("{who} is no longer encrypted"),
            narrowed: format!("{who} is now encrypted"),
            gone: format!("{who} is no longer asked for, and with it its encryption"),
            explicit: true,
        }];
        let key = read("KmsKeyId").unwrap_or_default();
        let sentence = format!("{who} is now encrypted with the key {{after}} (before: {{before}})");
        out.push(Setting {
            name: format!("key {}", self.name),
            path: format!("{}/KmsKeyId", self.path),
            value: Some(key),
            risk: None,
            set: None,
            changed: sentence.clone(),
            widened: sentence.clone(),
            narrowed: sentence,
            gone: String::new(),
            explicit: true,
        });
        if launched {
            let delete = read("DeleteOnTermination").unwrap_or_else(|| Text::literal("false"));
            out.push(Setting {
                name: format!("deletion {}", self.name),
                path: format!("{}/DeleteOnTermination", self.path),
                risk: flag(&delete, "true"),
                set: None,
                value: Some(delete),
                changed: format!("{who} now has DeleteOnTermination {{after}} (before: {{before}})"),
                widened: format!("{who} may now stay behind when its instance ends"),
                narrowed: format!("{who} is now deleted when its instance ends"),
                gone: String::new(),
                explicit: true,
            });
        }
        out
    }
}
