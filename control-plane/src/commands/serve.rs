//! `serve`.

use super::{CommandError, Role, opening};
use crate::control_plane::{ControlPlane, Options, Work};
use crate::settings::Settings;
use crate::{from_settings, housekeeping, server, service_manager};
use anyhow::Context as _;
use sprinters_aws::Aws;
use sprinters_common::clock::{self, Clock};
use sprinters_core::images::PublishedImages;
use sprinters_services::Services;
use sprinters_services::identity::AppIdentity;
use sprinters_services::mail::Mailer;
use sprinters_store::{DatabaseUrl, Store};
use sprinters_telemetry::logs;
use sprinters_telemetry::traces::Traces;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
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
    if let Some(traces) = &traces {
        traces.install();
    }
    for warning in settings.warnings() {
        tracing::warn!("{warning}");
    }
    let store = Store::open(&opening(&settings, true).await?).await?;
    let identity = AppIdentity::load(&settings.github, &store, Clock::System).await;
    let identity = identity.map_err(|error| CommandError::Outside(error.into()))?;
    if identity.github.is_none() {
        tracing::warn!("no GitHub App is set up: nothing is registered or launched until there is one");
    }
    if let (Some(_), None) = (&identity.github, &identity.sign_in) {
        tracing::warn!(
            app = settings.github.app_id,
            "a GitHub App is set up, but nobody can sign in to the console: set SPRINTERS_GITHUB_CLIENT_ID and SPRINTERS_GITHUB_CLIENT_SECRET"
        );
    }
    let console = from_settings::console(&settings, &identity);
    let console = console.context("can't serve pages").map_err(CommandError::Outside)?;
    let mailer = settings.mail.as_ref().map(Mailer::new).transpose();
    let mailer = mailer.context("can't send e-mail").map_err(CommandError::Outside)?;
    let listen = settings.listen;
    let socket = bind(listen).await?;
    let operations = match settings.operations_listen {
        Some(address) => Some(server::Listener::plain(bind(address).await?)),
        None => None,
    };
    let webhook_socket = match settings.webhook_listen {
        Some(address) => Some(bind(address).await?),
        None => None,
    };
    let listen = socket.local_addr().unwrap_or(listen);
    let stop = stop_signal().map_err(CommandError::Outside)?;
    let tls = tls(&settings).map_err(CommandError::Outside)?;
    let renewing = renew(tls.as_ref()).map_err(CommandError::Outside)?;
    let images = Arc::new(images(&settings)?);
    let mut beside = vec![renewing];
    let work = if role.performs_effects() {
        beside.push(tokio::spawn(housekeeping::warn_of_old_images(Arc::clone(&images))));
        let aws = Aws::new(Clock::System).await.context("can't speak to AWS").map_err(CommandError::Outside)?;
        Work::Here(aws)
    } else {
        Work::Elsewhere
    };
    let encrypted = tls.is_some();
    let operations_listen = operations.as_ref().and_then(|listener| listener.socket.local_addr().ok());
    let proxies = settings.proxies.clone();
    let public =
        |socket| server::Listener { tls: tls.clone(), proxies: proxies.clone(), ..server::Listener::plain(socket) };
    let ours = ControlPlane::start(Options {
        identity,
        images,
        work,
        console: Some(console),
        mailer,
        stop_grace: settings.stop_grace,
        listener: Some(public(socket)),
        operations,
        webhook: webhook_socket.map(public),
        ..Options::new(store.clone())
    });
    let Services { identity, clock, notify, vitals, .. } = ours.services.clone();
    beside.push(tokio::spawn(identity.adopt(settings.github.clone(), store.clone(), clock, notify)));
    beside.push(tokio::spawn(housekeeping::sweep(store, settings.retention)));
    if let Some(operations) = operations_listen {
        tracing::info!(%operations, "readiness and metrics");
    }
    tracing::info!(%listen, tls = encrypted, role = role.name(), version = env!("CARGO_PKG_VERSION"), "serving");
    beside.push(service_manager::ready(vitals));
    stop.await;
    service_manager::stopping();
    for task in beside {
        task.abort();
        let _ = task.await;
    }
    ours.stop().await;
    if let Some(traces) = traces {
        traces.finish().await;
    }
    tracing::info!("stopped");
    Ok(())
}

async fn bind(address: SocketAddr) -> Result<TcpListener, CommandError> {
    let socket = TcpListener::bind(address).await;
    socket.with_context(|| format!("can't listen on {address}")).map_err(CommandError::Outside)
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

/// Keeps certificates fresh. Without any there is nothing to do, and a hangup signal ends the process as it always
/// does.
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
