//! GitHub, as the control plane uses it. Nothing outside this module names octocrab.
//!
//! Tokens are minted per use: for one repository, with the one permission that the call needs. There is no token with
//! every permission.
//!
//! One call's way: its installation's pace (`pace`) lets it pass or says when it may come; its token is the one kept
//! for that repository and permission or a new one (`tokens`); octocrab makes the request on our own wire (`transport`:
//! TLS 1.3, bounded, no retries); what comes back is sorted by meaning (`classify`), and the call says what that means
//! for it. Nothing here waits, repeats or logs: whoever asked decides, by [`GitHubError::disposition`].
//!
//! octocrab's types are used where GitHub keeps to them; where an answer has less or more than they allow, its generic
//! calls read the few fields that are used.

mod app;
mod classify;
mod config;
mod edge;
mod error;
mod made_app;
mod oauth;
mod pace;
mod runners;
mod runs;
mod tokens;
mod transport;

pub use config::{API_URL, GitHubConfig, GitHubSetupError, TIME_LIMIT, WEB_URL};
pub use edge::Counts;
pub use error::{GitHubError, Outage};
pub use made_app::MadeApp;
pub use oauth::{GitHubPerson, OAuth, OAuthError, ReachedInstallation, ReachedRepositories, UserTokens, challenge};
pub use pace::{AT_ONCE, POINTS_PER_MINUTE, Quota};

use edge::Edge;
use secrecy::SecretString;
use sprinters_common::clock::Clock;
use sprinters_core::delivery::JobNews;
use sprinters_core::ids::{JobId, RegistrationId};
use sprinters_core::reconcile::{Coverage, DeliveryAttempt, TheirRegistration};
use sprinters_core::site::{Repository, RunnerSite};
use sprinters_core::time::Timestamp;
use std::sync::Arc;

/// A runner that GitHub registered just now.
#[derive(Debug)]
pub struct Registered {
    /// Under this id.
    pub id: RegistrationId,
    /// What the runner starts with; good for one job.
    pub jit_config: SecretString,
}

/// What became of a deregistration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deregistration {
    /// It is not there any more, or was not.
    Gone,
    /// A job runs on it; it stays.
    Busy,
}

/// What GitHub says of a job when asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobReading {
    /// When in its life, and what it said.
    pub news: JobNews,
    /// The labels it wants.
    pub labels: Vec<String>,
}

/// What GitHub says of a workflow run when asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunReading {
    /// Whether every job of it has ended.
    pub completed: bool,
    /// Which attempt it is in.
    pub run_attempt: u32,
    /// Whether its code comes from a fork.
    pub from_fork: bool,
}

/// An installation, as GitHub lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TheirInstallation {
    /// GitHub's number of it.
    pub id: i64,
    /// GitHub's number of the account.
    pub account_id: i64,
    /// The account's name.
    pub account: String,
    /// Whether the account is an organisation.
    pub is_organization: bool,
    /// Whether it is suspended.
    pub suspended: bool,
    /// When it changed last.
    pub updated_at: Timestamp,
}

/// The GitHub App, and its GitHub. Cheap to clone; all clones share tokens and pace.
#[derive(Debug, Clone)]
pub struct GitHub {
    edge: Arc<Edge>,
}

impl GitHub {
    /// Connects nothing yet: the first call does. Must be called within a tokio runtime's reach, as every call.
    ///
    /// # Errors
    /// If an address is not `https` and not on loopback, or the key is none.
    pub fn new(config: GitHubConfig, clock: Clock) -> Result<GitHub, GitHubSetupError> {
        Ok(GitHub { edge: Arc::new(Edge::new(config, clock)?) })
    }

    /// The App's number.
    #[must_use]
    pub fn app_id(&self) -> u64 {
        self.edge.config.app_id
    }

    /// What was done so far, for metrics.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.edge.counts()
    }

    /// What is left to each installation that was asked lately, as GitHub last said; at most 10,000.
    #[must_use]
    pub fn quotas(&self) -> Vec<Quota> {
        self.edge.quotas()
    }

    /// How many installation tokens are kept.
    #[must_use]
    pub fn tokens_kept(&self) -> usize {
        self.edge.tokens_kept()
    }

    /// Makes a just-in-time configuration: a registered runner that takes one job.
    ///
    /// # Errors
    /// [`GitHubError::NameTaken`] where a runner of that name is registered; else what GitHub answered.
    pub async fn register(&self, site: &RunnerSite, name: &str, labels: &[String]) -> Result<Registered, GitHubError> {
        runners::register(&self.edge, site, name, labels).await
    }

    /// Deletes a registration. GitHub refuses for a busy runner.
    ///
    /// # Errors
    /// What GitHub answered.
    pub async fn deregister(&self, site: &RunnerSite, id: RegistrationId) -> Result<Deregistration, GitHubError> {
        runners::deregister(&self.edge, site, id).await
    }

    /// All runners registered there, ours and others'.
    ///
    /// # Errors
    /// If not even the first page could be read. A later page that fails makes the list [`Coverage::Partial`].
    pub async fn registrations(&self, site: &RunnerSite) -> Result<(Vec<TheirRegistration>, Coverage), GitHubError> {
        runners::registrations(&self.edge, site).await
    }

    /// The runner of exactly that name.
    ///
    /// # Errors
    /// What GitHub answered.
    pub async fn registration_named(
        &self,
        site: &RunnerSite,
        name: &str,
    ) -> Result<Option<TheirRegistration>, GitHubError> {
        runners::registration_named(&self.edge, site, name).await
    }

    /// A job; none if there is no such job any more.
    ///
    /// # Errors
    /// What GitHub answered.
    pub async fn job(&self, repository: &Repository, id: JobId) -> Result<Option<JobReading>, GitHubError> {
        runs::job(&self.edge, repository, id).await
    }

    /// A workflow run; none if there is no such run any more.
    ///
    /// # Errors
    /// What GitHub answered.
    pub async fn run(&self, repository: &Repository, run: i64) -> Result<Option<RunReading>, GitHubError> {
        runs::run(&self.edge, repository, run).await
    }

    /// Cancels a run. One that has ended, or is gone, is fine.
    ///
    /// # Errors
    /// What GitHub answered.
    pub async fn cancel_run(&self, repository: &Repository, run: i64) -> Result<(), GitHubError> {
        runs::cancel(&self.edge, repository, run).await
    }

    /// Runs the failed jobs of a run again. [`GitHubError::RunNotCompleted`] while it goes on.
    ///
    /// # Errors
    /// What GitHub answered.
    pub async fn rerun_failed_jobs(&self, repository: &Repository, run: i64) -> Result<(), GitHubError> {
        runs::rerun(&self.edge, repository, run).await
    }

    /// Attempts of deliveries of the App since a moment, newest first.
    ///
    /// # Errors
    /// As [`GitHub::registrations`].
    pub async fn delivery_attempts(&self, since: Timestamp) -> Result<(Vec<DeliveryAttempt>, Coverage), GitHubError> {
        app::delivery_attempts(&self.edge, since).await
    }

    /// Asks GitHub to make an attempt again.
    ///
    /// # Errors
    /// What GitHub answered.
    pub async fn redeliver(&self, attempt: u64) -> Result<(), GitHubError> {
        app::redeliver(&self.edge, attempt).await
    }

    /// How many repositories an installation reaches.
    ///
    /// # Errors
    /// What GitHub answered.
    pub async fn repository_count(&self, installation: i64) -> Result<u64, GitHubError> {
        app::repository_count(&self.edge, installation).await
    }

    /// The App's page at GitHub, below which it is installed.
    ///
    /// # Errors
    /// What GitHub answered.
    pub async fn app_page(&self) -> Result<String, GitHubError> {
        app::app_page(&self.edge).await
    }

    /// Every installation of the App.
    ///
    /// # Errors
    /// As [`GitHub::registrations`].
    pub async fn installations(&self) -> Result<(Vec<TheirInstallation>, Coverage), GitHubError> {
        app::installations(&self.edge).await
    }
}
