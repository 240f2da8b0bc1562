//! What the control plane tells operators: lines in the log, metrics for Prometheus, spans for a collector.

pub mod logs;
pub mod metrics;
pub mod traces;
