//! SPR023: nobody is let in by leaving others out.

use super::view::View;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR023-not-principal"),
    severity: Severity::Error,
    guardrail: true,
    why: "everybody but a few is the whole internet",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    view.documents()
        .iter()
        .flat_map(|document| document.statements.iter().map(move |statement| (document, statement)))
        .filter_map(|(document, statement)| {
            let first = statement.not_principals.first()?;
            let but = statement
                .not_principals
                .iter()
                .map(|principal| principal.text.text.as_str())
                .collect::<Vec<_>>()
                .join(", ");
            let verb = if statement.allows { "lets in" } else { "turns away" };
            Some(Remark {
                severity: None,
                logical_id: document.logical_id.to_owned(),
                path: first.text.path.clone(),
                found: format!("{verb} everybody but {but} in {}", statement.name()),
                allowed: "Principal".to_owned(),
                remedy: if statement.allows {
                    "name in Principal who is meant".to_owned()
                } else {
                    "deny Principal \"*\" with a condition on aws:PrincipalArn; a denial by NotPrincipal hits sessions of the role it spares".to_owned()
                },
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{said, trusted_by};

    #[test]
    fn both_effects_are_found() {
        insta::assert_snapshot!(said(
            &RULE,
            &trusted_by(
                "
- {Effect: Allow, NotPrincipal: {AWS: '111122223333'}, Action: sts:AssumeRole}
- {Effect: Deny, NotPrincipal: {AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}, Action: sts:AssumeRole}
"
            )
        ));
    }

    #[test]
    fn a_named_principal_is_fine() {
        assert_eq!(
            said(
                &RULE,
                &trusted_by("- {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}")
            ),
            ""
        );
    }
}
