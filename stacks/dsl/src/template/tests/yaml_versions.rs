//! CloudFormation reads YAML 1.1, most libraries 1.2: nothing we write may depend on which.

use serde_json::json;

use crate::template::Template;

fn property(source: &str) -> serde_json::Value {
    let template =
        Template::parse(&format!("Resources:\n  A:\n    Type: T\n    Properties:\n      P: {source}\n")).unwrap();
    template.resource("A").unwrap().property("P").unwrap().clone()
}

fn printed(text: &str) -> String {
    let template = Template::from_json(json!({"Resources": {"A": {"Type": "T", "Properties": {"P": text}}}})).unwrap();
    template.to_yaml().lines().last().unwrap().trim().to_owned()
}

#[test]
fn words_that_yaml_1_1_takes_for_truth_values_are_read_so_unless_quoted() {
    assert_eq!(property("yes"), json!(true));
    assert_eq!(property("Off"), json!(false));
    assert_eq!(property("\"yes\""), json!("yes"));
    assert_eq!(property("'no'"), json!("no"));
    assert_eq!(property("y"), json!("y"));
    assert_eq!(property("é yes"), json!("é yes"));
    assert_eq!(property("[é, no, 'no']"), json!(["é", false, "no"]));
}

#[test]
fn account_ids_keep_their_leading_zeros() {
    assert_eq!(property("012345678901"), json!("012345678901"));
    assert_eq!(property("012345670123"), json!("012345670123"));
    assert_eq!(printed("012345670123"), "P: \"012345670123\"");
}

#[test]
fn dates_times_and_numbers_that_are_texts_are_quoted() {
    for text in [
        "2010-09-09",
        "1:30",
        "1_000",
        "0x1F",
        "1e3",
        ".5",
        "+1",
        "-1",
        "yes",
        "No",
        "~",
        "null",
        "=",
        "<<",
        "",
        "*",
        ".inf",
    ] {
        assert_eq!(printed(text), format!("P: \"{text}\""));
    }
}

#[test]
fn ordinary_texts_are_not_quoted() {
    for text in [
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
        "0.0.0.0/0",
        "gp3",
        "/dev/sda1",
        "Sprinters runners - no ingress",
        "^[a-z]{8}$",
    ] {
        assert_eq!(printed(text), format!("P: {text}"));
    }
}

#[test]
fn a_version_read_as_a_date_elsewhere_is_a_text() {
    let template = Template::parse("AWSTemplateFormatVersion: 2010-09-09\nResources:\n  A:\n    Type: T\n").unwrap();
    assert_eq!(template.as_json()["AWSTemplateFormatVersion"], json!("2010-09-09"));
    assert!(template.to_yaml().starts_with("AWSTemplateFormatVersion: \"2010-09-09\"\n"));
}

#[test]
fn inside_brackets_more_is_quoted() {
    let template = Template::from_json(json!({"Resources": {"A": {"Type": "T", "Properties": {
        "P": {"Fn::Equals": ["a?", "a,b"]}, "Q": {"Fn::Equals": ["a:b", {"Ref": "AWS::Region"}]}, "R": "a,b?"
    }}}}))
    .unwrap();
    let yaml = template.to_yaml();
    let lines: Vec<&str> = yaml.lines().rev().take(3).map(str::trim).collect();
    assert_eq!(lines, ["R: a,b?", "Q: !Equals [a:b, !Ref AWS::Region]", "P: !Equals [\"a?\", \"a,b\"]"]);
}
