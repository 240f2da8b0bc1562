//! `/o/{login}/audit`.

use crate::admin_action::Admin;
use crate::api::iso;
use crate::error::PageError;
use crate::format::HumanTime;
use crate::state::Console;
use crate::view;
use crate::view::{Frame, Tab};
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};

/// Lines on a page.
const PAGE: usize = 50;

#[derive(Debug, Serialize)]
struct LineView {
    at: HumanTime,
    actor: String,
    action: String,
    subject: String,
    detail: String,
    address: String,
}

#[derive(Debug, Serialize)]
struct AuditView {
    lines: Vec<LineView>,
    first: Option<String>,
    next: Option<String>,
    export: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct QueryParams {
    before: String,
}

/// `GET /o/{login}/audit`.
pub(crate) async fn show(
    State(console): State<Console>,
    Admin(seat): Admin,
    Query(asked): Query<QueryParams>,
) -> Result<Response, PageError> {
    let before: Option<i64> = asked.before.parse().ok();
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut lines = console.store().audit_lines(seat.visible_to(), before, limit).await?;
    let more = PAGE < lines.len();
    lines.truncate(PAGE);
    let path = seat.path("audit");
    let next = lines.last().filter(|_| more).map(|last| format!("{path}?before={}", last.id));
    let line = |line: sprinters_store::AuditLine| LineView {
        at: HumanTime::new(line.at, seat.visit.now),
        actor: line.actor,
        action: line.action,
        subject: line.subject,
        detail: line.detail,
        address: line.address,
    };
    let view = AuditView {
        lines: lines.into_iter().map(line).collect(),
        first: before.map(|_| path),
        next,
        export: seat.path("audit/export"),
    };
    Ok(view::page(&Frame::seat(&seat, Some(Tab::Audit), "Audit log"), "audit.html", view))
}

/// Lines of one export; older ones come with `before`.
const EXPORT: i64 = 10_000;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ExportParams {
    before: String,
    format: String,
}

/// `GET /o/{login}/audit/export`: the newest lines as CSV, or as JSON lines, with their hashes.
pub(crate) async fn export(
    State(console): State<Console>,
    Admin(seat): Admin,
    Query(asked): Query<ExportParams>,
) -> Result<Response, PageError> {
    let lines = console.store().audit_lines(seat.visible_to(), asked.before.parse().ok(), EXPORT).await?;
    let is_json = asked.format == "jsonl";
    let next = lines.last().filter(|_| usize::try_from(EXPORT).is_ok_and(|most| most <= lines.len()));
    let format = if is_json { "jsonl" } else { "csv" };
    let next =
        next.map(|last| format!("<{}?format={format}&before={}>; rel=\"next\"", seat.path("audit/export"), last.id));
    let text = if is_json { lines.iter().map(to_json).collect() } else { to_csv(&lines) };
    let kind = if is_json { "application/x-ndjson" } else { "text/csv; charset=utf-8" };
    let file = format!("attachment; filename=\"audit-{}.{format}\"", seat.membership.account);
    let mut response =
        ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, file)], text).into_response();
    if let Some(next) = next.and_then(|next| HeaderValue::from_str(&next).ok()) {
        response.headers_mut().insert(header::LINK, next);
    }
    Ok(response)
}

fn to_json(line: &sprinters_store::AuditLine) -> String {
    let value = serde_json::json!({
        "id": line.id, "at": iso(line.at), "actor": line.actor, "action": line.action, "subject": line.subject,
        "detail": line.detail, "address": line.address, "hash": line.hash,
    });
    format!("{value}\n")
}

fn to_csv(lines: &[sprinters_store::AuditLine]) -> String {
    let mut csv = String::from("id,at,actor,action,subject,detail,address,hash\r\n");
    for line in lines {
        let cells = [
            &line.id.to_string(),
            &iso(line.at),
            &line.actor,
            &line.action,
            &line.subject,
            &line.detail,
            &line.address,
            line.hash.as_deref().unwrap_or_default(),
        ]
        .map(cell);
        csv += &cells.join(",");
        csv += "\r\n";
    }
    csv
}

/// One cell. What a spreadsheet would take for a formula becomes text: others write some of it.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    format!("\"{}{}\"", if formula { "'" } else { "" }, text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::cell;
    use crate::harness::World;
    use sprinters_samples as samples;
    use sprinters_store::{AuditEntry, VisibleTo};

    fn entry(account: i64, action: &str) -> AuditEntry<'_> {
        AuditEntry { account, person: None, actor: "ada", action, subject: "s", detail: "d", address: "192.0.2.1" }
    }

    #[tokio::test]
    async fn an_export_has_every_line_with_its_hash_and_runs_nothing_in_a_spreadsheet() {
        let world = World::with_samples().await;
        world.console().store().audit(&entry(samples::ACME, "=cmd()"), world.now()).await.unwrap();
        let csv = world.text("/o/acme/audit/export?format=csv").await;
        assert!(csv.starts_with("id,at,actor,") && csv.contains("\"'=cmd()\""), "{csv}");
        let json = world.text("/o/acme/audit/export?format=jsonl").await;
        let first: serde_json::Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
        assert_eq!(first["action"], "=cmd()");
        assert_eq!(first["hash"].as_str().unwrap().len(), 64);
        assert_eq!(world.as_member().get("/o/acme/audit/export").await.status(), 403);
        assert_eq!(cell("a\"b"), "\"a\"\"b\"");
    }

    #[tokio::test]
    async fn what_was_refused_stands_where_admins_read_it() {
        let world = World::with_samples().await;
        assert_eq!(world.as_member().post("/o/acme/settings/delete", &[]).await.status(), 403);
        let page = world.text("/o/acme/audit").await;
        assert!(page.contains("refused") && page.contains("/o/acme/settings/delete") && page.contains("bob"), "{page}");
    }

    #[tokio::test]
    async fn the_log_outlives_its_account_and_its_chain_is_whole() {
        let world = World::with_samples().await;
        let store = world.console().store();
        for action in ["a", "b", "c"] {
            store.audit(&entry(samples::GLOBEX, action), world.now()).await.unwrap();
            store.audit(&entry(samples::ACME, action), world.now()).await.unwrap();
        }
        store.erase_account(samples::GLOBEX).await.unwrap();
        let chains = store.verify_audit().await.unwrap();
        let of = |account| chains.iter().find(|chain| chain.account == account).unwrap();
        assert!(of(samples::GLOBEX).is_whole() && of(samples::ACME).is_whole(), "{chains:?}");
        assert_eq!(of(samples::GLOBEX).lines, 3);
        let lines = store.audit_lines(VisibleTo::whole(samples::GLOBEX), None, 10).await.unwrap();
        assert_eq!(lines[0].hash.as_deref(), Some(of(samples::GLOBEX).head.as_str()));
    }

    #[tokio::test]
    async fn for_admins_alone() {
        let world = World::with_samples().await;
        assert!(world.text("/o/acme/audit").await.contains("Audit log"));
        assert_eq!(world.as_member().get("/o/acme/audit").await.status(), 403);
    }
}
