//! SPR033: a role names who may assume it.

use super::view::View;
use super::view::policies::Purpose;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR033-trust-everyone"),
    severity: Severity::Error,
    guardrail: true,
    why: "everybody with an AWS account may then try",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    view.allows(Purpose::Trust)
        .flat_map(|(document, statement)| {
            statement
                .principals
                .iter()
                .filter(|principal| principal.kind == "*" || principal.kind == "AWS")
                .filter(|principal| principal.text.has_wildcard())
                .map(|principal| Remark {
                    logical_id: document.logical_id.to_owned(),
                    path: principal.text.path.clone(),
                    found: format!("lets everybody ({}) assume it in {}", principal.text.text, statement.name()),
                    allowed: "the ARN of the principal that is meant".to_owned(),
                    remedy: "name that principal; a condition does not replace it".to_owned(),
                })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{said, trusted_by};

    #[test]
    fn a_star_is_found_in_each_form() {
        insta::assert_snapshot!(said(
            &RULE,
            &trusted_by(
                "
- {Effect: Allow, Principal: '*', Action: sts:AssumeRole, Condition: {StringEquals: {sts:ExternalId: x}}}
- {Effect: Allow, Principal: {AWS: ['*', '111122223333']}, Action: sts:AssumeRole}
"
            )
        ));
    }

    #[test]
    fn named_principals_are_fine() {
        let statements = "
- {Effect: Allow, Principal: {AWS: '111122223333'}, Action: sts:AssumeRole}
- {Effect: Deny, Principal: '*', Action: sts:AssumeRole}
";
        assert_eq!(said(&RULE, &trusted_by(statements)), "");
    }
}
