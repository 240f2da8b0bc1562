//! The rules together.

use std::collections::BTreeSet;

use super::{Severity, all, check, guardrails};
use crate::template::{Template, locate};

#[test]
fn ids_are_unique_ascending_and_named_after_their_files() {
    let ids: Vec<&str> = all().map(|rule| rule.id.as_str()).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    assert_eq!(ids, sorted);
    let numbers: BTreeSet<&str> = all().map(|rule| rule.id.number()).collect();
    assert_eq!(numbers.len(), ids.len());
}

#[test]
fn the_rules_are_these() {
    let list: String = all()
        .map(|rule| {
            let guardrail = if rule.guardrail { ", guardrail" } else { "" };
            format!("{} ({}{guardrail}): {}\n", rule.id, rule.severity, rule.why)
        })
        .collect();
    insta::assert_snapshot!(list);
    assert!(guardrails().all(|rule| rule.severity == Severity::Error));
}

#[test]
fn a_waiver_keeps_the_finding_and_adds_its_reason() {
    let template = Template::parse(
        "
Resources:
  Log:
    Type: AWS::Logs::LogGroup
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Metadata: {Sprinters: {Waive: {SPR060: kept for the auditors}}}
  Other:
    Type: AWS::Logs::LogGroup
    DeletionPolicy: Retain
    Metadata: {Sprinters: {Waive: {SPR060-left-behind: ' ', SPR001: not this one}}}
",
    )
    .unwrap();
    let findings = check(&template, all());
    insta::assert_snapshot!(findings.iter().map(|finding| format!("{finding}\n")).collect::<String>());
    let waived: Vec<bool> = findings.iter().map(super::Finding::is_waived).collect();
    assert_eq!(waived, [true, true, false]);
}

/// Findings as a person sees them: severity, sentence, line.
fn report(source: &str) -> String {
    let template = Template::parse(source).unwrap_or_else(|error| panic!("{error}"));
    check(&template, all())
        .iter()
        .map(|finding| {
            assert!(template.as_json().pointer(&finding.path).is_some(), "{} points to nothing", finding.path);
            let line = locate(source, &finding.path).map_or(0, |span| source[..span.start].matches('\n').count() + 1);
            format!("{:7} line {line:3}: {finding}\n", finding.severity.to_string())
        })
        .collect()
}

#[test]
fn a_strict_launch_stack_has_hardly_anything_to_say() {
    insta::assert_snapshot!(report(include_str!("tests/strict.yml")));
}

#[test]
fn a_runner_stack_from_a_tutorial() {
    insta::assert_snapshot!(report(include_str!("tests/tutorial.yml")));
}

#[test]
fn a_web_service_with_a_queue_and_a_bucket() {
    insta::assert_snapshot!(report(include_str!("tests/service.yml")));
}

#[test]
fn checking_twice_and_in_another_format_says_the_same() {
    let source = include_str!("tests/tutorial.yml");
    let yaml = Template::parse(source).unwrap();
    let json = Template::parse(&yaml.to_json()).unwrap();
    assert_eq!(check(&yaml, all()), check(&json, all()));
    assert_eq!(check(&yaml, all()).len(), all().map(|rule| rule.check(&yaml).len()).sum::<usize>());
}
