//! The rendered template, installed for real: through a CloudFormation API, with the role it made.
#![expect(clippy::expect_used, reason = "what the tests share: a wrong assumption ends the test")]

use serde_json::{Value, json};
use sprinters::emulator::{Credentials, Emulator, Kind, Refusal};
use sprinters::installation::{
    ACCOUNT, CONTROL_PLANE, Choice, DEPLOYMENT, EXTERNAL_ID, IMAGE_OWNER, Installation, PREVIOUS_EXTERNAL_ID, VPC,
    inputs, template,
};
use sprinters::judge::Evaluation;
use sprinters::request::{KeyValue, table};
use sprinters::second_opinion::SecondOpinion;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// The account of the control plane.
const VENDOR: &str = "999988887777";
const STACK: &str = "sprinters";
/// Longest that the emulator may take over a stack.
const SETTLES_WITHIN: Duration = Duration::from_secs(60);

/// An account of AWS with a VPC, and a stack once it is installed.
struct Account {
    aws: Emulator,
    root: Credentials,
    vpc: String,
    subnet: String,
}

fn text(value: &Value) -> String {
    value.as_str().expect("the answer has this text").to_owned()
}

impl Account {
    fn on(kind: Kind) -> Self {
        let mut aws = Emulator::start(kind);
        let root = Credentials::root_of(ACCOUNT);
        let mut ec2 =
            |method: &str, arguments| aws.call(&root, "ec2", method, &arguments).expect("the network can be made");
        let vpc = text(&ec2("create_vpc", json!({"CidrBlock": "10.0.0.0/16"}))["Vpc"]["VpcId"]);
        let subnet =
            ec2("create_subnet", json!({"VpcId": vpc, "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "us-east-1a"}));
        let subnet = text(&subnet["Subnet"]["SubnetId"]);
        Self { aws, root, vpc, subnet }
    }

    fn as_root(&mut self, service: &str, method: &str, arguments: impl Into<Value>) -> Value {
        self.aws.call(&self.root, service, method, &arguments.into()).expect("the owner of the account may do this")
    }

    /// `create_stack` or `update_stack` with what the console would fill in, and what is given beside.
    fn install(&mut self, method: &str, beside: &[(&str, &str)]) -> BTreeMap<String, String> {
        let vpc = self.vpc.clone();
        let mut parameters = BTreeMap::from([
            ("ExternalId", EXTERNAL_ID),
            ("ControlPlaneRoleArn", CONTROL_PLANE),
            ("DeploymentId", DEPLOYMENT),
            ("VpcId", vpc.as_str()),
            ("ImageOwnerAccountId", IMAGE_OWNER),
        ]);
        parameters.extend(beside.iter().copied());
        let parameters: Vec<Value> = parameters
            .into_iter()
            .map(|(name, value)| json!({"ParameterKey": name, "ParameterValue": value}))
            .collect();
        self.as_root(
            "cloudformation",
            method,
            json!({
                "StackName": STACK,
                "TemplateBody": template().to_yaml(),
                "Parameters": parameters,
                "Capabilities": ["CAPABILITY_NAMED_IAM"],
            }),
        );
        let started = Instant::now();
        loop {
            let stacks = self.as_root("cloudformation", "describe_stacks", json!({"StackName": STACK}));
            let stack = &stacks["Stacks"][0];
            let status = text(&stack["StackStatus"]);
            if status.ends_with("_IN_PROGRESS") {
                assert!(started.elapsed() < SETTLES_WITHIN, "the stack is {status} for {SETTLES_WITHIN:?}");
                continue;
            }
            assert!(
                ["CREATE_COMPLETE", "UPDATE_COMPLETE"].contains(&status.as_str()),
                "the stack is {status}: {}",
                stack["StackStatusReason"]
            );
            let outputs = stack["Outputs"].as_array().expect("the stack has outputs");
            return outputs.iter().map(|output| (text(&output["OutputKey"]), text(&output["OutputValue"]))).collect();
        }
    }

    fn assume(
        &mut self,
        who: &Credentials,
        role: &str,
        session: &str,
        id: Option<&str>,
    ) -> Result<Credentials, Refusal> {
        let mut arguments = json!({"RoleArn": role, "RoleSessionName": session});
        if let Some(id) = id {
            arguments["ExternalId"] = json!(id);
        }
        self.aws.call(who, "sts", "assume_role", &arguments).map(|answer| Credentials::from_answer(&answer))
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
        for (role, policy) in [(name, Some(&may_assume)), ("support", Some(&may_assume))] {
            let arguments = json!({"RoleName": role, "AssumeRolePolicyDocument": trust.to_string()});
            self.aws.call(&owner, "iam", "create_role", &arguments).expect("the role can be made");
            if let Some(policy) = policy {
                let arguments = json!({"RoleName": role, "PolicyName": "assume", "PolicyDocument": policy.to_string()});
                self.aws.call(&owner, "iam", "put_role_policy", &arguments).expect("the policy can be put");
            }
        }
        self.assume(&owner, CONTROL_PLANE, "worker", None).expect("the control plane becomes its own role")
    }
}

/// The emulator's own words for a refusal of `AssumeRole`.
fn assert_denied(answer: Result<Credentials, Refusal>, what: &str) {
    let Refusal { code, message } = answer.expect_err(&format!("the role was assumed {what}"));
    assert_eq!(code, "AccessDenied", "{what}: {message}");
}

#[test]
fn the_role_is_assumed_with_its_external_id_and_by_nobody_else() {
    let mut account = Account::on(Kind::Ministack);
    let control_plane = account.control_plane();
    let outputs = account.install("create_stack", &[]);
    let role = &outputs["RoleArn"];
    let session = "sprinters-conn-018f2a6e";

    account.assume(&control_plane, role, session, Some(EXTERNAL_ID)).expect("the control plane assumes the role");
    assert_denied(account.assume(&control_plane, role, session, None), "without an external id");
    let other = Some("c29tZWJvZHkgZWxzZSdzIGV4dGVybmFsIGlk");
    assert_denied(account.assume(&control_plane, role, session, other), "with another external id");
    let previous = Some(PREVIOUS_EXTERNAL_ID);
    assert_denied(account.assume(&control_plane, role, session, previous), "with an id that is not the previous one");
    assert_denied(account.assume(&control_plane, role, "admin", Some(EXTERNAL_ID)), "under another session name");
    let owner = Credentials::root_of(VENDOR);
    assert_denied(account.assume(&owner, role, session, Some(EXTERNAL_ID)), "by the control plane's account itself");
    let support = format!("arn:aws:iam::{VENDOR}:role/support");
    let support = account.assume(&owner, &support, "worker", None).expect("the other role can be assumed");
    assert_denied(account.assume(&support, role, session, Some(EXTERNAL_ID)), "by another role of that account");
}

#[test]
fn an_external_id_is_replaced_without_a_gap() {
    let mut account = Account::on(Kind::Ministack);
    let control_plane = account.control_plane();
    let session = "sprinters-conn-018f2a6e";
    let role = account.install("create_stack", &[("ExternalId", PREVIOUS_EXTERNAL_ID)])["RoleArn"].clone();
    account.assume(&control_plane, &role, session, Some(PREVIOUS_EXTERNAL_ID)).expect("the first id counts");
    assert_denied(
        account.assume(&control_plane, &role, session, Some(EXTERNAL_ID)),
        "with an id that is not known yet",
    );

    let outputs = account.install("update_stack", &[("PreviousExternalId", PREVIOUS_EXTERNAL_ID)]);
    assert_eq!(outputs["RoleArn"], role, "rotating the external id made another role");
    account.assume(&control_plane, &role, session, Some(PREVIOUS_EXTERNAL_ID)).expect("the old id still counts");
    account.assume(&control_plane, &role, session, Some(EXTERNAL_ID)).expect("the new id counts");

    account.install("update_stack", &[]);
    account.assume(&control_plane, &role, session, Some(EXTERNAL_ID)).expect("the new id counts");
    assert_denied(account.assume(&control_plane, &role, session, Some(PREVIOUS_EXTERNAL_ID)), "with the id of before");
}

#[test]
fn a_session_of_the_role_does_what_it_may_and_nothing_else() {
    let mut account = Account::on(Kind::Ministack);
    let control_plane = account.control_plane();
    let outputs = account.install("create_stack", &[]);
    let session = account
        .assume(&control_plane, &outputs["RoleArn"], "sprinters-conn-018f2a6e", Some(EXTERNAL_ID))
        .expect("the control plane assumes the role");
    let mut launch = |tags: Value| {
        let arguments = json!({"ImageId": "ami-12c6146b", "InstanceType": "t3.large", "MinCount": 1, "MaxCount": 1,
            "SubnetId": account.subnet, "TagSpecifications": [{"ResourceType": "instance", "Tags": tags}]});
        text(&account.as_root("ec2", "run_instances", arguments)["Instances"][0]["InstanceId"])
    };
    let staging = launch(json!([{"Key": "sprinters:deployment", "Value": "acme-staging"}]));
    let database = launch(json!([{"Key": "Name", "Value": "database"}]));

    let mut as_role = |method: &str, arguments: Value| account.aws.call(&session, "ec2", method, &arguments);
    as_role("describe_instances", json!({})).expect("the role follows instances");
    for instance in [&staging, &database] {
        let refusal = as_role("terminate_instances", json!({"InstanceIds": [instance]}))
            .expect_err("the role terminated an instance of somebody else");
        assert_eq!(refusal.code, "UnauthorizedOperation", "{}", refusal.message);
        let tags = json!([{"Key": "sprinters:deployment", "Value": DEPLOYMENT}]);
        as_role("create_tags", json!({"Resources": [instance], "Tags": tags}))
            .expect_err("the role took over an instance by its tag");
    }
    // This emulator does not tell the policy the tags of an instance, nor the template of a launch, so what depends on
    // them is refused here whatever it is; that it is granted is the judges' to say.
    for (method, arguments) in [
        ("describe_volumes", json!({})),
        ("describe_subnets", json!({})),
        ("create_security_group", json!({"GroupName": "open", "Description": "open"})),
        ("delete_launch_template", json!({"LaunchTemplateId": outputs["LaunchTemplateId"]})),
        ("run_instances", json!({"ImageId": "ami-12c6146b", "InstanceType": "t3.large", "MinCount": 1, "MaxCount": 1})),
    ] {
        let refusal = as_role(method, arguments).expect_err("the role did what it was not granted");
        assert_eq!(refusal.code, "UnauthorizedOperation", "{method}: {}", refusal.message);
    }
}

/// With every option, since this emulator takes an empty list for a given one where a condition joins it.
#[test]
fn the_installed_policies_are_the_judged_ones() {
    let choice = Choice::Everything;
    let mut account = Account::on(Kind::Ministack);
    let parameters = choice.parameters();
    // The emulator knows no budgets; they are in no policy.
    let beside = parameters.iter().filter(|(name, _)| *name != "BudgetEmail");
    let beside: Vec<(&str, &str)> = beside.map(|(name, value)| (*name, value.as_str())).collect();
    let outputs = account.install("create_stack", &beside);
    let role = outputs["RoleArn"].rsplit('/').next().expect("an ARN has a name").to_owned();
    let inline = json!({"RoleName": role, "PolicyName": "sprinters-runners"});
    let permissions = account.as_root("iam", "get_role_policy", inline)["PolicyDocument"].take();
    let trust =
        account.as_root("iam", "get_role", json!({"RoleName": role}))["Role"]["AssumeRolePolicyDocument"].take();
    let [permissions, trust] = [permissions, trust].map(|document| SecondOpinion::new(&document));

    // The table, with the ids that this account gave.
    let stack = account.as_root("cloudformation", "describe_stack_resources", json!({"StackName": STACK}));
    let mut inputs = inputs(choice).with_parameter("VpcId", account.vpc.as_str());
    for resource in stack["StackResources"].as_array().expect("the stack has resources") {
        let [id, physical] = ["LogicalResourceId", "PhysicalResourceId"].map(|name| text(&resource[name]));
        // AWS says the name of an instance profile here, this emulator its ARN.
        let name = physical.rsplit('/').next().expect("a split text has a last part").to_owned();
        inputs.physical_ids.insert(id, name);
    }
    let resolved = template().resolve(&inputs).expect("the template resolves");
    let calls = table(&Installation { choice, resolved });
    for call in &calls {
        for check in &call.checks {
            let mut check = check.clone();
            if let Some(KeyValue::One(vpc)) = check.context.get_mut("ec2:Vpc") {
                *vpc = vpc.replace(VPC, &account.vpc);
            }
            let evaluation = Evaluation::new(&call.caller, &check, &outputs["RoleArn"]);
            let policy = if evaluation.trust { &trust } else { &permissions };
            let answer = policy.allows(&evaluation);
            assert_eq!(answer, check.allowed, "the installed policy answers otherwise: {}: {}", call.title, check.part);
        }
    }
    eprintln!("{} requests of the table, answered by the policies as installed", calls.len());
}

#[test]
fn a_runner_is_launched_from_the_installed_template_and_ends_and_the_stack_goes() {
    let mut account = Account::on(Kind::Moto);
    let outputs = account.install("create_stack", &[]);
    let root = account.root.clone();
    let session = account
        .assume(&root, &outputs["RoleArn"], "sprinters-conn-018f2a6e", Some(EXTERNAL_ID))
        .expect("the role can be assumed");
    let tags = json!([{"Key": "sprinters:deployment", "Value": DEPLOYMENT}]);
    let specifications: Vec<Value> = ["instance", "volume", "network-interface"]
        .iter()
        .map(|kind| json!({"ResourceType": kind, "Tags": tags}))
        .collect();
    let mut as_role =
        |method: &str, arguments: Value| account.aws.call(&session, "ec2", method, &arguments).expect("EC2 answers");
    let launch = json!({
        "LaunchTemplate": {"LaunchTemplateId": outputs["LaunchTemplateId"], "Version": outputs["LaunchTemplateVersion"]},
        "ImageId": "ami-12c6146b", "InstanceType": "t3.large", "SubnetId": account.subnet, "MinCount": 1, "MaxCount": 1,
        "ClientToken": "runner-1-attempt-1", "TagSpecifications": specifications,
    });
    let launched = as_role("run_instances", launch);
    let id = text(&launched["Instances"][0]["InstanceId"]);

    // Found as the control plane finds it: by its tag.
    let ours = json!({"Filters": [{"Name": "tag:sprinters:deployment", "Values": [DEPLOYMENT]}]});
    let found = as_role("describe_instances", ours.clone());
    let instance = &found["Reservations"][0]["Instances"][0];
    assert_eq!(text(&instance["InstanceId"]), id, "the runner is found by its deployment's tag");
    assert_eq!(instance["InstanceType"], "t3.large", "the type is the launch's");
    assert_eq!(instance["SubnetId"], account.subnet.as_str(), "the subnet is the launch's");
    assert_eq!(
        instance["SecurityGroups"][0]["GroupId"],
        outputs["SecurityGroupId"].as_str(),
        "the group is the template's"
    );
    assert_eq!(instance["SecurityGroups"].as_array().map(Vec::len), Some(1), "the runner has one group");
    let volumes = account.as_root("ec2", "describe_volumes", ours);
    let volumes = volumes["Volumes"].as_array().expect("the answer has volumes");
    assert_eq!(volumes.len(), 2, "the template's two volumes carry the deployment's tag");
    assert!(volumes.iter().all(|volume| volume["Encrypted"] == true), "a volume is not encrypted");
    let groups = account.as_root("ec2", "describe_security_groups", json!({"GroupIds": [outputs["SecurityGroupId"]]}));
    assert_eq!(groups["SecurityGroups"][0]["IpPermissions"], json!([]), "the group lets something in");

    account.aws.call(&session, "ec2", "terminate_instances", &json!({"InstanceIds": [id]})).expect("the runner ends");
    let state = account.as_root("ec2", "describe_instances", json!({"InstanceIds": [id]}));
    assert_eq!(state["Reservations"][0]["Instances"][0]["State"]["Name"], "terminated", "the runner has ended");

    account.as_root("cloudformation", "delete_stack", json!({"StackName": STACK}));
    let left = what_is_left(&mut account, &outputs);
    assert!(left.is_empty(), "the stack left behind: {left:?}");
    let instances = account.as_root(
        "ec2",
        "describe_instances",
        json!({"Filters": [
            {"Name": "tag:sprinters:deployment", "Values": [DEPLOYMENT]},
            {"Name": "instance-state-name", "Values": ["pending", "running", "stopping", "stopped"]},
        ]}),
    );
    assert_eq!(instances["Reservations"], json!([]), "runners are left");
}

#[test]
fn deleting_the_stack_leaves_nothing_of_it() {
    let mut account = Account::on(Kind::Ministack);
    let outputs =
        account.install("create_stack", &[("InstanceProfileRoleArn", ""), ("CreateSpotServiceLinkedRole", "false")]);
    assert_eq!(what_is_left(&mut account, &outputs).len(), 3, "role, launch template and group are there");
    account.as_root("cloudformation", "delete_stack", json!({"StackName": STACK}));
    let left = what_is_left(&mut account, &outputs);
    assert!(left.is_empty(), "the stack left behind: {left:?}");
}

/// What the account still has of a stack with these outputs.
fn what_is_left(account: &mut Account, outputs: &BTreeMap<String, String>) -> Vec<String> {
    let found = [
        account.as_root("iam", "list_roles", json!({})).to_string(),
        account.as_root("ec2", "describe_launch_templates", json!({})).to_string(),
        account.as_root("ec2", "describe_security_groups", json!({})).to_string(),
    ];
    let names = ["RoleArn", "LaunchTemplateId", "SecurityGroupId"].map(|name| outputs[name].clone());
    let is_there = |name: &&String| found.iter().any(|list| list.contains(&format!("\"{name}\"")));
    names.iter().filter(is_there).cloned().collect()
}
