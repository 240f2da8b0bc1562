//! The one HTTP client: S3 and the published keys. TLS 1.3 alone, but for loopback.

use crate::{Body, StreamError, whole};
use bytes::Bytes;
use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use hyper::{Method, Request, Response, StatusCode};
use hyper_rustls::{ConfigBuilderExt as _, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use std::time::Duration;
use url::Url;

/// For a connection; S3 is in the same region.
const CONNECT: Duration = Duration::from_secs(3);
/// For a whole call whose answer is small.
pub const CALL: Duration = Duration::from_secs(10);
/// For an answer to begin after a body has been sent whole or in part: the client in front gives up long before.
pub const STREAM: Duration = Duration::from_secs(900);
/// S3 closes what has been idle for about 20 s; a connection that it has just closed costs a repeat.
const IDLE: Duration = Duration::from_secs(10);
/// Bytes that one connection holds at most. Twenty uploads of four streams each are within 64 MiB with it.
pub const BUFFER: usize = 128 * 1024;

/// Why a call had no answer to use.
#[derive(Debug, thiserror::Error)]
pub enum OutboundError {
    /// No connection, or it broke.
    #[error("no answer")]
    Unreachable(#[source] StreamError),
    /// Nothing came in time.
    #[error("no answer in time")]
    Late,
    /// An answer that is not the one.
    #[error("refused with status {0}")]
    Refused(u16),
    /// More bytes than such an answer has.
    #[error("an answer that is too large or broke off")]
    Body(#[source] StreamError),
}

/// The client. A clone shares its connections.
#[derive(Debug, Clone)]
pub struct Outbound {
    client: Client<HttpsConnector<HttpConnector>, Body>,
}

impl Outbound {
    /// A client that trusts whom the machine trusts.
    ///
    /// # Errors
    /// When the machine has no certificates to trust.
    pub fn new() -> anyhow::Result<Self> {
        let provider = std::sync::Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13])?
            .with_native_roots()?
            .with_no_client_auth();
        let mut plain = HttpConnector::new();
        plain.enforce_http(false);
        plain.set_connect_timeout(Some(CONNECT));
        plain.set_nodelay(true);
        let connector = HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_http1();
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .http1_max_buf_size(BUFFER)
            .build(connector.wrap_connector(plain));
        Ok(Self { client })
    }

    /// Sends a request; the answer's body is still to be read.
    ///
    /// # Errors
    /// When nothing answers within `patience`.
    pub async fn send(&self, request: Request<Body>, patience: Duration) -> Result<Response<Incoming>, OutboundError> {
        match tokio::time::timeout(patience, self.client.request(request)).await {
            Ok(answer) => answer.map_err(|error| OutboundError::Unreachable(error.into())),
            Err(_) => Err(OutboundError::Late),
        }
    }

    /// The body of an answer, if it is at most `most` bytes.
    ///
    /// # Errors
    /// When it is larger, late, or breaks off.
    pub async fn read(body: Incoming, most: usize) -> Result<Bytes, OutboundError> {
        match tokio::time::timeout(CALL, Limited::new(body, most).collect()).await {
            Ok(read) => read.map(http_body_util::Collected::to_bytes).map_err(OutboundError::Body),
            Err(_) => Err(OutboundError::Late),
        }
    }

    /// Reads one small document.
    ///
    /// # Errors
    /// When it is not answered with 200 in time, or is larger than `most` bytes.
    pub async fn get(&self, url: &Url, most: usize) -> Result<Bytes, OutboundError> {
        let request = Request::builder().method(Method::GET).uri(url.as_str()).body(whole(Bytes::new()));
        let request = request.map_err(|error| OutboundError::Unreachable(error.into()))?;
        let answer = self.send(request, CALL).await?;
        match answer.status() {
            StatusCode::OK => Self::read(answer.into_body(), most).await,
            status => Err(OutboundError::Refused(status.as_u16())),
        }
    }
}
