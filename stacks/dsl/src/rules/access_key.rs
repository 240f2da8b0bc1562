//! SPR074: a template makes no access key.

use super::view::View;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR074-access-key"),
    severity: Severity::Info,
    guardrail: false,
    why: "an access key is good until somebody deletes it, wherever it was copied to",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    view.of_kind("AWS::IAM::AccessKey")
        .map(|key| Remark {
            severity: None,
            logical_id: key.logical_id.to_owned(),
            path: key.path(),
            found: "is an access key, good without end".to_owned(),
            allowed: "a role, whose credentials end after hours".to_owned(),
            remedy: "let whoever uses it assume a role".to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::said;

    #[test]
    fn a_key_is_found_and_a_user_is_fine() {
        insta::assert_snapshot!(said(
            &RULE,
            "Key: {Type: AWS::IAM::AccessKey, Properties: {UserName: !Ref User}}\nUser: {Type: AWS::IAM::User}"
        ));
        assert_eq!(said(&RULE, "User: {Type: AWS::IAM::User}"), "");
    }
}
