//! HTTPS: the handshake, and certificates that are renewed while we serve.

use super::certificate::{Certificate, CertificateProblem, TlsFiles};
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::version::{TLS12, TLS13};
use sprinters_common::clock;
use sprinters_core::time::Timestamp;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::signal::unix::Signal;
use tokio::time::{MissedTickBehavior, interval, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(60);

/// How often an operator is told of a certificate that is about to expire.
const REMIND: Duration = Duration::from_secs(24 * 60 * 60);

/// What can be sent over our connections, what we like best first: a browser's tabs share one connection of HTTP/2.
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// Serves one certificate at a time. Clones share it.
#[derive(Clone, Debug)]
pub struct Tls {
    files: TlsFiles,
    current: Arc<Current>,
    config: Arc<ServerConfig>,
    /// What the files looked like when they were last read, right or not.
    seen: Arc<Mutex<Stamp>>,
}

/// What came of a look at the files.
#[derive(Debug)]
pub enum Refreshed {
    /// They are what they were.
    Unchanged,
    /// New connections get the new certificate.
    Replaced,
    /// The new files can't be used: the old certificate stays.
    Kept(CertificateProblem),
}

/// Why a handshake came to nothing. What a client did wrong is its own business.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoHandshake {
    /// Not TLS, a version or cipher that we don't speak, or the connection broke.
    Failed,
    /// It took too long.
    Slow,
}

/// Which version of HTTP a client and we agreed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    /// Also where the client did not say.
    Http1,
    Http2,
}

#[derive(Debug)]
struct Current(RwLock<Certificate>);

impl Current {
    fn get(&self) -> Certificate {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl ResolvesServerCert for Current {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.get().pair())
    }
}

impl Tls {
    /// Reads the files.
    ///
    /// # Errors
    /// If they can't be served.
    pub fn start(files: &TlsFiles, now: Timestamp) -> Result<Tls, CertificateProblem> {
        // Looked at before they are read: a change in between is seen at the next look.
        let seen = stamp(files);
        let current = Arc::new(Current(RwLock::new(Certificate::read(files, now)?)));
        let unusable = |cause| CertificateProblem::Unusable { path: files.certificate.clone(), cause };
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()));
        let config = config.with_protocol_versions(&[&TLS13, &TLS12]).map_err(unusable)?;
        let mut config = config.with_no_client_auth().with_cert_resolver(Arc::clone(&current) as _);
        config.alpn_protocols = PROTOCOLS.map(<[u8]>::to_vec).to_vec();
        Ok(Tls { files: files.clone(), current, config: Arc::new(config), seen: Arc::new(Mutex::new(seen)) })
    }

    /// What new connections get.
    #[must_use]
    pub fn certificate(&self) -> Certificate {
        self.current.get()
    }

    /// Looks whether the files changed since they were last read, and reads them if so.
    pub fn refresh(&self, now: Timestamp) -> Refreshed {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let found = stamp(&self.files);
        if *seen == found {
            return Refreshed::Unchanged;
        }
        *seen = found;
        match Certificate::read(&self.files, now) {
            Ok(certificate) => {
                *self.current.0.write().unwrap_or_else(PoisonError::into_inner) = certificate;
                Refreshed::Replaced
            }
            Err(problem) => Refreshed::Kept(problem),
        }
    }

    /// A client's part of the handshake, within a time.
    pub(super) async fn accept(
        &self,
        stream: TcpStream,
        within: Duration,
    ) -> Result<(TlsStream<TcpStream>, Protocol), NoHandshake> {
        match timeout(within, TlsAcceptor::from(Arc::clone(&self.config)).accept(stream)).await {
            Ok(Ok(stream)) => {
                let is_http2 = stream.get_ref().1.alpn_protocol() == Some(PROTOCOLS[0]);
                Ok((stream, if is_http2 { Protocol::Http2 } else { Protocol::Http1 }))
            }
            Ok(Err(_)) => Err(NoHandshake::Failed),
            Err(_) => Err(NoHandshake::Slow),
        }
    }
}

/// Takes renewed files into use, every minute and at each hangup signal, until it is dropped. Files that can't be used
/// are told once, and the old certificate stays.
pub async fn renew(tls: Tls, mut hangup: Signal) {
    let mut looks = interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut reminders = interval(REMIND);
    loop {
        tokio::select! {
            _ = looks.tick() => {}
            _ = hangup.recv() => {}
            _ = reminders.tick() => remind(&tls),
        }
        match tls.refresh(clock::now()) {
            Refreshed::Unchanged => {}
            Refreshed::Replaced => tracing::info!("new connections get the new certificate"),
            Refreshed::Kept(problem) => {
                let remedy = problem.remedy();
                tracing::error!(%problem, remedy, "the new certificate can't be used, the old one stays");
            }
        }
    }
}

fn remind(tls: &Tls) {
    if let Some(warning) = tls.certificate().expiry_warning(clock::now()) {
        tracing::warn!("{warning}");
    }
}

/// Which bytes a file has, without reading them: device, number, size and the moment of the last change, of either
/// file. A file that is not there has none.
type Stamp = [Option<(u64, u64, u64, i64, i64)>; 2];

fn stamp(files: &TlsFiles) -> Stamp {
    let of = |path: &Path| {
        let metadata = std::fs::metadata(path).ok()?;
        Some((metadata.dev(), metadata.ino(), metadata.size(), metadata.ctime(), metadata.ctime_nsec()))
    };
    [of(&files.certificate), of(&files.key)]
}
