//! SPR026: a condition asks for a key that AWS supplies for that action on that resource.

use super::view::View;
use super::view::acts::{Act, acts, is_supplied, listed};
use super::view::policies::{Clause, Document, Purpose, Statement};
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
            let acts: Vec<Act<'_>> = acts(statement).collect();
            for clause in &statement.clauses {
                let mut problems: Vec<Problem<'_>> = Vec::new();
                for act in &acts {
                    // Of many actions with the same problem there is one finding.
                    let Some(found) = problem(document.purpose, statement, act, clause) else { continue };
                    match problems.iter_mut().find(|problem| problem.verdict == found.verdict) {
                        Some(problem) => problem.merge(found),
                        None => problems.push(found),
                    }
                }
                remarks.extend(problems.into_iter().map(|problem| problem.remark(document, statement, clause)));
            }
        }
    }
    remarks
}

/// How certain it is that the key is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// No service has such a key, and one that it has looks like it.
    Misspelt,
    /// The reference states the key for this action on other resource types, or nothing is there that could have it.
    NeverThere,
    /// The reference does not mention it, which proves nothing: it leaves out keys that are there.
    NotDocumented,
}

/// What is wrong with one line of the conditions, for one action or several.
struct Problem<'s> {
    verdict: Verdict,
    actions: Vec<&'s str>,
    types: Vec<&'s str>,
    supplied: Vec<&'s str>,
}

impl<'s> Problem<'s> {
    fn merge(&mut self, other: Problem<'s>) {
        self.actions.extend(other.actions);
        self.types.extend(other.types);
        self.supplied.extend(other.supplied);
    }

    fn remark(mut self, document: &Document<'_>, statement: &Statement, clause: &Clause) -> Remark {
        for names in [&mut self.types, &mut self.supplied] {
            names.sort_unstable();
            names.dedup();
        }
        let Problem { verdict, actions, types, supplied } = self;
        let key = &clause.key;
        let prefix = key.split_once(':').map_or("", |(prefix, _)| prefix);
        let on = match types.as_slice() {
            ["*"] => String::new(),
            names => format!(" on {}", listed(names)),
        };
        let certain = verdict != Verdict::NotDocumented;
        let narrows =
            clause.is_positive() && !clause.passes_without_key() || clause.is("Null") && asks_for_presence(clause);
        let consequence = match (statement.allows, narrows, certain) {
            (false, _, true) => "so the denial is not what it seems",
            (false, _, false) => "so the denial may not be what it seems",
            (true, true, true) => "so the statement never allows that",
            (true, true, false) => "so the statement may never allow that",
            (true, false, true) => "so the condition limits nothing",
            (true, false, false) => "so the condition may limit nothing",
        };
        let why = match verdict {
            Verdict::Misspelt => "which AWS does not have",
            Verdict::NeverThere => "which AWS never supplies there",
            Verdict::NotDocumented if actions.len() == 1 => "which is not documented for this action",
            Verdict::NotDocumented => "which is not documented for these actions",
        };
        // Of many keys those are shown first that the given one looks like.
        let alike: Vec<&str> = supplied.iter().copied().filter(|key| has_prefix(key, prefix)).collect();
        let shown = if alike.is_empty() { &supplied } else { &alike };
        // A tag's name says nothing about which key was meant.
        let near = match key.contains('/') {
            true => None,
            false => nearest(key, supplied.iter().copied().chain(GLOBAL_KEYS)),
        };
        Remark {
            severity: Some(if certain { Severity::Error } else { Severity::Warning }),
            logical_id: document.logical_id.to_owned(),
            path: clause.path.clone(),
            found: format!("asks {}{on} for {key}, {why}, {consequence}, in {}", listed(&actions), statement.name()),
            allowed: match shown.is_empty() {
                true => "global keys".to_owned(),
                false => format!("{}, and global keys", listed(shown)),
            },
            remedy: match near {
                Some(near) => format!("did you mean {near}?"),
                None if actions.len() == 1 => "give the action a statement of its own".to_owned(),
                None => "give these actions a statement of their own".to_owned(),
            },
        }
    }
}

fn problem<'s>(purpose: Purpose, statement: &'s Statement, act: &Act<'s>, clause: &Clause) -> Option<Problem<'s>> {
    /// Keys from before the list of global keys, still supplied: SNS writes the first into its own default policy.
    const OLDER: [&str; 3] = ["aws:SourceOwner", "aws:PrincipalUserId", "aws:Source"];
    let (prefix, _) = clause.key.split_once(':')?;
    // Identity providers have keys of their own, and the reference does not cover every service.
    let is_aws = prefix.eq_ignore_ascii_case("aws");
    let is_older = OLDER.iter().any(|key| clause.has_key(key));
    if !is_aws && reference::find_service(prefix).is_none() || reference::is_global_key(&clause.key) || is_older {
        return None;
    }
    let action = act.facts.name;
    let types: Vec<&str> = match purpose {
        // A trust policy has no Resource: it stands on the role.
        Purpose::Trust => act.facts.resource_types.iter().map(|on| on.name).collect(),
        Purpose::Identity | Purpose::Resource => {
            statement.resources.iter().flat_map(|resource| act.types_of(resource)).collect()
        }
    };
    // On no resource of the statement: another rule's finding.
    let types = if types.is_empty() && purpose == Purpose::Trust { vec!["*"] } else { types };
    let documented =
        |kind: &str| is_supplied(action, kind, &clause.key) || reference::key_documented(action, kind, &clause.key);
    if types.is_empty() || types.iter().any(|kind| documented(kind)) {
        return None;
    }
    let supplied: Vec<&str> = types.iter().flat_map(|kind| reference::keys_supplied(action, kind)).collect();
    let is_tag_of_resource = clause.key.to_ascii_lowercase().contains(":resourcetag/");
    let elsewhere = act.facts.resource_types.iter().any(|on| is_supplied(action, on.name, &clause.key));
    let verdict = if elsewhere || is_tag_of_resource && act.facts.resource_types.is_empty() {
        Verdict::NeverThere
    } else if reference::find_key(&clause.key).is_none()
        && !clause.key.contains('/')
        && nearest(&clause.key, supplied.iter().copied().chain(GLOBAL_KEYS))
            .is_some_and(|near| is_a_slip(&clause.key, near))
    {
        Verdict::Misspelt
    } else {
        Verdict::NotDocumented
    };
    Some(Problem { verdict, actions: vec![action], types, supplied })
}

/// Whether one is the other with one letter more, less, changed or swapped with its neighbour.
fn is_a_slip(given: &str, meant: &str) -> bool {
    let (given, meant) = (given.to_ascii_lowercase(), meant.to_ascii_lowercase());
    let (one, other) = (given.as_bytes(), meant.as_bytes());
    let start = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let (one, other) = (&one[start..], &other[start..]);
    let end = one.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count();
    let (one, other) = (&one[..one.len() - end], &other[..other.len() - end]);
    matches!((one, other), ([_], [_] | []) | ([], [_])) || matches!((one, other), ([a, b], [c, d]) if a == d && b == c)
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
- {Sid: Undocumented, Effect: Allow, Action: [kms:Decrypt, kms:Encrypt], Resource: 'arn:aws:kms:*:*:key/*', Condition: {StringEquals: {kms:Banana: x}}}
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
- {Effect: Allow, Action: kms:Decrypt, Resource: 'arn:aws:kms:*:*:key/*', Condition: {ForAnyValue:StringLike: {kms:ResourceAliases: alias/a}}}
- {Effect: Allow, Action: sns:Publish, Resource: '*', Condition: {StringEquals: {AWS:SourceOwner: '111122223333'}}}
- {Effect: Allow, Action: zebra:Ride, Resource: '*', Condition: {StringEquals: {zebra:Stripes: x}}}
";
        assert_eq!(said(&RULE, &role_with(statements)), "");
        let federated = "- {Effect: Allow, Principal: {Federated: x}, Action: sts:AssumeRoleWithWebIdentity, Condition: {StringEquals: {'token.actions.githubusercontent.com:sub': x}}}\n- {Effect: Allow, Principal: {AWS: '111122223333'}, Action: sts:AssumeRole, Condition: {StringEquals: {sts:ExternalId: x}, StringLike: {sts:RoleSessionName: y}}}";
        assert_eq!(said(&RULE, &trusted_by(federated)), "");
    }
}
