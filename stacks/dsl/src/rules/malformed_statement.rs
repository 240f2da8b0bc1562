//! SPR061: a statement has the elements that IAM wants, and no others.

use super::view::View;
use super::view::policies::{Document, Purpose, Statement};
use super::{Remark, Rule, RuleId, Severity};
use crate::template::nearest;

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR061-malformed-statement"),
    severity: Severity::Error,
    guardrail: false,
    why: "IAM refuses the policy, in the middle of an installation",
    check,
};

/// "IAM JSON policy elements reference" in the IAM user guide.
const ELEMENTS: [&str; 9] =
    ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for document in view.documents() {
        for statement in &document.statements {
            // What a macro puts in is not there yet.
            if statement.elements.iter().any(|name| name.starts_with("Fn::")) {
                continue;
            }
            for (found, allowed, remedy) in problems(document, statement) {
                remarks.push(Remark {
                    severity: None,
                    logical_id: document.logical_id.to_owned(),
                    path: statement.path.clone(),
                    found: format!("{found} in {}", statement.name()),
                    allowed,
                    remedy,
                });
            }
        }
    }
    remarks
}

fn problems(document: &Document<'_>, statement: &Statement) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let has = |names: &[&str]| names.iter().any(|name| statement.elements.iter().any(|own| own == name));
    let mut add = |what: String, allowed: &str, remedy: String| found.push((what, allowed.to_owned(), remedy));
    for name in statement.elements.iter().filter(|name| !ELEMENTS.contains(&name.as_str())) {
        let remedy = match nearest(name, ELEMENTS) {
            Some(meant) => format!("write {meant}"),
            None => "remove it".to_owned(),
        };
        add(format!("has the element {name}, which IAM does not know,"), "the elements of a statement", remedy);
    }
    match statement
        .effects
        .iter()
        .find(|effect| effect.is_known() && !["Allow", "Deny"].contains(&effect.text.as_str()))
    {
        Some(effect) => {
            let remedy = nearest(&effect.text, ["Allow", "Deny"]).unwrap_or("Allow or Deny");
            add(
                format!("has the effect `{}`", effect.text),
                "Allow or Deny, with that capital",
                format!("write {remedy}"),
            );
        }
        None if !has(&["Effect"]) => {
            add("states no Effect".to_owned(), "Effect: Allow or Deny", "add Effect".to_owned());
        }
        None => {}
    }
    if !has(&["Action", "NotAction"]) {
        add("states no Action".to_owned(), "Action or NotAction", "add Action".to_owned());
    }
    for (one, other) in [("Action", "NotAction"), ("Resource", "NotResource"), ("Principal", "NotPrincipal")] {
        if has(&[one]) && has(&[other]) {
            add(format!("has both {one} and {other}"), "one of the two", format!("remove {other}"));
        }
    }
    match document.purpose {
        Purpose::Identity => {
            if !has(&["Resource", "NotResource"]) {
                add("states no Resource".to_owned(), "Resource or NotResource", "add Resource".to_owned());
            }
            if has(&["Principal", "NotPrincipal"]) {
                let remedy = "remove it: whoever holds the policy is its principal".to_owned();
                add("names a Principal".to_owned(), "no Principal in a policy of roles, users and groups", remedy);
            }
        }
        Purpose::Trust => {
            if !has(&["Principal", "NotPrincipal"]) {
                add("names no Principal".to_owned(), "Principal", "say who may assume the role".to_owned());
            }
            if has(&["Resource", "NotResource"]) {
                let remedy = "remove it: the role is the resource".to_owned();
                add("names a Resource".to_owned(), "no Resource in a trust policy", remedy);
            }
        }
        Purpose::Resource => {}
    }
    found
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{role_with, said, trusted_by};

    #[test]
    fn what_iam_refuses_is_found() {
        insta::assert_snapshot!(
            said(
                &RULE,
                &role_with(
                    "
- {Effect: Allow, Actions: [s3:GetObject], Resource: a}
- {Effect: allow, Action: s3:GetObject, Resource: a}
- {Action: s3:GetObject, Resource: a, Banana: x}
- {Effect: Allow, Action: s3:GetObject}
- {Effect: Allow, Action: s3:GetObject, NotAction: s3:PutObject, Resource: a, Principal: '*'}
"
                )
            ) + &said(
                &RULE,
                &trusted_by(
                    "- {Effect: Allow, Action: sts:AssumeRole}\n- {Effect: Allow, Principal: '*', Action: sts:AssumeRole, Resource: '*'}"
                )
            )
        );
    }

    #[test]
    fn statements_as_iam_takes_them_are_fine() {
        let statements = "
- {Sid: A, Effect: Allow, Action: s3:GetObject, Resource: a, Condition: {Bool: {aws:SecureTransport: 'true'}}}
- {Effect: Deny, NotAction: s3:GetObject, NotResource: a}
- {Effect: !Ref Effect, Action: s3:GetObject, Resource: a}
";
        let role = role_with(&statements.replace("!Ref Effect", "!Sub '${AWS::Region}'"));
        assert_eq!(said(&RULE, &role), "");
        let trust = "- {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}";
        assert_eq!(said(&RULE, &trusted_by(trust)), "");
        let queue = "Q: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [q], PolicyDocument: {Statement: [{Effect: Allow, Principal: {AWS: '111122223333'}, Action: sqs:SendMessage}]}}}";
        assert_eq!(said(&RULE, queue), "");
    }
}
