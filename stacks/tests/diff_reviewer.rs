//! What other tools get wrong or do not see, and a second template in somebody else's hand.

use std::fmt::Write;

use sprinters_dsl::template::Template;
use sprinters_stacks::diff::Direction::{Changed, Narrowed, Widened};
use sprinters_stacks::diff::{Difference, Direction, diff};

const BASE: &str = include_str!("diff/base.yml");
const OTHERS: &str = include_str!("diff/others.yml");

#[expect(clippy::panic, reason = "a helper of tests; the message names the template that can't be read")]
fn read(source: &str) -> Template {
    match Template::parse(source) {
        Ok(template) => template,
        Err(error) => panic!("{error}"),
    }
}

fn edited(source: &str, from: &str, to: &str) -> Difference {
    assert!(source.contains(from), "{from:?} is not in the template");
    diff(&read(source), &read(&source.replacen(from, to, 1)))
}

/// AWS CDK's diff reports this narrowing as broadened permissions.
#[test]
fn a_narrowing_is_no_widening() {
    let without = BASE.replace("              StringLike:\n                sts:RoleSessionName: build-*\n", "");
    let difference = diff(&read(&without), &read(BASE));
    assert!(!difference.any_widened(), "{}", difference.to_text());
    assert_eq!(difference.grants.len(), 1);
    assert_eq!(difference.grants[0].direction, Narrowed);
}

/// AWS CDK's diff shows no change of permissions for this.
#[test]
fn a_volume_no_longer_encrypted_is_a_widening() {
    let difference =
        edited(BASE, "VolumeSize: 50\n              Encrypted: true", "VolumeSize: 50\n              Encrypted: false");
    assert!(difference.any_widened());
    assert!(difference.grants[0].sentence.contains("no longer encrypted"), "{}", difference.to_text());
}

#[test]
fn an_incomparable_change_counts_as_widened() {
    let difference = edited(BASE, "ec2:VolumeType: [gp3, gp2]", "ec2:VolumeType: [gp3, st1]");
    assert_eq!(difference.grants[0].direction, Changed);
    assert!(difference.any_widened());
}

/// A default that narrows must not hide a policy that widens, nor the other way round.
#[test]
fn a_change_of_default_hides_nothing() {
    let from = "ec2:InstanceType: !Ref InstanceTypes";
    let edited = BASE.replace(from, "ec2:InstanceType: \"*\"").replace("Default: m7i.*,c7i.*", "Default: m7i.large");
    assert!(diff(&read(BASE), &read(&edited)).any_widened());
    // With the old default nothing was granted; with the new one something is.
    let profile = BASE.replace(
        "  ProfileRoleArn:\n    Type: String\n    Default: \"\"",
        "  ProfileRoleArn:\n    Type: String\n    Default: arn:aws:iam::111122223333:role/p",
    );
    assert!(diff(&read(BASE), &read(&profile)).any_widened());
    let also = profile.replace("iam:PassedToService: ec2.amazonaws.com", "iam:PassedToService: lambda.amazonaws.com");
    let difference = diff(&read(BASE), &read(&also));
    assert!(difference.grants.iter().any(|change| change.sentence.contains("lambda.amazonaws.com")));
}

const EDITS: &[(&str, &str, &str, &[Direction])] = &[
    (
        "another service sends",
        "Principal: {Service: s3.amazonaws.com}",
        "Principal: {Service: [s3.amazonaws.com, sns.amazonaws.com]}",
        &[Widened],
    ),
    ("anyone sends", "Principal: {Service: s3.amazonaws.com}", "Principal: \"*\"", &[Widened]),
    ("any account sends", "            StringEquals: {aws:SourceAccount: !Ref AWS::AccountId}\n", "", &[Widened]),
    (
        "any bucket sends",
        "ArnEquals: {aws:SourceArn: !GetAtt Pictures.Arn}",
        "ArnLike: {aws:SourceArn: \"arn:aws:s3:::*\"}",
        &[Changed],
    ),
    ("operators by default", "Default: \"111122223333,444455556666\"", "Default: \"111122223333\"", &[Narrowed]),
    (
        "operators use the key",
        "              Bool: {kms:GrantIsForAWSResource: true}\n",
        "              Bool: {kms:GrantIsForAWSResource: false}\n",
        &[Changed],
    ),
    (
        "the account no longer has the key",
        "            Action: kms:*\n",
        "            Action: kms:Describe*\n",
        &[Narrowed],
    ),
    (
        "lambda may act in live too",
        "!If [Live, !Ref AWS::NoValue, lambda.amazonaws.com]",
        "lambda.amazonaws.com",
        &[Widened],
    ),
    (
        "reads everything in live too",
        "        - !If [Live, !Ref AWS::NoValue, !Sub \"arn:${AWS::Partition}:iam::aws:policy/ReadOnlyAccess\"]\n",
        "        - !Sub \"arn:${AWS::Partition}:iam::aws:policy/ReadOnlyAccess\"\n",
        &[Widened],
    ),
    (
        "no boundary",
        "      PermissionsBoundary: !Sub \"arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/workers\"\n",
        "",
        &[Widened],
    ),
    ("pictures of any stage", "!If [Live, live, test], /*", "\"*\"", &[Widened, Widened]),
    (
        "another queue",
        "!Select [0, [!GetAtt Jobs.Arn, nothing]]",
        "!Select [1, [!GetAtt Jobs.Arn, nothing]]",
        &[Changed],
    ),
    ("larger machines in one region", "live: m7i.xlarge", "live: m7i.metal-48xl", &[Changed]),
    (
        "lists in test everywhere",
        "!And [!Not [!Condition Live], !Equals [!Ref AWS::Region, eu-west-1]]",
        "!Not [!Condition Live]",
        &[Widened],
    ),
    ("lists never in test", "- TestInEurope\n", "- Live\n", &[Changed]),
    (
        "deny spares another place",
        "NotResource: !Sub \"${Pictures.Arn}/*\"",
        "NotResource: [!Sub \"${Pictures.Arn}/*\", !GetAtt Jobs.Arn]",
        &[Widened],
    ),
    ("deny everywhere", "NotResource: !Sub \"${Pictures.Arn}/*\"", "Resource: \"*\"", &[Narrowed]),
    ("another role in the profile", "Roles: [!Ref Worker]", "Roles: [Administrator]", &[Changed]),
    (
        "instance without encryption",
        "Ebs: {Encrypted: true, DeleteOnTermination: true}",
        "Ebs: {DeleteOnTermination: true}",
        &[Widened],
    ),
    (
        "instance in test too",
        "    Condition: Live\n    Properties:\n      ImageId",
        "    Properties:\n      ImageId",
        &[],
    ),
    (
        "policy no longer attached",
        "        - !Ref Work\n",
        "",
        &[
            Widened, Widened, Widened, Widened, Widened, Widened, Narrowed, Narrowed, Narrowed, Narrowed, Narrowed,
            Narrowed,
        ],
    ),
    ("bucket deleted with the stack", "    DeletionPolicy: Retain\n", "", &[]),
    ("stage", "AllowedValues: [test, live]", "AllowedValues: [test, live, demo]", &[Widened]),
];

#[test]
fn edits_of_a_template_in_another_hand() {
    let (mut said, mut wrong) = (String::new(), String::new());
    for (name, from, to, expected) in EDITS {
        let difference = edited(OTHERS, from, to);
        let mut found: Vec<Direction> = difference.grants.iter().map(|change| change.direction).collect();
        found.sort();
        let mut expected = expected.to_vec();
        expected.sort();
        if found != expected {
            writeln!(wrong, "{name}: expected {expected:?}\n{}", difference.to_text()).unwrap();
        }
        writeln!(said, "# {name}\n{}", difference.to_text()).unwrap();
    }
    assert!(wrong.is_empty(), "{wrong}");
    insta::assert_snapshot!(said);
}
