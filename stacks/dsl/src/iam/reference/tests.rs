use super::text::{OTHERS_TEXT, TEXT};
use super::*;
use std::collections::BTreeSet;

/// The reader passes over what it doesn't understand, so the text must hold nothing of the kind.
#[test]
fn every_line_of_the_text_is_understood() {
    let lines = || TEXT.lines().chain(OTHERS_TEXT.lines());
    let count = |what: &str| lines().filter(|line| line.starts_with(what)).count();
    let covered: Vec<&Service> = services().map(|prefix| find_service(prefix).unwrap()).collect();
    assert_eq!(covered.len(), count("service "));
    assert_eq!(covered.iter().map(|service| service.keys().count()).sum::<usize>(), count("key "));
    assert_eq!(covered.iter().map(|service| service.resource_types().count()).sum::<usize>(), count("resource "));
    let mut resources = 0;
    let mut actions = 0;
    for name in covered.iter().flat_map(|service| service.actions()) {
        let facts = find_action(name).unwrap_or_else(|| panic!("{name} is not understood"));
        assert_eq!(facts.name, name);
        actions += 1;
        resources += facts.resource_types.len();
    }
    assert_eq!((actions, resources), (count("action "), count(" ")));
    let of_types =
        covered.iter().flat_map(|service| service.resource_types().map(|(name, _)| service.keys_of_type(name)));
    assert_eq!(of_types.filter(|keys| !keys.is_empty()).count(), count("on "));
    let other = lines().filter(|line| {
        !["service ", "key ", "resource ", "on ", "action ", " ", "#"].iter().any(|known| line.starts_with(known))
    });
    assert_eq!(other.collect::<BTreeSet<_>>(), BTreeSet::from([""]));
}

#[test]
fn names_are_sorted_so_that_they_can_be_searched() {
    for prefix in services() {
        let lower: Vec<String> = actions_of(prefix).map(str::to_ascii_lowercase).collect();
        assert!(lower.is_sorted(), "{prefix}");
    }
    assert!(services().is_sorted());
}

#[test]
fn the_text_stays_small_enough_to_carry_in_a_program() {
    assert!(TEXT.len() < 300_000, "{} bytes", TEXT.len());
    assert!(OTHERS_TEXT.len() < 2_500_000, "{} bytes", OTHERS_TEXT.len());
}

#[test]
fn a_service_is_found_whatever_the_letter_case() {
    assert_eq!(find_service("EC2").map(Service::prefix), Some("ec2"));
    assert!(find_service("ec3").is_none());
    assert!(find_service("").is_none());
}

#[test]
fn an_action_has_its_level_resource_types_and_keys() {
    let facts = find_action("EC2:terminateinstances").unwrap();
    assert_eq!(facts.name, "ec2:TerminateInstances");
    assert_eq!(facts.access_level, AccessLevel::Write);
    assert!(facts.access_level.changes_something());
    assert_eq!(facts.keys, ["ec2:Region"]);
    let [instance] = facts.resource_types.as_slice() else { panic!("one resource type") };
    assert_eq!((instance.name, instance.required), ("instance", true));
    assert!(instance.keys.contains(&"aws:ResourceTag/${TagKey}"));

    let describe = find_action("ec2:DescribeInstances").unwrap();
    assert_eq!((describe.access_level, describe.resource_types.len()), (AccessLevel::List, 0));
    assert_eq!(find_action("ec2:CreateTags").unwrap().access_level, AccessLevel::Tagging);
    assert_eq!(find_action("iam:PutRolePolicy").unwrap().access_level, AccessLevel::PermissionsManagement);
    for unknown in ["ec2:LaunchInstances", "RunInstances", "ec2:", ":", "", "ec2:Run*", "moon:Land"] {
        assert_eq!(find_action(unknown), None, "{unknown}");
    }
}

/// AWS's Service Authorization Reference, "Actions, resources, and condition keys for Amazon EC2": the table that
/// launching is built on.
#[test]
fn the_launch_template_key_is_supplied_on_most_but_not_all_resources_of_a_launch() {
    let launch = find_action("ec2:RunInstances").unwrap();
    let required: Vec<&str> = launch.resource_types.iter().filter(|on| on.required).map(|on| on.name).collect();
    assert_eq!(required, ["image", "instance", "network-interface", "security-group", "subnet"]);
    let without: Vec<&str> = launch
        .resource_types
        .iter()
        .filter(|on| !key_supplied("ec2:RunInstances", on.name, "ec2:LaunchTemplate"))
        .map(|on| on.name)
        .collect();
    assert_eq!(
        without,
        [
            "elastic-inference",
            "group",
            "license-configuration",
            "secondary-interface",
            "secondary-subnet",
            "spot-instances-request"
        ]
    );
    let tagged_while_launching: Vec<&str> = launch
        .resource_types
        .iter()
        .filter(|on| key_supplied("ec2:RunInstances", on.name, "aws:RequestTag/team"))
        .map(|on| on.name)
        .collect();
    assert_eq!(
        tagged_while_launching,
        ["instance", "network-interface", "secondary-interface", "spot-instances-request", "volume"]
    );
}

#[test]
fn a_key_is_supplied_by_action_by_resource_type_or_everywhere() {
    for (action, resource_type, key, expected) in [
        ("ec2:CreateTags", "instance", "ec2:CreateAction", true),
        ("ec2:CreateTags", "instance", "ec2:LaunchTemplate", false),
        ("ec2:ModifyVolume", "volume", "aws:ResourceTag/sprinters:deployment", true),
        ("ec2:ModifyVolume", "volume", "AWS:resourcetag/sprinters:deployment", true),
        ("ec2:ModifyVolume", "volume", "aws:RequestTag/sprinters:deployment", false),
        ("ec2:ModifyVolume", "volume", "aws:ResourceTag", false),
        ("ec2:ModifyVolume", "instance", "aws:ResourceTag/team", false),
        ("ec2:DescribeInstances", "*", "ec2:Region", true),
        ("ec2:DescribeInstances", "*", "aws:ResourceTag/team", false),
        ("sts:AssumeRole", "role", "sts:ExternalId", true),
        ("sts:AssumeRole", "role", "aws:SourceIp", true),
        ("sts:AssumeRole", "role", "aws:PrincipalTag/team", true),
        ("sts:AssumeRole", "role", "aws:Principal", false),
        ("iam:PassRole", "role", "iam:PassedToService", true),
        ("kms:Decrypt", "key", "kms:EncryptionContext:team", true),
        ("ec2:LaunchInstances", "instance", "ec2:Region", false),
    ] {
        assert_eq!(key_supplied(action, resource_type, key), expected, "{action} on {resource_type}: {key}");
    }
}

#[test]
fn the_keys_supplied_are_those_of_the_resource_type_and_of_the_action() {
    assert_eq!(keys_supplied("ec2:DescribeInstances", "*"), ["ec2:Region"]);
    let keys = keys_supplied("ec2:RunInstances", "spot-instances-request");
    assert_eq!(keys, ["aws:RequestTag/${TagKey}", "aws:TagKeys", "ec2:Region"]);
    assert!(keys_supplied("ec2:RunInstances", "moon").is_empty());
    assert!(keys_supplied("ec2:LaunchInstances", "*").is_empty());
}

#[test]
fn a_key_has_a_type() {
    for (name, expected) in [
        ("ec2:instancetype", Some(("ec2:InstanceType", KeyType::Text))),
        ("ec2:VolumeSize", Some(("ec2:VolumeSize", KeyType::Numeric))),
        ("ec2:LaunchTemplate", Some(("ec2:LaunchTemplate", KeyType::Arn))),
        ("ec2:Encrypted", Some(("ec2:Encrypted", KeyType::Bool))),
        ("aws:TagKeys", Some(("aws:TagKeys", KeyType::TextList))),
        ("aws:ResourceTag/team", Some(("aws:ResourceTag/${TagKey}", KeyType::Text))),
        ("ec2:InstanceTypes", None),
    ] {
        assert_eq!(find_key(name).map(|key| (key.name, key.key_type)), expected, "{name}");
    }
}

#[test]
fn global_keys_are_known_whatever_the_letter_case() {
    assert!(is_global_key("aws:sourceip"));
    assert!(is_global_key("aws:PrincipalTag/team"));
    assert!(!is_global_key("aws:ResourceTag/team"));
    assert!(!is_global_key("aws:SourceIpp"));
}

#[test]
fn a_wildcard_stands_for_the_actions_that_it_matches() {
    assert_eq!(
        matching("sts:Assume*"),
        ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoot"]
    );
    assert_eq!(matching("EC2:RUNINSTANCES"), ["ec2:RunInstances"]);
    assert_eq!(matching("sq?:SendMessage"), ["sqs:SendMessage"]);
    assert_eq!(matching("ec2:*").len(), actions_of("ec2").count());
    assert_eq!(matching("*").len(), services().flat_map(actions_of).count());
    assert!(matching("moon:*").is_empty());
    assert!(matching("").is_empty());
}

#[test]
fn a_slip_finds_the_action_that_was_meant() {
    for (given, expected) in [
        ("ec2:RunInstnaces", Some("ec2:RunInstances")),
        ("ec2:DescribeInstance", Some("ec2:DescribeInstances")),
        ("ec2:AssumeRole", Some("sts:AssumeRole")),
        ("RunInstances", Some("ec2:RunInstances")),
        ("sqss:SendMessages", Some("sqs:SendMessage")),
        ("ec2:Banana", None),
        ("", None),
    ] {
        assert_eq!(nearest_action(given), expected, "{given}");
    }
}

#[test]
fn an_arn_is_of_one_resource_type_or_of_several() {
    for (service, arn, expected) in [
        ("ec2", "instance/*", &["instance"][..]),
        ("ec2", "arn:aws:ec2:us-east-1:123456789012:instance/i-1", &["instance"]),
        ("ec2", "arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:volume/*", &["volume"]),
        ("ec2", "arn:aws:ec2:*::image/ami-1", &["image"]),
        ("ec2", "arn:aws:ec2:us-east-1:123456789012:image/ami-1", &[]),
        ("ec2", "arn:aws:ec2:*:*:moon/*", &[]),
        ("ec2", "arn:aws:ec2:*:*:spot*request/sir-1", &["spot-fleet-request", "spot-instances-request"]),
        ("s3", "my-bucket", &["bucket"]),
        ("s3", "arn:aws:s3:::my-bucket", &["bucket"]),
        ("s3", "arn:aws:s3:::my-bucket/*", &["object"]),
        ("s3", "arn:aws:s3:::job/1", &["object"]),
        ("s3", "arn:aws:s3:::my-bucket*", &["bucket", "object"]),
        ("s3", "arn:aws:s3:us-east-1:123456789012:job/1", &["job"]),
        ("sqs", "arn:aws:sqs:*:*:*", &["queue"]),
        ("kms", "*", &["alias", "key"]),
        ("iam", "arn:aws:iam::123456789012:role/service-role/build", &["role"]),
        ("logs", "arn:aws:logs:us-east-1:123456789012:log-group:build:log-stream:1", &["log-stream"]),
        ("logs", "arn:aws:logs:us-east-1:123456789012:log-group:build:*", &["log-group", "log-stream"]),
        ("kms", "arn:aws:kms:*", &["alias", "key"]),
        ("sqs", "arn:aws:sqs:eu-west-1:*", &["queue"]),
        ("sqs", "arn:aws:sns:*", &[]),
        ("moon", "*", &[]),
    ] {
        assert_eq!(resource_types_of_arn(service, arn), expected, "{service}: {arn}");
        let one = if let [one] = expected { Some(*one) } else { None };
        assert_eq!(resource_type_of_arn(service, arn), one, "{service}: {arn}");
    }
}

#[test]
#[cfg(feature = "all-services")]
fn every_service_is_known() {
    assert!(430 < services().count(), "{}", services().count());
    for action in ["dynamodb:GetItem", "bedrock:InvokeModel", "secretsmanager:GetSecretValue", "lambda:InvokeFunction"]
    {
        assert_eq!(find_action(action).map(|facts| facts.name), Some(action));
    }
    assert_eq!(nearest_action("dynamodb:GetItm"), Some("dynamodb:GetItem"));
    assert_eq!(resource_types_of_arn("lambda", "arn:aws:lambda:eu-west-1:111122223333:function:f"), ["function"]);
    assert_eq!(resource_types_of_arn("apigateway", "arn:aws:apigateway:eu-west-1::/restapis/a/stages/b"), ["Stage"]);
}

#[test]
fn what_does_something_else_is_no_suggestion() {
    for given in ["s3:HeadBucket", "iam:GetDefaultPolicyVersion", "kms:ListKey2", "sqs:PeekMessage", "s3:ReadObject"] {
        let found = nearest_action(given);
        assert!(
            found.is_none_or(|found| !find_action(found).unwrap().access_level.changes_something()),
            "{given} finds {found:?}"
        );
    }
}

/// Drops, doubles and swaps a letter of every action that only reads: what is found for the slip may not change
/// anything either.
#[test]
fn a_slip_of_a_read_never_finds_a_change() {
    for name in ["ec2", "iam", "kms", "s3", "sns", "sqs", "ssm", "sts"].into_iter().flat_map(actions_of) {
        if find_action(name).unwrap().access_level.changes_something() {
            continue;
        }
        let own = name.find(':').unwrap() + 1;
        for at in [own, own + 2, name.len() - 1] {
            let mut slip = name.to_owned();
            slip.remove(at);
            let found = nearest_action(&slip).filter(|_| find_action(&slip).is_none());
            let changes = found.filter(|found| find_action(found).unwrap().access_level.changes_something());
            assert_eq!(changes, None, "{slip}");
        }
    }
}

#[test]
fn a_key_that_stands_on_the_resource_type_is_documented() {
    assert!(key_documented("kms:Decrypt", "key", "kms:ResourceAliases"));
    assert!(!key_supplied("kms:Decrypt", "key", "kms:ResourceAliases"));
    assert!(!key_documented("kms:Decrypt", "key", "kms:Banana"));
    assert!(!key_documented("ec2:RunInstances", "spot-instances-request", "ec2:LaunchTemplate"));
}
