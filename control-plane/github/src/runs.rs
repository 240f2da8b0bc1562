//! Workflow runs and jobs: read, cancelled, run again.

use super::classify::Refusal;
use super::edge::{Edge, plain};
use super::error::GitHubError;
use super::pace::Cost;
use super::runners::parts;
use super::tokens::{Permission, Scope};
use super::{JobReading, RunReading};
use octocrab::Octocrab;
use octocrab::models::RunId;
use serde::Deserialize;
use sprinters_core::delivery::{GithubStatus, read_status};
use sprinters_core::ids::JobId;
use sprinters_core::site::Repository;

/// A job, as far as it is used: octocrab's type wants names that GitHub leaves out, and runners with numbers of 32
/// bits.
#[derive(Deserialize)]
struct Job {
    status: String,
    #[serde(default)]
    conclusion: Option<String>,
    #[serde(default)]
    run_attempt: Option<u32>,
    #[serde(default)]
    runner_id: Option<i64>,
    #[serde(default)]
    runner_name: Option<String>,
    #[serde(default)]
    labels: Vec<String>,
}

#[derive(Deserialize)]
struct Run {
    status: Option<String>,
    #[serde(default)]
    run_attempt: Option<u32>,
    #[serde(default)]
    repository: Option<Id>,
    #[serde(default)]
    head_repository: Option<Id>,
}

#[derive(Deserialize, PartialEq)]
struct Id {
    id: i64,
}

fn scope(repository: &Repository, permission: Permission) -> Scope {
    Scope { installation: repository.installation, repository: Some(repository.id), permission }
}

/// Reads something, or finds that it is not there.
async fn read<T: serde::de::DeserializeOwned>(
    edge: &Edge,
    repository: &Repository,
    rest: &str,
) -> Result<Option<T>, GitHubError> {
    let (owner, name) = parts(repository)?;
    let route = format!("/repos/{owner}/{name}/actions/{rest}");
    let act = |octocrab: Octocrab| {
        let route = &route;
        async move { octocrab.get::<T, _, ()>(route, None).await }
    };
    let scope = scope(repository, Permission::ActionsRead);
    match edge.as_installation(scope, Cost::Read, act).await {
        Ok(found) => Ok(Some(found)),
        Err(Refusal::Other(GitHubError::NotFound)) => Ok(None),
        Err(refusal) => Err(plain(refusal, scope.permission.words().0)),
    }
}

pub(super) async fn job(edge: &Edge, repository: &Repository, id: JobId) -> Result<Option<JobReading>, GitHubError> {
    let Some(job) = read::<Job>(edge, repository, &format!("jobs/{}", id.0)).await? else { return Ok(None) };
    // An answer has no deployment, whose time orders the events of an approval. What it says is so now: a job that is
    // queued now is further than any approval we heard of. That one waits now undoes nothing, since the delivery that
    // ends the wait may be under way.
    let deployment = (job.status == "queued").then(|| edge.clock.now());
    let said = GithubStatus {
        status: &job.status,
        conclusion: job.conclusion.as_deref(),
        run_attempt: job.run_attempt.unwrap_or(1),
        deployment,
        runner_id: job.runner_id,
        runner_name: job.runner_name.as_deref(),
    };
    Ok(Some(JobReading { news: read_status(said), labels: job.labels }))
}

pub(super) async fn run(edge: &Edge, repository: &Repository, run: i64) -> Result<Option<RunReading>, GitHubError> {
    let Some(read) = read::<Run>(edge, repository, &format!("runs/{run}")).await? else { return Ok(None) };
    // Whose fork was deleted has no head repository any more: that is a fork as well.
    let from_fork = read.head_repository.is_none_or(|head| read.repository.is_none_or(|own| own != head));
    Ok(Some(RunReading {
        completed: read.status.as_deref() == Some("completed"),
        run_attempt: read.run_attempt.unwrap_or(1),
        from_fork,
    }))
}

pub(super) async fn cancel(edge: &Edge, repository: &Repository, run: i64) -> Result<(), GitHubError> {
    let (owner, name) = parts(repository)?;
    let run = run_id(run)?;
    let act = |octocrab: Octocrab| async move { octocrab.actions().cancel_workflow_run(owner, name, run).await };
    let scope = scope(repository, Permission::ActionsWrite);
    match edge.as_installation(scope, Cost::Write, act).await {
        // GitHub says conflict for one that has completed.
        Ok(()) | Err(Refusal::Conflict | Refusal::Other(GitHubError::NotFound)) => Ok(()),
        Err(refusal) => Err(plain(refusal, scope.permission.words().0)),
    }
}

pub(super) async fn rerun(edge: &Edge, repository: &Repository, run: i64) -> Result<(), GitHubError> {
    let (owner, name) = parts(repository)?;
    let run = run_id(run)?;
    let act = |octocrab: Octocrab| async move { octocrab.workflows(owner, name).rerun_failed_jobs(run).await };
    let scope = scope(repository, Permission::ActionsWrite);
    match edge.as_installation(scope, Cost::Write, act).await {
        Ok(()) => Ok(()),
        Err(Refusal::Conflict) => Err(GitHubError::RunNotCompleted),
        Err(refusal) => Err(plain(refusal, scope.permission.words().0)),
    }
}

fn run_id(run: i64) -> Result<RunId, GitHubError> {
    u64::try_from(run).map(RunId).map_err(|_| GitHubError::NotFound)
}
