//! SPR037: a condition uses an operator that IAM knows.

use super::view::View;
use super::{Remark, Rule, RuleId, Severity};
use crate::template::nearest;

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR037-unknown-operator"),
    severity: Severity::Error,
    guardrail: true,
    why: "IAM refuses the policy, in the middle of an installation",
    check,
};

/// The operators of "IAM JSON policy elements: Condition operators" in the IAM user guide.
const OPERATORS: [&str; 27] = [
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    "Null",
];

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for document in view.documents() {
        for statement in &document.statements {
            remarks.extend(statement.without_operator.iter().map(|bare| Remark {
                severity: None,
                logical_id: document.logical_id.to_owned(),
                path: bare.path.clone(),
                found: format!("has the condition {} without an operator in {}", bare.text, statement.name()),
                allowed: "an operator of IAM, and the keys below it".to_owned(),
                remedy: match bare.text.contains(['[', '{']) {
                    true => "write a mapping: the operator, the key, the values".to_owned(),
                    false => format!("write StringEquals: {{{}: …}}", bare.text),
                },
            }));
            for clause in &statement.clauses {
                let known = OPERATORS.iter().any(|operator| clause.is(operator));
                let quantifier = clause.operator.rsplit_once(':').map(|(quantifier, _)| quantifier);
                let known_quantifier = quantifier.is_none_or(|quantifier| {
                    quantifier.eq_ignore_ascii_case("ForAllValues") || quantifier.eq_ignore_ascii_case("ForAnyValue")
                });
                if known && known_quantifier {
                    continue;
                }
                let meant = nearest(clause.base_operator(), OPERATORS);
                remarks.push(Remark {
                    severity: None,
                    logical_id: document.logical_id.to_owned(),
                    path: clause.path.clone(),
                    found: format!(
                        "compares {} by {}, which is no operator, in {}",
                        clause.key,
                        clause.operator,
                        statement.name()
                    ),
                    allowed: "an operator of IAM, alone or behind ForAllValues: or ForAnyValue:".to_owned(),
                    remedy: match meant {
                        Some(meant) if known_quantifier => format!("write {meant}"),
                        Some(_) | None => "see \"Condition operators\" in the IAM user guide".to_owned(),
                    },
                });
            }
        }
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{role_with, said};

    #[test]
    fn a_misspelt_operator_is_found_with_the_right_one() {
        insta::assert_snapshot!(said(
            &RULE,
            &role_with(
                "
- {Sid: A, Effect: Allow, Action: a:b, Resource: a, Condition: {StringEqual: {aws:RequestedRegion: x}}}
- {Sid: B, Effect: Allow, Action: a:b, Resource: a, Condition: {ForEachValue:StringLike: {aws:TagKeys: x}}}
- {Sid: C, Effect: Deny, Action: a:b, Resource: a, Condition: {Banana: {aws:RequestedRegion: x}}}
"
            )
        ));
    }

    #[test]
    fn a_key_in_place_of_an_operator_is_found() {
        insta::assert_snapshot!(said(
            &RULE,
            &role_with(
                "
- {Sid: A, Effect: Allow, Action: a:b, Resource: a, Condition: {'servicecatalog:accountLevel': self}}
- {Sid: B, Effect: Allow, Action: a:b, Resource: a, Condition: {'aws:SourceIp': [192.0.2.0/24]}}
- {Sid: C, Effect: Allow, Action: a:b, Resource: a, Condition: [{StringEquals: {a:b: x}}]}
"
            )
        ));
    }

    #[test]
    fn operators_in_every_form_are_fine() {
        let statements = "
- {Effect: Allow, Action: a:b, Resource: a, Condition: {stringequals: {a:b: x}, StringLikeIfExists: {a:b: x}, ForAnyValue:ArnLike: {a:b: x}, ForAllValues:StringEqualsIfExists: {a:b: x}, 'Null': {a:b: 'true'}}}
";
        assert_eq!(said(&RULE, &role_with(statements)), "");
    }
}
