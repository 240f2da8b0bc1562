//! One request and its answer within bounds: a time for its body, a time for the whole of it, and a share of what may
//! be under way at once. Deliveries and what operators ask need no share: pages can't take theirs.

use super::listen::Limits;
use super::places::{Activity, Arriving, Client, Exchange, Place};
use super::proxies::TrustedProxies;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Version, header};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use hyper::Request;
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use tokio::time::Sleep;
use tower::ServiceExt as _;

/// How soon whoever finds no share may try again: those who hold one have seconds left.
const AGAIN: &str = "5";

/// What all connections of a listener share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) router: Router,
    pub(super) limits: Limits,
    pub(super) proxies: TrustedProxies,
    pub(super) shares: Arc<Shares>,
}

/// One connection.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) shared: Arc<Shared>,
    pub(super) peer: SocketAddr,
    pub(super) activity: Arc<Activity>,
    /// Given back early where the connection becomes a stream's: streams are counted by whoever opens them.
    pub(super) place: Mutex<Option<Place>>,
}

impl Connection {
    pub(super) async fn answer(self: Arc<Connection>, request: Request<Incoming>) -> Response {
        let limits = self.shared.limits;
        let exchange = self.activity.begin(limits.answer);
        let (mut parts, body) = request.into_parts();
        let client = self.shared.proxies.client(self.peer, &parts.headers);
        // HTTP/2 says the host elsewhere; here it stands in one place.
        if let Some(host) = parts.uri.authority().and_then(|host| HeaderValue::from_str(host.as_str()).ok()) {
            parts.headers.entry(header::HOST).or_insert(host);
        }
        // Whoever answers wants to know who asks.
        parts.extensions.insert(ConnectInfo(client));
        let is_http1 = parts.version <= Version::HTTP_11;
        let share = match self.shared.shares.take(Client::of(client.ip()), parts.uri.path(), limits) {
            Ok(share) => share,
            Err(refused) => return refused,
        };
        let late = Arc::new(AtomicBool::new(false));
        let body = Body::new(TimedBody {
            body,
            within: limits.body,
            ends: None,
            late: Arc::clone(&late),
            arriving: Some(self.activity.arriving()),
        });
        // A router answers whatever comes.
        let Ok(mut response) = self.shared.router.clone().oneshot(Request::from_parts(parts, body)).await;
        if late.load(Ordering::Relaxed) {
            response = (StatusCode::REQUEST_TIMEOUT, "the body did not arrive in time").into_response();
        }
        if is_stream(response.headers()) {
            exchange.extend(limits.stream);
            if is_http1 {
                response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
                self.place.lock().unwrap_or_else(PoisonError::into_inner).take();
            }
            return response.map(|body| Body::new(Answer { body, _exchange: exchange, _share: None }));
        }
        response.map(|body| Body::new(Answer { body, _exchange: exchange, _share: share }))
    }
}

fn is_stream(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"))
}

/// Requests under way, but for those that have places of their own.
#[derive(Debug, Default)]
pub(super) struct Shares(Mutex<HashMap<Client, usize>>);

/// A share, until it is dropped.
#[derive(Debug)]
struct Share {
    shares: Arc<Shares>,
    client: Client,
}

impl Shares {
    #[expect(clippy::result_large_err, reason = "an answer, made once a refusal")]
    fn take(self: &Arc<Shares>, client: Client, path: &str, limits: Limits) -> Result<Option<Share>, Response> {
        if matches!(path, "/webhooks/github" | "/healthz" | "/readyz" | "/metrics") {
            return Ok(None);
        }
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_client = held.get(&client).copied().unwrap_or(0);
        let refused = if limits.requests_of_client <= of_client {
            Some((
                StatusCode::TOO_MANY_REQUESTS,
                "too many requests of yours are under way; try again in some seconds\n",
            ))
        } else if limits.requests <= held.values().sum() {
            Some((StatusCode::SERVICE_UNAVAILABLE, "too many requests are under way; try again in some seconds\n"))
        } else {
            None
        };
        if let Some(refused) = refused {
            return Err((refused.0, [(header::RETRY_AFTER, AGAIN)], refused.1).into_response());
        }
        held.insert(client, of_client + 1);
        Ok(Some(Share { shares: Arc::clone(self), client }))
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut held = self.shares.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.get_mut(&self.client) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.client);
            }
        }
    }
}

/// A request's body, which has so long to arrive once somebody waits for it.
struct TimedBody {
    body: Incoming,
    within: std::time::Duration,
    ends: Option<Pin<Box<Sleep>>>,
    late: Arc<AtomicBool>,
    arriving: Option<Arriving>,
}

impl HttpBody for TimedBody {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = self.get_mut();
        let within = this.within;
        let ends = this.ends.get_or_insert_with(|| Box::pin(tokio::time::sleep(within)));
        if ends.as_mut().poll(context).is_ready() {
            this.late.store(true, Ordering::Relaxed);
            return Poll::Ready(Some(Err("the body did not arrive in time".into())));
        }
        let frame = ready!(Pin::new(&mut this.body).poll_frame(context));
        if frame.is_none() || this.body.is_end_stream() {
            this.arriving = None;
        }
        Poll::Ready(frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// An answer's body, with what it holds until its last byte is on its way.
struct Answer {
    body: Body,
    _exchange: Exchange,
    _share: Option<Share>,
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Pin::new(&mut self.get_mut().body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
