//! Verification: a good connection passes, and whatever is wrong with one shows.

use super::cloud::{self, ACCOUNT, CONTROL_PLANE, Cloud, DEPLOYMENT, EXTERNAL_ID, REGION};
use secrecy::SecretString;
use serde_json::{Value, json};
use sprinters_core::failure::FailureReason;
use sprinters_core::launch_request::LaunchRequest;
use sprinters_core::verification::ConnectionCheck;
use sprinters_dsl::template::Template;
use sprinters_fakes::aws::Installed;
use sprinters_stacks::StackKind;

/// What verification is given: a runner's launch that names the stack's group.
fn launch(stack: &Installed) -> LaunchRequest {
    LaunchRequest { security_group_id: Some(stack.output("SecurityGroupId").to_owned()), ..cloud::request(stack, 1, 0) }
}

fn told(checks: &[ConnectionCheck]) -> String {
    let line = |check: &ConnectionCheck| {
        let verdict = match (check.passed, check.failure.as_ref()) {
            (true, _) => "passed".to_owned(),
            (false, None) => "undecided".to_owned(),
            (false, Some(failure)) => format!("FAILED, {}", failure.reason()),
        };
        let must = if check.must_be_refused { "must be refused" } else { "must work" };
        format!("{} ({must}): {verdict}\n    {}\n", check.what, check.answer)
    };
    checks.iter().map(line).collect()
}

fn failed(checks: &[ConnectionCheck]) -> Vec<&str> {
    checks.iter().filter(|check| !check.passed).map(|check| check.what.as_str()).collect()
}

#[tokio::test]
async fn a_good_connection_passes_line_by_line() {
    let cloud = Cloud::new().await;
    let checks = cloud.ours.verify(&cloud.access, &launch(&cloud.stack)).await;
    let told = told(&checks);
    assert_eq!(failed(&checks), [""; 0], "{told}");
    // Ids differ from run to run.
    let told = told
        .replace(cloud.stack.output("LaunchTemplateId"), "lt-OURS")
        .replace(cloud.stack.output("SecurityGroupId"), "sg-OURS");
    let told = told.replace(&cloud.access.role_arn, "ROLE");
    insta::assert_snapshot!(told);
    assert_eq!(cloud.theirs.live_instances(), [], "nothing was launched");
    assert!(cloud.theirs.calls_of("RunInstances").iter().all(sprinters_fakes::aws::Call::is_dry_run));
}

#[tokio::test]
async fn a_good_connection_with_every_option_passes() {
    let (theirs, ours, _) = cloud::empty().await;
    let vpc = theirs.default_vpc(ACCOUNT, REGION);
    let subnet = theirs.add_subnet(ACCOUNT, REGION, &vpc, "us-east-1b");
    let key = theirs.create_kms_key(ACCOUNT, REGION);
    let parameters = [
        ("SubnetIds", subnet.as_str()),
        ("InstanceProfileRoleArn", "arn:aws:iam::222233334444:role/acme-ci"),
        ("KmsKeyArn", key.as_str()),
        ("MaxVolumeGiB", "40"),
    ];
    let stack = cloud::install(&theirs, ACCOUNT, &parameters);
    let mut launch = launch(&stack);
    launch.subnet_id = Some(subnet.clone());
    let access = cloud::access(&stack, 7);
    let checks = ours.verify(&access, &launch).await;
    assert_eq!(failed(&checks), [""; 0], "{}", told(&checks));
    ours.run_instances(&access, &launch, &cloud::user_data()).await.unwrap();
    let made = &theirs.instances()[0];
    assert!(made.volumes.iter().all(|volume| volume.kms_key.as_deref() == Some(&key)), "the template's key stays");
    assert!(made.instance_profile.is_some());
}

#[tokio::test]
async fn a_wrong_external_id_and_a_denying_organisation_show_with_their_reason() {
    let mut cloud = Cloud::new().await;
    let launch = launch(&cloud.stack);
    let organization = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Deny", "Action": "ec2:RunInstances", "Resource": "arn:aws:ec2:*:*:spot-instances-request/*"},
    ]});
    cloud.theirs.attach_service_control_policy(ACCOUNT, &organization).unwrap();
    let checks = cloud.ours.verify(&cloud.access, &launch).await;
    assert_eq!(failed(&checks), ["Launch a runner on the spot market (dry run)"]);
    let denied = checks.iter().find(|check| !check.passed).unwrap();
    assert_eq!(denied.failure.as_ref().unwrap().reason(), FailureReason::DeniedByOrganization);
    assert!(denied.answer.contains("service control policy"), "{}", denied.answer);

    cloud.access.external_id = SecretString::from("c29tZWJvZHkgZWxzZSdzIGV4dGVybmFsIGlk");
    let checks = cloud.ours.verify(&cloud.access, &launch).await;
    assert_eq!(failed(&checks), ["Assume the role with the connection's external id"]);
    assert_eq!(checks[0].failure.as_ref().unwrap().reason(), FailureReason::ExternalIdWrong);
    assert_eq!(checks.len(), 4, "without a session nothing more is tried");
}

/// Installs the customer stack after somebody changed its template, and tells what verification found.
async fn weakened(change: impl Fn(&mut Value)) -> Vec<String> {
    let (theirs, ours, _) = cloud::empty().await;
    let template = sprinters_stacks::render(StackKind::Runner).unwrap();
    let mut document = template.as_json().clone();
    change(&mut document);
    assert_ne!(&document, template.as_json(), "nothing was changed");
    let vpc = theirs.default_vpc(ACCOUNT, REGION);
    let parameters = [
        ("ExternalId", EXTERNAL_ID),
        ("ControlPlaneRoleArn", CONTROL_PLANE),
        ("DeploymentId", DEPLOYMENT),
        ("VpcId", vpc.as_str()),
        ("ImageOwnerAccountId", cloud::PUBLISHER),
    ];
    let stack =
        theirs.install_stack(ACCOUNT, REGION, "weak", &Template::from_json(document).unwrap(), &parameters).unwrap();
    let checks = ours.verify(&cloud::access(&stack, 7), &launch(&stack)).await;
    let wide = checks.iter().filter(|check| check.failure.is_some());
    wide.map(|check| {
        assert_eq!(check.failure.as_ref().unwrap().reason(), FailureReason::RoleTooWide, "{}", told(&checks));
        check.what.replace(" (dry run)", "")
    })
    .collect()
}

fn statements(document: &mut Value) -> &mut Vec<Value> {
    document["Resources"]["ControlPlaneRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
        .as_array_mut()
        .unwrap()
}

/// Takes a condition key out of every statement, wherever it stands.
fn without(value: &mut Value, key: &str) {
    match value {
        Value::Object(map) => {
            map.remove(key);
            map.values_mut().for_each(|value| without(value, key));
            map.retain(|name, value| name == "Properties" || name == "Metadata" || *value != json!({}));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| without(value, key)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[tokio::test]
async fn each_condition_that_is_taken_away_is_found() {
    let found = async |key: &'static str| {
        weakened(|document| statements(document).iter_mut().for_each(|statement| without(statement, key))).await
    };
    assert_eq!(found("ec2:LaunchTemplate").await, ["Launch without the stack's launch template"]);
    assert_eq!(found("aws:RequestTag/sprinters:deployment").await, ["Launch with another deployment's tag"]);
    assert_eq!(found("aws:TagKeys").await, ["Launch with a tag key that is not ours"]);
    assert_eq!(found("ec2:Encrypted").await, ["Launch with an unencrypted volume"]);
    assert_eq!(found("ec2:VolumeType").await, ["Launch with a volume of another type"]);
    assert_eq!(found("ec2:MetadataHttpTokens").await, ["Launch with the old metadata service"]);
    assert_eq!(found("ec2:MetadataHttpPutResponseHopLimit").await, ["Launch with metadata that containers can reach"]);
    assert_eq!(found("ec2:Tenancy").await, ["Launch on dedicated hardware"]);
    assert_eq!(found("ec2:InstanceProfile").await, ["Launch with another instance profile"]);
    assert_eq!(found("aws:RequestedRegion").await, ["List instances of another region"]);
}

#[tokio::test]
async fn a_role_that_launches_anything_is_found() {
    let found = weakened(|document| {
        statements(document).push(json!({"Sid": "Anything", "Effect": "Allow", "Action": "ec2:*", "Resource": "*"}));
    })
    .await;
    assert_eq!(found.len(), 12, "{found:?}");
    let found = weakened(|document| {
        statements(document).push(json!({"Sid": "AnyKey", "Effect": "Allow", "Action": "ec2:RunInstances",
            "Resource": {"Fn::Sub": "arn:aws:ec2:${AWS::Region}:${AWS::AccountId}:key-pair/*"}}));
    })
    .await;
    assert_eq!(found, ["Launch with a key pair"]);
    let found = weakened(|document| {
        let tagging =
            statements(document).iter_mut().find(|statement| statement["Sid"] == "TagOnlyWhileLaunching").unwrap();
        tagging["Resource"] = json!("*");
        without(tagging, "ec2:CreateAction");
    })
    .await;
    assert_eq!(found, ["Tag something that exists"]);
}

#[tokio::test]
async fn a_trust_policy_that_lets_in_too_many_is_found() {
    let found = async |key: &'static str| {
        weakened(|document| {
            without(&mut document["Resources"]["ControlPlaneRole"]["Properties"]["AssumeRolePolicyDocument"], key);
        })
        .await
    };
    assert_eq!(
        found("sts:ExternalId").await,
        ["Assume the role with another external id", "Assume the role without an external id"]
    );
    assert_eq!(found("sts:RoleSessionName").await, ["Assume the role under another session name"]);
}
