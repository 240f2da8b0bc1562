//! `/api/v1/jobs`.

use super::Answer;
use super::caller::{Caller, Number, Params, not_found, store};
use super::job_documents::{
    Accepted, ActivityDocument, ActivityPageDocument, FailureDocument, JobDocument, JobPageDocument, JobRunnerDocument,
    Outcome, PhasesDocument, StateParam, outcome, state,
};
use super::refusals::{RefusedChange, RefusedRead};
use crate::actions;
use crate::actions::{JobAction, Outcome as Done, Who};
use crate::api::Problem;
use crate::format::{HumanTime, parse_day};
use crate::pages::FailureView;
use crate::pages::job_filter::place;
use crate::pages::job_story::{blocker, its_runner, sentence, waiting};
use crate::pages::money::job_cost;
use crate::request_context::RequestContext;
use crate::state::Console;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use sprinters_core::calendar::DAY_MILLIS;
use sprinters_core::job::JobState;
use sprinters_core::time::Timestamp;
use sprinters_store::{JobFilter, JobRow, ListedRunner};
use std::collections::HashMap;
use std::time::Duration;
use utoipa::IntoParams;

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
    /// Where the job stands.
    #[param(value_type = Option<StateParam>)]
    state: Option<String>,
    /// How the job ended.
    #[param(value_type = Option<Outcome>)]
    outcome: Option<String>,
    /// Queued on that day or later.
    #[param(format = Date)]
    from: Option<String>,
    /// Queued on that day or earlier.
    #[param(format = Date)]
    until: Option<String>,
    /// Part of a name, or the number of a job or run.
    q: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<i64>,
    /// Jobs of a page, 50 without.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

pub(crate) fn iso(at: Timestamp) -> String {
    HumanTime::new(at, at).iso
}

/// What the documents of jobs are made of.
struct Maker<'a> {
    console: &'a Console,
    account: &'a str,
    base: &'a str,
    now: Timestamp,
}

impl Maker<'_> {
    fn job(&self, job: &JobRow, runners: &[ListedRunner]) -> JobDocument {
        let id = i64::try_from(job.id.0).unwrap_or(i64::MAX);
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
        let millis = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        // Without the timeline a registration counts as AWS's: a list reads none.
        let waited = waiting(job, runners, &[], self.now);
        let ran = job.started_at.map(|started| job.finished_at.unwrap_or(self.now).since(started));
        let web =
            self.console.sign_in().map_or_else(|| "https://github.com".to_owned(), |oauth| oauth.web_base().to_owned());
        JobDocument {
            id,
            html_url: format!("{web}/{}/actions/runs/{}/job/{id}", job.repository, job.run_id),
            console_url: format!("{}/o/{}/jobs/{id}", self.base, self.account),
            name: job.name.clone(),
            repository: job.repository.clone(),
            workflow: job.workflow.clone(),
            branch: job.head_branch.clone(),
            run_id: job.run_id,
            run_attempt: job.run_attempt,
            label: job.label.clone(),
            labels: job.labels.clone(),
            state: state(&job.job.state),
            conclusion,
            outcome: outcome(&job.job.state),
            failure: job.job.reason().map(|failure| FailureDocument::of(&failure)),
            runner: its_runner(job, runners).map(|runner| JobRunnerDocument {
                id: runner.id.clone(),
                instance_id: runner.instance_id.clone(),
                instance_type: runner.instance_type.clone(),
                market: runner.market.clone(),
                region: runner.region.clone(),
                zone: runner.zone.clone(),
            }),
            cost_micro_usd: job_cost(runners, self.now),
            phases: PhasesDocument {
                github_ms: millis(waited.github),
                sprinters_ms: millis(waited.ours),
                aws_ms: millis(waited.aws),
                ran_ms: ran.map(millis),
            },
            queued_at: iso(job.queued_at),
            started_at: job.started_at.map(iso),
            finished_at: job.finished_at.map(iso),
        }
    }
}

/// Lists jobs, newest first.
#[utoipa::path(get, operation_id = "listJobs", path = "/api/v1/jobs", params(QueryParams), responses((status = 200, description = "A page of jobs.", body = JobPageDocument), RefusedRead))]
pub(super) async fn list(
    State(console): State<Console>,
    visit: RequestContext,
    caller: Caller,
    Params(which): Params<QueryParams>,
) -> Answer<JobPageDocument> {
    let limit = which.limit.unwrap_or(50);
    if !(1..=MOST).contains(&limit) {
        return Err(Problem::new(StatusCode::BAD_REQUEST, "limit out of range", "limit is 1 to 100"));
    }
    let bad = |detail: String| Problem::new(StatusCode::BAD_REQUEST, "unknown filter", &detail);
    let words = |text: &Option<String>| text.clone().unwrap_or_default();
    let (state, conclusions) = place(&words(&which.state), &words(&which.outcome)).map_err(bad)?;
    let day = |name: &str, text: Option<&String>| match text.map(|text| (text, parse_day(text))) {
        None => Ok(None),
        Some((_, Some(day))) => Ok(Some(day)),
        Some((_, None)) => Err(bad(format!("`{name}` is a day such as 2026-11-25."))),
    };
    let filter = JobFilter {
        repository: which.repository,
        workflow: which.workflow,
        branch: which.branch,
        label: which.label,
        state,
        conclusions,
        from: day("from", which.from.as_ref())?,
        until: day("until", which.until.as_ref())?.map(|day| day.after(Duration::from_millis(DAY_MILLIS))),
        search: which.q,
        only: Vec::new(),
    };
    let texts = [&filter.repository, &filter.workflow, &filter.branch, &filter.label, &filter.search];
    // PostgreSQL takes no text with a zero in it.
    if texts.into_iter().flatten().any(|text| text.contains('\0') || 1_000 < text.len()) {
        return Ok(Json(JobPageDocument { items: Vec::new(), next_cursor: None }));
    }
    let page = console.store().job_page(caller.visible_to, &filter, which.cursor, limit).await.map_err(store)?;
    let ids: Vec<i64> = page.jobs.iter().map(|job| i64::try_from(job.id.0).unwrap_or(i64::MAX)).collect();
    let mut runners: HashMap<i64, Vec<ListedRunner>> = HashMap::new();
    for runner in console.store().runners_of_jobs(caller.visible_to, &ids).await.map_err(store)? {
        runners.entry(runner.job_id).or_default().push(runner);
    }
    let maker = Maker { console: &console, account: &caller.account, base: &visit.base, now: console.now() };
    let of = |(job, id): (&JobRow, &i64)| maker.job(job, runners.get(id).map_or(&[], Vec::as_slice));
    Ok(Json(JobPageDocument {
        items: page.jobs.iter().zip(&ids).map(of).collect(),
        next_cursor: page.next.map(|next| next.to_string()),
    }))
}

/// One job.
#[utoipa::path(get, operation_id = "getJob", path = "/api/v1/jobs/{id}", params(("id" = i64, Path, minimum = 0), ("account" = Option<String>, Query)), responses((status = 200, description = "The job.", body = JobDocument), RefusedRead))]
pub(super) async fn one(
    State(console): State<Console>,
    visit: RequestContext,
    caller: Caller,
    Number(id): Number,
) -> Answer<JobDocument> {
    let job = console.store().job_visible_to(caller.visible_to, id).await.map_err(store)?.ok_or_else(not_found)?;
    let runners = console.store().runners_of_jobs(caller.visible_to, &[id]).await.map_err(store)?;
    let maker = Maker { console: &console, account: &caller.account, base: &visit.base, now: console.now() };
    Ok(Json(maker.job(&job, &runners)))
}

/// What happened to a job, what it waits for, and when something is tried next.
#[utoipa::path(get, operation_id = "getJobActivity", path = "/api/v1/jobs/{id}/activity", params(("id" = i64, Path, minimum = 0), ("account" = Option<String>, Query)), responses((status = 200, description = "What happened.", body = ActivityPageDocument), RefusedRead))]
pub(super) async fn activity(
    State(console): State<Console>,
    caller: Caller,
    Number(id): Number,
) -> Answer<ActivityPageDocument> {
    let now = console.now();
    let job = console.store().job_visible_to(caller.visible_to, id).await.map_err(store)?.ok_or_else(not_found)?;
    let ids = [id];
    let (entries, runners) = tokio::try_join!(
        console.store().timeline_visible_to(caller.visible_to, id),
        console.store().runners_of_jobs(caller.visible_to, &ids)
    )
    .map_err(store)?;
    let failure = job.job.reason().map(|failure| FailureView::of(&failure));
    let blocker = blocker(&job, &runners, &entries, now);
    let items = crate::pages::job_activity::activity(&entries, &job, &runners, now);
    Ok(Json(ActivityPageDocument {
        summary: sentence(&job, &runners, failure.as_ref()),
        next_try_at: blocker.as_ref().and_then(|blocker| blocker.next.as_ref().map(|next| next.iso.clone())),
        waiting_for: blocker.map(|blocker| blocker.text),
        items: items
            .into_iter()
            .map(|one| ActivityDocument { at: one.at.iso, text: one.text, more: one.more })
            .collect(),
        next_cursor: None,
    }))
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
        Done::Done => Ok((
            StatusCode::ACCEPTED,
            Json(Accepted { message: "Requested from GitHub. The job's state follows.".to_owned() }),
        )),
        Done::NoSuchJob => Err(not_found()),
        Done::NotNow(why) => Err(Problem::new(StatusCode::CONFLICT, "not now", why)),
    }
}

/// Cancels the run of a job, with its other jobs.
#[utoipa::path(post, operation_id = "cancelRun", path = "/api/v1/jobs/{id}/cancel", params(("id" = i64, Path, minimum = 0), ("account" = Option<String>, Query)), responses((status = 202, description = "GitHub is asked to.", body = Accepted), RefusedChange))]
pub(super) async fn cancel(
    State(console): State<Console>,
    caller: Caller,
    Number(id): Number,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    act(&console, &caller, id, JobAction::Cancel).await
}

/// Runs the failed jobs of the run of a job again, once all of it has ended.
#[utoipa::path(post, operation_id = "rerunJob", path = "/api/v1/jobs/{id}/run-again", params(("id" = i64, Path, minimum = 0), ("account" = Option<String>, Query)), responses((status = 202, description = "GitHub is asked to.", body = Accepted), RefusedChange))]
pub(super) async fn run_again(
    State(console): State<Console>,
    caller: Caller,
    Number(id): Number,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    act(&console, &caller, id, JobAction::RunAgain).await
}
