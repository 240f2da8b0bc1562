//! SPR060: deleting the stack leaves nothing behind.

use super::view::View;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR060-left-behind"),
    severity: Severity::Info,
    guardrail: false,
    why: "what stays costs money and trust after the stack is gone, and blocks its name",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for resource in view.template.resources() {
        let policies = [
            ("DeletionPolicy", resource.deletion_policy, "when the stack is deleted"),
            ("UpdateReplacePolicy", resource.update_replace_policy, "when it is replaced"),
        ];
        for (name, policy, when) in policies {
            let Some(policy) = policy.filter(|policy| *policy != "Delete") else { continue };
            remarks.push(Remark {
                severity: None,
                logical_id: resource.logical_id.to_owned(),
                path: format!("{}/{name}", resource.path()),
                found: format!("leaves something behind {when} ({name}: {policy})"),
                allowed: "Delete".to_owned(),
                remedy: "remove it, or waive this with the reason".to_owned(),
            });
        }
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::said;

    #[test]
    fn what_stays_is_found() {
        insta::assert_snapshot!(said(
            &RULE,
            "Log:\n  Type: AWS::Logs::LogGroup\n  DeletionPolicy: Retain\n  UpdateReplacePolicy: RetainExceptOnCreate\nDisk:\n  Type: AWS::EC2::Volume\n  DeletionPolicy: Snapshot"
        ));
    }

    #[test]
    fn what_goes_is_fine() {
        assert_eq!(
            said(
                &RULE,
                "Log:\n  Type: AWS::Logs::LogGroup\n  DeletionPolicy: Delete\nOther:\n  Type: AWS::Logs::LogGroup"
            ),
            ""
        );
    }
}
