//! What the tests need and this repository does not have: fetched from the package registries into a cache of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Installs everything once, and says where: `tests/support/install`.
///
/// The cache is `$SPRINTERS_CACHE_DIR`, by default `~/.cache/sprinters`; each set of locked packages has a folder of
/// its own, so that a change of a lock file is a new one.
fn install(what: &str) -> PathBuf {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/install");
    let output = Command::new(&script).arg(what).stderr(std::process::Stdio::inherit()).output();
    let output = output.unwrap_or_else(|error| panic!("{}: {error}", script.display()));
    assert!(output.status.success(), "{} {what} failed: see its message above", script.display());
    PathBuf::from(String::from_utf8(output.stdout).expect("a path is text").trim())
}

/// A project for Node.js with its packages.
pub fn node_project(project: &Path) -> PathBuf {
    install(project.file_name().and_then(|name| name.to_str()).expect("a project has a name"))
}

/// The Python environment with Terraform in it; the names of the AWS provider are in its folder `provider`.
pub fn terraform() -> PathBuf {
    install("terraform")
}

/// The folder with the programs of the emulators' Python environment.
pub fn emulators() -> PathBuf {
    install("emulators").join("bin")
}
