//! One request to a control plane, over the same HTTP client that the SDK uses: no second TLS stack in the binary.

use crate::failure::{Failure, Problem};
use anyhow::Context;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::{Connector, tls};
use aws_smithy_runtime_api::client::http::HttpConnector;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use serde_json::Value;
use std::net::IpAddr;
use std::time::Duration;

/// The control plane assumes the role twice before it answers.
const TIMEOUT: Duration = Duration::from_secs(60);

/// An answer is a few hundred bytes; what is longer is not from a control plane.
const MAX_ANSWER_BYTES: usize = 64 * 1_024;

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// JSON, or the text as it is.
    pub(crate) body: Value,
}

/// Refuses what would send a code in the clear: `https`, or `http` to this very machine.
pub(crate) fn check_base(url: &str) -> Result<String, Failure> {
    let refused = |title: &str| {
        Err(Failure::input(
            Problem::new(format!("`{url}` {title}")).help("give the address of the control plane, https://HOST"),
        ))
    };
    let (secure, rest) = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
        (Some(rest), _) => (true, rest),
        (None, Some(rest)) => (false, rest),
        (None, None) => return refused("does not begin with https://"),
    };
    if !rest.bytes().all(|byte| byte.is_ascii_graphic()) || rest.contains(['?', '#', '@']) {
        return refused("is not the address of a server");
    }
    let authority = rest.split('/').next().unwrap_or_default();
    let host = host(authority);
    if host.is_empty() {
        return refused("names no host");
    }
    let loopback = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    if !secure && !loopback {
        return refused("is not encrypted: http is for this machine alone");
    }
    Ok(url.trim_end_matches('/').to_owned())
}

/// The host without its port; an IPv6 address without its brackets.
fn host(authority: &str) -> &str {
    match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    }
}

/// Posts JSON and reads the answer. Redirects are answers: a code goes to one server only.
pub(crate) async fn post(url: &str, body: &Value) -> Result<Answer, Failure> {
    let connector = Connector::builder()
        .proxy_config(ProxyConfig::from_env())
        .tls_provider(tls::Provider::Rustls(CryptoMode::AwsLc))
        .build();
    let mut request = HttpRequest::new(SdkBody::from(body.to_string()));
    request.set_method("POST").context("the request can't be made")?;
    request.set_uri(url).context("the address can't be used")?;
    let headers = request.headers_mut();
    headers.insert("content-type", "application/json");
    headers.insert("accept", "application/json");
    headers.insert("user-agent", concat!("sprinters-iac/", env!("CARGO_PKG_VERSION")));
    let unreachable = |cause: String| {
        Failure::outside(
            Problem::new(format!("{url} can't be reached"))
                .note(cause)
                .help("check the address, the network and the proxy"),
        )
    };
    let exchange = async {
        let response = connector.call(request).await.map_err(|error| unreachable(causes(&error)))?;
        let status = response.status().as_u16();
        let mut stream = ByteStream::new(response.into_body());
        let mut bytes = Vec::new();
        while let Some(piece) = stream.next().await {
            bytes.extend_from_slice(&piece.map_err(|error| unreachable(causes(&error)))?);
            if MAX_ANSWER_BYTES < bytes.len() {
                return Err(Failure::outside(Problem::new(format!(
                    "{url} answered with more than {MAX_ANSWER_BYTES} bytes: this is no control plane"
                ))));
            }
        }
        let body = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).trim().to_owned()));
        Ok(Answer { status, body })
    };
    match tokio::time::timeout(TIMEOUT, exchange).await {
        Ok(answer) => answer,
        Err(_) => Err(unreachable(format!("no answer within {} seconds", TIMEOUT.as_secs()))),
    }
}

/// The innermost cause says what happened; the others say that something did.
fn causes(error: &(dyn std::error::Error + 'static)) -> String {
    std::iter::successors(Some(error), |error| error.source()).last().map(ToString::to_string).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::check_base;

    #[test]
    fn a_code_is_never_sent_in_the_clear() {
        for url in [
            "https://sprinters.example",
            "https://sprinters.example:8443/base/",
            "http://127.0.0.1:8080",
            "http://localhost",
            "http://[::1]:8080",
        ] {
            assert!(check_base(url).is_ok(), "{url}");
        }
        for url in [
            "http://sprinters.example",
            "http://127.0.0.1.example",
            "http://localhost.example",
            "http://[::2]",
            "ftp://x",
            "sprinters.example",
            "https://",
            "https://a b",
            "https://user@host",
            "https://host?x",
            "http://127.0.0.1@evil.example",
            "",
        ] {
            assert!(check_base(url).is_err(), "{url}");
        }
    }
}
