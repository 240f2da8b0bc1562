//! SPR030: a role that may hand over roles hands over named ones, to a named service.

use super::view::View;
use super::view::policies::{Purpose, Statement};
use super::view::text::Text;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR030-pass-role"),
    severity: Severity::Error,
    guardrail: false,
    why: "whoever hands a strong role to a service that runs code has that role",
    check,
};

const ACTION: &str = "iam:PassRole";

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (document, statement) in view.allows(Purpose::Identity) {
        // Everything is another rule's finding.
        if !statement.covers_action(ACTION) || statement.allows_everything() {
            continue;
        }
        if let Some(any) = statement.resources.iter().find(|resource| is_any_role(resource)) {
            remarks.push(Remark {
                severity: None,
                logical_id: document.logical_id.to_owned(),
                path: any.path.clone(),
                found: format!("may hand over any role ({ACTION} on {}) in {}", any.text, statement.name()),
                allowed: "the ARN of the role that is handed over".to_owned(),
                remedy: "name the role in Resource".to_owned(),
            });
        }
        if !is_bound_to_a_service(view, statement) {
            remarks.push(Remark {
                severity: None,
                logical_id: document.logical_id.to_owned(),
                path: statement.path.clone(),
                found: format!("may hand a role to any service in {}", statement.name()),
                allowed: "a condition StringEquals on iam:PassedToService".to_owned(),
                remedy: "add the service that is meant, such as ec2.amazonaws.com".to_owned(),
            });
        }
    }
    remarks
}

/// Whether an ARN pattern takes every role there is, of one account or all.
pub(super) fn is_any_role(resource: &Text) -> bool {
    let shape = resource.outside_holes();
    match shape.split_once(":role/") {
        Some((_, name)) => name.trim_matches(['*', '?', '/']).is_empty(),
        None => shape.contains('*') && (shape == "*" || shape.starts_with("arn:")),
    }
}

fn is_bound_to_a_service(view: &View<'_>, statement: &Statement) -> bool {
    statement.always(view.template, |clause| {
        clause.has_key("iam:PassedToService")
            && (clause.is("StringEquals") || clause.is("StringLike") || clause.is("StringEqualsIgnoreCase"))
            && !clause.passes_without_key()
            && clause.values.iter().all(|value| value.text != "*")
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{role_with, said};

    #[test]
    fn any_role_and_any_service_are_found() {
        insta::assert_snapshot!(said(
            &RULE,
            &role_with(
                "
- {Effect: Allow, Action: iam:PassRole, Resource: '*'}
- {Sid: Wide, Effect: Allow, Action: 'iam:Pass*', Resource: !Sub 'arn:aws:iam::${AWS::AccountId}:role/*', Condition: {StringEquals: {iam:PassedToService: ec2.amazonaws.com}}}
- {Sid: Loose, Effect: Allow, Action: iam:PassRole, Resource: arn:aws:iam::111122223333:role/ci, Condition: {StringEqualsIfExists: {iam:PassedToService: ec2.amazonaws.com}}}
"
            )
        ));
    }

    #[test]
    fn one_role_to_one_service_is_fine() {
        let statement = "- {Effect: Allow, Action: iam:PassRole, Resource: arn:aws:iam::111122223333:role/ci-*, Condition: {StringEquals: {iam:PassedToService: ec2.amazonaws.com}}}";
        assert_eq!(said(&RULE, &role_with(statement)), "");
    }
}
