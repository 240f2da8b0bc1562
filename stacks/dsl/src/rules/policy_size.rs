//! SPR038: policies fit into what IAM takes.

use super::view::View;
use super::{Remark, Rule, RuleId, Severity};
use crate::template::Limit;

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR038-policy-size"),
    severity: Severity::Error,
    guardrail: false,
    why: "IAM refuses a longer policy, in the middle of an installation",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let Err(exceeded) = view.template.check_limits() else { return Vec::new() };
    exceeded
        .into_iter()
        .filter(|exceeded| {
            matches!(
                exceeded.limit,
                Limit::InlineRolePolicies
                    | Limit::InlineGroupPolicies
                    | Limit::InlineUserPolicies
                    | Limit::ManagedPolicy
                    | Limit::TrustPolicy
            )
        })
        .map(|exceeded| Remark {
            severity: None,
            logical_id: exceeded.path.split('/').nth(2).unwrap_or_default().to_owned(),
            found: format!("has {} {}", exceeded.found, exceeded.limit.what()),
            allowed: format!("at most {}", exceeded.limit.most()),
            remedy: "move statements into managed policies of their own".to_owned(),
            path: exceeded.path,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{role_with, said};

    #[test]
    fn a_policy_that_is_too_long_is_found() {
        let statement = format!("- {{Effect: Allow, Action: a:b, Resource: {}}}", "x".repeat(10_240));
        insta::assert_snapshot!(said(&RULE, &role_with(&statement)));
    }

    #[test]
    fn a_policy_that_fits_is_fine() {
        assert_eq!(said(&RULE, &role_with("- {Effect: Allow, Action: a:b, Resource: x}")), "");
    }
}
