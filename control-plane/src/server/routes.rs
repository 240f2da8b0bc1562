//! Which path goes where.

use super::health;
use super::ready::Readiness;
use crate::webhook::{self, Intake};
use axum::Router;
use axum::routing::{get, post};
use sprinters_console::{self as console, Console};
use std::sync::Arc;

/// Which of the routes a listener has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paths {
    /// Deliveries.
    pub webhook: bool,
    /// Readiness and metrics.
    pub operations: bool,
    /// Pages and the API.
    pub pages: bool,
}

impl Paths {
    /// Everything on one port.
    pub const ALL: Paths = Paths { webhook: true, operations: true, pages: true };
    /// What operators and their programs ask.
    pub const OPERATIONS: Paths = Paths { webhook: false, operations: true, pages: false };
    /// Deliveries alone.
    pub const WEBHOOK: Paths = Paths { webhook: true, operations: false, pages: false };
}

/// What is served.
#[derive(Debug, Clone)]
pub struct Served {
    /// The way in for deliveries.
    pub intake: Intake,
    /// The pages for people, where they are served.
    pub console: Option<Console>,
    /// Which of it.
    pub paths: Paths,
}

/// All routes of this version that are served there. Whether the process runs may be asked everywhere.
pub fn router(served: Served) -> Router {
    let Served { intake, console, paths } = served;
    let mut routes = Router::new().route("/healthz", get(health::healthz));
    if paths.operations {
        let operations = Router::new().route("/readyz", get(health::readyz)).route("/metrics", get(health::metrics));
        routes = routes.merge(operations.with_state(Readiness::new(intake.services.clone())));
    }
    if paths.webhook {
        // Shared: what an intake is made of would be counted up and down for each request.
        let webhook = Router::new().route("/webhooks/github", post(webhook::receive)).with_state(Arc::new(intake));
        routes = routes.merge(webhook);
    }
    match console {
        Some(console) if paths.pages => {
            routes.merge(console::router(console.clone())).merge(console::hand_over(console))
        }
        Some(_) | None => routes,
    }
}
