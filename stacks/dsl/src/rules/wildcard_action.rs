//! SPR020: a policy names what it allows.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::view::View;
use super::view::policies::Purpose;
use super::{Remark, Rule, RuleId, Severity};
use crate::iam::reference::{self, AccessLevel, ActionFacts};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR020-wildcard-action"),
    severity: Severity::Error,
    guardrail: true,
    why: "a wildcard grants what AWS adds tomorrow, and nobody reviewed that",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    // A pattern of a whole service takes in hundreds of actions, and the same few are written again and again.
    let known: RefCell<BTreeMap<(bool, bool, String), Severity>> = RefCell::default();
    let severity = |purpose: Purpose, pattern: &str, everywhere: bool| {
        let key = (purpose == Purpose::Trust, everywhere, pattern.to_owned());
        *known.borrow_mut().entry(key).or_insert_with(|| severity(purpose, pattern, everywhere))
    };
    let severity = &severity;
    let identity = view.allows(Purpose::Identity).chain(view.allows(Purpose::Trust));
    identity
        .flat_map(|(document, statement)| {
            let everywhere = statement.resources.iter().any(|resource| resource.text == "*");
            statement.actions.iter().filter(|action| action.has_wildcard()).map(move |action| Remark {
                severity: Some(severity(document.purpose, &action.text, everywhere)),
                logical_id: document.logical_id.to_owned(),
                path: action.path.clone(),
                found: match everywhere {
                    true => format!("allows {} on everything in {}", action.text, statement.name()),
                    false => format!("allows {} in {}", action.text, statement.name()),
                },
                allowed: "actions by their full name".to_owned(),
                remedy: "list the actions that are used".to_owned(),
            })
        })
        .collect()
}

/// A pattern matters by what it takes in: everything, everything of a service, changes of permissions, changes, reads.
fn severity(purpose: Purpose, pattern: &str, everywhere: bool) -> Severity {
    if purpose == Purpose::Trust || pattern == "*" || pattern.starts_with("*") {
        return Severity::Error;
    }
    let facts: Vec<ActionFacts> = reference::matching(pattern).into_iter().filter_map(reference::find_action).collect();
    let any = |test: fn(&ActionFacts) -> bool| facts.iter().any(test);
    let all_of_a_service = pattern.ends_with(":*");
    let permissions = any(|facts| facts.access_level == AccessLevel::PermissionsManagement);
    let changes = any(|facts| facts.access_level.changes_something());
    // What describes can seldom be limited, and says little; what gets and reads may be anybody's content.
    let name = pattern.split_once(':').map_or("", |(_, name)| name).to_ascii_lowercase();
    let describes = name.starts_with("describe") || name.starts_with("list");
    let reads = !describes && any(|facts| facts.access_level == AccessLevel::Read && !facts.resource_types.is_empty());
    match (everywhere, changes) {
        (true, true) if all_of_a_service || permissions => Severity::Error,
        (true, true) | (false, true) => Severity::Warning,
        (true, false) if reads => Severity::Warning,
        // What no service has is another rule's finding.
        (true, false) | (false, false) => Severity::Info,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Severity;
    use crate::rules::testing::{role_with, said, said_of};
    use crate::template::Template;

    #[test]
    fn every_kind_of_wildcard_is_found() {
        insta::assert_snapshot!(said(
            &RULE,
            &role_with(
                "
- {Effect: Allow, Action: '*', Resource: a}
- {Sid: Look, Effect: Allow, Action: ['ec2:Describe*', ec2:RunInstances, 's3:Get?bject'], Resource: a}
"
            )
        ));
    }

    #[test]
    fn a_pattern_matters_by_what_it_takes_in() {
        for (pattern, resource, expected) in [
            ("*", "*", Severity::Error),
            ("*:Get*", "*", Severity::Error),
            ("s3:*", "*", Severity::Error),
            ("iam:Put*", "*", Severity::Error),
            ("s3:*", "arn:aws:s3:::b/*", Severity::Warning),
            ("sqs:Send*", "*", Severity::Warning),
            ("s3:Get*", "*", Severity::Warning),
            ("ec2:Describe*", "*", Severity::Info),
            ("s3:Get*", "arn:aws:s3:::b/*", Severity::Info),
        ] {
            let role: String = role_with(&format!("- {{Effect: Allow, Action: '{pattern}', Resource: '{resource}'}}"))
                .lines()
                .map(|line| format!("  {line}\n"))
                .collect();
            let findings = RULE.check(&Template::parse(&format!("Resources:\n{role}")).unwrap());
            let severities: Vec<Severity> = findings.iter().map(|finding| finding.severity).collect();
            assert_eq!(severities, [expected], "{pattern} on {resource}");
        }
    }

    #[test]
    fn a_wildcard_in_a_default_is_found() {
        let source = "
Parameters:
  Actions: {Type: CommaDelimitedList, Default: 'ec2:*,s3:GetObject'}
Resources:
  Policy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: {Statement: {Effect: Allow, Action: !Ref Actions, Resource: a}}
";
        insta::assert_snapshot!(said_of(&RULE, source));
    }

    #[test]
    fn full_names_and_denials_are_fine() {
        let statements = "
- {Effect: Allow, Action: [ec2:RunInstances], Resource: '*'}
- {Effect: Deny, Action: '*', Resource: '*'}
";
        assert_eq!(said(&RULE, &role_with(statements)), "");
    }
}
