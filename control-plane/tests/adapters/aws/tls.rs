//! TLS 1.3 and nothing older; no `http://` but to this machine.

use super::cloud;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{RootCertStore, ServerConfig, SupportedProtocolVersion};
use sprinters_aws::{Aws, AwsError, Endpoint, NoAnswer};
use sprinters_common::clock::Clock;
use sprinters_common::tls;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// A certificate for `localhost` that nobody trusts but these tests; good until 2126.
const CERTIFICATE: &str = include_str!("localhost.crt");
const KEY: &str = include_str!("localhost.key");

/// A server that answers any request with nothing of use, over these versions of TLS.
async fn server(versions: &[&'static SupportedProtocolVersion]) -> (String, RootCertStore) {
    let certificate = CertificateDer::from_pem_slice(CERTIFICATE.as_bytes()).unwrap();
    let key = PrivateKeyDer::from_pem_slice(KEY.as_bytes()).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(certificate.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let mut head = [0; 4_096];
                let _ = stream.read(&mut head).await;
                let _ = stream
                    .write_all(b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                    .await;
                let _ = stream.shutdown().await;
            });
        }
    });
    (endpoint, roots)
}

async fn ask(endpoint: String, roots: RootCertStore) -> AwsError {
    let cloud = cloud::Cloud::new().await;
    let tls = Some(tls::client_config_trusting(roots).unwrap());
    let elsewhere = Endpoint { endpoint, tls, ..cloud::endpoint(&cloud.theirs) };
    let ours = Aws::with(&elsewhere, Clock::System).unwrap();
    ours.describe_instances(&cloud.access).await.unwrap_err()
}

#[tokio::test]
async fn a_server_that_speaks_tls_1_3_is_spoken_to() {
    let (endpoint, roots) = server(&[&rustls::version::TLS13]).await;
    let error = ask(endpoint, roots).await;
    assert!(matches!(&error, AwsError::NotAssumed { refusal, .. } if refusal.status == 503), "{error:?}");
}

#[tokio::test]
async fn a_server_that_speaks_no_more_than_tls_1_2_is_not() {
    let (endpoint, roots) = server(&[&rustls::version::TLS12]).await;
    let error = ask(endpoint, roots).await;
    assert!(matches!(error, AwsError::NoAnswer { why: NoAnswer::Connection, .. }), "{error:?}");
}

#[tokio::test]
async fn a_server_whose_certificate_is_not_trusted_is_not() {
    let (endpoint, _) = server(&[&rustls::version::TLS13]).await;
    let error = ask(endpoint, RootCertStore::empty()).await;
    assert!(matches!(error, AwsError::NoAnswer { why: NoAnswer::Connection, .. }), "{error:?}");
}

#[tokio::test]
async fn nothing_is_sent_in_the_clear_to_another_machine() {
    // An address for documentation: should anything be sent there, nobody answers, and the error is another one.
    let error = ask("http://192.0.2.1".to_owned(), RootCertStore::empty()).await;
    assert!(matches!(error, AwsError::NoAnswer { why: NoAnswer::NotSent, .. }), "{error:?}");
}
