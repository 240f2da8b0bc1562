//! `/o/{login}/connections`: which AWS accounts are connected.

use super::{badge, template};
use crate::error::PageError;
use crate::format::HumanTime;
use crate::pages::{Badge, FailureView};
use crate::request_context::AccountSession;
use crate::state::Console;
use crate::view;
use crate::view::{Frame, Tab};
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use sprinters_store::Connection;

#[derive(Debug, Serialize)]
struct RowView {
    href: String,
    aws_account: String,
    region: String,
    badge: Badge,
    why: Option<&'static str>,
    template: &'static str,
    checked: Option<HumanTime>,
}

/// `GET /o/{login}/connections`.
pub(crate) async fn list(State(console): State<Console>, seat: AccountSession) -> Result<Response, PageError> {
    #[derive(Serialize)]
    struct ConnectionsView {
        connect: String,
        connections: Vec<RowView>,
    }
    let now = seat.visit.now;
    let row = |one: Connection| RowView {
        href: seat.path(&format!("connections/{}", one.id)),
        aws_account: one
            .outputs
            .as_ref()
            .map_or_else(|| "not known yet".to_owned(), |outputs| outputs.account_id.clone()),
        region: one.region.to_string(),
        badge: badge(&one),
        why: one.failure.as_ref().map(|failure| FailureView::of(failure).cause),
        template: template(&one).unwrap_or("–"),
        checked: one.checked_at.map(|at| HumanTime::new(at, now)),
    };
    let connections = console.store().connections_visible_to(seat.visible_to()).await?;
    let view = ConnectionsView {
        connect: seat.path("setup/connect"),
        connections: connections.into_iter().map(row).collect(),
    };
    Ok(view::page(&Frame::seat(&seat, Some(Tab::Connections), "Connections"), "connections.html", view))
}
