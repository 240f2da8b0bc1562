//! Sessions: assumed once, kept, replaced in time.

use super::cloud::{self, Cloud, EXTERNAL_ID, OTHER_ACCOUNT, user_data};
use secrecy::SecretString;
use sprinters_aws::{AwsError, Endpoint, LaunchDisposition};
use sprinters_core::disposition::Disposition;
use sprinters_core::failure::FailureReason;
use sprinters_fakes::aws::Fault;
use std::time::Duration;

fn reason(error: &AwsError) -> FailureReason {
    match error.classify() {
        LaunchDisposition::Again(Disposition::Retry { meanwhile: failure, .. } | Disposition::GiveUp(failure))
        | LaunchDisposition::NextCandidate(failure, _)
        | LaunchDisposition::GiveUp(failure) => failure.reason(),
    }
}

#[tokio::test]
async fn many_calls_assume_once_and_a_session_is_replaced_before_it_ends() {
    let cloud = Cloud::new().await;
    let mut asked = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (ours, access) = (cloud.ours.clone(), cloud.access.clone());
        asked.spawn(async move { ours.describe_instances(&access).await.unwrap() });
    }
    asked.join_all().await;
    assert_eq!(cloud.theirs.calls_of("AssumeRole").len(), 1);
    cloud.advance(Duration::from_mins(54));
    cloud.ours.describe_instances(&cloud.access).await.unwrap();
    assert_eq!(cloud.theirs.calls_of("AssumeRole").len(), 1);
    cloud.advance(Duration::from_mins(1));
    cloud.ours.describe_instances(&cloud.access).await.unwrap();
    assert_eq!(cloud.theirs.calls_of("AssumeRole").len(), 2, "five minutes before its end");
    assert!(cloud.theirs.calls().iter().all(|call| call.error.is_none()));
}

#[tokio::test]
async fn a_session_that_aws_calls_expired_is_assumed_anew_once() {
    let cloud = Cloud::new().await;
    cloud.launch(1).await;
    cloud.theirs.expire_sessions();
    cloud.launch(2).await;
    assert_eq!(cloud.theirs.calls_of("AssumeRole").len(), 2);

    let times = Fault::on("RunInstances").times(5);
    cloud.theirs.order(times.refuse(400, "RequestExpired", "Request has expired."));
    let error = cloud.ours.run_instances(&cloud.access, &cloud.request(3, 0), &user_data()).await.unwrap_err();
    assert_eq!(error.code(), Some("RequestExpired"));
    assert_eq!(cloud.theirs.calls_of("AssumeRole").len(), 3, "once more, and then it is the worker's");
}

#[tokio::test]
async fn each_connection_has_its_own_session() {
    let cloud = Cloud::new().await;
    let other = cloud::install(&cloud.theirs, OTHER_ACCOUNT, &[]);
    let theirs = cloud::access(&other, 8);
    cloud.launch(1).await;
    cloud.ours.run_instances(&theirs, &cloud::request(&other, 2, 0), &user_data()).await.unwrap();
    let accounts: Vec<String> = cloud.theirs.live_instances().into_iter().map(|instance| instance.account).collect();
    assert_eq!(accounts, [cloud::ACCOUNT, OTHER_ACCOUNT]);
    let (seen, _) = cloud.ours.describe_instances(&theirs).await.unwrap();
    assert_eq!(seen.len(), 1, "a tenant sees only its own");
}

#[tokio::test]
async fn a_wrong_external_id_a_rotated_one_and_a_role_that_is_gone() {
    let mut cloud = Cloud::new().await;
    let right = cloud.access.clone();
    cloud.access.external_id = SecretString::from("c29tZWJvZHkgZWxzZSdzIGV4dGVybmFsIGlk");
    let error = cloud.ours.describe_instances(&cloud.access).await.unwrap_err();
    assert_eq!((error.code(), reason(&error)), (Some("AccessDenied"), FailureReason::ExternalIdWrong));
    assert!(!format!("{error} {error:?}").contains("c29tZWJ"), "the external id is in no error");

    cloud.access = right;
    cloud.ours.describe_instances(&cloud.access).await.expect("a new id is tried at once");
    let rotation = [("ExternalId", "SGUgd2FpdHMgYW5kIHdhaXRzIGFuZCB3YWl0cw"), ("PreviousExternalId", EXTERNAL_ID)];
    let updated = cloud::install(&cloud.theirs, cloud::ACCOUNT, &rotation);
    assert_eq!(updated.output("RoleArn"), cloud.access.role_arn);
    cloud.access.external_id = SecretString::from(rotation[0].1);
    cloud.ours.describe_instances(&cloud.access).await.expect("the new id while the old one still counts");
    assert_eq!(cloud.theirs.calls_of("AssumeRole").len(), 3, "another id is another session");

    cloud.theirs.delete_role(&cloud.access.role_arn);
    let error = cloud.ours.describe_instances(&cloud.access).await.unwrap_err();
    assert_eq!(reason(&error), FailureReason::RoleGone, "it has let us in before");
    assert!(matches!(error.classify(), LaunchDisposition::GiveUp(_)));

    cloud::install(&cloud.theirs, cloud::ACCOUNT, &rotation);
    cloud.ours.describe_instances(&cloud.access).await.expect("it recovers by itself");
}

#[tokio::test]
async fn those_who_wait_for_a_refused_role_share_the_refusal() {
    let cloud = Cloud::new().await;
    cloud.theirs.delete_stack(cloud::ACCOUNT, cloud::REGION, "sprinters");
    cloud.theirs.order(Fault::on("AssumeRole").times(100).delay(Duration::from_millis(100)));
    let mut asked = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (ours, access) = (cloud.ours.clone(), cloud.access.clone());
        asked.spawn(async move { ours.describe_instances(&access).await.unwrap_err() });
    }
    let errors = asked.join_all().await;
    assert!(errors.iter().all(|error| error.code() == Some("AccessDenied")));
    let calls = cloud.theirs.calls_of("AssumeRole").len();
    assert!(calls <= 3, "{calls} attempts for 50 calls at once");
}

#[tokio::test]
async fn our_own_credentials_that_end_are_no_fault_of_the_connection() {
    let cloud = Cloud::new().await;
    let mut elsewhere = cloud::endpoint(&cloud.theirs);
    elsewhere.credentials = cloud::keys(&cloud.theirs.session_of_for(cloud::CONTROL_PLANE, Duration::from_secs(1)));
    let ours = sprinters_aws::Aws::with(&elsewhere, cloud.clock.clone()).unwrap();
    cloud.advance(Duration::from_secs(2));
    let error = ours.describe_instances(&cloud.access).await.unwrap_err();
    assert_eq!(error.code(), Some("ExpiredToken"));
    assert!(matches!(error.classify(), LaunchDisposition::Again(_)), "{:?}", error.classify());
}

#[tokio::test]
async fn a_key_that_is_not_ours_is_refused_and_that_is_the_operators_to_mend() {
    let cloud = Cloud::new().await;
    let usual = cloud::endpoint(&cloud.theirs);
    let ask = async |credentials| {
        let elsewhere = Endpoint { credentials, ..usual.clone() };
        let ours = sprinters_aws::Aws::with(&elsewhere, cloud.clock.clone()).unwrap();
        let error = ours.describe_instances(&cloud.access).await.unwrap_err();
        assert_eq!(reason(&error), FailureReason::Internal, "{error}");
        assert!(matches!(error.classify(), LaunchDisposition::Again(_)), "{error}");
        error.code().unwrap().to_owned()
    };
    let mut other = usual.credentials.clone();
    other.secret_access_key = SecretString::from("another key");
    assert_eq!(ask(other).await, "SignatureDoesNotMatch");
    let mut other = usual.credentials.clone();
    other.session_token = Some(SecretString::from("another token"));
    assert_eq!(ask(other).await, "InvalidClientTokenId");
    let mut other = usual.credentials.clone();
    other.access_key_id = "AKIAIOSFODNN7EXAMPLE".to_owned();
    assert_eq!(ask(other).await, "InvalidClientTokenId");
}

#[tokio::test]
async fn nothing_of_a_session_is_printed() {
    let cloud = Cloud::new().await;
    cloud.launch(1).await;
    let ours = format!("{:?} {:?}", cloud.ours, cloud.access);
    assert!(!ours.contains(EXTERNAL_ID));
    let keys = cloud::endpoint(&cloud.theirs).credentials;
    assert!(!format!("{keys:?}").contains(secrecy::ExposeSecret::expose_secret(&keys.secret_access_key)));
    // What the SDK keeps of a session: it has an id, and the rest is covered.
    assert!(ours.contains("ASIA") || !ours.contains("secret_access_key"), "{ours}");
    assert!(!ours.to_lowercase().contains("token: some(\""), "{ours}");
}
