//! SPR022: no resource is reached by leaving others out.

use super::view::View;
use super::view::policies::Purpose;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR022-not-resource"),
    severity: Severity::Error,
    guardrail: true,
    why: "everything but a few includes what is created tomorrow",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    view.allows(Purpose::Identity)
        .chain(view.allows(Purpose::Resource))
        .filter_map(|(document, statement)| {
            let first = statement.not_resources.first()?;
            let but =
                statement.not_resources.iter().map(|resource| resource.text.as_str()).collect::<Vec<_>>().join(", ");
            Some(Remark {
                severity: None,
                logical_id: document.logical_id.to_owned(),
                path: first.path.clone(),
                found: format!("allows every resource but {but} in {}", statement.name()),
                allowed: "Resource with ARNs".to_owned(),
                remedy: "replace NotResource by the resources that are meant".to_owned(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{role_with, said};

    #[test]
    fn reaching_by_exception_is_found() {
        insta::assert_snapshot!(said(
            &RULE,
            &role_with(
                "- {Sid: Most, Effect: Allow, Action: s3:GetObject, NotResource: !Sub 'arn:${AWS::Partition}:s3:::secret/*'}"
            )
        ));
    }

    #[test]
    fn denying_by_exception_is_fine() {
        assert_eq!(said(&RULE, &role_with("- {Effect: Deny, Action: s3:GetObject, NotResource: a}")), "");
    }
}
