//! What is wrong with a stack, or with the AWS account around it.

use super::{HOUR, LABEL, MINUTE};
use crate::harness::{ACCOUNT, BOOT, CONTROL_PLANE, IMAGE_OWNER, REGION, Universe};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use sprinters_core::ids::JobId;
use sprinters_dsl::template::Template;
use sprinters_fakes::aws::Fault;
use sprinters_stacks::StackKind;

pub(super) async fn queued(world: &mut Universe, label: &str) -> JobId {
    let job = world.queue(label);
    world.pass_by(MINUTE / 2, MINUTE).await;
    job
}

/// A job that AWS refuses with this code and sentence.
pub(super) async fn refused(world: &mut Universe, status: u16, code: &str, sentence: &str) -> JobId {
    world.aws.order(Fault::on("RunInstances").times(20).refuse(status, code, sentence));
    queued(world, LABEL).await
}

pub(super) async fn role_gone(world: &mut Universe) -> JobId {
    // It worked once: that is how a role that is gone is told from an external id that was never right.
    queued(world, LABEL).await;
    let role = world.connection().await.outputs.unwrap().role_arn;
    world.aws.delete_role(&role);
    world.aws.expire_sessions();
    queued(world, LABEL).await
}

/// Somebody typed the external id by hand when they installed the stack: it never worked.
pub(super) async fn external_id_wrong(world: &mut Universe) -> JobId {
    world.aws.delete_stack(ACCOUNT, REGION, "sprinters");
    world.disconnect().await;
    let typed = [("ExternalId", "somebody-typed-this-by-hand-0123456789")];
    world.connect_as(world.organization, ACCOUNT, &typed).await;
    world.settle().await;
    queued(world, LABEL).await
}

pub(super) async fn action_denied(world: &mut Universe) -> JobId {
    let sentence = "You are not authorized to perform this operation. User: arn:aws:sts::222233334444:assumed-role/sprinters/x is not authorized to \
                    perform: ec2:RunInstances on resource: arn:aws:ec2:eu-central-1:222233334444:volume/* because no identity-based policy allows \
                    the ec2:RunInstances action";
    refused(world, 403, "UnauthorizedOperation", sentence).await
}

/// Somebody widens the role by hand; the daily verification sees it.
pub(super) async fn role_too_wide(world: &mut Universe) -> JobId {
    let connection = world.connection().await;
    let external_id = world.ours.store.external_id(&connection, false).await.unwrap().unwrap();
    let mut document = sprinters_stacks::render(StackKind::Runner).unwrap().as_json().clone();
    let policy = &mut document["Resources"]["ControlPlaneRole"]["Properties"]["Policies"][0]["PolicyDocument"];
    let statement: Value = json!({"Sid": "Anything", "Effect": "Allow", "Action": "ec2:*", "Resource": "*"});
    policy["Statement"].as_array_mut().unwrap().push(statement);
    let vpc = world.aws.default_vpc(ACCOUNT, REGION);
    let parameters = [
        ("ExternalId", external_id.expose_secret()),
        ("ControlPlaneRoleArn", CONTROL_PLANE),
        ("DeploymentId", connection.deployment_id.as_str()),
        ("ImageOwnerAccountId", IMAGE_OWNER),
        ("VpcId", vpc.as_str()),
    ];
    let template = Template::from_json(document).unwrap();
    world.aws.install_stack(ACCOUNT, REGION, "sprinters", &template, &parameters).unwrap();
    world.clock.advance(25 * HOUR);
    world.settle().await;
    queued(world, LABEL).await
}

pub(super) async fn denied_by_organization(world: &mut Universe) -> JobId {
    let policy = json!({"Version": "2012-10-17", "Statement": [
        {"Sid": "NoEc2", "Effect": "Deny", "Action": "ec2:RunInstances", "Resource": "*"},
    ]});
    world.aws.attach_service_control_policy(ACCOUNT, &policy).unwrap();
    queued(world, LABEL).await
}

pub(super) async fn launch_template_gone(world: &mut Universe) -> JobId {
    let template = world.connection().await.outputs.unwrap().launch_template_id;
    world.aws.delete_by_hand(ACCOUNT, REGION, &template);
    queued(world, LABEL).await
}

pub(super) async fn security_group_gone(world: &mut Universe) -> JobId {
    let group = world.connection().await.outputs.unwrap().security_group_id;
    world.aws.delete_by_hand(ACCOUNT, REGION, &group);
    queued(world, LABEL).await
}

/// Connected anew, with a subnet listed.
async fn with_subnet(world: &mut Universe, zone: &str) -> String {
    let vpc = world.aws.default_vpc(ACCOUNT, REGION);
    let subnet = world.aws.add_subnet(ACCOUNT, REGION, &vpc, zone);
    world.aws.delete_stack(ACCOUNT, REGION, "sprinters");
    world.disconnect().await;
    world.connect(&[("SubnetIds", &subnet)]).await;
    subnet
}

pub(super) async fn subnet_gone(world: &mut Universe) -> JobId {
    let subnet = with_subnet(world, "eu-central-1a").await;
    world.aws.delete_by_hand(ACCOUNT, REGION, &subnet);
    queued(world, LABEL).await
}

pub(super) async fn subnet_full(world: &mut Universe) -> JobId {
    let subnet = with_subnet(world, "eu-central-1a").await;
    world.aws.set_free_addresses(ACCOUNT, REGION, &subnet, 0);
    queued(world, LABEL).await
}

pub(super) async fn no_subnet_in_zone(world: &mut Universe) -> JobId {
    with_subnet(world, "eu-central-1a").await;
    // The first launch shows in which zone the subnet is.
    queued(world, LABEL).await;
    queued(world, "sprinters:aws:eu-central-1b:m7i.large").await
}

pub(super) async fn no_default_vpc(world: &mut Universe) -> JobId {
    world.aws.delete_default_vpc(ACCOUNT, REGION);
    queued(world, LABEL).await
}

pub(super) async fn image_not_shared(world: &mut Universe) -> JobId {
    for number in 0..8 {
        world.aws.withdraw_image(REGION, &format!("ami-{number:017x}"));
    }
    queued(world, LABEL).await
}

pub(super) async fn instance_profile_gone(world: &mut Universe) -> JobId {
    let sentence = "Value (arn:aws:iam::222233334444:instance-profile/ci) for parameter iamInstanceProfile.arn is invalid. Invalid IAM Instance \
                    Profile ARN";
    refused(world, 400, "InvalidParameterValue", sentence).await
}

pub(super) async fn kms_key_unusable(world: &mut Universe) -> JobId {
    let code = "Client.InvalidKMSKey.InvalidState";
    let sentence = format!("{code}: The KMS key provided is in an incorrect state");
    world.aws.order(Fault::on("RunInstances").times(9).die_starting(BOOT / 4, code, &sentence));
    let job = queued(world, LABEL).await;
    world.pass_by(MINUTE / 2, 5 * MINUTE).await;
    job
}

pub(super) async fn spot_role_missing(world: &mut Universe) -> JobId {
    world.aws.set_spot_role(ACCOUNT, false);
    queued(world, "sprinters:aws:eu-central-1:m7i.large:spot=true").await
}

pub(super) async fn account_unusable(world: &mut Universe) -> JobId {
    let sentence = "You are not subscribed to this service. Please go to https://aws.amazon.com to subscribe.";
    refused(world, 401, "OptInRequired", sentence).await
}

pub(super) async fn account_pending(world: &mut Universe) -> JobId {
    let sentence = "Your request for accessing resources in this region is being validated, and you will not be able to launch \
                    additional resources in this region until the validation is complete.";
    refused(world, 400, "PendingVerification", sentence).await
}
