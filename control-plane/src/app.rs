//! What every request can use.

use crate::clock::Clock;
use crate::console::Console;
use crate::logs::Sampler;
use crate::metrics::Metrics;
use crate::store::{Store, Writer};
use crate::wake::Wake;
use crate::webhook::{self, BodyBudget, WebhookSecret};
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

/// The parts of a serving process. Cheap to clone.
#[derive(Debug, Clone)]
pub struct App {
    /// Everything that is kept.
    pub store: Store,
    /// The way in for deliveries.
    pub writer: Writer,
    webhook_secret: Arc<RwLock<Option<Arc<WebhookSecret>>>>,
    /// What Prometheus reads.
    pub metrics: Metrics,
    /// Memory for large bodies.
    pub bodies: Arc<BodyBudget>,
    /// The time.
    pub clock: Clock,
    /// Rung whenever there is something for the worker.
    pub wake: Arc<Wake>,
    /// The pages for people, where they are served.
    pub console: Option<Console>,
    /// Samples lines about refused deliveries.
    pub refusals: Arc<Sampler>,
    /// Samples lines about our own failures.
    pub failures: Arc<Sampler>,
}

impl App {
    /// Puts the parts together and starts the task that commits deliveries. The handle ends when every clone of the app is gone and its
    /// last commit is done.
    #[must_use]
    pub fn start(store: Store, webhook_secret: Option<WebhookSecret>) -> (App, tokio::task::JoinHandle<()>) {
        let metrics = Metrics::default();
        let observed = metrics.clone();
        let (writer, task) = store.start_writer(move |size, took| observed.committed(size, took));
        let app = App {
            store,
            writer,
            webhook_secret: Arc::new(RwLock::new(webhook_secret.map(Arc::new))),
            bodies: Arc::new(BodyBudget::new(metrics.body_bytes().clone(), webhook::ARRIVE)),
            metrics,
            clock: Clock::System,
            wake: Arc::default(),
            console: None,
            refusals: Arc::default(),
            failures: Arc::default(),
        };
        (app, task)
    }
}

impl App {
    /// What deliveries are signed with; without it none is accepted.
    #[must_use]
    pub fn webhook_secret(&self) -> Option<Arc<WebhookSecret>> {
        self.webhook_secret.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes deliveries that are signed with this from now on, in every clone.
    pub fn set_webhook_secret(&self, secret: WebhookSecret) {
        *self.webhook_secret.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(secret));
    }

    /// The same app, with pages for people.
    #[must_use]
    pub fn with_console(self, console: Console) -> App {
        App { console: Some(console), ..self }
    }

    /// The same app, by another clock.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> App {
        App { clock, ..self }
    }

    /// The same app, with another time for bodies to arrive.
    #[must_use]
    pub fn with_body_time(self, arrive: std::time::Duration) -> App {
        App { bodies: Arc::new(BodyBudget::new(self.metrics.body_bytes().clone(), arrive)), ..self }
    }
}

/// An error with everything that caused it, in one line for the log.
#[derive(Debug)]
pub struct Chain<'a>(pub &'a dyn std::error::Error);

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut source = self.0.source();
        while let Some(cause) = source {
            write!(f, ": {cause}")?;
            source = cause.source();
        }
        Ok(())
    }
}
