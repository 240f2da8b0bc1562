//! What people do: they cancel, they run again on demand, they take their authorization back.

use crate::harness::{BOOT, On, Universe, on_both};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use secrecy::{ExposeSecret as _, SecretString};
use sprinters_console::{self as console, Console, ConsoleSettings};
use sprinters_core::ids::JobId;
use sprinters_core::job::{Conclusion, JobState};
use sprinters_fakes::aws::Market;
use sprinters_samples as samples;
use sprinters_services::Services;
use sprinters_services::identity::AppIdentity;
use sprinters_store::{AccountKind, Person, Reachable, SecretKind, SecretName};
use std::sync::Arc;
use std::time::Duration;
use tower::ServiceExt as _;

const MINUTE: Duration = Duration::from_secs(60);
const MONA: i64 = 900;

/// Pages alone: what a serving process does for them beside requests is not what is asked for here.
fn pages(universe: &Universe) -> Router {
    let (store, clock) = (universe.ours.store.clone(), universe.clock.clone());
    let services = Services::new(store, AppIdentity::default(), clock, Arc::default());
    console::router(Console::new(services, ConsoleSettings::default()))
}

/// An admin of the organisation asks through the API, with a token of theirs.
async fn ask(universe: &Universe, path: &str) -> u16 {
    let (store, now) = (universe.ours.store.clone(), universe.clock.now());
    let account = universe.organization;
    let reachable = Reachable {
        account,
        login: "acme".to_owned(),
        kind: AccountKind::Organization,
        installation: universe.installation,
        is_admin: true,
        repositories: Vec::new(),
    };
    let token = samples::token_for(&store, MONA, reachable, now).await.unwrap();
    let router = pages(universe);
    let request = Request::post(path).header(header::AUTHORIZATION, format!("Bearer {}", token.expose_secret()));
    router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap().status().as_u16()
}

on_both!(somebody_cancels_a_job_that_runs, universe => {
    let job = universe.queue("sprinters:aws:eu-central-1");
    universe.settle().await;
    universe.pass(BOOT + MINUTE).await;
    assert!(matches!(universe.state(job).await, JobState::Running { .. }));
    assert_eq!(ask(&universe, &format!("/api/v1/jobs/{}/cancel", job.0)).await, 202);
    universe.pass(5 * MINUTE).await;
    let state = universe.state(job).await;
    assert_eq!(state, JobState::Completed { conclusion: Conclusion::Cancelled }, "{:?}", universe.timeline(job).await);
    universe.assert_nothing_is_left().await;
});

on_both!(somebody_runs_a_job_again_and_it_runs_on_demand, universe => {
    let job = universe.queue("sprinters:aws:eu-central-1:m7i.large:spot=auto");
    universe.settle().await;
    assert_eq!(universe.aws.live_instances()[0].market, Market::Spot);
    universe.pass(BOOT + MINUTE).await;
    // A day and a half goes by before anybody looks: that is no reason not to do it.
    assert!(universe.github.finish_job(job.0, "failure"));
    universe.pass(5 * MINUTE).await;
    universe.clock.advance(36 * 60 * MINUTE);
    assert_eq!(ask(&universe, &format!("/api/v1/jobs/{}/run-again", job.0)).await, 202);
    universe.settle().await;
    let again = universe.github.jobs().into_iter().map(|job| job.id).max().map(JobId).unwrap();
    assert_ne!(again, job);
    let live = universe.aws.live_instances();
    assert_eq!(live.len(), 1, "{:?}", universe.timeline(again).await);
    assert_eq!(live[0].market, Market::OnDemand, "{:?}", universe.launches(again).await);
});

fn tokens(subject: &str) -> SecretName<'_> {
    SecretName { account: 0, kind: SecretKind::UserTokens, subject }
}

/// What a page of somebody's own answers to a browser with that session.
async fn visit(universe: &Universe, session: &SecretString) -> u16 {
    let router = pages(universe);
    let cookie = format!("__Host-sprinters={}", session.expose_secret());
    let request = Request::get("/accounts").header(header::COOKIE, cookie).body(Body::empty()).unwrap();
    router.oneshot(request).await.unwrap().status().as_u16()
}

on_both!(who_takes_their_authorization_back_is_signed_out_at_once, universe => {
    let (store, now) = (universe.ours.store.clone(), universe.clock.now());
    let mut sessions = Vec::new();
    for login in ["octavia", "hubot"] {
        let id = universe.github.add_user(login, "somebody@acme.example");
        store.put_person(&Person { id, login: login.to_owned() }, now).await.unwrap();
        store.replace_memberships(id, &[], now).await.unwrap();
        store.put_secret(tokens(&id.to_string()), &SecretString::from("tokens"), now).await.unwrap();
        sessions.push((id, samples::session(&store, id, now).await.unwrap()));
    }
    let [(octavia, hers), (hubot, his)] = sessions.try_into().unwrap();
    assert_eq!((visit(&universe, &hers).await, visit(&universe, &his).await), (200, 200));
    universe.github.revoke_authorization(universe.app_id, octavia);
    universe.settle().await;
    assert_eq!((visit(&universe, &hers).await, visit(&universe, &his).await), (303, 200));
    assert!(store.secret(tokens(&octavia.to_string())).await.unwrap().is_none(), "nothing of GitHub's is kept of her");
    assert!(store.secret(tokens(&hubot.to_string())).await.unwrap().is_some());
});
