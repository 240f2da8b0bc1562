//! A customer's AWS account in an emulator.

use crate::emulator::{Credentials, Emulator, Kind};
use crate::installation::{ACCOUNT, CONTROL_PLANE, IMAGE_OWNER, template};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const VENDOR: &str = "999988887777";

/// A customer's account in an emulator, with a network and the customer stack in it, made with the owner's keys.
#[derive(Debug)]
pub struct EmulatedAccount {
    emulator: Emulator,
    /// What the stack says of itself.
    pub outputs: BTreeMap<String, String>,
    /// A subnet of the VPC of the stack.
    pub subnet: String,
}

fn text(value: &Value) -> String {
    value.as_str().expect("the answer has this text").to_owned()
}

impl EmulatedAccount {
    /// Starts the emulator and installs the stack.
    pub fn on(kind: Kind, external_id: &str, deployment_id: &str) -> Self {
        let mut emulator = Emulator::start(kind);
        let root = Credentials::root_of(ACCOUNT);
        let mut call = |service: &str, method: &str, arguments: Value| {
            emulator.call(&root, service, method, &arguments).expect("the owner of the account may do this")
        };
        let vpc = text(&call("ec2", "create_vpc", json!({"CidrBlock": "10.0.0.0/16"}))["Vpc"]["VpcId"]);
        let subnet = json!({"VpcId": vpc, "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "us-east-1a"});
        let subnet = text(&call("ec2", "create_subnet", subnet)["Subnet"]["SubnetId"]);
        let parameters: Vec<Value> = [
            ("ExternalId", external_id),
            ("ControlPlaneRoleArn", CONTROL_PLANE),
            ("DeploymentId", deployment_id),
            ("VpcId", vpc.as_str()),
            ("ImageOwnerAccountId", IMAGE_OWNER),
        ]
        .into_iter()
        .map(|(key, value)| json!({"ParameterKey": key, "ParameterValue": value}))
        .collect();
        let stack = json!({"StackName": "sprinters", "TemplateBody": template().to_yaml(), "Parameters": parameters,
            "Capabilities": ["CAPABILITY_NAMED_IAM"]});
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
        Self { emulator, outputs, subnet }
    }

    /// Makes the control plane's role in its own account, and becomes it.
    pub fn control_plane(&mut self) -> Credentials {
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
        Credentials::from_answer(&answer)
    }

    /// Lets the stack's role launch, tag and end whatever it likes: for an emulator that evaluates the role's policy,
    /// but knows nothing of the conditions that it has on launch templates and volumes.
    pub fn let_the_role_launch(&mut self) {
        let role = self.outputs["RoleArn"].rsplit('/').next().expect("an ARN has a name").to_owned();
        let policy = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*",
            "Action": ["ec2:RunInstances", "ec2:CreateTags", "ec2:DescribeInstances", "ec2:TerminateInstances"]}]});
        let put = json!({"RoleName": role, "PolicyName": "any", "PolicyDocument": policy.to_string()});
        let put = self.emulator.call(&Credentials::root_of(ACCOUNT), "iam", "put_role_policy", &put);
        put.expect("the owner may change the role");
    }

    /// The emulator's address.
    pub fn endpoint(&self) -> &str {
        self.emulator.endpoint()
    }

    /// What the owner of the account sees.
    pub fn instances(&mut self) -> Vec<Value> {
        let answer = self.emulator.call(&Credentials::root_of(ACCOUNT), "ec2", "describe_instances", &json!({}));
        let answer = answer.expect("the owner may list instances");
        let reservations = answer["Reservations"].as_array().cloned().unwrap_or_default();
        reservations.into_iter().flat_map(|one| one["Instances"].as_array().cloned().unwrap_or_default()).collect()
    }
}
