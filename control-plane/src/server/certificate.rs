//! A certificate and its key: read from files, and found right before anybody is served with them.

use rustls::client::verify_server_name;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::{self, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::sign::CertifiedKey;
use rustls::{CertificateError, RootCertStore};
use sprinters_core::time::Timestamp;
use std::fmt;
use std::io::Read as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use zeroize::Zeroizing;

/// Most bytes of either file: a long chain with large keys has some 20 KB.
const MAX_FILE_BYTES: u64 = 256 * 1024;

/// A moment beyond the end of any certificate, to learn its end: 9,000 years from 1970.
const FAR: Duration = Duration::from_secs(9_000 * 365 * 24 * 60 * 60);

/// When a certificate is about to expire: those that are renewed by a program are renewed with 30 days left.
const SOON: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// Files to serve HTTPS with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// Certificate chain, in PEM.
    pub certificate: PathBuf,
    /// Its private key, in PEM.
    pub key: PathBuf,
}

/// A certificate chain with its private key. The key can't be printed.
#[derive(Clone)]
pub struct Certificate {
    pair: Arc<CertifiedKey>,
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({} in the chain)", self.pair.cert.len())
    }
}

/// Why a pair of files can't be used.
#[derive(Debug, thiserror::Error)]
pub enum CertificateProblem {
    /// The file system said no.
    #[error("can't read {path}: {cause}", path = .path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// What it answered. Part of the message, because a problem with the settings has one line.
        cause: std::io::Error,
    },
    /// Others may read the key.
    #[error("{path} may be read by others (mode {mode:03o})", path = .path.display())]
    Exposed {
        /// The key's file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// Not PEM, or nothing of that kind in it.
    #[error("{path} holds no {what} in PEM", path = .path.display())]
    Missing {
        /// Which file.
        path: PathBuf,
        /// What it should hold.
        what: &'static str,
    },
    /// It is PEM, and no certificate or key that can be served.
    #[error("{path} can't be used: {cause}", path = .path.display())]
    Unusable {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        cause: rustls::Error,
    },
    /// The key belongs to another certificate.
    #[error("{key} is not the key of the first certificate in {certificate}", key = .key.display(), certificate = .certificate.display())]
    Mismatch {
        /// The certificate's file.
        certificate: PathBuf,
        /// The key's file.
        key: PathBuf,
    },
    /// Its time is over.
    #[error("the certificate in {path} has expired", path = .path.display())]
    Expired {
        /// The certificate's file.
        path: PathBuf,
    },
    /// Its time has not begun.
    #[error("the certificate in {path} is not valid yet", path = .path.display())]
    Early {
        /// The certificate's file.
        path: PathBuf,
    },
}

impl CertificateProblem {
    /// Whether the key's file is the one to look at, and not the certificate's.
    #[must_use]
    pub fn is_about_the_key(&self, files: &TlsFiles) -> bool {
        match self {
            CertificateProblem::Read { path, .. }
            | CertificateProblem::Missing { path, .. }
            | CertificateProblem::Unusable { path, .. } => *path == files.key,
            CertificateProblem::Exposed { .. } | CertificateProblem::Mismatch { .. } => true,
            CertificateProblem::Expired { .. } | CertificateProblem::Early { .. } => false,
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            CertificateProblem::Read { .. } => "name a file in PEM that this user can read",
            CertificateProblem::Exposed { .. } => {
                "run `chmod 600` on it, and get another certificate if somebody did read it"
            }
            CertificateProblem::Missing { .. } => {
                "the certificate's file holds the chain, the server's own first; the key's file holds one private key"
            }
            CertificateProblem::Unusable { .. } => {
                "use an ECDSA or RSA certificate for servers, with its key as it was issued"
            }
            CertificateProblem::Mismatch { .. } => "give the two files that were issued together",
            CertificateProblem::Expired { .. } => "renew it",
            CertificateProblem::Early { .. } => "check this machine's clock, or wait",
        }
    }
}

impl Certificate {
    /// Reads both files and checks that they can be served now: they belong together, the time is right, and nobody
    /// else may read the key.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn read(files: &TlsFiles, now: Timestamp) -> Result<Certificate, CertificateProblem> {
        let chain_pem = read(&files.certificate, |_| Ok(()))?;
        let unusable = |cause| CertificateProblem::Unusable { path: files.certificate.clone(), cause };
        let missing = |path: &Path, what| CertificateProblem::Missing { path: path.to_owned(), what };
        let chain: Result<Vec<CertificateDer<'static>>, pem::Error> =
            CertificateDer::pem_slice_iter(&chain_pem).collect();
        let chain = chain.ok().filter(|chain| !chain.is_empty());
        let chain = chain.ok_or_else(|| missing(&files.certificate, "certificate"))?;
        let key_pem = read(&files.key, |mode| {
            if mode & 0o077 == 0 { Ok(()) } else { Err(CertificateProblem::Exposed { path: files.key.clone(), mode }) }
        })?;
        let key = PrivateKeyDer::from_pem_slice(&key_pem).map_err(|_| missing(&files.key, "private key"))?;
        let key = default_provider().key_provider.load_private_key(key);
        let key = key.map_err(|cause| CertificateProblem::Unusable { path: files.key.clone(), cause })?;
        let pair = CertifiedKey::new(chain, key);
        pair.keys_match().map_err(|error| match error {
            rustls::Error::InconsistentKeys(_) => {
                CertificateProblem::Mismatch { certificate: files.certificate.clone(), key: files.key.clone() }
            }
            cause => unusable(cause),
        })?;
        let certificate = Certificate { pair: Arc::new(pair) };
        match certificate.at(Duration::from_millis(now.as_millis())) {
            Time::Over => Err(CertificateProblem::Expired { path: files.certificate.clone() }),
            Time::Early => Err(CertificateProblem::Early { path: files.certificate.clone() }),
            Time::Right => Ok(certificate),
        }
    }

    /// How long it may still be used; nothing if the certificate does not say.
    #[must_use]
    pub fn remaining(&self, now: Timestamp) -> Option<Duration> {
        let end = match self.judge(FAR)? {
            CertificateError::ExpiredContext { not_after, .. } => Duration::from_secs(not_after.as_secs()),
            // Not our enum.
            _other => return None,
        };
        Some(end.saturating_sub(Duration::from_millis(now.as_millis())))
    }

    /// A sentence for the operator if it is about to expire.
    #[must_use]
    pub fn expiry_warning(&self, now: Timestamp) -> Option<String> {
        let remaining = self.remaining(now).filter(|remaining| *remaining < SOON)?;
        let days = remaining.as_secs() / (24 * 60 * 60);
        Some(format!("the certificate in SPRINTERS_TLS_CERT expires in {days} days: renew it"))
    }

    /// Whether it speaks for a host.
    #[must_use]
    pub fn covers(&self, host: &str) -> bool {
        let Ok(name) = ServerName::try_from(host) else { return false };
        let parsed = self.pair.end_entity_cert().ok().and_then(|first| ParsedCertificate::try_from(first).ok());
        parsed.is_some_and(|parsed| verify_server_name(&parsed, &name).is_ok())
    }

    pub(super) fn pair(&self) -> Arc<CertifiedKey> {
        Arc::clone(&self.pair)
    }

    fn at(&self, since_1970: Duration) -> Time {
        match self.judge(since_1970) {
            Some(CertificateError::Expired | CertificateError::ExpiredContext { .. }) => Time::Over,
            Some(CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. }) => Time::Early,
            // Nobody trusts it: we asked without any authority, to hear of its time alone.
            Some(_) | None => Time::Right,
        }
    }

    /// What a client that trusts nobody would hold against it first: its time, if that is wrong.
    fn judge(&self, since_1970: Duration) -> Option<CertificateError> {
        let (first, intermediates) = self.pair.cert.split_first()?;
        let parsed = ParsedCertificate::try_from(first).ok()?;
        let judged = rustls::client::verify_server_cert_signed_by_trust_anchor(
            &parsed,
            &RootCertStore::empty(),
            intermediates,
            UnixTime::since_unix_epoch(since_1970),
            default_provider().signature_verification_algorithms.all,
        );
        match judged {
            Err(rustls::Error::InvalidCertificate(error)) => Some(error),
            Err(_) | Ok(()) => None,
        }
    }
}

enum Time {
    Over,
    Early,
    Right,
}

fn read(
    path: &Path,
    allow: impl FnOnce(u32) -> Result<(), CertificateProblem>,
) -> Result<Zeroizing<Vec<u8>>, CertificateProblem> {
    let fail = |cause| CertificateProblem::Read { path: path.to_owned(), cause };
    let file = std::fs::File::open(path).map_err(fail)?;
    let metadata = file.metadata().map_err(fail)?;
    allow(metadata.mode() & 0o777)?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(8 * 1024));
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(fail)?;
    if MAX_FILE_BYTES < bytes.len() as u64 {
        return Err(fail(std::io::Error::other(format!("it has more than {MAX_FILE_BYTES} bytes"))));
    }
    Ok(bytes)
}
