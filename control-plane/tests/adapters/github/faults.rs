//! What GitHub may answer instead, and what the control plane makes of it.

use super::harness::{World, strings};
use sprinters_core::disposition::Disposition;
use sprinters_core::failure::FailureReason;
use sprinters_core::ids::{JobId, RegistrationId};
use sprinters_core::reconcile::Coverage;
use sprinters_core::site::RunnerSite;
use sprinters_core::time::Timestamp;
use sprinters_fakes::github::{Fault, Gate, Limits, Site};
use sprinters_github::{Deregistration, GitHubError, Outage};
use std::time::Duration;

const LIST: &str = "GET /repos/{owner}/{repo}/actions/runners";
const REGISTER: &str = "POST /repos/{owner}/{repo}/actions/runners/generate-jitconfig";
const LABEL: &str = "sprinters:aws";

async fn register(world: &World) -> Option<GitHubError> {
    world.ours.register(&world.site(), "a", &strings(&[LABEL])).await.err()
}

fn reason(error: &GitHubError) -> FailureReason {
    match error.disposition() {
        Disposition::Retry { meanwhile, .. } => meanwhile.reason(),
        Disposition::GiveUp(failure) => failure.reason(),
    }
}

fn is_retried(error: &GitHubError) -> bool {
    matches!(error.disposition(), Disposition::Retry { .. })
}

#[tokio::test]
async fn a_github_that_is_away_is_tried_again_and_nothing_is_repeated_in_here() {
    let world = World::new().await;
    for (fault, error) in [
        (Fault::Status(500), GitHubError::Unavailable(Outage::Status(500))),
        (Fault::Html(502), GitHubError::Unavailable(Outage::Status(502))),
        (Fault::Status(503), GitHubError::Unavailable(Outage::Status(503))),
        (Fault::Html(200), GitHubError::Malformed),
        (Fault::Lost { done: false }, GitHubError::Unavailable(Outage::Connection)),
        (Fault::Lost { done: true }, GitHubError::Unavailable(Outage::Connection)),
    ] {
        world.theirs.fail(REGISTER, 1, fault);
        let before = world.theirs.ledger_end();
        let got = register(&world).await.unwrap();
        assert_eq!(got, error);
        assert!(is_retried(&got) && reason(&got) == FailureReason::GitHubUnavailable, "{got}");
        let asked = world.theirs.ledger(before).iter().filter(|entry| entry.operation() == REGISTER).count();
        assert_eq!(asked, 1, "{got}");
    }
    // The last one was registered although its answer was lost: the name is taken, and whose it is can be found.
    assert_eq!(register(&world).await, Some(GitHubError::NameTaken));
    assert!(world.ours.registration_named(&world.site(), "a").await.unwrap().is_some());
}

#[tokio::test]
async fn json_that_breaks_off_is_malformed() {
    let world = World::new().await;
    world.theirs.fail(REGISTER, 1, Fault::Cut);
    assert_eq!(register(&world).await, Some(GitHubError::Malformed));
}

#[tokio::test]
async fn a_call_takes_no_longer_than_its_limit() {
    let world = World::with_config(|config| config.time_limit = Duration::from_millis(50)).await;
    // Its token first, which takes the time of a signature.
    while world.ours.registrations(&world.site()).await.is_err() {}
    let gate = Gate::closed();
    world.theirs.fail(LIST, 1, Fault::Held(gate.clone()));
    let got = world.ours.registrations(&world.site()).await.unwrap_err();
    assert_eq!(got, GitHubError::Unavailable(Outage::TimedOut));
    gate.open();
}

#[tokio::test]
async fn each_refusal_is_told_by_its_reason() {
    let world = World::new().await;
    let (theirs, repository, organization) = (&world.theirs, world.repository.id, world.organization);
    // With a token in the cache, so that each refusal is the call's.
    world.ours.registrations(&world.site()).await.unwrap();

    theirs.change_repository(repository, |repository| repository.runners_disabled = true);
    let got = register(&world).await.unwrap();
    assert_eq!((&got, reason(&got)), (&GitHubError::RunnersDisabled, FailureReason::RunnersDisabled));
    theirs.change_repository(repository, |repository| repository.runners_disabled = false);

    theirs.change_repository(repository, |repository| repository.actions_disabled = true);
    let got = register(&world).await.unwrap();
    assert_eq!((&got, reason(&got)), (&GitHubError::ActionsDisabled, FailureReason::ActionsDisabled));
    theirs.change_repository(repository, |repository| repository.actions_disabled = false);

    theirs.change_account(organization, |account| account.ip_allow_list = true);
    let got = register(&world).await.unwrap();
    assert_eq!((&got, reason(&got)), (&GitHubError::IpAllowList, FailureReason::IpAllowList));
    theirs.change_account(organization, |account| account.ip_allow_list = false);

    let before = Limits::default();
    theirs.set_limits(Limits { runners: 0, ..before });
    let got = register(&world).await.unwrap();
    assert_eq!((&got, reason(&got)), (&GitHubError::RegistrationLimit, FailureReason::RegistrationLimit));
    assert!(is_retried(&got));
    theirs.set_limits(Limits { registrations_per_hour: 0, ..before });
    assert_eq!(register(&world).await, Some(GitHubError::RegistrationLimit));
    theirs.set_limits(before);

    let message = "Runner version v2.300.0 is deprecated and cannot receive messages.".to_owned();
    theirs.fail(REGISTER, 1, Fault::Refused { status: 403, message });
    let got = register(&world).await.unwrap();
    assert_eq!((&got, reason(&got)), (&GitHubError::RunnerTooOld, FailureReason::ImageTooOld));

    let message = "Something nobody has seen".to_owned();
    theirs.fail(REGISTER, 1, Fault::Refused { status: 403, message: message.clone() });
    let got = register(&world).await.unwrap();
    assert_eq!((&got, reason(&got)), (&GitHubError::Refused { status: 403, message }, FailureReason::Internal));

    theirs.withhold(world.installation, "administration");
    let got = register(&world).await.unwrap();
    assert_eq!(got, GitHubError::NotAccessible { permission: "administration" });
    assert_eq!(reason(&got), FailureReason::GitHubPermissionMissing);
    assert!(!is_retried(&got));
}

#[tokio::test]
async fn an_installation_that_was_suspended_or_removed_says_so() {
    let world = World::new().await;
    world.ours.registrations(&world.site()).await.unwrap();
    world.theirs.suspend(world.installation);
    let got = register(&world).await.unwrap();
    assert_eq!((&got, reason(&got)), (&GitHubError::Suspended, FailureReason::InstallationSuspended));
    // Without a token in the cache it is the token that is refused.
    let other = RunnerSite::Repository(world.another("other"));
    assert_eq!(world.ours.registrations(&other).await.err(), Some(GitHubError::Suspended));
    world.theirs.unsuspend(world.installation);
    assert_eq!(register(&world).await, None);

    world.theirs.uninstall(world.installation);
    let got = register(&world).await.unwrap();
    assert_eq!((&got, reason(&got)), (&GitHubError::Uninstalled, FailureReason::InstallationSuspended));
    assert!(!is_retried(&got));
}

#[tokio::test]
async fn a_repository_that_left_the_installation_is_not_found() {
    let world = World::new().await;
    world.theirs.delete_repository(world.repository.id);
    assert_eq!(register(&world).await, Some(GitHubError::NotFound));
    assert_eq!(world.ours.job(&world.repository, JobId(1)).await, Ok(None));
}

#[tokio::test]
async fn a_list_that_breaks_off_is_partial() {
    let world = World::new().await;
    for number in 0..150 {
        let site = Site::Repository(world.repository.id);
        let _ = world.theirs.foreign_runner(site, &format!("other-{number}"), &["other"]);
    }
    world.ours.registrations(&world.site()).await.unwrap();
    // The second page fails: what is planned for one request is met by the first, so plan both and let the first pass
    // late.
    world.theirs.fail(LIST, 1, Fault::Late(Duration::ZERO));
    world.theirs.fail(LIST, 1, Fault::Status(502));
    let (some, coverage) = world.ours.registrations(&world.site()).await.unwrap();
    assert_eq!((some.len(), coverage), (100, Coverage::Partial));
    world.theirs.fail(LIST, 1, Fault::Status(502));
    assert!(world.ours.registrations(&world.site()).await.is_err());
}

#[tokio::test]
async fn deregistering_meets_the_same_answers() {
    let world = World::new().await;
    const DELETE: &str = "DELETE /repos/{owner}/{repo}/actions/runners/{runner_id}";
    let registered = world.ours.register(&world.site(), "a", &strings(&[LABEL])).await.unwrap();
    world.theirs.fail(DELETE, 1, Fault::Lost { done: true });
    let lost = world.ours.deregister(&world.site(), registered.id).await;
    assert_eq!(lost, Err(GitHubError::Unavailable(Outage::Connection)));
    assert_eq!(world.ours.deregister(&world.site(), registered.id).await, Ok(Deregistration::Gone));
    assert_eq!(world.ours.deregister(&world.site(), RegistrationId(1)).await, Ok(Deregistration::Gone));
}

#[tokio::test]
async fn an_app_whose_key_is_wrong_or_was_replaced_is_refused_until_it_is_put_right() {
    let world = World::new().await;
    let new = world.theirs.new_app_key(world.app, false).unwrap();
    let got = world.ours.installations().await.unwrap_err();
    assert_eq!((&got, reason(&got)), (&GitHubError::AppRefused, FailureReason::Internal));
    assert!(is_retried(&got));
    assert_eq!(register(&world).await, Some(GitHubError::AppRefused));
    let config = super::harness::config(&world.theirs, world.app, new.expose());
    let ours = sprinters_github::GitHub::new(config, world.clock.clone()).unwrap();
    assert_eq!(ours.installations().await.unwrap().0.len(), 1);
}

#[tokio::test]
async fn deliveries_and_installations_meet_faults_too() {
    let world = World::new().await;
    world.theirs.fail("", 1, Fault::Html(503));
    let got = world.ours.delivery_attempts(Timestamp::from_secs(0)).await.unwrap_err();
    assert_eq!(got, GitHubError::Unavailable(Outage::Status(503)));
    world.theirs.fail("", 1, Fault::Html(200));
    assert_eq!(world.ours.installations().await.unwrap_err(), GitHubError::Malformed);
    world.theirs.fail("", 1, Fault::Lost { done: false });
    assert_eq!(world.ours.redeliver(1).await, Err(GitHubError::Unavailable(Outage::Connection)));
    world.theirs.heal();
    assert!(world.ours.installations().await.is_ok());
}
