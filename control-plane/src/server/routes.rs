//! Which path goes where.

use super::health;
use crate::app::App;
use crate::{api, console, webhook};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use std::sync::Arc;

/// All routes of this version.
pub fn router(app: App) -> Router {
    let pages = app.console.clone().map(console::router).unwrap_or_default();
    Router::new()
        .route("/webhooks/github", post(webhook::receive))
        .route("/api/v1/connections", post(api::connect::connect).layer(DefaultBodyLimit::max(api::connect::MAX_BYTES)))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(health::metrics))
        // Shared: what an app is made of would be counted up and down three times for each request.
        .with_state(Arc::new(app))
        .merge(pages)
}
