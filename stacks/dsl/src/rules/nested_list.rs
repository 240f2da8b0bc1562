//! SPR039: lists of a policy hold texts, not lists.

use super::view::View;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR039-nested-list"),
    severity: Severity::Error,
    guardrail: true,
    why: "CloudFormation passes a list in a list on, and IAM refuses the policy in the middle of an installation",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for document in view.documents() {
        for statement in &document.statements {
            remarks.extend(statement.nested.iter().map(|(name, path)| Remark {
                severity: None,
                logical_id: document.logical_id.to_owned(),
                path: path.clone(),
                found: format!("has a list inside the list of {name} in {}, which IAM refuses", statement.name()),
                allowed: "one list of texts".to_owned(),
                remedy: "let Fn::If choose between whole lists, or give each element its own".to_owned(),
            }));
        }
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{role_with, said_of};

    fn said(statement: &str) -> String {
        let role: String = role_with(statement).lines().map(|line| format!("  {line}\n")).collect();
        said_of(
            &RULE,
            &format!(
                "Parameters:\n  Many: {{Type: CommaDelimitedList}}\n  One: {{Type: String}}\nConditions:\n  Dev: !Equals [!Ref One, dev]\nResources:\n{role}"
            ),
        )
    }

    #[test]
    fn every_list_in_a_list_is_found() {
        insta::assert_snapshot!(said(
            "
- {Effect: Allow, Action: [!If [Dev, [s3:GetObject, s3:PutObject], s3:GetObject]], Resource: [a, [b]]}
- {Effect: Allow, Action: [!Ref Many], Resource: [!Split [',', !Ref One]], Condition: {StringEquals: {aws:RequestedRegion: [x, !Ref Many]}}}
"
        ));
    }

    #[test]
    fn lists_that_a_function_chooses_as_a_whole_are_fine() {
        let statements = "
- {Effect: Allow, Action: !If [Dev, [s3:GetObject, s3:PutObject], s3:GetObject], Resource: !Ref Many}
- {Effect: Allow, Action: [!If [Dev, s3:GetObject, s3:PutObject]], Resource: [!Ref One], Condition: {StringEquals: {aws:RequestedRegion: !Ref Many}}}
";
        assert_eq!(said(statements), "");
    }
}
