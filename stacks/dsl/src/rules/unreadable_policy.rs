//! SPR024: a policy stands in the template, where it can be reviewed.

use super::view::View;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR024-unreadable-policy"),
    severity: Severity::Warning,
    guardrail: false,
    why: "what is put together at deployment is granted without anybody having read it",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for document in view.documents() {
        if !document.readable {
            remarks.push(Remark {
                severity: None,
                logical_id: document.logical_id.to_owned(),
                path: document.path.clone(),
                found: "has a policy that is known only at deployment, so no rule looked into it".to_owned(),
                allowed: "a mapping with Statement".to_owned(),
                remedy: "write the policy out".to_owned(),
            });
        }
        for statement in document.statements.iter().filter(|statement| statement.allows) {
            remarks.extend(statement.actions.iter().filter(|action| !action.is_known()).map(|action| Remark {
                severity: None,
                logical_id: document.logical_id.to_owned(),
                path: action.path.clone(),
                found: format!("allows {}, known only at deployment, in {}", action.text, statement.name()),
                allowed: "actions written out, or a parameter with AllowedValues".to_owned(),
                remedy: "write the actions out".to_owned(),
            }));
        }
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{role_with, said, said_of};

    #[test]
    fn a_policy_that_is_text_or_comes_from_elsewhere_is_found() {
        let source = "
Text:
  Type: AWS::IAM::ManagedPolicy
  Properties: {PolicyDocument: !Sub '{\"Statement\": ${Statements}}'}
Import:
  Type: AWS::IAM::ManagedPolicy
  Properties: {PolicyDocument: {Fn::ImportValue: policy}}
";
        let source =
            format!("Parameters: {{Statements: {{Type: String}}}}\nResources:\n{}", source.replace('\n', "\n  "));
        insta::assert_snapshot!(said_of(&RULE, &source));
    }

    #[test]
    fn an_action_that_comes_from_a_parameter_is_found() {
        insta::assert_snapshot!(said_of(
            &RULE,
            &format!(
                "Parameters:\n  More: {{Type: CommaDelimitedList}}\nResources:\n  {}",
                role_with("- {Effect: Allow, Action: !Ref More, Resource: a}").replace('\n', "\n  ")
            )
        ));
    }

    #[test]
    fn a_policy_written_out_is_fine_as_text_too() {
        let text = "Text:\n  Type: AWS::IAM::ManagedPolicy\n  Properties: {PolicyDocument: !Sub '{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"Resource\": \"${AWS::StackName}/*\"}]}'}";
        assert_eq!(said(&RULE, text), "");
        assert_eq!(said(&RULE, &role_with("- {Effect: Allow, Action: s3:GetObject, Resource: a}")), "");
    }
}
