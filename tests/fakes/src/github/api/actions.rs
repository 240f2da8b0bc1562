//! Runs and jobs.

use super::super::answer::Answer;
use super::super::auth::{Level, Needs};
use super::super::jobs::Job;
use super::super::state::{Run, State};
use super::{Call, Operation};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

pub(super) fn operations() -> Vec<Operation> {
    let read = |template, run| of(Method::GET, template, "actions", Level::Read, run);
    let write = |template, run| of(Method::POST, template, "actions", Level::Write, run);
    vec![
        of(Method::GET, "/repos/{owner}/{repo}", "metadata", Level::Read, get_repository),
        of(Method::GET, "/repos/{owner}/{repo}/actions/permissions", "administration", Level::Read, get_permissions),
        read("/repos/{owner}/{repo}/actions/runs", list_runs),
        read("/repos/{owner}/{repo}/actions/runs/{run_id}", get_run),
        read("/repos/{owner}/{repo}/actions/runs/{run_id}/jobs", list_jobs),
        read("/repos/{owner}/{repo}/actions/jobs/{job_id}", get_job),
        write("/repos/{owner}/{repo}/actions/runs/{run_id}/cancel", cancel),
        write("/repos/{owner}/{repo}/actions/runs/{run_id}/force-cancel", force_cancel),
        write("/repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs", rerun_failed),
    ]
}

fn of(
    method: Method,
    template: &'static str,
    permission: &'static str,
    level: Level,
    run: fn(&mut State, &Call<'_>) -> Answer,
) -> Operation {
    Operation { method, template, needs: Needs::Repository(permission, level), is_api: true, run }
}

fn get_repository(state: &mut State, call: &Call<'_>) -> Answer {
    let repository = call.place.repository.and_then(|id| state.repositories.get(&id));
    repository.map_or_else(Answer::not_found, |one| Answer::ok(state.repository_json(one)))
}

fn get_permissions(state: &mut State, call: &Call<'_>) -> Answer {
    let repository = call.place.repository.and_then(|id| state.repositories.get(&id));
    let Some(repository) = repository else { return Answer::not_found() };
    let enabled = !repository.actions_disabled;
    let mut json = json!({ "enabled": enabled, "sha_pinning_required": false });
    if enabled {
        json["allowed_actions"] = "all".into();
    }
    Answer::ok(json)
}

/// The run of the path, if it is of the repository.
fn run<'a>(state: &'a State, call: &Call<'_>) -> Option<&'a Run> {
    state.runs.get(&call.signed("run_id")).filter(|run| Some(run.repository) == call.place.repository)
}

fn list_runs(state: &mut State, call: &Call<'_>) -> Answer {
    let wanted = call.query("status");
    let of_repository = |run: &&Run| Some(run.repository) == call.place.repository;
    let fits = |run: &&Run| wanted.is_none_or(|wanted| state.status_of_run(run).0 == wanted);
    let all: Vec<&Run> = state.runs.values().rev().filter(of_repository).filter(fits).collect();
    let total = all.len();
    let page: Value = call.page(all.into_iter()).into_iter().map(|run| state.run_json(run)).collect();
    Answer::ok(json!({ "total_count": total, "workflow_runs": page }))
}

fn get_run(state: &mut State, call: &Call<'_>) -> Answer {
    run(state, call).map_or_else(Answer::not_found, |run| Answer::ok(state.run_json(run)))
}

fn list_jobs(state: &mut State, call: &Call<'_>) -> Answer {
    let Some(run) = run(state, call) else { return Answer::not_found() };
    let every = call.query("filter") == Some("all");
    let jobs = run.jobs.iter().filter_map(|id| state.jobs.get(id)).filter(|job| every || job.attempt == run.attempt);
    let all: Vec<&Job> = jobs.collect();
    let total = all.len();
    let page: Value = call.page(all.into_iter()).into_iter().map(|job| answered(state, job)).collect();
    Answer::ok(json!({ "total_count": total, "jobs": page }))
}

fn get_job(state: &mut State, call: &Call<'_>) -> Answer {
    let job = state.jobs.get(&call.number("job_id")).filter(|job| Some(job.repository) == call.place.repository);
    job.map_or_else(Answer::not_found, |job| Answer::ok(answered(state, job)))
}

/// As answers have it; deliveries have null where nothing is known yet.
fn answered(state: &State, job: &Job) -> Value {
    let mut json = state.job_json(job);
    if job.runner.is_none() {
        json["runner_id"] = 0.into();
        json["runner_name"] = "".into();
        json["runner_group_id"] = 0.into();
        json["runner_group_name"] = "".into();
    }
    json
}

fn cancel(state: &mut State, call: &Call<'_>) -> Answer {
    cancelled(state, call, false)
}

fn force_cancel(state: &mut State, call: &Call<'_>) -> Answer {
    cancelled(state, call, true)
}

fn cancelled(state: &mut State, call: &Call<'_>, force: bool) -> Answer {
    let Some(id) = run(state, call).map(|run| run.id) else { return Answer::not_found() };
    if state.cancel_run(id, force) {
        Answer::json(StatusCode::ACCEPTED, json!({}))
    } else {
        Answer::error(StatusCode::CONFLICT, "Cannot cancel a workflow run that is completed.")
    }
}

fn rerun_failed(state: &mut State, call: &Call<'_>) -> Answer {
    let Some(id) = run(state, call).map(|run| run.id) else { return Answer::not_found() };
    if state.rerun_failed(id) {
        Answer::json(StatusCode::CREATED, json!({}))
    } else {
        Answer::error(StatusCode::FORBIDDEN, "This workflow is already running")
    }
}
