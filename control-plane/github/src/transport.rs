//! The wire: one pool of connections, TLS 1.3 and nothing older, answers within bounds.
//!
//! octocrab builds on top of a service. Ours is made for one call, so that it knows whose call it is: it tells that
//! installation's [`Pace`](super::pace::Pace) what GitHub's headers say, which octocrab keeps to itself where a call
//! succeeds.

use super::config::GitHubSetupError;
use super::pace::Pace;
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, Method, Request, Response, StatusCode, Uri};
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper_rustls::ConfigBuilderExt as _;
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use octocrab::OctoBody;
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};
use sprinters_common::clock::Clock;
use sprinters_common::tls;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tower::Service;

/// Most bytes of an answer. A page of 100 runners or deliveries has less than 100 KB, one of 100 repositories 600 KB.
pub(super) const MAX_ANSWER_BYTES: usize = 8 * 1024 * 1024;

/// How long an idle connection is kept, and how many.
const IDLE: Duration = Duration::from_secs(60);
const MAX_IDLE: usize = 100;

/// Most redirections of one request. A renamed repository needs one.
const MAX_REDIRECTS: usize = 2;

pub(super) type Http = Client<tls::Connector, Full<Bytes>>;

/// The pool of connections. Trusts these authorities (DER), or the machine's own where there are none.
pub(super) fn pool(authorities: &[Vec<u8>]) -> Result<Http, GitHubSetupError> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(|error| GitHubSetupError::Tls(error.into()))?;
    let builder = if authorities.is_empty() {
        builder.with_native_roots().map_err(|error| GitHubSetupError::Tls(error.into()))?
    } else {
        let mut roots = RootCertStore::empty();
        for authority in authorities {
            let certificate = CertificateDer::from(authority.clone());
            roots.add(certificate).map_err(|error| GitHubSetupError::Tls(error.into()))?;
        }
        builder.with_root_certificates(roots)
    };
    // Plain HTTP only ever to the base address, which was checked to be on loopback.
    let connector = tls::connector(&Arc::new(builder.with_no_client_auth()));
    let mut client = Client::builder(TokioExecutor::new());
    client
        .timer(TokioTimer::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(IDLE)
        .pool_max_idle_per_host(MAX_IDLE);
    Ok(client.build(connector))
}

/// Why there is no answer. Holds nothing of the request.
#[derive(Debug, thiserror::Error)]
pub(super) enum TransportError {
    /// No connection, or it broke.
    #[error("no connection to GitHub")]
    Connection(#[source] hyper_util::client::legacy::Error),
    /// What octocrab made could not be sent.
    #[error("the request could not be made")]
    Request,
}

/// The service of one call.
#[derive(Clone)]
pub(super) struct Wire {
    pub(super) http: Http,
    pub(super) pace: Arc<Pace>,
    pub(super) clock: Clock,
}

impl Service<Request<OctoBody>> for Wire {
    type Response = Response<Limited<Incoming>>;
    type Error = TransportError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, TransportError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<OctoBody>) -> Self::Future {
        let wire = self.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await.map_err(|_| TransportError::Request)?.to_bytes();
            let mut uri = parts.uri;
            let mut redirects = 0;
            loop {
                let again = Sent { method: &parts.method, uri: &uri, headers: &parts.headers, body: &body };
                let response = wire.http.request(again.request()?).await.map_err(TransportError::Connection)?;
                wire.pace.heard(response.headers(), wire.clock.now());
                match moved(&parts.method, &uri, &response) {
                    Some(elsewhere) if redirects < MAX_REDIRECTS => (uri, redirects) = (elsewhere, redirects + 1),
                    Some(_) | None => return Ok(response.map(|body| Limited::new(body, MAX_ANSWER_BYTES))),
                }
            }
        })
    }
}

struct Sent<'a> {
    method: &'a Method,
    uri: &'a Uri,
    headers: &'a HeaderMap,
    body: &'a Bytes,
}

impl Sent<'_> {
    fn request(&self) -> Result<Request<Full<Bytes>>, TransportError> {
        let request = Request::builder().method(self.method).uri(self.uri);
        let mut request = request.body(Full::new(self.body.clone())).map_err(|_| TransportError::Request)?;
        *request.headers_mut() = self.headers.clone();
        Ok(request)
    }
}

/// Where a renamed repository is now. Only within the same GitHub: the token goes along.
fn moved(method: &Method, from: &Uri, response: &Response<Incoming>) -> Option<Uri> {
    let keeps_method = matches!(response.status(), StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT);
    let is_moved =
        matches!(response.status(), StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND) && *method == Method::GET;
    if !keeps_method && !is_moved {
        return None;
    }
    let to: Uri = response.headers().get(LOCATION)?.to_str().ok()?.parse().ok()?;
    (to.scheme() == from.scheme() && to.authority() == from.authority()).then_some(to)
}
