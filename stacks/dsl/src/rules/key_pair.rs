//! SPR014: nobody logs in to a runner, so it has no key.

use super::view::View;
use super::view::text::property;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR014-key-pair"),
    severity: Severity::Warning,
    guardrail: false,
    why: "a key that several people hold opens every instance, and nobody knows who used it",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (resource, settings, path) in view.instance_settings() {
        let Some(key) = property(view.template, settings, &path, "KeyName").into_iter().flatten().next() else {
            continue;
        };
        remarks.push(Remark {
            severity: None,
            logical_id: resource.logical_id.to_owned(),
            found: format!("puts the key pair {} on its instances", key.text),
            path: key.path,
            allowed: "no key pair".to_owned(),
            remedy: "remove KeyName; Session Manager opens a shell under a person's own name".to_owned(),
        });
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::said;

    #[test]
    fn a_key_is_found() {
        let source = "
T:
  Type: AWS::EC2::LaunchTemplate
  Properties: {LaunchTemplateData: {KeyName: team}}
I:
  Type: AWS::EC2::Instance
  Properties: {KeyName: !Ref AWS::StackName}
";
        insta::assert_snapshot!(said(&RULE, source));
    }

    #[test]
    fn no_key_is_fine() {
        assert_eq!(
            said(
                &RULE,
                "T:\n  Type: AWS::EC2::LaunchTemplate\n  Properties: {LaunchTemplateData: {ImageId: ami-1, KeyName: !Ref AWS::NoValue}}"
            ),
            ""
        );
    }
}
