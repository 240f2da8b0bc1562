//! What Prometheus reads at `/metrics`. Every label value comes from an enum or a constant of ours, so nobody outside
//! can add a time series.

mod attack;
mod delivery;
mod job;
mod span;

pub use attack::Attack;
pub use delivery::{EventLabel, Outcome, TlsOutcome};
pub use job::{EffectOutcome, OrphanKind, Phase, RunnerLabel};

pub use span::SPANS;

use job::JobMetrics;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;
use std::sync::Arc;
use std::time::Duration;

type Labels = [(&'static str, &'static str); 2];

/// All metrics of a process.
#[derive(Debug, Clone)]
pub struct Metrics {
    registry: Arc<Registry>,
    deliveries: Family<Labels, Counter>,
    answer_seconds: Histogram,
    commit_seconds: Histogram,
    commit_size: Histogram,
    waiting: Gauge,
    body_bytes: Gauge,
    connections: Gauge,
    handshakes: Family<[(&'static str, &'static str); 1], Counter>,
    attacks: Family<[(&'static str, &'static str); 1], Counter>,
    ready: Gauge,
    jobs: JobMetrics,
}

impl Default for Metrics {
    fn default() -> Metrics {
        let mut registry = Registry::with_prefix("sprinters");
        let deliveries = Family::<Labels, Counter>::default();
        // 0.5 ms to 16 s: a commit takes milliseconds, GitHub gives up after 10 s.
        let answer_seconds = Histogram::new(exponential_buckets(0.0005, 2.0, 16));
        let commit_seconds = Histogram::new(exponential_buckets(0.0005, 2.0, 14));
        let commit_size = Histogram::new(exponential_buckets(1.0, 2.0, 11));
        let (waiting, body_bytes, connections, ready) = <(Gauge, Gauge, Gauge, Gauge)>::default();
        registry.register("deliveries", "Deliveries by event and answer", deliveries.clone());
        registry.register("delivery_answer_seconds", "From a delivery's headers to our answer", answer_seconds.clone());
        registry.register("delivery_commit_seconds", "Time of one commit of deliveries", commit_seconds.clone());
        registry.register("delivery_commit_size", "Deliveries in one commit", commit_size.clone());
        registry.register("deliveries_waiting", "Deliveries that no worker has done yet", waiting.clone());
        registry.register("large_body_reserved_bytes", "Memory reserved for large bodies", body_bytes.clone());
        registry.register("http_connections", "Open connections", connections.clone());
        let handshakes = Family::<[(&'static str, &'static str); 1], Counter>::default();
        registry.register("tls_handshakes", "TLS handshakes by how they ended", handshakes.clone());
        let build = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "The version that runs", build);
        let attacks = Family::<[(&'static str, &'static str); 1], Counter>::default();
        registry.register("refused", "What nobody who means well does, by kind", attacks.clone());
        // All there from the beginning, so that an alert finds them.
        for attack in Attack::ALL {
            drop(attacks.get_or_create(&[("what", attack.as_str())]));
        }
        registry.register("ready", "Whether deliveries can be kept: 1 or 0", ready.clone());
        let jobs = JobMetrics::register(&mut registry);
        SPANS.register(&mut registry);
        Metrics {
            registry: Arc::new(registry),
            deliveries,
            answer_seconds,
            commit_seconds,
            commit_size,
            waiting,
            body_bytes,
            connections,
            handshakes,
            attacks,
            ready,
            jobs,
        }
    }
}

impl Metrics {
    /// A delivery was answered.
    pub fn answered(&self, event: EventLabel, outcome: Outcome, took: Duration) {
        let labels = [("event", event.as_str()), ("outcome", outcome.as_str())];
        self.deliveries.get_or_create(&labels).inc();
        self.answer_seconds.observe(took.as_secs_f64());
    }

    /// How many deliveries were answered so.
    #[must_use]
    pub fn deliveries(&self, event: EventLabel, outcome: Outcome) -> u64 {
        self.deliveries.get_or_create(&[("event", event.as_str()), ("outcome", outcome.as_str())]).get()
    }

    /// A batch of deliveries was committed.
    #[expect(clippy::cast_precision_loss, reason = "a batch has at most some thousands")]
    pub fn committed(&self, deliveries: usize, took: Duration) {
        self.commit_seconds.observe(took.as_secs_f64());
        self.commit_size.observe(deliveries as f64);
    }

    /// A TLS handshake ended.
    pub fn handshake(&self, outcome: TlsOutcome) {
        self.handshakes.get_or_create(&[("outcome", outcome.as_str())]).inc();
    }

    /// Something was refused that nobody who means well does.
    pub fn attack(&self, attack: Attack) {
        self.attacks.get_or_create(&[("what", attack.as_str())]).inc();
    }

    /// How often that was refused.
    #[must_use]
    pub fn attacks(&self, attack: Attack) -> u64 {
        self.attacks.get_or_create(&[("what", attack.as_str())]).get()
    }

    /// Memory reserved for large bodies, in bytes.
    pub fn body_bytes(&self) -> &Gauge {
        &self.body_bytes
    }

    /// Open connections.
    pub fn connections(&self) -> &Gauge {
        &self.connections
    }

    /// Deliveries that no worker has done yet.
    pub fn waiting(&self) -> &Gauge {
        &self.waiting
    }

    /// Whether deliveries can be kept.
    pub fn ready(&self) -> &Gauge {
        &self.ready
    }

    /// Everything, as OpenMetrics text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
