//! The command line: which commands there are, and what holds for all of them.

use crate::command;
use crate::out::Color;
use clap::{Parser, Subcommand};

/// Jobs, runners and costs of a Sprinters control plane, from your shell.
#[derive(Debug, Parser)]
#[command(
    name = "sprinters",
    version,
    arg_required_else_help = true,
    after_help = "Exit status: 0 fine, 1 a check found something, 2 bad usage or input, 3 an external service failed.\n\nExamples:\n  sprinters sign-in --url https://sprinters.example\n  sprinters jobs --outcome failed\n  sprinters why https://github.com/acme/web/actions/runs/77/job/1001\n  sprinters migrate > sprinters.patch && git apply sprinters.patch"
)]
pub(crate) struct Cli {
    /// Address of the control plane, instead of SPRINTERS_URL or the configuration file
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// When to use colour; NO_COLOR is honoured
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
    /// Write nothing but data and errors
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Say which requests are made
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Jobs(command::jobs::JobsArgs),
    Job(command::jobs::JobArgs),
    Why(command::jobs::WhyArgs),
    Rerun(command::jobs::ActArgs),
    /// Cancel the workflow run of a job
    #[command(
        after_help = "Examples:\n  sprinters cancel 1001\n  sprinters cancel --dry-run https://github.com/acme/web/actions/runs/77"
    )]
    Cancel(command::jobs::ActArgs),
    Runners(command::account::RunnersArgs),
    Costs(command::account::CostsArgs),
    Connections(command::account::ConnectionsArgs),
    Label(command::label::Args),
    Migrate(command::migrate::Args),
    Doctor(command::doctor::Args),
    SignIn(command::sign_in::SignInArgs),
    /// Forget the control plane and the token
    SignOut,
    Config(command::sign_in::ConfigArgs),
    Completions(command::completions::Args),
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_of_every_command_fit_together() {
        Cli::command().debug_assert();
    }
}
