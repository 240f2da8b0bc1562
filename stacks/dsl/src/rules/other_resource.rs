//! SPR027: an action is allowed on something that it acts on.

use super::view::View;
use super::view::acts::{Act, acts, listed};
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
        let Some(first) = statement.resources.first() else { continue };
        // One finding for all actions that act on the same.
        let mut found: Vec<(Vec<&str>, Vec<Act<'_>>)> = Vec::new();
        for act in acts(statement) {
            if statement.resources.iter().any(|resource| !act.types_of(resource).is_empty()) {
                continue;
            }
            let types: Vec<&str> = act.facts.resource_types.iter().map(|on| on.name).collect();
            match found.iter_mut().find(|(known, _)| *known == types) {
                Some((_, same)) => same.push(act),
                None => found.push((types, vec![act])),
            }
        }
        remarks.extend(found.into_iter().filter_map(|(types, acts)| {
            let names: Vec<&str> = acts.iter().map(|act| act.facts.name).collect();
            let (allowed, remedy) = match (types.is_empty(), names.len()) {
                (true, 1) => ("Resource: \"*\"", "give the action a statement of its own with that"),
                (true, _) => ("Resource: \"*\"", "give these actions a statement of their own with that"),
                (false, 1) => ("a resource of the action's own types", "name one of its resources"),
                (false, _) => ("a resource of the actions' own types", "name one of their resources"),
            };
            let on = if types.is_empty() { "*".to_owned() } else { listed(&types) };
            let act = if names.len() == 1 { "it acts" } else { "they act" };
            Some(Remark {
                severity: None,
                logical_id: document.logical_id.to_owned(),
                path: acts.first()?.action.path.clone(),
                found: format!(
                    "allows {} on {} in {}, though {act} on {on} only",
                    listed(&names),
                    first.text,
                    statement.name()
                ),
                allowed: allowed.to_owned(),
                remedy: remedy.to_owned(),
            })
        }));
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
