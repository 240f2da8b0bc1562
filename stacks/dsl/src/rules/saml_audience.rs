//! SPR071: a role that SAML assertions open asks whom the assertion was made for.

use super::view::View;
use super::view::policies::Purpose;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR071-saml-audience"),
    severity: Severity::Warning,
    guardrail: false,
    why: "an assertion that was made for another service of the same provider opens the role, too",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    view.allows(Purpose::Trust)
        .filter(|(_, statement)| statement.covers_action("sts:AssumeRoleWithSAML"))
        .filter_map(|(document, statement)| {
            let principal = statement.principals.iter().find(|principal| principal.kind == "Federated")?;
            let asked = statement.always(view.template, |clause| {
                clause.has_key("SAML:aud")
                    && clause.is_positive()
                    && !clause.passes_without_key()
                    && clause.values.iter().all(|value| value.text != "*")
            });
            (!asked).then(|| Remark {
                severity: None,
                logical_id: document.logical_id.to_owned(),
                path: principal.text.path.clone(),
                found: format!("doesn't ask for SAML:aud in {}", statement.name()),
                allowed: "StringEquals on SAML:aud, https://signin.aws.amazon.com/saml for the console".to_owned(),
                remedy: "add the audience".to_owned(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{said, trusted_by};

    fn role(condition: &str) -> String {
        trusted_by(&format!(
            "- {{Effect: Allow, Principal: {{Federated: 'arn:aws:iam::111122223333:saml-provider/x'}}, Action: sts:AssumeRoleWithSAML{condition}}}"
        ))
    }

    #[test]
    fn an_assertion_for_anybody_is_found() {
        insta::assert_snapshot!(
            said(&RULE, &role("")) + &said(&RULE, &role(", Condition: {StringLike: {SAML:aud: '*'}}"))
        );
    }

    #[test]
    fn an_audience_and_other_trusts_are_fine() {
        assert_eq!(
            said(&RULE, &role(", Condition: {StringEquals: {SAML:aud: 'https://signin.aws.amazon.com/saml'}}")),
            ""
        );
        let service = "- {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}";
        assert_eq!(said(&RULE, &trusted_by(service)), "");
    }
}
