//! The first step while nobody can sign in: the GitHub App is made, by whoever knows the set-up code.

use super::{StepView, steps};
use crate::csrf;
use crate::error::PageError;
use crate::request_context::RequestContext;
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
use sprinters_services::identity::AppIdentity;
use sprinters_services::webhook_secret::WebhookSecret;
use sprinters_store::{SecretKind, SecretName};
use std::sync::Arc;

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
    let state = secret::derive(&making.code, "manifest");
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
    response
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
    if !console.sign_in_rate().admit(&visit.address, visit.now) {
        return Err(PageError::TooMany);
    }
    if console.sign_in().is_some() {
        return Ok(Redirect::to("/setup").into_response());
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
    Query(made): Query<Made>,
) -> Result<Response, PageError> {
    let making =
        console.settings().app_setup.as_ref().filter(|_| console.sign_in().is_none()).ok_or(PageError::NotFound)?;
    if !console.sign_in_rate().admit(&visit.address, visit.now) {
        return Err(PageError::TooMany);
    }
    if !secret::is_derived(&making.code, "manifest", &made.state) {
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
    Ok(Redirect::to("/sign-in?return_to=/setup").into_response())
}
