//! The GitHub App that a process acts as: of the settings, or made in the set-up wizard and stored. It stands in one
//! place, and whoever needs it looks there: one that is made while processes run is acted as by all of them, without a
//! restart: at once by the one that served the wizard, within seconds by the others.

use crate::webhook_secret::WebhookSecret;
use secrecy::{ExposeSecret as _, SecretString};
use sprinters_common::Chain;
use sprinters_common::clock::Clock;
use sprinters_common::notify::Notifier;
use sprinters_github::{API_URL, GitHub, GitHubConfig, GitHubSetupError, OAuth, OAuthError, WEB_URL};
use sprinters_store::{SecretKind, SecretName, Store, StoreError};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use url::Url;

/// How often a process without an App looks whether one was made elsewhere: some reads of a row each.
const LOOK: Duration = Duration::from_secs(5);

/// The GitHub App as the settings have it, and where its GitHub is.
#[derive(Debug, Clone)]
pub struct GitHubSettings {
    /// Base of GitHub's API.
    pub api_url: Option<Url>,
    /// Base of GitHub's pages.
    pub web_url: Option<Url>,
    /// The App's number.
    pub app_id: Option<u64>,
    /// The App's private key, in PEM.
    pub app_private_key: Option<SecretString>,
    /// What deliveries are signed with.
    pub webhook_secret: Option<SecretString>,
    /// What they were signed with before, while that is replaced.
    pub previous_webhook_secret: Option<SecretString>,
    /// The App's client id.
    pub client_id: Option<String>,
    /// The App's client secret.
    pub client_secret: Option<SecretString>,
}

impl GitHubSettings {
    /// Where GitHub's API and pages are.
    ///
    /// # Errors
    /// Never in fact: the addresses are constants where the settings have none.
    pub fn addresses(&self) -> Result<(Url, Url), url::ParseError> {
        let api = self.api_url.clone().map_or_else(|| Url::parse(API_URL), Ok)?;
        let web = self.web_url.clone().map_or_else(|| Url::parse(WEB_URL), Ok)?;
        Ok((api, web))
    }
}

/// Why there is no acting as the App that the settings or the store name.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// A stored secret can't be read or opened.
    #[error("can't read the App's {what}")]
    Store {
        /// Which.
        what: &'static str,
        /// Why.
        source: StoreError,
    },
    /// An address is none.
    #[error("an address of GitHub is none")]
    Address(#[from] url::ParseError),
    /// The key is none, or an address is not `https`.
    #[error(transparent)]
    GitHub(#[from] GitHubSetupError),
    /// There is no TLS to be had, or an address is not `https`.
    #[error("can't speak to GitHub")]
    SignIn(#[from] OAuthError),
}

/// What can be done as the App. Parts of it may be missing: settings name them one by one.
#[derive(Debug, Clone, Default)]
pub struct AppIdentity {
    /// Calls of the App and of its installations.
    pub github: Option<GitHub>,
    /// What its deliveries are signed with; without it none is accepted.
    pub webhook_secret: Option<Arc<WebhookSecret>>,
    /// How people sign in; nobody can without.
    pub sign_in: Option<OAuth>,
}

impl AppIdentity {
    /// As the settings and the store have it. What the settings name wins.
    ///
    /// # Errors
    /// If a secret can't be read or opened, the key is none, or there is no TLS to be had.
    pub async fn load(settings: &GitHubSettings, store: &Store, clock: Clock) -> Result<AppIdentity, IdentityError> {
        let (api, web) = settings.addresses()?;
        let stored = async |kind, what: &'static str| {
            let name = SecretName { account: 0, kind, subject: "" };
            store.secret(name).await.map_err(|source| IdentityError::Store { what, source })
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
            (Some(id), Some(key)) => Some(GitHub::new(GitHubConfig::new(api.clone(), id, key), clock)?),
            (Some(_) | None, _) => None,
        };
        let sign_in = match (client, secret) {
            (Some(client), Some(secret)) => Some(OAuth::new(client, secret, api, web)?),
            (Some(_) | None, _) => None,
        };
        let previous = settings.previous_webhook_secret.clone();
        let webhook_secret = webhook_secret.map(|secret| Arc::new(WebhookSecret::new(secret).or(previous)));
        Ok(AppIdentity { github, webhook_secret, sign_in })
    }
}

/// The one place where a process keeps as whom it acts. All clones are one.
#[derive(Debug, Clone)]
pub struct Identity(watch::Sender<AppIdentity>);

impl Identity {
    /// Acts as this App.
    #[must_use]
    pub fn new(identity: AppIdentity) -> Identity {
        Identity(watch::Sender::new(identity))
    }

    /// Calls of the App; none until one is set up.
    #[must_use]
    pub fn github(&self) -> Option<GitHub> {
        self.0.borrow().github.clone()
    }

    /// What deliveries are signed with; without it none is accepted.
    #[must_use]
    pub fn webhook_secret(&self) -> Option<Arc<WebhookSecret>> {
        self.0.borrow().webhook_secret.clone()
    }

    /// How people sign in; nobody can until an App is set up.
    #[must_use]
    pub fn sign_in(&self) -> Option<OAuth> {
        self.0.borrow().sign_in.clone()
    }

    /// Acts as this App from now on: takes its deliveries, signs people in, calls GitHub.
    pub fn assume(&self, identity: AppIdentity) {
        self.0.send_replace(identity);
    }

    /// Waits until people can sign in: until an App was made here, or was found where another process stored it. Ends
    /// at once if there is one.
    pub async fn adopt(self, settings: GitHubSettings, store: Store, clock: Clock, notify: Arc<Notifier>) {
        let mut seen = self.0.subscribe();
        while self.sign_in().is_none() {
            // Whoever makes it here says so.
            if tokio::time::timeout(LOOK, seen.changed()).await.is_ok() {
                continue;
            }
            match AppIdentity::load(&settings, &store, clock.clone()).await {
                Ok(made) if made.sign_in.is_some() => {
                    self.assume(made);
                    tracing::info!("a GitHub App was made and is acted as from now on");
                }
                Ok(_) => {}
                Err(error) => tracing::warn!(error = %Chain(&error), "could not look for a GitHub App"),
            }
        }
        notify.urgent();
    }
}
