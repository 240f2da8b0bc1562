//! Reading what was written gives what was written.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::template::Template;

/// Texts that some reader of YAML takes for something else, or that break a careless writer.
const AWKWARD: &[&str] = &[
    "",
    " ",
    "yes",
    "No",
    "ON",
    "off",
    "y",
    "true",
    "False",
    "null",
    "~",
    "012345678901",
    "012345670123",
    "2010-09-09",
    "1:30",
    "190:20:30",
    "1_000",
    "0x1F",
    "0o17",
    "0b11",
    "1e3",
    ".5",
    "+1",
    "-1",
    ".inf",
    "-.INF",
    ".NaN",
    "=",
    "<<",
    "- a",
    "? a",
    "a: b",
    "a #b",
    "#a",
    "a:",
    ":a",
    "::",
    "!a",
    "&a",
    "*",
    "*a",
    "%a",
    "@a",
    "`a",
    "'a'",
    "\"a\"",
    "a'b",
    "[a]",
    "{a}",
    "a,b",
    "|",
    ">",
    "---",
    "...",
    "a\nb",
    "a\nb\n",
    "a\nb\n\n\n",
    "\na",
    " a\nb",
    "a\n b\n",
    "a \nb",
    "a\r\nb",
    "a\tb",
    "\ta",
    "\u{85}",
    "\u{2028}",
    "\u{feff}a",
    "\u{0}",
    "é",
    "日本",
    "🙂",
    "${!a}",
    "10.0.0.0/8",
    "0.0.0.0/0",
    "a b ",
    "\n",
    "\n\n",
    "a\n---\nb",
    "a\n\n  b\n# c\n",
    "-",
    "--",
    "a-",
    "\\",
    "\u{7f}",
    "\u{a0}",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(AWKWARD).prop_map(str::to_owned),
        2 => "[a-zA-Z][a-zA-Z0-9:/_.*-]{0,12}",
        1 => "\\PC{0,12}",
        1 => "[ -~\n]{0,30}",
        1 => any::<String>(),
    ]
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        prop::num::f64::NORMAL.prop_map(Value::from),
        text().prop_map(Value::from),
    ]
}

/// Keys that do not claim to be intrinsics.
fn key() -> impl Strategy<Value = String> {
    text().prop_filter("not an intrinsic", |key| key != "Ref" && !key.starts_with("Fn::"))
}

fn value(in_condition: bool) -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        6 => scalar(),
        1 => Just(json!({"Ref": "Topic"})),
        1 => Just(json!({"Ref": "AWS::Region"})),
        1 => Just(json!({"Fn::GetAtt": ["Topic", "TopicName"]})),
        1 => Just(json!({"Fn::GetAtt": ["Topic", "Nested.Attribute"]})),
        1 => Just(json!({"Fn::GetAtt": ["Topic", {"Ref": "AWS::Region"}]})),
        1 => Just(json!({"Fn::Sub": "arn:${AWS::Partition}:${Topic}:${Topic.TopicName}:${!x}"})),
        1 => Just(json!({"Fn::FindInMap": ["Map", {"Ref": "AWS::Region"}, "a"]})),
        1 => Just(if in_condition { json!({"Condition": "Always"}) } else { json!({"Condition": "x"}) }),
    ];
    leaf.prop_recursive(5, 60, 5, |inner| {
        prop_oneof![
            3 => prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            3 => prop::collection::vec((key(), inner.clone()), 0..5)
                .prop_map(|entries| Value::Object(entries.into_iter().filter(|(key, _)| key != "Condition").collect())),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| json!({"Fn::If": ["Always", a, b]})),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| json!({"Fn::Equals": [a, b]})),
            1 => inner.clone().prop_map(|a| json!({"Fn::Not": [a]})),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| json!({"Fn::Or": [a, b]})),
            1 => prop::collection::vec(inner.clone(), 0..4).prop_map(|list| json!({"Fn::Join": [",", list]})),
            1 => inner.clone().prop_map(|list| json!({"Fn::Select": [0, list]})),
            1 => inner.clone().prop_map(|list| json!({"Fn::ToJsonString": list})),
            1 => inner.clone().prop_filter("no list", |a| !a.is_array()).prop_map(|a| json!({"Fn::Base64": a})),
            1 => inner.prop_map(|a| json!({"Fn::Sub": ["${Name}", {"Name": a}]})),
        ]
    })
}

fn template() -> impl Strategy<Value = Value> {
    (
        prop::collection::vec((key(), value(false)), 0..5),
        prop::collection::vec((key(), value(false)), 0..3),
        value(true),
        text(),
        value(false),
    )
        .prop_map(|(properties, metadata, condition, description, output)| {
            let mut document = Map::new();
            document.insert("Outputs".to_owned(), json!({"Out": {"Value": output}}));
            document.insert(
                "Resources".to_owned(),
                json!({"Topic": {
                    "Properties": Map::from_iter(properties.into_iter().filter(|(key, _)| key != "Condition")),
                    "Metadata": Map::from_iter(metadata.into_iter().filter(|(key, _)| key != "Condition")),
                    "DependsOn": ["Topic"], "Condition": "Always", "Type": "AWS::SNS::Topic",
                }}),
            );
            document.insert("Mappings".to_owned(), json!({"Map": {"a": {"b": "c"}}}));
            document.insert("Conditions".to_owned(), json!({"Always": condition}));
            document.insert("Description".to_owned(), json!(description));
            document.insert("AWSTemplateFormatVersion".to_owned(), json!("2010-09-09"));
            Value::Object(document)
        })
}

fn shown(template: &Template) -> String {
    format!("{template:?}\n{}", template.to_yaml())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn reading_the_printed_yaml_gives_the_template(document in template()) {
        let template = Template::from_json(document).unwrap();
        match Template::parse(&template.to_yaml()) {
            Ok(again) => {
                prop_assert_eq!(&again, &template, "{}", shown(&template));
                prop_assert_eq!(again.to_yaml(), template.to_yaml());
            }
            Err(error) => prop_assert!(false, "{error}\n{}", shown(&template)),
        }
    }

    #[test]
    fn reading_the_printed_json_gives_the_template(document in template()) {
        let template = Template::from_json(document).unwrap();
        let again = Template::parse(&template.to_json()).unwrap();
        prop_assert_eq!(&again, &template);
        prop_assert_eq!(again.to_json(), template.to_json());
    }

    #[test]
    fn a_text_comes_back_as_it_went(text in text()) {
        let template = Template::from_json(json!({"Resources": {"A": {"Type": "AWS::SNS::Topic", "Properties": {
            "Alone": text, "List": [text], text.replace("Fn::", "") + "Key": 1, "Flow": {"Fn::Equals": [text, text]}
        }}}})).unwrap();
        prop_assert_eq!(&Template::parse(&template.to_yaml()).unwrap(), &template, "{}", template.to_yaml());
    }

    #[test]
    fn whatever_bytes_come_nothing_panics(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        drop(Template::parse(&String::from_utf8_lossy(&bytes)));
    }

    #[test]
    fn whatever_looks_like_yaml_nothing_panics(source in "(Resources|A|!Ref|!Sub|!GetAtt|Fn::If|Type|: |- |\n|  |\\[|\\]|\\{|\\}|&a |\\*a|'|\"|!|<<|\\||>|x){0,60}") {
        drop(Template::parse(&source));
        drop(Template::parse(&format!("Resources:\n  A:\n    Type: T\n    Properties:\n      P: {source}")));
    }
}

#[test]
fn a_key_longer_than_yaml_takes_before_a_colon_comes_back() {
    let long = "k".repeat(3_000);
    let template =
        Template::from_json(json!({"Resources": {"A": {"Type": "T", "Properties": {&long: {"b": [1]}}}}})).unwrap();
    assert_eq!(Template::parse(&template.to_yaml()).unwrap(), template);
}
