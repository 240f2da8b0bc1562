//! `sprinters-iac completions`

use crate::args::Cli;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
use clap::CommandFactory;
use clap_complete::Shell;

/// Print the completions for a shell
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  sprinters-iac completions bash > /etc/bash_completion.d/sprinters-iac\n  sprinters-iac completions zsh > ~/.zfunc/_sprinters-iac"
)]
pub(crate) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "sprinters-iac", &mut text);
    printer.data(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Fine)
}
