//! Bodies of deliveries, as large as GitHub's and with the same fields.

use super::jobs::{Job, Status};
use super::moment::iso;
use super::shapes::node_id;
use super::state::{Installation, Repository, Selection, State};
use serde_json::{Value, json};

impl State {
    /// Tells every App that hears of jobs of this repository.
    pub(super) fn tell_job(&mut self, id: u64, action: &str) {
        self.changed += 1;
        let Some(job) = self.jobs.get(&id).filter(|job| !job.silent) else { return };
        let Some(repository) = self.repositories.get(&job.repository) else { return };
        let hears = |one: &&Installation| {
            one.suspended_at.is_none()
                && self.has(one, repository)
                && self.apps.get(&one.app).is_some_and(|app| app.events.iter().any(|event| event == "workflow_job"))
        };
        let letters: Vec<_> = self
            .installations
            .values()
            .filter(hears)
            .map(|one| (one.app, one.id, self.job_payload(job, repository, one, action)))
            .collect();
        let repository = repository.id;
        for (app, installation, body) in letters {
            self.make_delivery(app, "workflow_job", Some(installation), Some(repository), &body);
        }
    }

    fn job_payload(&self, job: &Job, repository: &Repository, installation: &Installation, action: &str) -> Value {
        let sender = self.account_json_of(repository.owner);
        let mut workflow_job = self.job_json(job);
        // GitHub leaves steps out before there are any, and sends the true times only once there are some.
        if job.status == Status::Waiting || (action == "queued" && job.environment.is_none()) {
            workflow_job["steps"] = json!([]);
        }
        let mut body = json!({ "action": action, "workflow_job": workflow_job });
        if let Some(environment) = &job.environment {
            body["deployment"] = json!({
                "url": format!("{}/api/v3/repos/{}/deployments/{}", self.web, self.full_name(repository), environment.deployment),
                "id": environment.deployment,
                "node_id": node_id("Deployment", environment.deployment),
                "task": "deploy",
                "original_environment": "production",
                "environment": "production",
                "description": null,
                "created_at": iso(environment.created_at),
                "updated_at": iso(environment.updated_at),
                "statuses_url": format!("{}/api/v3/repos/{}/deployments/{}/statuses", self.web, self.full_name(repository), environment.deployment),
                "repository_url": format!("{}/api/v3/repos/{}", self.web, self.full_name(repository)),
                "creator": sender,
                "sha": "16c5286e8d9a0629956a28938386b36608707a71",
                "ref": "main",
                "payload": {},
                "transient_environment": false,
                "production_environment": true,
                "performed_via_github_app": null,
            });
        }
        body["repository"] = self.repository_json(repository);
        if let Some(owner) = self.accounts.get(&repository.owner).filter(|owner| owner.is_organization) {
            body["organization"] = self.organization_json(owner);
        }
        body["sender"] = sender;
        body["installation"] = brief(installation);
        body
    }

    /// Tells the App of its installation.
    pub(super) fn tell_installation(&mut self, installation: &Installation, action: &str) {
        let body = self.installation_payload(installation, action);
        self.make_delivery(installation.app, "installation", Some(installation.id), None, &body);
    }

    fn installation_payload(&self, installation: &Installation, action: &str) -> Value {
        let repositories: Vec<Value> =
            self.repositories_of(installation).map(|one| self.brief_repository_json(one)).collect();
        json!({
            "action": action,
            "installation": self.installation_in_delivery(installation),
            "repositories": repositories,
            "requester": null,
            "sender": self.account_json_of(installation.account),
        })
    }

    /// Tells the App of repositories that came or went.
    pub(super) fn tell_repositories(&mut self, installation: &Installation, repositories: &[i64], added: bool) {
        let brief: Vec<Value> = repositories
            .iter()
            .filter_map(|id| self.repositories.get(id))
            .map(|one| self.brief_repository_json(one))
            .collect();
        let nothing = Vec::new();
        let body = json!({
            "action": if added { "added" } else { "removed" },
            "installation": self.installation_in_delivery(installation),
            "repository_selection": match installation.repositories { Selection::All => "all", Selection::Selected(_) => "selected" },
            "repositories_added": if added { &brief } else { &nothing },
            "repositories_removed": if added { &nothing } else { &brief },
            "requester": null,
            "sender": self.account_json_of(installation.account),
        });
        self.make_delivery(installation.app, "installation_repositories", Some(installation.id), None, &body);
    }

    /// In deliveries the times of an installation are numbers, but the one of its suspension.
    fn installation_in_delivery(&self, installation: &Installation) -> Value {
        let mut json = self.installation_json(installation);
        json["created_at"] = (installation.created_at / 1_000).into();
        json["updated_at"] = (installation.updated_at / 1_000).into();
        json
    }

    /// GitHub tries whether the App is reached.
    pub(super) fn tell_ping(&mut self, app: u64) {
        let Some(known) = self.apps.get(&app) else { return };
        let body = json!({
            "zen": "Anything added dilutes everything else.",
            "hook_id": app,
            "hook": {
                "type": "App", "id": app, "name": "web", "active": true, "events": known.events, "app_id": app,
                "config": { "content_type": "json", "insecure_ssl": "0", "secret": "********", "url": known.webhook_url },
                "updated_at": iso(self.now), "created_at": iso(self.now),
                "deliveries_url": format!("{}/api/v3/app/hook/deliveries", self.web),
            },
        });
        self.make_delivery(app, "ping", None, None, &body);
    }

    /// A person took their authorization back.
    pub(super) fn tell_revoked(&mut self, app: u64, user: i64) {
        let body = json!({ "action": "revoked", "sender": self.account_json_of(user) });
        self.make_delivery(app, "github_app_authorization", None, None, &body);
    }
}

fn brief(installation: &Installation) -> Value {
    json!({ "id": installation.id, "node_id": node_id("IntegrationInstallation", installation.id) })
}
