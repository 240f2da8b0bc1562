//! SPR033: a role names who may assume it.

use super::view::View;
use super::view::policies::{Clause, Purpose};
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
            let within_organisation = statement.always(view.template, is_about_the_organisation);
            statement.principals.iter().filter(|principal| principal.text.has_wildcard()).map(move |principal| Remark {
                severity: Some(if within_organisation { Severity::Warning } else { Severity::Error }),
                logical_id: document.logical_id.to_owned(),
                path: principal.text.path.clone(),
                found: match (principal.kind.as_str(), within_organisation) {
                    ("Service", _) => {
                        format!("lets every AWS service ({}) assume it in {}", principal.text.text, statement.name())
                    }
                    ("Federated", _) => format!(
                        "lets every identity provider ({}) assume it in {}",
                        principal.text.text,
                        statement.name()
                    ),
                    (_, true) => format!(
                        "lets everybody of the organisation ({}) assume it in {}",
                        principal.text.text,
                        statement.name()
                    ),
                    (_, false) => {
                        format!("lets everybody ({}) assume it in {}", principal.text.text, statement.name())
                    }
                },
                allowed: "the ARN of the principal that is meant".to_owned(),
                remedy: "name that principal; a condition does not replace it".to_owned(),
            })
        })
        .collect()
}

pub(super) fn is_about_the_organisation(clause: &Clause) -> bool {
    (clause.has_key("aws:PrincipalOrgID") || clause.has_key("aws:PrincipalOrgPaths"))
        && clause.is_positive()
        && !clause.passes_without_key()
        && clause.values.iter().all(|value| !matches!(value.outside_holes().as_str(), "*" | "o-*" | ""))
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
- {Effect: Allow, Principal: {Service: '*'}, Action: sts:AssumeRole}
- {Effect: Allow, Principal: {Federated: '*'}, Action: sts:AssumeRoleWithSAML}
- {Effect: Allow, Principal: {AWS: '*'}, Action: sts:AssumeRole, Condition: {StringEquals: {aws:PrincipalOrgID: o-1}}}
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
