//! The first step while nobody can sign in: the GitHub App is made, by whoever knows the set-up code.

use super::{StepView, steps};
use crate::csrf;
use crate::error::PageError;
use crate::rate;
use crate::request_context::{self, RequestContext};
use crate::security_headers;
use crate::state::Console;
use crate::view;
use crate::view::Frame;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use sprinters_github::{GitHub, GitHubConfig, MadeApp, OAuth};
use sprinters_seal::secret;
use sprinters_services::attacks::Attack;
use sprinters_services::identity::AppIdentity;
use sprinters_services::webhook_secret::WebhookSecret;
use sprinters_store::{SecretKind, SecretName};
use std::sync::Arc;
use std::time::Duration;

/// The cookie of a browser in which the App is being made.
const ATTEMPT: &str = "__Host-sprinters-setup";

/// How long that may take: GitHub's code is good for an hour.
const ATTEMPT_TIME: Duration = Duration::from_secs(60 * 60);

/// As whom the making of the App is locked; no person of GitHub's has that number.
const NOBODY: i64 = 0;

/// The set-up code, in a form, since addresses are logged on their way; and the organisation that the App will belong
/// to.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Code {
    code: String,
    organization: String,
}

#[derive(Debug, Serialize)]
struct CheckView {
    word: &'static str,
    tone: &'static str,
    what: String,
    remedy: Option<&'static str>,
}

#[derive(Debug, Default, Serialize)]
struct AppView {
    steps: Vec<StepView>,
    checks: Vec<CheckView>,
    problem: Option<String>,
    organization: String,
    ready: bool,
    asks_code: bool,
    action: String,
    manifest: String,
}

/// Without an App nobody can sign in: it is made here, by whoever knows the set-up code.
pub(super) fn page(console: &Console, visit: &RequestContext, given: Option<&Code>) -> Response {
    let parts = console.settings();
    let has_url = parts.public_url.is_some();
    let mut view = AppView { steps: steps(0), ..AppView::default() };
    view.checks.push(CheckView {
        word: if has_url { "OK" } else { "missing" },
        tone: if has_url { "ok" } else { "bad" },
        what: if has_url {
            format!("GitHub and browsers reach this control plane at {}", visit.base)
        } else {
            "GitHub must be able to reach this control plane".to_owned()
        },
        remedy: (!has_url).then_some("Set SPRINTERS_PUBLIC_URL to its https:// address, and start again."),
    });
    if let Some(id) = parts.app_without_sign_in {
        view.checks.push(CheckView {
            word: "missing",
            tone: "bad",
            what: format!("The client ID and client secret of GitHub App {id}: without them nobody can sign in"),
            remedy: Some(
                "Copy both from the App's settings page to SPRINTERS_GITHUB_CLIENT_ID and SPRINTERS_GITHUB_CLIENT_SECRET, and start again.",
            ),
        });
        return view::page(&Frame::open(visit, "Set up"), "setup_app.html", view);
    }
    view.checks.push(CheckView {
        word: "missing",
        tone: "wait",
        what: "A GitHub App of your own".to_owned(),
        remedy: Some("Create it below, or set SPRINTERS_GITHUB_APP_ID and the settings beside it."),
    });
    let Some(making) = parts.app_setup.as_ref().filter(|_| has_url) else {
        return view::page(&Frame::open(visit, "Set up"), "setup_app.html", view);
    };
    let organization = given.map_or("", |given| given.organization.trim());
    let code = given.map(|given| secret::hash(&SecretString::from(given.code.trim())));
    let is_code = code == Some(secret::hash(&making.code));
    if !is_code || !is_login(organization) {
        view.asks_code = true;
        organization.clone_into(&mut view.organization);
        let problem =
            if is_code { "That isn't the name of an organisation." } else { "That isn't the code in the file." };
        view.problem = given.map(|_| problem.to_owned());
        return view::page(&Frame::open(visit, "Set up"), "setup_app.html", view);
    }
    view.ready = true;
    // Known to this browser alone, and no use without the code: nobody else's browser can be sent back with it.
    let Ok(attempt) = secret::draw() else { return PageError::Broken("no randomness").into_response() };
    let state = secret::derive(&making.code, &begun_by(&attempt));
    let web = making.web.as_str().trim_end_matches('/');
    // Only whoever owns a private App can install it: an organisation's repositories need an App of the organisation's.
    let owner = if organization.is_empty() { String::new() } else { format!("/organizations/{organization}") };
    view.action = format!("{web}{owner}/settings/apps/new?state={}", state.expose_secret());
    view.manifest = manifest(&visit.base).to_string();
    let origin = making.web.origin().ascii_serialization();
    let mut response = view::page(&Frame::open(visit, "Set up"), "setup_app.html", view);
    if let Some(policy) = security_headers::with_form_to(&origin) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if let Some(cookie) = request_context::set_cookie(ATTEMPT, &attempt, ATTEMPT_TIME) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// What `state` is derived for, besides the set-up code.
fn begun_by(attempt: &SecretString) -> String {
    format!("manifest {}", attempt.expose_secret())
}

/// `POST /setup`: the set-up code.
pub(crate) async fn with_code(
    State(console): State<Console>,
    visit: RequestContext,
    headers: HeaderMap,
    axum::Form(given): axum::Form<Code>,
) -> Result<Response, PageError> {
    if !csrf::comes_from_us(&headers, &console) {
        return Err(PageError::ForeignForm);
    }
    console.sign_in_rate().admit(&rate::client(&visit.address), visit.now)?;
    if console.sign_in().is_some() {
        return Ok(Redirect::to("/setup").into_response());
    }
    let making = console.settings().app_setup.as_ref();
    if making.is_some_and(|making| secret::hash(&making.code) != secret::hash(&SecretString::from(given.code.trim()))) {
        console.services().attacks.seen(Attack::Code, &visit.address);
    }
    Ok(page(&console, &visit, Some(&given)))
}

/// Whether GitHub could give somebody that name; an empty one is nobody's and fine.
fn is_login(text: &str) -> bool {
    text.len() <= 39 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// What GitHub makes the App from: these permissions and no more.
fn manifest(base: &str) -> serde_json::Value {
    serde_json::json!({
        "name": "Sprinters",
        "url": base,
        "hook_attributes": {"url": format!("{base}/webhooks/github"), "active": true},
        "redirect_url": format!("{base}/setup/made"),
        "callback_urls": [format!("{base}/sign-in/callback")],
        "setup_url": format!("{base}/setup"),
        "public": false,
        "default_events": ["workflow_job"],
        "default_permissions": {"metadata": "read", "actions": "write", "administration": "write", "emails": "read"},
    })
}

/// What GitHub sends the browser back with.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Made {
    code: String,
    state: String,
}

/// `GET /setup/made`: GitHub made the App; its secrets are fetched and sealed.
pub(crate) async fn made(
    State(console): State<Console>,
    visit: RequestContext,
    headers: HeaderMap,
    Query(made): Query<Made>,
) -> Result<Response, PageError> {
    // One at a time: whoever comes second finds that there is an App.
    let lock = console.refresh_lock(NOBODY);
    let _held = lock.lock().await;
    let making =
        console.settings().app_setup.as_ref().filter(|_| console.sign_in().is_none()).ok_or(PageError::NotFound)?;
    console.sign_in_rate().admit(&rate::client(&visit.address), visit.now)?;
    let attempt = request_context::cookie(&headers, ATTEMPT);
    if !attempt.is_some_and(|attempt| secret::is_derived(&making.code, &begun_by(&attempt), &made.state)) {
        console.services().attacks.seen(Attack::Form, &visit.address);
        return Err(PageError::ForeignForm);
    }
    let code = SecretString::from(made.code);
    let app = MadeApp::from_manifest_code(&making.api, &[], &code, &console.services().clock).await;
    let app = app.map_err(|error| {
        tracing::warn!(%error, "the App that GitHub made could not be fetched");
        PageError::Refused(
            "GitHub didn't hand over the App. Its code works once, within an hour. Start again.".to_owned(),
        )
    })?;
    let webhook_secret = app.webhook_secret;
    let mut values = Vec::from_iter(webhook_secret.clone().map(|secret| (SecretKind::WebhookSecret, secret)));
    // The client secret comes last: whoever finds it stored finds everything.
    values.extend([
        (SecretKind::AppId, SecretString::from(app.id.to_string())),
        (SecretKind::AppPrivateKey, app.private_key.clone()),
        (SecretKind::ClientId, SecretString::from(app.client_id.clone())),
        (SecretKind::ClientSecret, app.client_secret.clone()),
    ]);
    for (kind, value) in values {
        console.store().put_secret(SecretName { account: 0, kind, subject: "" }, &value, visit.now).await?;
    }
    let github = GitHubConfig::new(making.api.clone(), app.id, app.private_key);
    let github = GitHub::new(github, console.services().clock.clone());
    let oauth = OAuth::new(app.client_id, app.client_secret, making.api.clone(), making.web.clone());
    let broken = |_| PageError::Broken("an App that nobody can speak as");
    console.services().identity.assume(AppIdentity {
        github: Some(github.map_err(broken)?),
        sign_in: Some(oauth.map_err(|_| PageError::Broken("an App that nobody can sign in with"))?),
        webhook_secret: webhook_secret.map(|secret| Arc::new(WebhookSecret::new(secret))),
    });
    let mut response = Redirect::to("/sign-in?return_to=/setup").into_response();
    if let Some(cookie) = request_context::set_cookie(ATTEMPT, &SecretString::from(""), Duration::ZERO) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use crate::harness::World;
    use crate::state::{AppSetup, Console, ConsoleSettings};
    use axum::body::Body;
    use axum::http::{Request, header};
    use http_body_util::BodyExt as _;
    use secrecy::SecretString;
    use tower::ServiceExt as _;

    #[tokio::test]
    async fn the_app_is_taken_in_the_browser_that_began_and_in_no_other() {
        let world = World::new().await;
        // Nothing listens there: whoever gets so far is told that GitHub gave no App.
        let github: url::Url = "http://127.0.0.1:9".parse().unwrap();
        let code = SecretString::from("the code that only the operator has");
        let settings = ConsoleSettings {
            public_url: Some("https://s.example".parse().unwrap()),
            app_setup: Some(AppSetup { code, api: github.clone(), web: github }),
            ..ConsoleSettings::default()
        };
        let router = crate::router(Console::new(world.console().services().clone(), settings));
        let begin = async || {
            let form = "code=the+code+that+only+the+operator+has&organization=acme";
            let request = Request::post("/setup").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            let answer = router.clone().oneshot(request.body(Body::from(form)).unwrap()).await.unwrap();
            let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
            let page = answer.into_body().collect().await.unwrap().to_bytes();
            let page = String::from_utf8(page.to_vec()).unwrap();
            let state = page.split("state=").nth(1).unwrap().split('"').next().unwrap().to_owned();
            (cookie, state)
        };
        let come_back = async |cookie: Option<&str>, state: &str| {
            let mut request = Request::get(format!("/setup/made?code=stolen&state={state}"));
            if let Some(cookie) = cookie {
                request = request.header(header::COOKIE, cookie);
            }
            router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap().status().as_u16()
        };
        let ((mine, my_state), (theirs, their_state)) = (begin().await, begin().await);
        assert_ne!(my_state, their_state);
        assert_eq!(come_back(None, &my_state).await, 403);
        assert_eq!(come_back(Some(&theirs), &my_state).await, 403);
        assert_eq!(come_back(Some("__Host-sprinters-setup=guessed"), &my_state).await, 403);
        assert_eq!(come_back(Some(&mine), &my_state).await, 422, "and then it is GitHub's to give the App");
    }
}
