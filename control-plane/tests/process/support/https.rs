//! Certificates that a test issues to itself, and a client that trusts them alone.

use super::http::{Answer, read};
use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion};
use sprinters_control_plane::server::TlsFiles;
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// A certificate for localhost with its key.
pub(crate) struct Issued {
    pub(crate) der: CertificateDer<'static>,
    pub(crate) certificate: String,
    pub(crate) key: String,
}

/// Issues one. Years of its time: from the first day of one to the first day of the other.
pub(crate) fn issue(years: std::ops::Range<i32>) -> Issued {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    params.not_before = rcgen::date_time_ymd(years.start, 1, 1);
    params.not_after = rcgen::date_time_ymd(years.end, 1, 1);
    let certificate = params.self_signed(&key).unwrap();
    Issued { der: certificate.der().clone(), certificate: certificate.pem(), key: key.serialize_pem() }
}

impl Issued {
    /// Writes both files, the key for this user alone.
    pub(crate) fn write(&self, directory: &Path) -> TlsFiles {
        let files = TlsFiles { certificate: directory.join("tls.crt"), key: directory.join("tls.key") };
        std::fs::write(&files.certificate, &self.certificate).unwrap();
        let _ = std::fs::remove_file(&files.key);
        let key = std::fs::OpenOptions::new().create_new(true).write(true).mode(0o600).open(&files.key);
        io::Write::write_all(&mut key.unwrap(), self.key.as_bytes()).unwrap();
        files
    }
}

/// Connects as a client that trusts one certificate.
pub(crate) async fn connect(
    address: SocketAddr,
    trusted: &Issued,
    versions: &[&'static SupportedProtocolVersion],
) -> io::Result<TlsStream<TcpStream>> {
    connect_as(address, trusted, versions, &[]).await
}

/// The same, as one that says which protocols it speaks.
pub(crate) async fn connect_as(
    address: SocketAddr,
    trusted: &Issued,
    versions: &[&'static SupportedProtocolVersion],
    protocols: &[&str],
) -> io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.der.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_protocol_versions(versions).unwrap();
    let mut config = config.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
    let stream = TcpStream::connect(address).await?;
    TlsConnector::from(Arc::new(config)).connect(ServerName::try_from("localhost").unwrap(), stream).await
}

/// Sends one request and reads the answer to the end of the connection.
pub(crate) async fn send(stream: &mut TlsStream<TcpStream>, head: &str, body: &[u8]) -> Answer {
    stream.write_all(&[head.as_bytes(), body].concat()).await.unwrap();
    read(stream).await
}
