//! The same port against emulators of AWS by other people. Two, because neither does all of it: one evaluates trust policies and signatures, the other
//! launches from launch templates.

use super::cloud;
use secrecy::SecretString;
use serde_json::{Value, json};
use sprinters::emulator::{Credentials, Emulator, Kind};
use sprinters::installation::{ACCOUNT, CONTROL_PLANE, DEPLOYMENT, EXTERNAL_ID, template};
use sprinters_control_plane::aws::{Access, Aws, Elsewhere, LaunchRequest, StaticCredentials};
use sprinters_control_plane::clock::Clock;
use sprinters_core::catalogue::Region;
use sprinters_core::ids::{Attempt, RunnerId};
use sprinters_core::reconcile::{Coverage, InstancePhase};
use std::collections::BTreeMap;

const VENDOR: &str = "999988887777";

struct Account {
    emulator: Emulator,
    outputs: BTreeMap<String, String>,
    subnet: String,
}

fn text(value: &Value) -> String {
    value.as_str().expect("the answer has this text").to_owned()
}

impl Account {
    /// An account with a network and the customer stack in it, made with the owner's keys.
    fn on(kind: Kind) -> Account {
        let mut emulator = Emulator::start(kind);
        let root = Credentials::root_of(ACCOUNT);
        let mut call = |service: &str, method: &str, arguments: Value| {
            emulator.call(&root, service, method, &arguments).expect("the owner of the account may do this")
        };
        let vpc = text(&call("ec2", "create_vpc", json!({"CidrBlock": "10.0.0.0/16"}))["Vpc"]["VpcId"]);
        let subnet = json!({"VpcId": vpc, "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "us-east-1a"});
        let subnet = text(&call("ec2", "create_subnet", subnet)["Subnet"]["SubnetId"]);
        let parameters: Vec<Value> = [
            ("ExternalId", EXTERNAL_ID),
            ("ControlPlaneRoleArn", CONTROL_PLANE),
            ("DeploymentId", DEPLOYMENT),
            ("VpcId", vpc.as_str()),
        ]
        .into_iter()
        .map(|(key, value)| json!({"ParameterKey": key, "ParameterValue": value}))
        .collect();
        let stack = json!({"StackName": "sprinters", "TemplateBody": template().to_yaml(), "Parameters": parameters,
            "Capabilities": ["CAPABILITY_IAM"]});
        call("cloudformation", "create_stack", stack);
        let outputs = loop {
            let stacks = call("cloudformation", "describe_stacks", json!({"StackName": "sprinters"}));
            let stack = &stacks["Stacks"][0];
            match text(&stack["StackStatus"]).as_str() {
                "CREATE_COMPLETE" => {
                    let outputs = stack["Outputs"].as_array().expect("the stack has outputs");
                    break outputs
                        .iter()
                        .map(|output| (text(&output["OutputKey"]), text(&output["OutputValue"])))
                        .collect();
                }
                "CREATE_IN_PROGRESS" => {}
                status => panic!("the stack is {status}: {}", stack["StackStatusReason"]),
            }
        };
        Account { emulator, outputs, subnet }
    }

    /// Makes the control plane's role in its own account, and becomes it.
    fn control_plane(&mut self) -> Credentials {
        let owner = Credentials::root_of(VENDOR);
        let trust = json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": format!("arn:aws:iam::{VENDOR}:root")}, "Action": "sts:AssumeRole"},
        ]});
        let may_assume = json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"},
        ]});
        let name = CONTROL_PLANE.rsplit('/').next().expect("an ARN has a name");
        let role = json!({"RoleName": name, "AssumeRolePolicyDocument": trust.to_string()});
        self.emulator.call(&owner, "iam", "create_role", &role).expect("the role can be made");
        let policy = json!({"RoleName": name, "PolicyName": "assume", "PolicyDocument": may_assume.to_string()});
        self.emulator.call(&owner, "iam", "put_role_policy", &policy).expect("the policy can be put");
        let session = json!({"RoleArn": CONTROL_PLANE, "RoleSessionName": "worker"});
        let answer =
            self.emulator.call(&owner, "sts", "assume_role", &session).expect("the control plane becomes its own role");
        Credentials::of(&answer)
    }

    fn port(&self, who: &Credentials) -> Aws {
        let (key, secret, token) = who.parts();
        let credentials = StaticCredentials {
            access_key_id: key.to_owned(),
            secret_access_key: SecretString::from(secret.to_owned()),
            session_token: token.map(|token| SecretString::from(token.to_owned())),
        };
        let elsewhere = Elsewhere { endpoint: self.emulator.endpoint().to_owned(), credentials, tls: None };
        Aws::with(&elsewhere, Clock::System).unwrap()
    }

    fn access(&self) -> Access {
        Access {
            connection: 7,
            role_arn: self.outputs["RoleArn"].clone(),
            external_id: SecretString::from(EXTERNAL_ID),
            region: Region::us_east_1(),
            deployment_id: DEPLOYMENT.to_owned(),
        }
    }
}

/// What an emulator without a list of images of ours has.
const IMAGE: &str = "ami-12c6146b";

#[tokio::test]
async fn the_role_is_assumed_with_its_external_id_alone() {
    let mut account = Account::on(Kind::Ministack);
    let control_plane = account.control_plane();
    let ours = account.port(&control_plane);
    let access = account.access();
    let (seen, coverage) = ours.describe_instances(&access).await.unwrap();
    assert_eq!((seen.len(), coverage), (0, Coverage::Complete));

    let wrong = Access { external_id: SecretString::from("c29tZWJvZHkgZWxzZSdzIGV4dGVybmFsIGlk"), ..access.clone() };
    let error = ours.describe_instances(&wrong).await.unwrap_err();
    assert_eq!(error.code(), Some("AccessDenied"), "{error}");

    let launch = LaunchRequest { subnet_id: Some(account.subnet.clone()), ..launch(&account) };
    let checks = ours.verify(&access, &launch).await;
    let roles: Vec<(&str, bool)> = checks
        .iter()
        .filter(|check| check.what.starts_with("Assume"))
        .map(|check| (check.what.as_str(), check.passed))
        .collect();
    assert_eq!(
        roles,
        [
            ("Assume the role with the connection's external id", true),
            ("Assume the role with another external id", true),
            ("Assume the role without an external id", true),
            ("Assume the role under another session name", true),
        ]
    );
}

fn launch(account: &Account) -> LaunchRequest {
    let stack = sprinters_stand_ins::aws::Installed {
        name: "sprinters".to_owned(),
        account: ACCOUNT.to_owned(),
        region: "us-east-1".to_owned(),
        outputs: account.outputs.clone(),
    };
    LaunchRequest {
        image_id: IMAGE.to_owned(),
        subnet_id: Some(account.subnet.clone()),
        zone: None,
        ..cloud::request(&stack, 1, 0)
    }
}

#[tokio::test]
async fn a_runner_is_launched_from_the_launch_template_seen_and_ended() {
    let account = Account::on(Kind::Moto);
    let ours = account.port(&Credentials::root_of(ACCOUNT));
    let access = account.access();
    let request = launch(&account);
    let launched = ours.run_instances(&access, &request, &cloud::user_data()).await.unwrap();
    assert_eq!(launched.zone.as_deref(), Some("us-east-1a"));
    assert_eq!(launched.subnet_id, Some(account.subnet.clone()));

    let (seen, coverage) = ours.describe_instances(&access).await.unwrap();
    assert_eq!((seen.len(), coverage), (1, Coverage::Complete));
    assert_eq!(seen[0].instance.id, launched.instance);
    assert_eq!(seen[0].instance.runner, Some((RunnerId(1), Attempt(0))));
    assert!(matches!(seen[0].instance.phase, InstancePhase::Pending | InstancePhase::Running));
    // This emulator knows neither client tokens nor their filter: those are the stand-in's to prove.
    let (_, volume) = &seen[0].volumes[0];
    ours.modify_volume(&access, volume, 3_000, 125).await.unwrap();
    ours.terminate_instance(&access, &launched.instance).await.unwrap();
    let (seen, _) = ours.describe_instances(&access).await.unwrap();
    assert!(
        seen.iter().all(|seen| matches!(seen.instance.phase, InstancePhase::ShuttingDown | InstancePhase::Terminated))
    );
}
