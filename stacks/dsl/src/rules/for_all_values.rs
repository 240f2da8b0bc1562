//! SPR035: `ForAllValues` is also true when there is no value at all.

use super::view::View;
use super::view::policies::{Clause, Purpose, Statement};
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR035-for-all-values"),
    severity: Severity::Warning,
    guardrail: false,
    why: "a request without the key passes a condition that looks like a limit",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let purposes = [Purpose::Identity, Purpose::Trust, Purpose::Resource];
    purposes
        .into_iter()
        .flat_map(|purpose| view.allows(purpose))
        .flat_map(|(document, statement)| {
            statement
                .clauses
                .iter()
                .filter(|clause| clause.is_for_all_values() && !has_companion(view, statement, clause))
                .map(|clause| Remark {
                    severity: None,
                    logical_id: document.logical_id.to_owned(),
                    path: clause.path.clone(),
                    found: format!("lets requests without {} pass {}", clause.key, statement.name()),
                    allowed: "ForAllValues beside a condition that needs the key".to_owned(),
                    remedy: format!("add \"Null\": {{{}: \"false\"}}, or require one of the values", clause.key),
                })
        })
        .collect()
}

/// Another condition of the statement that fails when the key is missing.
fn has_companion(view: &View<'_>, statement: &Statement, clause: &Clause) -> bool {
    let is_about_tags = clause.has_key("aws:TagKeys");
    statement.always_at(view.template, &clause.path, |other| {
        let same = other.has_key(&clause.key);
        // A request with a certain tag has tag keys.
        let implies = is_about_tags && other.key.to_ascii_lowercase().starts_with("aws:requesttag/");
        let needs_key = if other.is("Null") {
            !other.values.is_empty() && other.values.iter().all(|value| value.text == "false")
        } else {
            other.is_positive() && !other.passes_without_key()
        };
        (same || implies) && needs_key
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{role_with, said};

    #[test]
    fn for_all_values_alone_is_found() {
        insta::assert_snapshot!(said(
            &RULE,
            &role_with(
                "
- {Sid: Tag, Effect: Allow, Action: ec2:CreateTags, Resource: a, Condition: {ForAllValues:StringEquals: {aws:TagKeys: [Name]}}}
- {Effect: Allow, Action: ec2:CreateTags, Resource: a, Condition: {ForAllValues:StringEquals: {aws:TagKeys: [Name]}, 'Null': {aws:TagKeys: 'true'}}}
- {Effect: Allow, Action: ec2:CreateTags, Resource: a, Condition: {ForAllValues:StringEquals: {aws:TagKeys: [Name]}, StringEqualsIfExists: {aws:RequestTag/Name: x}}}
"
            )
        ));
    }

    #[test]
    fn a_companion_or_a_denial_is_fine() {
        let statements = "
- {Effect: Allow, Action: ec2:CreateTags, Resource: a, Condition: {ForAllValues:StringEquals: {aws:TagKeys: [Name]}, 'Null': {aws:TagKeys: 'false'}}}
- {Effect: Allow, Action: ec2:CreateTags, Resource: a, Condition: {ForAllValues:StringEquals: {aws:TagKeys: [Name]}, StringEquals: {aws:RequestTag/Name: x}}}
- {Effect: Allow, Action: ec2:CreateTags, Resource: a, Condition: {ForAllValues:StringEquals: {aws:TagKeys: [Name]}, ForAnyValue:StringEquals: {aws:TagKeys: [Name]}}}
- {Effect: Deny, Action: ec2:CreateTags, Resource: a, Condition: {ForAllValues:StringEquals: {aws:TagKeys: [Name]}}}
";
        assert_eq!(said(&RULE, &role_with(statements)), "");
    }
}
