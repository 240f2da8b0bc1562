//! A console with people in it, asked as browsers and programs ask.

use super::request_context::{COOKIE, RequestContext};
use super::state::{Console, ConsoleSettings};
use super::{csrf, router};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use secrecy::{ExposeSecret as _, SecretString};
use sprinters_common::clock::Clock;
use sprinters_core::time::Timestamp;
use sprinters_samples::{self as samples, ADA, BOB};
use sprinters_seal::{RootKey, RootKeyId, RootKeys};
use sprinters_services::Services;
use sprinters_services::identity::AppIdentity;
use sprinters_store::DatabaseUrl;
use sprinters_store::{Opening, Store};
use std::sync::Arc;
use tempfile::TempDir;
use tower::ServiceExt as _;

#[expect(dead_code, reason = "made for the whole-system tests; these need less of it")]
#[path = "../../tests/process/support/postgres.rs"]
mod postgres;

/// Has these tests run on PostgreSQL instead of SQLite.
const ON_POSTGRES: &str = "SPRINTERS_TEST_CONSOLE_ON_POSTGRES";

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum On {
    Sqlite,
    Postgres,
}

pub(super) const NOW: Timestamp = Timestamp::from_secs(1_795_622_400);

/// A visit of nobody, for pages that need no more.
pub(super) fn visit(here: &str) -> RequestContext {
    RequestContext {
        now: NOW,
        here: here.to_owned(),
        address: "127.0.0.1".to_owned(),
        base: "http://127.0.0.1".to_owned(),
        look: crate::request_context::Look { theme: "auto", density: "comfortable" },
        signed: None,
    }
}

#[derive(Clone)]
pub(super) struct World {
    console: Console,
    router: Router,
    session: Option<SecretString>,
    other: SecretString,
    _directory: Arc<TempDir>,
}

pub(super) struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    pub(super) fn status(&self) -> StatusCode {
        self.status
    }

    pub(super) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    pub(super) async fn text(self) -> String {
        self.body
    }
}

/// A console over a store: no GitHub, so what was kept of memberships counts for twenty minutes.
fn console(store: Store, clock: Clock) -> Console {
    let settings = ConsoleSettings {
        image_owner: Some(samples::IMAGE_OWNER.to_owned()),
        control_plane_role: Some(samples::CONTROL_PLANE_ROLE.to_owned()),
        template_url: Some(samples::TEMPLATE_URL.to_owned()),
        retention_days: 30,
        security_contact: Some("mailto:security@example.com".to_owned()),
        ..ConsoleSettings::default()
    };
    Console::new(Services::new(store, AppIdentity::default(), clock, Arc::default()), settings)
}

impl World {
    pub(super) async fn new() -> World {
        World::on(if std::env::var_os(ON_POSTGRES).is_some() { On::Postgres } else { On::Sqlite }).await
    }

    /// People and their sessions; nothing else yet.
    pub(super) async fn on(on: On) -> World {
        let directory = TempDir::new().unwrap();
        let (database, root_keys) = match on {
            On::Sqlite => (DatabaseUrl::in_directory(directory.path()), None),
            On::Postgres => {
                let key = RootKey::generate(RootKeyId::parse("test").unwrap()).unwrap();
                (DatabaseUrl::Postgres(SecretString::from(postgres::database())), Some(RootKeys::one(key)))
            }
        };
        let opening = Opening { database, root_keys, state_dir: directory.path().to_owned(), may_migrate: true };
        let store = Store::open(&opening).await.unwrap();
        samples::people(&store, NOW).await.unwrap();
        let session = samples::session(&store, ADA, NOW).await.unwrap();
        let other = samples::session(&store, BOB, NOW).await.unwrap();
        let console = console(store, Clock::manual(NOW));
        let router = router(console.clone());
        World { console, router, session: Some(session), other, _directory: Arc::new(directory) }
    }

    pub(super) async fn with_samples() -> World {
        World::new().await.filled().await
    }

    /// The same world with one of everything in it.
    pub(super) async fn filled(self) -> World {
        samples::everything(self.console.store(), NOW).await.unwrap();
        self
    }

    pub(super) fn console(&self) -> &Console {
        &self.console
    }

    pub(super) fn now(&self) -> Timestamp {
        self.console.now()
    }

    pub(super) async fn add_jobs(&self, count: u64) {
        samples::many_jobs(self.console.store(), 5_000, count, NOW).await.unwrap();
    }

    /// The same world, as somebody who is no admin.
    pub(super) fn as_member(&self) -> World {
        World { session: Some(self.other.clone()), ..self.clone() }
    }

    /// The same world, as nobody.
    pub(super) fn stranger(&self) -> World {
        World { session: None, ..self.clone() }
    }

    pub(super) fn session(&self) -> &SecretString {
        self.session.as_ref().unwrap()
    }

    pub(super) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let body = String::from_utf8_lossy(&body).into_owned();
        assert!(!body.contains("could not be made. It is in the log"), "the template failed ({status})");
        Answer { status, headers, body }
    }

    pub(super) fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let mut builder = Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1:8080");
        if let Some(session) = &self.session {
            builder = builder.header(header::COOKIE, format!("{COOKIE}={}", session.expose_secret()));
        }
        builder
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.send(self.request("GET", path).body(Body::empty()).unwrap()).await
    }

    pub(super) async fn text(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), 200, "{path}: {}", answer.body);
        // As a browser shows it.
        answer.body.replace("&#x2f;", "/")
    }

    pub(super) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = csrf::token(self.session()).unwrap();
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("csrf", &token).extend_pairs(fields);
        self.form(path, form.finish(), "http://127.0.0.1:8080").await
    }

    pub(super) async fn form(&self, path: &str, body: String, origin: &str) -> Answer {
        let request = self.request("POST", path).header(header::ORIGIN, origin);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let mut answer = self.send(request.body(Body::from(body)).unwrap()).await;
        answer.body = answer.body.replace("&#x2f;", "/");
        answer
    }

    pub(super) async fn post_bare(&self, path: &str, body: &str) -> Answer {
        let request = self.request("POST", path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body.to_owned())).unwrap()).await
    }

    pub(super) async fn api(&self, path: &str, token: &str) -> Answer {
        let request = Request::builder().uri(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub(super) async fn api_if_none_match(&self, path: &str, token: &str, tag: &str) -> Answer {
        let request = Request::builder()
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::IF_NONE_MATCH, tag);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub(super) async fn api_post(&self, path: &str, token: &str) -> Answer {
        let request =
            Request::builder().method("POST").uri(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// A new token of the account.
    pub(super) async fn token(&self, scope: &str) -> String {
        let made = self
            .post("/o/acme/settings/tokens", &[("name", "test"), ("scope", scope), ("days", "7")])
            .await
            .text()
            .await;
        let at = made.find("sprt_").unwrap();
        made[at..at + 55].to_owned()
    }

    /// How many effects of a kind wait for the worker.
    pub(super) async fn intended(&self, kind: &str) -> usize {
        let room = sprinters_store::Room::of(100);
        let leased = self.console.store().lease_effects(1, self.now(), std::time::Duration::ZERO, &room).await.unwrap();
        leased.iter().filter(|effect| effect.kind == kind).count()
    }
}
