//! GitHub, as the control plane uses it. Nothing outside this module names octocrab.
//!
//! Tokens are minted per use: for one repository, with the one permission that the call needs. There is no token with every permission.

mod error;
mod oauth;

pub use oauth::{GitHubPerson, OAuth, OAuthError, ReachedInstallation, ReachedRepositories, UserTokens, challenge};
pub use error::{Disposition, GitHubError};

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use sprinters_core::ids::{JobId, RegistrationId};
use sprinters_core::job::{News, Position};
use sprinters_core::reconcile::{Coverage, DeliveryAttempt, TheirRegistration};
use sprinters_core::time::Timestamp;

/// A repository, and through which installation we reach it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Repository {
    /// GitHub's number of the installation.
    pub installation: i64,
    /// GitHub's number of the repository: what tokens are narrowed to.
    pub id: i64,
    /// `OWNER/NAME`, as last heard.
    pub full_name: String,
}

/// Where runners are registered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "kebab-case")]
pub enum RunnerSite {
    /// At the repository: the default.
    Repository(Repository),
    /// At the organisation that owns it, where that was chosen.
    Organization {
        /// GitHub's number of the installation.
        installation: i64,
        /// The organisation's name, as last heard.
        login: String,
    },
}

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
    /// When in its life.
    pub position: Position,
    /// What it said.
    pub news: News,
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
pub struct GitHub {}

impl GitHub {
    /// Makes a just-in-time configuration: a registered runner that takes one job.
    ///
    /// # Errors
    /// [`GitHubError::NameTaken`] where a runner of that name is registered; else what GitHub answered.
    pub async fn register(
        &self,
        _site: &RunnerSite,
        _name: &str,
        _labels: &[String],
    ) -> Result<Registered, GitHubError> {
        Err(GitHubError::NotBuilt)
    }

    /// Deletes a registration. GitHub refuses for a busy runner.
    ///
    /// # Errors
    /// What GitHub answered.
    pub async fn deregister(&self, _site: &RunnerSite, _id: RegistrationId) -> Result<Deregistration, GitHubError> {
        Err(GitHubError::NotBuilt)
    }

    /// All runners registered there, ours and others'.
    ///
    /// # Errors
    /// If not even the first page could be read. A later page that fails makes the list [`Coverage::Partial`].
    pub async fn registrations(&self, _site: &RunnerSite) -> Result<(Vec<TheirRegistration>, Coverage), GitHubError> {
        Err(GitHubError::NotBuilt)
    }

    /// The runner of exactly that name.
    ///
    /// # Errors
    /// What GitHub answered.
    pub async fn registration_named(
        &self,
        _site: &RunnerSite,
        _name: &str,
    ) -> Result<Option<TheirRegistration>, GitHubError> {
        Err(GitHubError::NotBuilt)
    }

    /// A job; none if there is no such job any more.
    ///
    /// # Errors
    /// What GitHub answered.
    pub async fn job(&self, _repository: &Repository, _id: JobId) -> Result<Option<JobReading>, GitHubError> {
        Err(GitHubError::NotBuilt)
    }

    /// A workflow run; none if there is no such run any more.
    ///
    /// # Errors
    /// What GitHub answered.
    pub async fn run(&self, _repository: &Repository, _run: i64) -> Result<Option<RunReading>, GitHubError> {
        Err(GitHubError::NotBuilt)
    }

    /// Cancels a run. One that has ended, or is gone, is fine.
    ///
    /// # Errors
    /// What GitHub answered.
    pub async fn cancel_run(&self, _repository: &Repository, _run: i64) -> Result<(), GitHubError> {
        Err(GitHubError::NotBuilt)
    }

    /// Runs the failed jobs of a run again. [`GitHubError::RunNotCompleted`] while it goes on.
    ///
    /// # Errors
    /// What GitHub answered.
    pub async fn rerun_failed_jobs(&self, _repository: &Repository, _run: i64) -> Result<(), GitHubError> {
        Err(GitHubError::NotBuilt)
    }

    /// Attempts of deliveries of the App since a moment, newest first.
    ///
    /// # Errors
    /// As [`GitHub::registrations`].
    pub async fn delivery_attempts(&self, _since: Timestamp) -> Result<(Vec<DeliveryAttempt>, Coverage), GitHubError> {
        Err(GitHubError::NotBuilt)
    }

    /// Asks GitHub to make an attempt again.
    ///
    /// # Errors
    /// What GitHub answered.
    pub async fn redeliver(&self, _attempt: u64) -> Result<(), GitHubError> {
        Err(GitHubError::NotBuilt)
    }

    /// Every installation of the App.
    ///
    /// # Errors
    /// As [`GitHub::registrations`].
    pub async fn installations(&self) -> Result<(Vec<TheirInstallation>, Coverage), GitHubError> {
        Err(GitHubError::NotBuilt)
    }
}
