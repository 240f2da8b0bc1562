//! `serve`.

use super::{CommandError, Role, opening};
use crate::app::App;
use crate::console;
use crate::mail::Mailer;
use crate::settings::{DatabaseUrl, Settings};
use crate::store::{SecretKind, SecretName, Store};
use crate::traces::Traces;
use crate::webhook::WebhookSecret;
use crate::{clock, housekeeping, logs, server};
use anyhow::Context as _;
use std::future::Future;
use tokio::signal::unix::{SignalKind, signal};

pub(super) async fn run(settings: Settings, role: Role) -> Result<(), CommandError> {
    if !role.is_whole() && matches!(settings.database, DatabaseUrl::Sqlite(_)) {
        let role = role.name();
        let what = format!("--role {role}: an SQLite file belongs to one process; leave --role out, or use PostgreSQL");
        return Err(CommandError::Input(what));
    }
    let traces = settings.otlp.as_ref().map(Traces::start).transpose();
    let traces = traces.context("can't send traces").map_err(CommandError::Outside)?;
    logs::start_with(&settings.log, traces.as_ref().map(Traces::tracer));
    for warning in settings.warnings() {
        tracing::warn!("{warning}");
    }
    let store = Store::open(&opening(&settings, true)).await?;
    let secret = webhook_secret(&settings, &store).await.map_err(CommandError::Outside)?;
    let (app, writer) = App::start(store.clone(), secret);
    let console = console::of_settings(&settings, &app).await.context("can't serve pages").map_err(CommandError::Outside)?;
    let mailer = settings.mail.as_ref().map(Mailer::new).transpose().context("can't send e-mail").map_err(CommandError::Outside)?;
    let _pages = console::start(&console, mailer);
    let app = app.with_console(console);
    let listen = settings.listen;
    let listener = tokio::net::TcpListener::bind(listen).await;
    let listener = listener.with_context(|| format!("can't listen on {listen}")).map_err(CommandError::Outside)?;
    let listen = listener.local_addr().unwrap_or(listen);
    let stop = stop_signal().map_err(CommandError::Outside)?;
    let tls = tls(&settings).map_err(CommandError::Outside)?;
    let renewing = renew(tls.as_ref()).map_err(CommandError::Outside)?;
    tracing::info!(%listen, tls = tls.is_some(), role = role.name(), "serving; deliveries are kept, and nothing acts on them in this version");
    let sweeping = tokio::spawn(housekeeping::sweep(app.clone(), settings.retention));
    let front = server::Front { listener, tls, limits: server::Limits::default() };
    server::serve(front, app, stop).await;
    renewing.abort();
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

/// The setting wins; without it the secret that was stored counts.
async fn webhook_secret(settings: &Settings, store: &Store) -> anyhow::Result<Option<WebhookSecret>> {
    let name = SecretName { account: 0, kind: SecretKind::WebhookSecret, subject: "" };
    let secret = match &settings.github.webhook_secret {
        Some(secret) => Some(secret.clone()),
        None => store.secret(name).await.context("can't read the webhook secret")?,
    };
    Ok(secret.map(WebhookSecret::new))
}

/// SIGTERM, as services are stopped, or SIGINT, as people stop programs.
fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate()).context("can't listen for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("can't listen for SIGINT")?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
