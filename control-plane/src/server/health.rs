//! What machines ask us: alive, ready, metrics.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use sprinters_services::Services;
use sprinters_telemetry::metrics::RunnerLabel;
use std::time::Duration;
use tokio::time::timeout;

/// How long the database may take to say that it is there.
const ANSWER: Duration = Duration::from_secs(2);

/// `GET /healthz`: the process runs. Says nothing about the database, so that nobody restarts us because of that.
pub(super) async fn healthz() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: deliveries can be kept.
pub(super) async fn readyz(State(services): State<Services>) -> impl IntoResponse {
    let ready = is_ready(&services).await;
    match (ready, services.identity.webhook_secret().is_some()) {
        (true, true) => (StatusCode::OK, "ready\n"),
        (true, false) => (StatusCode::OK, "ready; no webhook secret is set, so deliveries are refused\n"),
        (false, _) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

/// `GET /metrics`.
pub(super) async fn metrics(State(services): State<Services>) -> impl IntoResponse {
    let waiting = timeout(ANSWER, services.store.waiting_deliveries()).await;
    if let Ok(Ok(waiting)) = waiting {
        services.metrics.waiting().set(waiting);
    }
    if let Ok(Ok(effects)) = timeout(ANSWER, services.store.waiting_effects()).await {
        services.metrics.set_effects_waiting(effects);
    }
    if let Ok(Ok(counts)) = timeout(ANSWER, services.store.count_runners()).await {
        services.metrics.set_runners(&by_label(&counts));
    }
    services.metrics.ready().set(i64::from(matches!(waiting, Ok(Ok(_)))));
    ([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], services.metrics.to_text())
}

/// Counts by the states that metrics tell apart: a launching runner counts once, whether or not a job took it already.
fn by_label(counts: &[(String, i64)]) -> Vec<(RunnerLabel, i64)> {
    let of = |label: RunnerLabel| {
        let same = counts
            .iter()
            .filter(|(state, _)| state.split(' ').next().and_then(RunnerLabel::from_stored) == Some(label));
        (label, same.map(|(_, count)| count).sum())
    };
    RunnerLabel::ALL.into_iter().map(of).collect()
}

async fn is_ready(services: &Services) -> bool {
    let ready = timeout(ANSWER, services.store.answers()).await.unwrap_or(false);
    services.metrics.ready().set(i64::from(ready));
    ready
}
