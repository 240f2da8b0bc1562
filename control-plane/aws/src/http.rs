//! The SDK's HTTP client over our own TLS: the SDK's own would offer TLS 1.2 as well.

use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::ClientConfig;
use sprinters_common::tls;
use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

/// How long an idle connection is kept. AWS closes them after a minute or so.
const IDLE: Duration = Duration::from_secs(50);

/// Most idle connections to one endpoint: more are rarely needed at once, because calls are paced.
const MOST_IDLE: usize = 32;

/// Where the credentials of a machine or container on AWS come from: link-local addresses, answered by the host beneath
/// it. They have no TLS, and nothing sent there leaves the machine.
const METADATA: [&str; 4] = ["169.254.169.254", "169.254.170.2", "169.254.170.23", "[fd00:ec2::254]"];

/// What may be reached without encryption.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plain {
    /// This machine.
    Loopback,
    /// This machine, and the addresses that its credentials come from.
    LoopbackAndMetadata,
}

/// A client for the SDK.
pub(super) fn client(tls: &Arc<ClientConfig>, plain: Plain) -> SharedHttpClient {
    let inner = Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(IDLE)
        .pool_max_idle_per_host(MOST_IDLE)
        .build(tls::connector(tls));
    let connector = SharedHttpConnector::new(Connector { inner, plain });
    http_client_fn(move |_, _| connector.clone())
}

#[derive(Debug)]
struct Connector {
    inner: Client<tls::Connector, SdkBody>,
    plain: Plain,
}

/// The endpoint is neither encrypted nor on this machine.
#[derive(Debug, thiserror::Error)]
#[error("`http://` to another machine is not encrypted: use https://")]
struct Unencrypted;

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let request = match request.try_into_http1x() {
            Ok(request) => request,
            Err(error) => return HttpConnectorFuture::ready(Err(ConnectorError::user(error.into()))),
        };
        let host = request.uri().host().unwrap_or_default();
        let metadata = self.plain == Plain::LoopbackAndMetadata && METADATA.contains(&host);
        if !metadata && !tls::may_be_sent(request.uri()) {
            return HttpConnectorFuture::ready(Err(ConnectorError::user(Unencrypted.into())));
        }
        let answer = self.inner.request(request);
        HttpConnectorFuture::new(async move {
            let answer = answer.await.map_err(sorted)?;
            HttpResponse::try_from(answer.map(SdkBody::from_body_1_x))
                .map_err(|error| ConnectorError::other(error.into(), None))
        })
    }
}

/// What the SDK wants to know of a failure: whether it was the way there.
fn sorted(error: hyper_util::client::legacy::Error) -> ConnectorError {
    let mut timed_out = false;
    let mut cause: Option<&(dyn StdError + 'static)> = Some(&error);
    while let Some(error) = cause {
        let io = error.downcast_ref::<std::io::Error>();
        timed_out |= io.is_some_and(|io| io.kind() == std::io::ErrorKind::TimedOut);
        cause = error.source();
    }
    if timed_out { ConnectorError::timeout(error.into()) } else { ConnectorError::io(error.into()) }
}
