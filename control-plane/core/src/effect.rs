//! What the worker can intend: one row each, performed by whoever leases it.

use crate::failure::Failure;
use crate::ids::{Attempt, InstanceId, JobId, RegistrationId, RunnerId, TaggedRunner};
use crate::site::RunnerSite;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// An intention to call the outside, complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "effect", rename_all = "kebab-case")]
pub enum Effect {
    /// Plan a runner for a job, if its account may have one now.
    RequestRunner {
        /// The job.
        job: JobId,
    },
    /// Make a just-in-time configuration at GitHub.
    Register {
        /// The runner.
        runner: RunnerId,
    },
    /// Call RunInstances.
    Launch {
        /// The runner.
        runner: RunnerId,
        /// Which of its candidates.
        attempt: Attempt,
    },
    /// Look for the instance of an attempt whose answer never came.
    Find {
        /// The runner.
        runner: RunnerId,
        /// Which of its candidates.
        attempt: Attempt,
    },
    /// Delete a registration.
    Deregister {
        /// The runner.
        runner: RunnerId,
        /// Its registration.
        registration: RegistrationId,
    },
    /// Terminate an instance.
    Terminate {
        /// The runner.
        runner: RunnerId,
        /// Its instance.
        instance: InstanceId,
    },
    /// Give back what was paid for a fast start of the root volume.
    TuneRoot {
        /// The runner.
        runner: RunnerId,
        /// Its instance.
        instance: InstanceId,
    },
    /// Cancel the workflow run of a job.
    CancelRun {
        /// The job.
        job: JobId,
        /// When a person asked for it; none if it is because the job will not run.
        #[serde(default)]
        asked: Option<Timestamp>,
    },
    /// Run the failed jobs of a run again, once it has completed.
    Rerun {
        /// The job whose instance was taken back, or that a person wants to run again.
        job: JobId,
        /// When a person asked for it; none if it is because of the instance.
        #[serde(default)]
        asked: Option<Timestamp>,
    },
    /// Read a job from GitHub.
    Ask {
        /// The job.
        job: JobId,
    },
    /// Tell people a reason.
    Tell {
        /// The job.
        job: JobId,
        /// The reason.
        failure: Failure,
    },
    /// End an instance that no runner wants, unless a job runs on it.
    EndOrphan {
        /// GitHub's number of the account.
        account: i64,
        /// Our number of the connection.
        connection: i64,
        /// The instance.
        instance: InstanceId,
        /// Whose it says it is, among the runners of the connection.
        runner: Option<TaggedRunner>,
    },
    /// Delete a registration that no runner wants, unless a job runs on it.
    DeregisterOrphan {
        /// GitHub's number of the account.
        account: i64,
        /// Where it is.
        site: RunnerSite,
        /// Which.
        registration: RegistrationId,
    },
    /// Verify a connection.
    CheckConnection {
        /// GitHub's number of the account.
        account: i64,
        /// Our number of the connection.
        connection: i64,
    },
}

/// An intention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEffect {
    /// What is intended: as long as it is not done, nobody can intend it a second time.
    pub once: String,
    /// On whose behalf.
    pub account_id: i64,
    /// Which call.
    pub kind: String,
    /// All of it, as JSON.
    pub plan: String,
    /// The job that it is about.
    pub job: Option<JobId>,
    /// The runner that it is about.
    pub runner: Option<RunnerId>,
    /// Where its calls go; none where they go to the connection that the runner stands on, which its row tells.
    pub place: Option<String>,
    /// Not before that.
    pub due_at: Timestamp,
}

/// The kinds of effects, as they are stored and counted.
pub const KINDS: [&str; 14] = [
    "request-runner",
    "register",
    "launch",
    "find",
    "deregister",
    "terminate",
    "tune-root",
    "cancel-run",
    "rerun",
    "ask",
    "tell",
    "end-orphan",
    "deregister-orphan",
    "check-connection",
];

impl Effect {
    /// Which kind, as it is stored and counted.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Effect::RequestRunner { .. } => "request-runner",
            Effect::Register { .. } => "register",
            Effect::Launch { .. } => "launch",
            Effect::Find { .. } => "find",
            Effect::Deregister { .. } => "deregister",
            Effect::Terminate { .. } => "terminate",
            Effect::TuneRoot { .. } => "tune-root",
            Effect::CancelRun { .. } => "cancel-run",
            Effect::Rerun { .. } => "rerun",
            Effect::Ask { .. } => "ask",
            Effect::Tell { .. } => "tell",
            Effect::EndOrphan { .. } => "end-orphan",
            Effect::DeregisterOrphan { .. } => "deregister-orphan",
            Effect::CheckConnection { .. } => "check-connection",
        }
    }

    /// What is intended, so that it is not intended a second time while it is to be performed.
    #[must_use]
    pub fn once(&self) -> String {
        let kind = self.kind();
        match self {
            Effect::RequestRunner { job }
            | Effect::CancelRun { job, .. }
            | Effect::Rerun { job, .. }
            | Effect::Ask { job } => format!("{kind}/{}", job.0),
            Effect::Tell { job, failure } => format!("{kind}/{}/{}", job.0, failure.reason().code()),
            Effect::Register { runner } => format!("{kind}/{runner}"),
            Effect::Launch { runner, attempt } | Effect::Find { runner, attempt } => {
                format!("{kind}/{runner}/{}", attempt.0)
            }
            Effect::Deregister { runner, registration } => format!("{kind}/{runner}/{}", registration.0),
            Effect::Terminate { runner, instance } | Effect::TuneRoot { runner, instance } => {
                format!("{kind}/{runner}/{instance}")
            }
            Effect::EndOrphan { connection, instance, .. } => format!("{kind}/{connection}/{instance}"),
            Effect::DeregisterOrphan { site, registration, .. } => match site {
                RunnerSite::Repository(repository) => format!("{kind}/{}/{}", repository.id, registration.0),
                RunnerSite::Organization { installation, .. } => format!("{kind}/of-{installation}/{}", registration.0),
            },
            Effect::CheckConnection { connection, .. } => format!("{kind}/{connection}"),
        }
    }

    /// The job that it is about.
    #[must_use]
    pub fn job(&self) -> Option<JobId> {
        match self {
            Effect::RequestRunner { job }
            | Effect::CancelRun { job, .. }
            | Effect::Rerun { job, .. }
            | Effect::Ask { job }
            | Effect::Tell { job, .. } => Some(*job),
            Effect::Register { .. }
            | Effect::Launch { .. }
            | Effect::Find { .. }
            | Effect::Deregister { .. }
            | Effect::Terminate { .. }
            | Effect::TuneRoot { .. }
            | Effect::EndOrphan { .. }
            | Effect::DeregisterOrphan { .. }
            | Effect::CheckConnection { .. } => None,
        }
    }

    /// The runner that it is about.
    #[must_use]
    pub fn runner(&self) -> Option<RunnerId> {
        match self {
            Effect::Register { runner }
            | Effect::Launch { runner, .. }
            | Effect::Find { runner, .. }
            | Effect::Deregister { runner, .. }
            | Effect::Terminate { runner, .. }
            | Effect::TuneRoot { runner, .. } => Some(*runner),
            // Whose it says it is names no row.
            Effect::EndOrphan { .. }
            | Effect::RequestRunner { .. }
            | Effect::CancelRun { .. }
            | Effect::Rerun { .. }
            | Effect::Ask { .. }
            | Effect::Tell { .. }
            | Effect::DeregisterOrphan { .. }
            | Effect::CheckConnection { .. } => None,
        }
    }

    /// Where its calls go: whoever does not answer there takes no place of others. A connection is one AWS account and
    /// region; an account has one installation. None is the connection that its runner stands on.
    fn place(&self, account: i64) -> Option<String> {
        match self {
            Effect::Launch { .. } | Effect::Find { .. } | Effect::Terminate { .. } | Effect::TuneRoot { .. } => None,
            Effect::EndOrphan { connection, .. } | Effect::CheckConnection { connection, .. } => {
                Some(format!("connection/{connection}"))
            }
            Effect::Register { .. }
            | Effect::Deregister { .. }
            | Effect::DeregisterOrphan { .. }
            | Effect::CancelRun { .. }
            | Effect::Rerun { .. }
            | Effect::Ask { .. } => Some(format!("installation-of/{account}")),
            // It may ask either of them; what it asks is not known before.
            Effect::RequestRunner { .. } => Some(format!("plans-of/{account}")),
            Effect::Tell { .. } => Some(String::new()),
        }
    }

    /// Its row.
    #[must_use]
    pub fn row(&self, account_id: i64, due_at: Timestamp) -> NewEffect {
        NewEffect {
            once: self.once(),
            account_id,
            kind: self.kind().to_owned(),
            // Plain data of ours always has a JSON form.
            plan: serde_json::to_string(self).unwrap_or_default(),
            job: self.job(),
            runner: self.runner(),
            place: self.place(account_id),
            due_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::FailureReason;
    use std::collections::BTreeSet;

    #[test]
    fn every_effect_is_read_back_and_has_a_kind_of_its_own() {
        let (job, runner, attempt) = (JobId(1), RunnerId(2), Attempt(3));
        let instance: InstanceId = "i-0123456789abcdef0".parse().unwrap();
        let registration = RegistrationId(4);
        let repository = crate::site::Repository { installation: 5, id: 6, full_name: "acme/web".to_owned() };
        let all = [
            Effect::RequestRunner { job },
            Effect::Register { runner },
            Effect::Launch { runner, attempt },
            Effect::Find { runner, attempt },
            Effect::Deregister { runner, registration },
            Effect::Terminate { runner, instance: instance.clone() },
            Effect::TuneRoot { runner, instance: instance.clone() },
            Effect::CancelRun { job, asked: None },
            Effect::Rerun { job, asked: Some(Timestamp::from_secs(1)) },
            Effect::Ask { job },
            Effect::Tell { job, failure: FailureReason::Internal.into() },
            Effect::EndOrphan { account: 1, connection: 7, instance, runner: None },
            Effect::DeregisterOrphan { account: 1, site: RunnerSite::Repository(repository), registration },
            Effect::CheckConnection { account: 1, connection: 7 },
        ];
        let (mut kinds, mut once) = (BTreeSet::new(), BTreeSet::new());
        for (effect, kind) in all.iter().zip(KINDS) {
            let row = effect.row(1, Timestamp::default());
            assert_eq!(&serde_json::from_str::<Effect>(&row.plan).unwrap(), effect);
            assert_eq!(effect.kind(), kind);
            assert!(kinds.insert(effect.kind()) && once.insert(row.once), "{effect:?}");
        }
        assert_eq!(kinds.len(), KINDS.len());
    }
}
