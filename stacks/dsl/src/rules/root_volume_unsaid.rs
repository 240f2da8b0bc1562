//! SPR015: a launch template says that the root volume is encrypted, and does not leave it to the image.

use super::view::View;
use super::view::text::may_be_absent;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR015-root-volume-unsaid"),
    severity: Severity::Warning,
    guardrail: false,
    why: "where nothing is said, the image and a setting of the account decide whether the disk is encrypted",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    view.instance_settings()
        .into_iter()
        .filter(|(_, settings, _)| settings.get("BlockDeviceMappings").is_none_or(may_be_absent))
        // What an instance takes from a launch template is checked there.
        .filter(|(resource, settings, _)| {
            resource.kind != "AWS::EC2::Instance" || settings.get("LaunchTemplate").is_none()
        })
        .map(|(resource, _, path)| Remark {
            severity: None,
            logical_id: resource.logical_id.to_owned(),
            path,
            found: "says nothing about its root volume".to_owned(),
            allowed: "BlockDeviceMappings with Encrypted: true for the image's root device".to_owned(),
            remedy: "add the root device with Encrypted: true".to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::said;

    #[test]
    fn silence_is_found() {
        let source = "
Template:
  Type: AWS::EC2::LaunchTemplate
  Properties: {LaunchTemplateData: {ImageId: ami-1}}
Instance:
  Type: AWS::EC2::Instance
  Properties: {ImageId: ami-1, BlockDeviceMappings: !Ref AWS::NoValue}
";
        insta::assert_snapshot!(said(&RULE, source));
    }

    #[test]
    fn a_word_about_volumes_here_or_in_the_launch_template_is_fine() {
        let source = "
Template:
  Type: AWS::EC2::LaunchTemplate
  Properties: {LaunchTemplateData: {BlockDeviceMappings: [{DeviceName: /dev/sda1, Ebs: {Encrypted: true}}]}}
Instance:
  Type: AWS::EC2::Instance
  Properties: {LaunchTemplate: {LaunchTemplateId: !Ref Template, Version: '1'}}
";
        assert_eq!(said(&RULE, source), "");
    }
}
