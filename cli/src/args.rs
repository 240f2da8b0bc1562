//! The command line: which commands there are, and what holds for all of them.

use crate::command;
use clap::{Parser, Subcommand, ValueEnum};

/// Render, review and install the Sprinters stack.
#[derive(Debug, Parser)]
#[command(
    name = "sprinters-iac",
    version,
    arg_required_else_help = true,
    after_help = "Exit status: 0 fine, 1 the check or comparison found something, 2 bad usage or input, 3 the outside failed.\n\nExamples:\n  sprinters-iac render > runner.yaml\n  sprinters-iac diff runner.yaml edited.yaml\n  sprinters-iac label sprinters:aws:m7i.2xlarge:spot=auto"
)]
pub(crate) struct Cli {
    /// When to use colour; NO_COLOR is honoured
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Even into a pipe
    Always,
    /// Not at all
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Render(command::render::Args),
    Policy(command::policy::Args),
    Explain(command::explain::Args),
    Check(command::check::Args),
    Diff(command::diff::Args),
    Link(command::link::Args),
    #[cfg(feature = "aws")]
    Deploy(command::deploy::Args),
    #[cfg(feature = "aws")]
    Drift(command::drift::Args),
    #[cfg(feature = "aws")]
    Outputs(command::outputs::Args),
    #[cfg(feature = "aws")]
    Connect(command::connect::Args),
    #[cfg(feature = "aws")]
    Leftovers(command::leftovers::Args),
    Label(command::label::Args),
    Completions(command::completions::Args),
    Man(command::man::Args),
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_of_every_command_fit_together() {
        Cli::command().debug_assert();
    }
}
