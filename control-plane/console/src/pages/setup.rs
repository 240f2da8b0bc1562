//! `/setup`: from nothing to the first job, in three steps, each of which looks by itself whether it is done.

use super::Badge;
use super::connections::{name as connection_name, note, page as connection_page, refused};
use crate::admin_action::Admin;
use crate::csrf;
use crate::csrf::Change;
use crate::error::PageError;
use crate::request_context::{AccountSession, RequestContext, Signed};
use crate::sign_in::EmptyForm;
use crate::state::Console;
use crate::view;
use crate::view::{Frame, Tab};
use crate::{access, security_headers};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use sprinters_core::catalogue::Region;
use sprinters_dsl::template::Template;
use sprinters_github::{GitHub, GitHubConfig, MadeApp, OAuth};
use sprinters_seal::secret;
use sprinters_services::connections;
use sprinters_services::identity::AppIdentity;
use sprinters_services::webhook_secret::WebhookSecret;
use sprinters_store::{ConnectionState, JobFilter, SecretKind, SecretName};
use std::sync::Arc;

/// What the stack allows if nothing is chosen.
const TYPES: &str = "t3.*,t4g.*,c7*.*,m7*.*,r7*.*,c8*.*,m8*.*,r8*.*";

#[derive(Debug, Serialize)]
struct StepView {
    label: &'static str,
    current: bool,
    done: bool,
}

#[derive(Debug, Serialize)]
struct RegionView {
    value: &'static str,
    words: &'static str,
    chosen: bool,
}

#[derive(Debug, Serialize)]
struct PendingView {
    href: String,
    name: String,
    badge: Badge,
}

#[derive(Debug, Serialize)]
struct FirstView {
    href: String,
    name: String,
    badge: Badge,
}

/// The set-up code, in a form, since addresses are logged on their way; and the organisation that the App will belong
/// to.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Code {
    code: String,
    organization: String,
}

/// The form of the second step.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Form {
    region: String,
    vpc: String,
    subnets: String,
    types: String,
}

#[derive(Debug, Default, Serialize)]
struct SetupView {
    step: &'static str,
    steps: Vec<StepView>,
    poll: bool,
    app_page: Option<String>,
    accounts: Vec<String>,
    connect: String,
    regions: Vec<RegionView>,
    form: Form,
    problem: Option<String>,
    pending: Vec<PendingView>,
    label: String,
    first: Option<FirstView>,
}

fn steps(current: usize) -> Vec<StepView> {
    ["The GitHub App", "An AWS account", "One line, and the first job"]
        .into_iter()
        .enumerate()
        .map(|(index, label)| StepView { label, current: index == current, done: index < current })
        .collect()
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

/// What GitHub sends people back with after they installed the App. It is a claim, and only a reason to ask GitHub what
/// they reach.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Installed {
    installation_id: String,
}

/// `GET /setup`: the App, and where it is installed.
pub(crate) async fn show(
    State(console): State<Console>,
    visit: RequestContext,
    Query(installed): Query<Installed>,
) -> Result<Response, PageError> {
    if console.sign_in().is_none() {
        return Ok(without_app(&console, &visit, None));
    }
    let Some(signed) = &visit.signed else { return Ok(Redirect::to("/sign-in?return_to=/setup").into_response()) };
    if !installed.installation_id.is_empty() {
        return ask_github(&console, &visit, signed.person.id).await;
    }
    let view = SetupView {
        step: "install",
        steps: steps(0),
        app_page: console.app_page().await,
        accounts: signed.memberships.iter().map(|one| one.login.clone()).collect(),
        ..SetupView::default()
    };
    Ok(view::page(&Frame::open(&visit, "Set up"), "setup.html", view))
}

/// Without an App nobody can sign in: it is made here, by whoever knows the set-up code.
fn without_app(console: &Console, visit: &RequestContext, given: Option<&Code>) -> Response {
    let parts = console.settings();
    let has_url = parts.public_url.is_some();
    let mut view = AppView { steps: steps(0), ..AppView::default() };
    view.checks.push(CheckView {
        word: if has_url { "fine" } else { "missing" },
        tone: if has_url { "ok" } else { "bad" },
        what: if has_url {
            format!("GitHub and browsers reach us at {}", visit.base)
        } else {
            "GitHub must be able to reach us".to_owned()
        },
        remedy: (!has_url).then_some("Set SPRINTERS_PUBLIC_URL and start again."),
    });
    view.checks.push(CheckView {
        word: "missing",
        tone: "wait",
        what: "A GitHub App of your own".to_owned(),
        remedy: Some("Make it below, or set SPRINTERS_GITHUB_APP_ID and the settings beside it."),
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
        let problem = if is_code { "That is no name of an organisation." } else { "That is not the code in the file." };
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
    Ok(without_app(&console, &visit, Some(&given)))
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
            "GitHub did not hand over the App: the code is good for one use within an hour. Begin again.".to_owned(),
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

/// `POST /setup/look`: asks GitHub at once.
pub(crate) async fn look(
    State(console): State<Console>,
    guest: Signed,
    Change(EmptyForm {}): Change<EmptyForm>,
) -> Result<Response, PageError> {
    ask_github(&console, &guest.visit, guest.signed.person.id).await
}

/// Asks GitHub at once what somebody reaches, and shows it.
async fn ask_github(console: &Console, visit: &RequestContext, person: i64) -> Result<Response, PageError> {
    if !console.sign_in_rate().admit(&format!("look {person}"), visit.now) {
        return Err(PageError::TooMany);
    }
    match access::refresh_if_old(console, person, sprinters_core::time::Timestamp::from_millis(0)).await {
        Ok(()) => Ok(Redirect::to("/setup").into_response()),
        Err(access::Denied::Ended) => Err(PageError::NotSignedIn),
        Err(access::Denied::Unknown) => Err(PageError::GitHubAway),
        Err(access::Denied::Store(error)) => Err(error.into()),
    }
}

/// `GET /o/{login}/setup`: on to the step that is next.
pub(crate) async fn next(State(console): State<Console>, seat: AccountSession) -> Result<Response, PageError> {
    let connections = console.store().connections_visible_to(seat.visible_to()).await?;
    let connected = connections.iter().any(|one| one.state == ConnectionState::Working);
    let step = if connected { "setup/workflow" } else { "setup/connect" };
    Ok(Redirect::to(&seat.path(step)).into_response())
}

/// `GET /o/{login}/setup/connect`.
pub(crate) async fn connect(State(console): State<Console>, seat: AccountSession) -> Result<Response, PageError> {
    form_page(&console, &seat, Form { types: TYPES.to_owned(), ..Form::default() }, None).await
}

async fn form_page(
    console: &Console,
    seat: &AccountSession,
    form: Form,
    problem: Option<String>,
) -> Result<Response, PageError> {
    let pending = console.store().connections_visible_to(seat.visible_to()).await?;
    let chosen = if form.region.is_empty() { Region::us_east_1().name().to_owned() } else { form.region.clone() };
    let view = SetupView {
        step: "connect",
        steps: steps(1),
        connect: seat.path("setup/connect"),
        regions: Region::all()
            .map(|one| RegionView { value: one.name(), words: one.description(), chosen: one.name() == chosen })
            .collect(),
        form,
        pending: pending
            .iter()
            .map(|one| PendingView {
                href: seat.path(&format!("connections/{}", one.id)),
                name: connection_name(one),
                badge: super::connections::badge(one),
            })
            .collect(),
        problem,
        ..SetupView::default()
    };
    let refused = view.problem.is_some();
    let mut response =
        view::page(&Frame::seat(seat, Some(Tab::Connections), "Connect an AWS account"), "setup.html", view);
    if refused {
        *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `POST /o/{login}/setup/connect`: begins a connection, and shows what to install it with. The one-time code is in
/// this answer alone.
pub(crate) async fn begin(
    State(console): State<Console>,
    Admin(seat): Admin,
    Change(form): Change<Form>,
) -> Result<Response, PageError> {
    let Ok(region) = form.region.parse::<Region>() else {
        return form_page(&console, &seat, form, Some("Choose one of the regions.".to_owned())).await;
    };
    let parameters = parameters(&form);
    if let Some(problem) = problem(super::policy::template()?, &parameters) {
        return form_page(&console, &seat, form, Some(problem)).await;
    }
    let begun =
        connections::begin(console.store(), seat.membership.account, region, seat.visit.now).await.map_err(refused)?;
    console.store().put_connection_parameters(begun.connection, &parameters.into_iter().collect()).await?;
    let connection =
        console.store().connection_visible_to(seat.visible_to(), begun.connection).await?.ok_or(PageError::NotFound)?;
    note(&console, &seat, "connection.begin", &connection, "").await?;
    connection_page(&console, &seat, &connection, Some(begun.code), None).await
}

/// What was filled in, by the stack's names.
fn parameters(form: &Form) -> Vec<(String, String)> {
    let given = [("VpcId", &form.vpc), ("SubnetIds", &form.subnets), ("AllowedInstanceTypes", &form.types)];
    given
        .into_iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .collect()
}

/// What the template's own patterns say of it.
fn problem(template: &Template, parameters: &[(String, String)]) -> Option<String> {
    sprinters_stacks::link::parameter::check(template, parameters)
        .err()
        .map(|error| format!("{error}; {}", error.help()))
}

/// `GET /o/{login}/setup/workflow`.
pub(crate) async fn workflow(State(console): State<Console>, seat: AccountSession) -> Result<Response, PageError> {
    let store = console.store();
    let page = store.job_page(seat.visible_to(), &JobFilter::default(), None, 1).await?;
    let region = store
        .connections_visible_to(seat.visible_to())
        .await?
        .into_iter()
        .find(|one| one.state == ConnectionState::Working)
        .map(|one| one.region)
        .filter(|region| *region != Region::us_east_1());
    let view = SetupView {
        step: "workflow",
        steps: steps(2),
        label: region.map_or_else(
            || "sprinters:aws:ubuntu-latest".to_owned(),
            |region| format!("sprinters:aws:ubuntu-latest:{region}"),
        ),
        first: page.jobs.first().map(|job| FirstView {
            href: seat.path(&format!("jobs/{}", job.id.0)),
            name: job.name.clone(),
            badge: Badge::of_job(&job.job.state),
        }),
        ..SetupView::default()
    };
    let frame = Frame::seat(&seat, None, "Change one line").live(seat.path("events"));
    Ok(view::page(&frame, "setup.html", view))
}

#[cfg(test)]
mod tests {
    use crate::harness::World;

    #[tokio::test]
    async fn the_second_step_begins_a_connection_and_shows_its_code_once() {
        let world = World::new().await;
        assert_eq!(world.get("/o/acme/setup").await.headers()["location"], "/o/acme/setup/connect");
        let page = world
            .post(
                "/o/acme/setup/connect",
                &[("region", "eu-central-1"), ("vpc", "vpc-0123456789abcdef0"), ("types", "m7i.*")],
            )
            .await;
        assert_eq!(page.status(), 200);
        let page = page.text().await;
        for words in [
            "sprinters-iac connect --control-plane",
            "--code ",
            "ExternalId",
            "vpc-0123456789abcdef0",
            "Waiting for the stack",
        ] {
            assert!(page.contains(words), "{words}");
        }
        assert!(!world.text("/o/acme/connections/1").await.contains("--code"));
    }

    #[tokio::test]
    async fn what_the_template_would_refuse_is_refused_at_once() {
        let world = World::new().await;
        for field in [("region", "mars-1"), ("types", "everything"), ("subnets", "sn-1")] {
            let fields = [("region", "eu-central-1"), field];
            let fields = if field.0 == "region" { &fields[1..] } else { &fields[..] };
            assert_eq!(world.post("/o/acme/setup/connect", fields).await.status(), 422, "{field:?}");
        }
        assert_eq!(world.as_member().post("/o/acme/setup/connect", &[("region", "eu-central-1")]).await.status(), 403);
    }

    #[tokio::test]
    async fn the_third_step_waits_for_the_first_job_and_shows_it() {
        let world = World::new().await;
        assert!(world.text("/o/acme/setup/workflow").await.contains("Waiting for it"));
        let world = World::with_samples().await;
        assert!(world.text("/o/acme/setup/workflow").await.contains("It is here"));
        assert_eq!(world.get("/o/acme/setup").await.headers()["location"], "/o/acme/setup/workflow");
    }
}
