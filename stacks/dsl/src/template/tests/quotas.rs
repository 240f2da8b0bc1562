//! Quotas of CloudFormation and IAM, each hit one too far and not one earlier.

use serde_json::{Map, Value, json};

use crate::template::{Limit, Template, policy_characters};

fn exceeded(template: Value) -> Vec<(Limit, usize)> {
    match Template::from_json(template).unwrap().check_limits() {
        Ok(()) => Vec::new(),
        Err(limits) => limits.into_iter().map(|limit| (limit.limit, limit.found)).collect(),
    }
}

fn many(count: usize, entry: &Value) -> Value {
    Value::Object((0..count).map(|index| (format!("Id{index}"), entry.clone())).collect())
}

fn one(properties: impl Into<Value>, kind: &str) -> Value {
    let properties: Value = properties.into();
    json!({"Resources": {"It": {"Type": kind, "Properties": properties}}})
}

/// A policy of exactly this many characters.
fn policy(characters: usize) -> Value {
    let frame = json!({"Statement": [{"Effect": "Allow", "Action": "a:b", "Resource": ""}]}).to_string().len();
    json!({"Statement": [{"Effect": "Allow", "Action": "a:b", "Resource": "x".repeat(characters - frame)}]})
}

#[test]
fn counts_are_bounded() {
    let topic = json!({"Type": "AWS::SNS::Topic"});
    assert_eq!(exceeded(json!({"Resources": many(500, &topic)})), []);
    assert_eq!(exceeded(json!({"Resources": many(501, &topic)})), [(Limit::Resources, 501)]);
    let with = |section: &str, entry: Value| exceeded(json!({section: many(201, &entry), "Resources": {"A": topic}}));
    assert_eq!(with("Parameters", json!({"Type": "String"})), [(Limit::Parameters, 201)]);
    assert_eq!(with("Outputs", json!({"Value": "x"})), [(Limit::Outputs, 201)]);
    assert_eq!(with("Mappings", json!({"a": {"b": "c"}})), [(Limit::Mappings, 201)]);
    let keys: Map<String, Value> = (0..201).map(|key| (format!("k{key}"), json!({"a": "b"}))).collect();
    assert_eq!(exceeded(json!({"Mappings": {"M": keys}, "Resources": {"A": topic}})), [(Limit::MappingKeys, 201)]);
}

#[test]
fn names_and_texts_are_bounded() {
    let topic = json!({"Type": "AWS::SNS::Topic"});
    assert_eq!(
        exceeded(json!({"Description": "x".repeat(1_025), "Resources": {"A": topic}})),
        [(Limit::Description, 1_025)]
    );
    assert_eq!(exceeded(json!({"Resources": {"x".repeat(256): topic}})), [(Limit::LogicalId, 256)]);
    assert_eq!(exceeded(json!({"Resources": {"My-Topic_1": topic}})), [(Limit::LogicalIdCharacters, 2)]);
    assert_eq!(
        exceeded(
            json!({"Parameters": {"P": {"Type": "String", "Default": "é".repeat(2_049)}}, "Resources": {"A": topic}})
        ),
        [(Limit::ParameterValue, 4_098)]
    );
    assert_eq!(
        exceeded(one(json!({"GroupDescription": "x".repeat(256)}), "AWS::EC2::SecurityGroup")),
        [(Limit::SecurityGroupDescription, 256)]
    );
    assert_eq!(exceeded(one(json!({"RoleName": "x".repeat(65)}), "AWS::IAM::Role")), [(Limit::RoleName, 65)]);
    let tag = json!({"Key": "k".repeat(129), "Value": "v".repeat(257)});
    assert_eq!(
        exceeded(one(json!({"Tags": [tag]}), "AWS::SNS::Topic")),
        [(Limit::TagKey, 129), (Limit::TagValue, 257)]
    );
    assert_eq!(
        exceeded(one(json!({"Tags": vec![json!({"Key": "k", "Value": "v"}); 51]}), "AWS::SNS::Topic")),
        [(Limit::Tags, 51)]
    );
    let data = json!({"LaunchTemplateData": {"UserData": {"Fn::Base64": {"Fn::Sub": "x".repeat(16_385)}}}});
    assert_eq!(exceeded(one(data, "AWS::EC2::LaunchTemplate")), [(Limit::UserData, 16_385)]);
}

#[test]
fn policies_are_counted_as_iam_counts_them() {
    let role = |first: usize, second: usize| {
        one(
            json!({"Policies": [{"PolicyName": "a", "PolicyDocument": policy(first)}, {"PolicyName": "b", "PolicyDocument": policy(second)}]}),
            "AWS::IAM::Role",
        )
    };
    assert_eq!(exceeded(role(5_000, 5_240)), []);
    assert_eq!(exceeded(role(5_000, 5_241)), [(Limit::InlineRolePolicies, 10_241)]);
    assert_eq!(
        exceeded(one(json!({"AssumeRolePolicyDocument": policy(2_049)}), "AWS::IAM::Role")),
        [(Limit::TrustPolicy, 2_049)]
    );
    assert_eq!(
        exceeded(one(json!({"PolicyDocument": policy(6_145)}), "AWS::IAM::ManagedPolicy")),
        [(Limit::ManagedPolicy, 6_145)]
    );
}

#[test]
fn a_policy_of_its_own_counts_with_its_role() {
    let template = json!({"Resources": {
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [{"PolicyName": "a", "PolicyDocument": policy(10_000)}]}},
        "More": {"Type": "AWS::IAM::Policy", "Properties": {"PolicyName": "b", "Roles": [{"Ref": "Role"}], "PolicyDocument": policy(241)}},
    }});
    assert_eq!(exceeded(template), [(Limit::InlineRolePolicies, 10_241)]);
}

#[test]
fn intrinsics_count_with_what_they_stand_for() {
    let template = Template::from_json(json!({
        "Parameters": {"Name": {"Type": "String", "Default": "12345678"}},
        "Conditions": {"C": {"Fn::Equals": ["a", "b"]}},
        "Resources": {"A": {"Type": "T"}},
    }))
    .unwrap();
    let count = |value: Value| policy_characters(&template, &value);
    assert_eq!(count(json!({"a": ["b", true, 10]})), r#"{"a":["b",true,10]}"#.len());
    assert_eq!(count(json!({"Ref": "Name"})), r#""12345678""#.len());
    assert_eq!(count(json!({"Fn::Sub": "x-${Name}-${AWS::AccountId}"})), r#""x-12345678-111122223333""#.len());
    assert_eq!(count(json!({"Fn::If": ["C", ["a"], {"Ref": "AWS::NoValue"}]})), r#"["a"]"#.len());
    assert_eq!(count(json!({"Fn::Join": ["", ["a", {"Ref": "Name"}]]})), r#""a12345678""#.len());
}

#[test]
fn an_exceeded_quota_is_one_sentence() {
    let template = Template::from_json(one(json!({"RoleName": "x".repeat(65)}), "AWS::IAM::Role")).unwrap();
    let sentence = template.check_limits().unwrap_err()[0].to_string();
    assert_eq!(sentence, "/Resources/It/Properties/RoleName: 65 characters in the role's name, at most 64 are allowed");
}
