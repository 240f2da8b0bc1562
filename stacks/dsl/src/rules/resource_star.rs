//! SPR028: an action that can be limited to resources is limited.

use super::unrestricted_change::{is_limited, is_passing_a_role};
use super::view::View;
use super::view::acts::{acts, listed};
use super::view::policies::{Clause, Purpose};
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR028-resource-star"),
    severity: Severity::Warning,
    guardrail: false,
    why: "a star reaches what other people put into the account tomorrow",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (document, statement) in view.allows(Purpose::Identity) {
        let Some(star) = statement.resources.iter().find(|resource| resource.text == "*") else { continue };
        if statement.always(view.template, names_resources) {
            continue;
        }
        let limited = is_limited(view, statement);
        let acts: Vec<_> = acts(statement)
            .filter(|act| !act.facts.resource_types.is_empty() && !is_passing_a_role(act))
            // A change without any limit is a finding of its own.
            .filter(|act| limited || !act.facts.access_level.changes_something())
            .collect();
        if acts.is_empty() {
            continue;
        }
        let names: Vec<&str> = acts.iter().map(|act| act.facts.name).collect();
        let mut types: Vec<&str> = acts.iter().flat_map(|act| &act.facts.resource_types).map(|on| on.name).collect();
        types.sort_unstable();
        types.dedup();
        remarks.push(Remark {
            severity: None,
            logical_id: document.logical_id.to_owned(),
            path: star.path.clone(),
            found: format!("allows {} on every resource in {}", listed(&names), statement.name()),
            allowed: format!("ARNs of {}", listed(&types)),
            remedy: "name the resources, or require a tag of theirs".to_owned(),
        });
    }
    remarks
}

/// Whether a condition picks resources as an ARN would: by a tag of theirs, or their owner.
fn names_resources(clause: &Clause) -> bool {
    let key = clause.key.to_ascii_lowercase();
    let about_the_resource =
        key.contains(":resourcetag/") || key == "aws:resourceaccount" || key.starts_with("aws:resourceorg");
    about_the_resource && clause.is_positive() && !clause.passes_without_key()
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::{role_with, said};

    #[test]
    fn a_star_is_found_where_an_arn_would_do() {
        insta::assert_snapshot!(said(
            &RULE,
            &role_with(
                "- {Effect: Allow, Action: [ec2:TerminateInstances, ec2:DescribeInstances, sqs:SendMessage], Resource: '*', Condition: {StringEquals: {aws:RequestedRegion: x}}}"
            )
        ));
    }

    #[test]
    fn a_tag_an_arn_or_an_action_without_resources_is_fine() {
        let statements = "
- {Effect: Allow, Action: ec2:DescribeInstances, Resource: '*'}
- {Effect: Allow, Action: ec2:TerminateInstances, Resource: '*', Condition: {StringEquals: {aws:ResourceTag/a: x}}}
- {Effect: Allow, Action: ec2:TerminateInstances, Resource: 'arn:aws:ec2:*:*:instance/*'}
";
        assert_eq!(said(&RULE, &role_with(statements)), "");
    }
}
