//! `serve`.

use super::{CommandError, Role, opening};
use crate::app::App;
use crate::aws::Aws;
use crate::clock::{self, Clock};
use crate::console;
use crate::github::GitHub;
use crate::launch::PublishedImages;
use crate::mail::Mailer;
use crate::settings::{DatabaseUrl, Settings};
use crate::store::Store;
use crate::the_app::{self, TheApp};
use crate::traces::Traces;
use crate::worker::{Limits, Parts, Worker};
use crate::{housekeeping, logs, server};
use anyhow::Context as _;
use std::future::Future;
use std::sync::Arc;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

pub(super) async fn run(settings: Settings, role: Role) -> Result<(), CommandError> {
    if !role.is_whole() && matches!(settings.database, DatabaseUrl::Sqlite(_)) {
        let role = role.name();
        let what = format!("--role {role}: an SQLite file belongs to one process; leave --role out, or use PostgreSQL");
        return Err(CommandError::Input(what));
    }
    let traces = settings.otlp.as_ref().map(Traces::start).transpose();
    let traces = traces.context("can't send traces").map_err(CommandError::Outside)?;
    logs::start_with(&settings.log, traces.as_ref().map(Traces::tracer));
    if let Some(traces) = &traces {
        traces.install();
    }
    for warning in settings.warnings() {
        tracing::warn!("{warning}");
    }
    let store = Store::open(&opening(&settings, true).await?).await?;
    let theirs = TheApp::load(&settings.github, &store).await.map_err(CommandError::Outside)?;
    let (app, writer) = App::start(store.clone(), theirs.webhook_secret.clone());
    let images = Arc::new(images(&settings)?);
    let console = console::of_settings(&settings, &app, &theirs, Arc::clone(&images));
    let console = console.context("can't serve pages").map_err(CommandError::Outside)?;
    let mailer = settings
        .mail
        .as_ref()
        .map(Mailer::new)
        .transpose()
        .context("can't send e-mail")
        .map_err(CommandError::Outside)?;
    let _pages = console::start(&console, mailer);
    let app = app.with_console(console);
    let listen = settings.listen;
    let listener = tokio::net::TcpListener::bind(listen).await;
    let listener = listener.with_context(|| format!("can't listen on {listen}")).map_err(CommandError::Outside)?;
    let listen = listener.local_addr().unwrap_or(listen);
    let stop = stop_signal().map_err(CommandError::Outside)?;
    let tls = tls(&settings).map_err(CommandError::Outside)?;
    let renewing = renew(tls.as_ref()).map_err(CommandError::Outside)?;
    let (stopping, stopped) = watch::channel(false);
    let worker = if role.performs_effects() {
        tokio::spawn(housekeeping::warn_of_old_images(Arc::clone(&images)));
        Some(worker(&store, &app, theirs.github, images).await.map_err(CommandError::Outside)?)
    } else {
        None
    };
    let parts = worker.as_ref().map(|worker| worker.parts().clone());
    let adopting = tokio::spawn(the_app::adopt(settings.github.clone(), app.clone(), parts));
    let working = tokio::spawn(async move {
        if let Some(worker) = worker {
            worker.run(until(stopped)).await;
        }
    });
    tracing::info!(%listen, tls = tls.is_some(), role = role.name(), "serving");
    let sweeping = tokio::spawn(housekeeping::sweep(app.clone(), settings.retention));
    let front = server::Front { listener, tls, limits: server::Limits::default() };
    server::serve(front, app, stop).await;
    // Nobody listens where the worker ended before.
    let _ = stopping.send(true);
    let _ = working.await;
    renewing.abort();
    adopting.abort();
    let _ = adopting.await;
    sweeping.abort();
    // Ends with the last commit, once the last request has let go of the app.
    let _ = sweeping.await;
    let _ = tokio::time::timeout(std::time::Duration::from_secs(5), writer).await;
    store.close().await;
    if let Some(traces) = traces {
        traces.finish().await;
    }
    tracing::info!("stopped");
    Ok(())
}

async fn until(mut stopped: watch::Receiver<bool>) {
    // The sender goes with the process.
    let _ = stopped.wait_for(|stop| *stop).await;
}

/// What performs effects. Without a GitHub App it waits for one; without images, launches end with the reason.
async fn worker(
    store: &Store,
    app: &App,
    github: Option<GitHub>,
    images: Arc<PublishedImages>,
) -> anyhow::Result<Worker> {
    if github.is_none() {
        tracing::warn!("no GitHub App is set up: nothing is registered or launched until there is one");
    }
    let aws = Aws::new(Clock::System).await.context("can't speak to AWS")?;
    let parts = Parts::new(store.clone(), github, aws, images, Clock::System, app.metrics.clone());
    Ok(Worker::new(parts, Limits::default(), Arc::clone(&app.wake)))
}

/// The runner images that may be launched; none without the setting.
pub(super) fn images(settings: &Settings) -> Result<PublishedImages, CommandError> {
    let Some(path) = &settings.images else { return Ok(PublishedImages::default()) };
    let problem =
        |error: &dyn std::fmt::Display| CommandError::Input(format!("SPRINTERS_IMAGES: {}: {error}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| problem(&error))?;
    PublishedImages::read(&text).map_err(|error| problem(&error))
}

/// The settings' reader has found the files right; they may have changed since.
fn tls(settings: &Settings) -> anyhow::Result<Option<server::Tls>> {
    settings.tls.as_ref().map(|files| server::Tls::start(files, clock::now())).transpose().context("can't serve HTTPS")
}

/// Keeps certificates fresh. Without any there is nothing to do, and a hangup signal ends the process as it always does.
fn renew(tls: Option<&server::Tls>) -> anyhow::Result<tokio::task::JoinHandle<()>> {
    let Some(tls) = tls.cloned() else { return Ok(tokio::spawn(async {})) };
    let hangup = signal(SignalKind::hangup()).context("can't listen for SIGHUP")?;
    Ok(tokio::spawn(server::renew(tls, hangup)))
}

/// SIGTERM, as services are stopped, or SIGINT, as people stop programs.
pub(super) fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate()).context("can't listen for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("can't listen for SIGINT")?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
