//! SPR010: every volume says that it is encrypted.

use super::view::text::{Text, elements, property};
use super::view::{View, truth};
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR010-unencrypted-volume"),
    severity: Severity::Error,
    guardrail: true,
    why: "what a job leaves on a volume can be read from a snapshot or a lost disk",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (resource, settings, path) in view.instance_settings() {
        let Some(devices) = settings.get("BlockDeviceMappings") else { continue };
        for (device, path) in elements(devices, &format!("{path}/BlockDeviceMappings")) {
            // An instance store has no Ebs; EC2 encrypts it by itself.
            if device.get("Ebs").is_none() {
                continue;
            }
            let name = device.get("DeviceName").map_or_else(|| "a volume".to_owned(), super::view::text::shown);
            let encrypted = property(view.template, device, &path, "Ebs/Encrypted");
            remarks.extend(remark(resource.logical_id, &format!("the volume {name}"), &path, encrypted));
        }
    }
    for volume in view.of_kind("AWS::EC2::Volume") {
        let encrypted = view.property(&volume, "Encrypted");
        remarks.extend(remark(volume.logical_id, "the volume", &volume.path(), encrypted));
    }
    remarks
}

fn remark(logical_id: &str, what: &str, path: &str, encrypted: Vec<Option<Text>>) -> Option<Remark> {
    let (path, found) = encrypted.into_iter().find_map(|encrypted| match encrypted {
        None => Some((path.to_owned(), format!("does not say that {what} is encrypted"))),
        Some(text) => match truth(&text.text) {
            Some(true) => None,
            Some(false) => Some((text.path, format!("says that {what} is not encrypted"))),
            None => Some((text.path, format!("leaves it to {} whether {what} is encrypted", text.text))),
        },
    })?;
    Some(Remark {
        severity: None,
        logical_id: logical_id.to_owned(),
        path,
        found,
        allowed: "Encrypted: true".to_owned(),
        remedy: "write Encrypted: true; what is missing counts as false".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::said_of;

    #[test]
    fn a_volume_that_is_or_may_be_unencrypted_is_found() {
        insta::assert_snapshot!(said_of(
            &RULE,
            "
Parameters:
  Encrypt: {Type: String, AllowedValues: ['true', 'false'], Default: 'true'}
  Any: {Type: String}
Conditions:
  Small: !Equals [!Ref Any, x]
Resources:
  Template:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        BlockDeviceMappings:
          - {DeviceName: /dev/sda1, Ebs: {VolumeSize: 8}}
          - {DeviceName: /dev/sdb, Ebs: {Encrypted: false}}
          - {DeviceName: /dev/sdc, Ebs: {Encrypted: !Ref Encrypt}}
          - {DeviceName: /dev/sdd, Ebs: {Encrypted: !If [Small, true, !Ref AWS::NoValue]}}
          - !If [Small, {DeviceName: /dev/sde, Ebs: {Encrypted: no}}, !Ref AWS::NoValue]
  Instance:
    Type: AWS::EC2::Instance
    Properties:
      BlockDeviceMappings: [{DeviceName: /dev/sda1, Ebs: {Encrypted: !Ref Any}}]
  Volume:
    Type: AWS::EC2::Volume
    Properties: {Size: 8, AvailabilityZone: a}
"
        ));
    }

    #[test]
    fn encrypted_volumes_and_instance_stores_are_fine() {
        let source = "
Resources:
  Template:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        BlockDeviceMappings:
          - {DeviceName: /dev/sda1, Ebs: {Encrypted: true}}
          - {DeviceName: /dev/sdb, Ebs: {Encrypted: 'true'}}
          - {DeviceName: /dev/sdc, VirtualName: ephemeral0}
  Volume:
    Type: AWS::EC2::Volume
    Properties: {Encrypted: yes}
";
        assert_eq!(said_of(&RULE, source), "");
    }
}
