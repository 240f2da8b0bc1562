//! SPR043: a key's policy names who uses the key.

use super::resource_policy_open::is_open_to_everybody;
use super::view::View;
use super::view::policies::Purpose;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR043-key-policy-open"),
    severity: Severity::Error,
    guardrail: true,
    why: "a key that everybody may use encrypts nothing",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    view.allows(Purpose::Resource)
        .filter(|(document, _)| document.kind == "AWS::KMS::Key")
        .filter_map(|(document, statement)| {
            let everybody = is_open_to_everybody(view, statement)?;
            Some(Remark {
                severity: None,
                logical_id: document.logical_id.to_owned(),
                path: everybody.text.path.clone(),
                found: format!("lets everybody use the key in {}", statement.name()),
                allowed: "named principals, or a condition on their account or organisation".to_owned(),
                remedy: "name the account's root or the role that is meant, or add aws:PrincipalAccount".to_owned(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::said;

    fn key(statement: &str) -> String {
        format!("Key:\n  Type: AWS::KMS::Key\n  Properties: {{KeyPolicy: {{Statement: [{statement}]}}}}")
    }

    #[test]
    fn a_star_without_condition_is_found() {
        insta::assert_snapshot!(said(
            &RULE,
            &key("{Sid: Use, Effect: Allow, Principal: {AWS: '*'}, Action: kms:Decrypt, Resource: '*'}")
        ));
    }

    #[test]
    fn the_account_or_a_condition_is_fine() {
        for statement in [
            "{Effect: Allow, Principal: {AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}, Action: 'kms:*', Resource: '*'}",
            "{Effect: Allow, Principal: '*', Action: kms:Decrypt, Resource: '*', Condition: {StringEquals: {kms:CallerAccount: !Ref AWS::AccountId}}}",
        ] {
            assert_eq!(said(&RULE, &key(statement)), "");
        }
    }
}
