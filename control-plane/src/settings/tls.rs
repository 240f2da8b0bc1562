//! `SPRINTERS_TLS_*`.

use super::github::together;
use super::problem::Wrong;
use super::reader::Reader;
use crate::server::Certificate;
use sprinters_common::clock;
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
    let files = TlsFiles { certificate: certificate?, key: key? };
    match Certificate::read(&files, clock::now()) {
        Ok(_) => Some(files),
        Err(problem) => {
            let name = if problem.is_about_the_key(&files) { "SPRINTERS_TLS_KEY" } else { "SPRINTERS_TLS_CERT" };
            reader.refuse(name, Wrong::new(problem.to_string(), problem.remedy()));
            None
        }
    }
}

fn file(text: &str) -> Result<PathBuf, Wrong> {
    let path = PathBuf::from(text.trim());
    std::fs::File::open(&path).map_err(|error| {
        Wrong::new(format!("can't read {}: {error}", path.display()), "name a file in PEM that this user can read")
    })?;
    Ok(path)
}
