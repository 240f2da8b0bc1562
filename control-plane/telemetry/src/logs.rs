//! The log: JSON lines on standard error. A flood of the same kind of line is sampled, so that an attack does not fill
//! the disk.

use opentelemetry_sdk::trace::SdkTracer;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use tracing::{Level, Subscriber};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer};

/// Starts the log. A second start in the same process changes nothing.
pub fn start(filter: &str) {
    start_with(filter, None);
}

/// Starts the log, and traces beside it.
pub fn start_with(filter: &str, tracer: Option<SdkTracer>) {
    // Fails if there is one already, as in tests.
    let _ = subscriber(filter, tracer, std::io::stderr).try_init();
}

/// Lines as JSON: the event's fields, and under `spans` the fields of each span around it, the outermost first.
///
/// Whatever the filter says, other people's libraries write nothing finer than `info`: below that they print requests,
/// with tokens and signatures.
pub fn subscriber<W>(filter: &str, tracer: Option<SdkTracer>, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let lines =
        tracing_subscriber::fmt::layer().json().flatten_event(true).with_current_span(false).with_writer(writer);
    let traces = tracer.map(traces);
    let fit = filter_fn(|metadata| metadata.target().starts_with("sprinters") || *metadata.level() <= Level::INFO);
    let lines = lines.with_filter(fit);
    tracing_subscriber::registry().with(EnvFilter::builder().parse_lossy(filter)).with(lines).with(traces)
}

/// Our own spans alone. Those of the HTTP client would be made by sending spans, without end.
pub fn traces<S>(tracer: SdkTracer) -> impl Layer<S>
where
    S: Subscriber + for<'s> LookupSpan<'s>,
{
    let ours = filter_fn(|metadata| metadata.target().starts_with("sprinters"));
    let layer = tracing_opentelemetry::layer().with_tracer(tracer).with_location(false).with_threads(false);
    layer.with_tracked_inactivity(false).with_filter(ours)
}

/// Lets a few lines through in each window and counts the rest.
#[derive(Debug)]
pub struct Sampler {
    window: Mutex<Window>,
}

#[derive(Debug)]
struct Window {
    began: Instant,
    lines: u32,
    suppressed: u64,
}

impl Default for Sampler {
    fn default() -> Sampler {
        Sampler { window: Mutex::new(Window { began: Instant::now(), lines: 0, suppressed: 0 }) }
    }
}

impl Sampler {
    /// Lines in one window: enough to see what is going on.
    pub const LINES: u32 = 10;

    /// Length of a window.
    pub const WINDOW: Duration = Duration::from_secs(10);

    /// Whether to write this line, and how many were not written since the last one.
    pub fn admit(&self) -> Option<u64> {
        self.admit_at(Instant::now())
    }

    fn admit_at(&self, now: Instant) -> Option<u64> {
        let mut window = self.window.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if Self::WINDOW <= now.duration_since(window.began) {
            window.began = now;
            window.lines = 0;
        }
        if Self::LINES <= window.lines {
            window.suppressed += 1;
            return None;
        }
        window.lines += 1;
        Some(std::mem::take(&mut window.suppressed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_sampled_and_counted() {
        let sampler = Sampler::default();
        let start = Instant::now();
        let admitted = (0..1_000).filter(|_| sampler.admit_at(start).is_some()).count();
        assert_eq!(admitted, 10);
        assert_eq!(sampler.admit_at(start + Sampler::WINDOW), Some(990), "the next window says how many are missing");
        assert_eq!(sampler.admit_at(start + Sampler::WINDOW), Some(0));
    }

    #[derive(Clone, Default)]
    struct Lines(std::sync::Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_line_has_the_fields_of_all_spans_around_it() {
        let lines = Lines::default();
        let writer = lines.clone();
        tracing::subscriber::with_default(subscriber("info", None, move || writer.clone()), || {
            let job = tracing::info_span!("job", job_id = 42, repository = "o/r");
            let effect = tracing::info_span!(parent: &job, "effect", kind = "launch");
            effect.in_scope(|| tracing::info!(instance = "i-1", "launched"));
        });
        let line: serde_json::Value = serde_json::from_slice(&lines.0.lock().unwrap()).unwrap();
        assert_eq!((&line["message"], &line["instance"]), (&"launched".into(), &"i-1".into()));
        let spans = serde_json::json!([{ "name": "job", "job_id": 42, "repository": "o/r" }, { "name": "effect", "kind": "launch" }]);
        assert_eq!(line["spans"], spans);
    }
}
