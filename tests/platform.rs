//! The control plane's own stack: its role and its root key, judged and weakened like the customer's policies.
#![expect(clippy::expect_used, clippy::panic, reason = "what the tests share: a wrong assumption ends the test")]

use serde_json::{Value, json};
use sprinters::emulator::{Credentials, Emulator, Kind};
use sprinters::installation::{DEPLOYMENT, EXTERNAL_ID, IMAGE_OWNER};
use sprinters::judge::{Docket, Evaluation, Run};
use sprinters::mutation::mutants;
use sprinters::request::{Context, KeyValue};
use sprinters::second_opinion::SecondOpinion;
use sprinters_dsl::template::{Inputs, Resolved, Template};
use sprinters_stacks::platform::{ROLE, ROOT_KEY};
use sprinters_stacks::{StackKind, render};
use std::collections::BTreeMap;

const ACCOUNT: &str = "999988887777";
const CUSTOMER: &str = "222233334444";
const REGION: &str = "eu-central-1";

/// A request: what is asked, and whether it must go through.
struct Request {
    title: &'static str,
    evaluation: Evaluation,
    statement: &'static str,
    allowed: bool,
}

fn template() -> Template {
    render(StackKind::Platform).expect("the control plane's stack renders")
}

fn resolved(runs_on: &str) -> Resolved {
    let inputs = Inputs { account_id: ACCOUNT.to_owned(), region: REGION.to_owned(), ..Inputs::default() };
    template().resolve(&inputs.with_parameter("RunsOn", runs_on)).expect("the template resolves")
}

fn properties(id: &str) -> Value {
    Value::Object(resolved("ec2").resource(id).expect("the stack has the resource").properties.clone())
}

fn permissions() -> Value {
    properties(ROLE)["Policies"][0]["PolicyDocument"].clone()
}

fn key_policy() -> Value {
    properties(ROOT_KEY)["KeyPolicy"].clone()
}

fn role() -> String {
    resolved("ec2").output("ControlPlaneRoleArn").and_then(Value::as_str).expect("an output").to_owned()
}

/// What the role asks of STS.
fn becoming() -> Vec<Request> {
    let one = |title, action: &str, resource: String, allowed| Request {
        title,
        statement: "BecomeTheRolesOfCustomersStacks",
        evaluation: Evaluation {
            trust: false,
            principal: role(),
            account: ACCOUNT.to_owned(),
            action: action.to_owned(),
            resource,
            context: Context::from([("aws:RequestedRegion".to_owned(), KeyValue::One(REGION.to_owned()))]),
        },
        allowed,
    };
    let theirs = |partition: &str, name: &str| format!("arn:{partition}:iam::{CUSTOMER}:role/{name}");
    let (assume, usual) = ("sts:AssumeRole", "acme-ci-ControlPlaneRole-1A2B3C4D5E6F");
    vec![
        one("become a role with a generated name", assume, theirs("aws", usual), true),
        one("become a role of a stack set", assume, theirs("aws", "StackSet-ci-0a1b-ControlPlaneRole-1A2B"), true),
        one("become a role with a prefix and a path", assume, theirs("aws", "ci/acme-sprinters-0a1b2c3d4e5f"), true),
        one("become a role of the Terraform module", assume, theirs("aws", "sprinters-20261201000000001"), true),
        one("become an administrator", assume, theirs("aws", "OrganizationAccountAccessRole"), false),
        one("become a role whose name only begins alike", assume, theirs("aws", "ControlPlaneRoleAdmin"), false),
        one("become a role of another partition", assume, theirs("aws-cn", usual), false),
        one(
            "become a role of the Terraform module in another partition",
            assume,
            theirs("aws-cn", "sprinters-1"),
            false,
        ),
        one("tag the session", "sts:TagSession", theirs("aws", usual), false),
        one("say on whose behalf", "sts:SetSourceIdentity", theirs("aws", "sprinters-1"), false),
        one("change the role of a customer", "iam:PutRolePolicy", theirs("aws", usual), false),
        one("launch by itself", "ec2:RunInstances", format!("arn:aws:ec2:{REGION}:{ACCOUNT}:instance/i-1"), false),
        one(
            "read a secret",
            "secretsmanager:GetSecretValue",
            format!("arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:x-1"),
            false,
        ),
    ]
}

#[test]
fn both_judges_agree_on_what_the_role_may_become() {
    let mut docket = Docket::default();
    let document = docket.document(permissions());
    let requests = becoming();
    let checks: Vec<usize> = requests.iter().map(|request| docket.check(request.evaluation.clone())).collect();
    docket.runs.push(Run { document, checks, expected: None, statement: None });
    let judgement = docket.judge();
    let second = SecondOpinion::new(&permissions());
    for (request, answer) in requests.iter().zip(&judgement.runs[0].answers) {
        assert_eq!(*answer, Some(request.allowed), "{}: iam-simulate", request.title);
        assert_eq!(second.allows(&request.evaluation), request.allowed, "{}: iam-rs", request.title);
    }
}

#[test]
fn every_weakening_of_the_roles_policy_changes_an_answer() {
    let mut docket = Docket::default();
    let requests = becoming();
    let checks: Vec<usize> = requests.iter().map(|request| docket.check(request.evaluation.clone())).collect();
    let all = mutants(&permissions());
    for mutant in &all {
        let document = docket.document(mutant.document.clone());
        docket.runs.push(Run {
            document,
            checks: checks.clone(),
            expected: Some(requests.iter().map(|request| request.allowed).collect()),
            statement: Some(requests[0].statement.to_owned()),
        });
    }
    let judgement = docket.judge();
    // Any account is what a service for many customers needs, and a role's name can be in any place of its path: these
    // two are as open as they can be.
    let alive: Vec<&str> = all
        .iter()
        .zip(&judgement.runs)
        .filter(|(_, run)| run.changed.is_none())
        .map(|(mutant, _)| mutant.change.as_str())
        .collect();
    let as_open_as_can_be = |change: &&str| change.contains("open in its account");
    assert!(alive.iter().all(as_open_as_can_be), "{alive:#?}");
    assert!(8 <= all.len() - alive.len(), "only {} mutants were killed", all.len() - alive.len());
}

#[test]
fn the_role_is_the_services_that_runs_the_control_plane_and_nobody_elses() {
    for (runs_on, service) in [("ec2", "ec2.amazonaws.com"), ("ecs-tasks", "ecs-tasks.amazonaws.com")] {
        let stack = resolved(runs_on);
        let trust =
            stack.resource(ROLE).expect("the stack has the role").properties["AssumeRolePolicyDocument"].clone();
        let statement = json!({"Sid": "RunTheControlPlane", "Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"});
        assert_eq!(trust["Statement"], json!([statement]));
        assert_eq!(
            stack.output("InstanceProfileArn").is_some(),
            runs_on == "ec2",
            "{runs_on}: only an instance has a profile"
        );
    }
}

#[test]
fn the_role_alone_uses_the_root_key_and_only_for_accounts() {
    let policy = key_policy();
    let statements = policy["Statement"].as_array().expect("a policy has statements");
    let (using, keeping): (Vec<&Value>, Vec<&Value>) =
        statements.iter().partition(|statement| statement["Principal"]["AWS"] == role());
    let [using] = using.as_slice() else { panic!("one statement lets the role use the key: {using:?}") };
    assert_eq!(using["Action"], json!(["kms:Encrypt", "kms:Decrypt"]));
    assert_eq!(using["Condition"], json!({"StringLike": {"kms:EncryptionContext:sprinters": "sprinters *"}}));
    const USES: [&str; 8] = [
        "Encrypt",
        "Decrypt",
        "ReEncrypt",
        "GenerateDataKey",
        "GenerateMac",
        "CreateGrant",
        "Sign",
        "DeriveSharedSecret",
    ];
    for statement in keeping {
        assert_eq!(statement["Principal"]["AWS"], format!("arn:aws:iam::{ACCOUNT}:root"));
        for action in statement["Action"].as_array().expect("actions") {
            let action = action.as_str().expect("an action is text");
            assert!(!USES.iter().any(|used| action.starts_with(&format!("kms:{used}"))), "{action} uses the key");
            assert!(!action.contains('*'), "{action}");
        }
    }
}

#[test]
fn the_second_judge_lets_nobody_else_unwrap() {
    let policy = SecondOpinion::new(&key_policy());
    let asks = |principal: &str, action: &str, context: Option<&str>| {
        let context =
            context.map(|value| ("kms:EncryptionContext:sprinters".to_owned(), KeyValue::One(value.to_owned())));
        policy.allows(&Evaluation {
            trust: true,
            principal: principal.to_owned(),
            account: ACCOUNT.to_owned(),
            action: action.to_owned(),
            resource: format!("arn:aws:kms:{REGION}:{ACCOUNT}:key/1"),
            context: context.into_iter().collect(),
        })
    };
    let (role, admin) = (role(), format!("arn:aws:iam::{ACCOUNT}:role/admin"));
    for action in ["kms:Encrypt", "kms:Decrypt"] {
        assert!(asks(&role, action, Some("sprinters 42 1")), "{action} for an account");
        for (who, context) in
            [(&role, None), (&role, Some("other 42")), (&role, Some("")), (&admin, Some("sprinters 42 1"))]
        {
            assert!(!asks(who, action, context), "{action} by {who} with {context:?}");
        }
    }
    for action in ["kms:GenerateDataKey", "kms:CreateGrant", "kms:ReEncryptFrom"] {
        assert!(!asks(&role, action, Some("sprinters 42 1")), "{action}");
    }
    let stranger = "arn:aws:iam::222233334444:role/admin";
    for action in ["kms:DisableKey", "kms:PutKeyPolicy", "kms:DescribeKey"] {
        assert!(asks(&admin, action, None), "an administrator of the account can't {action}");
        assert!(!asks(stranger, action, None), "somebody of another account can {action}");
    }
}

#[test]
fn there_is_a_month_to_call_a_deleted_root_key_back_and_it_turns_every_year() {
    let key = properties(ROOT_KEY);
    assert_eq!((&key["PendingWindowInDays"], &key["EnableKeyRotation"]), (&json!(30), &json!(true)));
    let setting = resolved("ec2").output("RootKeys").and_then(Value::as_str).expect("an output").to_owned();
    assert!(setting.starts_with("1:aws-kms:arn:aws:kms:eu-central-1:999988887777:key/"), "{setting}");
}

/// Installs a template with the keys of the account's owner, and gives its outputs.
fn install(
    aws: &mut Emulator,
    account: &str,
    template: &Template,
    parameters: &[(&str, &str)],
) -> BTreeMap<String, String> {
    let owner = Credentials::root_of(account);
    let parameters: Vec<Value> =
        parameters.iter().map(|(key, value)| json!({"ParameterKey": key, "ParameterValue": value})).collect();
    let stack = json!({"StackName": "sprinters", "TemplateBody": template.to_yaml(), "Parameters": parameters,
        "Capabilities": ["CAPABILITY_NAMED_IAM"]});
    aws.call(&owner, "cloudformation", "create_stack", &stack).expect("the owner may install a stack");
    loop {
        let stacks = aws.call(&owner, "cloudformation", "describe_stacks", &json!({"StackName": "sprinters"}));
        let stack = stacks.expect("the owner may see the stack")["Stacks"][0].take();
        match stack["StackStatus"].as_str() {
            Some("CREATE_COMPLETE") => {
                let outputs = stack["Outputs"].as_array().expect("the stack has outputs").iter();
                return outputs.map(|output| (text(&output["OutputKey"]), text(&output["OutputValue"]))).collect();
            }
            Some("CREATE_IN_PROGRESS") => {}
            status => panic!("the stack is {status:?}: {}", stack["StackStatusReason"]),
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("the answer has this text").to_owned()
}

#[test]
fn the_control_plane_becomes_the_role_that_a_customers_stack_made_and_no_other() {
    let mut aws = Emulator::start(Kind::Ministack);
    let ours = install(&mut aws, ACCOUNT, &template(), &[]);
    assert!(ours["RootKeys"].starts_with("1:aws-kms:arn:aws:kms:"), "{ours:?}");
    let role = ours["ControlPlaneRoleArn"].clone();

    let owner = Credentials::root_of(CUSTOMER);
    let vpc = aws.call(&owner, "ec2", "create_vpc", &json!({"CidrBlock": "10.0.0.0/16"})).expect("a VPC can be made");
    let customer_stack = render(StackKind::Runner).expect("the customer stack renders");
    let theirs = install(
        &mut aws,
        CUSTOMER,
        &customer_stack,
        &[
            ("ExternalId", EXTERNAL_ID),
            ("ControlPlaneRoleArn", &role),
            ("DeploymentId", DEPLOYMENT),
            ("VpcId", &text(&vpc["Vpc"]["VpcId"])),
            ("ImageOwnerAccountId", IMAGE_OWNER),
        ],
    );
    // Trusts the control plane just as much, and is not made by a stack of ours.
    let trust = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": role}, "Action": "sts:AssumeRole"},
    ]});
    let admin = json!({"RoleName": "admin", "AssumeRolePolicyDocument": trust.to_string()});
    let admin = aws.call(&owner, "iam", "create_role", &admin).expect("a role can be made");

    // Nobody here can be EC2; the emulator lets the owner of an account become any role of it.
    let session = json!({"RoleArn": role, "RoleSessionName": "worker"});
    let answer = aws.call(&Credentials::root_of(ACCOUNT), "sts", "assume_role", &session).expect("the owner may");
    let control_plane = Credentials::from_answer(&answer);

    let mut becomes = |role: &str| {
        let arguments = json!({"RoleArn": role, "RoleSessionName": "sprinters-1", "ExternalId": EXTERNAL_ID});
        aws.call(&control_plane, "sts", "assume_role", &arguments)
    };
    becomes(&theirs["RoleArn"]).expect("the customer's stack made this role for the control plane");
    let refusal = becomes(&text(&admin["Role"]["Arn"])).expect_err("the control plane became an administrator");
    assert_eq!(refusal.code, "AccessDenied", "{}", refusal.message);
}
