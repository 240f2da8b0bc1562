//! Installation tokens: as narrow as can be, minted once, thrown away only when they are not accepted.

use super::harness::{World, strings};
use secrecy::ExposeSecret as _;
use serde_json::json;
use sprinters_core::ids::JobId;
use sprinters_core::site::RunnerSite;
use sprinters_fakes::github::{Fault, Gate};
use sprinters_github::GitHubError;
use std::time::Duration;

const MINT: &str = "POST /app/installations/{installation_id}/access_tokens";
const LABEL: &str = "sprinters:aws";

#[tokio::test]
async fn no_token_has_more_than_one_permission_or_repository() {
    let world = World::new().await;
    let other = world.another("other");
    let organization = RunnerSite::Organization { installation: world.installation, login: "octo-org".to_owned() };
    let job = world.queue(&[LABEL]);
    let run = world.theirs.job(job).unwrap().run;
    for site in [world.site(), RunnerSite::Repository(other), organization] {
        if let Ok(registered) = world.ours.register(&site, "a", &strings(&[LABEL])).await {
            let _ = world.ours.registrations(&site).await.unwrap();
            let _ = world.ours.registration_named(&site, "a").await.unwrap();
            world.ours.deregister(&site, registered.id).await.unwrap();
        }
    }
    world.ours.job(&world.repository, JobId(job)).await.unwrap();
    world.ours.run(&world.repository, run).await.unwrap();
    world.ours.cancel_run(&world.repository, run).await.unwrap();
    world.ours.rerun_failed_jobs(&world.repository, run).await.unwrap();
    world.ours.installations().await.unwrap();

    let asked: Vec<_> = world.theirs.ledger(0).into_iter().filter(|entry| entry.operation() == MINT).collect();
    let mut seen = Vec::new();
    for entry in &asked {
        let request = entry.request();
        let permissions = request["permissions"].as_object().expect("a token is narrowed");
        assert_eq!(permissions.len(), 1, "{request}");
        let (name, level) = permissions.iter().next().unwrap();
        match name.as_str() {
            "organization_self_hosted_runners" => assert!(request.get("repository_ids").is_none(), "{request}"),
            _ => assert_eq!(request["repository_ids"].as_array().map(Vec::len), Some(1), "{request}"),
        }
        seen.push(format!("{name}:{}", level.as_str().unwrap()));
    }
    seen.sort();
    seen.dedup();
    assert_eq!(
        seen,
        ["actions:read", "actions:write", "administration:write", "organization_self_hosted_runners:write"]
    );
    // And what GitHub gave is no more than was asked for.
    for answer in asked.iter().filter(|entry| entry.status == Some(201)).map(sprinters_fakes::github::Entry::answer) {
        assert!(answer["permissions"].as_object().unwrap().keys().filter(|name| *name != "metadata").count() == 1);
        assert_eq!(answer["repositories"].as_array().map(Vec::len), Some(1));
    }
}

#[tokio::test]
async fn a_token_of_any_length_is_kept_and_used_until_shortly_before_it_expires() {
    let world = World::new().await;
    for _ in 0..5 {
        world.ours.registrations(&world.site()).await.unwrap();
    }
    assert_eq!(world.minted(), 1);
    world.advance(Duration::from_mins(54));
    world.ours.registrations(&world.site()).await.unwrap();
    assert_eq!(world.minted(), 1);
    world.advance(Duration::from_mins(2));
    world.ours.registrations(&world.site()).await.unwrap();
    assert_eq!(world.minted(), 2);
    let token = &world.theirs.ledger(0)[0].answer()["token"];
    assert!(500 < token.as_str().unwrap().len());
}

#[tokio::test]
async fn of_many_who_need_a_token_one_mints_it() {
    let world = World::new().await;
    let gate = Gate::closed();
    world.theirs.fail(MINT, 1, Fault::Held(gate.clone()));
    let mut tasks = Vec::new();
    for number in 0..40 {
        let (ours, site) = (world.ours.clone(), world.site());
        tasks.push(tokio::spawn(async move {
            ours.register(&site, &format!("runner-{number}"), &strings(&[LABEL])).await.map(|made| made.id)
        }));
    }
    while world.ours.counts().calls == 0 {
        tokio::task::yield_now().await;
    }
    gate.open();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(world.minted(), 1);
    assert_eq!(world.theirs.registrations().len(), 40);
}

#[tokio::test]
async fn of_many_who_need_a_token_that_can_not_be_had_one_asks() {
    let world = World::new().await;
    let gate = Gate::closed();
    // Held back until all wait, and refused then.
    world.theirs.suspend(world.installation);
    world.theirs.fail(MINT, 1, Fault::Held(gate.clone()));
    let mut tasks = Vec::new();
    for _ in 0..20 {
        let (ours, site) = (world.ours.clone(), world.site());
        tasks.push(tokio::spawn(async move { ours.registrations(&site).await.map(|_| ()) }));
    }
    while world.ours.counts().calls == 0 {
        tokio::task::yield_now().await;
    }
    gate.open();
    for task in tasks {
        assert_eq!(task.await.unwrap(), Err(GitHubError::Suspended));
    }
    assert_eq!(world.minted(), 1);
}

#[tokio::test]
async fn a_token_that_is_not_accepted_is_minted_once_more_and_the_call_made_once_more() {
    let world = World::new().await;
    world.ours.registrations(&world.site()).await.unwrap();
    world.theirs.revoke_tokens();
    let registered = world.ours.register(&world.site(), "a", &strings(&[LABEL])).await.unwrap();
    assert!(!registered.jit_config.expose_secret().is_empty());
    assert_eq!(world.minted(), 2);
    // Not for ever.
    let list = "GET /repos/{owner}/{repo}/actions/runners";
    world.theirs.fail(list, 5, Fault::Refused { status: 401, message: "Bad credentials".to_owned() });
    let before = world.theirs.ledger_end();
    let got = world.ours.registrations(&world.site()).await.unwrap_err();
    assert!(matches!(got, GitHubError::Refused { status: 401, .. }), "{got:?}");
    let asked: Vec<_> = world.theirs.ledger(before).iter().map(sprinters_fakes::github::Entry::operation).collect();
    assert_eq!(asked, [list, MINT, list]);
}

#[tokio::test]
async fn a_refusal_of_something_else_does_not_throw_a_good_token_away() {
    let world = World::new().await;
    world.theirs.change_repository(world.repository.id, |repository| repository.runners_disabled = true);
    for _ in 0..3 {
        let got = world.ours.register(&world.site(), "a", &strings(&[LABEL])).await.err();
        assert_eq!(got, Some(GitHubError::RunnersDisabled));
    }
    world.theirs.change_repository(world.repository.id, |repository| repository.runners_disabled = false);
    world.ours.register(&world.site(), "a", &strings(&[LABEL])).await.unwrap();
    assert_eq!(world.minted(), 1);
    assert_eq!(world.ours.tokens_kept(), 1);
}

#[tokio::test]
async fn the_stand_in_refuses_what_a_token_does_not_cover() {
    // The check above means something only if GitHub's part is played as GitHub plays it.
    let world = World::new().await;
    world.ours.job(&world.repository, JobId(1)).await.unwrap();
    let minted = world.theirs.ledger(0)[0].answer();
    assert_eq!(minted["permissions"], json!({ "actions": "read", "metadata": "read" }));
    let token = minted["token"].as_str().unwrap().to_owned();
    let other = world.another("other");
    let status = async |method: &str, path: &str| raw(&world, method, path, &token).await;
    assert_eq!(status("GET", "/repos/octo-org/hello/actions/runs/1").await, 404);
    assert_eq!(status("POST", "/repos/octo-org/hello/actions/runs/1/cancel").await, 403);
    assert_eq!(status("GET", "/repos/octo-org/hello/actions/runners").await, 403);
    assert_eq!(status("GET", &format!("/repos/{}/actions/runs/1", other.full_name)).await, 404);
    assert_eq!(status("GET", "/app/installations").await, 401);
    world.advance(Duration::from_mins(61));
    assert_eq!(status("GET", "/repos/octo-org/hello/actions/runs/1").await, 401);
}

/// The status of a request with a token, without the control plane in between.
async fn raw(world: &World, method: &str, path: &str, token: &str) -> u16 {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let url: url::Url = world.theirs.api_url().parse().unwrap();
    let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", url.port().unwrap())).await.unwrap();
    let head = format!(
        "{method} /api/v3{path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer {token}\r\ncontent-length: 0\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}
