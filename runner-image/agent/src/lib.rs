//! The only program of ours in the runner image, as a library so that its readers can be fuzzed. It listens to nobody
//! and talks to nobody but the instance's own metadata service: [`prepare`] reads the user data once, before the job;
//! [`watch`] notices an interruption or a lost network.

pub mod imds;
pub mod jit;
pub mod prepare;
pub mod user_data;
pub mod watch;

use std::io::Write as _;

/// Writes one line for the journal and, by way of the unit's settings, for EC2's console output.
pub fn say(line: &str) {
    // Nothing can be done about a console that does not take the line; the machine's life does not depend on it.
    let written = writeln!(std::io::stdout(), "sprinters: {line}");
    drop(written);
}
