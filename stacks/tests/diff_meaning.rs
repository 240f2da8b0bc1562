//! What is no difference: order, names of statements and logical ids, one or many, long or short forms, equal
//! statements split.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value};
use sprinters_dsl::template::Template;
use sprinters_stacks::diff::{Change, diff};

const BASE: &str = include_str!("diff/base.yml");
const OTHERS: &str = include_str!("diff/others.yml");

#[expect(clippy::panic, reason = "a helper of tests; the message names the template that can't be read")]
fn read(source: &str) -> Template {
    match Template::parse(source) {
        Ok(template) => template,
        Err(error) => panic!("{error}"),
    }
}

#[expect(clippy::panic, reason = "a helper of tests; the message names the template that can't be read")]
fn from_json(value: &Value) -> Template {
    match Template::from_json(value.clone()) {
        Ok(template) => template,
        Err(error) => panic!("{error}\n{value:#}"),
    }
}

fn assert_same(old: &Template, new: &Template) {
    let difference = diff(old, new);
    assert!(difference.is_empty(), "{}\n{}", difference.to_text(), new.to_yaml());
}

/// Lists that CloudFormation or IAM reads as sets.
const SETS: [&str; 9] = [
    "Statement",
    "Action",
    "NotAction",
    "Resource",
    "ec2:VolumeType",
    "aws:TagKeys",
    "SecurityGroupEgress",
    "Tags",
    "BlockDeviceMappings",
];

/// Object keys and set-like lists in another order, single elements as lists and lists of one as the element.
fn shuffled(value: &Value, key: &str, turns: &mut impl FnMut(usize) -> usize) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<(&String, &Value)> = map.iter().collect();
            // The order of `Fn::…` objects' single entry is nothing; that of sections is the template's own.
            let turn = turns(entries.len());
            entries.rotate_left(turn);
            let mut out = Map::new();
            for (key, item) in entries {
                let item = shuffled(item, key, turns);
                let scalar = item.is_string() || item.get("Ref").is_some() || item.get("Fn::Sub").is_some();
                let item = match (key.as_str(), scalar, turns(2)) {
                    ("Action" | "NotAction" | "Resource", true, 1) => Value::Array(vec![item]),
                    ("Sid", _, 1) => Value::String("Another".to_owned()),
                    (_, _, _) => item,
                };
                out.insert(key.clone(), item);
            }
            Value::Object(out)
        }
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(|item| shuffled(item, "", turns)).collect();
            if SETS.contains(&key) {
                let turn = turns(items.len());
                items.rotate_left(turn);
                if turns(2) == 1 {
                    items.reverse();
                }
            }
            Value::Array(items)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// Every statement once per action and per resource.
fn split(value: &Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(
            map.iter()
                .map(|(key, item)| match (key.as_str(), item) {
                    ("Statement", Value::Array(items)) => {
                        (key.clone(), Value::Array(items.iter().flat_map(pieces).collect()))
                    }
                    (_, _) => (key.clone(), split(item)),
                })
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.iter().map(split).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

fn pieces(statement: &Value) -> Vec<Value> {
    let mut out = vec![statement.clone()];
    for key in ["Action", "Resource"] {
        out = out
            .iter()
            .flat_map(|piece| match piece.get(key).and_then(Value::as_array) {
                Some(items) => items
                    .iter()
                    .map(|item| {
                        let mut piece = piece.clone();
                        piece[key] = item.clone();
                        piece
                    })
                    .collect(),
                None => vec![piece.clone()],
            })
            .collect();
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_and_lists_of_one_are_no_difference(indexes in prop::collection::vec(any::<Index>(), 1..200)) {
        let base = read(BASE);
        let mut next = indexes.iter().cycle();
        let mut turn = |length: usize| match (length, next.next()) {
            (0, _) | (_, None) => 0,
            (length, Some(index)) => index.index(length),
        };
        let turned = shuffled(base.as_json(), "", &mut turn);
        assert_same(&base, &from_json(&turned));
    }

    #[test]
    fn renamed_logical_ids_are_no_difference(names in prop::collection::hash_set("[A-Z][a-zA-Z0-9]{3,9}", 6)) {
        let mut source = BASE.to_owned();
        for (old, new) in ["Group", "Machine", "Launcher", "Cache", "HasProfile", "WantsNothing"].iter().zip(&names) {
            prop_assume!(!BASE.contains(new.as_str()));
            source = renamed(&source, old, new);
        }
        let (base, renamed) = (read(BASE), read(&source));
        assert_same(&base, &renamed);
        assert_same(&renamed, &base);
    }
}

/// The id as a whole word, as key and in every kind of reference, but not as part of a type name or a word.
fn renamed(source: &str, old: &str, new: &str) -> String {
    let mut out = source.replace(&format!("\n  {old}:\n"), &format!("\n  {new}:\n"));
    out = out.replace(&format!("\n  {old}: "), &format!("\n  {new}: "));
    out = out
        .replace(&format!("${{{old}}}"), &format!("${{{new}}}"))
        .replace(&format!("${{{old}."), &format!("${{{new}."));
    out = out.replace(&format!("!Ref {old}\n"), &format!("!Ref {new}\n"));
    out = out.replace(&format!("!GetAtt {old}."), &format!("!GetAtt {new}."));
    out.replace(&format!("- {old}\n"), &format!("- {new}\n"))
}

#[test]
fn the_same_in_json_and_long_forms_is_no_difference() {
    for source in [BASE, OTHERS] {
        let base = read(source);
        assert_same(&base, &read(&base.to_json()));
        assert_same(&read(&base.to_yaml()), &base);
    }
}

#[test]
fn statements_split_or_merged_are_no_difference() {
    for source in [BASE, OTHERS] {
        let base = read(source);
        let split = from_json(&split(base.as_json()));
        assert_ne!(base, split);
        assert_same(&base, &split);
        assert_same(&split, &base);
    }
}

#[test]
fn a_condition_split_into_statements_is_no_difference() {
    let both = "StringEquals:\n                    ec2:VolumeType: [gp3, gp2]\n";
    let volume = BASE.find("              - Sid: LaunchVolume").unwrap();
    let next = BASE.find("              - Sid: LaunchImage").unwrap();
    let statement = &BASE[volume..next];
    assert!(statement.contains(both));
    let one = |kind: &str| statement.replace("[gp3, gp2]", kind);
    let split = BASE.replace(statement, &format!("{}{}", one("gp3"), one("[gp2]")));
    assert_same(&read(BASE), &read(&split));
    assert_same(&read(&split), &read(BASE));
}

#[test]
fn an_inline_policy_moved_into_a_managed_one_is_no_difference_in_grants() {
    let start = BASE.find("      Policies:\n        - PolicyName: launch\n").unwrap();
    let end = BASE.find("  Cache:\n").unwrap();
    let document = BASE[start..end]
        .replace("      Policies:\n        - PolicyName: launch\n          ", "      ")
        .replace("\n    ", "\n");
    let managed = format!(
        "  Launch:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      Roles: [!Ref Launcher]\n{document}"
    );
    let moved = BASE.replace(&BASE[start..end], &managed);
    let difference = diff(&read(BASE), &read(&moved));
    assert!(difference.grants.is_empty(), "{}", difference.to_text());
    let told: Vec<&str> = difference.other.iter().map(|change| change.id.as_str()).collect();
    assert_eq!(told, ["Launcher", "Launch"], "that it moved is told: {}", difference.to_text());
}

#[test]
fn a_renamed_parameter_is_told_but_grants_nothing() {
    let renamed = BASE.replace("ExternalId", "GivenId").replace("sts:GivenId", "sts:ExternalId");
    let difference = diff(&read(BASE), &read(&renamed));
    assert!(difference.grants.is_empty(), "{}", difference.to_text());
    let told: Vec<(&str, Change)> =
        difference.other.iter().map(|change| (change.sentence.as_str(), change.change)).collect();
    assert_eq!(told, [("the parameter ExternalId is now called GivenId", Change::Renamed)]);
}

#[test]
fn a_condition_written_another_way_is_no_difference() {
    let once = "HasProfile: !Not [!Equals [!Ref ProfileRoleArn, \"\"]]";
    for other in [
        "HasProfile: !Not [!Equals [\"\", !Ref ProfileRoleArn]]",
        "HasProfile: !Not [!Not [!Not [!Equals [!Sub \"${ProfileRoleArn}\", \"\"]]]]",
        "HasNone: !Equals [!Ref ProfileRoleArn, \"\"]\n  HasProfile: !Not [Condition: HasNone]",
    ] {
        let difference = diff(&read(BASE), &read(&BASE.replace(once, other)));
        assert!(difference.grants.is_empty(), "{other}\n{}", difference.to_text());
    }
    let branches = BASE
        .replace("- HasProfile\n", "- HasNone\n")
        .replace(once, &format!("HasNone: !Equals [!Ref ProfileRoleArn, \"\"]\n  {once}"));
    let difference = diff(&read(BASE), &read(&branches));
    assert!(difference.any_widened(), "{}", difference.to_text());
}
