//! The only program of ours in the runner image. It listens to nobody and talks to nobody but the instance's own metadata
//! service: `prepare` reads the user data once, before the job; `watch` notices an interruption or a lost network.

mod imds;
mod jit;
mod prepare;
mod user_data;
mod watch;

use std::io::Write as _;
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

/// Writes one line for the journal and, by way of the unit's settings, for EC2's console output.
fn say(line: &str) {
    // Nothing can be done about a console that does not take the line; the machine's life does not depend on it.
    let written = writeln!(std::io::stdout(), "sprinters: {line}");
    drop(written);
}
