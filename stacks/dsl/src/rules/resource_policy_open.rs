//! SPR044: the policies of buckets, topics, queues, secrets, repositories and endpoints name whom they let in.

use super::view::View;
use super::view::policies::{Principal, Purpose, Statement};
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR044-resource-policy-open"),
    severity: Severity::Error,
    guardrail: false,
    why: "everybody means everybody on the internet",
    check,
};

/// Condition keys that say whose a request is; with one of them, "everybody" is no longer everybody.
const LIMITING_KEYS: [&str; 19] = [
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceOrgID",
    "aws:SourceOwner",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:SourceIp",
    "aws:userid",
    "aws:PrincipalServiceName",
    "aws:VpceOrgID",
    "elasticfilesystem:AccessedViaMountTarget",
    "elasticfilesystem:AccessPointArn",
    "kms:CallerAccount",
    "s3:DataAccessPointAccount",
    "s3:DataAccessPointArn",
];

fn check(view: &View<'_>) -> Vec<Remark> {
    view.allows(Purpose::Resource)
        // Keys have a rule of their own; an endpoint's policy limits what the network adds to, for callers who are
        // known already.
        .filter(|(document, _)| document.kind != "AWS::KMS::Key" && document.kind != "AWS::EC2::VPCEndpoint")
        .filter_map(|(document, statement)| {
            let everybody = is_open_to_everybody(view, statement)?;
            let actions = statement.actions.iter().map(|action| action.text.as_str()).collect::<Vec<_>>().join(", ");
            // An API is there to be called; its methods say by whom.
            let is_api = !statement.actions.is_empty()
                && statement.actions.iter().all(|action| action.text.eq_ignore_ascii_case("execute-api:Invoke"));
            Some(Remark {
                severity: is_api.then_some(Severity::Info),
                logical_id: document.logical_id.to_owned(),
                path: everybody.text.path.clone(),
                found: format!("lets everybody do {actions} in {}", statement.name()),
                allowed: "named principals, or a condition on their account, organisation or network".to_owned(),
                remedy: "name who is meant, or add aws:SourceAccount, aws:PrincipalOrgID or aws:SourceVpce".to_owned(),
            })
        })
        .collect()
}

/// The principal `*` of a statement that allows without saying whose requests.
pub(super) fn is_open_to_everybody<'s>(view: &View<'_>, statement: &'s Statement) -> Option<&'s Principal> {
    let limited = statement.always(view.template, |clause| {
        LIMITING_KEYS.iter().any(|key| clause.has_key(key))
            && clause.is_positive()
            && !clause.passes_without_key()
            && clause.values.iter().all(|value| {
                let shape = value.outside_holes();
                !shape.is_empty() && !matches!(shape.as_str(), "*" | "0.0.0.0/0" | "::/0" | "arn:*" | "arn:aws:*")
            })
    });
    if limited {
        return None;
    }
    statement.principals.iter().find(|principal| principal.kind != "CanonicalUser" && principal.text.text == "*")
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::said;

    fn policies(statement: &str) -> String {
        [("AWS::SNS::TopicPolicy", "Topics"), ("AWS::SQS::QueuePolicy", "Queues"), ("AWS::S3::BucketPolicy", "Bucket")]
            .iter()
            .map(|(kind, property)| {
                format!("P{property}:\n  Type: {kind}\n  Properties: {{{property}: [x], PolicyDocument: {{Statement: [{statement}]}}}}\n")
            })
            .collect()
    }

    #[test]
    fn everybody_is_found() {
        let open = policies("{Effect: Allow, Principal: '*', Action: [a:b, a:c], Resource: '*'}");
        let pretending = policies(
            "{Effect: Allow, Principal: {AWS: '*'}, Action: a:b, Resource: '*', Condition: {IpAddress: {aws:SourceIp: 0.0.0.0/0}}}",
        );
        insta::assert_snapshot!(said(&RULE, &open) + &said(&RULE, &pretending));
    }

    #[test]
    fn a_limit_a_name_or_a_denial_is_fine() {
        for statement in [
            "{Effect: Allow, Principal: '*', Action: a:b, Resource: '*', Condition: {ArnLike: {aws:SourceArn: !Sub 'arn:aws:s3:::${AWS::StackName}'}}}",
            "{Effect: Allow, Principal: {Service: s3.amazonaws.com}, Action: a:b, Resource: '*'}",
            "{Effect: Deny, Principal: '*', Action: a:b, Resource: '*'}",
        ] {
            assert_eq!(said(&RULE, &policies(statement)), "");
        }
    }
}
