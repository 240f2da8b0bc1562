//! Every route, asked as somebody else (I12). The routes are the router's own list: a new one is asked here without
//! anybody adding it, and one that answers everybody has to be named below.

use super::harness::World;
use super::{Access, Route, routes};
use sprinters_samples::{self as samples, GLOBEX};
use sprinters_seal::secret;
use sprinters_store::{NewApiToken, TokenScope};
use std::time::Duration;

/// What whoever comes may ask. Nothing of it is of an account.
const FOR_ANYBODY: [&str; 16] = [
    "/",
    "/sign-in",
    "/sign-in/github",
    "/sign-in/callback",
    "/setup",
    "/setup/made",
    "/labels",
    "/.well-known/security.txt",
    "/policy",
    "/template/{name}",
    "/help",
    "/help/{code}",
    "/unsubscribe/{token}",
    "/api/v1/openapi.json",
    "/api/v1/labels",
    "/api/v1/policy",
];

/// Words of the other account that must show nowhere: its name, its job, its runner's instance, its repository.
const THEIRS: [&str; 4] = ["globex", "globex build", "i-0fffffffffffffff0", "globex/secret"];

/// Words of the repository that Bob does not reach.
const NOT_BOBS: [&str; 4] = ["acme/api", "lint", "build (arm)", "gpu tests"];

/// Numbers of the other account's job, connection and token.
struct Theirs {
    job: i64,
    connection: i64,
    token: i64,
}

impl Theirs {
    async fn in_world(world: &World) -> Theirs {
        let store = world.console().store();
        let new = NewApiToken {
            account: GLOBEX,
            person: samples::EVE,
            name: "theirs",
            token_hash: &secret::hash(&secret::draw().unwrap()),
            scope: TokenScope::Write,
            expires_at: world.now().after(Duration::from_secs(3_600)),
        };
        store.put_api_token(new, world.now()).await.unwrap();
        let whole = sprinters_store::VisibleTo::whole(GLOBEX);
        Theirs {
            job: 2001,
            connection: store.connections_visible_to(whole).await.unwrap()[0].id,
            token: store.api_tokens(GLOBEX, world.now()).await.unwrap()[0].id,
        }
    }

    /// What stands for `{id}` in a path.
    fn id(&self, path: &str) -> i64 {
        match path {
            _ if path.contains("/jobs/") => self.job,
            _ if path.contains("/connections/") => self.connection,
            _ if path.contains("/tokens/") => self.token,
            other => panic!("what is the id of {other}? Say it here"),
        }
    }
}

fn of(access: Access) -> Vec<Route> {
    routes().into_iter().filter(|route| route.access == access).collect()
}

/// What a route answers to both methods; at least one of them is its own.
async fn asked(world: &World, path: &str) -> Vec<(&'static str, u16, String)> {
    let mut answers = Vec::new();
    for method in ["GET", "POST"] {
        let answer = if method == "GET" { world.get(path).await } else { world.post(path, &[]).await };
        let status = answer.status().as_u16();
        if status != 405 {
            answers.push((method, status, answer.text().await));
        }
    }
    assert!(!answers.is_empty(), "{path} has no method");
    answers
}

fn says_nothing_of(words: &[&str], path: &str, text: &str) {
    // A page of refusal may name the address that was asked.
    for word in words {
        assert!(!text.contains(word), "{path} says {word}: {text}");
    }
}

#[test]
fn what_is_open_to_everybody_is_named() {
    for route in routes() {
        let access = match route.path {
            path if path.starts_with("/o/{login}/") => Access::Account,
            path if FOR_ANYBODY.contains(&path) => Access::Anybody,
            path if path.starts_with("/api/v1/") => Access::Api,
            _ => Access::Person,
        };
        assert_eq!(route.access, access, "{}", route.path);
    }
}

#[tokio::test]
async fn the_pages_of_an_account_are_not_there_for_people_of_another() {
    let world = World::with_samples().await;
    let theirs = Theirs::in_world(&world).await;
    for route in of(Access::Account) {
        let own_number = route.path.contains("{id}");
        let of_theirs = route.path.replace("{login}", "globex");
        let path = if own_number { of_theirs.replace("{id}", &theirs.id(route.path).to_string()) } else { of_theirs };
        for (method, status, text) in asked(&world, &path).await {
            assert_eq!(status, 404, "{method} {path}");
            says_nothing_of(&THEIRS[1..], &path, &text);
        }
        if own_number {
            // Their number under our own name.
            let path = route.path.replace("{login}", "acme").replace("{id}", &theirs.id(route.path).to_string());
            for (method, status, text) in asked(&world, &path).await {
                assert_eq!(status, 404, "{method} {path}");
                says_nothing_of(&THEIRS, &path, &text);
            }
        }
    }
    theirs.are_untouched(&world).await;
}

impl Theirs {
    async fn are_untouched(&self, world: &World) {
        let store = world.console().store();
        let whole = sprinters_store::VisibleTo::whole(GLOBEX);
        assert!(store.audit_lines(whole, None, 10).await.unwrap().is_empty(), "nothing was done in the other account");
        assert_eq!(world.intended("cancel-run").await + world.intended("rerun").await, 0);
        assert_eq!(world.intended("check-connection").await, 0);
        let connection = store.connection(self.connection).await.unwrap().unwrap();
        assert_eq!(connection.state, sprinters_store::ConnectionState::Working);
        let tokens = store.api_tokens(GLOBEX, world.now()).await.unwrap();
        assert!(tokens.iter().any(|token| token.id == self.token), "their token counts");
    }
}

#[tokio::test]
async fn our_own_pages_say_nothing_of_another_account() {
    let world = World::with_samples().await;
    for route in of(Access::Account).iter().chain(&of(Access::Person)) {
        if route.path.contains("{id}") || route.path.ends_with("/events") {
            continue;
        }
        let path = route.path.replace("{login}", "acme");
        let answer = world.get(&path).await;
        says_nothing_of(&THEIRS, &path, &answer.text().await);
    }
}

#[tokio::test]
async fn nobody_sees_anything_without_signing_in() {
    let world = World::with_samples().await;
    let nobody = world.stranger();
    for route in of(Access::Account).iter().chain(&of(Access::Person)) {
        let path = route.path.replace("{login}", "acme").replace("{id}", "1005");
        let read = nobody.get(&path).await;
        let status = read.status().as_u16();
        let sent_away = status == 303 && read.headers()["location"].to_str().unwrap().starts_with("/sign-in");
        assert!(sent_away || status == 401 || status == 405, "GET {path}: {status}");
        let written = nobody.post_bare(&path, "csrf=none").await;
        assert!(matches!(written.status().as_u16(), 401 | 403 | 405), "POST {path}: {}", written.status());
    }
    for route in of(Access::Api) {
        let path = route.path.replace("{id}", "1005");
        for (method, answer) in [("GET", nobody.get(&path).await), ("POST", nobody.post_bare(&path, "").await)] {
            assert!(matches!(answer.status().as_u16(), 401 | 405), "{method} {path}: {}", answer.status());
        }
    }
}

#[tokio::test]
async fn who_reaches_a_part_of_an_account_sees_that_part_and_changes_nothing() {
    let world = World::with_samples().await;
    let bob = world.as_member();
    for route in of(Access::Account) {
        if route.path.ends_with("/events") {
            continue;
        }
        // 1006 is a job of the repository that he does not reach.
        let path = route.path.replace("{login}", "acme").replace("{id}", "1006");
        for (method, status, text) in asked(&bob, &path).await {
            let may_read = method == "GET" && matches!(status, 200 | 303);
            assert!(may_read || matches!(status, 403 | 404), "{method} {path}: {status}");
            says_nothing_of(&NOT_BOBS, &path, &text);
        }
    }
    assert_eq!(bob.get("/o/acme/jobs/1006").await.status(), 404);
    assert_eq!(bob.get("/o/acme/events?job=1006").await.status(), 404, "not even when it changes");
    let answer = bob.get("/api/v1/jobs?account=acme").await;
    assert_eq!(answer.status(), 200);
    says_nothing_of(&NOT_BOBS, "/api/v1/jobs", &answer.text().await);
    for path in ["costs", "audit", "connections"] {
        let answer = bob.get(&format!("/api/v1/{path}?account=acme")).await;
        says_nothing_of(&NOT_BOBS, path, &answer.text().await);
    }
}

#[tokio::test]
async fn a_token_and_a_session_are_of_no_other_account_in_the_api() {
    let world = World::with_samples().await;
    let theirs = Theirs::in_world(&world).await;
    let token = world.token("write").await;
    for route in of(Access::Api) {
        let path = if route.path.contains("{id}") {
            route.path.replace("{id}", &theirs.id(route.path).to_string())
        } else {
            route.path.to_owned()
        };
        let elsewhere = format!("{path}?account=globex");
        for (method, answer) in [
            ("GET", world.api(&path, &token).await),
            ("POST", world.api_post(&path, &token).await),
            ("GET", world.api(&elsewhere, &token).await),
            ("POST", world.api_post(&elsewhere, &token).await),
        ] {
            let status = answer.status().as_u16();
            let expected = if route.path.contains("{id}") { status == 404 } else { status == 200 };
            assert!(expected || status == 405, "{method} {path} with a token: {status}");
            says_nothing_of(&THEIRS, &path, &answer.text().await);
        }
        let by_session = world.get(&elsewhere).await;
        assert!(matches!(by_session.status().as_u16(), 404 | 405), "{path} with a session: {}", by_session.status());
    }
    theirs.are_untouched(&world).await;
}

#[tokio::test]
async fn a_person_changes_nothing_of_somebody_else() {
    let world = World::with_samples().await;
    // Ada's form names an account that she does not reach: what she may choose is her own.
    let form = format!("{GLOBEX}.budget");
    assert_eq!(world.post("/account/notifications", &[(form.as_str(), "on")]).await.status(), 303);
    let store = world.console().store();
    assert!(store.notification_choices(samples::ADA, GLOBEX).await.unwrap().is_empty());
    assert!(store.notification_choices(samples::BOB, samples::ACME).await.unwrap().is_empty());
    // Her signing out everywhere ends her sessions, not his.
    assert_eq!(world.post("/sign-out/everywhere", &[]).await.status(), 303);
    assert_eq!(world.as_member().get("/o/acme/jobs").await.status(), 200);
    assert_eq!(world.get("/o/acme/jobs").await.status(), 303);
}
