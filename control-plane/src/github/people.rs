//! People who sign in, and the App that the set-up wizard has GitHub make.

use super::TheirInstallation;
use super::app::Installation;
use super::config::{GitHubConfig, TIME_LIMIT, check};
use super::edge::{Edge, plain};
use super::error::GitHubError;
use super::pace::Pace;
use super::sort::sort;
use super::transport::{Wire, pool};
use crate::clock::Clock;
use axum::http::header::{ACCEPT, USER_AGENT};
use axum::http::{HeaderValue, Uri};
use octocrab::service::middleware::base_uri::BaseUriLayer;
use octocrab::service::middleware::extra_headers::ExtraHeadersLayer;
use octocrab::{AuthState, Octocrab, OctocrabBuilder};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sprinters_core::reconcile::Coverage;
use sprinters_core::time::Timestamp;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;
use url::Url;

/// The App as OAuth knows it.
#[derive(Debug, Clone)]
pub struct OAuthClient {
    /// Its client id.
    pub id: String,
    /// Its client secret.
    pub secret: SecretString,
}

/// A person's token.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Works for eight hours.
    pub token: SecretString,
    /// When it stops working; none if the App's tokens do not expire.
    pub expires_at: Option<Timestamp>,
    /// Gets the next one, once.
    pub refresh: Option<SecretString>,
    /// When that stops working.
    pub refresh_expires_at: Option<Timestamp>,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// GitHub's number of them. Their name can change; this can't.
    pub id: i64,
    /// Their name, as it is now.
    pub login: String,
    /// Their verified primary address, if they granted it.
    pub email: Option<String>,
}

/// A repository, as GitHub lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TheirRepository {
    /// GitHub's number of it.
    pub id: i64,
    /// `OWNER/NAME`.
    pub full_name: String,
    /// Whether only members see it.
    pub private: bool,
}

/// An App that GitHub made from a manifest.
#[derive(Debug)]
pub struct MadeApp {
    /// Its number.
    pub id: u64,
    /// Its name in addresses.
    pub slug: String,
    /// Its page.
    pub html_url: String,
    /// As OAuth knows it.
    pub client: OAuthClient,
    /// What its deliveries are signed with; none if it has no webhook.
    pub webhook_secret: Option<SecretString>,
    /// Its private key, in PEM.
    pub private_key: SecretString,
    /// What it may.
    pub permissions: BTreeMap<String, String>,
}

/// Items of a page, and most pages of what a person sees.
const PER_PAGE: usize = 100;
const MAX_PAGES: usize = 50;

pub(super) fn authorize_url(
    edge: &Edge,
    client: &OAuthClient,
    redirect_uri: &str,
    state: &str,
    challenge: &str,
) -> Result<Url, GitHubError> {
    let mut url = edge.config.web_url.clone();
    url.path_segments_mut().map_err(|()| GitHubError::BadName)?.pop_if_empty().extend(["login", "oauth", "authorize"]);
    url.query_pairs_mut()
        .append_pair("client_id", &client.id)
        .append_pair("redirect_uri", redirect_uri)
        .append_pair("state", state)
        .append_pair("code_challenge", challenge)
        .append_pair("code_challenge_method", "S256");
    Ok(url)
}

#[derive(Serialize)]
struct Exchange<'a> {
    client_id: &'a str,
    client_secret: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_uri: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code_verifier: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    grant_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<&'a str>,
}

/// OAuth's errors come with the status of success.
#[derive(Deserialize)]
struct Exchanged {
    #[serde(default)]
    access_token: Option<SecretString>,
    #[serde(default)]
    expires_in: Option<u64>,
    #[serde(default)]
    refresh_token: Option<SecretString>,
    #[serde(default)]
    refresh_token_expires_in: Option<u64>,
    #[serde(default)]
    error: Option<String>,
}

pub(super) async fn sign_in(
    edge: &Edge,
    client: &OAuthClient,
    code: &SecretString,
    redirect_uri: &str,
    verifier: &SecretString,
) -> Result<SignedIn, GitHubError> {
    let exchange = Exchange {
        client_id: &client.id,
        client_secret: client.secret.expose_secret(),
        code: Some(code.expose_secret()),
        redirect_uri: Some(redirect_uri),
        code_verifier: Some(verifier.expose_secret()),
        grant_type: None,
        refresh_token: None,
    };
    exchanged(edge, &exchange).await
}

pub(super) async fn refresh(
    edge: &Edge,
    client: &OAuthClient,
    refresh: &SecretString,
) -> Result<SignedIn, GitHubError> {
    let exchange = Exchange {
        client_id: &client.id,
        client_secret: client.secret.expose_secret(),
        code: None,
        redirect_uri: None,
        code_verifier: None,
        grant_type: Some("refresh_token"),
        refresh_token: Some(refresh.expose_secret()),
    };
    exchanged(edge, &exchange).await
}

async fn exchanged(edge: &Edge, exchange: &Exchange<'_>) -> Result<SignedIn, GitHubError> {
    let act = |octocrab: Octocrab| async move {
        octocrab.post::<Exchange<'_>, Exchanged>("/login/oauth/access_token", Some(exchange)).await
    };
    let answer = edge.as_nobody(true, act).await?;
    let now = edge.clock.now();
    let after = |seconds: u64| now.after(Duration::from_secs(seconds));
    match (answer.access_token, answer.error) {
        (Some(token), None) => Ok(SignedIn {
            token,
            expires_at: answer.expires_in.map(after),
            refresh: answer.refresh_token,
            refresh_expires_at: answer.refresh_token_expires_in.map(after),
        }),
        (_, Some(error)) => {
            let word: String = error.chars().filter(|c| c.is_ascii_lowercase() || *c == '_').take(60).collect();
            Err(GitHubError::SignIn(word))
        }
        (None, None) => Err(GitHubError::Malformed),
    }
}

#[derive(Deserialize)]
struct User {
    id: i64,
    login: String,
}

#[derive(Deserialize)]
struct Email {
    email: String,
    #[serde(default)]
    primary: bool,
    #[serde(default)]
    verified: bool,
}

pub(super) async fn person(edge: &Edge, token: &SecretString) -> Result<Person, GitHubError> {
    let act = |octocrab: Octocrab| async move { octocrab.get::<User, _, ()>("/user", None).await };
    let user = edge.as_person(token, act).await?;
    let act = |octocrab: Octocrab| async move { octocrab.get::<Vec<Email>, _, ()>("/user/emails", None).await };
    let email = match edge.as_person(token, act).await {
        Ok(all) => all.into_iter().find(|one| one.primary && one.verified).map(|one| one.email),
        // Who does not grant it gets no mail.
        Err(GitHubError::NotAccessible { .. } | GitHubError::NotFound) => None,
        Err(error) => return Err(error),
    };
    Ok(Person { id: user.id, login: user.login, email })
}

#[derive(Deserialize)]
struct Installations {
    installations: Vec<Installation>,
}

pub(super) async fn installations(
    edge: &Edge,
    token: &SecretString,
) -> Result<(Vec<TheirInstallation>, Coverage), GitHubError> {
    let mut all = Vec::new();
    for number in 1..=MAX_PAGES {
        let route = format!("/user/installations?per_page={PER_PAGE}&page={number}");
        let act = |octocrab: Octocrab| {
            let route = &route;
            async move { octocrab.get::<Installations, _, ()>(route, None).await }
        };
        let page = match edge.as_person(token, act).await {
            Ok(page) => page.installations,
            Err(error) if number == 1 => return Err(error),
            Err(_) => return Ok((all, Coverage::Partial)),
        };
        let is_last = page.len() < PER_PAGE;
        all.extend(page.into_iter().map(Installation::theirs));
        if is_last {
            return Ok((all, Coverage::Complete));
        }
    }
    Ok((all, Coverage::Partial))
}

#[derive(Deserialize)]
struct Repositories {
    repositories: Vec<RepositoryListed>,
}

#[derive(Deserialize)]
struct RepositoryListed {
    id: i64,
    full_name: String,
    #[serde(default)]
    private: bool,
}

pub(super) async fn repositories(
    edge: &Edge,
    token: &SecretString,
    installation: i64,
) -> Result<(Vec<TheirRepository>, Coverage), GitHubError> {
    let mut all = Vec::new();
    for number in 1..=MAX_PAGES {
        let route = format!("/user/installations/{installation}/repositories?per_page={PER_PAGE}&page={number}");
        let act = |octocrab: Octocrab| {
            let route = &route;
            async move { octocrab.get::<Repositories, _, ()>(route, None).await }
        };
        let page = match edge.as_person(token, act).await {
            Ok(page) => page.repositories,
            Err(error) if number == 1 => return Err(error),
            Err(_) => return Ok((all, Coverage::Partial)),
        };
        let is_last = page.len() < PER_PAGE;
        let theirs =
            |one: RepositoryListed| TheirRepository { id: one.id, full_name: one.full_name, private: one.private };
        all.extend(page.into_iter().map(theirs));
        if is_last {
            return Ok((all, Coverage::Complete));
        }
    }
    Ok((all, Coverage::Partial))
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
    /// Has GitHub hand over the App that it made from a manifest, for the code that the person came back with. There is no App before, so this
    /// needs none.
    ///
    /// # Errors
    /// [`GitHubError::NotFound`] if the code is not one of GitHub's, was used, or is more than an hour old.
    pub async fn from_manifest_code(
        api_url: &Url,
        authorities: Vec<Vec<u8>>,
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
        let mut config = GitHubConfig::new(api_url.clone(), api_url.clone(), 0, SecretString::from(""));
        config.authorities = authorities;
        let http = pool(&config).map_err(|_| GitHubError::BadName)?;
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
        let made = made.map_err(|error| plain(sort(error, clock.now()), "none"))?;
        Ok(MadeApp {
            id: made.id,
            slug: made.slug,
            html_url: made.html_url,
            client: OAuthClient { id: made.client_id, secret: made.client_secret },
            webhook_secret: made.webhook_secret,
            private_key: made.pem,
            permissions: made.permissions,
        })
    }
}
