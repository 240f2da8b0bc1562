//! TLS to GitHub and AWS: version 1.3 and nothing older, and no `http://` but to this machine.

use hyper::Uri;
use hyper_rustls::{ConfigBuilderExt as _, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use rustls::crypto::aws_lc_rs;
use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};
use std::error::Error as StdError;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tower::Service;

/// Longest that a connection may take, its TLS handshake included. Who takes longer does not answer; both services are
/// a few milliseconds away.
pub const CONNECT_WITHIN: Duration = Duration::from_secs(3);

/// Why there can be no TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// No certificate authority is trusted on this machine, so nobody can prove who they are.
    #[error(
        "this machine has no trusted certificate authorities: install the package ca-certificates, or set SSL_CERT_FILE"
    )]
    NoRoots(#[source] std::io::Error),
    /// The library can't do TLS 1.3.
    #[error("the TLS library refuses TLS 1.3")]
    Library(#[from] rustls::Error),
}

/// What every connection to GitHub and AWS is made with: TLS 1.3 alone, and the certificate authorities that this
/// machine trusts.
///
/// # Errors
/// If this machine trusts no certificate authority.
pub fn client_config() -> Result<Arc<ClientConfig>, TlsError> {
    let config = only_1_3()?.with_native_roots().map_err(TlsError::NoRoots)?.with_no_client_auth();
    Ok(Arc::new(config))
}

/// The same, trusting these certificate authorities and no other: for a GitHub Enterprise Server with its own, and for
/// tests.
///
/// # Errors
/// If the library refuses TLS 1.3.
pub fn client_config_trusting(roots: RootCertStore) -> Result<Arc<ClientConfig>, TlsError> {
    Ok(Arc::new(only_1_3()?.with_root_certificates(roots).with_no_client_auth()))
}

/// A connector that gives up after [`CONNECT_WITHIN`]: the one of TCP would wait for a handshake for ever.
#[derive(Debug, Clone)]
pub struct Connector(HttpsConnector<HttpConnector>);

/// There was no connection within [`CONNECT_WITHIN`].
#[derive(Debug, thiserror::Error)]
#[error("no connection within {} seconds", CONNECT_WITHIN.as_secs())]
struct TooSlow;

impl Service<Uri> for Connector {
    type Response = <HttpsConnector<HttpConnector> as Service<Uri>>::Response;
    type Error = Box<dyn StdError + Send + Sync>;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, to: Uri) -> Self::Future {
        let connected = tokio::time::timeout(CONNECT_WITHIN, self.0.call(to));
        Box::pin(async move {
            // As the operating system says it, so that whoever sorts errors knows it.
            connected.await.unwrap_or_else(|_| Err(io::Error::new(io::ErrorKind::TimedOut, TooSlow).into()))
        })
    }
}

/// A connector for an HTTP client. It takes `http://` as well: whoever sends asks [`may_be_sent`] first.
#[must_use]
pub fn connector(config: &Arc<ClientConfig>) -> Connector {
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    let https = HttpsConnectorBuilder::new()
        .with_tls_config(ClientConfig::clone(config))
        .https_or_http()
        .enable_http1()
        .wrap_connector(tcp);
    Connector(https)
}

/// Whether a request may go there: encrypted, or to this machine.
#[must_use]
pub fn may_be_sent(uri: &Uri) -> bool {
    match uri.scheme_str() {
        Some("https") => true,
        Some("http") => uri.host().is_some_and(is_loopback),
        Some(_) | None => false,
    }
}

/// Whether a host is this machine, by its name or number. An IPv6 address may stand in brackets.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let number = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    host == "localhost" || number.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn only_1_3() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, rustls::Error> {
    ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_the_clear_only_to_this_machine() {
        for uri in ["https://api.github.com", "http://127.0.0.1:8080/a", "http://localhost", "http://[::1]:80/"] {
            assert!(may_be_sent(&uri.parse().unwrap()), "{uri}");
        }
        for uri in
            ["http://api.github.com", "http://127.0.0.1.example", "http://169.254.169.254/", "ftp://localhost", "/a"]
        {
            assert!(!may_be_sent(&uri.parse().unwrap()), "{uri}");
        }
    }
}
