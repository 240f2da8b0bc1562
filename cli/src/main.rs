//! `sprinters-iac`: renders, reviews and installs the Sprinters stack.
//!
//! One command, one file, one function, in `command`. A command gets its arguments parsed and a [`Printer`]; data goes
//! to standard output, everything for people to standard error; it ends in an [`Exit`] or a [`failure::Failure`].
//! Commands that work without AWS start no runtime and read nothing but their arguments and files.

mod args;
#[cfg(feature = "aws")]
mod aws;
mod command;
mod exit;
mod failure;
mod intrinsic;
mod linked;
mod printer;
mod source;
mod table;

use args::Cli;
use clap::Parser;
use exit::Exit;
use printer::Printer;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are data and exit with 0; what is wrong with the arguments exits with 2.
            let exit = if error.use_stderr() { Exit::BadInput } else { Exit::Fine };
            let _closed_pipe = error.print();
            return exit.into();
        }
    };
    let mut printer = Printer::new(cli.color);
    let exit = match command::run(&cli.command, &mut printer) {
        Ok(exit) => exit,
        Err(failure) => printer.fail(&failure),
    };
    exit.into()
}
