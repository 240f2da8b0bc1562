//! `sprinters-iac` against an emulated AWS account: a stack from its installation to its removal.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests stop the test")]

use serde_json::{Value, json};
use sprinters::ministack::Ministack;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Stdio};

const PARAMETERS: [&str; 8] = [
    "ExternalId=0123456789abcdefghijkl",
    "ControlPlaneRoleArn=arn:aws:iam::444455556666:role/control-plane",
    "DeploymentId=acme-prod",
    "VpcId=vpc-0123456789abcdef0",
    "ImageOwnerAccountId=555566667777",
    // The emulator takes an empty list for a list of one.
    "SubnetIds=subnet-0123456789abcdef0",
    "AdditionalSecurityGroupIds=sg-0123456789abcdef0",
    "AlwaysOnSecurityGroupIds=sg-0123456789abcdef1",
];

/// The binary, which `cargo test` builds beside the tests.
fn binary() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let binary = test.parent().and_then(|deps| deps.parent()).unwrap().join("sprinters-iac");
    if !binary.exists() {
        let built = Command::new(env!("CARGO")).args(["build", "--quiet", "-p", "sprinters-iac"]).status().unwrap();
        assert!(built.success(), "sprinters-iac can't be built");
    }
    binary
}

struct Run {
    exit: i32,
    stdout: String,
    stderr: String,
}

impl Run {
    fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {}\n{}", self.stdout, self.stderr))
    }
}

fn run(aws: &Ministack, args: &[&str]) -> Run {
    let output =
        Command::new(binary()).args(args).env_clear().envs(aws.environment()).stdin(Stdio::null()).output().unwrap();
    Run {
        exit: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn deploy(aws: &Ministack, more: &[&str]) -> Run {
    let parameters = PARAMETERS.iter().flat_map(|parameter| ["--param", *parameter]);
    run(aws, &["deploy"].into_iter().chain(parameters).chain(more.iter().copied()).collect::<Vec<_>>())
}

#[test]
fn an_aws_that_is_not_there_is_a_failure_of_the_outside() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let output = Command::new(binary())
        .arg("outputs")
        .env_clear()
        .env("AWS_ENDPOINT_URL", format!("http://{nobody}"))
        .envs([("AWS_REGION", "eu-central-1"), ("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test")])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("check the network, AWS_ENDPOINT_URL and the proxy settings"), "{stderr}");
}

#[test]
fn a_stack_is_looked_at_before_it_is_installed() {
    let aws = Ministack::start();
    let nothing = run(&aws, &["outputs"]);
    assert_eq!((nothing.exit, nothing.stdout.as_str()), (3, ""));
    assert!(nothing.stderr.contains("there is no stack sprinters in eu-central-1"), "{}", nothing.stderr);

    let incomplete = run(&aws, &["deploy"]);
    assert_eq!(incomplete.exit, 2);
    assert!(
        incomplete.stderr.contains("values are missing for ExternalId, ControlPlaneRoleArn"),
        "{}",
        incomplete.stderr
    );

    let looked_at = deploy(&aws, &["--dry-run"]);
    assert_eq!((looked_at.exit, looked_at.stdout.as_str()), (0, ""));
    assert!(looked_at.stderr.contains("Add     ControlPlaneRole "), "{}", looked_at.stderr);
    let unasked = deploy(&aws, &[]);
    assert_eq!(unasked.exit, 2, "nobody said yes");
    assert!(unasked.stderr.contains("give --yes"), "{}", unasked.stderr);
    assert_eq!(run(&aws, &["outputs"]).exit, 3, "nothing was installed");
}

#[test]
fn a_stack_from_its_installation_to_its_removal() {
    let aws = Ministack::start();
    let installed = deploy(&aws, &["--yes", "--json"]);
    assert_eq!(installed.exit, 0, "{}", installed.stderr);
    assert!(installed.stderr.contains("CREATE_COMPLETE  ControlPlaneRole (AWS::IAM::Role)"), "{}", installed.stderr);
    let outputs = run(&aws, &["outputs", "--json"]).json();
    assert_eq!(installed.json(), outputs);
    assert_eq!(outputs["DeploymentId"], "acme-prod");

    let again = run(&aws, &["deploy", "--yes"]);
    assert_eq!(again.exit, 0, "{}", again.stderr);
    assert!(again.stderr.contains("Nothing to change."), "{}", again.stderr);

    let same = run(&aws, &["diff", "--stack", "sprinters"]);
    assert_eq!((same.exit, same.stdout.as_str()), (0, ""), "{}", same.stderr);
    let clean = run(&aws, &["drift"]);
    assert_eq!((clean.exit, clean.stdout.as_str()), (0, ""), "{}", clean.stderr);
    let group = outputs["SecurityGroupId"].as_str().unwrap();
    let command =
        format!("describe-security-group-rules --region eu-central-1 --filters Name=group-id,Values={group} ");
    assert!(clean.stderr.contains(&command), "{}", clean.stderr);

    let updated = run(&aws, &["deploy", "--param", "MaxVolumeGiB=64", "--yes"]);
    assert_eq!(updated.exit, 0, "what is not given keeps its value: {}", updated.stderr);
    assert_eq!(run(&aws, &["drift"]).exit, 0, "a parameter is no drift");

    let leftovers = run(&aws, &["leftovers"]);
    assert_eq!(leftovers.exit, 0, "{}", leftovers.stderr);
    assert!(
        leftovers.stdout.contains("--filters 'Name=tag:sprinters:deployment,Values=acme-prod'"),
        "{}",
        leftovers.stdout
    );
    assert!(!leftovers.stdout.contains("stays"), "something outlives the stack: {}", leftovers.stdout);
    assert!(
        leftovers.stderr.contains("delete-stack --region eu-central-1 --stack-name sprinters"),
        "{}",
        leftovers.stderr
    );
}

#[test]
fn without_credentials_that_is_the_first_thing_said() {
    let output = Command::new(binary())
        .args(["deploy", "--param", "DeploymentId=acme-prod"])
        .env_clear()
        .envs([("AWS_EC2_METADATA_DISABLED", "true"), ("AWS_REGION", "eu-central-1"), ("HOME", "/nonexistent")])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(3), 0), "{stderr}");
    assert!(stderr.starts_with("error: no AWS credentials were found\n"), "{stderr}");
    assert!(stderr.contains("help: log in (aws sso login), give --profile"), "{stderr}");
}

#[test]
fn a_stack_has_the_tags_the_topic_and_the_protection_that_were_asked_for() {
    let aws = Ministack::start();
    let topic = "arn:aws:sns:eu-central-1:000000000000:stacks";
    aws.by_hand(&format!(
        "import boto3\nassert boto3.client('sns').create_topic(Name='stacks')['TopicArn'] == '{topic}'"
    ));
    let options =
        ["--tag", "CostCenter=42", "--tag", "Team=build=x", "--notification-arn", topic, "--termination-protection"];
    let installed = deploy(&aws, &[&["--yes"], options.as_slice()].concat());
    assert_eq!(installed.exit, 0, "{}", installed.stderr);
    assert!(installed.stderr.contains("Termination protection is on"), "{}", installed.stderr);
    let check = |protected: &str| {
        aws.by_hand(&format!(
            "import boto3
stack = boto3.client('cloudformation').describe_stacks(StackName='sprinters')['Stacks'][0]
tags = {{tag['Key']: tag['Value'] for tag in stack['Tags']}}
assert tags == {{'CostCenter': '42', 'Team': 'build=x'}}, tags
assert stack.get('EnableTerminationProtection', False) is {protected}, stack"
        ));
    };
    check("True");
    let again = run(&aws, &["deploy", "--yes", "--termination-protection=false"]);
    assert_eq!(again.exit, 0, "{}", again.stderr);
    check("False");
    let twice = deploy(&aws, &["--tag", "a=1", "--tag", "a=2"]);
    assert_eq!(twice.exit, 2);
    assert!(twice.stderr.contains("the tag a is given twice"), "{}", twice.stderr);
}

#[test]
fn what_was_changed_by_hand_is_found() {
    let aws = Ministack::start();
    assert_eq!(deploy(&aws, &["--yes"]).exit, 0);
    aws.by_hand(
        "import boto3, json
cloudformation, iam = boto3.client('cloudformation'), boto3.client('iam')
role = cloudformation.describe_stack_resource(StackName='sprinters', LogicalResourceId='ControlPlaneRole')
role = role['StackResourceDetail']['PhysicalResourceId']
allow = lambda **more: json.dumps({'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', **more}]})
iam.put_role_policy(RoleName=role, PolicyName='more', PolicyDocument=allow(Action='ec2:StopInstances', Resource='*'))
iam.attach_role_policy(RoleName=role, PolicyArn='arn:aws:iam::aws:policy/ReadOnlyAccess')
trust = allow(Action='sts:AssumeRole', Principal={'AWS': 'arn:aws:iam::444455556666:role/control-plane'})
iam.update_assume_role_policy(RoleName=role, PolicyDocument=trust)",
    );
    let drift = run(&aws, &["drift"]);
    assert_eq!(drift.exit, 1, "{}", drift.stderr);
    for found in ["may now stop any instance", "arn:aws:iam::aws:policy/ReadOnlyAccess", "without an external id"] {
        assert!(drift.stdout.contains(found), "{found} is not found:\n{}", drift.stdout);
    }
    let json = run(&aws, &["drift", "--json"]).json();
    assert_eq!((&json["drifted"], &json["roles"]["ControlPlaneRole"]["widened"]), (&json!(true), &json!(true)));
    assert_eq!(json["template"]["widened"], false, "the template is as it was");

    aws.by_hand(
        "import boto3
cloudformation, iam = boto3.client('cloudformation'), boto3.client('iam')
role = cloudformation.describe_stack_resource(StackName='sprinters', LogicalResourceId='ControlPlaneRole')
role = role['StackResourceDetail']['PhysicalResourceId']
iam.detach_role_policy(RoleName=role, PolicyArn='arn:aws:iam::aws:policy/ReadOnlyAccess')
for name in iam.list_role_policies(RoleName=role)['PolicyNames']:
    iam.delete_role_policy(RoleName=role, PolicyName=name)
iam.delete_role(RoleName=role)",
    );
    let gone = run(&aws, &["drift"]);
    assert_eq!(gone.exit, 1, "{}", gone.stderr);
    assert!(gone.stdout.contains("The role ControlPlaneRole does not exist any more"), "{}", gone.stdout);
}

#[test]
fn a_template_of_another_version_is_told_before_it_is_installed() {
    let aws = Ministack::start();
    assert_eq!(deploy(&aws, &["--yes"]).exit, 0);
    let ours = run(&aws, &["render"]).stdout;
    let wider = ours.replace("ec2:MetadataHttpTokens: required", "ec2:MetadataHttpTokens: [required, optional]");
    assert_ne!(ours, wider);
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("wider.yaml");
    std::fs::write(&file, wider).unwrap();
    let file = file.to_str().unwrap();

    let compared = run(&aws, &["diff", "--stack", "sprinters", file]);
    assert_eq!(compared.exit, 1, "{}", compared.stderr);
    assert!(compared.stdout.contains("widened"), "{}", compared.stdout);
    let updated = run(&aws, &["deploy", "--template", file, "--yes"]);
    assert_eq!(updated.exit, 0, "{}", updated.stderr);
    assert!(updated.stderr.contains("widened   for the role ControlPlaneRole"), "{}", updated.stderr);
    let drift = run(&aws, &["drift"]);
    assert_eq!(drift.exit, 1, "{}", drift.stderr);
    assert!(drift.stdout.contains("The installed template, compared with ours"), "{}", drift.stdout);
}

#[test]
fn a_rollback_is_told_with_the_reason_of_what_failed() {
    let aws = Ministack::start();
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("fails.yaml");
    let template = "Resources:\n  Topic: {Type: AWS::SNS::Topic}\n  Wrong:\n    Type: AWS::SSM::Parameter\n    DependsOn: Topic\n    Properties: {Type: Nope, Name: wrong, Value: x}\n";
    std::fs::write(&file, template).unwrap();
    let failed = run(&aws, &["deploy", "--template", file.to_str().unwrap(), "--yes"]);
    assert_eq!((failed.exit, failed.stdout.as_str()), (3, ""));
    let told = failed.stderr.split("error: ").nth(1).unwrap();
    assert!(told.starts_with("sprinters could not be created and was rolled back"), "{told}");
    assert!(told.contains("CREATE_FAILED  Wrong (AWS::SSM::Parameter): "), "{told}");
    assert!(told.contains("aws cloudformation delete-stack --stack-name sprinters"), "{told}");
    let again = deploy(&aws, &["--yes"]);
    assert_eq!(again.exit, 3);
    assert!(again.stderr.contains("sprinters is what a failed installation has left"), "{}", again.stderr);
}

/// Answers one request, and gives the request back.
fn control_plane(status: &'static str, body: &'static str) -> (String, std::thread::JoinHandle<(String, Value)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut first = String::new();
        reader.read_line(&mut first).unwrap();
        let mut length = 0;
        loop {
            let mut header = String::new();
            reader.read_line(&mut header).unwrap();
            if header == "\r\n" {
                break;
            }
            if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut request = vec![0; length];
        reader.read_exact(&mut request).unwrap();
        let answer = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
        stream.write_all(answer.as_bytes()).unwrap();
        (first.trim().to_owned(), serde_json::from_slice(&request).unwrap())
    });
    (address, server)
}

#[test]
fn the_outputs_are_handed_to_a_control_plane() {
    let aws = Ministack::start();
    let outputs = deploy(&aws, &["--yes", "--json"]).json();
    let (address, server) = control_plane("201 Created", r#"{"message": "Account 000000000000 is connected."}"#);
    let connected = run(&aws, &["connect", "--control-plane", &address, "--code", "7KQ2-M9XD"]);
    assert_eq!(
        (connected.exit, connected.stdout.as_str()),
        (0, "Account 000000000000 is connected.\n"),
        "{}",
        connected.stderr
    );
    let (first, request) = server.join().unwrap();
    assert_eq!(first, "POST /api/v1/connections HTTP/1.1");
    assert_eq!((&request["code"], &request["outputs"]), (&json!("7KQ2-M9XD"), &outputs));
    assert_eq!(request["stack"]["name"], "sprinters");
    let parameters: Vec<&String> = request["parameters"].as_object().unwrap().keys().collect();
    assert_eq!(parameters.len(), 2, "{parameters:?}");
    assert!(request["parameters"]["AllowedInstanceSizes"].as_str().unwrap().contains("*.16xlarge"));

    let (address, server) = control_plane("403 Forbidden", r#"{"message": "This code was used already."}"#);
    let refused = run(&aws, &["connect", "--control-plane", &address, "--code", "7KQ2-M9XD"]);
    server.join().unwrap();
    assert_eq!((refused.exit, refused.stdout.as_str()), (3, ""));
    assert!(refused.stderr.contains("This code was used already."), "{}", refused.stderr);
}
