//! `SPRINTERS_TLS_*`.

use super::github::together;
use super::problem::Wrong;
use super::reader::Reader;
use std::path::PathBuf;

/// Files to serve HTTPS with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// Certificate chain, in PEM.
    pub certificate: PathBuf,
    /// Its private key, in PEM.
    pub key: PathBuf,
}

pub(super) fn read(reader: &mut Reader<'_>) -> Option<TlsFiles> {
    let certificate = reader.optional("SPRINTERS_TLS_CERT", file);
    let key = reader.optional("SPRINTERS_TLS_KEY", file);
    together(reader, "SPRINTERS_TLS_CERT", "SPRINTERS_TLS_KEY");
    // Read and checked already, and not served: a setting that is taken and has no effect would be worse than none.
    if certificate.is_some() && key.is_some() {
        let remedy = "leave it out and put a proxy that speaks HTTPS in front";
        reader.refuse("SPRINTERS_TLS_CERT", Wrong::new("this version can't serve HTTPS yet", remedy));
    }
    Some(TlsFiles { certificate: certificate?, key: key? })
}

fn file(text: &str) -> Result<PathBuf, Wrong> {
    let path = PathBuf::from(text.trim());
    std::fs::File::open(&path).map_err(|error| {
        Wrong::new(format!("can't read {}: {error}", path.display()), "name a file in PEM that this user can read")
    })?;
    Ok(path)
}
