//! SPR027: an action is allowed on something that it acts on.

use super::view::View;
use super::view::acts::{acts, listed};
use super::view::policies::Purpose;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR027-other-resource"),
    severity: Severity::Warning,
    guardrail: false,
    why: "a grant that never holds fails in the middle of the work, and is then widened in a hurry",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (document, statement) in view.allows(Purpose::Identity) {
        for act in acts(statement) {
            let Some(first) = statement.resources.first() else { continue };
            if statement.resources.iter().any(|resource| !act.types_of(resource).is_empty()) {
                continue;
            }
            let types: Vec<&str> = act.facts.resource_types.iter().map(|on| on.name).collect();
            let (allowed, remedy) = if types.is_empty() {
                ("Resource: \"*\"", "give the action a statement of its own with that")
            } else {
                ("a resource of the action's own types", "name one of its resources")
            };
            let on = if types.is_empty() { "*".to_owned() } else { listed(&types) };
            remarks.push(Remark {
                severity: None,
                logical_id: document.logical_id.to_owned(),
                path: act.action.path.clone(),
                found: format!(
                    "allows {} on {} in {}, though it acts on {on} only",
                    act.facts.name,
                    first.text,
                    statement.name()
                ),
                allowed: allowed.to_owned(),
                remedy: remedy.to_owned(),
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
    fn grants_that_never_hold_are_found() {
        insta::assert_snapshot!(said(
            &RULE,
            &role_with(
                "
- {Sid: A, Effect: Allow, Action: [ec2:DescribeInstances, ec2:TerminateInstances], Resource: 'arn:aws:ec2:*:*:instance/*'}
- {Sid: B, Effect: Allow, Action: ec2:TerminateInstances, Resource: !Sub 'arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:volume/*'}
"
            )
        ));
    }

    #[test]
    fn everything_own_resources_and_unknown_ones_are_fine() {
        let statements = "
- {Effect: Allow, Action: [ec2:DescribeInstances, ec2:RunInstances], Resource: '*'}
- {Effect: Allow, Action: ec2:RunInstances, Resource: !Sub 'arn:${AWS::Partition}:ec2:${AWS::Region}::image/ami-*'}
- {Effect: Allow, Action: [s3:GetObject, s3:ListBucket], Resource: [!Ref AWS::StackId, 'arn:aws:s3:::cache', 'arn:aws:s3:::cache/*']}
";
        assert_eq!(said(&RULE, &role_with(statements)), "");
    }
}
