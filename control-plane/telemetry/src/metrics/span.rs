//! What becomes of spans.

use prometheus_client::metrics::counter::Counter;
use prometheus_client::registry::Registry;
use std::sync::LazyLock;

/// Counts of this process: like the log that makes spans, they are one for all.
pub static SPANS: LazyLock<SpanCounters> = LazyLock::new(SpanCounters::default);

/// Spans by what became of them.
#[derive(Debug, Clone, Default)]
pub struct SpanCounters {
    /// The collector took them.
    pub sent: Counter,
    /// There was no room in the queue.
    pub dropped: Counter,
    /// The collector did not take them.
    pub lost: Counter,
}

impl SpanCounters {
    pub(crate) fn register(&self, registry: &mut Registry) {
        registry.register("spans_sent", "Spans that the collector took", self.sent.clone());
        registry.register("spans_dropped", "Spans for which the queue had no room", self.dropped.clone());
        registry.register("spans_lost", "Spans that the collector did not take", self.lost.clone());
    }
}
