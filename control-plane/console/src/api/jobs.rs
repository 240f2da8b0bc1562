//! `/api/v1/jobs`.

use super::Answer;
use super::caller::{Caller, Number, Params, not_found, store};
use super::refusals::{RefusedChange, RefusedRead};
use crate::actions;
use crate::actions::{JobAction, Outcome, Who};
use crate::api::Problem;
use crate::format::HumanTime;
use crate::state::Console;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use sprinters_core::job::JobState;
use sprinters_core::time::Timestamp;
use sprinters_store::{JobFilter, JobRow};
use utoipa::{IntoParams, ToSchema};

/// Most jobs of a page.
const MOST: u32 = 100;

/// Which jobs.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct QueryParams {
    /// The account; only for a signed-in person, a token has its own.
    #[expect(dead_code, reason = "read by whoever finds out who calls")]
    account: Option<String>,
    /// `OWNER/NAME`.
    repository: Option<String>,
    /// Name of the workflow.
    workflow: Option<String>,
    /// Branch.
    branch: Option<String>,
    /// The label, whole.
    label: Option<String>,
    /// Name of the state.
    state: Option<String>,
    /// Part of a name, or a number.
    q: Option<String>,
    /// From `next` of the page before.
    cursor: Option<i64>,
    /// Jobs of a page, 50 without.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Why a job waits or did not run.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FailureDocument {
    /// Stable.
    code: String,
    /// In one sentence.
    cause: String,
    /// In one sentence.
    remedy: String,
    /// What exactly it was about.
    detail: Option<String>,
}

impl FailureDocument {
    pub(super) fn of(failure: &sprinters_core::failure::Failure) -> FailureDocument {
        let reason = failure.reason();
        FailureDocument {
            code: reason.code().to_owned(),
            cause: reason.cause().to_owned(),
            remedy: reason.remedy().to_owned(),
            detail: failure.detail().map(str::to_owned),
        }
    }
}

/// A job.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JobDocument {
    /// GitHub's number.
    id: i64,
    /// Name.
    name: String,
    /// `OWNER/NAME`.
    repository: String,
    /// Workflow.
    workflow: Option<String>,
    /// Branch.
    branch: Option<String>,
    /// GitHub's number of the run.
    run_id: i64,
    /// Attempt of the run.
    run_attempt: u32,
    /// The label that is ours.
    label: String,
    /// All labels.
    labels: Vec<String>,
    /// Where it stands.
    state: String,
    /// GitHub's conclusion, once it has ended.
    conclusion: Option<String>,
    /// Why it waits or did not run.
    failure: Option<FailureDocument>,
    /// RFC 3339.
    queued_at: String,
    /// RFC 3339.
    started_at: Option<String>,
    /// RFC 3339.
    finished_at: Option<String>,
}

/// A page of jobs, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct JobPageDocument {
    /// The jobs.
    jobs: Vec<JobDocument>,
    /// The cursor of the next page; none on the last. A page may be short, or empty, and still have a next one.
    next: Option<String>,
}

/// What was asked for is intended.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Accepted {
    /// In a sentence.
    message: String,
}

pub(super) fn iso(at: Timestamp) -> String {
    HumanTime::new(at, at).iso
}

fn of(job: &JobRow) -> JobDocument {
    let conclusion = match &job.job.state {
        JobState::Completed { conclusion } => {
            serde_json::to_value(conclusion).ok().and_then(|value| value.as_str().map(str::to_owned))
        }
        JobState::Waiting
        | JobState::Queued { .. }
        | JobState::Starting { .. }
        | JobState::Running { .. }
        | JobState::Failed { .. } => None,
    };
    JobDocument {
        id: i64::try_from(job.id.0).unwrap_or(i64::MAX),
        name: job.name.clone(),
        repository: job.repository.clone(),
        workflow: job.workflow.clone(),
        branch: job.head_branch.clone(),
        run_id: job.run_id,
        run_attempt: job.run_attempt,
        label: job.label.clone(),
        labels: job.labels.clone(),
        state: job.job.state.name().to_owned(),
        conclusion,
        failure: job.job.reason().map(|failure| FailureDocument::of(&failure)),
        queued_at: iso(job.queued_at),
        started_at: job.started_at.map(iso),
        finished_at: job.finished_at.map(iso),
    }
}

/// Lists jobs, newest first.
#[utoipa::path(get, path = "/api/v1/jobs", params(QueryParams), responses((status = 200, body = JobPageDocument), RefusedRead))]
pub(super) async fn list(
    State(console): State<Console>,
    caller: Caller,
    Params(which): Params<QueryParams>,
) -> Answer<JobPageDocument> {
    let limit = which.limit.unwrap_or(50);
    if !(1..=MOST).contains(&limit) {
        return Err(Problem::new(StatusCode::BAD_REQUEST, "limit out of range", "limit is 1 to 100"));
    }
    let filter = JobFilter {
        repository: which.repository,
        workflow: which.workflow,
        branch: which.branch,
        label: which.label,
        state: which.state,
        from: None,
        until: None,
        search: which.q,
        conclusions: Vec::new(),
        only: Vec::new(),
    };
    let texts = [&filter.repository, &filter.workflow, &filter.branch, &filter.label, &filter.state, &filter.search];
    // PostgreSQL takes no text with a zero in it.
    if texts.into_iter().flatten().any(|text| text.contains('\0') || 1_000 < text.len()) {
        return Ok(Json(JobPageDocument { jobs: Vec::new(), next: None }));
    }
    let page = console.store().job_page(caller.visible_to, &filter, which.cursor, limit).await.map_err(store)?;
    Ok(Json(JobPageDocument { jobs: page.jobs.iter().map(of).collect(), next: page.next.map(|next| next.to_string()) }))
}

/// One job.
#[utoipa::path(get, path = "/api/v1/jobs/{id}", params(("id" = i64, Path, minimum = 0), ("account" = Option<String>, Query)), responses((status = 200, body = JobDocument), RefusedRead))]
pub(super) async fn one(State(console): State<Console>, caller: Caller, Number(id): Number) -> Answer<JobDocument> {
    let job = console.store().job_visible_to(caller.visible_to, id).await.map_err(store)?.ok_or_else(not_found)?;
    Ok(Json(of(&job)))
}

async fn act(
    console: &Console,
    caller: &Caller,
    id: i64,
    action: JobAction,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    caller.writes()?;
    let who = Who { person: caller.person, name: &caller.name, address: &caller.address };
    match actions::on_job(console, caller.visible_to, id, action, who).await.map_err(store)? {
        Outcome::Done => Ok((
            StatusCode::ACCEPTED,
            Json(Accepted { message: "GitHub is asked to; the job's state follows".to_owned() }),
        )),
        Outcome::NoSuchJob => Err(not_found()),
        Outcome::NotNow(why) => Err(Problem::new(StatusCode::CONFLICT, "not now", why)),
    }
}

/// Cancels the run of a job, with its other jobs.
#[utoipa::path(post, path = "/api/v1/jobs/{id}/cancel", params(("id" = i64, Path, minimum = 0), ("account" = Option<String>, Query)), responses((status = 202, body = Accepted), RefusedChange))]
pub(super) async fn cancel(
    State(console): State<Console>,
    caller: Caller,
    Number(id): Number,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    act(&console, &caller, id, JobAction::Cancel).await
}

/// Runs the failed jobs of the run of a job again, once all of it has ended.
#[utoipa::path(post, path = "/api/v1/jobs/{id}/run-again", params(("id" = i64, Path, minimum = 0), ("account" = Option<String>, Query)), responses((status = 202, body = Accepted), RefusedChange))]
pub(super) async fn run_again(
    State(console): State<Console>,
    caller: Caller,
    Number(id): Number,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    act(&console, &caller, id, JobAction::RunAgain).await
}
