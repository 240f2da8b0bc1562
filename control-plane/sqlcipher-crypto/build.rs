//! Puts AWS-LC's headers, and what SQLCipher needs beyond them, where libsqlite3-sys looks.

use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(std::env::var("OUT_DIR")?).join("include");
    let ours = Path::new("include/evp_mac.h");
    let headers = out.join("openssl");
    std::fs::create_dir_all(&headers)?;
    for entry in std::fs::read_dir(aws_lc_headers()?.join("openssl"))? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            std::fs::write(headers.join(entry.file_name()), std::fs::read(entry.path())?)?;
        }
    }
    let mut evp = std::fs::OpenOptions::new().append(true).open(headers.join("evp.h"))?;
    evp.write_all(&std::fs::read(ours)?)?;
    let lines = format!("cargo:include={}\ncargo:rerun-if-changed={}\n", out.display(), ours.display());
    Ok(std::io::stdout().write_all(lines.as_bytes())?)
}

/// AWS-LC's headers, with its prefix on every name, as aws-lc-rs hands them on. The variable's name has its version in
/// it.
fn aws_lc_headers() -> Result<PathBuf, Box<dyn Error>> {
    let is_ours = |name: &str| name.starts_with("DEP_AWS_LC_RS_") && name.ends_with("_INCLUDE");
    let found = std::env::vars().find(|(name, _)| is_ours(name)).map(|(_, path)| PathBuf::from(path));
    found.ok_or_else(|| "aws-lc-rs does not say where its headers are".into())
}
