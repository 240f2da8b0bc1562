//! SPR011: the instance metadata service answers only to a session token (IMDSv2).

use super::view::View;
use super::view::text::property;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR011-imds-v1"),
    severity: Severity::Error,
    guardrail: true,
    why: "with version 1 one forged request from the instance reads its credentials",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (resource, settings, path) in view.instance_settings() {
        // What an instance takes from a launch template is checked there.
        if resource.kind == "AWS::EC2::Instance" && settings.get("LaunchTemplate").is_some() {
            continue;
        }
        let off = property(view.template, settings, &path, "MetadataOptions/HttpEndpoint");
        if off.iter().all(|text| text.as_ref().is_some_and(|text| text.text == "disabled")) {
            continue;
        }
        let tokens = property(view.template, settings, &path, "MetadataOptions/HttpTokens");
        let Some(wrong) = tokens.into_iter().find(|text| text.as_ref().is_none_or(|text| text.text != "required"))
        else {
            continue;
        };
        remarks.push(Remark {
            severity: None,
            logical_id: resource.logical_id.to_owned(),
            found: match &wrong {
                None => "does not say that the metadata service wants a token (HttpTokens)".to_owned(),
                Some(text) => format!("sets HttpTokens to {}", text.text),
            },
            path: wrong.map_or(path, |text| text.path),
            allowed: "HttpTokens: required".to_owned(),
            remedy: "write MetadataOptions: {HttpTokens: required}".to_owned(),
        });
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::said;

    #[test]
    fn optional_and_unsaid_tokens_are_found() {
        insta::assert_snapshot!(said(
            &RULE,
            "
Silent:
  Type: AWS::EC2::LaunchTemplate
  Properties: {LaunchTemplateData: {ImageId: ami-1}}
Optional:
  Type: AWS::EC2::LaunchTemplate
  Properties: {LaunchTemplateData: {MetadataOptions: {HttpTokens: optional}}}
Instance:
  Type: AWS::EC2::Instance
  Properties: {ImageId: ami-1}
"
        ));
    }

    #[test]
    fn required_tokens_and_a_service_that_is_off_are_fine() {
        let source = "
Required:
  Type: AWS::EC2::LaunchTemplate
  Properties: {LaunchTemplateData: {MetadataOptions: {HttpTokens: required}}}
Off:
  Type: AWS::EC2::LaunchTemplate
  Properties: {LaunchTemplateData: {MetadataOptions: {HttpEndpoint: disabled}}}
Instance:
  Type: AWS::EC2::Instance
  Properties: {LaunchTemplate: {LaunchTemplateId: !Ref Required, Version: '1'}}
";
        assert_eq!(said(&RULE, source), "");
    }
}
