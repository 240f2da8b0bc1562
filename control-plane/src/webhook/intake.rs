//! What taking deliveries needs.

use super::body::{ARRIVE, BodyBudget};
use sprinters_services::Services;
use sprinters_store::Writer;
use sprinters_telemetry::logs::Sampler;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// The way in for deliveries. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Intake {
    /// What the process shares.
    pub services: Services,
    /// Commits deliveries, many at once.
    pub(super) writer: Writer,
    /// Memory for large bodies.
    pub(super) bodies: Arc<BodyBudget>,
    /// Samples lines about refused deliveries.
    pub(super) refusals: Arc<Sampler>,
    /// Samples lines about our own failures.
    pub(super) failures: Arc<Sampler>,
}

impl Intake {
    /// Starts the task that commits deliveries. The handle ends when every clone of the intake is gone and its last
    /// commit is done.
    #[must_use]
    pub fn start(services: Services) -> (Intake, JoinHandle<()>) {
        Intake::start_with(services, ARRIVE)
    }

    /// The same, with another time for bodies to arrive.
    #[must_use]
    pub fn start_with(services: Services, arrive: Duration) -> (Intake, JoinHandle<()>) {
        let observed = services.metrics.clone();
        let (writer, task) = services.store.start_writer(move |size, took| observed.committed(size, took));
        let bodies = Arc::new(BodyBudget::new(services.metrics.body_bytes().clone(), arrive));
        (Intake { services, writer, bodies, refusals: Arc::default(), failures: Arc::default() }, task)
    }
}
