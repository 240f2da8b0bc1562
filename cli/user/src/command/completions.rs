//! `sprinters completions`

use crate::args::Cli;
use crate::failure::{Exit, Failure};
use crate::out::Out;
use clap::CommandFactory as _;

/// Print shell completions
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  sprinters completions bash > ~/.local/share/bash-completion/completions/sprinters")]
pub(crate) struct Args {
    /// For which shell
    shell: clap_complete::Shell,
}

pub(crate) fn run(args: &Args, out: &Out) -> Result<Exit, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "sprinters", &mut text);
    out.data(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Fine)
}
