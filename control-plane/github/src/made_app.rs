//! The App that the set-up wizard has GitHub make from a manifest.

use super::classify::classify;
use super::config::{TIME_LIMIT, check};
use super::edge::plain;
use super::error::GitHubError;
use super::pace::Pace;
use super::transport::{Wire, pool};
use axum::http::header::{ACCEPT, USER_AGENT};
use axum::http::{HeaderValue, Uri};
use octocrab::service::middleware::base_uri::BaseUriLayer;
use octocrab::service::middleware::extra_headers::ExtraHeadersLayer;
use octocrab::{AuthState, Octocrab, OctocrabBuilder};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use sprinters_common::clock::Clock;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;
use tokio::time::timeout;
use url::Url;

/// An App that GitHub made from a manifest.
#[derive(Debug)]
pub struct MadeApp {
    /// Its number.
    pub id: u64,
    /// Its name in addresses.
    pub slug: String,
    /// Its page.
    pub html_url: String,
    /// Its client id, for people who sign in.
    pub client_id: String,
    /// Its client secret.
    pub client_secret: SecretString,
    /// What its deliveries are signed with; none if it has no webhook.
    pub webhook_secret: Option<SecretString>,
    /// Its private key, in PEM.
    pub private_key: SecretString,
    /// What it may.
    pub permissions: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Converted {
    id: u64,
    slug: String,
    html_url: String,
    client_id: String,
    client_secret: SecretString,
    #[serde(default)]
    webhook_secret: Option<SecretString>,
    pem: SecretString,
    #[serde(default)]
    permissions: BTreeMap<String, String>,
}

impl MadeApp {
    /// Has GitHub hand over the App that it made from a manifest, for the code that the person came back with. There is
    /// no App before, so this needs none.
    ///
    /// # Errors
    /// [`GitHubError::NotFound`] if the code is not one of GitHub's, was used, or is more than an hour old.
    pub async fn from_manifest_code(
        api_url: &Url,
        authorities: &[Vec<u8>],
        code: &SecretString,
        clock: &Clock,
    ) -> Result<MadeApp, GitHubError> {
        let code = code.expose_secret();
        let is_plain = (1..=200).contains(&code.len())
            && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        if !is_plain {
            return Err(GitHubError::NotFound);
        }
        check(api_url).map_err(|_| GitHubError::BadName)?;
        let base: Uri = api_url.as_str().trim_end_matches('/').parse().map_err(|_| GitHubError::BadName)?;
        let http = pool(authorities).map_err(|_| GitHubError::BadName)?;
        let wire = Wire { http, pace: Arc::new(Pace::default()), clock: clock.clone() };
        let agent = concat!("sprinters/", env!("CARGO_PKG_VERSION"));
        let headers = vec![
            (USER_AGENT, HeaderValue::from_static(agent)),
            (ACCEPT, HeaderValue::from_static("application/vnd.github+json")),
        ];
        let built: Result<Octocrab, Infallible> = OctocrabBuilder::new_empty()
            .with_service(wire)
            .with_layer(&BaseUriLayer::new(base))
            .with_layer(&ExtraHeadersLayer::new(Arc::new(headers)))
            .with_auth(AuthState::None)
            .build();
        let octocrab = match built {
            Ok(octocrab) => octocrab,
            Err(never) => match never {},
        };
        let route = format!("/app-manifests/{code}/conversions");
        let made = timeout(TIME_LIMIT, octocrab.post::<(), Converted>(route, None)).await;
        let made = made.map_err(|_| GitHubError::Unavailable(super::Outage::TimedOut))?;
        let made = made.map_err(|error| plain(classify(error, clock.now()), "none"))?;
        Ok(MadeApp {
            id: made.id,
            slug: made.slug,
            html_url: made.html_url,
            client_id: made.client_id,
            client_secret: made.client_secret,
            webhook_secret: made.webhook_secret,
            private_key: made.pem,
            permissions: made.permissions,
        })
    }
}
