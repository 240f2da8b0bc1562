//! SPR036: `Null` asks whether a key is there, and only that.

use super::view::View;
use super::view::guards::exclude_each_other;
use super::view::policies::{Clause, Statement};
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR036-null-condition"),
    severity: Severity::Warning,
    guardrail: false,
    why: "a condition that can never hold grants nothing, and a denial that can never hold denies nothing",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for document in view.documents() {
        for statement in &document.statements {
            for clause in statement.clauses.iter().filter(|clause| clause.is("Null")) {
                if let Some((found, allowed, remedy)) = problem(view, statement, clause) {
                    remarks.push(Remark {
                        severity: None,
                        logical_id: document.logical_id.to_owned(),
                        path: clause.path.clone(),
                        found: format!("{found} in {}", statement.name()),
                        allowed: allowed.to_owned(),
                        remedy: remedy.to_owned(),
                    });
                }
            }
        }
    }
    remarks
}

fn problem(view: &View<'_>, statement: &Statement, clause: &Clause) -> Option<(String, &'static str, &'static str)> {
    let key = &clause.key;
    if clause.passes_without_key() {
        return Some((
            format!("asks {} of {key}", clause.operator),
            "Null without IfExists and without ForAllValues",
            "write Null",
        ));
    }
    if let Some(other) =
        clause.values.iter().find(|value| value.is_known() && value.text != "true" && value.text != "false")
    {
        return Some((
            format!("asks whether {key} is missing and compares with `{}`", other.text),
            "\"true\" (the key is missing) or \"false\" (it is there)",
            "write one of the two",
        ));
    }
    let both = clause.values.iter().any(|value| value.text == "true")
        && clause.values.iter().any(|value| value.text == "false");
    if both {
        return Some((
            format!("asks that {key} is missing or there, which always holds"),
            "\"true\" or \"false\"",
            "write one of the two, or remove the condition",
        ));
    }
    let missing = clause.values.iter().any(|value| value.text == "true");
    let compared = statement.clauses.iter().find(|other| {
        !other.is("Null")
            && other.has_key(key)
            && other.is_positive()
            && !other.passes_without_key()
            && !exclude_each_other(view.template, &other.path, &clause.path)
    });
    match compared {
        Some(other) if missing => Some((
            format!("asks that {key} is missing and has a value ({}), which never holds", other.operator),
            "one of the two conditions",
            "remove one, or write \"false\" if the key must be there",
        )),
        Some(_) | None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{role_with, said, said_of};

    #[test]
    fn every_misuse_is_found() {
        insta::assert_snapshot!(said(
            &RULE,
            &role_with(
                "
- {Sid: Word, Effect: Allow, Action: a:b, Resource: a, Condition: {'Null': {ec2:InstanceProfile: 'yes'}}}
- {Sid: Loose, Effect: Allow, Action: a:b, Resource: a, Condition: {NullIfExists: {ec2:InstanceProfile: 'true'}}}
- {Sid: Both, Effect: Allow, Action: a:b, Resource: a, Condition: {'Null': {ec2:InstanceProfile: ['true', 'false']}}}
- {Sid: Never, Effect: Allow, Action: a:b, Resource: a, Condition: {'Null': {aws:RequestTag/a: 'true'}, StringEquals: {aws:RequestTag/a: x}}}
"
            )
        ));
    }

    #[test]
    fn asking_for_presence_or_absence_is_fine() {
        let statements = "
- {Effect: Allow, Action: a:b, Resource: a, Condition: {'Null': {ec2:InstanceProfile: 'true'}}}
- {Effect: Allow, Action: a:b, Resource: a, Condition: {'Null': {aws:RequestTag/a: false}, StringEquals: {aws:RequestTag/a: x}}}
- {Effect: Allow, Action: a:b, Resource: a, Condition: {'Null': {aws:RequestTag/a: 'true'}, StringEqualsIfExists: {aws:RequestTag/a: x}}}
";
        assert_eq!(said(&RULE, &role_with(statements)), "");
    }

    #[test]
    fn two_branches_of_one_condition_do_not_meet() {
        let role = role_with(
            "
- Effect: Allow
  Action: a:b
  Resource: a
  Condition:
    ArnEquals: !If [Profile, {ec2:InstanceProfile: x}, !Ref AWS::NoValue]
    'Null': !If [Profile, !Ref AWS::NoValue, {ec2:InstanceProfile: 'true'}]
",
        );
        let source = format!(
            "Conditions:\n  Profile: !Equals [a, b]\nResources:\n{}",
            role.lines().map(|line| format!("  {line}\n")).collect::<String>()
        );
        assert_eq!(said_of(&RULE, &source), "");
    }
}
