//! Every code that matters, and what becomes of a runner whose launch it answers.

use super::cloud::{ACCOUNT, Cloud, OTHER_ACCOUNT, REGION, user_data};
use sprinters_aws::{AwsError, LaunchDisposition, NoAnswer};
use sprinters_core::disposition::Disposition;
use sprinters_core::failure::FailureReason;
use sprinters_core::plan::Market;
use sprinters_fakes::aws::{Fault, Image, Market as TheirMarket, Pool};
use std::time::Duration;

/// One line for people who review the table.
fn told(sorted: &LaunchDisposition) -> String {
    match sorted {
        LaunchDisposition::Again(Disposition::Retry { after, meanwhile }) => {
            let after = after.map_or("at once".to_owned(), |after| format!("after {} s", after.as_secs()));
            format!("again {after}, meanwhile {}", meanwhile.reason())
        }
        LaunchDisposition::Again(Disposition::GiveUp(failure)) => format!("again, given up: {}", failure.reason()),
        LaunchDisposition::NextCandidate(failure, None) => format!("next candidate, {}", failure.reason()),
        LaunchDisposition::NextCandidate(failure, Some(market)) => {
            format!("next candidate, {}, {market} remembered", failure.reason())
        }
        LaunchDisposition::GiveUp(failure) => format!("give up, {}", failure.reason()),
    }
}

/// Codes as AWS answers them to a launch, with their status and, where it matters, their sentence.
const CODES: [(u16, &str, &str); 62] = [
    (400, "AccountDisabled", ""),
    (401, "AuthFailure", "AWS was not able to validate the provided access credentials"),
    (403, "AuthFailure.ServiceLinkedRoleCreationNotPermitted", ""),
    (503, "BandwidthLimitExceeded", ""),
    (400, "Blocked", "This account is currently blocked"),
    (400, "DefaultSubnetDoesNotExistInAvailabilityZone", ""),
    (400, "DefaultVpcDoesNotExist", ""),
    (503, "EC2ThrottledException", ""),
    (403, "ExpiredToken", ""),
    (400, "IdempotentInstanceTerminated", ""),
    (400, "IdempotentParameterMismatch", ""),
    (400, "InstanceLimitExceeded", ""),
    (400, "InsufficientFreeAddressesInSubnet", ""),
    (500, "InsufficientCapacity", ""),
    (500, "InsufficientHostCapacity", ""),
    (500, "InsufficientInstanceCapacity", ""),
    (500, "InternalError", ""),
    (500, "InternalFailure", ""),
    (400, "InvalidAMIID.Malformed", ""),
    (400, "InvalidAMIID.NotFound", ""),
    (400, "InvalidAMIID.Unavailable", ""),
    (400, "InvalidAvailabilityZone", ""),
    (400, "InvalidBlockDeviceMapping", ""),
    (403, "InvalidClientTokenId", ""),
    (400, "InvalidGroup.NotFound", ""),
    (400, "InvalidInstanceType", ""),
    (400, "InvalidKMSKey.InvalidState", ""),
    (400, "InvalidLaunchTemplateId.NotFound", ""),
    (400, "InvalidLaunchTemplateId.VersionNotFound", ""),
    (400, "InvalidParameter", "Security group sg-1 and subnet subnet-1 belong to different networks."),
    (
        400,
        "InvalidParameterCombination",
        "Network interfaces and an instance-level subnet ID may not be specified on the same request",
    ),
    (
        400,
        "InvalidParameterValue",
        "Value (runner) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name",
    ),
    (400, "InvalidParameterValue", "Invalid value 'm9.large' for InstanceType."),
    (400, "InvalidParameterValue", "User data is limited to 16384 bytes"),
    (400, "InvalidSecurityGroupID.NotFound", ""),
    (400, "InvalidSubnetID.NotFound", ""),
    (400, "MaxIOPSLimitExceeded", ""),
    (400, "MaxSpotInstanceCountExceeded", ""),
    (400, "MissingInput", ""),
    (400, "MissingParameter", ""),
    (403, "OptInRequired", ""),
    (400, "PendingVerification", ""),
    (400, "PriorRequestNotComplete", ""),
    (400, "RequestExpired", ""),
    (503, "RequestLimitExceeded", ""),
    (503, "ServiceUnavailable", ""),
    (403, "SignatureDoesNotMatch", ""),
    (503, "SlowDown", ""),
    (400, "SpotMaxPriceTooLow", ""),
    (400, "Throttling", ""),
    (400, "ThrottlingException", ""),
    (403, "UnauthorizedOperation", "You are not authorized to perform this operation."),
    (503, "Unavailable", ""),
    (400, "UnknownParameter", ""),
    (400, "Unsupported", ""),
    (400, "VPCIdNotSpecified", ""),
    (400, "VcpuLimitExceeded", ""),
    (400, "VolumeIOPSLimitExceeded", ""),
    (400, "VolumeLimitExceeded", ""),
    (400, "SomethingNew", ""),
    (429, "SomethingNew", ""),
    (500, "SomethingNew", ""),
];

#[tokio::test]
async fn every_code_is_sorted_and_sent_once() {
    let cloud = Cloud::new().await;
    let mut table = String::new();
    for (status, code, message) in CODES {
        let mut told_of = Vec::new();
        for spot in [false, true] {
            // A stale session is tried once more with a new one, so the fault strikes twice; what is left of it is
            // forgotten.
            cloud.theirs.order(Fault::on("RunInstances").times(2).refuse(status, code, message));
            let mut request = cloud.request(1, 0);
            request.spot = spot;
            let before = cloud.theirs.calls_of("RunInstances").len();
            // Another connection each time: its session and pace have not heard of the error before.
            let error = launch(&cloud, &request).await;
            assert_eq!(error.code(), Some(code), "{error}");
            let sent = cloud.theirs.calls_of("RunInstances").len() - before;
            cloud.theirs.clear_faults();
            told_of.push(format!(
                "{}{}",
                told(&error.classify()),
                if sent == 2 { " (two sessions tried)" } else { "" }
            ));
        }
        let both = if told_of[0] == told_of[1] {
            told_of[0].clone()
        } else {
            format!("{} | spot: {}", told_of[0], told_of[1])
        };
        let sentence = if message.is_empty() { String::new() } else { format!(" \"{message}\"") };
        table.push_str(&format!("{status} {code}{sentence}\n    {both}\n"));
    }
    assert_eq!(cloud.theirs.live_instances(), []);
    insta::assert_snapshot!(table);
}

/// By a process of its own: what it learns of one error does not slow down the next.
async fn launch(cloud: &Cloud, request: &sprinters_core::launch_request::LaunchRequest) -> AwsError {
    let ours = sprinters_aws::Aws::with(&super::cloud::endpoint(&cloud.theirs), cloud.clock.clone()).unwrap();
    ours.run_instances(&cloud.access, request, &user_data()).await.unwrap_err()
}

#[tokio::test]
async fn missing_capacity_is_heard_of_at_once_though_it_is_http_500() {
    let cloud = Cloud::new().await;
    let pool = |market| Pool { instance_type: "t3.large".to_owned(), zone: "us-east-1b".to_owned(), market };
    cloud.theirs.set_capacity(pool(TheirMarket::OnDemand), Some(1));
    cloud.theirs.set_capacity(pool(TheirMarket::Spot), Some(0));
    let first = cloud.launch(1).await;
    let error = cloud.ours.run_instances(&cloud.access, &cloud.request(2, 0), &user_data()).await.unwrap_err();
    let LaunchDisposition::NextCandidate(failure, Some(Market::OnDemand)) = error.classify() else {
        panic!("{:?}", error.classify())
    };
    assert_eq!(failure.reason(), FailureReason::NoCapacity);
    assert_eq!(cloud.theirs.calls_of("RunInstances").len(), 2, "one call each: the SDK repeats nothing");
    let mut spot = cloud.request(3, 0);
    spot.spot = true;
    let error = cloud.ours.run_instances(&cloud.access, &spot, &user_data()).await.unwrap_err();
    let LaunchDisposition::NextCandidate(failure, Some(Market::Spot)) = error.classify() else {
        panic!("{:?}", error.classify())
    };
    assert_eq!(failure.reason(), FailureReason::NoSpotCapacity);

    // What is shut down makes room.
    assert!(cloud.theirs.shut_down(&first));
    cloud.launch(2).await;
}

#[tokio::test]
async fn what_is_not_there_is_named() {
    let cloud = Cloud::new().await;
    let lose = async |request: &sprinters_core::launch_request::LaunchRequest| {
        let error = cloud.ours.run_instances(&cloud.access, request, &user_data()).await.unwrap_err();
        match error.classify() {
            LaunchDisposition::GiveUp(failure) => failure.reason(),
            // Another subnet may be there.
            LaunchDisposition::NextCandidate(failure, None) if failure.reason() == FailureReason::SubnetGone => {
                failure.reason()
            }
            other => panic!("{error}: {other:?}"),
        }
    };
    let usual = cloud.request(1, 0);
    let mut request = usual.clone();
    request.launch_template_version = "9".to_owned();
    assert_eq!(lose(&request).await, FailureReason::LaunchTemplateGone);
    request = usual.clone();
    request.subnet_id = Some("subnet-0aaaaaaaaaaaaaaa1".to_owned());
    assert_eq!(lose(&request).await, FailureReason::SubnetGone);
    request = usual.clone();
    request.image_id = "ami-0000000000000dead".to_owned();
    assert_eq!(lose(&request).await, FailureReason::ImageNotShared);
    let private = Image {
        id: "ami-0d0d0d0d0d0d0d0d1".to_owned(),
        region: REGION.to_owned(),
        owner: OTHER_ACCOUNT.to_owned(),
        architecture: "x86_64".to_owned(),
        public: false,
        root_gib: 4,
    };
    cloud.theirs.publish_image(private);
    request.image_id = "ami-0d0d0d0d0d0d0d0d1".to_owned();
    assert_eq!(lose(&request).await, FailureReason::ImageNotShared, "it exists, and is not shared");
    request = usual.clone();
    request.instance_type = "t4g.large".to_owned();
    assert_eq!(lose(&request).await, FailureReason::LaunchRefused, "another architecture than the image's");
    cloud.theirs.set_spot_role(ACCOUNT, false);
    request = usual.clone();
    request.spot = true;
    assert_eq!(lose(&request).await, FailureReason::SpotRoleMissing);
    cloud.theirs.set_quota(ACCOUNT, REGION, TheirMarket::OnDemand, Some(1));
    assert_eq!(lose(&usual).await, FailureReason::VcpuQuota);
    cloud.theirs.set_quota(ACCOUNT, REGION, TheirMarket::OnDemand, None);
    cloud.theirs.delete_by_hand(ACCOUNT, REGION, cloud.stack.output("SecurityGroupId"));
    assert_eq!(lose(&usual).await, FailureReason::SecurityGroupGone);
    cloud.theirs.delete_by_hand(ACCOUNT, REGION, cloud.stack.output("LaunchTemplateId"));
    assert_eq!(lose(&usual).await, FailureReason::LaunchTemplateGone);
    assert_eq!(cloud.theirs.live_instances(), []);
}

#[tokio::test]
async fn what_is_full_or_not_sold_here_may_be_had_elsewhere() {
    let cloud = Cloud::new().await;
    let next = async |request: &sprinters_core::launch_request::LaunchRequest| {
        let error = cloud.ours.run_instances(&cloud.access, request, &user_data()).await.unwrap_err();
        let LaunchDisposition::NextCandidate(failure, market) = error.classify() else {
            panic!("{error}: {:?}", error.classify())
        };
        (failure.reason(), market)
    };
    let subnet = cloud.theirs.default_subnet(ACCOUNT, REGION, "us-east-1b");
    cloud.theirs.set_free_addresses(ACCOUNT, REGION, &subnet, 0);
    assert_eq!(next(&cloud.request(1, 0)).await, (FailureReason::SubnetFull, None));
    cloud.theirs.do_not_offer("us-east-1b", "t3.large");
    assert_eq!(next(&cloud.request(1, 0)).await, (FailureReason::TypeNotOffered, Some(Market::OnDemand)));
    cloud.theirs.set_quota(ACCOUNT, REGION, TheirMarket::Spot, Some(1));
    let mut spot = cloud.request(1, 0);
    spot.spot = true;
    spot.zone = Some("us-east-1a".to_owned());
    assert_eq!(next(&spot).await, (FailureReason::SpotQuota, None));
}

#[tokio::test]
async fn an_answer_that_is_none_is_asked_for_again() {
    let cloud = Cloud::new().await;
    cloud.launch(1).await;
    cloud.theirs.order(Fault::on("DescribeInstances").garbage());
    let error = cloud.ours.describe_instances(&cloud.access).await.unwrap_err();
    assert!(matches!(error.classify(), LaunchDisposition::Again(_)), "{error:?}");
    cloud.theirs.order(Fault::on("DescribeInstances").lose_answer());
    let error = cloud.ours.describe_instances(&cloud.access).await.unwrap_err();
    assert!(matches!(error, AwsError::NoAnswer { why: NoAnswer::Connection, .. }), "{error:?}");
    cloud.ours.describe_instances(&cloud.access).await.unwrap();
}

#[tokio::test]
async fn a_throttled_account_is_asked_less_often_and_no_other_is() {
    let cloud = Cloud::new().await;
    let other = super::cloud::install(&cloud.theirs, OTHER_ACCOUNT, &[]);
    let theirs = super::cloud::access(&other, 8);
    cloud.ours.describe_instances(&cloud.access).await.unwrap();
    cloud.ours.describe_instances(&theirs).await.unwrap();
    cloud.theirs.exhaust_budget(ACCOUNT, REGION, "DescribeInstances");
    let error = cloud.ours.describe_instances(&cloud.access).await.unwrap_err();
    assert_eq!(error.code(), Some("RequestLimitExceeded"));
    let LaunchDisposition::Again(Disposition::Retry { after: Some(after), .. }) = error.classify() else {
        panic!("{:?}", error.classify())
    };
    assert!(Duration::from_secs(1) <= after);

    // Ours learnt it: the next calls of that account come at the halved pace, ten a second.
    cloud.theirs.enforce_budgets(false);
    let began = std::time::Instant::now();
    for _ in 0..5 {
        cloud.ours.describe_instances(&cloud.access).await.unwrap();
    }
    let slow = began.elapsed();
    let began = std::time::Instant::now();
    for _ in 0..5 {
        cloud.ours.describe_instances(&theirs).await.unwrap();
    }
    assert!(Duration::from_millis(350) < slow, "{slow:?}");
    assert!(began.elapsed() < slow, "the other account is not delayed");

    // Held back for longer than a moment, it says how long.
    for _ in 0..20 {
        cloud.theirs.order(Fault::on("DescribeInstances").refuse(503, "RequestLimitExceeded", ""));
        let _ = cloud.ours.describe_instances(&cloud.access).await;
    }
    cloud.theirs.clear_faults();
    let mut asked = tokio::task::JoinSet::new();
    for _ in 0..30 {
        let (ours, access) = (cloud.ours.clone(), cloud.access.clone());
        asked.spawn(async move { ours.describe_instances(&access).await });
    }
    let held: Vec<AwsError> = asked.join_all().await.into_iter().filter_map(Result::err).collect();
    assert!(!held.is_empty());
    for error in held {
        assert!(matches!(error, AwsError::Paced { .. }), "{error:?}");
        assert!(matches!(error.classify(), LaunchDisposition::Again(Disposition::Retry { after: Some(_), .. })));
    }
}

#[tokio::test]
async fn a_call_that_hangs_ends_with_its_time_limit() {
    let cloud = Cloud::new().await;
    cloud.theirs.order(Fault::on("RunInstances").delay(Duration::from_secs(120)));
    let began = std::time::Instant::now();
    let error = cloud.ours.run_instances(&cloud.access, &cloud.request(1, 0), &user_data()).await.unwrap_err();
    assert!(matches!(error, AwsError::NoAnswer { why: NoAnswer::TimedOut, .. }), "{error:?}");
    assert!((30..40).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
    assert_eq!(cloud.theirs.live_instances().len(), 1, "AWS was only slow to say it");
}
