//! What `diff` says about edits of one realistic template.

use std::fmt::Write;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sprinters_dsl::policy::{Effect, Grant, Permissions, Scope};
use sprinters_dsl::template::Template;
use sprinters_stacks::diff::Direction::{Changed, Narrowed, Widened};
use sprinters_stacks::diff::{Difference, Direction, diff};

const BASE: &str = include_str!("diff/base.yml");

/// Replaces text of the base template, and says which way each grant goes, in the order that the difference lists them.
struct Edit {
    name: &'static str,
    from: &'static str,
    to: &'static str,
    grants: &'static [Direction],
}

const fn edit(name: &'static str, from: &'static str, to: &'static str, grants: &'static [Direction]) -> Edit {
    Edit { name, from, to, grants }
}

const EDITS: &[Edit] = &[
    // Trust.
    edit(
        "trust without external id",
        "              StringEquals:\n                sts:ExternalId: !Ref ExternalId\n",
        "",
        &[Widened],
    ),
    edit(
        "trust without session name",
        "              StringLike:\n                sts:RoleSessionName: build-*\n",
        "",
        &[Widened],
    ),
    edit("session name tighter", "sts:RoleSessionName: build-*", "sts:RoleSessionName: build-1-*", &[Narrowed]),
    edit("session name looser", "sts:RoleSessionName: build-*", "sts:RoleSessionName: \"*\"", &[Widened]),
    edit("trust everyone", "AWS: !Ref TrustedRoleArn", "AWS: \"*\"", &[Widened]),
    edit(
        "trust another account",
        "AWS: !Ref TrustedRoleArn",
        "AWS: [!Ref TrustedRoleArn, \"999988887777\"]",
        &[Widened],
    ),
    edit("trust moved", "AWS: !Ref TrustedRoleArn", "AWS: arn:aws:iam::999988887777:role/other", &[Changed]),
    edit("trust a service", "AWS: !Ref TrustedRoleArn", "Service: ec2.amazonaws.com", &[Changed]),
    edit(
        "external id may be absent",
        "              StringEquals:\n                sts:ExternalId",
        "              StringEqualsIfExists:\n                sts:ExternalId",
        &[Widened],
    ),
    edit("second external id", "sts:ExternalId: !Ref ExternalId", "sts:ExternalId: [!Ref ExternalId, old]", &[Widened]),
    edit("also tag sessions", "Action: sts:AssumeRole", "Action: [sts:AssumeRole, sts:TagSession]", &[Widened]),
    edit("longer sessions", "MaxSessionDuration: 3600", "MaxSessionDuration: 43200", &[Widened]),
    edit(
        "default trusted role",
        "Default: arn:aws:iam::111122223333:role/launcher",
        "Default: arn:aws:iam::999988887777:role/other",
        &[Changed],
    ),
    edit("trusted role may be anything", "    AllowedPattern: ^arn:aws:iam::[0-9]{12}:role/.+$\n", "", &[Widened]),
    edit("trusted role has another pattern", "[0-9]{12}:role/.+$", "[0-9]{12}:.+$", &[Changed]),
    edit("shorter external id", "MinLength: 22", "MinLength: 2", &[Widened]),
    edit("longer external id", "MinLength: 22", "MinLength: 32", &[Narrowed]),
    edit(
        "external id has a default",
        "MinLength: 22",
        "MinLength: 22\n    Default: aaaaaaaaaaaaaaaaaaaaaa",
        &[Widened],
    ),
    // Launch.
    edit(
        "any type",
        "                  StringLike:\n                    ec2:InstanceType: !Ref InstanceTypes\n",
        "",
        &[Widened],
    ),
    edit("any type by pattern", "ec2:InstanceType: !Ref InstanceTypes", "ec2:InstanceType: \"*\"", &[Widened]),
    edit("any type by default", "Default: m7i.*,c7i.*", "Default: \"*\"", &[Widened]),
    edit("one more type by default", "Default: m7i.*,c7i.*", "Default: m7i.*,c7i.*,t3.*", &[Widened]),
    edit("one type less by default", "Default: m7i.*,c7i.*", "Default: m7i.*", &[Narrowed]),
    edit("larger types excluded by default", "Default: m7i.*,c7i.*", "Default: m7i.*large,c7i.*large", &[Narrowed]),
    edit("other types by default", "Default: m7i.*,c7i.*", "Default: r7i.*", &[Changed]),
    edit("IMDSv1", "                    ec2:MetadataHttpTokens: required\n", "", &[Widened]),
    edit(
        "hop limit two",
        "ec2:MetadataHttpPutResponseHopLimit: \"1\"",
        "ec2:MetadataHttpPutResponseHopLimit: \"2\"",
        &[Widened],
    ),
    edit(
        "with instance profile",
        "                  \"Null\":\n                    ec2:InstanceProfile: \"true\"\n",
        "",
        &[Widened],
    ),
    edit(
        "without launch template",
        "                  ArnEquals:\n                    ec2:LaunchTemplate: !Sub arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:launch-template/${Machine}\n",
        "",
        &[Widened],
    ),
    edit("any launch template", "launch-template/${Machine}", "launch-template/*", &[Widened]),
    edit("without request tag", "                    aws:RequestTag/deployment: !Ref Deployment\n", "", &[Widened]),
    edit(
        "request tag with any value",
        "                    aws:RequestTag/deployment: !Ref Deployment\n",
        "                    aws:RequestTag/team: builds\n",
        &[Widened, Narrowed],
    ),
    edit(
        "unencrypted volumes",
        "                  Bool:\n                    ec2:Encrypted: \"true\"\n",
        "",
        &[Widened],
    ),
    edit("volumes of another kind", "ec2:VolumeType: [gp3, gp2]", "ec2:VolumeType: [gp3, gp2, io2]", &[Widened]),
    edit("volumes of one kind", "ec2:VolumeType: [gp3, gp2]", "ec2:VolumeType: gp3", &[Narrowed]),
    edit("volumes of a different kind", "ec2:VolumeType: [gp3, gp2]", "ec2:VolumeType: [gp3, st1]", &[Changed]),
    edit("larger volumes by default", "Default: 100", "Default: 200", &[Widened]),
    edit("smaller volumes by default", "Default: 100", "Default: 50", &[Narrowed]),
    edit("volumes may be set smaller", "MaxValue: 16384", "MaxValue: 1024", &[Narrowed]),
    edit(
        "volumes strictly smaller",
        "NumericLessThanEquals:\n                    ec2:VolumeSize",
        "NumericLessThan:\n                    ec2:VolumeSize",
        &[Narrowed],
    ),
    edit(
        "images of anyone",
        "                Condition:\n                  StringEquals:\n                    ec2:Owner: !Ref ImageOwner\n",
        "",
        &[Widened],
    ),
    edit("images of another owner by default", "Default: \"444455556666\"", "Default: amazon", &[Changed]),
    edit("any security group", "security-group/${Group.GroupId}", "security-group/*", &[Widened]),
    edit("one subnet", "subnet/*", "subnet/subnet-1", &[Narrowed]),
    edit("subnets of any account", "${AWS::AccountId}:subnet/*", "*:subnet/*", &[Widened]),
    edit("another VPC", "vpc/${VpcId}", "vpc/vpc-1", &[Changed]),
    edit(
        "everything at once",
        "instance/*\n                Condition:\n                  ArnEquals",
        "*\n                Condition:\n                  ArnEquals",
        &[Widened],
    ),
    // Reads, tags, termination.
    edit(
        "another read",
        "                  - ec2:DescribeInstances\n",
        "                  - ec2:DescribeInstances\n                  - ec2:DescribeVolumes\n",
        &[Widened],
    ),
    edit(
        "every read",
        "                  - ec2:DescribeInstances\n",
        "                  - ec2:Describe*\n",
        &[Widened],
    ),
    edit("one read less", "                  - ec2:DescribeSpotPriceHistory\n", "", &[Narrowed]),
    edit(
        "reads in any region",
        "                Condition:\n                  StringEquals:\n                    aws:RequestedRegion: !Ref AWS::Region\n",
        "",
        &[Widened],
    ),
    edit(
        "tag at any time",
        "                  StringEquals:\n                    ec2:CreateAction: RunInstances\n",
        "",
        &[Widened],
    ),
    edit(
        "tag anything",
        "                  ForAllValues:StringLike:\n                    aws:TagKeys: [Name, \"build:*\"]\n",
        "",
        &[Widened],
    ),
    edit("tag with fewer keys", "aws:TagKeys: [Name, \"build:*\"]", "aws:TagKeys: [\"build:*\"]", &[Narrowed]),
    edit(
        "terminate any instance",
        "                Condition:\n                  StringEquals:\n                    aws:ResourceTag/sprinters:deployment: !Ref Deployment\n",
        "",
        &[Widened],
    ),
    edit(
        "terminate any tagged instance",
        "                  StringEquals:\n                    aws:ResourceTag/sprinters:deployment: !Ref Deployment\n",
        "                  StringLike:\n                    aws:ResourceTag/sprinters:deployment: \"*\"\n",
        &[Widened],
    ),
    edit(
        "stop too",
        "Action: ec2:TerminateInstances",
        "Action: [ec2:TerminateInstances, ec2:StopInstances]",
        &[Widened],
    ),
    edit("everything of EC2", "Action: ec2:TerminateInstances", "Action: ec2:*", &[Widened]),
    edit("everything", "Action: ec2:TerminateInstances", "Action: \"*\"", &[Widened]),
    edit("all but", "                Action: ec2:TerminateInstances", "                NotAction: iam:*", &[Widened]),
    edit(
        "no termination",
        "              - Sid: Terminate\n                Effect: Allow\n                Action: ec2:TerminateInstances\n                Resource: !Sub arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:instance/*\n                Condition:\n                  StringEquals:\n                    aws:ResourceTag/sprinters:deployment: !Ref Deployment\n",
        "",
        &[Narrowed],
    ),
    edit(
        "termination denied",
        "- Sid: Terminate\n                Effect: Allow",
        "- Sid: Terminate\n                Effect: Deny",
        &[Narrowed, Narrowed],
    ),
    // PassRole.
    edit("pass any role", "Resource: !Ref ProfileRoleArn", "Resource: \"*\"", &[Widened]),
    edit(
        "pass to any service",
        "                  Condition:\n                    StringEquals:\n                      iam:PassedToService: ec2.amazonaws.com\n",
        "",
        &[Widened],
    ),
    // The market can't be "nothing", so that the statement is never there.
    edit("pass never", "- HasProfile\n", "- WantsNothing\n", &[Narrowed]),
    edit(
        "condition reversed",
        "!Not [!Equals [!Ref ProfileRoleArn, \"\"]]",
        "!Equals [!Ref ProfileRoleArn, \"\"]",
        &[Changed],
    ),
    edit(
        "profile by default",
        "  ProfileRoleArn:\n    Type: String\n    Default: \"\"",
        "  ProfileRoleArn:\n    Type: String\n    Default: arn:aws:iam::111122223333:role/p",
        &[Widened],
    ),
    // Deny.
    edit(
        "deny removed",
        "              - Sid: NeverLarge\n                Effect: Deny\n                Action: ec2:RunInstances\n                Resource: \"*\"\n                Condition:\n                  StringLike:\n                    ec2:InstanceType: [\"*.metal\", \"p*\"]\n",
        "",
        &[Widened],
    ),
    edit("deny less", "ec2:InstanceType: [\"*.metal\", \"p*\"]", "ec2:InstanceType: [\"*.metal\"]", &[Widened]),
    edit(
        "deny more",
        "ec2:InstanceType: [\"*.metal\", \"p*\"]",
        "ec2:InstanceType: [\"*.metal\", \"p*\", \"g*\"]",
        &[Narrowed],
    ),
    edit(
        "deny all launches",
        "                Condition:\n                  StringLike:\n                    ec2:InstanceType: [\"*.metal\", \"p*\"]\n",
        "",
        &[Narrowed],
    ),
    edit(
        "deny spares one more action",
        "NotAction: [ec2:*, iam:PassRole]",
        "NotAction: [ec2:*, iam:PassRole, s3:*]",
        &[Widened],
    ),
    edit("deny spares one action less", "NotAction: [ec2:*, iam:PassRole]", "NotAction: [ec2:*]", &[Narrowed]),
    // Role.
    edit(
        "managed policy attached",
        "      MaxSessionDuration: 3600\n",
        "      MaxSessionDuration: 3600\n      ManagedPolicyArns: [arn:aws:iam::aws:policy/AdministratorAccess]\n",
        &[Widened],
    ),
    edit(
        "boundary",
        "      MaxSessionDuration: 3600\n",
        "      MaxSessionDuration: 3600\n      PermissionsBoundary: arn:aws:iam::111122223333:policy/limit\n",
        &[Narrowed],
    ),
    // Security group.
    edit(
        "ingress",
        "      SecurityGroupEgress:\n",
        "      SecurityGroupIngress:\n        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}\n      SecurityGroupEgress:\n",
        &[Widened],
    ),
    edit("egress to fewer", "CidrIp: 0.0.0.0/0", "CidrIp: 10.0.0.0/8", &[Narrowed]),
    edit("egress on more ports", "FromPort: 443", "FromPort: 80", &[Widened]),
    edit("egress on every protocol", "IpProtocol: tcp", "IpProtocol: \"-1\"", &[Widened]),
    edit(
        "egress unstated",
        "      SecurityGroupEgress:\n        - Description: HTTPS\n          IpProtocol: tcp\n          FromPort: 443\n          ToPort: 443\n          CidrIp: 0.0.0.0/0\n",
        "",
        &[Widened, Widened],
    ),
    // Launch template.
    edit(
        "volume not encrypted",
        "              VolumeSize: 50\n              Encrypted: true\n",
        "              VolumeSize: 50\n              Encrypted: false\n",
        &[Widened],
    ),
    edit(
        "encryption unstated",
        "              VolumeSize: 50\n              Encrypted: true\n",
        "              VolumeSize: 50\n",
        &[Widened],
    ),
    edit(
        "volume stays behind",
        "              VolumeSize: 50\n              Encrypted: true\n              DeleteOnTermination: true\n",
        "              VolumeSize: 50\n              Encrypted: true\n              DeleteOnTermination: false\n",
        &[Widened],
    ),
    edit(
        "template answers IMDSv1",
        "HttpTokens: required\n          HttpPut",
        "HttpTokens: optional\n          HttpPut",
        &[Widened],
    ),
    edit("template hop limit", "HttpPutResponseHopLimit: 1", "HttpPutResponseHopLimit: 3", &[Widened]),
    edit(
        "template public address",
        "        SecurityGroupIds:\n          - !GetAtt Group.GroupId\n",
        "        NetworkInterfaces:\n          - DeviceIndex: 0\n            AssociatePublicIpAddress: true\n            Groups: [!GetAtt Group.GroupId]\n",
        &[Widened],
    ),
    edit(
        "template stops",
        "InstanceInitiatedShutdownBehavior: terminate",
        "InstanceInitiatedShutdownBehavior: stop",
        &[Widened],
    ),
    edit("template image", "ami-0123456789abcdef0", "ami-0fedcba9876543210", &[]),
    edit(
        "template key pair",
        "        InstanceType: m7i.large\n",
        "        InstanceType: m7i.large\n        KeyName: mine\n",
        &[Widened],
    ),
    edit("template instance type", "InstanceType: m7i.large", "InstanceType: m7i.xlarge", &[]),
    edit("template volume size", "VolumeSize: 50", "VolumeSize: 60", &[]),
    // Bucket.
    edit("bucket for everyone", "AWS: \"111122223333\"", "AWS: \"*\"", &[Widened]),
    edit("bucket for one role", "AWS: \"111122223333\"", "AWS: arn:aws:iam::111122223333:role/reader", &[Narrowed]),
    edit("bucket written too", "Action: s3:GetObject", "Action: [s3:GetObject, s3:PutObject]", &[Widened]),
    edit("bucket without TLS", "aws:SecureTransport: \"false\"", "aws:SecureTransport: \"true\"", &[Changed]),
    edit("bucket may be public", "BlockPublicPolicy: true", "BlockPublicPolicy: false", &[Widened]),
    // The rest.
    edit("description", "Description: A role that launches build machines", "Description: Something else", &[]),
    edit("output", "Value: !GetAtt Launcher.Arn", "Value: !Ref Launcher", &[]),
    edit("group description", "GroupDescription: Build machines", "GroupDescription: Machines", &[]),
    edit("tag", "Value: builds", "Value: games", &[]),
    // No difference.
    edit("statement renamed", "Sid: LaunchVolume", "Sid: Volumes", &[]),
    edit("account as its root", "AWS: \"111122223333\"", "AWS: arn:aws:iam::111122223333:root", &[]),
    edit("list of one", "Action: sts:AssumeRole", "Action: [sts:AssumeRole]", &[]),
    edit("action in another case", "Action: ec2:TerminateInstances", "Action: EC2:terminateinstances", &[]),
    edit("values turned round", "ec2:VolumeType: [gp3, gp2]", "ec2:VolumeType: [gp2, gp3]", &[]),
    edit(
        "ARN operators are one",
        "                  ArnEquals:\n                    ec2:Vpc",
        "                  ArnLike:\n                    ec2:Vpc",
        &[],
    ),
    edit("sub for ref", "sts:ExternalId: !Ref ExternalId", "sts:ExternalId: !Sub \"${ExternalId}\"", &[]),
    edit(
        "join for sub",
        "!Sub arn:${AWS::Partition}:ec2:${AWS::Region}::image/*",
        "!Join [\":\", [arn, !Ref AWS::Partition, ec2, !Ref AWS::Region, \"\", image/*]]",
        &[],
    ),
    edit("long get-att", "- !GetAtt Group.GroupId", "- Fn::GetAtt: [Group, GroupId]", &[]),
    edit(
        "string for boolean",
        "VolumeSize: 50\n              Encrypted: true",
        "VolumeSize: \"50\"\n              Encrypted: \"true\"",
        &[],
    ),
    edit("default as string", "Default: 100", "Default: \"100\"", &[]),
    edit("condition key in another case", "ec2:CreateAction: RunInstances", "EC2:createaction: RunInstances", &[]),
];

/// Edits that change nothing: everything from this one on.
const FIRST_WITHOUT_DIFFERENCE: &str = "statement renamed";

#[expect(clippy::panic, reason = "a helper of tests; the message names the template that can't be read")]
fn template(source: &str) -> Template {
    match Template::parse(source) {
        Ok(template) => template,
        Err(error) => panic!("{error}"),
    }
}

fn edited(edit: &Edit) -> Difference {
    assert!(BASE.contains(edit.from), "{}: the base template has no {:?}", edit.name, edit.from);
    diff(&template(BASE), &template(&BASE.replacen(edit.from, edit.to, 1)))
}

#[test]
fn every_edit_goes_the_way_a_reviewer_would_say() {
    let mut wrong = String::new();
    for edit in EDITS {
        let found: Vec<Direction> = edited(edit).grants.iter().map(|change| change.direction).collect();
        if found != edit.grants {
            writeln!(wrong, "{}: expected {:?}\n{}", edit.name, edit.grants, edited(edit).to_text()).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn an_edit_undone_goes_the_other_way() {
    for edit in EDITS {
        let forth = edited(edit);
        let back = diff(&template(&BASE.replacen(edit.from, edit.to, 1)), &template(BASE));
        let turned = |direction: Direction| match direction {
            Widened => Narrowed,
            Changed => Changed,
            Narrowed => Widened,
        };
        let sorted = |mut directions: Vec<Direction>| {
            directions.sort();
            directions.dedup();
            directions
        };
        let forth = sorted(forth.grants.iter().map(|change| turned(change.direction)).collect());
        let said = sorted(back.grants.iter().map(|change| change.direction).collect());
        assert_eq!(said, forth, "{}:\n{}", edit.name, back.to_text());
    }
}

#[test]
fn edits_without_meaning_are_no_difference() {
    let edits = EDITS.iter().skip_while(|edit| edit.name != FIRST_WITHOUT_DIFFERENCE);
    for edit in edits {
        let difference = edited(edit);
        assert!(difference.is_empty(), "{}:\n{}", edit.name, difference.to_text());
    }
    assert!(diff(&template(BASE), &template(BASE)).is_empty());
}

#[test]
fn sentences() {
    let mut out = String::new();
    for edit in EDITS.iter().take_while(|edit| edit.name != FIRST_WITHOUT_DIFFERENCE) {
        writeln!(out, "# {}\n{}", edit.name, edited(edit).to_text()).unwrap();
    }
    insta::assert_snapshot!(out);
}

/// Whatever becomes of the sentences, a grant that is not covered by the old ones is never kept quiet.
#[test]
fn edits_together_hide_nothing() {
    let permissions = |template: &Template| Permissions::read(&Scope::new(template.as_json())).grants;
    let split = |grants: Vec<Grant>| -> (Vec<Grant>, Vec<Grant>) {
        grants.into_iter().partition(|grant| grant.effect == Effect::Allow)
    };
    let base = template(BASE);
    let config = Config { cases: 120, failure_persistence: None, ..Config::default() };
    let result = TestRunner::new(config).run(&(0..EDITS.len(), 0..EDITS.len(), 0..EDITS.len()), |chosen| {
        let edits = [&EDITS[chosen.0], &EDITS[chosen.1], &EDITS[chosen.2]];
        let source = edits.iter().fold(BASE.to_owned(), |source, edit| source.replacen(edit.from, edit.to, 1));
        let Ok(new) = Template::parse(&source) else { return Ok(()) };
        let ((old_allows, old_denies), (allows, denies)) = (split(permissions(&base)), split(permissions(&new)));
        let more = allows.iter().any(|grant| !grant.covered(&old_allows));
        let denied_less = old_denies.iter().any(|grant| !grant.covered(&denies));
        let difference = diff(&base, &new);
        let names: Vec<&str> = edits.iter().map(|edit| edit.name).collect();
        prop_assert!(!(more || denied_less) || difference.any_widened(), "{names:?}\n{}", difference.to_text());
        let nothing_else = edits.iter().all(|edit| !edit.grants.contains(&Widened) && !edit.grants.contains(&Changed));
        prop_assert!(!nothing_else || !difference.any_widened(), "{names:?}\n{}", difference.to_text());
        Ok(())
    });
    result.unwrap();
}
