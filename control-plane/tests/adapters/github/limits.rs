//! GitHub's limits: kept by ourselves, heeded when GitHub tells of them, and one installation's are nobody else's.

use super::harness::{World, strings};
use sprinters_core::disposition::Disposition;
use sprinters_core::failure::FailureReason;
use sprinters_core::ids::JobId;
use sprinters_core::site::{Repository, RunnerSite};
use sprinters_fakes::github::{Fault, Selection};
use sprinters_github::GitHubError;
use std::time::Duration;

const LABEL: &str = "sprinters:aws";
const REGISTER: &str = "/repos/{owner}/{repo}/actions/runners/generate-jitconfig";

/// A second installation of the same App.
fn beside(world: &World) -> RunnerSite {
    let other = world.theirs.add_organization("other-org");
    let id = world.theirs.add_repository(other, "calm", true);
    let installation = world.theirs.install(world.app, other, Selection::All);
    RunnerSite::Repository(Repository { installation, id, full_name: "other-org/calm".to_owned() })
}

fn after(error: &GitHubError) -> Duration {
    match error.disposition() {
        Disposition::Retry { after: Some(after), meanwhile } => {
            assert_eq!(meanwhile.reason(), FailureReason::GitHubRateLimit);
            after
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn three_hundred_registrations_are_paced_before_github_has_to_say_so() {
    let world = World::new().await;
    let calm = beside(&world);
    let mut waiting: Vec<(Duration, usize)> = (0..300).map(|number| (Duration::ZERO, number)).collect();
    let mut now = Duration::ZERO;
    let mut in_first_minute = 0;
    while !waiting.is_empty() {
        waiting.sort();
        let (at, number) = waiting.remove(0);
        world.advance(at.saturating_sub(now));
        now = now.max(at);
        match world.ours.register(&world.site(), &format!("runner-{number}"), &strings(&[LABEL])).await {
            Ok(_) if now < Duration::from_secs(60) => in_first_minute += 1,
            Ok(_) => {}
            Err(error) => {
                assert!(matches!(error, GitHubError::Paced { .. }), "{error}");
                waiting.push((now + after(&error), number));
                // Whoever is calm is not held up.
                world.ours.registrations(&calm).await.unwrap();
            }
        }
    }
    assert_eq!(in_first_minute, 180);
    assert!(now < Duration::from_secs(150), "{now:?}");
    let refused =
        world.theirs.ledger(0).iter().filter(|entry| entry.status == Some(403) || entry.status == Some(429)).count();
    assert_eq!(refused, 0, "GitHub never had to refuse");
    assert_eq!(world.theirs.count("POST", REGISTER), 300, "who is put off does not ask");
    assert!(0 < world.ours.counts().put_off);
}

#[tokio::test]
async fn a_primary_limit_is_waited_for_and_others_go_on() {
    let world = World::new().await;
    let calm = beside(&world);
    world.ours.registrations(&world.site()).await.unwrap();
    let until = world.clock.now().after(Duration::from_secs(600));
    world.theirs.use_up(world.installation, until.as_millis());
    let got = world.ours.registrations(&world.site()).await.unwrap_err();
    assert!(matches!(got, GitHubError::PrimaryLimit { .. }), "{got:?}");
    assert_eq!(after(&got), Duration::from_secs(600));
    // Nothing is asked until then, of whatever kind.
    let before = world.theirs.ledger_end();
    let got = world.ours.job(&world.repository, JobId(1)).await.unwrap_err();
    assert!(Duration::from_secs(599) < after(&got));
    assert_eq!(world.theirs.ledger_end(), before);
    world.ours.registrations(&calm).await.unwrap();
    let quotas = world.ours.quotas();
    let of = |installation| quotas.iter().find(|quota| quota.installation == Some(installation)).unwrap();
    assert_eq!(of(world.installation).remaining, 0);
    assert!(4_000 < quotas.iter().map(|quota| quota.remaining).max().unwrap());
    world.advance(Duration::from_secs(601));
    world.ours.registrations(&world.site()).await.unwrap();
}

#[tokio::test]
async fn a_secondary_limit_is_heeded_with_either_status_and_with_or_without_a_time() {
    let list = "GET /repos/{owner}/{repo}/actions/runners";
    for status in [403, 429] {
        let world = World::new().await;
        let calm = beside(&world);
        world.theirs.fail(list, 1, Fault::SecondaryLimit { retry_after: 17, status });
        let got = world.ours.registrations(&world.site()).await.unwrap_err();
        assert!(matches!(got, GitHubError::SecondaryLimit { .. }), "{got:?}");
        assert_eq!(after(&got), Duration::from_secs(17));
        let before = world.theirs.ledger_end();
        assert!(world.ours.registrations(&world.site()).await.is_err());
        assert_eq!(world.theirs.ledger_end(), before);
        world.ours.registrations(&calm).await.unwrap();
        world.advance(Duration::from_secs(18));
        world.ours.registrations(&world.site()).await.unwrap();
        assert_eq!(world.minted(), 2, "the token was good");

        let message =
            "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.".to_owned();
        world.theirs.fail(list, 1, Fault::Refused { status, message });
        let got = world.ours.registrations(&world.site()).await.unwrap_err();
        assert_eq!(after(&got), Duration::from_secs(60));
        assert!(world.ours.registrations(&world.site()).await.is_err());
        world.advance(Duration::from_secs(61));
        world.ours.registrations(&world.site()).await.unwrap();
    }
}

#[tokio::test]
async fn a_limit_without_a_kind_that_says_it_resets_is_a_primary_one() {
    let world = World::new().await;
    world.theirs.fail("GET /repos/{owner}/{repo}/actions/runners", 1, Fault::PrimaryLimit { resets_in: 120 });
    let got = world.ours.registrations(&world.site()).await.unwrap_err();
    assert!(matches!(got, GitHubError::PrimaryLimit { .. }), "{got:?}");
    assert_eq!(after(&got), Duration::from_secs(120));
}

#[tokio::test]
async fn no_more_calls_of_an_installation_are_under_way_than_github_takes() {
    let world = World::new().await;
    world.ours.registrations(&world.site()).await.unwrap();
    let gate = sprinters_fakes::github::Gate::closed();
    world.theirs.fail("GET /repos/{owner}/{repo}/actions/runners", 100, Fault::Held(gate.clone()));
    let mut tasks = Vec::new();
    for _ in 0..130 {
        let (ours, site) = (world.ours.clone(), world.site());
        tasks.push(tokio::spawn(async move { ours.registrations(&site).await.map(|_| ()) }));
    }
    while world.ours.counts().put_off < 30 {
        tokio::task::yield_now().await;
    }
    gate.open();
    let mut put_off = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(()) => {}
            Err(GitHubError::Paced { .. }) => put_off += 1,
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(put_off, 30);
}
