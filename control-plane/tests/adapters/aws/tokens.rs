//! A launch whose answer is lost is repeated, and gives the same instance.

use super::cloud::{Cloud, tagged, user_data};
use secrecy::SecretString;
use sprinters_aws::{AwsError, LaunchDisposition, NoAnswer};
use sprinters_core::disposition::Disposition;
use sprinters_core::failure::FailureReason;
use sprinters_core::ids::{Attempt, RunnerId};
use sprinters_fakes::aws::Fault;
use std::time::Duration;

#[tokio::test]
async fn a_lost_answer_is_no_second_instance() {
    let cloud = Cloud::new().await;
    cloud.theirs.order(Fault::on("RunInstances").lose_answer());
    let request = cloud.request(1, 0);
    let error = cloud.ours.run_instances(&cloud.access, &request, &user_data()).await.unwrap_err();
    assert!(matches!(error, AwsError::NoAnswer { why: NoAnswer::Connection, .. }), "{error:?}");
    let LaunchDisposition::Again(Disposition::Retry { meanwhile, .. }) = error.classify() else {
        panic!("{:?}", error.classify())
    };
    assert_eq!(meanwhile.reason(), FailureReason::AwsUnavailable);
    assert_eq!(cloud.theirs.calls_of("RunInstances").len(), 1, "repeating is the worker's, who writes it down");
    let made = cloud.theirs.live_instances();
    assert_eq!(made.len(), 1, "it was made all the same");

    let again = cloud.ours.run_instances(&cloud.access, &request, &user_data()).await.unwrap();
    assert_eq!(again.instance.as_str(), made[0].id);
    assert_eq!(cloud.theirs.live_instances().len(), 1);
    let found = cloud.ours.find_instance(&cloud.access, &request.client_token).await.unwrap();
    assert_eq!(found[0].instance.id, again.instance);
    assert_eq!(found[0].instance.runner, Some((tagged(1), Attempt(0))));
}

#[tokio::test]
async fn a_lost_request_made_nothing() {
    let cloud = Cloud::new().await;
    cloud.theirs.order(Fault::on("RunInstances").lose_request());
    let request = cloud.request(1, 0);
    cloud.ours.run_instances(&cloud.access, &request, &user_data()).await.unwrap_err();
    assert_eq!(cloud.theirs.live_instances().len(), 0);
    assert_eq!(cloud.ours.find_instance(&cloud.access, &request.client_token).await.unwrap(), []);
}

#[tokio::test]
async fn the_same_token_with_other_bytes_is_refused_and_that_is_ours_to_mend() {
    let cloud = Cloud::new().await;
    let request = cloud.request(1, 0);
    cloud.ours.run_instances(&cloud.access, &request, &user_data()).await.unwrap();
    let other = SecretString::from("{\"jit\":\"another\"}");
    let error = cloud.ours.run_instances(&cloud.access, &request, &other).await.unwrap_err();
    assert_eq!(error.code(), Some("IdempotentParameterMismatch"));
    let LaunchDisposition::GiveUp(failure) = error.classify() else { panic!("{:?}", error.classify()) };
    assert_eq!(failure.reason(), FailureReason::Internal);
    assert!(!format!("{error} {error:?} {failure}").contains("another"), "user data is in no error");

    let next = cloud.request(1, 1);
    cloud.ours.run_instances(&cloud.access, &next, &other).await.expect("another attempt has another token");
    assert_eq!(cloud.theirs.live_instances().len(), 2);
}

#[tokio::test]
async fn a_token_outlives_its_instance() {
    let cloud = Cloud::new().await;
    let request = cloud.request(1, 0);
    let launched = cloud.ours.run_instances(&cloud.access, &request, &user_data()).await.unwrap();
    assert!(cloud.theirs.shut_down(launched.instance.as_str()));
    cloud.advance(Duration::from_hours(5));
    let again = cloud.ours.run_instances(&cloud.access, &request, &user_data()).await.unwrap();
    assert_eq!(again.instance, launched.instance, "a late repetition starts nothing");
    assert_eq!(cloud.theirs.live_instances().len(), 0);
}

#[tokio::test]
async fn tokens_of_a_short_moment_share_a_request() {
    let cloud = Cloud::new().await;
    for runner in 0..20 {
        cloud.launch(runner).await;
    }
    let tokens: Vec<String> = (0..300).map(|runner| RunnerId(runner).client_token(Attempt(0))).collect();
    let mut asked = tokio::task::JoinSet::new();
    for (runner, token) in tokens.into_iter().enumerate() {
        let (ours, access) = (cloud.ours.clone(), cloud.access.clone());
        asked.spawn(async move { (runner, ours.find_instance(&access, &token).await.unwrap()) });
    }
    for (runner, found) in asked.join_all().await {
        assert_eq!(found.len(), usize::from(runner < 20), "{runner}");
        if let Some(found) = found.first() {
            assert_eq!(found.instance.runner.unwrap().0, tagged(runner as u128));
        }
    }
    let calls = cloud.theirs.calls_of("DescribeInstances").len();
    assert!((2..=4).contains(&calls), "{calls} requests for 300 tokens, at most 200 in each");
}
