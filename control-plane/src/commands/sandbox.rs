//! `sandbox`.

use super::{CommandError, print, say};
use crate::sandbox::{Sandbox, SandboxError, Stream, Table};
use anyhow::Context as _;
use clap::Args;
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
}

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
    logs::start("warn");
    let directory = Directory::new().map_err(CommandError::Outside)?;
    let outside =
        |error: SandboxError| CommandError::Outside(anyhow::Error::new(error).context("the sandbox does not start"));
    let sandbox = Sandbox::start(options.listen, &directory.0).await.map_err(outside)?;
    say("SANDBOX: GitHub and AWS are fakes on this machine. Nothing real is touched; nothing costs anything.");
    say(&format!("Console: http://{}/    Ctrl-C ends it.", sandbox.address));
    say("");
    let stop = super::serve::stop_signal().map_err(CommandError::Outside)?;
    let played = play(&sandbox, options, stop).await;
    sandbox.stop().await;
    played.map_err(|error| CommandError::Outside(anyhow::Error::new(error)))
}

async fn play(sandbox: &Sandbox, options: &Sandboxed, stop: impl Future<Output = ()>) -> Result<(), SandboxError> {
    let mut stream = Stream::new(sandbox, Duration::from_secs_f64(options.pace));
    let mut table = Table::default();
    let mut over: Option<Instant> = None;
    let mut stop = std::pin::pin!(stop);
    loop {
        let more = options.jobs.is_none_or(|most| stream.queued() < most);
        stream.step(sandbox, more).await?;
        for line in table.lines(&sandbox.store).await? {
            print(&line);
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
