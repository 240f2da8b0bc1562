//! `sprinters`: jobs, runners and costs of a Sprinters control plane, from a shell. It speaks the control plane's API
//! and has no AWS SDK in it; `sprinters-iac` renders, reviews and installs the stack.

mod api;
mod args;
mod command;
mod failure;
mod out;
mod settings;

use args::Cli;
use clap::Parser as _;
use failure::Exit;
use out::Out;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are data and exit with 0; what is wrong with the arguments exits with 2.
            let exit = if error.use_stderr() { Exit::BadInput } else { Exit::Fine };
            let _closed_pipe = error.print();
            return ExitCode::from(exit as u8);
        }
    };
    let out = Out::new(cli.color, cli.quiet);
    let exit = command::run(&cli, &out).unwrap_or_else(|failure| {
        out.fail(&failure);
        failure.exit
    });
    ExitCode::from(exit as u8)
}
