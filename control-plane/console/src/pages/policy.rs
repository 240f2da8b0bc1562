//! `/policy`: what we may do, statement by statement, from the template that would be installed now.

use crate::error::PageError;
use crate::format::{HumanTime, thousands};
use crate::request_context::{AccountSession, RequestContext};
use crate::state::Console;
use crate::view;
use crate::view::{Frame, Tab};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use serde_json::Value;
use sprinters_dsl::template::Template;
use sprinters_stacks::diff::{Direction, diff};
use sprinters_stacks::permission::PERMISSIONS;
use sprinters_stacks::{StackKind, policy, render};
use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError};

/// The template, rendered once.
struct Rendered {
    template: Template,
    yaml: String,
    json: String,
    digest: String,
}

static RENDERED: LazyLock<Option<Rendered>> = LazyLock::new(|| {
    let template = render(StackKind::Runner).ok()?;
    let digest = template.as_json().pointer("/Outputs/TemplateDigest/Value").and_then(Value::as_str)?.to_owned();
    let json = serde_json::to_string_pretty(template.as_json()).ok()?;
    Some(Rendered { yaml: template.to_yaml(), json, digest, template })
});

/// The template that is installed now, for whoever makes a link of it.
pub(crate) fn template() -> Result<&'static Template, PageError> {
    RENDERED.as_ref().map(|rendered| &rendered.template).ok_or(PageError::Broken("the template does not render"))
}

/// Its digest, which an installed stack tells as an output.
pub(crate) fn digest() -> Option<&'static str> {
    RENDERED.as_ref().map(|rendered| rendered.digest.as_str())
}

#[derive(Debug, Serialize)]
struct StatementView {
    id: String,
    reason: String,
    json: String,
}

/// What one action was allowed through one connection.
#[derive(Debug, Serialize)]
struct UseView {
    connection: String,
    href: String,
    calls: String,
    since: HumanTime,
    at: HumanTime,
}

/// A line of a difference: in which direction it goes, and what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct ChangeView {
    word: &'static str,
    tone: &'static str,
    sentence: String,
}

/// What would change if the stack were updated to the newest template.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
struct DifferenceView {
    grants: Vec<ChangeView>,
    other: Vec<ChangeView>,
}

#[derive(Debug, Serialize)]
struct PermissionView {
    id: String,
    action: &'static str,
    reason: &'static str,
    used_when: &'static str,
    cannot: &'static str,
    only_with: Option<&'static str>,
    statements: Vec<StatementView>,
    /// None on the page that is about no account.
    used: Option<Vec<UseView>>,
}

#[derive(Debug, Serialize)]
struct InstalledView {
    id: i64,
    name: String,
    href: String,
    digest: Option<String>,
    current: bool,
    stack: String,
    region: String,
    update: Option<String>,
    difference: Option<DifferenceView>,
}

#[derive(Debug, Serialize)]
struct PolicyView {
    digest: &'static str,
    permissions: Vec<PermissionView>,
    statements: usize,
    trust: String,
    cannot: Vec<&'static str>,
    installed: Vec<InstalledView>,
}

/// What nobody can do with the role, whatever the control plane becomes.
const CANNOT: [&str; 8] = [
    "Read or write anything in S3, in a database, in Secrets Manager or in any other service: no action of theirs is granted.",
    "Touch an instance, volume or interface that does not carry this stack's own tag.",
    "Launch from another launch template, another image owner, another instance type, another subnet or security group than the stack names.",
    "Give an instance a role, unless the stack names exactly one.",
    "Open a port: the security group has no ingress, and the role may not change it.",
    "Create users, roles, policies or keys, or change its own policy.",
    "Stop, change or terminate what somebody else runs in the account.",
    "Be assumed by anybody but the one control plane role with this connection's external id.",
];

fn of(rendered: &'static Rendered) -> PolicyView {
    let document = policy::permissions_json(&rendered.template);
    let all = document.and_then(|document| document.get("Statement")).and_then(Value::as_array);
    let reasons =
        rendered.template.as_json().pointer(&format!("/Resources/{}/Metadata/Reasons", sprinters_stacks::runner::ROLE));
    let statement = |id: &&'static str| {
        let found = all.and_then(|all| all.iter().find_map(|one| with_id(one, id)));
        StatementView {
            id: (*id).to_owned(),
            reason: reasons.and_then(|reasons| reasons.get(*id)).and_then(Value::as_str).unwrap_or_default().to_owned(),
            json: found.and_then(|found| serde_json::to_string_pretty(found).ok()).unwrap_or_default(),
        }
    };
    let permissions: Vec<PermissionView> = PERMISSIONS
        .iter()
        .map(|permission| PermissionView {
            id: permission.action.replace(':', "-"),
            action: permission.action,
            reason: permission.reason,
            used_when: permission.used_when,
            cannot: permission.cannot,
            only_with: permission.only_with,
            statements: permission.statements.iter().map(statement).collect(),
            used: None,
        })
        .collect();
    PolicyView {
        digest: &rendered.digest,
        statements: permissions.iter().map(|permission| permission.statements.len()).sum(),
        permissions,
        trust: policy::trust_json(&rendered.template)
            .and_then(|trust| serde_json::to_string_pretty(trust).ok())
            .unwrap_or_default(),
        cannot: CANNOT.to_vec(),
        installed: Vec::new(),
    }
}

/// The statement of that id, which may stand inside an `Fn::If`.
fn with_id<'a>(value: &'a Value, id: &str) -> Option<&'a Value> {
    if value.get("Sid").and_then(Value::as_str) == Some(id) {
        return Some(value);
    }
    value
        .get("Fn::If")
        .and_then(Value::as_array)
        .and_then(|branches| branches.iter().find_map(|branch| with_id(branch, id)))
}

fn rendered() -> Result<&'static Rendered, PageError> {
    RENDERED.as_ref().ok_or(PageError::Broken("the template does not render"))
}

/// `GET /policy`.
pub(crate) async fn show(visit: RequestContext) -> Result<Response, PageError> {
    Ok(view::page(&Frame::open(&visit, "Policy review"), "policy.html", of(rendered()?)))
}

/// `GET /o/{login}/policy`: with what is installed, and when each action was last used.
pub(crate) async fn of_account(State(console): State<Console>, seat: AccountSession) -> Result<Response, PageError> {
    let mut view = of(rendered()?);
    let now = seat.visit.now;
    let connections = console.store().connections_visible_to(seat.visible_to()).await?;
    let uses = console.store().action_uses(seat.visible_to()).await?;
    let href = |connection: i64| seat.path(&format!("connections/{connection}"));
    for permission in &mut view.permissions {
        let of_it = uses.iter().filter(|one| one.action == permission.action);
        let shown = of_it.filter_map(|one| {
            let connection = connections.iter().find(|connection| connection.id == one.connection)?;
            Some(UseView {
                connection: super::connections::name(connection),
                href: href(connection.id),
                calls: thousands(one.calls),
                since: HumanTime::new(one.since, now),
                at: HumanTime::new(one.at, now),
            })
        });
        permission.used = Some(shown.collect());
    }
    for connection in connections {
        let outputs = connection.outputs.as_ref();
        let digest = outputs.map(|outputs| outputs.template_digest.clone());
        let current = digest.as_deref() == Some(view.digest);
        let difference = match &digest {
            Some(digest) if !current => to_newest(&console, digest).await?,
            Some(_) | None => None,
        };
        view.installed.push(InstalledView {
            id: connection.id,
            name: super::connections::name(&connection),
            href: href(connection.id),
            current,
            difference,
            digest,
            stack: outputs.and_then(|outputs| outputs.stack_name.clone()).unwrap_or_else(|| "sprinters".to_owned()),
            region: connection.region.to_string(),
            update: update_link(&connection),
        });
    }
    Ok(view::page(&Frame::seat(&seat, Some(Tab::Policy), "Policy review"), "policy.html", view))
}

/// Differences to the newest template by the digest of the installed one: each is compared once. A deployment sees a
/// few versions of ours.
static DIFFERENCES: Mutex<BTreeMap<String, DifferenceView>> = Mutex::new(BTreeMap::new());

/// Most differences that are kept.
const MOST_DIFFERENCES: usize = 100;

/// The difference from the template of that digest to the newest; none if it was rendered by no version that used this
/// database.
async fn to_newest(console: &Console, digest: &str) -> Result<Option<DifferenceView>, PageError> {
    if let Some(known) = DIFFERENCES.lock().unwrap_or_else(PoisonError::into_inner).get(digest) {
        return Ok(Some(known.clone()));
    }
    let Some(json) = console.store().template(digest).await? else { return Ok(None) };
    let installed = serde_json::from_str(&json).ok().and_then(|json| Template::from_json(json).ok());
    let Some(installed) = installed else { return Ok(None) };
    let difference = diff(&installed, template()?);
    let grants = difference.grants.into_iter().map(|change| ChangeView {
        word: change.direction.word(),
        tone: match change.direction {
            Direction::Widened => "bad",
            Direction::Changed => "wait",
            Direction::Narrowed => "ok",
        },
        sentence: change.sentence,
    });
    // The digest changes with everything else, and says nothing.
    let other = difference.other.into_iter().filter(|change| change.id != "TemplateDigest");
    let other = other.map(|change| ChangeView { word: change.change.word(), tone: "", sentence: change.sentence });
    let view = DifferenceView { grants: grants.collect(), other: other.collect() };
    let mut known = DIFFERENCES.lock().unwrap_or_else(PoisonError::into_inner);
    if known.len() < MOST_DIFFERENCES {
        known.insert(digest.to_owned(), view.clone());
    }
    Ok(Some(view))
}

/// Keeps the newest template, so that stacks that are installed from it can be compared with later ones.
pub(crate) async fn keep_template(console: &Console) -> Result<(), sprinters_store::StoreError> {
    match RENDERED.as_ref() {
        Some(rendered) => console.store().keep_template(&rendered.digest, &rendered.json, console.now()).await,
        None => Ok(()),
    }
}

/// Where CloudFormation's console updates that very stack.
pub(crate) fn update_link(connection: &sprinters_store::Connection) -> Option<String> {
    let stack = connection.outputs.as_ref()?.stack_id.as_deref()?;
    let region = connection.region;
    let stack = crate::request_context::encode(stack);
    Some(format!(
        "https://{region}.console.aws.amazon.com/cloudformation/home?region={region}#/stacks/update?stackId={stack}"
    ))
}

/// `GET /template/{name}`.
pub(crate) async fn download(Path(name): Path<String>) -> Result<Response, PageError> {
    let rendered = rendered()?;
    let (body, kind, file) = match name.as_str() {
        "runner.yaml" => (rendered.yaml.as_str(), "application/yaml", "attachment; filename=\"sprinters-runner.yaml\""),
        "runner.json" => (rendered.json.as_str(), "application/json", "attachment; filename=\"sprinters-runner.json\""),
        // A path, not an enum of ours.
        _ => return Err(PageError::NotFound),
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(file)),
    ];
    Ok((headers, body).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness;

    #[tokio::test]
    async fn every_action_and_every_statement_is_shown_with_its_reason() {
        let page = view::text(show(harness::visit("/policy")).await.unwrap()).await;
        let view = of(rendered().unwrap());
        for permission in &view.permissions {
            assert!(page.contains(permission.action));
            for statement in &permission.statements {
                assert!(!statement.json.is_empty() && !statement.reason.is_empty(), "{}", statement.id);
                assert!(page.contains(&statement.id), "{}", statement.id);
            }
        }
    }

    #[tokio::test]
    async fn a_stack_of_an_earlier_version_is_compared_with_the_newest() {
        let world = harness::World::with_samples().await;
        let page = world.text("/o/acme/policy").await;
        for words in ["widened", "ec2:ModifyVolume", "Update the stack in AWS", "It is the newest template", "12 calls"]
        {
            assert!(page.contains(words), "{words}");
        }
    }

    #[tokio::test]
    async fn the_download_is_the_rendered_template_to_the_byte() {
        let yaml = view::text(download(Path("runner.yaml".to_owned())).await.unwrap()).await;
        assert_eq!(yaml, render(StackKind::Runner).unwrap().to_yaml());
        assert!(yaml.contains(digest().unwrap()));
        assert!(matches!(download(Path("../secrets".to_owned())).await, Err(PageError::NotFound)));
    }
}
