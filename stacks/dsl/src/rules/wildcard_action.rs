//! SPR020: a policy names what it allows.

use super::view::View;
use super::view::policies::Purpose;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR020-wildcard-action"),
    severity: Severity::Error,
    guardrail: true,
    why: "a wildcard grants what AWS adds tomorrow, and nobody reviewed that",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let identity = view.allows(Purpose::Identity).chain(view.allows(Purpose::Trust));
    identity
        .flat_map(|(document, statement)| {
            statement.actions.iter().filter(|action| action.has_wildcard()).map(|action| Remark {
                logical_id: document.logical_id.to_owned(),
                path: action.path.clone(),
                found: format!("allows {} in {}", action.text, statement.name()),
                allowed: "actions by their full name".to_owned(),
                remedy: "list the actions that are used".to_owned(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{role_with, said, said_of};

    #[test]
    fn every_kind_of_wildcard_is_found() {
        insta::assert_snapshot!(said(
            &RULE,
            &role_with(
                "
- {Effect: Allow, Action: '*', Resource: a}
- {Sid: Look, Effect: Allow, Action: ['ec2:Describe*', ec2:RunInstances, 's3:Get?bject'], Resource: a}
"
            )
        ));
    }

    #[test]
    fn a_wildcard_in_a_default_is_found() {
        let source = "
Parameters:
  Actions: {Type: CommaDelimitedList, Default: 'ec2:*,s3:GetObject'}
Resources:
  Policy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: {Statement: {Effect: Allow, Action: !Ref Actions, Resource: a}}
";
        insta::assert_snapshot!(said_of(&RULE, source));
    }

    #[test]
    fn full_names_and_denials_are_fine() {
        let statements = "
- {Effect: Allow, Action: [ec2:RunInstances], Resource: '*'}
- {Effect: Deny, Action: '*', Resource: '*'}
";
        assert_eq!(said(&RULE, &role_with(statements)), "");
    }
}
