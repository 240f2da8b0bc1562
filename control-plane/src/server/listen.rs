//! Connections.

use super::routes::Served;
use super::tls::{NoHandshake, Tls};
use axum::Router;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::rt::{Read, Write};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use sprinters_telemetry::metrics::TlsOutcome;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt as _;

/// What connections may take of us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most connections at once; more wait in the operating system's queue. With a body of 64 KiB each, 2,048 are 128
    /// MiB; a live page takes one for as long as it is open.
    pub connections: usize,
    /// How long a connection may take to send its headers, and how long it may be idle between requests.
    pub headers: Duration,
    /// How long a connection may take for the TLS handshake.
    pub handshake: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { connections: 2_048, headers: Duration::from_secs(10), handshake: Duration::from_secs(10) }
    }
}

/// Most bytes of a request's headers. GitHub's have about 1 KB.
const HEADER_BYTES: usize = 32 * 1024;

/// How long requests that have begun may take when we stop. A delivery takes some milliseconds.
const STOP: Duration = Duration::from_secs(3);

/// Pause after the operating system refused a connection, as it does when there are no file descriptors left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Where connections come from.
#[derive(Debug)]
pub struct Listener {
    /// The port.
    pub socket: TcpListener,
    /// With it every connection is TLS; without it none is.
    pub tls: Option<Tls>,
    /// What connections may take of us.
    pub limits: Limits,
}

/// Serves until `stop`, then lets what has begun come to its end.
pub async fn serve(listener: Listener, served: Served, stop: impl Future<Output = ()>) {
    let Listener { socket, tls, limits } = listener;
    let router = super::router(served.clone());
    let graceful = GracefulShutdown::new();
    let connections = Arc::new(Semaphore::new(limits.connections));
    let mut stop = std::pin::pin!(stop);
    loop {
        // The semaphore is never closed.
        let Ok(permit) = Arc::clone(&connections).acquire_owned().await else { break };
        let accepted = tokio::select! {
            accepted = socket.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (stream, watcher, router) = (set_nodelay(stream), graceful.watcher(), router.clone());
                let (metrics, tls) = (served.intake.services.metrics.clone(), tls.clone());
                tokio::spawn(async move {
                    let gauge = metrics.connections();
                    gauge.inc();
                    match tls {
                        None => serve_connection(TokioIo::new(stream), peer, router, limits, watcher).await,
                        Some(tls) => match tls.accept(stream, limits.handshake).await {
                            Ok(stream) => {
                                metrics.handshake(TlsOutcome::Done);
                                serve_connection(TokioIo::new(stream), peer, router, limits, watcher).await;
                            }
                            Err(NoHandshake::Failed) => metrics.handshake(TlsOutcome::Failed),
                            Err(NoHandshake::Slow) => metrics.handshake(TlsOutcome::Slow),
                        },
                    }
                    gauge.dec();
                    drop(permit);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(socket);
    if let Some(console) = &served.console {
        console.end_streams();
    }
    if tokio::time::timeout(STOP, graceful.shutdown()).await.is_err() {
        tracing::warn!("stopped with requests under way");
    }
}

/// One connection to its end.
async fn serve_connection<I: Read + Write + Unpin + Send + 'static>(
    io: I,
    peer: SocketAddr,
    router: Router,
    limits: Limits,
    watcher: Watcher,
) {
    // Whoever answers may want to know who asks.
    let router = router.map_request(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    });
    let connection = builder(limits).serve_connection(io, TowerToHyperService::new(router));
    // How a client leaves is its own business.
    let _ = watcher.watch(connection).await;
}

/// Answers are one small packet; waiting for more to send would only delay them.
fn set_nodelay(stream: TcpStream) -> TcpStream {
    let _ = stream.set_nodelay(true);
    stream
}

fn builder(limits: Limits) -> http1::Builder {
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(limits.headers).max_buf_size(HEADER_BYTES);
    builder
}
