//! SPR021: nothing is allowed by leaving something else out.

use super::view::View;
use super::view::policies::Purpose;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR021-not-action"),
    severity: Severity::Error,
    guardrail: true,
    why: "everything but a few is nearly everything, and grows with every service",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let purposes = [Purpose::Identity, Purpose::Trust, Purpose::Resource];
    purposes
        .into_iter()
        .flat_map(|purpose| view.allows(purpose))
        .filter_map(|(document, statement)| {
            let first = statement.not_actions.first()?;
            let but = statement.not_actions.iter().map(|action| action.text.as_str()).collect::<Vec<_>>().join(", ");
            Some(Remark {
                severity: None,
                logical_id: document.logical_id.to_owned(),
                path: first.path.clone(),
                found: format!("allows every action but {but} in {}", statement.name()),
                allowed: "Action with full names".to_owned(),
                remedy: "replace NotAction by the actions that are used".to_owned(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{role_with, said};

    #[test]
    fn allowing_by_exception_is_found() {
        insta::assert_snapshot!(said(
            &RULE,
            &role_with("- {Effect: Allow, NotAction: ['iam:*', sts:AssumeRole], Resource: '*'}")
        ));
    }

    #[test]
    fn denying_by_exception_is_fine() {
        assert_eq!(said(&RULE, &role_with("- {Effect: Deny, NotAction: 'iam:*', Resource: '*'}")), "");
    }
}
