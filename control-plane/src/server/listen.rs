//! Connections.

use crate::app::App;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Most connections at once; more wait in the operating system's queue. With a body of 64 KiB each that is 64 MiB.
pub const MAX_CONNECTIONS: usize = 1_024;

/// How long a connection may take to send its headers, and how long it may be idle between requests.
pub const HEADERS: Duration = Duration::from_secs(10);

/// Most bytes of a request's headers. GitHub's have about 1 KB.
const HEADER_BYTES: usize = 32 * 1024;

/// How long requests that have begun may take when we stop.
const STOP: Duration = Duration::from_secs(20);

/// Pause after the operating system refused a connection, as it does when there are no file descriptors left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Serves until `stop`, then lets what has begun come to its end.
pub async fn serve(listener: TcpListener, app: App, stop: impl Future<Output = ()>) {
    let router = super::router(app.clone());
    let graceful = GracefulShutdown::new();
    let connections = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let mut stop = std::pin::pin!(stop);
    loop {
        // The semaphore is never closed.
        let Ok(permit) = Arc::clone(&connections).acquire_owned().await else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, _)) => start(stream, permit, &app, router.clone(), &graceful),
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(STOP, graceful.shutdown()).await.is_err() {
        tracing::warn!("stopped with requests under way");
    }
}

fn start(
    stream: TcpStream,
    permit: OwnedSemaphorePermit,
    app: &App,
    router: axum::Router,
    graceful: &GracefulShutdown,
) {
    // Answers are one small packet; waiting for more to send would only delay them.
    let _ = stream.set_nodelay(true);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS)
        .max_buf_size(HEADER_BYTES)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let watched = graceful.watch(connection);
    let gauge = app.metrics.connections().clone();
    gauge.inc();
    tokio::spawn(async move {
        // How a client leaves is its own business.
        let _ = watched.await;
        gauge.dec();
        drop(permit);
    });
}
