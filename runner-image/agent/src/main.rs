//! The command line of the only program of ours in the runner image.

use sprinters_agent::{prepare, say, watch};
use std::process::ExitCode;

const USAGE: &str = "usage: sprinters-agent prepare FOLDER | sprinters-agent watch NETWORK_WAIT_SECONDS";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["prepare", folder] => prepare::run(std::path::Path::new(folder)),
        ["watch", seconds] => watch::run(seconds),
        [] | [..] => anyhow::bail!(USAGE),
    }
}
