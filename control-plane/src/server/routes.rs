//! Which path goes where.

use super::health;
use super::ready::Readiness;
use crate::webhook::{self, Intake};
use axum::Router;
use axum::routing::{get, post};
use sprinters_console::{self as console, Console};
use std::sync::Arc;

/// What is served.
#[derive(Debug, Clone)]
pub struct Served {
    /// The way in for deliveries.
    pub intake: Intake,
    /// The pages for people, where they are served.
    pub console: Option<Console>,
}

/// All routes of this version.
pub fn router(served: Served) -> Router {
    let pages = match served.console {
        Some(console) => console::router(console.clone()).merge(console::hand_over(console)),
        None => Router::new(),
    };
    let machines = Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(health::metrics))
        .with_state(Readiness::new(served.intake.services.clone()));
    Router::new()
        .route("/webhooks/github", post(webhook::receive))
        // Shared: what an intake is made of would be counted up and down for each request.
        .with_state(Arc::new(served.intake))
        .merge(machines)
        .merge(pages)
}
