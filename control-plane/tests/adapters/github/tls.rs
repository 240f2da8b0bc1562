//! The wire to GitHub: TLS 1.3 and nothing older, certificates checked, plain HTTP only on this machine.

use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, SupportedProtocolVersion};
use secrecy::SecretString;
use sprinters_common::clock::Clock;
use sprinters_github::{GitHub, GitHubConfig, GitHubError, GitHubSetupError, OAuth, Outage};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// A server that answers everything with an empty list. Answers with its address and its certificate.
async fn server(versions: &[&'static SupportedProtocolVersion]) -> (SocketAddr, Vec<u8>) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let certificate = made.cert.der().clone();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .with_protocol_versions(versions)
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], key)
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut request = [0; 4_096];
            let _ = stream.read(&mut request).await;
            let answer =
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n[]";
            let _ = stream.write_all(answer.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    (address, certificate.to_vec())
}

fn key() -> SecretString {
    let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_RSA_SHA256).unwrap();
    SecretString::from(pair.serialize_pem())
}

fn github(address: SocketAddr, authorities: Vec<Vec<u8>>) -> GitHub {
    let url = |path: &str| format!("https://localhost:{}{path}", address.port()).parse().unwrap();
    let mut config = GitHubConfig::new(url("/api/v3"), 1, key());
    config.authorities = authorities;
    GitHub::new(config, Clock::System).unwrap()
}

#[tokio::test]
async fn tls_1_3_is_spoken() {
    let (address, certificate) = server(&[&rustls::version::TLS13]).await;
    let (all, _) = github(address, vec![certificate]).installations().await.unwrap();
    assert!(all.is_empty());
}

#[tokio::test]
async fn a_server_that_speaks_nothing_newer_than_1_2_is_refused() {
    let (address, certificate) = server(&[&rustls::version::TLS12]).await;
    let got = github(address, vec![certificate]).installations().await.unwrap_err();
    assert_eq!(got, GitHubError::Unavailable(Outage::Connection));
}

#[tokio::test]
async fn a_certificate_of_somebody_else_is_refused() {
    let (address, _) = server(&[&rustls::version::TLS13]).await;
    let (_, foreign) = server(&[&rustls::version::TLS13]).await;
    let got = github(address, vec![foreign]).installations().await.unwrap_err();
    assert_eq!(got, GitHubError::Unavailable(Outage::Connection));
}

#[tokio::test]
async fn settings_that_would_send_tokens_in_the_clear_or_without_a_key_are_refused() {
    let (https, http): (url::Url, url::Url) =
        ("https://github.example.com".parse().unwrap(), "http://github.example.com".parse().unwrap());
    let refused = |api: &url::Url, key| GitHub::new(GitHubConfig::new(api.clone(), 1, key), Clock::System).unwrap_err();
    assert!(matches!(refused(&http, key()), GitHubSetupError::NotEncrypted(_)));
    assert!(matches!(refused(&https, SecretString::from("no key")), GitHubSetupError::Key));
    let sign_in = |api: &url::Url, web: &url::Url| {
        OAuth::new("id".to_owned(), SecretString::from("secret"), api.clone(), web.clone()).unwrap_err()
    };
    assert!(matches!(sign_in(&http, &https), GitHubSetupError::NotEncrypted(_)));
    assert!(matches!(sign_in(&https, &http), GitHubSetupError::NotEncrypted(_)));
}
