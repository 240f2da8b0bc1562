//! `/o/{login}/deliveries`: the webhooks that GitHub delivered for an account, and when missed ones are looked for.

use crate::admin_action::Admin;
use crate::error::PageError;
use crate::format::{HumanTime, duration};
use crate::state::Console;
use crate::view;
use crate::view::{Frame, Tab};
use axum::extract::{Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use sprinters_store::ListedDelivery;

/// Lines on a page.
const PAGE: usize = 50;

#[derive(Debug, Serialize)]
struct DeliveryView {
    guid: String,
    event: String,
    received: HumanTime,
    status: &'static str,
    tone: &'static str,
    took: String,
    attempts: i64,
}

#[derive(Debug, Serialize)]
struct DeliveriesView {
    deliveries: Vec<DeliveryView>,
    check: Option<HumanTime>,
    help: &'static str,
    first: Option<String>,
    next: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct QueryParams {
    before: String,
}

/// `GET /o/{login}/deliveries`.
pub(crate) async fn show(
    State(console): State<Console>,
    Admin(seat): Admin,
    Query(asked): Query<QueryParams>,
) -> Result<Response, PageError> {
    let before: Option<i64> = asked.before.parse().ok();
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let (mut found, due) = tokio::try_join!(
        console.store().deliveries_visible_to(seat.visible_to(), before, limit),
        console.store().scans_due()
    )?;
    let more = PAGE < found.len();
    found.truncate(PAGE);
    let (path, now) = (seat.path("deliveries"), seat.visit.now);
    let next = found.last().filter(|_| more).map(|last| format!("{path}?before={}", last.id));
    let of = |one: ListedDelivery| DeliveryView {
        status: if one.done_at.is_some() { "processed" } else { "waiting" },
        tone: if one.done_at.is_some() { "ok" } else { "wait" },
        took: one.done_at.map_or_else(|| "–".to_owned(), |done| duration(done.since(one.received_at))),
        received: HumanTime::new(one.received_at, now),
        guid: one.guid,
        event: one.event,
        attempts: one.attempts,
    };
    let view = DeliveriesView {
        deliveries: found.into_iter().map(of).collect(),
        check: due.get("deliveries").map(|at| HumanTime::new(*at, now)),
        help: "/help",
        first: before.map(|_| path),
        next,
    };
    Ok(view::page(&Frame::seat(&seat, Some(Tab::Deliveries), "Deliveries"), "deliveries.html", view))
}

#[cfg(test)]
mod tests {
    use crate::harness::World;
    use sprinters_core::delivery::{DeliveryFacts, PingFields};
    use sprinters_store::Delivery;

    #[tokio::test]
    async fn an_admin_sees_the_deliveries_of_their_account_alone() {
        let world = World::with_samples().await;
        assert!(world.text("/o/acme/deliveries").await.contains("No deliveries yet"));
        let installations = [(71, "for-acme"), (72, "for-globex")];
        let (writer, _) = world.console().store().start_writer(|_, _| ());
        for (installation, guid) in installations {
            let delivery = Delivery {
                guid: guid.to_owned(),
                content: guid.to_owned(),
                facts: DeliveryFacts::Ping(PingFields { hook_id: 1 }),
                installation_id: Some(installation),
                received_at: world.now(),
            };
            writer.accept(delivery).await.unwrap();
        }
        let page = world.text("/o/acme/deliveries").await;
        assert!(page.contains("for-acme") && !page.contains("for-globex"), "{page}");
        assert_eq!(world.as_member().get("/o/acme/deliveries").await.status(), 403);
    }
}
