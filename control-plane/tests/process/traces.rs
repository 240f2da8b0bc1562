//! Traces: what a collector gets, and that nobody waits for one.

use crate::support::http;
use crate::support::payload::{Sent, guid, job};
use crate::support::process::Process;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message as _;
use sprinters_common::tls;
use sprinters_core::ids::JobId;
use sprinters_core::time::Timestamp;
use sprinters_telemetry::logs;
use sprinters_telemetry::metrics::Metrics;
use sprinters_telemetry::traces::{Traces, of_job};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tracing_subscriber::layer::SubscriberExt as _;

const PATIENCE: Duration = Duration::from_secs(30);

/// A collector on this machine. It hands over what it was sent, and answers each request with that status.
async fn collector(status: &'static str) -> (SocketAddr, mpsc::UnboundedReceiver<ExportTraceServiceRequest>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, received) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let sender = sender.clone();
            tokio::spawn(async move {
                let mut bytes = Vec::new();
                loop {
                    let Some(head) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
                        // A client that leaves may do it with a reset.
                        if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
                            return;
                        }
                        continue;
                    };
                    let text = String::from_utf8(bytes[..head].to_vec()).unwrap().to_ascii_lowercase();
                    assert!(text.starts_with("post /v1/traces http/1.1") && text.contains("application/x-protobuf"));
                    let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
                    let whole = head + 4 + length.parse::<usize>().unwrap();
                    while bytes.len() < whole {
                        assert_ne!(stream.read_buf(&mut bytes).await.unwrap(), 0);
                    }
                    // Whoever looked may have seen enough.
                    let _ = sender.send(ExportTraceServiceRequest::decode(&bytes[head + 4..whole]).unwrap());
                    bytes.drain(..whole);
                    let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");
                    stream.write_all(answer.as_bytes()).await.unwrap();
                }
            });
        }
    });
    (address, received)
}

fn endpoint(address: SocketAddr) -> url::Url {
    format!("http://{address}/v1/traces").parse().unwrap()
}

/// Traces without authorities of this machine: a loopback address needs none.
fn start(address: SocketAddr) -> Traces {
    let tls = tls::client_config_trusting(rustls::RootCertStore::empty()).unwrap();
    Traces::start_with(&endpoint(address), &tls).unwrap()
}

/// Runs something under a log that makes traces.
fn traced(traces: &Traces, act: impl FnOnce()) {
    let subscriber = tracing_subscriber::registry().with(logs::traces(traces.tracer()));
    tracing::subscriber::with_default(subscriber, act);
}

fn spans(request: &ExportTraceServiceRequest) -> Vec<&Span> {
    request.resource_spans.iter().flat_map(|one| &one.scope_spans).flat_map(|one| &one.spans).collect()
}

fn attribute(attributes: &[opentelemetry_proto::tonic::common::v1::KeyValue], key: &str) -> Option<String> {
    let value = attributes.iter().find(|one| one.key == key)?.value.as_ref()?.value.as_ref()?;
    match value {
        Value::StringValue(text) => Some(text.clone()),
        Value::IntValue(number) => Some(number.to_string()),
        other => Some(format!("{other:?}")),
    }
}

fn counted(name: &str) -> u64 {
    let text = Metrics::default().to_text();
    text.lines().find_map(|line| line.strip_prefix(&format!("{name} "))).unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_job_goes_through_is_one_trace_whoever_makes_its_spans() {
    let (address, mut received) = collector("200 OK").await;
    let traces = start(address);
    let phases = |job: u64, phase: &'static str| {
        let span = tracing::info_span!(target: "sprinters_control_plane", "phase", phase, job_id = job);
        of_job(&span, JobId(job));
        span.in_scope(|| tracing::info!(target: "sprinters_control_plane", instance = "i-1", "launched"));
    };
    traced(&traces, || {
        phases(42, "decision");
        // What others make is not ours to send.
        drop(tracing::info_span!(target: "hyper::client", "their_span"));
    });
    // Another process, later.
    traced(&traces, || phases(42, "run"));
    traced(&traces, || phases(43, "decision"));
    traces.whole_job(JobId(42), Timestamp::from_secs(1_000), Timestamp::from_secs(1_090));
    let before = counted("sprinters_spans_sent_total");
    traces.finish().await;
    assert!(before + 4 <= counted("sprinters_spans_sent_total"));
    let request = timeout(PATIENCE, received.recv()).await.unwrap().unwrap();
    let resource = request.resource_spans[0].resource.as_ref().unwrap();
    assert_eq!(attribute(&resource.attributes, "service.name").as_deref(), Some("sprinters-control-plane"));
    let spans = spans(&request);
    assert_eq!(spans.len(), 4);
    let traces: Vec<&Vec<u8>> = spans.iter().map(|span| &span.trace_id).collect();
    assert_eq!(traces[0], traces[1], "one job");
    assert_eq!(traces.iter().collect::<BTreeSet<_>>().len(), 2);
    assert_eq!(attribute(&spans[1].attributes, "phase").as_deref(), Some("run"));
    assert_eq!(attribute(&spans[1].attributes, "job_id").as_deref(), Some("42"));
    assert_eq!(spans[3].trace_id, spans[0].trace_id, "the span around them");
    assert_eq!((&spans[3].span_id, &spans[3].parent_span_id), (&spans[0].parent_span_id, &Vec::new()));
    assert_eq!(spans[3].end_time_unix_nano - spans[3].start_time_unix_nano, 90_000_000_000);
    assert_eq!(spans[0].events[0].name, "launched");
    assert_eq!(attribute(&spans[0].events[0].attributes, "instance").as_deref(), Some("i-1"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_waits_for_a_collector_and_what_it_does_not_take_is_counted() {
    // It takes connections and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let traces = start(silent.local_addr().unwrap());
    let before = counted("sprinters_spans_dropped_total");
    let began = Instant::now();
    traced(&traces, || {
        for number in 0..20_000 {
            drop(tracing::info_span!(target: "sprinters_control_plane", "span", number));
        }
    });
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    let dropped = counted("sprinters_spans_dropped_total") - before;
    // The queue, and the batches that the task took out.
    assert!((10_000..=16_000).contains(&dropped), "{dropped}");
    // Stopping does not wait for ever either.
    timeout(PATIENCE, traces.finish()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_collector_that_refuses_costs_spans_and_nothing_else() {
    let (address, mut received) = collector("400 Bad Request").await;
    let traces = start(address);
    let before = counted("sprinters_spans_lost_total");
    traced(&traces, || drop(tracing::info_span!(target: "sprinters_control_plane", "span")));
    traces.finish().await;
    assert!(received.recv().await.is_some());
    assert!(before < counted("sprinters_spans_lost_total"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_binary_sends_a_span_for_a_delivery() {
    let (address, mut received) = collector("200 OK").await;
    let directory = tempfile::TempDir::new().unwrap();
    let process = Process::serve(directory.path(), &[("SPRINTERS_OTLP_ENDPOINT", &format!("http://{address}"))]);
    let sent = Sent::new("workflow_job", &guid(1), &job("queued", 1));
    assert_eq!(http::send(process.address, &sent.head(), &sent.body).await.status, 202);
    // A worker makes spans too, before and after it.
    let delivery = timeout(PATIENCE, async {
        loop {
            let request = received.recv().await.unwrap();
            if let Some(span) = spans(&request).into_iter().find(|span| span.name == "delivery") {
                break span.clone();
            }
        }
    });
    assert_eq!(attribute(&delivery.await.unwrap().attributes, "delivery").as_deref(), Some(guid(1).as_str()));
    assert!(process.stop().1);
}
