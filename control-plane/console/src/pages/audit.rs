//! `/o/{login}/audit`.

use crate::admin_action::Admin;
use crate::error::PageError;
use crate::format::HumanTime;
use crate::state::Console;
use crate::view;
use crate::view::{Frame, Tab};
use axum::extract::{Query, State};
use axum::response::Response;
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
    let view = AuditView { lines: lines.into_iter().map(line).collect(), first: before.map(|_| path), next };
    Ok(view::page(&Frame::seat(&seat, Some(Tab::Audit), "Audit log"), "audit.html", view))
}

#[cfg(test)]
mod tests {
    use crate::harness::World;

    #[tokio::test]
    async fn for_admins_alone() {
        let world = World::with_samples().await;
        assert!(world.text("/o/acme/audit").await.contains("Audit log"));
        assert_eq!(world.as_member().get("/o/acme/audit").await.status(), 403);
    }
}
