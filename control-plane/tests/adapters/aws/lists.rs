//! Lists: page by page, late, and never taken for complete when they are not.

use super::cloud::{Cloud, tagged};
use sprinters_core::failure::FailureReason;
use sprinters_core::ids::TaggedRunner;
use sprinters_core::reconcile::{Coverage, InstancePhase};
use sprinters_fakes::aws::Fault;
use std::time::Duration;

#[tokio::test]
async fn eleven_hundred_instances_come_in_two_pages_in_the_order_of_their_runners() {
    let cloud = Cloud::new().await;
    let mut launches = tokio::task::JoinSet::new();
    // Two a second is AWS's budget beyond the first thousand: the clock of our pace is the machine's, so the others
    // come from another process.
    let second = sprinters_aws::Aws::with(&super::cloud::endpoint(&cloud.theirs), cloud.clock.clone()).unwrap();
    for runner in 0..1_100_u128 {
        let ours = if runner < 900 { cloud.ours.clone() } else { second.clone() };
        let (access, request) = (cloud.access.clone(), cloud.request(runner, 0));
        launches.spawn(async move {
            ours.run_instances(&access, &request, &super::cloud::user_data()).await.unwrap();
        });
        if 32 <= launches.len() {
            launches.join_next().await.unwrap().unwrap();
        }
    }
    launches.join_all().await;
    let (seen, coverage) = cloud.ours.describe_instances(&cloud.access).await.unwrap();
    assert_eq!(coverage, Coverage::Complete);
    let runners: Vec<TaggedRunner> = seen.iter().map(|seen| seen.instance.runner.unwrap().0).collect();
    assert_eq!(runners, (0..1_100).map(tagged).collect::<Vec<_>>());
    assert_eq!(cloud.theirs.calls_of("DescribeInstances").len(), 2);

    // The second page fails: the first is no proof that the others are gone.
    cloud.theirs.order(Fault::on("DescribeInstances").delay(Duration::from_millis(1)));
    cloud.theirs.order(Fault::on("DescribeInstances").refuse(503, "Unavailable", "The server is overloaded"));
    let (seen, coverage) = cloud.ours.describe_instances(&cloud.access).await.unwrap();
    assert_eq!((seen.len(), coverage), (1_000, Coverage::Partial));

    // The first fails: there is no list.
    cloud.theirs.order(Fault::on("DescribeInstances").refuse(503, "Unavailable", "The server is overloaded"));
    cloud.ours.describe_instances(&cloud.access).await.unwrap_err();
}

#[tokio::test]
async fn a_young_instance_is_missing_from_lists_and_not_gone() {
    let cloud = Cloud::new().await;
    cloud.theirs.hide_young_instances(Duration::from_secs(60));
    cloud.launch(1).await;
    let (seen, _) = cloud.ours.describe_instances(&cloud.access).await.unwrap();
    assert_eq!(seen, []);
    cloud.advance(Duration::from_secs(60));
    let (seen, _) = cloud.ours.describe_instances(&cloud.access).await.unwrap();
    assert_eq!(seen.len(), 1);
}

#[tokio::test]
async fn an_end_has_its_reason() {
    let cloud = Cloud::new().await;
    let ended = async |runner: u128| {
        let (seen, _) = cloud.ours.describe_instances(&cloud.access).await.unwrap();
        let seen = seen.into_iter().find(|seen| seen.instance.runner.unwrap().0 == tagged(runner)).unwrap().instance;
        (seen.phase, seen.ended_because)
    };
    let mut spot = cloud.request(1, 0);
    spot.spot = true;
    let reclaimed = cloud.ours.run_instances(&cloud.access, &spot, &super::cloud::user_data()).await.unwrap();
    assert!(cloud.theirs.reclaim(reclaimed.instance.as_str(), true));
    cloud.advance(Duration::from_secs(119));
    assert_eq!(ended(1).await, (InstancePhase::Running, None), "two minutes' notice");
    cloud.advance(Duration::from_secs(1));
    let (phase, failure) = ended(1).await;
    assert_eq!((phase, failure.unwrap().reason()), (InstancePhase::ShuttingDown, FailureReason::SpotReclaimed));

    cloud.theirs.order(Fault::on("RunInstances").die_starting(
        Duration::from_secs(3),
        "Client.InternalError",
        "Client.InternalError: Client error on launch",
    ));
    cloud.launch(2).await;
    assert_eq!(ended(2).await, (InstancePhase::Pending, None));
    cloud.advance(Duration::from_secs(30));
    let (phase, failure) = ended(2).await;
    assert_eq!(phase, InstancePhase::Terminated);
    let failure = failure.unwrap();
    assert_eq!(failure.reason(), FailureReason::InstanceFailed);
    assert_eq!(failure.detail(), Some("Client.InternalError: Client error on launch"));

    let done = cloud.launch(3).await;
    assert!(cloud.theirs.shut_down(&done));
    cloud.advance(Duration::from_secs(30));
    assert_eq!(ended(3).await, (InstancePhase::Terminated, None), "a job that is done is no failure");
}
