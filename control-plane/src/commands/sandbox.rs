//! `sandbox`.

use super::{CommandError, print, say};
use crate::sandbox::{Sandbox, SandboxError, Stream, Table};
use anyhow::Context as _;
use clap::Args;
use sprinters_store::StoreError;
use sprinters_telemetry::logs;
use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::time::Instant;

/// How the sandbox runs.
#[derive(Debug, Args)]
pub(super) struct Sandboxed {
    /// Address and port of the console.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Stop after so many jobs have ended. Without it the stream goes on until Ctrl-C.
    #[arg(long, value_name = "NUMBER")]
    jobs: Option<usize>,
    /// Seconds between two jobs.
    #[arg(long, value_name = "SECONDS", default_value_t = 3.0)]
    pace: f64,
    /// Also write the control plane's log to standard error, as JSON: `warn`, `info`, or a filter.
    #[arg(long, value_name = "FILTER")]
    log: Option<String>,
}

/// How long the database may be too busy to be read before the sandbox gives up: longer than the store waits for a
/// connection, a few times over, as on a machine that builds something beside it.
const PATIENCE: Duration = Duration::from_secs(120);

/// How often the stream and the table move.
const STEP: Duration = Duration::from_millis(200);

/// After the last job, how long its instance may take to be gone.
const LINGER: Duration = Duration::from_secs(10);

pub(super) async fn run(options: &Sandboxed) -> Result<(), CommandError> {
    if !options.listen.ip().is_loopback() {
        let what = format!(
            "--listen {}: the sandbox lets anybody in, so it listens on a loopback address only",
            options.listen
        );
        return Err(CommandError::Input(what));
    }
    if !(0.05..=3_600.0).contains(&options.pace) {
        return Err(CommandError::Input("--pace must be from 0.05 to 3600 seconds".to_owned()));
    }
    // Some of the jobs are there to fail, and libraries say so in lines of their own.
    logs::start(options.log.as_deref().unwrap_or("off"));
    let directory = Directory::new().map_err(CommandError::Outside)?;
    let outside =
        |error: SandboxError| CommandError::Outside(anyhow::Error::new(error).context("the sandbox does not start"));
    let sandbox = Sandbox::start(options.listen, &directory.0).await.map_err(outside)?;
    for line in greeting(&sandbox.address) {
        say(&line);
    }
    let stop = super::serve::stop_signal().map_err(CommandError::Outside)?;
    let played = play(&sandbox, options, stop).await;
    sandbox.stop().await;
    played.map_err(|error| CommandError::Outside(anyhow::Error::new(error)))
}

fn greeting(address: &SocketAddr) -> [String; 8] {
    [
        "SANDBOX: GitHub and AWS are fakes on this machine. Nothing real is touched, and nothing costs anything."
            .to_owned(),
        String::new(),
        format!("Console: http://{address}/    Press Ctrl-C to stop."),
        String::new(),
        "Open it and choose \"Sign in with GitHub\": no password is asked. You are octavia, an admin of acme. Follow a job"
            .to_owned(),
        "under Jobs, read the role under Policy, or connect another AWS account under Connections. Jobs start every few"
            .to_owned(),
        "seconds, and some fail on purpose: each says why. They are listed below as well.".to_owned(),
        String::new(),
    ]
}

/// Bears with a database that is too busy to answer now and then.
#[derive(Debug, Default)]
struct Patience(Option<Instant>);

impl Patience {
    /// Whether an error is borne: not one that has lasted.
    fn bears(&mut self, error: &SandboxError, now: Instant) -> bool {
        let passes = matches!(error, SandboxError::Store(StoreError::Database { .. }));
        let since = *self.0.get_or_insert(now);
        passes && now.duration_since(since) < PATIENCE
    }

    fn reset(&mut self) {
        self.0 = None;
    }
}

async fn play(sandbox: &Sandbox, options: &Sandboxed, stop: impl Future<Output = ()>) -> Result<(), SandboxError> {
    let mut stream = Stream::new(sandbox, Duration::from_secs_f64(options.pace));
    let mut table = Table::default();
    let mut over: Option<Instant> = None;
    let mut patience = Patience::default();
    let mut stop = std::pin::pin!(stop);
    loop {
        let more = options.jobs.is_none_or(|most| stream.queued() < most);
        match step(sandbox, &mut stream, &mut table, more).await {
            Ok(()) => patience.reset(),
            Err(error) if patience.bears(&error, Instant::now()) => {}
            Err(error) => return Err(error),
        }
        if more || 0 < stream.under_way() {
            over = None;
        } else {
            let since = *over.get_or_insert_with(Instant::now);
            if sandbox.aws.live_instances().is_empty() || LINGER <= since.elapsed() {
                let left = sandbox.aws.live_instances().len();
                say(&format!("\n{} jobs were queued and have ended; {left} instances are left.", stream.queued()));
                return Ok(());
            }
        }
        tokio::select! {
            () = &mut stop => return Ok(()),
            () = tokio::time::sleep(STEP) => {}
        }
    }
}

async fn step(sandbox: &Sandbox, stream: &mut Stream, table: &mut Table, more: bool) -> Result<(), SandboxError> {
    stream.step(sandbox, more).await?;
    for line in table.lines(&sandbox.store).await? {
        print(&line);
    }
    Ok(())
}

/// A directory for the database, removed at the end.
struct Directory(std::path::PathBuf);

impl Directory {
    fn new() -> anyhow::Result<Directory> {
        let path = std::env::temp_dir().join(format!("sprinters-sandbox-{}", std::process::id()));
        std::fs::create_dir_all(&path).with_context(|| format!("can't make {}", path.display()))?;
        Ok(Directory(path))
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        // What can't be removed is in the directory for temporary files.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sprinters_store::{DatabaseUrl, Opening, Store};

    #[tokio::test]
    async fn one_read_that_fails_ends_nothing_and_a_database_that_is_gone_does() {
        let directory = tempfile::TempDir::new().unwrap();
        let (database, state_dir) = (DatabaseUrl::in_directory(directory.path()), directory.path().to_owned());
        let opening = Opening { database, root_keys: None, state_dir, may_migrate: true };
        let store = Store::open(&opening).await.unwrap();
        store.close().await;
        let failed = async || SandboxError::from(Table::default().lines(&store).await.unwrap_err());
        let start = Instant::now();
        let mut patience = Patience::default();
        assert!(patience.bears(&failed().await, start));
        assert!(patience.bears(&failed().await, start + PATIENCE - Duration::from_secs(1)));
        assert!(!patience.bears(&failed().await, start + PATIENCE));
        // One that answers in between begins anew.
        patience.reset();
        assert!(patience.bears(&failed().await, start + PATIENCE));
        assert!(!patience.bears(&SandboxError::Store(StoreError::Stopping), start + PATIENCE));
    }
}
