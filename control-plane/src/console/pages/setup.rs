//! `/setup`: from nothing to the first job, in three steps, each of which looks by itself whether it is done.

use super::Badge;
use super::connections::{Asked as ConnectionAsked, name as connection_name, note, page as connection_page, refused};
use crate::connections;
use crate::console::access;
use crate::console::csrf::Change;
use crate::console::error::PageError;
use crate::console::sign_in::Nothing;
use crate::console::state::Console;
use crate::console::view::{self, Frame, Tab};
use crate::console::visit::{Guest, Seat, Visit};
use crate::store::{ConnectionState, JobFilter};
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::{Deserialize, Serialize};
use sprinters_core::catalogue::Region;
use sprinters_dsl::template::Template;

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

/// The form of the second step.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(in crate::console) struct Form {
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
    ready: bool,
    asks_code: bool,
    action: String,
    manifest: String,
}

/// `GET /setup`: the App, and where it is installed.
pub(in crate::console) async fn show(State(console): State<Console>, visit: Visit) -> Result<Response, PageError> {
    if console.sign_in().is_none() {
        return Ok(without_app(&console, &visit));
    }
    let Some(signed) = &visit.signed else { return Ok(Redirect::to("/sign-in?return_to=/setup").into_response()) };
    let view = SetupView {
        step: "install",
        steps: steps(0),
        app_page: console.parts().app_page.clone(),
        accounts: signed.memberships.iter().map(|one| one.login.clone()).collect(),
        ..SetupView::default()
    };
    Ok(view::page(&Frame::open(&visit, "Set up"), "setup.html", view))
}

/// Without an App nobody can sign in, so this page only says what an operator has to do.
fn without_app(console: &Console, visit: &Visit) -> Response {
    let has_url = console.parts().public_url.is_some();
    let view = AppView {
        steps: steps(0),
        checks: vec![
            CheckView {
                word: if has_url { "fine" } else { "missing" },
                tone: if has_url { "ok" } else { "bad" },
                what: if has_url {
                    format!("GitHub and browsers reach us at {}", visit.base)
                } else {
                    "GitHub must be able to reach us".to_owned()
                },
                remedy: (!has_url).then_some("Set SPRINTERS_PUBLIC_URL and start again."),
            },
            CheckView {
                word: "missing",
                tone: "wait",
                what: "A GitHub App of your own".to_owned(),
                remedy: Some(
                    "Set SPRINTERS_GITHUB_APP_ID, SPRINTERS_GITHUB_APP_PRIVATE_KEY, SPRINTERS_GITHUB_WEBHOOK_SECRET, SPRINTERS_GITHUB_CLIENT_ID and SPRINTERS_GITHUB_CLIENT_SECRET, and start again.",
                ),
            },
        ],
        ..AppView::default()
    };
    view::page(&Frame::open(visit, "Set up"), "setup_app.html", view)
}

/// `POST /setup/look`: asks GitHub at once.
pub(in crate::console) async fn look(
    State(console): State<Console>,
    guest: Guest,
    Change(Nothing {}): Change<Nothing>,
) -> Result<Response, PageError> {
    if !console.sign_in_rate().admit(&format!("look {}", guest.signed.person.id), guest.visit.now) {
        return Err(PageError::TooMany);
    }
    match access::refresh_if_old(&console, guest.signed.person.id, sprinters_core::time::Timestamp::from_millis(0))
        .await
    {
        Ok(()) => Ok(Redirect::to("/setup").into_response()),
        Err(access::Denied::Ended) => Err(PageError::NotSignedIn),
        Err(access::Denied::Unknown) => Err(PageError::GitHubAway),
        Err(access::Denied::Store(error)) => Err(error.into()),
    }
}

/// `GET /o/{login}/setup`: on to the step that is next.
pub(in crate::console) async fn next(State(console): State<Console>, seat: Seat) -> Result<Response, PageError> {
    let connections = console.store().connections_in_sight(seat.sight()).await?;
    let connected = connections.iter().any(|one| one.state == ConnectionState::Working);
    let step = if connected { "setup/workflow" } else { "setup/connect" };
    Ok(Redirect::to(&seat.path(step)).into_response())
}

/// `GET /o/{login}/setup/connect`.
pub(in crate::console) async fn connect(State(console): State<Console>, seat: Seat) -> Result<Response, PageError> {
    form_page(&console, &seat, Form { types: TYPES.to_owned(), ..Form::default() }, None).await
}

async fn form_page(console: &Console, seat: &Seat, form: Form, problem: Option<String>) -> Result<Response, PageError> {
    let pending = console.store().connections_in_sight(seat.sight()).await?;
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

/// `POST /o/{login}/setup/connect`: begins a connection, and shows what to install it with. The one-time code is in this answer alone.
pub(in crate::console) async fn begin(
    State(console): State<Console>,
    seat: Seat,
    Change(form): Change<Form>,
) -> Result<Response, PageError> {
    seat.admin()?;
    let Ok(region) = form.region.parse::<Region>() else {
        return form_page(&console, &seat, form, Some("Choose one of the regions.".to_owned())).await;
    };
    if let Some(problem) = problem(super::policy::template()?, &form) {
        return form_page(&console, &seat, form, Some(problem)).await;
    }
    let begun =
        connections::begin(console.store(), seat.membership.account, region, seat.visit.now).await.map_err(refused)?;
    let connection =
        console.store().connection_in_sight(seat.sight(), begun.connection).await?.ok_or(PageError::NotFound)?;
    note(&console, &seat, "connection.begin", &connection, "").await?;
    let asked = ConnectionAsked::filled(&form.vpc, &form.subnets, &form.types);
    connection_page(&console, &seat, &connection, Some(begun.code), &asked).await
}

/// What the template's own patterns say of what was filled in.
fn problem(template: &Template, form: &Form) -> Option<String> {
    let given = [("VpcId", &form.vpc), ("SubnetIds", &form.subnets), ("AllowedInstanceTypes", &form.types)];
    let parameters: Vec<(String, String)> = given
        .into_iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .collect();
    sprinters_stacks::link::parameter::check(template, &parameters)
        .err()
        .map(|error| format!("{error}; {}", error.help()))
}

/// `GET /o/{login}/setup/workflow`.
pub(in crate::console) async fn workflow(State(console): State<Console>, seat: Seat) -> Result<Response, PageError> {
    let store = console.store();
    let page = store.job_page(seat.sight(), &JobFilter::default(), None, 1).await?;
    let region = store
        .connections_in_sight(seat.sight())
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
    use crate::console::testing::World;

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
