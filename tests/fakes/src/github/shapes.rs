//! GitHub's JSON of things, in answers and deliveries.

use super::jobs::{Job, Status};
use super::moment::iso;
use super::runners::Runner;
use super::state::{Account, App, Installation, Repository, Run, Selection, State};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

impl State {
    fn api(&self) -> String {
        format!("{}/api/v3", self.web)
    }

    /// An account: GitHub's "simple user".
    pub(super) fn account_json(&self, account: &Account) -> Value {
        let (login, web) = (&account.login, &self.web);
        let url = format!("{}/users/{login}", self.api());
        json!({
            "login": login,
            "id": account.id,
            "node_id": node_id("User", account.id),
            "avatar_url": format!("{web}/avatars/u/{}?v=4", account.id),
            "gravatar_id": "",
            "url": url,
            "html_url": format!("{web}/{login}"),
            "followers_url": format!("{url}/followers"),
            "following_url": format!("{url}/following{{/other_user}}"),
            "gists_url": format!("{url}/gists{{/gist_id}}"),
            "starred_url": format!("{url}/starred{{/owner}}{{/repo}}"),
            "subscriptions_url": format!("{url}/subscriptions"),
            "organizations_url": format!("{url}/orgs"),
            "repos_url": format!("{url}/repos"),
            "events_url": format!("{url}/events{{/privacy}}"),
            "received_events_url": format!("{url}/received_events"),
            "type": if account.is_organization { "Organization" } else { "User" },
            "site_admin": false,
            "user_view_type": "public",
        })
    }

    pub(super) fn account_json_of(&self, id: i64) -> Value {
        self.accounts.get(&id).map_or(Value::Null, |account| self.account_json(account))
    }

    /// An organisation, as deliveries carry it.
    pub(super) fn organization_json(&self, account: &Account) -> Value {
        let login = &account.login;
        let url = format!("{}/orgs/{login}", self.api());
        json!({
            "login": login,
            "id": account.id,
            "node_id": node_id("Organization", account.id),
            "url": url,
            "repos_url": format!("{url}/repos"),
            "events_url": format!("{url}/events"),
            "hooks_url": format!("{url}/hooks"),
            "issues_url": format!("{url}/issues"),
            "members_url": format!("{url}/members{{/member}}"),
            "public_members_url": format!("{url}/public_members{{/member}}"),
            "avatar_url": format!("{}/avatars/u/{}?v=4", self.web, account.id),
            "description": null,
        })
    }

    /// A repository: GitHub's "minimal repository" with what deliveries add.
    pub(super) fn repository_json(&self, repository: &Repository) -> Value {
        let full_name = self.full_name(repository);
        let (web, url) = (format!("{}/{full_name}", self.web), format!("{}/repos/{full_name}", self.api()));
        let mut json = json!({
            "id": repository.id,
            "node_id": node_id("Repository", repository.id),
            "name": repository.name,
            "full_name": full_name,
            "private": repository.private,
            "owner": self.account_json_of(repository.owner),
            "html_url": web,
            "description": null,
            "fork": false,
            "url": url,
        });
        if let Value::Object(fields) = &mut json {
            for (name, rest) in REPOSITORY_URLS {
                fields.insert((*name).to_owned(), format!("{url}{rest}").into());
            }
            let moment = iso(self.now);
            let more = json!({
                "created_at": moment, "updated_at": moment, "pushed_at": moment,
                "git_url": format!("git:{full_name}.git"), "ssh_url": format!("git@github.com:{full_name}.git"),
                "clone_url": format!("{web}.git"), "svn_url": web,
                "homepage": null, "size": 108, "stargazers_count": 0, "watchers_count": 0, "language": "Rust",
                "has_issues": true, "has_projects": true, "has_downloads": true, "has_wiki": false, "has_pages": false,
                "has_discussions": false, "forks_count": 0, "mirror_url": null, "archived": false, "disabled": false,
                "open_issues_count": 0, "license": null, "allow_forking": true, "is_template": false,
                "web_commit_signoff_required": false, "topics": [],
                "visibility": if repository.private { "private" } else { "public" },
                "forks": 0, "open_issues": 0, "watchers": 0, "default_branch": "main", "custom_properties": {},
            });
            if let Value::Object(more) = more {
                fields.extend(more);
            }
        }
        json
    }

    /// A repository in a few words, as `installation` deliveries carry it.
    pub(super) fn brief_repository_json(&self, repository: &Repository) -> Value {
        json!({
            "id": repository.id,
            "node_id": node_id("Repository", repository.id),
            "name": repository.name,
            "full_name": self.full_name(repository),
            "private": repository.private,
        })
    }

    /// An installation, as the API answers it. Deliveries carry its times as numbers.
    pub(super) fn installation_json(&self, installation: &Installation) -> Value {
        let account = self.accounts.get(&installation.account);
        let is_organization = account.is_some_and(|account| account.is_organization);
        let app = self.apps.get(&installation.app);
        let (web, api) = (&self.web, self.api());
        let settings = match account {
            Some(account) if is_organization => format!("{web}/organizations/{}/settings/installations", account.login),
            Some(_) | None => format!("{web}/settings/installations"),
        };
        json!({
            "id": installation.id,
            "account": self.account_json_of(installation.account),
            "repository_selection": match installation.repositories { Selection::All => "all", Selection::Selected(_) => "selected" },
            "access_tokens_url": format!("{api}/app/installations/{}/access_tokens", installation.id),
            "repositories_url": format!("{api}/installation/repositories"),
            "html_url": format!("{settings}/{}", installation.id),
            "app_id": installation.app,
            "client_id": app.map(|app| app.client_id.clone()),
            "app_slug": app.map(|app| app.slug.clone()),
            "target_id": installation.account,
            "target_type": if is_organization { "Organization" } else { "User" },
            "permissions": installation.permissions,
            "events": app.map(|app| app.events.clone()).unwrap_or_default(),
            "created_at": iso(installation.created_at),
            "updated_at": iso(installation.updated_at),
            "single_file_name": null,
            "has_multiple_single_files": false,
            "single_file_paths": [],
            "suspended_by": installation.suspended_at.map(|_| self.account_json_of(installation.account)),
            "suspended_at": installation.suspended_at.map(iso),
        })
    }

    /// The App itself.
    pub(super) fn app_json(&self, app: &App) -> Value {
        json!({
            "id": app.id,
            "slug": app.slug,
            "node_id": node_id("Integration", app.id),
            "client_id": app.client_id,
            "owner": self.account_json_of(app.owner),
            "name": app.slug,
            "description": null,
            "external_url": "https://example.com",
            "html_url": format!("{}/apps/{}", self.web, app.slug),
            "created_at": iso(app.created_at),
            "updated_at": iso(app.created_at),
            "permissions": app.permissions,
            "events": app.events,
            "installations_count": self.installations.values().filter(|one| one.app == app.id).count(),
        })
    }

    pub(super) fn runner_json(&self, runner: &Runner) -> Value {
        let label = |(at, name): (usize, &String)| json!({ "id": at + 1, "name": name, "type": "custom" });
        json!({
            "id": runner.id,
            "runner_group_id": runner.group,
            "name": runner.name,
            "os": if runner.used { "linux" } else { "unknown" },
            "status": if runner.online { "online" } else { "offline" },
            "busy": runner.job.is_some() && !self.blind_to_jobs,
            "ephemeral": true,
            "labels": runner.labels.iter().enumerate().map(label).collect::<Vec<_>>(),
        })
    }

    /// A job. `steps` are those of one that began.
    pub(super) fn job_json(&self, job: &Job) -> Value {
        let run = self.runs.get(&job.run);
        let repository = self.repositories.get(&job.repository);
        let full_name = repository.map(|one| self.full_name(one)).unwrap_or_default();
        let (api, web) = (format!("{}/repos/{full_name}", self.api()), format!("{}/{full_name}", self.web));
        let (id, run_id) = (job.id, job.run);
        json!({
            "id": id,
            "run_id": run_id,
            "workflow_name": run.map(|run| run.workflow.clone()),
            "head_branch": run.map(|run| run.head_branch.clone()),
            "run_url": format!("{api}/actions/runs/{run_id}"),
            "run_attempt": job.attempt,
            "node_id": node_id("CheckRun", id),
            "head_sha": HEAD_SHA,
            "url": format!("{api}/actions/jobs/{id}"),
            "html_url": format!("{web}/actions/runs/{run_id}/job/{id}"),
            "status": job.status.word(),
            "conclusion": job.conclusion,
            "created_at": iso(job.created_at),
            "started_at": iso(job.started_at.unwrap_or(job.created_at)),
            "completed_at": job.completed_at.map(iso),
            "name": job.name,
            "steps": steps(job),
            "check_run_url": format!("{api}/check-runs/{id}"),
            "labels": job.labels,
            "runner_id": job.runner.as_ref().map(|(id, _)| id),
            "runner_name": job.runner.as_ref().map(|(_, name)| name),
            "runner_group_id": job.runner.as_ref().map(|_| 1),
            "runner_group_name": job.runner.as_ref().map(|_| "Default"),
        })
    }

    /// A run. GitHub's own has more than is here; this is all that its description requires.
    pub(super) fn run_json(&self, run: &Run) -> Value {
        let repository = self.repositories.get(&run.repository);
        let full_name = repository.map(|one| self.full_name(one)).unwrap_or_default();
        let url = format!("{}/repos/{full_name}/actions/runs/{}", self.api(), run.id);
        let (status, conclusion) = self.status_of_run(run);
        let whole = |id: i64| self.repositories.get(&id).map_or(Value::Null, |one| self.repository_json(one));
        let actor = repository.map_or(Value::Null, |one| self.account_json_of(one.owner));
        let person = json!({ "name": "Mona", "email": "mona@example.com" });
        json!({
            "id": run.id,
            "name": run.workflow,
            "node_id": node_id("WorkflowRun", run.id),
            "check_suite_id": run.id,
            "check_suite_node_id": node_id("CheckSuite", run.id),
            "head_branch": run.head_branch,
            "head_sha": HEAD_SHA,
            "path": ".github/workflows/ci.yml",
            "run_number": 1,
            "run_attempt": run.attempt,
            "event": if run.head_repository == run.repository { "push" } else { "pull_request" },
            "status": status,
            "conclusion": conclusion,
            "workflow_id": 1,
            "url": url,
            "html_url": format!("{}/{full_name}/actions/runs/{}", self.web, run.id),
            "pull_requests": [],
            "created_at": iso(run.created_at),
            "updated_at": iso(run.updated_at),
            "run_started_at": iso(run.created_at),
            "actor": actor,
            "triggering_actor": actor,
            "jobs_url": format!("{url}/jobs"),
            "logs_url": format!("{url}/logs"),
            "check_suite_url": format!("{}/repos/{full_name}/check-suites/{}", self.api(), run.id),
            "artifacts_url": format!("{url}/artifacts"),
            "cancel_url": format!("{url}/cancel"),
            "rerun_url": format!("{url}/rerun"),
            "previous_attempt_url": null,
            "workflow_url": format!("{}/repos/{full_name}/actions/workflows/1", self.api()),
            "display_title": "Update README.md",
            "referenced_workflows": [],
            "head_commit": {
                "id": HEAD_SHA, "tree_id": HEAD_SHA, "message": "Update README.md", "timestamp": iso(run.created_at),
                "author": person, "committer": person,
            },
            "repository": whole(run.repository),
            "head_repository": whole(run.head_repository),
        })
    }

    /// GitHub's status and conclusion of a run: it has completed when all jobs of its attempt have.
    pub(super) fn status_of_run(&self, run: &Run) -> (&'static str, Option<&'static str>) {
        let mut any_began = false;
        let mut worst = "success";
        let mut all_done = true;
        for job in run.jobs.iter().filter_map(|id| self.jobs.get(id)).filter(|job| job.attempt == run.attempt) {
            match job.status {
                Status::Completed => {
                    any_began = true;
                    match job.conclusion.as_deref() {
                        Some("cancelled") => worst = "cancelled",
                        Some("failure" | "timed_out") if worst == "success" => worst = "failure",
                        Some(_) | None => {}
                    }
                }
                Status::InProgress => (any_began, all_done) = (true, false),
                Status::Queued | Status::Waiting => all_done = false,
            }
        }
        match (all_done, any_began) {
            (true, _) => ("completed", Some(worst)),
            (false, true) => ("in_progress", None),
            (false, false) => ("queued", None),
        }
    }
}

/// All runs are of one commit.
const HEAD_SHA: &str = "16c5286e8d9a0629956a28938386b36608707a71";

/// GitHub's opaque ids are base64 of something.
pub(super) fn node_id(kind: &str, id: impl std::fmt::Display) -> String {
    STANDARD.encode(format!("0{}:{kind}{id}", kind.len()))
}

fn steps(job: &Job) -> Value {
    let Some(started) = job.started_at else { return json!([]) };
    let names =
        ["Set up job", "Run actions/checkout@v4", "Build", "Test", "Post Run actions/checkout@v4", "Complete job"];
    let step = |(at, name): (usize, &&str)| {
        let mut step = Map::new();
        step.insert("name".to_owned(), (*name).into());
        let (status, conclusion) = match job.completed_at {
            Some(_) => ("completed", job.conclusion.clone()),
            None if at == 0 => ("in_progress", None),
            None => ("queued", None),
        };
        step.insert("status".to_owned(), status.into());
        step.insert("conclusion".to_owned(), conclusion.into());
        step.insert("number".to_owned(), (at + 1).into());
        step.insert("started_at".to_owned(), (status != "queued").then(|| iso(started)).into());
        step.insert("completed_at".to_owned(), job.completed_at.map(iso).into());
        Value::Object(step)
    };
    names.iter().enumerate().map(step).collect()
}

/// Addresses below a repository's own.
const REPOSITORY_URLS: &[(&str, &str)] = &[
    ("forks_url", "/forks"),
    ("keys_url", "/keys{/key_id}"),
    ("collaborators_url", "/collaborators{/collaborator}"),
    ("teams_url", "/teams"),
    ("hooks_url", "/hooks"),
    ("issue_events_url", "/issues/events{/number}"),
    ("events_url", "/events"),
    ("assignees_url", "/assignees{/user}"),
    ("branches_url", "/branches{/branch}"),
    ("tags_url", "/tags"),
    ("blobs_url", "/git/blobs{/sha}"),
    ("git_tags_url", "/git/tags{/sha}"),
    ("git_refs_url", "/git/refs{/sha}"),
    ("trees_url", "/git/trees{/sha}"),
    ("statuses_url", "/statuses/{sha}"),
    ("languages_url", "/languages"),
    ("stargazers_url", "/stargazers"),
    ("contributors_url", "/contributors"),
    ("subscribers_url", "/subscribers"),
    ("subscription_url", "/subscription"),
    ("commits_url", "/commits{/sha}"),
    ("git_commits_url", "/git/commits{/sha}"),
    ("comments_url", "/comments{/number}"),
    ("issue_comment_url", "/issues/comments{/number}"),
    ("contents_url", "/contents/{+path}"),
    ("compare_url", "/compare/{base}...{head}"),
    ("merges_url", "/merges"),
    ("archive_url", "/{archive_format}{/ref}"),
    ("downloads_url", "/downloads"),
    ("issues_url", "/issues{/number}"),
    ("pulls_url", "/pulls{/number}"),
    ("milestones_url", "/milestones{/number}"),
    ("notifications_url", "/notifications{?since,all,participating}"),
    ("labels_url", "/labels{/name}"),
    ("releases_url", "/releases{/id}"),
    ("deployments_url", "/deployments"),
];
