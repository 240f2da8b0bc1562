//! The console of a serving process, from its settings and from what the set-up wizard stored.

use super::state::{Console, Parts};
use crate::app::App;
use crate::github::OAuth;
use crate::settings::Settings;
use crate::store::{SecretKind, SecretName};
use anyhow::Context as _;
use secrecy::SecretString;
use std::sync::Arc;
use url::Url;

/// Puts it together. Nothing runs yet; see [`super::start`].
///
/// # Errors
/// If a secret does not open, or there is no TLS to be had.
pub async fn of_settings(settings: &Settings, app: &App) -> anyhow::Result<Console> {
    let github = &settings.github;
    let web = github.web_url.clone().map_or_else(|| Url::parse("https://github.com"), Ok)?;
    let api = github.api_url.clone().map_or_else(|| Url::parse("https://api.github.com"), Ok)?;
    let name = SecretName { account: 0, kind: SecretKind::ClientSecret, subject: "" };
    let secret: Option<SecretString> = match &github.client_secret {
        Some(secret) => Some(secret.clone()),
        None => app.store.secret(name).await.context("can't read the App's client secret")?,
    };
    let sign_in = match (&github.client_id, secret) {
        (Some(id), Some(secret)) => Some(OAuth::new(id.clone(), secret, api, web).context("can't speak to GitHub")?),
        (Some(_) | None, _) => None,
    };
    Ok(Console::new(Parts {
        store: app.store.clone(),
        clock: app.clock.clone(),
        public_url: settings.public_url.clone(),
        sign_in,
        app_page: None,
        control_plane_role: settings.control_plane_role.clone(),
        template_url: settings.template_url.clone(),
        retention_days: settings.retention.days(),
        sends_mail: settings.mail.is_some() && settings.public_url.is_some(),
        wake: Arc::clone(&app.wake),
    }))
}
