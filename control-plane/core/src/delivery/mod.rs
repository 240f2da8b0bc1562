//! What GitHub's deliveries say, as facts: read once where they come in, stored as JSON, and acted on as what they are.

mod status;

pub use status::{GithubStatus, JobNews, read_status};

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// One delivery's facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryFacts {
    /// `workflow_job`
    Job(JobAction, Box<JobFields>),
    /// `installation`
    Installation(InstallationAction, InstallationFields),
    /// `installation_repositories`: which ones is asked when it matters.
    Repositories(RepositoriesAction, InstallationFields),
    /// `github_app_authorization` with action `revoked`: a person took their authorization back.
    AuthorizationRevoked(AuthorizationFields),
    /// `ping`: GitHub reaches us, which its being here shows.
    Ping(PingFields),
}

/// What is stored is not what any version of ours wrote.
#[derive(Debug, thiserror::Error)]
pub enum UnreadableFacts {
    /// A newer version keeps events that this one does not know.
    #[error("this version knows no event `{event}` with action `{action}`")]
    Unknown {
        /// `X-GitHub-Event`.
        event: String,
        /// The body's `action`.
        action: String,
    },
    /// The fields are not those of the event.
    #[error("the fields are not those of the event")]
    Fields(#[from] serde_json::Error),
}

/// An enum of GitHub's words, each known by exactly one.
macro_rules! actions {
    ($(#[$docs:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$docs])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$doc])* $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// GitHub's word.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)+
                }
            }

            /// The action of that word; none for one that concerns nobody here.
            #[must_use]
            pub fn from_word(word: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|action| action.as_str() == word)
            }
        }
    };
}

actions! {
    /// The action of a `workflow_job` delivery. The body's status counts: with action `queued` it may be `waiting`.
    JobAction {
        /// It may run, or waits for an approval.
        Queued = "queued",
        /// It waits for an approval of its environment.
        Waiting = "waiting",
        /// A runner took it.
        InProgress = "in_progress",
        /// It ended.
        Completed = "completed",
    }
}

actions! {
    /// The action of an `installation` delivery.
    InstallationAction {
        /// Somebody installed the App.
        Created = "created",
        /// Somebody removed it.
        Deleted = "deleted",
        /// It may do nothing until it is unsuspended.
        Suspend = "suspend",
        /// It may act again.
        Unsuspend = "unsuspend",
        /// Its owner agreed to other permissions.
        NewPermissionsAccepted = "new_permissions_accepted",
    }
}

actions! {
    /// The action of an `installation_repositories` delivery.
    RepositoriesAction {
        /// The installation reaches more.
        Added = "added",
        /// The installation reaches fewer.
        Removed = "removed",
    }
}

impl DeliveryFacts {
    /// `X-GitHub-Event`, as it is stored.
    #[must_use]
    pub fn event(&self) -> &'static str {
        match self {
            DeliveryFacts::Job(..) => "workflow_job",
            DeliveryFacts::Installation(..) => "installation",
            DeliveryFacts::Repositories(..) => "installation_repositories",
            DeliveryFacts::AuthorizationRevoked(_) => "github_app_authorization",
            DeliveryFacts::Ping(_) => "ping",
        }
    }

    /// The body's `action`, as it is stored; empty where the event has none.
    #[must_use]
    pub fn action(&self) -> &'static str {
        match self {
            DeliveryFacts::Job(action, _) => action.as_str(),
            DeliveryFacts::Installation(action, _) => action.as_str(),
            DeliveryFacts::Repositories(action, _) => action.as_str(),
            DeliveryFacts::AuthorizationRevoked(_) => "revoked",
            DeliveryFacts::Ping(_) => "",
        }
    }

    /// The fields as JSON, as they are stored.
    #[must_use]
    pub fn fields(&self) -> String {
        let json = match self {
            DeliveryFacts::Job(_, fields) => serde_json::to_string(fields),
            DeliveryFacts::Installation(_, fields) | DeliveryFacts::Repositories(_, fields) => {
                serde_json::to_string(fields)
            }
            DeliveryFacts::AuthorizationRevoked(fields) => serde_json::to_string(fields),
            DeliveryFacts::Ping(fields) => serde_json::to_string(fields),
        };
        // Plain data of ours always has a JSON form.
        json.unwrap_or_default()
    }

    /// Reads what was stored.
    ///
    /// # Errors
    /// If no version up to this one stored it.
    pub fn read(event: &str, action: &str, fields: &str) -> Result<DeliveryFacts, UnreadableFacts> {
        let unknown = || UnreadableFacts::Unknown { event: event.to_owned(), action: action.to_owned() };
        match event {
            "workflow_job" => {
                let action = JobAction::from_word(action).ok_or_else(unknown)?;
                Ok(DeliveryFacts::Job(action, serde_json::from_str(fields)?))
            }
            "installation" => {
                let action = InstallationAction::from_word(action).ok_or_else(unknown)?;
                Ok(DeliveryFacts::Installation(action, serde_json::from_str(fields)?))
            }
            "installation_repositories" => {
                let action = RepositoriesAction::from_word(action).ok_or_else(unknown)?;
                Ok(DeliveryFacts::Repositories(action, serde_json::from_str(fields)?))
            }
            "github_app_authorization" => Ok(DeliveryFacts::AuthorizationRevoked(serde_json::from_str(fields)?)),
            "ping" => Ok(DeliveryFacts::Ping(serde_json::from_str(fields)?)),
            // Words, not an enum of ours.
            _ => Err(unknown()),
        }
    }

    /// Whether somebody waits for what follows from it. Of a job that has a machine, or needs none, nobody does.
    #[must_use]
    pub fn is_waited_for(&self) -> bool {
        match self {
            DeliveryFacts::Job(action, _) => *action == JobAction::Queued,
            DeliveryFacts::Installation(..)
            | DeliveryFacts::Repositories(..)
            | DeliveryFacts::AuthorizationRevoked(_)
            | DeliveryFacts::Ping(_) => true,
        }
    }
}

/// What is kept of a `workflow_job` delivery. Times are milliseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobFields {
    /// GitHub's number of the job.
    pub job_id: i64,
    /// GitHub's number of the run.
    pub run_id: i64,
    /// Which attempt of the run, from 1.
    pub run_attempt: i64,
    /// The body's `status`: with action `queued` it is `waiting` while an environment's approval is pending.
    pub status: String,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conclusion: Option<String>,
    /// The job's name.
    pub name: String,
    /// The workflow's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workflow: Option<String>,
    /// The branch that it runs for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head_branch: Option<String>,
    /// `runs-on`.
    pub labels: Vec<String>,
    /// GitHub's number of the repository.
    pub repository_id: i64,
    /// `OWNER/NAME`.
    pub repository: String,
    /// Whether strangers can't see the repository. Where the body does not say, they can: that is the careful guess
    /// about forks.
    #[serde(default)]
    pub private: bool,
    /// GitHub's number of the repository's owner.
    pub account_id: i64,
    /// The owner's name.
    pub account: String,
    /// Whether the owner is an organisation.
    pub is_organization: bool,
    /// Which runner took it. Means nothing before `in_progress`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runner_id: Option<i64>,
    /// That runner's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runner_name: Option<String>,
    /// When GitHub made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<Timestamp>,
    /// When its deployment changed: orders the events of an approval, whose other times are all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployment_updated_at: Option<Timestamp>,
}

impl JobFields {
    /// When in the job's life GitHub said this, and what it means.
    #[must_use]
    pub fn observed(&self) -> JobNews {
        read_status(GithubStatus {
            status: &self.status,
            conclusion: self.conclusion.as_deref(),
            run_attempt: u32::try_from(self.run_attempt).unwrap_or(1),
            deployment: self.deployment_updated_at,
            runner_id: self.runner_id,
            runner_name: self.runner_name.as_deref(),
        })
    }
}

/// What is kept of an `installation` or `installation_repositories` delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstallationFields {
    /// GitHub's number of the installation.
    pub installation_id: i64,
    /// GitHub's number of the account.
    pub account_id: i64,
    /// The account's name.
    pub account: String,
    /// Whether the account is an organisation.
    pub is_organization: bool,
    /// When the installation changed, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

/// What is kept of a `ping`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PingFields {
    /// GitHub's number of the webhook.
    pub hook_id: i64,
}

/// What is kept of a `github_app_authorization` delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationFields {
    /// GitHub's number of the person.
    pub user_id: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_read_back_as_they_were_stored() {
        let installation = InstallationFields {
            installation_id: 1,
            account_id: 2,
            account: "acme".to_owned(),
            is_organization: true,
            updated_at: Some(Timestamp::from_secs(3)),
        };
        let mut all = vec![
            DeliveryFacts::AuthorizationRevoked(AuthorizationFields { user_id: 4 }),
            DeliveryFacts::Ping(PingFields { hook_id: 5 }),
        ];
        all.extend(
            InstallationAction::ALL.iter().map(|action| DeliveryFacts::Installation(*action, installation.clone())),
        );
        all.extend(
            RepositoriesAction::ALL.iter().map(|action| DeliveryFacts::Repositories(*action, installation.clone())),
        );
        for facts in all {
            let read = DeliveryFacts::read(facts.event(), facts.action(), &facts.fields()).unwrap();
            assert_eq!(read, facts);
        }
    }

    #[test]
    fn what_another_version_wrote_is_told_from_what_is_broken() {
        let read = |event, action, fields| DeliveryFacts::read(event, action, fields);
        assert!(matches!(read("workflow_run", "completed", "{}"), Err(UnreadableFacts::Unknown { .. })));
        assert!(matches!(read("workflow_job", "paused", "{}"), Err(UnreadableFacts::Unknown { .. })));
        assert!(matches!(read("ping", "", "[]"), Err(UnreadableFacts::Fields(_))));
    }
}
