//! SPR029: what changes something is limited by a resource or a condition.

use std::collections::BTreeMap;

use super::view::View;
use super::view::acts::{Act, acts, is_all_of_a_type, listed};
use super::view::policies::{Purpose, Statement};
use super::view::text::Text;
use super::{Remark, Rule, RuleId, Severity};
use crate::iam::reference::AccessLevel;

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR029-unrestricted-change"),
    severity: Severity::Error,
    guardrail: false,
    why: "whoever gets the role changes what other people in the account rely on",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (document, statement) in view.allows(Purpose::Identity) {
        if is_limited(view, statement) {
            continue;
        }
        // One finding for each severity and resource: a statement may list a hundred actions.
        let mut found: BTreeMap<(Severity, &str), (&Text, Vec<&str>)> = BTreeMap::new();
        let changes = acts(statement).filter(|act| act.facts.access_level.changes_something());
        // To assume roles is one of the paths of another rule.
        for act in changes.filter(|act| !is_passing_a_role(act) && act.facts.name != "sts:AssumeRole") {
            let wide = statement.resources.iter().find(|resource| is_all_of_a_type(&act, resource));
            if let Some(wide) = wide {
                let names = found.entry((severity(&act), wide.path.as_str())).or_insert_with(|| (wide, Vec::new()));
                names.1.push(act.facts.name);
            }
        }
        remarks.extend(found.into_iter().rev().map(|((severity, _), (wide, names))| Remark {
            severity: Some(severity),
            logical_id: document.logical_id.to_owned(),
            path: wide.path.clone(),
            found: format!(
                "allows {} on {} without a condition that limits it in {}",
                listed(&names),
                wide.text,
                statement.name()
            ),
            allowed: "named resources, or a condition such as StringEquals on a tag".to_owned(),
            remedy: "name the resources or require their tag".to_owned(),
        }));
    }
    remarks
}

/// What only adds or runs matters less than what changes or deletes. To write logs, metrics and traces, and to be in a
/// network, is what everything does; what AWS can't limit to a resource can't be named either.
fn severity(act: &Act<'_>) -> Severity {
    const EVERYDAY: [&str; 16] = [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "logs:PutRetentionPolicy",
        "cloudwatch:PutMetricData",
        "xray:PutTraceSegments",
        "xray:PutTelemetryRecords",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
        "ssm:UpdateInstanceInformation",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:AssignPrivateIpAddresses",
        "ec2:UnassignPrivateIpAddresses",
    ];
    const ADDING: [&str; 8] = ["Create", "Start", "Send", "Publish", "Invoke", "Decrypt", "Encrypt", "GenerateDataKey"];
    let (_, name) = act.facts.name.split_once(':').unwrap_or_default();
    let permissions = act.facts.access_level == AccessLevel::PermissionsManagement;
    let adding = ADDING.iter().any(|verb| name.starts_with(verb));
    match (permissions, act.facts.resource_types.is_empty()) {
        _ if EVERYDAY.contains(&act.facts.name) => Severity::Info,
        (true, true) => Severity::Warning,
        (false, true) => Severity::Info,
        (true, false) => Severity::Error,
        (false, false) if adding || act.facts.access_level == AccessLevel::Tagging => Severity::Warning,
        (false, false) => Severity::Error,
    }
}

/// Whether a condition that the request must meet always stands beside it.
pub(super) fn is_limited(view: &View<'_>, statement: &Statement) -> bool {
    statement.always(view.template, |clause| {
        clause.is_positive() && !clause.passes_without_key() && clause.values.iter().all(|value| value.text != "*")
    })
}

/// Handing over roles has rules of its own.
pub(super) fn is_passing_a_role(act: &Act<'_>) -> bool {
    act.facts.name == "iam:PassRole"
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{role_with, said};

    #[test]
    fn a_change_of_everything_is_found() {
        insta::assert_snapshot!(said(
            &RULE,
            &role_with(
                "
- {Sid: A, Effect: Allow, Action: [ec2:TerminateInstances, ec2:DescribeInstances], Resource: '*'}
- {Sid: B, Effect: Allow, Action: ec2:TerminateInstances, Resource: !Sub 'arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:instance/*'}
- {Sid: C, Effect: Allow, Action: ec2:TerminateInstances, Resource: '*', Condition: {StringEqualsIfExists: {aws:ResourceTag/a: x}}}
- {Sid: D, Effect: Allow, Action: s3:DeleteObject, Resource: 'arn:aws:s3:::*'}
"
            )
        ));
    }

    #[test]
    fn a_condition_a_name_or_a_look_is_fine() {
        let statements = "
- {Effect: Allow, Action: ec2:TerminateInstances, Resource: '*', Condition: {StringEquals: {aws:ResourceTag/a: x}}}
- {Effect: Allow, Action: s3:PutObject, Resource: ['arn:aws:s3:::cache/*', !Sub '${AWS::StackName}/*']}
- {Effect: Allow, Action: ec2:DescribeInstances, Resource: '*'}
- {Effect: Allow, Action: iam:PassRole, Resource: 'arn:aws:iam::111122223333:role/ci-*'}
";
        assert_eq!(said(&RULE, &role_with(statements)), "");
    }
}
