//! The commands: a file for each subject.

pub(crate) mod account;
pub(crate) mod completions;
pub(crate) mod doctor;
pub(crate) mod jobs;
pub(crate) mod label;
pub(crate) mod migrate;
pub(crate) mod runs_on;
pub(crate) mod sign_in;

use crate::api::Api;
use crate::args::{Cli, Command};
use crate::failure::{Exit, Failure};
use crate::out::Out;

/// Does what the command line asks for.
pub(crate) fn run(cli: &Cli, out: &Out) -> Result<Exit, Failure> {
    let api = || Api::open(cli.url.as_deref(), cli.verbose);
    match &cli.command {
        Command::Jobs(args) => jobs::jobs(args, &api()?, out),
        Command::Job(args) => jobs::job(args, &api()?, out),
        Command::Why(args) => jobs::why(args, &api()?, out),
        Command::Rerun(args) => jobs::act(args, "run-again", "rerun", &api()?, out),
        Command::Cancel(args) => jobs::act(args, "cancel", "cancel", &api()?, out),
        Command::Runners(args) => account::runners(args, &api()?, out),
        Command::Costs(args) => account::costs(args, &api()?, out),
        Command::Connections(args) => account::connections(args, &api()?, out),
        Command::Label(args) => label::run(args, out),
        Command::Migrate(args) => migrate::run(args, out),
        Command::Doctor(args) => doctor::run(args, cli, out),
        Command::SignIn(args) => sign_in::sign_in(args, cli, out),
        Command::SignOut => sign_in::sign_out(out),
        Command::Config(args) => sign_in::config(args, cli, out),
        Command::Completions(args) => completions::run(args, out),
    }
}
