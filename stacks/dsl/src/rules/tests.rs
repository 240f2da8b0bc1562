//! The rules together.

use std::collections::BTreeSet;

use super::{Severity, all, check, guardrails};
use crate::template::{Locations, Template};

#[test]
fn ids_are_unique_ascending_and_named_after_their_files() {
    let ids: Vec<&str> = all().map(|rule| rule.id.as_str()).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    assert_eq!(ids, sorted);
    let files: BTreeSet<String> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules"))
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().ok()?.strip_suffix(".rs").map(str::to_owned))
        .filter(|file| !["mod", "finding", "testing", "tests"].contains(&file.as_str()))
        .collect();
    let named: BTreeSet<String> =
        all().filter_map(|rule| rule.id.as_str().split_once('-').map(|(_, name)| name.replace('-', "_"))).collect();
    assert_eq!(named, files, "a rule has the name of its file, and every file has its rule");
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
    let locations = Locations::from_source(source);
    check(&template, all())
        .iter()
        .map(|finding| {
            assert!(template.as_json().pointer(&finding.path).is_some(), "{} points to nothing", finding.path);
            let line = locations.find(&finding.path).map_or(0, |span| source[..span.start].matches('\n').count() + 1);
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

#[test]
fn texts_that_multiply_and_long_lists_are_answered_at_once() {
    // Each level doubles the one below: written out, a million million times.
    let mut value = "x".to_owned();
    for _ in 0..30 {
        value = format!("!Sub ['${{v}}${{v}}', {{v: {value}}}]");
    }
    let values = (0..5_000).map(|index| format!("v{index}")).collect::<Vec<_>>().join(", ");
    let uses = vec!["!Ref Many"; 5_000].join(", ");
    let source = format!(
        "Parameters:\n  Many: {{Type: String, AllowedValues: [{values}]}}\nResources:\n  Policy:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument:\n        Statement:\n          - {{Effect: Allow, Action: {value}, Resource: [{uses}]}}\n"
    );
    let template = Template::parse(&source).unwrap();
    assert!(!check(&template, all()).is_empty());
    assert!(template.check_limits().is_err());
    assert!(template.resolve(&crate::template::Inputs::default().with_parameter("Many", "v1")).is_err());
}
