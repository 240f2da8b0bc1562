//! How every call is made: at the installation's pace, with the narrowest token, within its time, counted.

use super::classify::{Refusal, classify};
use super::config::{self, GitHubConfig, GitHubSetupError};
use super::error::{GitHubError, Outage};
use super::pace::{Cost, Pace, Paces, Quota, UnderWay};
use super::tokens::{Scope, Token, Tokens};
use super::transport::{Http, Wire, pool};
use axum::http::header::{ACCEPT, USER_AGENT};
use axum::http::{HeaderName, HeaderValue, Uri};
use octocrab::auth::{AppAuth, EncodingKey};
use octocrab::models::AppId;
use octocrab::service::middleware::base_uri::BaseUriLayer;
use octocrab::service::middleware::extra_headers::ExtraHeadersLayer;
use octocrab::{AuthState, Octocrab, OctocrabBuilder};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use sprinters_common::clock::Clock;
use sprinters_core::calendar::parse_rfc3339;
use sprinters_core::time::Timestamp;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::time::timeout;

/// What was done so far. Only ever grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Calls that were made.
    pub calls: u64,
    /// Installation tokens that were minted.
    pub tokens_minted: u64,
    /// Calls that were put off by our own pace or by a limit that GitHub had told of.
    pub put_off: u64,
    /// Answers that told of a limit.
    pub limited: u64,
    /// Calls without an answer, or with one that GitHub is not available.
    pub unavailable: u64,
}

#[derive(Debug, Default)]
struct Counters {
    calls: AtomicU64,
    tokens_minted: AtomicU64,
    put_off: AtomicU64,
    limited: AtomicU64,
    unavailable: AtomicU64,
}

/// What all clones share.
pub(super) struct Edge {
    pub(super) config: GitHubConfig,
    pub(super) clock: Clock,
    base: Uri,
    http: Http,
    key: EncodingKey,
    headers: Arc<Vec<(HeaderName, HeaderValue)>>,
    tokens: Tokens,
    paces: Paces,
    counters: Counters,
}

impl fmt::Debug for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (api_url, app_id) = (self.config.api_url.as_str(), self.config.app_id);
        f.debug_struct("Edge").field("api_url", &api_url).field("app_id", &app_id).finish_non_exhaustive()
    }
}

/// Who asks.
enum As<'a> {
    /// The App itself.
    App,
    /// An installation.
    Token(&'a Token),
}

#[derive(Serialize)]
struct TokenRequest {
    #[serde(skip_serializing_if = "Option::is_none")]
    repository_ids: Option<[i64; 1]>,
    permissions: BTreeMap<&'static str, &'static str>,
}

#[derive(Deserialize)]
struct TokenAnswer {
    token: SecretString,
    expires_at: String,
}

impl Edge {
    pub(super) fn new(config: GitHubConfig, clock: Clock) -> Result<Edge, GitHubSetupError> {
        config::check(&config.api_url)?;
        let base = config.api_url.as_str().trim_end_matches('/').parse();
        let agent = concat!("sprinters/", env!("CARGO_PKG_VERSION"));
        let headers = vec![
            (USER_AGENT, HeaderValue::from_static(agent)),
            (ACCEPT, HeaderValue::from_static("application/vnd.github+json")),
        ];
        Ok(Edge {
            base: base.map_err(|_| GitHubSetupError::NotABase(config.api_url.to_string()))?,
            http: pool(&config.authorities)?,
            key: config.key()?,
            headers: Arc::new(headers),
            tokens: Tokens::default(),
            paces: Paces::default(),
            counters: Counters::default(),
            config,
            clock,
        })
    }

    pub(super) fn counts(&self) -> Counts {
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let counters = &self.counters;
        Counts {
            calls: of(&counters.calls),
            tokens_minted: of(&counters.tokens_minted),
            put_off: of(&counters.put_off),
            limited: of(&counters.limited),
            unavailable: of(&counters.unavailable),
        }
    }

    pub(super) fn quotas(&self) -> Vec<Quota> {
        self.paces.quotas()
    }

    pub(super) fn tokens_kept(&self) -> usize {
        self.tokens.len()
    }

    /// octocrab for one call: it has no retries of its own, and a client that only this call uses, on the shared pool.
    fn octocrab(&self, asks: &As<'_>, base: &Uri, pace: &Arc<Pace>) -> Octocrab {
        let wire = Wire { http: self.http.clone(), pace: Arc::clone(pace), clock: self.clock.clone() };
        let auth = match asks {
            As::App => AuthState::App(AppAuth { app_id: AppId(self.config.app_id), key: self.key.clone() }),
            As::Token(token) => AuthState::AccessToken { token: token.secret.clone() },
        };
        let built: Result<Octocrab, Infallible> = OctocrabBuilder::new_empty()
            .with_service(wire)
            .with_layer(&BaseUriLayer::new(base.clone()))
            .with_layer(&ExtraHeadersLayer::new(Arc::clone(&self.headers)))
            .with_auth(auth)
            .build();
        match built {
            Ok(octocrab) => octocrab,
            Err(never) => match never {},
        }
    }

    /// Begins a call at a pace, or says when it may come.
    fn begin(&self, pace: &Arc<Pace>, cost: Cost) -> Result<UnderWay, GitHubError> {
        pace.begin(cost, self.clock.now()).inspect_err(|_| {
            self.counters.put_off.fetch_add(1, Ordering::Relaxed);
        })
    }

    /// How long a call may take. What only reads is asked again soon enough, and nobody waits longer for a list.
    fn within(&self, cost: Cost) -> Duration {
        match cost {
            Cost::Read | Cost::Token => self.config.time_limit.min(config::READ_LIMIT),
            Cost::Write => self.config.time_limit,
        }
    }

    /// Makes a call that has begun.
    async fn perform<T, F>(
        &self,
        asks: As<'_>,
        base: &Uri,
        pace: &Arc<Pace>,
        cost: Cost,
        act: &impl Fn(Octocrab) -> F,
    ) -> Result<T, Refusal>
    where
        F: Future<Output = octocrab::Result<T>>,
    {
        self.counters.calls.fetch_add(1, Ordering::Relaxed);
        let octocrab = self.octocrab(&asks, base, pace);
        let refusal = match timeout(self.within(cost), act(octocrab)).await {
            Ok(Ok(done)) => return Ok(done),
            Ok(Err(error)) => classify(error, self.clock.now()),
            Err(_) => GitHubError::Unavailable(Outage::TimedOut).into(),
        };
        let refusal = match refusal {
            Refusal::BackOff => {
                let after = pace.back_off(self.clock.now());
                GitHubError::SecondaryLimit { after }.into()
            }
            other => other,
        };
        match &refusal {
            Refusal::Other(GitHubError::Unavailable(_) | GitHubError::Malformed) => {
                self.counters.unavailable.fetch_add(1, Ordering::Relaxed);
            }
            Refusal::Other(GitHubError::PrimaryLimit { .. } | GitHubError::SecondaryLimit { .. }) => {
                self.counters.limited.fetch_add(1, Ordering::Relaxed);
            }
            Refusal::Unauthorized
            | Refusal::Conflict
            | Refusal::Busy
            | Refusal::NotAccessible
            | Refusal::NoSuchRepository
            | Refusal::BackOff
            | Refusal::Other(_) => {}
        }
        Err(refusal)
    }

    /// A call of the App itself.
    pub(super) async fn as_app<T, F>(&self, cost: Cost, act: impl Fn(Octocrab) -> F) -> Result<T, Refusal>
    where
        F: Future<Output = octocrab::Result<T>>,
    {
        let pace = self.paces.of(None, self.clock.now());
        let _under_way = self.begin(&pace, cost)?;
        match self.perform(As::App, &self.base, &pace, cost, &act).await {
            Err(Refusal::Unauthorized) => Err(GitHubError::AppRefused.into()),
            other => other,
        }
    }

    /// A call of an installation. A token that is not accepted is minted once more, and the call made once more; any
    /// other refusal leaves it alone.
    pub(super) async fn as_installation<T, F>(
        &self,
        scope: Scope,
        cost: Cost,
        act: impl Fn(Octocrab) -> F,
    ) -> Result<T, Refusal>
    where
        F: Future<Output = octocrab::Result<T>>,
    {
        let pace = self.paces.of(Some(scope.installation), self.clock.now());
        // Before its token: none is minted for a call that is put off.
        let _under_way = self.begin(&pace, cost)?;
        let token = self.token(scope).await?;
        match self.perform(As::Token(&token), &self.base, &pace, cost, &act).await {
            Err(Refusal::Unauthorized) => {
                self.tokens.forget(scope, &token, self.clock.now()).await;
                let token = self.token(scope).await?;
                self.perform(As::Token(&token), &self.base, &pace, cost, &act).await
            }
            other => other,
        }
    }

    async fn token(&self, scope: Scope) -> Result<Token, GitHubError> {
        self.tokens.get(scope, self.clock.now(), || self.mint(scope)).await
    }

    async fn mint(&self, scope: Scope) -> Result<(SecretString, Timestamp), GitHubError> {
        let (name, level) = scope.permission.words();
        let wanted =
            TokenRequest { repository_ids: scope.repository.map(|id| [id]), permissions: [(name, level)].into() };
        let route = format!("/app/installations/{}/access_tokens", scope.installation);
        // octocrab's own way to a token can't narrow its permissions.
        let act = |octocrab: Octocrab| {
            let (route, wanted) = (&route, &wanted);
            async move { octocrab.post::<TokenRequest, TokenAnswer>(route, Some(wanted)).await }
        };
        let app = self.paces.of(None, self.clock.now());
        let _under_way = self.begin(&app, Cost::Token)?;
        let answer =
            self.perform(As::App, &self.base, &app, Cost::Token, &act).await.map_err(|refusal| match refusal {
                Refusal::Unauthorized => GitHubError::AppRefused,
                Refusal::Other(GitHubError::NotFound) => GitHubError::Uninstalled,
                other => plain(other, name),
            })?;
        self.counters.tokens_minted.fetch_add(1, Ordering::Relaxed);
        let expires_at = parse_rfc3339(&answer.expires_at).ok_or(GitHubError::Malformed)?;
        Ok((answer.token, expires_at))
    }
}

/// What a refusal means where the call has nothing of its own to say to it.
pub(super) fn plain(refusal: Refusal, permission: &'static str) -> GitHubError {
    match refusal {
        Refusal::Other(error) => error,
        Refusal::NotAccessible => GitHubError::NotAccessible { permission },
        Refusal::NoSuchRepository => GitHubError::NotFound,
        Refusal::BackOff => GitHubError::SecondaryLimit { after: Duration::from_secs(60) },
        Refusal::Unauthorized => {
            GitHubError::Refused { status: 401, message: "the token was not accepted twice".to_owned() }
        }
        Refusal::Conflict => GitHubError::Refused { status: 409, message: "conflict".to_owned() },
        Refusal::Busy => GitHubError::Refused { status: 422, message: "a job runs on it".to_owned() },
    }
}
