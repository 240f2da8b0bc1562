//! Traces for an OpenTelemetry collector, as OTLP over HTTP. Optional: without `SPRINTERS_OTLP_ENDPOINT` nothing of
//! this runs.
//!
//! A span that ends goes into a bounded queue. If the queue is full it is dropped and counted: nobody ever waits for a
//! collector. One task takes spans out in batches and sends them, over the same TLS as everything else that leaves this
//! machine.
//!
//! What a job goes through happens in several processes and over hours. All of it is one trace, because the trace's id
//! is made from GitHub's number of the job ([`of_job`]).

use crate::metrics::SPANS;
use async_trait::async_trait;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use opentelemetry::trace::{
    SpanContext, SpanId, SpanKind, Status, TraceContextExt as _, TraceFlags, TraceId, TraceState, TracerProvider as _,
};
use opentelemetry::{Context, InstrumentationScope, KeyValue};
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{
    SdkTracer, SdkTracerProvider, Span, SpanData, SpanEvents, SpanExporter as _, SpanLinks, SpanProcessor,
};
use rustls::ClientConfig;
use sha2::{Digest as _, Sha256};
use sprinters_common::tls;
use sprinters_common::tls::TlsError;
use sprinters_core::ids::JobId;
use sprinters_core::time::Timestamp;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, UNIX_EPOCH};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout, timeout_at};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use url::Url;

/// Most spans that wait to be sent: at half a kilobyte each, 2 MB.
const WAITING: usize = 4_096;

/// Most spans in one request.
const BATCH: usize = 512;

/// Longest that a span waits for others.
const LINGER: Duration = Duration::from_secs(2);

/// Longest that one batch may take, tries included. Later ones wait in the queue meanwhile.
const SEND: Duration = Duration::from_secs(10);

/// Longest that the last spans may take when we stop.
const FLUSH: Duration = Duration::from_secs(3);

/// Most bytes of a collector's answer that are read.
const ANSWER_BYTES: usize = 64 * 1024;

/// The way for the spans around whole jobs.
static JOBS: RwLock<Option<mpsc::WeakSender<Item>>> = RwLock::new(None);

/// What makes the spans, by its name for the collector.
const SCOPE: &str = "sprinters-control-plane";

/// Why there are no traces.
#[derive(Debug, thiserror::Error)]
pub enum TracesError {
    /// No TLS.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The exporter's own settings (variables `OTEL_EXPORTER_OTLP_…`) are wrong.
    #[error("the exporter of traces does not start")]
    Exporter(#[source] opentelemetry_otlp::ExporterBuildError),
}

/// Traces on their way to a collector.
#[derive(Debug)]
pub struct Traces {
    provider: SdkTracerProvider,
    queue: mpsc::Sender<Item>,
}

#[derive(Debug)]
enum Item {
    Span(Box<SpanData>),
    /// Everything before this is to be sent at once.
    Flush(oneshot::Sender<()>),
}

impl Traces {
    /// Starts the task that sends. `endpoint` is the whole address, `…/v1/traces`.
    ///
    /// # Errors
    /// If this machine trusts no certificate authority, or variables of the exporter are wrong.
    pub fn start(endpoint: &Url) -> Result<Traces, TracesError> {
        Traces::start_with(endpoint, &tls::client_config()?)
    }

    /// The same, with TLS of one's own.
    ///
    /// # Errors
    /// If variables of the exporter are wrong.
    pub fn start_with(endpoint: &Url, tls: &Arc<ClientConfig>) -> Result<Traces, TracesError> {
        let client = Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(tls::connector(tls));
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Collector { client })
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(endpoint.as_str())
            .with_timeout(SEND);
        let mut exporter = exporter.build().map_err(TracesError::Exporter)?;
        let resource = Resource::builder().with_service_name(SCOPE).build();
        exporter.set_resource(&resource);
        let (queue, waiting) = mpsc::channel(WAITING);
        let processor = Processor { queue: queue.clone() };
        let provider = SdkTracerProvider::builder().with_resource(resource).with_span_processor(processor).build();
        tokio::spawn(run(waiting, exporter));
        Ok(Traces { provider, queue })
    }

    /// What the log's layer makes spans with.
    #[must_use]
    pub fn tracer(&self) -> SdkTracer {
        self.provider.tracer(SCOPE)
    }

    /// Lets [`whole_job`] send its spans here, in all of this process: like the log that makes all other spans, there
    /// is one for all.
    pub fn install(&self) {
        *JOBS.write().unwrap_or_else(PoisonError::into_inner) = Some(self.queue.downgrade());
    }

    /// Sends the span around all others of a job: from its queueing at GitHub to its end here.
    pub fn whole_job(&self, job: JobId, queued_at: Timestamp, ended_at: Timestamp) {
        enqueue(&self.queue, around(job, queued_at, ended_at));
    }

    /// Sends what waits, within a few seconds. Spans that end later are not sent any more.
    pub async fn finish(self) {
        let (done, sent) = oneshot::channel();
        let flush = async {
            if self.queue.send(Item::Flush(done)).await.is_ok() {
                let _ = sent.await;
            }
        };
        if timeout(FLUSH, flush).await.is_err() {
            tracing::warn!("stopped with traces unsent: the collector did not take them in time");
        }
    }
}

/// Puts a span that nobody has entered yet into the trace of a job. A rerun is another job at GitHub, so the number is
/// enough. Without a collector it does nothing.
pub fn of_job(span: &tracing::Span, job: JobId) {
    let (trace, root) = ids(job);
    let parent = SpanContext::new(trace, root, TraceFlags::SAMPLED, true, TraceState::default());
    // A span that nobody collects takes no parent.
    let _ = span.set_parent(Context::new().with_remote_span_context(parent));
}

/// Sends the span around all others of a job that has ended, to the traces that are [installed](Traces::install);
/// without any it does nothing.
pub fn whole_job(job: JobId, queued_at: Timestamp, ended_at: Timestamp) {
    let queue = JOBS.read().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(queue) = queue.and_then(|queue| queue.upgrade()) {
        enqueue(&queue, around(job, queued_at, ended_at));
    }
}

fn around(job: JobId, queued_at: Timestamp, ended_at: Timestamp) -> SpanData {
    let (trace, root) = ids(job);
    let at = |moment: Timestamp| UNIX_EPOCH + Duration::from_millis(moment.as_millis());
    SpanData {
        span_context: SpanContext::new(trace, root, TraceFlags::SAMPLED, false, TraceState::default()),
        parent_span_id: SpanId::INVALID,
        parent_span_is_remote: false,
        span_kind: SpanKind::Internal,
        name: "job".into(),
        start_time: at(queued_at),
        end_time: at(ended_at),
        attributes: vec![KeyValue::new("job_id", i64::try_from(job.0).unwrap_or(i64::MAX))],
        dropped_attributes_count: 0,
        events: SpanEvents::default(),
        links: SpanLinks::default(),
        status: Status::Unset,
        instrumentation_scope: InstrumentationScope::builder(SCOPE).build(),
    }
}

fn enqueue(queue: &mpsc::Sender<Item>, span: SpanData) {
    if queue.try_send(Item::Span(Box::new(span))).is_err() {
        SPANS.dropped.inc();
    }
}

/// The ids of a job's trace and of the span around it.
fn ids(job: JobId) -> (TraceId, SpanId) {
    let digest = Sha256::new().chain_update(b"sprinters job").chain_update(job.0.to_be_bytes());
    let digest: [u8; 32] = digest.finalize().into();
    let (mut trace, mut root) = ([0; 16], [0; 8]);
    trace.copy_from_slice(&digest[..16]);
    root.copy_from_slice(&digest[16..24]);
    (TraceId::from_bytes(trace), SpanId::from_bytes(root))
}

/// Where spans go when they end.
#[derive(Debug)]
struct Processor {
    queue: mpsc::Sender<Item>,
}

impl SpanProcessor for Processor {
    fn on_start(&self, _span: &mut Span, _context: &Context) {}

    fn on_end(&self, span: SpanData) {
        enqueue(&self.queue, span);
    }

    fn force_flush(&self) -> OTelSdkResult {
        Ok(())
    }

    fn shutdown_with_timeout(&self, _timeout: Duration) -> OTelSdkResult {
        Ok(())
    }
}

async fn run(mut queue: mpsc::Receiver<Item>, exporter: SpanExporter) {
    let mut batch = Vec::new();
    let mut due = None;
    loop {
        let next = match due {
            Some(due) => timeout_at(due, queue.recv()).await,
            None => Ok(queue.recv().await),
        };
        let flushed = match next {
            Ok(Some(Item::Span(span))) => {
                batch.push(*span);
                due.get_or_insert_with(|| Instant::now() + LINGER);
                if batch.len() < BATCH {
                    continue;
                }
                None
            }
            Ok(Some(Item::Flush(done))) => Some(done),
            Ok(None) => return send(&exporter, std::mem::take(&mut batch)).await,
            Err(_) => None,
        };
        send(&exporter, std::mem::take(&mut batch)).await;
        due = None;
        if let Some(done) = flushed {
            // Whoever stops may not wait any more.
            let _ = done.send(());
        }
    }
}

async fn send(exporter: &SpanExporter, batch: Vec<SpanData>) {
    let spans = batch.len() as u64;
    if spans == 0 {
        return;
    }
    // A batch that is refused or not answered is lost: traces are for looking, not for keeping.
    match timeout(SEND, exporter.export(batch)).await {
        Ok(Ok(())) => {
            SPANS.sent.inc_by(spans);
        }
        Ok(Err(error)) => {
            SPANS.lost.inc_by(spans);
            tracing::warn!(%error, spans, "traces were not taken by the collector");
        }
        Err(_) => {
            SPANS.lost.inc_by(spans);
            tracing::warn!(spans, "traces were not taken by the collector in time");
        }
    }
}

/// The way to the collector.
#[derive(Debug)]
struct Collector {
    client: Client<tls::Connector, Full<Bytes>>,
}

#[async_trait]
impl HttpClient for Collector {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        // A variable of the exporter could name another endpoint than our setting.
        if !tls::may_be_sent(request.uri()) {
            return Err("the collector's address is neither https:// nor on this machine".into());
        }
        let answer = async {
            let (parts, body) = self.client.request(request.map(Full::new)).await?.into_parts();
            let body = Limited::new(body, ANSWER_BYTES).collect().await?.to_bytes();
            Ok::<_, HttpError>(Response::from_parts(parts, body))
        };
        timeout(SEND, answer).await?
    }
}
