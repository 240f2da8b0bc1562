//! SPR031: whoever launches instances cannot give them just any role.

use std::collections::BTreeSet;

use super::pass_role::is_any_role;
use super::view::View;
use super::view::policies::Purpose;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR031-launch-and-pass-role"),
    severity: Severity::Error,
    guardrail: true,
    why: "an instance that starts with an administrator's role makes its launcher an administrator",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    // The launch may be granted by another policy of the same holder.
    let launchers: BTreeSet<&str> = view
        .allows(Purpose::Identity)
        .filter(|(_, statement)| statement.covers_action("ec2:RunInstances"))
        .flat_map(|(document, _)| &document.holders)
        .map(String::as_str)
        .collect();
    let mut remarks = Vec::new();
    for (document, statement) in view.allows(Purpose::Identity) {
        let Some(any) = statement.resources.iter().find(|resource| is_any_role(resource)) else { continue };
        // Everything is another rule's finding.
        if !statement.covers_action("iam:PassRole") || statement.allows_everything() {
            continue;
        }
        if document.holders.iter().any(|holder| launchers.contains(holder.as_str())) {
            remarks.push(Remark {
                severity: None,
                logical_id: document.logical_id.to_owned(),
                path: any.path.clone(),
                found: format!("may launch instances and give them any role (iam:PassRole on {})", any.text),
                allowed: "iam:PassRole on the one role of the instances".to_owned(),
                remedy: "name that role in Resource, and ec2.amazonaws.com in iam:PassedToService".to_owned(),
            });
        }
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{role_with, said};

    #[test]
    fn both_in_one_statement_or_in_two_policies_are_found() {
        insta::assert_snapshot!(said(
            &RULE,
            &format!(
                "{}
Launch:
  Type: AWS::IAM::Policy
  Properties: {{PolicyName: l, Roles: [!Ref Pass], PolicyDocument: {{Statement: {{Effect: Allow, Action: ec2:RunInstances, Resource: '*'}}}}}}
Pass:
  Type: AWS::IAM::Role
  Properties:
    Policies: [{{PolicyName: p, PolicyDocument: {{Statement: {{Effect: Allow, Action: iam:PassRole, Resource: 'arn:aws:iam::*:role/*'}}}}}}]
",
                role_with("- {Effect: Allow, Action: [ec2:RunInstances, iam:PassRole], Resource: '*'}")
            )
        ));
    }

    #[test]
    fn one_role_or_no_launch_is_fine() {
        let source = format!(
            "{}\nOther:\n  Type: AWS::IAM::ManagedPolicy\n  Properties: {{PolicyDocument: {{Statement: {{Effect: Allow, Action: iam:PassRole, Resource: '*'}}}}}}",
            role_with(
                "- {Effect: Allow, Action: ec2:RunInstances, Resource: '*'}\n- {Effect: Allow, Action: iam:PassRole, Resource: arn:aws:iam::111122223333:role/ci}"
            )
        );
        assert_eq!(said(&RULE, &source), "");
    }
}
