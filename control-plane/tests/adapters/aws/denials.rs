//! A denial names the action and the layer.

use super::cloud::{self, ACCOUNT, Cloud, user_data};
use serde_json::json;
use sprinters_aws::LaunchDisposition;
use sprinters_core::failure::{Failure, FailureReason};

async fn refused(cloud: &Cloud) -> Failure {
    let error = cloud.ours.run_instances(&cloud.access, &cloud.request(1, 0), &user_data()).await.unwrap_err();
    assert_eq!(error.code(), Some("UnauthorizedOperation"));
    match error.classify() {
        // Perhaps for this type or zone alone: another one is tried.
        LaunchDisposition::NextCandidate(failure, Some(_)) => failure,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn by_the_role_itself() {
    let cloud = Cloud::with(&[("AllowedInstanceTypes", "m7i.*")]).await;
    let failure = refused(&cloud).await;
    assert_eq!(failure.reason(), FailureReason::ActionDenied);
    assert_eq!(
        failure.detail(),
        Some(
            "ec2:RunInstances on arn:aws:ec2:us-east-1:222233334444:instance/* is allowed by no identity-based policy"
        )
    );
}

#[tokio::test]
async fn by_the_organisation() {
    let cloud = Cloud::new().await;
    let policy = json!({"Version": "2012-10-17", "Statement": [{
        "Sid": "NoMachines", "Effect": "Deny", "Action": "ec2:RunInstances", "Resource": "*",
        "Condition": {"StringEquals": {"ec2:InstanceType": "t3.large"}},
    }]});
    cloud.theirs.attach_service_control_policy(ACCOUNT, &policy).unwrap();
    let failure = refused(&cloud).await;
    assert_eq!(failure.reason(), FailureReason::DeniedByOrganization);
    let detail = failure.detail().unwrap();
    assert!(detail.ends_with("instance/* is denied by a statement of the service control policy"), "{detail}");
    cloud.theirs.detach_service_control_policies(ACCOUNT);
    cloud.launch(1).await;
}

#[tokio::test]
async fn by_the_roles_boundary() {
    let cloud = Cloud::new().await;
    let boundary = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["ec2:Describe*", "ec2:RunInstances"], "Resource": "*"},
    ]});
    cloud.theirs.set_permissions_boundary(&cloud.access.role_arn, &boundary).unwrap();
    let failure = refused(&cloud).await;
    assert_eq!(failure.reason(), FailureReason::DeniedByOrganization);
    let detail = failure.detail().unwrap();
    assert!(detail.starts_with("ec2:CreateTags on "), "{detail}");
    assert!(detail.ends_with("is allowed by no permissions boundary"), "{detail}");
}

#[tokio::test]
async fn the_role_itself_kept_out_by_the_organisation() {
    let cloud = Cloud::new().await;
    let policy = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "sts:AssumeRole", "Resource": "*"}]});
    cloud.theirs.attach_service_control_policy("999988887777", &policy).unwrap();
    let error = cloud.ours.describe_instances(&cloud.access).await.unwrap_err();
    let LaunchDisposition::GiveUp(failure) = error.classify() else { panic!("{:?}", error.classify()) };
    assert_eq!(failure.reason(), FailureReason::DeniedByOrganization);
}

#[tokio::test]
async fn nobody_elses_instance_can_be_ended() {
    let cloud = Cloud::new().await;
    let other = sprinters_fakes::aws::CustomerStack {
        account: ACCOUNT,
        region: "us-east-1",
        control_plane: cloud::CONTROL_PLANE,
        external_id: cloud::EXTERNAL_ID,
        deployment_id: "acme-staging",
        parameters: &[],
    };
    // The other stack stands beside the first one, under a name of its own.
    let template = sprinters_stacks::render(sprinters_stacks::StackKind::Runner).unwrap();
    let vpc = cloud.theirs.default_vpc(ACCOUNT, "us-east-1");
    let staging = cloud
        .theirs
        .install_stack(
            ACCOUNT,
            "us-east-1",
            "staging",
            &template,
            &[
                ("ControlPlaneRoleArn", other.control_plane),
                ("ExternalId", other.external_id),
                ("DeploymentId", other.deployment_id),
                ("VpcId", &vpc),
                ("ImageOwnerAccountId", cloud::PUBLISHER),
            ],
        )
        .unwrap();
    let mut access = cloud::access(&staging, 8);
    access.deployment_id = other.deployment_id.to_owned();
    let production = cloud.launch(1).await.parse().unwrap();
    let error = cloud.ours.terminate_instance(&access, &production).await.unwrap_err();
    assert_eq!(error.code(), Some("UnauthorizedOperation"));
    let (seen, _) = cloud.ours.describe_instances(&access).await.unwrap();
    assert_eq!(seen, []);
    assert_eq!(cloud.theirs.live_instances().len(), 1);
}
