//! SPR026: a condition asks for a key that AWS supplies for that action on that resource.

use super::view::View;
use super::view::acts::{Act, acts, is_supplied, listed};
use super::view::policies::{Clause, Purpose, Statement};
use super::{Remark, Rule, RuleId, Severity};
use crate::iam::reference::{self, GLOBAL_KEYS};
use crate::template::nearest;

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR026-condition-key"),
    severity: Severity::Error,
    guardrail: false,
    why: "a key that is never there makes a grant that never holds, or a limit that always passes",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for document in view.documents() {
        for statement in &document.statements {
            for act in acts(statement) {
                for clause in &statement.clauses {
                    let Some((found, allowed, remedy)) = problem(document.purpose, statement, &act, clause) else {
                        continue;
                    };
                    remarks.push(Remark {
                        logical_id: document.logical_id.to_owned(),
                        path: clause.path.clone(),
                        found: format!("{found} in {}", statement.name()),
                        allowed,
                        remedy,
                    });
                }
            }
        }
    }
    remarks
}

fn problem(
    purpose: Purpose,
    statement: &Statement,
    act: &Act<'_>,
    clause: &Clause,
) -> Option<(String, String, String)> {
    let (prefix, _) = clause.key.split_once(':')?;
    // Identity providers have keys of their own, and the reference does not cover every service.
    let is_aws = prefix.eq_ignore_ascii_case("aws");
    if !is_aws && reference::find_service(prefix).is_none() || reference::is_global_key(&clause.key) {
        return None;
    }
    let action = act.facts.name;
    let types: Vec<(&str, &str)> = match purpose {
        // A trust policy has no Resource: it stands on the role.
        Purpose::Trust => act.facts.resource_types.iter().map(|on| (on.name, "")).collect(),
        Purpose::Identity | Purpose::Resource => statement
            .resources
            .iter()
            .flat_map(|resource| act.types_of(resource).into_iter().map(|kind| (kind, resource.text.as_str())))
            .collect(),
    };
    // On no resource of the statement: another rule's finding.
    let types = if types.is_empty() && purpose == Purpose::Trust { vec![("*", "")] } else { types };
    if types.is_empty() || types.iter().any(|(kind, _)| is_supplied(action, kind, &clause.key)) {
        return None;
    }
    let mut names: Vec<&str> = types.iter().map(|(kind, _)| *kind).collect();
    names.sort_unstable();
    names.dedup();
    let on = match names.as_slice() {
        ["*"] => String::new(),
        names => format!(" on {}", listed(names)),
    };
    let mut supplied: Vec<&str> = names.iter().flat_map(|kind| reference::keys_supplied(action, kind)).collect();
    supplied.sort_unstable();
    supplied.dedup();
    let consequence = if !statement.allows {
        "so the denial is not what it seems"
    } else if clause.is_positive() && !clause.passes_without_key() || clause.is("Null") && asks_for_presence(clause) {
        "so the statement never allows that"
    } else {
        "so the condition limits nothing"
    };
    // Of many keys those are shown first that the given one looks like.
    let alike: Vec<&str> = supplied.iter().copied().filter(|key| has_prefix(key, prefix)).collect();
    let shown = if alike.is_empty() { &supplied } else { &alike };
    // A tag's name says nothing about which key was meant.
    let near = match clause.key.contains('/') {
        true => None,
        false => nearest(&clause.key, supplied.iter().copied().chain(GLOBAL_KEYS)),
    };
    Some((
        format!("asks {action}{on} for {}, which AWS never supplies there, {consequence},", clause.key),
        if shown.is_empty() { "global keys".to_owned() } else { format!("{}, and global keys", listed(shown)) },
        match near {
            Some(near) => format!("did you mean {near}?"),
            None => "give the action a statement of its own".to_owned(),
        },
    ))
}

fn has_prefix(key: &str, prefix: &str) -> bool {
    key.split_once(':').is_some_and(|(own, _)| own.eq_ignore_ascii_case(prefix))
}

fn asks_for_presence(clause: &Clause) -> bool {
    clause.values.iter().any(|value| value.text == "false")
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{role_with, said, trusted_by};

    #[test]
    fn keys_that_are_never_there_are_found() {
        insta::assert_snapshot!(said(
            &RULE,
            &role_with(
                "
- {Sid: Slip, Effect: Allow, Action: ec2:RunInstances, Resource: 'arn:aws:ec2:*:*:instance/*', Condition: {StringEquals: {ec2:InstnaceType: t3.large}}}
- {Sid: Spot, Effect: Allow, Action: ec2:RunInstances, Resource: !Sub 'arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:spot-instances-request/*', Condition: {ArnEquals: {ec2:LaunchTemplate: x}}}
- {Sid: Loose, Effect: Allow, Action: ec2:TerminateInstances, Resource: 'arn:aws:ec2:*:*:instance/*', Condition: {StringEqualsIfExists: {aws:RequestTag/a: x}}}
- {Sid: Mixed, Effect: Allow, Action: [ec2:DescribeInstances, ec2:TerminateInstances], Resource: '*', Condition: {StringEquals: {aws:ResourceTag/a: x}}}
- {Sid: Deny, Effect: Deny, Action: ec2:CreateTags, Resource: 'arn:aws:ec2:*:*:instance/*', Condition: {ArnNotEquals: {ec2:LaunchTemplate: x}}}
"
            )
        ));
    }

    #[test]
    fn a_trust_policy_is_checked_too() {
        insta::assert_snapshot!(said(
            &RULE,
            &trusted_by(
                "- {Effect: Allow, Principal: {AWS: '111122223333'}, Action: sts:AssumeRole, Condition: {StringEquals: {sts:ExternalID2: x}}}"
            )
        ));
    }

    #[test]
    fn supplied_global_and_foreign_keys_are_fine() {
        let statements = "
- {Effect: Allow, Action: ec2:RunInstances, Resource: '*', Condition: {ArnEquals: {ec2:LaunchTemplate: x}}}
- {Effect: Allow, Action: ec2:RunInstances, Resource: 'arn:aws:ec2:*:*:instance/*', Condition: {StringEquals: {aws:requesttag/a: x, aws:RequestedRegion: y}, 'Null': {ec2:InstanceProfile: 'true'}}}
- {Effect: Allow, Action: ec2:DescribeInstances, Resource: '*', Condition: {StringEquals: {ec2:Region: x}}}
- {Effect: Allow, Action: s3:GetObject, Resource: !Sub '${AWS::StackName}', Condition: {StringEquals: {s3:ExistingObjectTag/a: x}}}
- {Effect: Allow, Action: zebra:Ride, Resource: '*', Condition: {StringEquals: {zebra:Stripes: x}}}
";
        assert_eq!(said(&RULE, &role_with(statements)), "");
        let federated = "- {Effect: Allow, Principal: {Federated: x}, Action: sts:AssumeRoleWithWebIdentity, Condition: {StringEquals: {'token.actions.githubusercontent.com:sub': x}}}\n- {Effect: Allow, Principal: {AWS: '111122223333'}, Action: sts:AssumeRole, Condition: {StringEquals: {sts:ExternalId: x}, StringLike: {sts:RoleSessionName: y}}}";
        assert_eq!(said(&RULE, &trusted_by(federated)), "");
    }
}
