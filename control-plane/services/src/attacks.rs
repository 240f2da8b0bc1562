//! What only an attack or a mistake does: counted, and told of in the log, sampled, so that a flood of them neither
//! goes unseen nor fills the disk. Nothing of what was tried is written down.

use sprinters_telemetry::logs::Sampler;
use sprinters_telemetry::metrics::Metrics;
use std::sync::Arc;

pub use sprinters_telemetry::metrics::Attack;

/// Counts and tells.
#[derive(Debug, Clone)]
pub struct Attacks {
    metrics: Metrics,
    lines: Arc<[Sampler; Attack::ALL.len()]>,
}

impl Attacks {
    /// Nothing was seen yet.
    #[must_use]
    pub fn new(metrics: Metrics) -> Attacks {
        Attacks { metrics, lines: Arc::new(std::array::from_fn(|_| Sampler::default())) }
    }

    /// Somebody at that address tried it.
    pub fn seen(&self, attack: Attack, address: &str) {
        self.metrics.attack(attack);
        let sampler = Attack::ALL.iter().position(|one| *one == attack).and_then(|index| self.lines.get(index));
        if let Some(suppressed) = sampler.and_then(Sampler::admit) {
            tracing::warn!(what = attack.as_str(), address, suppressed, "refused");
        }
    }
}
