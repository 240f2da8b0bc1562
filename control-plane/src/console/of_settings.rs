//! The console of a serving process, from its settings and from what the set-up wizard stored.

use super::secret;
use super::state::{Console, Making, Parts};
use crate::app::App;
use crate::github::{GitHub, OAuth};
use crate::settings::Settings;
use crate::store::{SecretKind, SecretName};
use anyhow::Context as _;
use secrecy::{ExposeSecret as _, SecretString};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;
use url::Url;

/// Puts it together. Nothing runs yet; see [`super::start`].
///
/// # Errors
/// If a secret does not open, or there is no TLS to be had.
pub async fn of_settings(settings: &Settings, app: &App, github: Option<GitHub>) -> anyhow::Result<Console> {
    let theirs = &settings.github;
    let web = theirs.web_url.clone().map_or_else(|| Url::parse("https://github.com"), Ok)?;
    let api = theirs.api_url.clone().map_or_else(|| Url::parse("https://api.github.com"), Ok)?;
    let stored = |kind| SecretName { account: 0, kind, subject: "" };
    // The App of the settings wins over one that was made in the set-up.
    let (id, secret) = match (&theirs.client_id, &theirs.client_secret) {
        (Some(id), Some(secret)) => (Some(id.clone()), Some(secret.clone())),
        (Some(_) | None, _) => {
            let id = app.store.secret(stored(SecretKind::ClientId)).await.context("can't read the App's client id")?;
            let secret = app
                .store
                .secret(stored(SecretKind::ClientSecret))
                .await
                .context("can't read the App's client secret")?;
            (id.map(|id| id.expose_secret().to_owned()), secret)
        }
    };
    let sign_in = match (id, secret) {
        (Some(id), Some(secret)) => {
            Some(OAuth::new(id, secret, api.clone(), web.clone()).context("can't speak to GitHub")?)
        }
        (Some(_) | None, _) => None,
    };
    let making =
        if sign_in.is_none() { Some(Making { code: setup_code(&settings.state_dir)?, api, web }) } else { None };
    Ok(Console::new(Parts {
        store: app.store.clone(),
        clock: app.clock.clone(),
        public_url: settings.public_url.clone(),
        sign_in,
        making,
        github,
        control_plane_role: settings.control_plane_role.clone(),
        template_url: settings.template_url.clone(),
        retention_days: settings.retention.days(),
        sends_mail: settings.mail.is_some() && settings.public_url.is_some(),
        wake: Arc::clone(&app.wake),
    }))
}

/// The code that lets somebody make the App: in a file that only whoever runs this process can read. So no stranger does it first.
fn setup_code(state_dir: &Path) -> anyhow::Result<SecretString> {
    let path = state_dir.join("setup-code");
    if let Ok(text) = std::fs::read_to_string(&path)
        && 20 < text.trim().len()
    {
        return Ok(SecretString::from(text.trim()));
    }
    let code = secret::draw().context("no randomness")?;
    let file = std::fs::OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&path);
    let mut file = file.with_context(|| format!("can't keep the set-up code in {}", path.display()))?;
    file.write_all(code.expose_secret().as_bytes()).and_then(|()| file.write_all(b"\n"))?;
    tracing::info!(file = %path.display(), "no GitHub App is set up; the set-up page asks for the code in this file");
    Ok(code)
}
