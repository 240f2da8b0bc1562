//! `/setup`: from nothing to the first job, in three steps, each of which looks by itself whether it is done.

mod app;

pub(crate) use app::{made, with_code};

use super::Badge;
use super::connections::{name as connection_name, note, refused};
use crate::access;
use crate::admin_action::Admin;
use crate::csrf::Change;
use crate::error::PageError;
use crate::request_context::{AccountSession, RequestContext, Signed};
use crate::sign_in::EmptyForm;
use crate::state::Console;
use crate::view;
use crate::view::{Frame, Tab};
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::{Deserialize, Serialize};
use sprinters_core::catalogue::{Region, other_partition};
use sprinters_dsl::template::Template;
use sprinters_services::connections;
use sprinters_store::{Connection, ConnectionState, JobFilter};
use std::collections::BTreeMap;

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
    waits: bool,
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
    ["GitHub App", "AWS account", "First job"]
        .into_iter()
        .enumerate()
        .map(|(index, label)| StepView { label, current: index == current, done: index < current })
        .collect()
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
        return Ok(app::page(&console, &visit, None));
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
    Ok(view::page(&Frame::open(&visit, "Set up").polling(), "setup.html", view))
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
    console.sign_in_rate().admit(&format!("look {person}"), visit.now)?;
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
    form_page(&console, &seat, remembered(&console, &seat).await?, None).await
}

/// What was typed for the newest connection that waits for its stack: whoever comes back has it before them.
async fn remembered(console: &Console, seat: &AccountSession) -> Result<Form, PageError> {
    let connections = console.store().connections_visible_to(seat.visible_to()).await?;
    let waiting = connections.into_iter().filter(|one| one.outputs.is_none()).max_by_key(|one| one.id);
    let Some(waiting) = waiting.filter(|_| seat.membership.is_admin) else {
        return Ok(Form { types: TYPES.to_owned(), ..Form::default() });
    };
    let typed = |name: &str| waiting.parameters.get(name).cloned();
    Ok(Form {
        region: waiting.region.name().to_owned(),
        vpc: typed("VpcId").unwrap_or_default(),
        subnets: typed("SubnetIds").unwrap_or_default(),
        types: typed("AllowedInstanceTypes").unwrap_or_else(|| TYPES.to_owned()),
    })
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
                waits: one.outputs.is_none(),
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

/// `POST /o/{login}/setup/connect`: begins a connection, and goes on to its page. Whoever sends the same twice means
/// one connection.
pub(crate) async fn begin(
    State(console): State<Console>,
    Admin(seat): Admin,
    Change(form): Change<Form>,
) -> Result<Response, PageError> {
    let Ok(region) = form.region.parse::<Region>() else {
        let problem = match other_partition(&form.region) {
            Some(partition) => {
                format!("{partition} is not supported: its accounts and prices are separate from AWS's.")
            }
            None => "Choose one of the regions.".to_owned(),
        };
        return form_page(&console, &seat, form, Some(problem)).await;
    };
    let parameters = parameters(&form);
    if let Some(problem) = problem(super::policy::template()?, &parameters) {
        return form_page(&console, &seat, form, Some(problem)).await;
    }
    let parameters: BTreeMap<String, String> = parameters.into_iter().collect();
    let waiting = console.store().connections_visible_to(seat.visible_to()).await?;
    let same = |one: &Connection| one.outputs.is_none() && one.region == region && one.parameters == parameters;
    if let Some(same) = waiting.iter().find(|one| same(one)) {
        return Ok(Redirect::to(&seat.path(&format!("connections/{}", same.id))).into_response());
    }
    let begun =
        connections::begin(console.store(), seat.membership.account, region, seat.visit.now).await.map_err(refused)?;
    console.store().put_connection_parameters(begun.connection, &parameters).await?;
    let connection =
        console.store().connection_visible_to(seat.visible_to(), begun.connection).await?.ok_or(PageError::NotFound)?;
    note(&console, &seat, "connection.begin", &connection, "").await?;
    Ok(Redirect::to(&format!("{}?done=begin", seat.path(&format!("connections/{}", connection.id)))).into_response())
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
    let frame = Frame::seat(&seat, None, "Run your first job").live(seat.path("events"));
    Ok(view::page(&frame, "setup.html", view))
}

#[cfg(test)]
mod tests {
    use crate::harness::World;

    const TYPED: [(&str, &str); 3] = [("region", "eu-central-1"), ("vpc", "vpc-0123456789abcdef0"), ("types", "m7i.*")];

    #[tokio::test]
    async fn the_second_step_begins_one_connection_and_goes_on_to_its_own_address() {
        let world = World::new().await;
        assert_eq!(world.get("/o/acme/setup").await.headers()["location"], "/o/acme/setup/connect");
        let begun = world.post("/o/acme/setup/connect", &TYPED).await;
        assert_eq!(begun.status(), 303);
        assert_eq!(begun.headers()["location"], "/o/acme/connections/1?done=begin");
        let page = world.text("/o/acme/connections/1?done=begin").await;
        for words in ["ExternalId", "vpc-0123456789abcdef0", "Waiting for the stack", "Create the stack in AWS"] {
            assert!(page.contains(words), "{words}");
        }
        // The form sent again, by a second click or a reload, is the same connection.
        let again = world.post("/o/acme/setup/connect", &TYPED).await;
        assert_eq!(again.headers()["location"], "/o/acme/connections/1");
        assert_eq!(world.get("/o/acme/connections/2").await.status(), 404);
        // Another region is another one.
        let elsewhere = world.post("/o/acme/setup/connect", &[("region", "us-west-2"), TYPED[1], TYPED[2]]).await;
        assert_eq!(elsewhere.headers()["location"], "/o/acme/connections/2?done=begin");
    }

    #[tokio::test]
    async fn what_was_typed_is_there_for_whoever_comes_back_and_a_connection_can_be_given_up() {
        let world = World::new().await;
        assert_eq!(world.post("/o/acme/setup/connect", &TYPED).await.status(), 303);
        let form = world.text("/o/acme/setup/connect").await;
        assert!(form.contains("value=\"eu-central-1\" selected") && form.contains("value=\"m7i.*\""), "{form}");
        assert!(form.contains("value=\"vpc-0123456789abcdef0\""), "{form}");
        assert!(form.contains("/o/acme/connections/1/remove"), "it can be given up where it is listed");
        assert_eq!(world.post("/o/acme/connections/1/remove", &[]).await.status(), 303);
        let form = world.text("/o/acme/setup/connect").await;
        assert!(!form.contains("vpc-0123456789abcdef0") && !form.contains("In progress"), "{form}");
        assert_eq!(world.get("/o/acme/connections/1").await.status(), 404);
    }

    #[tokio::test]
    async fn another_aws_is_refused_before_anything_is_begun() {
        let world = World::new().await;
        for (region, words) in [("us-gov-west-1", "AWS GovCloud (US) is not supported"), ("cn-north-1", "AWS China")] {
            let refused = world.post("/o/acme/setup/connect", &[("region", region)]).await;
            assert_eq!(refused.status(), 422);
            assert!(refused.text().await.contains(words), "{region}");
        }
        assert!(world.text("/o/acme/connections").await.contains("No AWS accounts connected"));
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
        assert!(world.text("/o/acme/setup/workflow").await.contains("Waiting for your first job"));
        let world = World::with_samples().await;
        assert!(world.text("/o/acme/setup/workflow").await.contains("Your first job is here"));
        assert_eq!(world.get("/o/acme/setup").await.headers()["location"], "/o/acme/setup/workflow");
    }
}
