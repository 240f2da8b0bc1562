//! What GitHub can answer, sorted by what to do about it.

use sprinters_core::disposition::Disposition;
use sprinters_core::failure::{Failure, FailureReason};
use std::time::Duration;

/// Why a call did not do what it should. Holds nothing secret, and of GitHub's words only its message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GitHubError {
    /// A runner of that name is registered.
    #[error("a runner of that name is registered")]
    NameTaken,
    /// The run goes on, so its jobs can't be run again yet.
    #[error("the workflow run has not completed yet")]
    RunNotCompleted,
    /// The repository, or what was asked of it, does not exist or is not among the installation's.
    #[error("GitHub knows no such thing, or does not let this installation see it")]
    NotFound,
    /// What is called `OWNER/NAME` can't be a repository's name.
    #[error("not the name of a repository")]
    BadName,
    /// Runners of the repository's own are disabled.
    #[error("self-hosted runners are disabled for this repository")]
    RunnersDisabled,
    /// Actions are disabled.
    #[error("GitHub Actions is disabled for this repository")]
    ActionsDisabled,
    /// The IP allow list does not have us.
    #[error("the organisation's IP allow list does not contain this address")]
    IpAllowList,
    /// The installation lacks a permission.
    #[error("the installation lacks the permission `{permission}`")]
    NotAccessible {
        /// Which, as GitHub calls it.
        permission: &'static str,
    },
    /// Too many runners, or too many registrations an hour.
    #[error("GitHub's limit of runners or of registrations is reached")]
    RegistrationLimit,
    /// The installation is suspended.
    #[error("the installation of the App is suspended")]
    Suspended,
    /// The installation is gone.
    #[error("the installation of the App was removed")]
    Uninstalled,
    /// The hour's requests are used up.
    #[error("the installation's requests of this hour are used up; they begin anew in {after:?}")]
    PrimaryLimit {
        /// How long until they begin anew.
        after: Duration,
    },
    /// GitHub wants to be left alone.
    #[error("GitHub wants to be left alone for {after:?}")]
    SecondaryLimit {
        /// For how long.
        after: Duration,
    },
    /// We hold back ourselves, so that GitHub need not.
    #[error("the installation's calls of this minute are used up; the next may come in {after:?}")]
    Paced {
        /// When the call may come.
        after: Duration,
    },
    /// GitHub takes no runner software as old as this.
    #[error("GitHub takes no runner as old as this")]
    RunnerTooOld,
    /// GitHub did not answer, or said that it can't.
    #[error("GitHub is not available: {0}")]
    Unavailable(Outage),
    /// The answer is not what GitHub's documentation says.
    #[error("GitHub's answer could not be read")]
    Malformed,
    /// The App's id or key is wrong, or this machine's clock.
    #[error("GitHub does not accept the App's key")]
    AppRefused,
    /// Anything else that GitHub refused.
    #[error("GitHub refused with status {status}: {message}")]
    Refused {
        /// The status.
        status: u16,
        /// GitHub's message, cut.
        message: String,
    },
}

/// How GitHub was away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Outage {
    /// It said so.
    #[error("status {0}")]
    Status(u16),
    /// No connection, or it broke. Whether the call was done is not known.
    #[error("no connection, or it broke")]
    Connection,
    /// No answer in time. Whether the call was done is not known.
    #[error("no answer in time")]
    TimedOut,
}

/// How long a run is given to complete before it is asked again whether it has.
const RUN_GOES_ON: Duration = Duration::from_secs(30);

/// How long to wait where a limit of runners is reached: others' jobs end, and the hour passes.
const LIMIT_REACHED: Duration = Duration::from_secs(60);

/// How long to wait until somebody has put the App's key right.
const KEY_WRONG: Duration = Duration::from_secs(60);

impl GitHubError {
    /// What to do about it.
    #[must_use]
    pub fn disposition(&self) -> Disposition {
        let retry = |after, meanwhile| Disposition::Retry { after, meanwhile };
        let about = |reason| Failure::about(reason, &self.to_string());
        match self {
            GitHubError::NameTaken | GitHubError::BadName | GitHubError::Refused { .. } => {
                Disposition::GiveUp(about(FailureReason::Internal))
            }
            GitHubError::RunNotCompleted => retry(Some(RUN_GOES_ON), about(FailureReason::Internal)),
            GitHubError::NotFound | GitHubError::Suspended | GitHubError::Uninstalled => {
                Disposition::GiveUp(about(FailureReason::InstallationSuspended))
            }
            GitHubError::RunnersDisabled => Disposition::GiveUp(FailureReason::RunnersDisabled.into()),
            GitHubError::ActionsDisabled => Disposition::GiveUp(FailureReason::ActionsDisabled.into()),
            GitHubError::IpAllowList => Disposition::GiveUp(FailureReason::IpAllowList.into()),
            GitHubError::NotAccessible { .. } => Disposition::GiveUp(about(FailureReason::GitHubPermissionMissing)),
            GitHubError::RegistrationLimit => retry(Some(LIMIT_REACHED), FailureReason::RegistrationLimit.into()),
            GitHubError::PrimaryLimit { after }
            | GitHubError::SecondaryLimit { after }
            | GitHubError::Paced { after } => retry(Some(*after), FailureReason::GitHubRateLimit.into()),
            GitHubError::RunnerTooOld => Disposition::GiveUp(FailureReason::ImageTooOld.into()),
            GitHubError::Unavailable(_) | GitHubError::Malformed => {
                retry(None, about(FailureReason::GitHubUnavailable))
            }
            GitHubError::AppRefused => retry(Some(KEY_WRONG), about(FailureReason::Internal)),
        }
    }

    /// A word for metrics.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            GitHubError::NameTaken => "name-taken",
            GitHubError::RunNotCompleted => "run-not-completed",
            GitHubError::NotFound => "not-found",
            GitHubError::BadName => "bad-name",
            GitHubError::RunnersDisabled => "runners-disabled",
            GitHubError::ActionsDisabled => "actions-disabled",
            GitHubError::IpAllowList => "ip-allow-list",
            GitHubError::NotAccessible { .. } => "not-accessible",
            GitHubError::RegistrationLimit => "registration-limit",
            GitHubError::Suspended => "suspended",
            GitHubError::Uninstalled => "uninstalled",
            GitHubError::PrimaryLimit { .. } => "primary-limit",
            GitHubError::SecondaryLimit { .. } => "secondary-limit",
            GitHubError::Paced { .. } => "paced",
            GitHubError::RunnerTooOld => "runner-too-old",
            GitHubError::Unavailable(_) => "unavailable",
            GitHubError::Malformed => "malformed",
            GitHubError::AppRefused => "app-refused",
            GitHubError::Refused { .. } => "refused",
        }
    }
}
