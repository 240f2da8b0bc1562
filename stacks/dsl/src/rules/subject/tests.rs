use serde_json::{Value, json};

use super::*;
use crate::rules::{Finding, all, check};
use crate::template::Locations;

fn findings(source: &str) -> (Subject, Vec<Finding>) {
    let subject = Subject::read(source).unwrap_or_else(|error| panic!("{error}\n{source}"));
    let findings = check(&subject.template, all());
    (subject, findings)
}

/// Each finding with the line of the file that it points to.
fn report(source: &str) -> String {
    let (subject, findings) = findings(source);
    let locations = Locations::from_source(source);
    let lines = findings.iter().map(|finding| {
        let span = locations.find(&subject.place(&finding.path));
        let line = span.map_or(0, |span| source[..span.start].matches('\n').count() + 1);
        format!("{:7} line {line:3}: {finding}\n", finding.severity.to_string())
    });
    let left = subject.not_judged.iter().map(|what| format!("not judged: {what}\n"));
    lines.chain(left).collect()
}

#[test]
fn a_template_is_itself() {
    let (subject, _) = findings("Resources: {T: {Type: AWS::SNS::Topic}}");
    assert_eq!(subject.kind, SubjectKind::Template);
    assert_eq!(subject.place("/Resources/T"), "/Resources/T");
    let subject = Subject::read(r#"{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}"#).unwrap();
    assert_eq!(subject.kind, SubjectKind::Template);
    assert!(Subject::read("{").is_err());
    assert!(Subject::read(r#"{"Statement": "x"}"#).is_err());
}

#[test]
fn a_policy_alone_is_judged_by_what_it_is_for() {
    let identity = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "logs:CreateLogStream", "Resource": "arn:aws:logs:eu-west-1:111122223333:log-group:a:*"},
    {
      "Effect": "Allow",
      "Action": ["*"],
      "Resource": "*"
    }
  ]
}"#;
    let trust = r#"{
  "Statement": {
    "Effect": "Allow", "Principal": {"Service": "*"}, "Action": "sts:AssumeRole"
  }
}"#;
    let resource = r#"{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}]}"#;
    insta::assert_snapshot!([identity, trust, resource].map(report).join("--\n"));
}

fn plan(resources: &Value) -> String {
    format!(
        "{:#}",
        json!({"format_version": "1.2", "planned_values": {"root_module": {
            "resources": resources,
            "child_modules": [{"resources": [
                {"address": "module.a.aws_route53_zone.z", "mode": "managed", "type": "aws_route53_zone", "values": {}},
                {"address": "module.a.aws_iam_access_key.k", "mode": "managed", "type": "aws_iam_access_key", "values": {"user": "u"}},
            ]}],
        }}})
    )
}

#[test]
fn a_plan_of_terraform_is_judged_by_the_same_rules() {
    let trust = json!({"Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]});
    let policy = json!({"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]});
    let open =
        json!({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}]});
    let resource = |kind: &str, name: &str, values: Value| json!({"address": format!("{kind}.{name}"), "mode": "managed", "type": kind, "values": values});
    let source = plan(&json!([
        resource("aws_iam_role", "app", json!({"assume_role_policy": trust.to_string(), "max_session_duration": 3600})),
        resource("aws_iam_role_policy", "app", json!({"role": "app", "policy": policy.to_string()})),
        resource("aws_iam_policy", "late", json!({"policy": null})),
        resource(
            "aws_iam_role_policy_attachment",
            "admin",
            json!({"role": "app", "policy_arn": "arn:aws:iam::aws:policy/AdministratorAccess"})
        ),
        resource(
            "aws_security_group",
            "web",
            json!({
                "ingress": [{"from_port": 22, "to_port": 22, "protocol": "tcp", "cidr_blocks": ["0.0.0.0/0", "10.0.0.0/8"], "ipv6_cidr_blocks": [], "self": false}],
                "egress": [],
            })
        ),
        resource(
            "aws_security_group_rule",
            "db",
            json!({"type": "ingress", "from_port": 5432, "to_port": 5432, "protocol": "tcp", "cidr_blocks": ["0.0.0.0/0"]})
        ),
        resource(
            "aws_vpc_security_group_ingress_rule",
            "rdp",
            json!({"from_port": 3389, "to_port": 3389, "ip_protocol": "tcp", "cidr_ipv4": "0.0.0.0/0"})
        ),
        resource("aws_sqs_queue_policy", "open", json!({"queue_url": "q", "policy": open.to_string()})),
        resource(
            "aws_lambda_permission",
            "open",
            json!({"action": "lambda:InvokeFunction", "principal": "*", "source_arn": null})
        ),
        resource("aws_db_instance", "db", json!({"publicly_accessible": true, "storage_encrypted": true})),
    ]));
    insta::assert_snapshot!(report(&source));
    assert_eq!(findings(&source).0.kind, SubjectKind::Terraform);
}

#[test]
fn a_careful_plan_leaves_nothing_open() {
    let trust = json!({"Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]});
    let policy = json!({"Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:q"}]});
    let resources = json!([
        {"address": "aws_iam_role.a[\"x/y\"]", "type": "aws_iam_role", "values": {"assume_role_policy": trust.to_string()}},
        {"address": "aws_iam_policy.a", "type": "aws_iam_policy", "values": {"policy": policy.to_string()}},
        {"address": "aws_iam_role_policy_attachment.a", "type": "aws_iam_role_policy_attachment", "values": {"role": "a"}},
        {"address": "data.aws_iam_policy_document.d", "mode": "data", "type": "aws_iam_policy_document", "values": {}},
    ]);
    let source = json!({"format_version": "1.0", "values": {"root_module": {"resources": resources}}}).to_string();
    assert_eq!(report(&source), "");
    let empty = json!({"format_version": "1.0", "planned_values": {"root_module": {}}}).to_string();
    assert_eq!(report(&empty), "");
}

#[test]
fn what_aws_puts_in_later_is_named() {
    let source = "
Transform: [AWS::Serverless-2016-10-31, Own]
Resources:
  Nested: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: 'https://example.com/t'}}
  Included: {Type: AWS::SNS::Topic, Properties: {DisplayName: {Fn::Transform: {Name: Date, Parameters: {}}}}}
  Plain: {Type: AWS::SNS::Topic}
";
    assert_eq!(
        findings(source).0.not_judged,
        [
            "what the macro Own makes of the template",
            "the template of the nested stack Nested",
            "what Fn::Transform puts into Included"
        ]
    );
    assert!(findings("Resources: {T: {Type: AWS::SNS::Topic}}").0.not_judged.is_empty());
}

#[test]
fn the_answer_of_a_command_holds_a_policy() {
    let document = json!({"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]});
    for answer in [
        json!({"RoleName": "r", "PolicyName": "p", "PolicyDocument": document}),
        json!({"PolicyVersion": {"Document": document, "VersionId": "v1"}}),
    ] {
        let source = format!("{answer:#}");
        let (subject, found) = findings(&source);
        assert_eq!(subject.kind, SubjectKind::Policy);
        let place = subject.place(&found[0].path);
        assert_eq!(answer.pointer(&place), Some(&json!("*")), "{place}");
    }
}
