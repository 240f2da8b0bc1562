//! A runner's whole life, as the account sees it.

use super::cloud::{self, ACCOUNT, Cloud, DEPLOYMENT, IMAGE, REGION, user_data};
use sprinters_aws::SpotQuery;
use sprinters_core::ids::{Attempt, RunnerId};
use sprinters_core::reconcile::{Coverage, InstancePhase};
use sprinters_fakes::aws::{Market, State};
use std::time::Duration;

#[tokio::test]
async fn a_runner_is_launched_followed_and_ended() {
    let cloud = Cloud::new().await;
    let launched = cloud.ours.run_instances(&cloud.access, &cloud.request(1, 2), &user_data()).await.unwrap();
    assert_eq!(launched.zone.as_deref(), Some("us-east-1b"));
    assert_eq!(launched.launched_at, cloud.clock.now());

    let made = cloud.theirs.instance(launched.instance.as_str()).unwrap();
    assert_eq!(made.state, State::Pending);
    assert_eq!((made.instance_type.as_str(), made.market), ("t3.large", Market::OnDemand));
    assert_eq!((made.image_id.as_str(), made.account.as_str()), (IMAGE, ACCOUNT));
    assert_eq!(made.client_token, Some(RunnerId(1).client_token(Attempt(2))));
    assert_eq!(made.security_groups, [cloud.stack.output("SecurityGroupId")], "the template's group");
    assert_eq!(cloud.theirs.user_data(&made.id).as_deref(), Some("{\"jit\":\"for one job\"}"));
    for tags in [&made.tags, &made.other_tags["network-interface"], &made.volumes[0].tags, &made.volumes[1].tags] {
        assert_eq!(tags["sprinters:deployment"], DEPLOYMENT);
        assert_eq!(tags["sprinters:runner"], RunnerId(1).to_string());
        assert_eq!(tags["sprinters:attempt"], "2");
        assert_eq!(tags["Name"], "acme/api: build");
    }
    let volumes: Vec<_> =
        made.volumes.iter().map(|v| (v.device.as_str(), v.gib, v.iops, v.mib_per_second, v.kind.as_str())).collect();
    assert_eq!(volumes, [("/dev/sda1", 8, 3_000, 150, "gp3"), ("/dev/sdf", 20, 3_000, 150, "gp3")]);
    assert!(made.volumes.iter().all(|volume| volume.encrypted && volume.delete_on_termination));

    cloud.advance(Duration::from_secs(10));
    let (seen, coverage) = cloud.ours.describe_instances(&cloud.access).await.unwrap();
    assert_eq!((seen.len(), coverage), (1, Coverage::Complete));
    assert_eq!(seen[0].instance.phase, InstancePhase::Running);
    assert_eq!(seen[0].instance.runner, Some((cloud::tagged(1), Attempt(2))));
    assert_eq!(seen[0].volumes.len(), 2);
    let found = cloud.ours.find_instance(&cloud.access, &RunnerId(1).client_token(Attempt(2))).await.unwrap();
    assert_eq!(found, seen);

    cloud.ours.terminate_instance(&cloud.access, &launched.instance).await.unwrap();
    cloud.advance(Duration::from_secs(60));
    assert_eq!(cloud.theirs.instance(&made.id).unwrap().state, State::Terminated);
    let (seen, _) = cloud.ours.describe_instances(&cloud.access).await.unwrap();
    assert_eq!(seen[0].instance.phase, InstancePhase::Terminated);
    assert_eq!(seen[0].instance.ended_because, None, "we ended it ourselves");
    cloud.ours.terminate_instance(&cloud.access, &launched.instance).await.expect("ending it twice is fine");

    cloud.advance(Duration::from_hours(2));
    assert_eq!(cloud.theirs.instance(&made.id), None);
    cloud.ours.terminate_instance(&cloud.access, &launched.instance).await.expect("ending what is long gone is fine");
}

#[tokio::test]
async fn the_call_says_exactly_what_it_must() {
    let cloud = Cloud::new().await;
    let mut request = cloud.request(1, 0);
    request.spot = true;
    cloud.ours.run_instances(&cloud.access, &request, &user_data()).await.unwrap();

    let calls = cloud.theirs.calls();
    let actions: Vec<&str> = calls.iter().map(|call| call.action.as_str()).collect();
    assert_eq!(actions, ["AssumeRole", "RunInstances"]);
    assert_eq!(calls[0].parameter("RoleSessionName"), Some("sprinters-7"));
    assert_eq!(calls[0].parameter("DurationSeconds"), Some("3600"));
    let run = &calls[1];
    assert!(run.caller.ends_with("/sprinters-7"), "CloudTrail has the connection: {}", run.caller);
    let mut parameters: Vec<String> = run
        .parameters
        .iter()
        .filter(|(name, _)| name != "LaunchTemplate.LaunchTemplateId")
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    parameters.sort();
    insta::assert_snapshot!(parameters.join("\n"));
    let made = &cloud.theirs.instances()[0];
    assert_eq!(made.market, Market::Spot);
    assert_eq!(made.other_tags["spot-instances-request"]["sprinters:deployment"], DEPLOYMENT);
}

#[tokio::test]
async fn a_subnet_brings_its_zone_and_a_group_takes_the_stacks_place() {
    let (theirs, ours, _) = cloud::empty().await;
    let vpc = theirs.default_vpc(ACCOUNT, REGION);
    let group = theirs.add_security_group(ACCOUNT, REGION, &vpc);
    let subnet = theirs.add_subnet(ACCOUNT, REGION, &vpc, "us-east-1c");
    let stack = cloud::install(
        &theirs,
        ACCOUNT,
        &[("AdditionalSecurityGroupIds", group.as_str()), ("SubnetIds", subnet.as_str())],
    );
    let access = cloud::access(&stack, 7);
    let mut request = cloud::request(&stack, 1, 0);
    request.subnet_id = Some(subnet.clone());
    request.zone = Some("us-east-1c".to_owned());
    request.security_group_id = Some(group.clone());
    let launched = ours.run_instances(&access, &request, &user_data()).await.unwrap();
    assert_eq!((launched.zone.as_deref(), launched.subnet_id.as_deref()), (Some("us-east-1c"), Some(subnet.as_str())));
    assert_eq!(theirs.instances()[0].security_groups, [group]);
}

#[tokio::test]
async fn a_label_without_a_place_goes_where_there_is_room() {
    let cloud = Cloud::new().await;
    let pool = |zone: &str| sprinters_fakes::aws::Pool {
        instance_type: "t3.large".to_owned(),
        zone: zone.to_owned(),
        market: Market::OnDemand,
    };
    for zone in ["us-east-1a", "us-east-1c"] {
        cloud.theirs.set_capacity(pool(zone), Some(0));
    }
    let mut request = cloud.request(1, 0);
    request.zone = None;
    let launched = cloud.ours.run_instances(&cloud.access, &request, &user_data()).await.unwrap();
    assert_eq!(launched.zone.as_deref(), Some("us-east-1b"));
}

#[tokio::test]
async fn prices_are_the_latest_and_kept_for_five_minutes() {
    let cloud = Cloud::new().await;
    cloud.theirs.set_spot_price("us-east-1a", "t3.large", 25_300);
    cloud.theirs.set_spot_price("us-east-1b", "t3.large", 24_100);
    cloud.theirs.set_spot_price("us-east-1c", "t3.large", 1_000_001);
    let query = SpotQuery { instance_types: vec!["t3.large"] };
    let prices = async || {
        let prices = cloud.ours.spot_prices(&cloud.access, &query).await.unwrap();
        prices.iter().map(|price| (price.zone.to_string(), price.micro_usd_per_hour)).collect::<Vec<_>>()
    };
    let expected =
        |b| vec![("us-east-1a".to_owned(), 25_300), ("us-east-1b".to_owned(), b), ("us-east-1c".to_owned(), 1_000_001)];
    assert_eq!(prices().await, expected(24_100));
    cloud.theirs.set_spot_price("us-east-1b", "t3.large", 90_000);
    cloud.advance(Duration::from_secs(299));
    assert_eq!(prices().await, expected(24_100));
    cloud.advance(Duration::from_secs(1));
    assert_eq!(prices().await, expected(90_000));
    assert_eq!(cloud.theirs.calls_of("DescribeSpotPriceHistory").len(), 2);
}

#[tokio::test]
async fn every_grant_is_used_by_a_runners_life_and_nothing_else_is_needed() {
    let (theirs, ours, clock) = cloud::empty().await;
    let vpc = theirs.default_vpc(ACCOUNT, REGION);
    let group = theirs.add_security_group(ACCOUNT, REGION, &vpc);
    let parameters = [
        ("AdditionalSecurityGroupIds", group.as_str()),
        ("InstanceProfileRoleArn", "arn:aws:iam::222233334444:role/acme-ci"),
    ];
    let stack = cloud::install(&theirs, ACCOUNT, &parameters);
    let access = cloud::access(&stack, 7);
    assert!(!theirs.unused_grants().is_empty());
    ours.spot_prices(&access, &SpotQuery { instance_types: vec!["t3.large"] }).await.unwrap();
    let mut request = cloud::request(&stack, 1, 0);
    let launched = ours.run_instances(&access, &request, &user_data()).await.unwrap();
    request = cloud::request(&stack, 2, 0);
    request.spot = true;
    request.security_group_id = Some(group);
    ours.run_instances(&access, &request, &user_data()).await.unwrap();
    clock.advance(Duration::from_secs(10));
    let (seen, _) = ours.describe_instances(&access).await.unwrap();
    ours.modify_volume(&access, &seen[0].volumes[0].1, 3_000, 125).await.unwrap();
    ours.terminate_instance(&access, &launched.instance).await.unwrap();
    assert_eq!(theirs.unused_grants(), Default::default(), "a grant that nobody uses");
    assert!(theirs.calls().iter().all(|call| call.error.is_none()));
}
