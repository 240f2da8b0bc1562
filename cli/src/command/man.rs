//! `sprinters-iac man`

use crate::args::Cli;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::printer::Printer;
use anyhow::Context;
use clap::CommandFactory;

/// Print the man page, with every command
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  sprinters-iac man > /usr/local/share/man/man1/sprinters-iac.1")]
pub(crate) struct Args {}

pub(crate) fn run(_args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let mut text = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut text).context("the man page can't be written")?;
    for subcommand in command.get_subcommands() {
        let page = clap_mangen::Man::new(subcommand.clone());
        // A heading of our own: the sections of a page begin with the synopsis.
        text.extend_from_slice(format!(".SH \"COMMAND {}\"\n", subcommand.get_name().to_uppercase()).as_bytes());
        page.render_description_section(&mut text)
            .and_then(|()| page.render_synopsis_section(&mut text))
            .and_then(|()| page.render_options_section(&mut text))
            .and_then(|()| page.render_extra_section(&mut text))
            .context("the man page can't be written")?;
    }
    printer.data(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Fine)
}
