//! What every page and every call of the API can use.

use super::events::Hub;
use super::rate::Rate;
use axum::http::{HeaderMap, header};
use secrecy::SecretString;
use sprinters_github::{GitHub, OAuth};
use sprinters_services::Services;
use sprinters_store::Store;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use url::Url;

/// Making the GitHub App, while there is none.
#[derive(Debug)]
pub struct AppSetup {
    /// What whoever makes it has to know.
    pub code: SecretString,
    /// GitHub's API.
    pub api: Url,
    /// GitHub's pages.
    pub web: Url,
}

/// What pages show of the deployment, and how browsers reach it.
#[derive(Debug, Default)]
pub struct ConsoleSettings {
    /// How browsers reach us; none for a control plane on this machine alone.
    pub public_url: Option<Url>,
    /// Making the App, while there is none.
    pub app_setup: Option<AppSetup>,
    /// The App of the settings, where these lack what people sign in with.
    pub app_without_sign_in: Option<u64>,
    /// The AWS account that publishes the runner images: what customers' stacks allow.
    pub image_owner: Option<String>,
    /// The role that customers' roles trust: ours.
    pub control_plane_role: Option<String>,
    /// Where the rendered template lies on S3, for the one-click link.
    pub template_url: Option<String>,
    /// How many days finished jobs are kept.
    pub retention_days: u16,
    /// Whom to tell of a vulnerability: an address of e-mail or of a page.
    pub security_contact: Option<String>,
    /// Whether e-mail is sent.
    pub sends_mail: bool,
}

/// The console's state. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Console(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    services: Services,
    settings: ConsoleSettings,
    events: Hub,
    sign_in_rate: Rate,
    api_rate: Rate,
    page_rate: Rate,
    refreshing: Mutex<HashMap<i64, Arc<tokio::sync::Mutex<()>>>>,
}

impl Console {
    /// Puts it together. Nothing runs yet; see [`start`](super::start).
    #[must_use]
    pub fn new(services: Services, settings: ConsoleSettings) -> Console {
        let minute = Duration::from_secs(60);
        Console(Arc::new(Inner {
            services,
            settings,
            events: Hub::default(),
            // A person signs in a few times a day; an office shares an address.
            sign_in_rate: Rate::new(30, minute),
            api_rate: Rate::new(600, minute),
            page_rate: Rate::new(1_200, minute),
            refreshing: Mutex::default(),
        }))
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.services.store
    }

    pub(super) fn services(&self) -> &Services {
        &self.0.services
    }

    pub(super) fn settings(&self) -> &ConsoleSettings {
        &self.0.settings
    }

    pub(super) fn now(&self) -> sprinters_core::time::Timestamp {
        self.0.services.clock.now()
    }

    /// There is something for the worker.
    pub(super) fn wake(&self) {
        self.0.services.notify.urgent();
    }

    /// How many repositories an installation reaches; none while that can't be asked.
    pub(super) async fn installation_repositories(&self, installation: i64) -> Option<u64> {
        match self.github()?.repository_count(installation).await {
            Ok(count) => Some(count),
            Err(error) => {
                tracing::warn!(%error, installation, "could not count an installation's repositories: nobody is its admin until that works");
                None
            }
        }
    }

    /// The App's page at GitHub, below which it is installed.
    pub(super) async fn app_page(&self) -> Option<String> {
        let page = self.github()?.app_page().await;
        page.inspect_err(|error| tracing::warn!(%error, "could not ask for the App's page")).ok()
    }

    /// Signing in, as it is at the moment.
    pub(super) fn sign_in(&self) -> Option<OAuth> {
        self.0.services.identity.sign_in()
    }

    fn github(&self) -> Option<GitHub> {
        self.0.services.identity.github()
    }

    /// Ends every open event stream, so that the process can stop; browsers come back by themselves.
    pub fn end_streams(&self) {
        self.0.events.end();
    }

    pub(super) fn events(&self) -> &Hub {
        &self.0.events
    }

    pub(super) fn sign_in_rate(&self) -> &Rate {
        &self.0.sign_in_rate
    }

    pub(super) fn api_rate(&self) -> &Rate {
        &self.0.api_rate
    }

    pub(super) fn page_rate(&self) -> &Rate {
        &self.0.page_rate
    }

    /// The lock that a person's refresh takes: refresh tokens are good for one use.
    pub(super) fn refresh_lock(&self, person: i64) -> Arc<tokio::sync::Mutex<()>> {
        let mut locks = self.0.refreshing.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        locks.retain(|_, lock| 1 < Arc::strong_count(lock));
        Arc::clone(locks.entry(person).or_default())
    }

    /// Our address without a slash at the end: the setting, or what the browser called us.
    pub(super) fn base(&self, headers: &HeaderMap) -> String {
        match &self.0.settings.public_url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            None => format!("http://{}", host(headers).unwrap_or("127.0.0.1:8080")),
        }
    }

    pub(super) fn is_own_origin(&self, origin: &str, headers: &HeaderMap) -> bool {
        match &self.0.settings.public_url {
            Some(url) => url.origin().ascii_serialization() == origin,
            None => host(headers).is_some_and(|host| {
                is_loopback(host) && (origin == format!("http://{host}") || origin == format!("https://{host}"))
            }),
        }
    }
}

fn host(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::HOST)?.to_str().ok()
}

/// Without a public URL only names of this machine count, so that nobody else's name can be pointed at us.
fn is_loopback(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_without_a_public_url() {
        assert!(is_loopback("127.0.0.1:8080") && is_loopback("localhost") && is_loopback("[::1]:80"));
        assert!(!is_loopback("evil.example:8080") && !is_loopback("127.0.0.1.evil.example"));
    }
}
