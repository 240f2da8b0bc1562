//! SPR012: the metadata service's answers do not travel beyond the instance.

use super::view::View;
use super::view::text::property;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR012-imds-hop-limit"),
    severity: Severity::Warning,
    guardrail: false,
    why: "with more than one hop a container on a bridge reaches the instance's credentials",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (resource, settings, path) in view.instance_settings() {
        let hops = property(view.template, settings, &path, "MetadataOptions/HttpPutResponseHopLimit");
        // What is missing counts as 1.
        let Some(wrong) = hops.into_iter().flatten().find(|text| text.text != "1") else { continue };
        remarks.push(Remark {
            severity: None,
            logical_id: resource.logical_id.to_owned(),
            found: format!("lets answers of the metadata service travel {} hops", wrong.text),
            path: wrong.path,
            allowed: "HttpPutResponseHopLimit: 1".to_owned(),
            remedy: "write HttpPutResponseHopLimit: 1; a container that needs credentials gets its own".to_owned(),
        });
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::said;

    fn template(limit: &str) -> String {
        format!(
            "T:\n  Type: AWS::EC2::LaunchTemplate\n  Properties: {{LaunchTemplateData: {{MetadataOptions: {{HttpTokens: required{limit}}}}}}}"
        )
    }

    #[test]
    fn two_hops_are_found() {
        insta::assert_snapshot!(said(&RULE, &template(", HttpPutResponseHopLimit: 2")));
    }

    #[test]
    fn one_hop_said_or_unsaid_is_fine() {
        assert_eq!(said(&RULE, &template(", HttpPutResponseHopLimit: 1")), "");
        assert_eq!(said(&RULE, &template("")), "");
    }
}
