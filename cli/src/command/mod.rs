//! The commands: one file, one function each.

pub(crate) mod check;
pub(crate) mod completions;
#[cfg(feature = "aws")]
pub(crate) mod connect;
#[cfg(feature = "aws")]
pub(crate) mod deploy;
pub(crate) mod diff;
#[cfg(feature = "aws")]
pub(crate) mod drift;
pub(crate) mod explain;
pub(crate) mod label;
#[cfg(feature = "aws")]
pub(crate) mod leftovers;
pub(crate) mod link;
pub(crate) mod man;
#[cfg(feature = "aws")]
pub(crate) mod outputs;
pub(crate) mod policy;
pub(crate) mod render;

use crate::args::Command;
use crate::exit::Exit;
use crate::failure::{Failure, Problem};
use crate::printer::Printer;
use clap::ValueEnum;
use sprinters_dsl::template::Template;
use sprinters_stacks::StackKind;

/// Does what the command line asks for.
pub(crate) fn run(command: &Command, printer: &mut Printer) -> Result<Exit, Failure> {
    match command {
        Command::Render(args) => render::run(args, printer),
        Command::Policy(args) => policy::run(args, printer),
        Command::Explain(args) => explain::run(args, printer),
        Command::Check(args) => check::run(args, printer),
        Command::Diff(args) => diff::run(args, printer),
        Command::Link(args) => link::run(args, printer),
        #[cfg(feature = "aws")]
        Command::Deploy(args) => deploy::run(args, printer),
        #[cfg(feature = "aws")]
        Command::Drift(args) => drift::run(args, printer),
        #[cfg(feature = "aws")]
        Command::Outputs(args) => outputs::run(args, printer),
        #[cfg(feature = "aws")]
        Command::Connect(args) => connect::run(args, printer),
        #[cfg(feature = "aws")]
        Command::Leftovers(args) => leftovers::run(args, printer),
        Command::Label(args) => label::run(args, printer),
        Command::Completions(args) => completions::run(args, printer),
        Command::Man(args) => man::run(args, printer),
    }
}

/// Which of our stacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Stack {
    /// The customer stack: one AWS account and region
    Runner,
    /// The customer stack for every account of an organisation's units
    Organization,
    /// What the control plane needs of AWS wherever it runs: its role and its root key
    Platform,
}

impl Stack {
    pub(crate) fn kind(self) -> StackKind {
        match self {
            Stack::Runner => StackKind::Runner,
            Stack::Organization => StackKind::Organization,
            Stack::Platform => StackKind::Platform,
        }
    }
}

/// Renders one of our stacks. That this can't fail is what the tests of the stacks show.
pub(crate) fn rendered(kind: StackKind) -> Result<Template, Failure> {
    sprinters_stacks::render(kind).map_err(|refused| {
        Failure::input(Problem::new(format!("our own {} stack is refused", kind.name())).note(refused.to_string()))
    })
}

/// `Key=Value` of `--param`.
fn key_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        Some(_) | None => Err("write Key=Value".to_owned()),
    }
}
