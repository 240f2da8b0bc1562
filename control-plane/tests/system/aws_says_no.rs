//! What AWS refuses for a while: jobs wait with the reason, and come to run when the world is well again. Nobody's
//! workflow run is cancelled for what passes.

use crate::harness::{ACCOUNT, BOOT, On, REGION, Universe, on_both};
use serde_json::json;
use sprinters_core::failure::FailureReason;
use sprinters_core::ids::JobId;
use sprinters_core::job::JobState;
use sprinters_fakes::aws::{Fault, Market, Pool};
use sprinters_fakes::github::Fault as TheirFault;
use sprinters_store::{AccountSettings, ConnectionState, TimelineEvent, in_change};
use std::collections::BTreeSet;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);
const STEP: Duration = Duration::from_secs(20);
const LABEL: &str = "sprinters:aws:eu-central-1:m7i.large";
/// Names no type and no zone.
const DEFAULT: &str = "sprinters:aws:eu-central-1";
const ZONES: [&str; 3] = ["eu-central-1a", "eu-central-1b", "eu-central-1c"];

fn set_capacity(universe: &Universe, instance_type: &str, left: Option<u32>) {
    for zone in ZONES {
        let pool = Pool { instance_type: instance_type.to_owned(), zone: zone.to_owned(), market: Market::OnDemand };
        universe.aws.set_capacity(pool, left);
    }
}

/// The job waits, says why in AWS's words, and its run was not cancelled.
async fn assert_waits(universe: &Universe, job: JobId, reason: FailureReason, words: &str) {
    let row = universe.job(job).await;
    assert!(!row.job.state.is_end(), "{:?} {:#?}", row.job.state, universe.timeline(job).await);
    let Some(cause) = row.job.reason() else { panic!("no reason: {:#?}", universe.timeline(job).await) };
    assert_eq!(cause.reason(), reason, "{cause}");
    assert!(cause.to_string().contains(words), "{cause}");
    let theirs = universe.github.jobs().into_iter().find(|one| one.id == job.0).unwrap();
    assert_eq!(theirs.conclusion, None, "{theirs:?}");
}

async fn assert_runs(universe: &Universe, job: JobId) {
    assert!(matches!(universe.state(job).await, JobState::Running { .. }), "{:#?}", universe.timeline(job).await);
}

/// Ends it, so that the next one starts in an empty world.
async fn finish(universe: &mut Universe, job: JobId) {
    universe.github.finish_job(job.0, "success");
    universe.pass_by(STEP, 4 * MINUTE).await;
    universe.assert_nothing_is_left().await;
}

fn launches(universe: &Universe) -> Vec<sprinters_fakes::aws::Call> {
    universe.aws.calls_of("RunInstances").into_iter().filter(|call| !call.is_dry_run()).collect()
}

on_both!(one_zone_without_capacity_or_offer_costs_a_call_and_no_job, universe => {
    for (status, code, sentence) in [
        (500, "InsufficientInstanceCapacity", "We currently do not have sufficient t3.large capacity in the Availability Zone you requested (eu-central-1a). Our system will be working on provisioning additional capacity. You can currently get t3.large capacity by not specifying an Availability Zone in your request or choosing eu-central-1b, eu-central-1c."),
        (400, "Unsupported", "Your requested instance type (t3.large) is not supported in your requested Availability Zone (eu-central-1a)."),
    ] {
        universe.aws.order(Fault::on("RunInstances").refuse(status, code, sentence));
        let job = universe.queue(DEFAULT);
        universe.pass(BOOT + MINUTE / 2).await;
        assert_runs(&universe, job).await;
        let asked = universe.launches(job).await;
        assert_eq!((asked.len(), asked[1].0.as_str()), (2, "t3.large"), "{asked:#?}");
        finish(&mut universe, job).await;
    }
    let seen = universe.ours.store.known_zones(ACCOUNT, REGION.parse().unwrap()).await.unwrap();
    assert!(seen.len() >= 2, "AWS named them: {seen:?}");
});

on_both!(a_region_without_the_default_type_gives_one_that_is_as_good, universe => {
    set_capacity(&universe, "t3.large", Some(0));
    let job = universe.queue(DEFAULT);
    universe.pass(BOOT + MINUTE / 2).await;
    assert_runs(&universe, job).await;
    let asked = universe.launches(job).await;
    let last = asked.last().unwrap().0.clone();
    let instance_type = sprinters_core::catalogue::find(&last).unwrap();
    assert_eq!((instance_type.vcpu(), instance_type.memory_mib()), (2, 8_192), "{asked:#?}");
    assert_ne!(last, "t3.large");
});

on_both!(a_shortage_of_minutes_is_waited_for, universe => {
    set_capacity(&universe, "m7i.large", Some(0));
    let job = universe.queue(LABEL);
    universe.pass_by(STEP, 6 * MINUTE).await;
    assert_waits(&universe, job, FailureReason::NoCapacity, "InsufficientInstanceCapacity").await;
    let zones: BTreeSet<_> = launches(&universe).iter().map(|call| call.parameter("Placement.AvailabilityZone").map(str::to_owned)).collect();
    assert_eq!(zones.len(), 4, "EC2's choice, and each zone: {zones:?}");
    let said = universe.timeline(job).await.iter().any(|entry| matches!(&entry.happening, TimelineEvent::Notice { text } if text.contains("cancelled after 12 h")));
    assert!(said, "how long is said beforehand");
    set_capacity(&universe, "m7i.large", None);
    universe.pass_by(STEP, 8 * MINUTE).await;
    assert_runs(&universe, job).await;
    assert_eq!(universe.aws.live_instances().len(), 1);
});

on_both!(patience_is_the_accounts_and_its_end_keeps_the_cause, universe => {
    let settings = AccountSettings { patience_hours: Some(1), ..AccountSettings::default() };
    in_change!(universe.ours.store, change => change.put_account_settings(universe.organization, &settings, universe.clock.now()).await).unwrap();
    set_capacity(&universe, "m7i.large", Some(0));
    let job = universe.queue(LABEL);
    universe.pass_by(MINUTE, 58 * MINUTE).await;
    assert_waits(&universe, job, FailureReason::NoCapacity, "InsufficientInstanceCapacity").await;
    let tries = launches(&universe).len() / 4;
    assert!((6..16).contains(&tries), "pauses grow: {tries} tries in an hour");
    universe.pass_by(MINUTE, 15 * MINUTE).await;
    let JobState::Failed { failure } = universe.state(job).await else { panic!("{:#?}", universe.timeline(job).await) };
    assert_eq!(failure.reason(), FailureReason::NoCapacity);
    assert!(failure.detail().is_some_and(|detail| detail.contains("InsufficientInstanceCapacity")), "{failure}");
    let theirs = universe.github.jobs().into_iter().find(|one| one.id == job.0).unwrap();
    assert_eq!(theirs.conclusion.as_deref(), Some("cancelled"));
});

on_both!(a_disturbance_of_a_quarter_of_an_hour_is_waited_for, universe => {
    for (status, code) in [(500, "InternalError"), (503, "Unavailable"), (503, "RequestLimitExceeded"), (400, "ExpiredToken")] {
        universe.aws.order(Fault::on("RunInstances").times(900).refuse(status, code, "Said by AWS."));
        let before = launches(&universe).len();
        let job = universe.queue(LABEL);
        universe.pass_by(STEP, 15 * MINUTE).await;
        assert_waits(&universe, job, FailureReason::AwsUnavailable, code).await;
        if status == 500 {
            let zones: BTreeSet<_> = launches(&universe)[before..].iter().map(|call| call.parameter("Placement.AvailabilityZone").map(str::to_owned)).collect();
            assert!(1 < zones.len(), "other zones are tried too: {zones:?}");
            // Each token until its runner's time is over, and none of them again after another one.
            let tokens: Vec<String> = launches(&universe)[before..].iter().filter_map(|call| call.parameter("ClientToken").map(str::to_owned)).collect();
            let mut runs = tokens.clone();
            runs.dedup();
            let different: BTreeSet<_> = tokens.iter().collect();
            assert_eq!(runs.len(), different.len(), "{tokens:?}");
            assert!(different.len() < tokens.len(), "{tokens:?}");
        }
        universe.aws.clear_faults();
        // Our pace towards AWS slows down when it throttles, and recovers in the machine's own time, of which hardly any
        // passes here. A new process begins at full pace.
        universe.ours.worker = universe.another_worker();
        universe.pass_by(STEP, 14 * MINUTE).await;
        assert_runs(&universe, job).await;
        assert_eq!(universe.aws.live_instances().len(), 1, "{code}");
        finish(&mut universe, job).await;
    }
});

on_both!(silence_is_the_same_outage, universe => {
    universe.aws.order(Fault::on("RunInstances").times(900).lose_request());
    let job = universe.queue(LABEL);
    universe.pass_by(STEP, 15 * MINUTE).await;
    assert_waits(&universe, job, FailureReason::AwsUnavailable, "no connection").await;
    universe.aws.clear_faults();
    universe.pass_by(STEP, 14 * MINUTE).await;
    assert_runs(&universe, job).await;
    assert_eq!(universe.aws.instances().len(), 1, "one launch, however often it was asked for");
});

on_both!(a_launch_that_was_made_in_silence_is_found_and_ended, universe => {
    universe.aws.order(Fault::on("RunInstances").lose_answer());
    universe.aws.order(Fault::on("RunInstances").times(900).lose_request());
    universe.machines = sprinters_fakes::machines::Machines::new(universe.aws.clone(), universe.github.clone(), 60 * MINUTE);
    let job = universe.queue(LABEL);
    universe.pass_by(STEP, 8 * MINUTE).await;
    universe.aws.clear_faults();
    universe.machines = sprinters_fakes::machines::Machines::new(universe.aws.clone(), universe.github.clone(), BOOT);
    universe.pass_by(STEP, 15 * MINUTE).await;
    assert_runs(&universe, job).await;
    assert_eq!(universe.aws.live_instances().len(), 1, "{:#?}", universe.aws.instances());
});

on_both!(a_role_that_is_away_for_minutes_holds_jobs_with_that_reason_across_a_restart, universe => {
    let denied = "User: arn:aws:sts::999988887777:assumed-role/sprinters-control-plane/worker is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222233334444:role/sprinters";
    universe.aws.order(Fault::on("AssumeRole").in_account(ACCOUNT).times(900).refuse(403, "AccessDenied", denied));
    universe.aws.expire_sessions();
    let first = universe.queue(LABEL);
    universe.pass_by(STEP, 2 * MINUTE).await;
    assert_waits(&universe, first, FailureReason::RoleGone, "AccessDenied").await;
    universe.crash().await;
    let second = universe.queue(LABEL);
    universe.pass_by(STEP, 5 * MINUTE).await;
    for job in [first, second] {
        assert_waits(&universe, job, FailureReason::RoleGone, "AccessDenied").await;
    }
    assert_eq!(universe.connection().await.failure.unwrap().reason(), FailureReason::RoleGone, "not the external id");
    universe.aws.clear_faults();
    universe.pass_by(STEP, 3 * MINUTE).await;
    for job in [first, second] {
        assert_runs(&universe, job).await;
    }
    assert_eq!(universe.connection().await.state, ConnectionState::Working);
});

on_both!(what_a_stack_update_takes_away_for_minutes_is_waited_for, universe => {
    let denied = "You are not authorized to perform this operation. User: arn:aws:sts::222233334444:assumed-role/sprinters/x is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:eu-central-1:222233334444:instance/* because no identity-based policy allows the ec2:RunInstances action";
    for (status, code, sentence, reason) in [
        (400, "InvalidLaunchTemplateId.NotFound", "The specified launch template does not exist.", FailureReason::LaunchTemplateGone),
        (403, "UnauthorizedOperation", denied, FailureReason::ActionDenied),
        (400, "InvalidSubnetID.NotFound", "The subnet ID 'subnet-0aaaaaaaaaaaaaaa1' does not exist", FailureReason::SubnetGone),
        (400, "InvalidGroup.NotFound", "The security group 'sg-0aaaaaaaaaaaaaaa1' does not exist", FailureReason::SecurityGroupGone),
    ] {
        universe.aws.order(Fault::on("RunInstances").times(990).refuse(status, code, sentence));
        let job = universe.queue(LABEL);
        universe.pass_by(STEP, 4 * MINUTE).await;
        let late = universe.queue(LABEL);
        universe.pass_by(STEP, MINUTE).await;
        for job in [job, late] {
            assert_waits(&universe, job, reason, "").await;
        }
        universe.aws.clear_faults();
        universe.pass_by(STEP, 6 * MINUTE).await;
        for job in [job, late] {
            assert_runs(&universe, job).await;
        }
        assert_eq!(universe.connection().await.state, ConnectionState::Working, "{code}");
        universe.github.finish_job(late.0, "success");
        finish(&mut universe, job).await;
    }
});

on_both!(an_account_that_aws_verifies_is_waited_for_and_its_connection_stays, universe => {
    universe.aws.order(Fault::on("RunInstances").times(900).refuse(400, "PendingVerification", "Your request for accessing resources in this region is being validated."));
    let job = universe.queue(LABEL);
    universe.pass_by(STEP, 10 * MINUTE).await;
    assert_waits(&universe, job, FailureReason::AwsAccountPending, "PendingVerification").await;
    assert_eq!(universe.connection().await.state, ConnectionState::Working);
    universe.aws.clear_faults();
    universe.pass_by(STEP, 14 * MINUTE).await;
    assert_runs(&universe, job).await;
});

on_both!(whatever_says_elsewhere_is_followed_by_another_candidate, universe => {
    for (status, code, sentence) in [
        (400, "UnfulfillableCapacity", ""),
        (500, "UnfulfillableCapacity", ""),
        (400, "InsufficientCapacityOnHost", ""),
        (400, "ReservationCapacityExceeded", ""),
        (500, "InsufficientVolumeCapacity", ""),
        (500, "InsufficientAddressCapacity", ""),
        (500, "InsufficientMoonbeamCapacity", "A code that nobody has seen yet."),
        (400, "UnsupportedOperation", "The instance type 'm7i.large' does not support the boot mode 'uefi' of the AMI."),
        (400, "InvalidParameterCombination", "Enhanced networking with the Elastic Network Adapter (ENA) is required for the 'm7i.large' instance type."),
        (400, "InsufficientFreeAddressesInSubnet", "There are not enough free addresses in subnet 'subnet-0aaaaaaaaaaaaaaa1'."),
    ] {
        universe.aws.order(Fault::on("RunInstances").refuse(status, code, sentence));
        let job = universe.queue(LABEL);
        universe.pass(BOOT + MINUTE / 2).await;
        assert_runs(&universe, job).await;
        assert_eq!(universe.launches(job).await.len(), 2, "{code}: {:#?}", universe.launches(job).await);
        finish(&mut universe, job).await;
    }
});

on_both!(an_instance_that_ends_pending_for_capacity_is_launched_elsewhere, universe => {
    universe.aws.order(Fault::on("RunInstances").die_starting(BOOT / 4, "Server.InsufficientInstanceCapacity", "Server.InsufficientInstanceCapacity: Insufficient capacity to satisfy instance request"));
    let job = universe.queue(LABEL);
    universe.pass(4 * MINUTE).await;
    assert_runs(&universe, job).await;
    let zones: Vec<_> = launches(&universe).iter().map(|call| call.parameter("Placement.AvailabilityZone").map(str::to_owned)).collect();
    assert_eq!(zones.len(), 2);
    assert_ne!(zones[0], zones[1], "the pool is remembered");
});

on_both!(an_image_that_is_not_shared_is_no_stale_session, universe => {
    universe.aws.order(Fault::on("RunInstances").times(900).refuse(403, "AuthFailure", "Not authorized for images: [ami-00000000000000001]"));
    let job = universe.queue(LABEL);
    universe.pass_by(STEP, 12 * MINUTE).await;
    assert_waits(&universe, job, FailureReason::ImageNotShared, "Allowed AMIs").await;
    assert!(launches(&universe).len() < 10, "{}", launches(&universe).len());
});

on_both!(a_denial_for_one_type_is_followed_by_another_and_one_for_all_is_named, universe => {
    let deny = |condition: serde_json::Value| json!({"Version": "2012-10-17", "Statement": [
        {"Sid": "No", "Effect": "Deny", "Action": "ec2:RunInstances", "Resource": "arn:aws:ec2:*:*:instance/*", "Condition": condition},
    ]});
    universe.aws.attach_service_control_policy(ACCOUNT, &deny(json!({"StringEquals": {"ec2:InstanceType": "t3.large"}}))).unwrap();
    let job = universe.queue(DEFAULT);
    universe.pass(BOOT + MINUTE / 2).await;
    assert_runs(&universe, job).await;
    assert_ne!(universe.launches(job).await.last().unwrap().0, "t3.large");
    finish(&mut universe, job).await;

    universe.aws.attach_service_control_policy(ACCOUNT, &deny(json!({"StringLike": {"ec2:InstanceType": "*"}}))).unwrap();
    let denied = universe.queue(LABEL);
    universe.pass_by(STEP, 2 * MINUTE).await;
    assert_waits(&universe, denied, FailureReason::DeniedByOrganization, "service control policy").await;
    universe.aws.detach_service_control_policies(ACCOUNT);
    universe.pass_by(STEP, 6 * MINUTE).await;
    assert_runs(&universe, denied).await;
});

on_both!(a_wrong_clock_breaks_no_connection, universe => {
    let sentence = "Signature expired: 20261201T120000Z is now earlier than 20261201T124500Z (20261201T130000Z - 15 min.)";
    for action in ["RunInstances", "AssumeRole", "DescribeInstances"] {
        universe.aws.order(Fault::on(action).times(900).refuse(403, "SignatureDoesNotMatch", sentence));
    }
    universe.aws.expire_sessions();
    let job = universe.queue(LABEL);
    universe.pass_by(STEP, 5 * MINUTE).await;
    assert_waits(&universe, job, FailureReason::ClockWrong, "Signature expired").await;
    assert_eq!(universe.connection().await.state, ConnectionState::Working);
    universe.aws.clear_faults();
    universe.pass_by(STEP, 8 * MINUTE).await;
    assert_runs(&universe, job).await;
});

on_both!(one_protected_instance_keeps_no_other_from_ending, universe => {
    universe.machines = sprinters_fakes::machines::Machines::new(universe.aws.clone(), universe.github.clone(), 60 * MINUTE);
    let jobs: Vec<_> = (0..5).map(|_| universe.queue(LABEL)).collect();
    universe.settle().await;
    let protected = universe.aws.live_instances()[0].id.clone();
    universe.aws.protect(&protected, true);
    for job in &jobs {
        universe.github.cancel_job(job.0);
    }
    universe.pass_by(STEP, 5 * MINUTE).await;
    let live: Vec<_> = universe.aws.live_instances().into_iter().map(|one| one.id).collect();
    assert_eq!(live, std::slice::from_ref(&protected));
    let told = universe.ours.store.timeline_after(0, 10_000).await.unwrap().iter().any(|entry| {
        matches!(&entry.happening, TimelineEvent::Notice { text } if text.contains(&protected) && text.contains("still costs money") && text.contains("disableApiTermination"))
    });
    assert!(told);
    let asked = universe.aws.calls_of("TerminateInstances").len();
    universe.pass_by(MINUTE, 60 * MINUTE).await;
    assert!(universe.aws.calls_of("TerminateInstances").len() < asked + 8, "asked slowly");
    universe.aws.protect(&protected, false);
    universe.pass_by(MINUTE, 40 * MINUTE).await;
    universe.assert_nothing_is_left().await;
});

on_both!(a_key_that_ec2_may_not_use_is_named_and_not_launched_for_ever, universe => {
    let key = universe.aws.create_kms_key(ACCOUNT, REGION);
    universe.aws.delete_stack(ACCOUNT, REGION, "sprinters");
    universe.disconnect().await;
    universe.connect(&[("KmsKeyArn", &key)]).await;
    universe.aws.order(Fault::on("RunInstances").times(90).die_starting(BOOT / 4, "Client.InternalError", "Client.InternalError: Client error on launch"));
    let job = universe.queue(LABEL);
    universe.pass_by(STEP, 40 * MINUTE).await;
    let failure = universe.job(job).await.job.reason().unwrap();
    assert_eq!(failure.reason(), FailureReason::KmsKeyUnusable, "{failure}");
    assert!(failure.to_string().contains(&key), "{failure}");
    assert!(universe.aws.instances().len() < 10, "{}", universe.aws.instances().len());
});

on_both!(a_run_is_cancelled_until_github_says_that_it_is_over, universe => {
    universe.github.fail("POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel", 8, TheirFault::Html(503));
    let job = universe.queue("sprinters:aws:eu-west-1");
    universe.pass_by(STEP, 2 * MINUTE).await;
    assert!(matches!(universe.state(job).await, JobState::Failed { .. }));
    assert_eq!(universe.github.jobs()[0].conclusion, None);
    universe.pass_by(MINUTE, 60 * MINUTE).await;
    assert_eq!(universe.github.jobs()[0].conclusion.as_deref(), Some("cancelled"));
    assert_eq!(universe.reason(job).await.as_deref(), Some("not-connected"), "the reason stays what people read");
    assert_eq!(universe.ours.store.waiting_effects().await.unwrap(), 0, "nobody asks any more");
});

on_both!(a_suspended_installation_holds_its_jobs, universe => {
    let job = universe.queue(LABEL);
    universe.github.suspend(universe.installation);
    universe.pass_by(STEP, 3 * MINUTE).await;
    assert_waits(&universe, job, FailureReason::InstallationSuspended, "").await;
    universe.github.unsuspend(universe.installation);
    universe.pass_by(STEP, 8 * MINUTE).await;
    assert_runs(&universe, job).await;
});
