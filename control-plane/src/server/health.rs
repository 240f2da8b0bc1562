//! What machines ask us: alive, ready, metrics.

use super::ready::Readiness;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use sprinters_telemetry::metrics::RunnerLabel;
use std::time::Duration;
use tokio::time::timeout;

/// How long the database may take to say that it is there.
const ANSWER: Duration = Duration::from_secs(2);

/// `GET /healthz`: the process runs. Says nothing about the database, so that nobody restarts us because of that.
pub(super) async fn healthz() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: a delivery can be kept, and whoever is to work here works. Otherwise the reason, on one line.
pub(super) async fn readyz(State(readiness): State<Readiness>) -> impl IntoResponse {
    match (readiness.problem().await, readiness.services().identity.webhook_secret().is_some()) {
        (Some(problem), _) => (StatusCode::SERVICE_UNAVAILABLE, format!("{problem}\n")),
        (None, true) => (StatusCode::OK, "ready\n".to_owned()),
        (None, false) => (StatusCode::OK, "ready; no webhook secret is set, so deliveries are refused\n".to_owned()),
    }
}

/// `GET /metrics`.
pub(super) async fn metrics(State(readiness): State<Readiness>) -> impl IntoResponse {
    let services = readiness.services();
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
    // It sets the metric.
    let _ = readiness.problem().await;
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
