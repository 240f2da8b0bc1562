//! One value in many spellings: every reader must take each for the same.

use serde_json::{Value, json};
use sprinters_dsl::rules;
use sprinters_dsl::template::{Inputs, Template};
use sprinters_stacks::diff::diff;

/// Spellings of `ec2:*`, where one or several actions belong.
fn spellings() -> Vec<(&'static str, Value)> {
    vec![
        ("text", json!("ec2:*")),
        ("list of one", json!(["ec2:*"])),
        ("the same twice", json!(["ec2:*", "ec2:*"])),
        ("Sub without variables", json!({"Fn::Sub": "ec2:*"})),
        ("Sub with a variable", json!({"Fn::Sub": ["${Service}:*", {"Service": "ec2"}]})),
        (
            "Sub in Sub",
            json!({"Fn::Sub": ["${A}${B}", {"A": {"Fn::Sub": "ec2"}, "B": {"Fn::Join": ["", [":", "*"]]}}]}),
        ),
        ("Join", json!({"Fn::Join": [":", ["ec2", "*"]]})),
        ("Join of nothing between", json!({"Fn::Join": ["", ["ec2", {"Ref": "AWS::NoValue"}, ":*"]]})),
        ("Join of a Split", json!({"Fn::Join": [":", {"Fn::Split": ["|", "ec2|*"]}]})),
        ("Join of one", json!({"Fn::Join": ["", [{"Ref": "Only"}]]})),
        ("Select", json!({"Fn::Select": [1, ["s3:*", "ec2:*"]]})),
        ("Select by text", json!({"Fn::Select": ["0", ["ec2:*", "s3:*"]]})),
        ("Select of a Split", json!({"Fn::Select": [0, {"Fn::Split": ["|", "ec2:*|s3:*"]}]})),
        ("Split", json!({"Fn::Split": ["|", "ec2:*"]})),
        ("FindInMap", json!({"Fn::FindInMap": ["Actions", "us-east-1", "all"]})),
        (
            "FindInMap by region, the same everywhere",
            json!({"Fn::FindInMap": ["Actions", {"Ref": "AWS::Region"}, "all"]}),
        ),
        ("If with equal branches", json!({"Fn::If": ["InEurope", "ec2:*", {"Fn::Sub": "ec2:*"}]})),
        ("If that is always true", json!({"Fn::If": ["Always", "ec2:*", "s3:*"]})),
        (
            "If and its opposite",
            json!([
                {"Fn::If": ["InEurope", "ec2:*", {"Ref": "AWS::NoValue"}]},
                {"Fn::If": ["InEurope", {"Ref": "AWS::NoValue"}, "ec2:*"]},
            ]),
        ),
        ("Ref to a parameter with one value", json!({"Ref": "Only"})),
        ("Sub of a parameter with one value", json!({"Fn::Sub": "${Only}"})),
    ]
}

#[expect(clippy::panic, reason = "a helper of tests; the message names the template that can't be read")]
fn template(action: &Value) -> Template {
    let document = json!({
        "Transform": "AWS::LanguageExtensions",
        "Parameters": {"Only": {"Type": "String", "Default": "ec2:*", "AllowedValues": ["ec2:*"]}},
        "Mappings": {"Actions": {"us-east-1": {"all": "ec2:*", "some": "ec2:*"}, "eu-west-1": {"all": "ec2:*", "some": "ec2:RunInstances"}}},
        "Conditions": {
            "InEurope": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]},
            "Always": {"Fn::Equals": ["a", "a"]},
            "Never": {"Fn::And": [{"Condition": "InEurope"}, {"Fn::Not": [{"Condition": "InEurope"}]}]}
        },
        "Resources": {"Worker": {"Type": "AWS::IAM::User", "Properties": {"Policies": [{
            "PolicyName": "work",
            "PolicyDocument": {"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": action, "Resource": "arn:aws:ec2:eu-west-1:111122223333:instance/i-1"}]},
        }]}}},
    });
    match Template::from_json(document) {
        Ok(template) => template,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn diff_takes_every_spelling_for_the_same() {
    let plain = template(&json!("ec2:*"));
    for (name, action) in spellings() {
        for (old, new) in [(&plain, &template(&action)), (&template(&action), &plain)] {
            let difference = diff(old, new);
            assert!(difference.is_empty(), "{name}:\n{}", difference.to_text());
        }
    }
}

#[test]
fn check_looks_at_worlds_that_can_be_and_at_no_others() {
    let found = |action: &Value| {
        let findings = rules::check(&template(action), rules::all());
        let wildcards = findings.iter().filter(|finding| finding.rule.as_str().ends_with("wildcard-action"));
        wildcards.map(|finding| (finding.found.clone(), finding.path.clone())).collect::<Vec<_>>()
    };
    // Never true, or another cell of the table.
    for action in [
        json!({"Fn::If": ["Never", "ec2:*", "ec2:RunInstances"]}),
        json!({"Fn::FindInMap": ["Actions", "eu-west-1", "some"]}),
    ] {
        assert_eq!(found(&action), [], "{action}");
    }
    // Each world that can be, and the place where it stands.
    let each = found(&json!({"Fn::Join": [":", [{"Fn::If": ["InEurope", "ec2", "s3"]}, "*"]]}));
    let sentences: Vec<&str> = each.iter().map(|(found, _)| found.as_str()).collect();
    assert_eq!(sentences, ["allows ec2:* in statement 1", "allows s3:* in statement 1"]);
    let always = found(&json!({"Fn::If": ["Never", "s3:*", ["ec2:*"]]}));
    let place = "/Resources/Worker/Properties/Policies/0/PolicyDocument/Statement/0/Action/Fn::If/2/0";
    assert_eq!(always, [("allows ec2:* in statement 1".to_owned(), place.to_owned())]);
}

#[test]
fn check_finds_the_wildcard_in_every_spelling() {
    for (name, action) in spellings() {
        let findings = rules::check(&template(&action), rules::all());
        assert!(
            findings.iter().any(|finding| finding.rule.as_str().ends_with("wildcard-action")),
            "{name}: {findings:?}"
        );
    }
}

#[test]
fn the_resolver_gives_the_same_for_every_spelling() {
    for (name, action) in spellings() {
        let resolved = template(&action).resolve(&Inputs::default()).unwrap();
        let properties = &resolved.resource("Worker").unwrap().properties;
        let found = &properties["Policies"][0]["PolicyDocument"]["Statement"][0]["Action"];
        let texts: Vec<&str> = match found {
            Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
            other => other.as_str().into_iter().collect(),
        };
        assert!(!texts.is_empty() && texts.iter().all(|text| *text == "ec2:*"), "{name}: {found}");
    }
}

/// What only the deployment knows is the same as itself, in whatever way it is put together, and as nothing else.
#[test]
fn holes_are_compared_by_what_fills_them() {
    let bucket = |resource: Value| {
        let mut document = template(&json!("s3:GetObject")).as_json().clone();
        document["Parameters"]["Name"] = json!({"Type": "String"});
        document["Parameters"]["Other"] = json!({"Type": "String"});
        document["Resources"]["Worker"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"][0]["Resource"] =
            resource;
        Template::from_json(document).unwrap()
    };
    let plain = bucket(json!({"Fn::Sub": "arn:aws:s3:::${Name}/*"}));
    for same in [
        json!({"Fn::Join": ["", ["arn:aws:s3:::", {"Ref": "Name"}, "/*"]]}),
        json!({"Fn::Sub": ["arn:${P}:s3:::${N}/*", {"P": "aws", "N": {"Ref": "Name"}}]}),
        json!({"Fn::Join": [":", ["arn", "aws", "s3", "", "", {"Fn::Sub": "${Name}/*"}]]}),
        json!({"Fn::Select": [0, [{"Fn::Sub": "arn:aws:s3:::${Name}/*"}]]}),
        json!({"Fn::If": ["InEurope", {"Fn::Sub": "arn:aws:s3:::${Name}/*"}, {"Fn::Sub": "arn:aws:s3:::${Name}/*"}]}),
    ] {
        let difference = diff(&plain, &bucket(same.clone()));
        assert!(difference.is_empty(), "{same}\n{}", difference.to_text());
    }
    for other in [
        json!({"Fn::Sub": "arn:aws:s3:::${Other}/*"}),
        json!({"Fn::Select": [0, {"Fn::Split": ["|", {"Ref": "Name"}]}]}),
        json!({"Fn::ImportValue": "Name"}),
        json!({"Fn::GetStackOutput": ["other", "Name"]}),
    ] {
        let difference = diff(&plain, &bucket(other.clone()));
        assert!(difference.any_widened(), "{other}\n{}", difference.to_text());
    }
}
