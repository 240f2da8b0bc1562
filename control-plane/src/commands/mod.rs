//! The command line, one command a file.

mod audit;
mod backup;
mod check_config;
mod health;
mod keys_generate;
mod keys_rotate;
mod migrate;
mod revoke;
mod role;
#[cfg(feature = "sandbox")]
mod sandbox;
mod serve;

pub use role::Role;

use crate::service_manager;
use crate::settings::{Problem, Problems, Settings, Source};
use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};
use sprinters_aws::kms::Kms;
use sprinters_seal::SERVICE_WITHIN;
use sprinters_store::{OpenStoreError, Opening};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// The Sprinters control plane.
///
/// Settings come from a TOML file and from environment variables SPRINTERS_*, which win. With nothing set it listens on
/// 127.0.0.1:8080 and keeps its data in an SQLite file.
#[derive(Debug, Parser)]
#[command(name = "sprinters-control-plane", version)]
pub struct Cli {
    /// Configuration file, in TOML.
    #[arg(long, global = true, value_name = "FILE", env = "SPRINTERS_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Take deliveries, launch runners for them, and follow these until they are gone.
    Serve(Serve),
    /// Try it without accounts: a control plane between fakes of GitHub and AWS on this machine, with jobs going by.
    #[cfg(feature = "sandbox")]
    Sandbox(sandbox::Sandboxed),
    /// Bring the database's schema up to date.
    Migrate,
    /// Make and change keys.
    #[command(subcommand)]
    Keys(Keys),
    /// Look through the audit log.
    #[command(subcommand)]
    Audit(Audit),
    /// End every session and revoke every API token, of everybody.
    Revoke,
    /// Check the settings, and say what they come to.
    CheckConfig,
    /// Ask the process that serves with these settings whether it is alive. For containers.
    Health,
    /// Copy the embedded database file while it may be in use. The copy is encrypted as the original is; the root keys
    /// are not in it.
    Backup(Backup),
}

#[derive(Debug, Subcommand)]
enum Keys {
    /// Print a new root key, as SPRINTERS_ROOT_KEYS takes it.
    Generate(Generate),
    /// Wrap all account keys with the first root key. Every process must have both root keys by then.
    Rotate(Rotate),
}

#[derive(Debug, Subcommand)]
enum Audit {
    /// Check the chain of hashes of every account's audit log. Fails if a line was changed, or is missing.
    Verify,
    /// Print an account's audit log as JSON lines, newest first, also of a deleted account.
    Export(Exported),
}

/// Whose log to print.
#[derive(Debug, Args)]
struct Exported {
    /// GitHub's number of the account.
    #[arg(long, value_name = "NUMBER")]
    account: i64,
}

/// How to serve.
#[derive(Debug, Args)]
struct Serve {
    /// What this process does. Roles apart need a PostgreSQL that their processes share.
    #[arg(long, value_enum, value_name = "ROLE", default_value_t)]
    role: Role,
}

/// Where to copy to.
#[derive(Debug, Args)]
struct Backup {
    /// The copy. FILE.key is written beside it and belongs to it.
    #[arg(value_name = "FILE")]
    to: PathBuf,
}

/// Which key to make.
#[derive(Debug, Args)]
struct Generate {
    /// Its name: 1 to 32 lower-case letters, digits and dashes.
    #[arg(long, value_name = "NAME", default_value = "key-1")]
    id: String,
}

/// What to rotate.
#[derive(Debug, Args)]
struct Rotate {
    /// Also give every account a new key and seal its values anew.
    #[arg(long)]
    accounts: bool,
}

/// How a command ends, for scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// Done.
    Fine,
    /// Settings, input or data are not right.
    BadInput,
    /// The outside failed: database, network, file system.
    Outside,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        match exit {
            Exit::Fine => ExitCode::SUCCESS,
            Exit::BadInput => ExitCode::from(2),
            Exit::Outside => ExitCode::from(3),
        }
    }
}

/// Why a command did not do what it was asked.
#[derive(Debug, thiserror::Error)]
enum CommandError {
    #[error(transparent)]
    Settings(#[from] Problems),
    #[error(transparent)]
    Open(#[from] OpenStoreError),
    #[error("{0}")]
    Input(String),
    #[error("{0:#}")]
    Outside(anyhow::Error),
}

impl CommandError {
    fn exit(&self) -> Exit {
        match self {
            CommandError::Settings(_) | CommandError::Input(_) => Exit::BadInput,
            CommandError::Open(error) => match error {
                OpenStoreError::Foreign { .. }
                | OpenStoreError::Newer { .. }
                | OpenStoreError::Changed { .. }
                | OpenStoreError::Older { .. }
                | OpenStoreError::Keys { .. }
                | OpenStoreError::NoKeys { .. }
                | OpenStoreError::Plain { .. }
                | OpenStoreError::Damaged { .. }
                | OpenStoreError::NotAFile
                | OpenStoreError::KeysNeeded => Exit::BadInput,
                OpenStoreError::InUse { .. }
                | OpenStoreError::KeysAway { .. }
                | OpenStoreError::File { .. }
                | OpenStoreError::Database { .. }
                | OpenStoreError::Store(_) => Exit::Outside,
            },
            CommandError::Outside(_) => Exit::Outside,
        }
    }
}

/// Runs the command line: arguments and environment in, exit code out.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    environment: impl IntoIterator<Item = (String, String)>,
) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // Help goes to standard output, problems to standard error; where it can't be written there is nobody to
            // tell.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match dispatch(cli, environment) {
        Ok(()) => Exit::Fine.into(),
        Err(error) => {
            say(&format!("error: {}", sprinters_common::Chain(&error)));
            error.exit().into()
        }
    }
}

fn dispatch(cli: Cli, environment: impl IntoIterator<Item = (String, String)>) -> Result<(), CommandError> {
    if let Command::Keys(Keys::Generate(generate)) = &cli.command {
        return keys_generate::run(&generate.id);
    }
    #[cfg(feature = "sandbox")]
    if let Command::Sandbox(options) = &cli.command {
        return runtime()?.block_on(sandbox::run(options));
    }
    let settings = settings(cli.config, environment)?;
    match cli.command {
        #[cfg(feature = "sandbox")]
        Command::Sandbox(options) => runtime()?.block_on(sandbox::run(&options)),
        Command::Serve(serve) => runtime()?.block_on(serve::run(settings, serve.role)),
        Command::Migrate => runtime()?.block_on(migrate::run(&settings)),
        Command::Keys(Keys::Rotate(rotate)) => runtime()?.block_on(keys_rotate::run(&settings, rotate.accounts)),
        Command::Keys(Keys::Generate(generate)) => keys_generate::run(&generate.id),
        Command::Backup(backup) => runtime()?.block_on(backup::run(&settings, &backup.to)),
        Command::Health => runtime()?.block_on(health::run(&settings)),
        Command::Audit(Audit::Verify) => runtime()?.block_on(audit::verify(&settings)),
        Command::Audit(Audit::Export(of)) => runtime()?.block_on(audit::export(&settings, of.account)),
        Command::Revoke => runtime()?.block_on(revoke::run(&settings)),
        Command::CheckConfig => runtime()?.block_on(check_config::run(&settings)),
    }
}

fn settings(
    config: Option<PathBuf>,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Settings, CommandError> {
    let mut source = Source::empty();
    if let Some(path) = config {
        let text = std::fs::read_to_string(&path).map_err(|error| {
            let what = format!("can't be read: {error}");
            let remedy = "name a file in TOML that this user can read".to_owned();
            Problems(vec![Problem { place: path.display().to_string(), what, remedy }])
        })?;
        source.add_file(&path, &text);
    }
    let mut environment: Vec<(String, String)> = environment.into_iter().collect();
    environment.extend(service_manager::credentials(&environment));
    source.add_environment(environment);
    Ok(Settings::read(&source)?)
}

/// How the store is opened. Root keys that AWS KMS keeps get a way to it, with the control plane's own identity.
async fn opening(settings: &Settings, may_migrate: bool) -> Result<Opening, CommandError> {
    let root_keys = match settings.root_keys.clone() {
        Some(keys) if keys.need_service() => {
            let kms = Kms::new().await.context("can't reach AWS KMS").map_err(CommandError::Outside)?;
            Some(keys.with_service(Arc::new(kms), SERVICE_WITHIN))
        }
        keys => keys,
    };
    let (database, state_dir) = (settings.database.clone(), settings.state_dir.clone());
    Ok(Opening { database, root_keys, state_dir, may_migrate })
}

fn runtime() -> Result<tokio::runtime::Runtime, CommandError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| CommandError::Outside(anyhow::Error::new(error).context("can't start")))
}

/// For people.
#[expect(clippy::print_stderr, reason = "what people read goes to standard error")]
fn say(line: &str) {
    eprintln!("{line}");
}

/// For programs and pipes.
#[expect(clippy::print_stdout, reason = "data goes to standard output")]
fn print(line: &str) {
    println!("{line}");
}
