//! The GitHub App that a process acts as: of the settings, or made in the set-up wizard and stored. One that is made while processes run is taken over by
//! all of them, without a restart: by the one that served the wizard at once, by the others within seconds.

use crate::app::{App, Chain};
use crate::clock::Clock;
use crate::console::Console;
use crate::github::{API_URL, GitHub, GitHubConfig, OAuth, WEB_URL};
use crate::settings;
use crate::store::{SecretKind, SecretName, Store};
use crate::webhook::WebhookSecret;
use crate::worker::Parts;
use anyhow::Context as _;
use secrecy::{ExposeSecret as _, SecretString};
use std::time::Duration;
use url::Url;

/// How often a process without an App looks whether one was made elsewhere: some reads of a row each.
const LOOK: Duration = Duration::from_secs(5);

/// What can be done as the App. Parts of it may be missing: settings name them one by one.
#[derive(Debug, Clone, Default)]
pub struct TheApp {
    /// Calls of the App and of its installations.
    pub github: Option<GitHub>,
    /// What its deliveries are signed with.
    pub webhook_secret: Option<WebhookSecret>,
    /// How people sign in.
    pub sign_in: Option<OAuth>,
}

/// Where GitHub's API and pages are.
///
/// # Errors
/// Never in fact: the addresses are constants where the settings have none.
pub fn addresses(settings: &settings::GitHub) -> anyhow::Result<(Url, Url)> {
    let api = settings.api_url.clone().map_or_else(|| Url::parse(API_URL), Ok)?;
    let web = settings.web_url.clone().map_or_else(|| Url::parse(WEB_URL), Ok)?;
    Ok((api, web))
}

impl TheApp {
    /// As the settings and the store have it. What the settings name wins.
    ///
    /// # Errors
    /// If a secret can't be read or opened, the key is none, or there is no TLS to be had.
    pub async fn load(settings: &settings::GitHub, store: &Store) -> anyhow::Result<TheApp> {
        let (api, web) = addresses(settings)?;
        let stored = async |kind, what: &'static str| {
            let name = SecretName { account: 0, kind, subject: "" };
            store.secret(name).await.with_context(|| format!("can't read the App's {what}"))
        };
        let text = |secret: SecretString| secret.expose_secret().to_owned();
        let (id, key) = match (settings.app_id, &settings.app_private_key) {
            (Some(id), Some(key)) => (Some(id), Some(key.clone())),
            (Some(_) | None, _) => {
                let id = stored(SecretKind::AppId, "number").await?;
                (id.and_then(|id| text(id).parse().ok()), stored(SecretKind::AppPrivateKey, "key").await?)
            }
        };
        let (client, secret) = match (&settings.client_id, &settings.client_secret) {
            (Some(client), Some(secret)) => (Some(client.clone()), Some(secret.clone())),
            (Some(_) | None, _) => {
                let client = stored(SecretKind::ClientId, "client id").await?;
                (client.map(text), stored(SecretKind::ClientSecret, "client secret").await?)
            }
        };
        let webhook_secret = match &settings.webhook_secret {
            Some(secret) => Some(secret.clone()),
            None => stored(SecretKind::WebhookSecret, "webhook secret").await?,
        };
        let github = match (id, key) {
            (Some(id), Some(key)) => Some(GitHub::new(GitHubConfig::new(api.clone(), id, key), Clock::System)?),
            (Some(_) | None, _) => None,
        };
        let sign_in = match (client, secret) {
            (Some(client), Some(secret)) => {
                Some(OAuth::new(client, secret, api, web).context("can't speak to GitHub")?)
            }
            (Some(_) | None, _) => None,
        };
        Ok(TheApp { github, webhook_secret: webhook_secret.map(WebhookSecret::new), sign_in })
    }

    /// Acts as this App from now on: takes its deliveries, signs people in, calls GitHub.
    pub fn take_over(self, app: &App, worker: Option<&Parts>) {
        if let Some(secret) = self.webhook_secret {
            app.set_webhook_secret(secret);
        }
        if let (Some(parts), Some(github)) = (worker, &self.github) {
            parts.set_github(github.clone());
        }
        if let Some(console) = &app.console {
            console.speak_as(self.sign_in, self.github);
        }
        app.wake.now();
    }
}

/// Takes over the App as soon as one was made. Ends then; at once if there is one already.
pub async fn adopt(settings: settings::GitHub, app: App, worker: Option<Parts>) {
    let Some(console) = app.console.clone().filter(Console::has_no_app) else { return };
    loop {
        // Whoever makes it here says so.
        let _ = tokio::time::timeout(LOOK, console.app_made()).await;
        match TheApp::load(&settings, &app.store).await {
            Ok(made) if made.sign_in.is_some() => {
                made.take_over(&app, worker.as_ref());
                tracing::info!("a GitHub App was made and is acted as from now on");
                return;
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(error = %Chain(error.as_ref()), "could not look for a GitHub App"),
        }
    }
}
