//! The port: HTTP on loopback. An answer can be lost on purpose, so connections are ours to break off.

use super::request::{Reply, answer};
use super::signature::Signed;
use super::state::World;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

/// Most bytes of a request: user data and tags are some kilobytes.
const MOST_BYTES: usize = 1_048_576;

/// Most connections at once.
const MOST_CONNECTIONS: usize = 4_096;

/// Longest that the head of a request may take.
const HEAD_WITHIN: Duration = Duration::from_secs(60);

/// The connection is to break off without an answer.
#[derive(Debug, thiserror::Error)]
#[error("the connection is broken off on purpose")]
struct BreakOff;

/// Accepts connections until it is aborted.
pub(super) async fn serve(listener: TcpListener, world: Arc<Mutex<World>>) {
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(permit) = Arc::clone(&room).acquire_owned().await else { return };
        // Too many open files, or a caller that is gone: the next may do better.
        let Ok((stream, _)) = listener.accept().await else {
            tokio::task::yield_now().await;
            continue;
        };
        let world = Arc::clone(&world);
        tokio::spawn(async move {
            connection(stream, world).await;
            drop(permit);
        });
    }
}

async fn connection(stream: TcpStream, world: Arc<Mutex<World>>) {
    let service = service_fn(move |request| exchange(request, Arc::clone(&world)));
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .serve_connection(TokioIo::new(stream), service)
        .await;
    if let Err(error) = served {
        tracing::debug!(%error, "a connection to the fake of AWS ended early");
    }
}

async fn exchange(request: Request<Incoming>, world: Arc<Mutex<World>>) -> Result<Response<Full<Bytes>>, BreakOff> {
    let (head, body) = request.into_parts();
    let body = Limited::new(body, MOST_BYTES).collect().await.map_err(|_| BreakOff)?.to_bytes();
    let headers: Vec<(String, String)> = head
        .headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect();
    let signed = Signed {
        method: head.method.as_str(),
        path: head.uri.path(),
        query: head.uri.query().unwrap_or_default(),
        headers: &headers,
        body: &body,
    };
    // Nobody panics while holding it; should somebody, the world is as good as it was.
    let reply = answer(&mut world.lock().unwrap_or_else(PoisonError::into_inner), &signed);
    match reply {
        Reply::Nothing => Err(BreakOff),
        // Until the client leaves.
        Reply::Never => std::future::pending().await,
        Reply::Answer { status, content_type, body, request_id, after } => {
            if !after.is_zero() {
                tokio::time::sleep(after).await;
            }
            Response::builder()
                .status(status)
                .header("content-type", content_type)
                .header("x-amzn-requestid", request_id)
                .body(Full::new(Bytes::from(body)))
                .map_err(|_| BreakOff)
        }
    }
}
