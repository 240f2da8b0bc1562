//! What scripts and people see of `sprinters-iac`: standard output, standard error and the exit status of every
//! command.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test")]

mod bad_input;
mod check;
mod compare;
mod explain;
mod help;
mod label;
mod link;
mod policy;
mod render;
mod review;
mod streams;

use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run of the binary did.
pub(crate) struct Run {
    pub(crate) exit: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the binary with nothing of our own environment: no colour, no credentials, no region.
pub(crate) fn run(args: &[&str]) -> Run {
    run_with(args, b"")
}

/// The same, with something on standard input.
pub(crate) fn run_with(args: &[&str], input: &[u8]) -> Run {
    let mut child =
        command().args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that does not read its input closes the pipe.
    let _closed_pipe = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    Run {
        exit: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sprinters-iac"));
    // Relative paths, so that no snapshot names a machine's directories.
    command.env_clear().current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/templates"));
    command
}

/// A new directory, removed with the value.
pub(crate) fn directory() -> (tempfile::TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().to_owned();
    (directory, path)
}

impl fmt::Display for Run {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "exit {}", self.exit)?;
        writeln!(formatter, "--- stdout\n{}--- stderr\n{}", self.stdout, self.stderr)
    }
}
