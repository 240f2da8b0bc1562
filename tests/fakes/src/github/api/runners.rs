//! Self-hosted runners of a repository and of an organisation.

use super::super::answer::Answer;
use super::super::auth::{Level, Needs};
use super::super::runners::{MAX_LABELS, MAX_NAME, Runner, Site};
use super::super::state::State;
use super::{Call, Operation};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

pub(super) fn operations() -> Vec<Operation> {
    let at_repository = |method, template, level, run| Operation {
        method,
        template,
        needs: Needs::Repository("administration", level),
        is_api: true,
        run,
    };
    let at_organization = |method, template, level, run| Operation {
        method,
        template,
        needs: Needs::Organization("organization_self_hosted_runners", level),
        is_api: true,
        run,
    };
    vec![
        at_repository(Method::GET, "/repos/{owner}/{repo}/actions/runners", Level::Read, list),
        at_repository(Method::POST, "/repos/{owner}/{repo}/actions/runners/generate-jitconfig", Level::Write, generate),
        at_repository(Method::GET, "/repos/{owner}/{repo}/actions/runners/{runner_id}", Level::Read, get),
        at_repository(Method::DELETE, "/repos/{owner}/{repo}/actions/runners/{runner_id}", Level::Write, delete),
        at_organization(Method::GET, "/orgs/{org}/actions/runners", Level::Read, list),
        at_organization(Method::POST, "/orgs/{org}/actions/runners/generate-jitconfig", Level::Write, generate),
        at_organization(Method::GET, "/orgs/{org}/actions/runners/{runner_id}", Level::Read, get),
        at_organization(Method::DELETE, "/orgs/{org}/actions/runners/{runner_id}", Level::Write, delete),
    ]
}

/// Where the call is about; nowhere if Actions are disabled there.
fn site(state: &State, call: &Call<'_>) -> Option<Site> {
    if let Some(organization) = call.place.organization {
        return Some(Site::Organization(organization));
    }
    let repository = state.repositories.get(&call.place.repository?)?;
    (!repository.actions_disabled).then_some(Site::Repository(repository.id))
}

fn list(state: &mut State, call: &Call<'_>) -> Answer {
    let Some(site) = site(state, call) else { return Answer::not_found() };
    let name = call.query("name");
    let fits = |runner: &&Runner| runner.site == site && name.is_none_or(|name| runner.name == name);
    let all: Vec<&Runner> = state.runners.values().filter(fits).collect();
    let total = all.len();
    let page: Value = call.page(all.into_iter()).into_iter().map(|runner| state.runner_json(runner)).collect();
    Answer::ok(json!({ "total_count": total, "runners": page }))
}

/// The runner of the path, if it is registered there.
fn runner<'a>(state: &'a State, call: &Call<'_>) -> Option<&'a Runner> {
    let site = site(state, call)?;
    state.runners.get(&call.number("runner_id")).filter(|runner| runner.site == site)
}

fn get(state: &mut State, call: &Call<'_>) -> Answer {
    runner(state, call).map_or_else(Answer::not_found, |runner| Answer::ok(state.runner_json(runner)))
}

fn delete(state: &mut State, call: &Call<'_>) -> Answer {
    let Some(runner) = runner(state, call) else { return Answer::not_found() };
    if runner.job.is_some() && !state.blind_to_jobs {
        return Answer::invalid(&format!(
            "Runner \"{}\" is currently running a job and cannot be deleted.",
            runner.name
        ));
    }
    let id = runner.id;
    state.runners.remove(&id);
    state.changed += 1;
    Answer::nothing(StatusCode::NO_CONTENT)
}

fn generate(state: &mut State, call: &Call<'_>) -> Answer {
    let Some(site) = site(state, call) else { return Answer::not_found() };
    let account = match site {
        Site::Organization(organization) => organization,
        Site::Repository(id) => {
            let Some(repository) = state.repositories.get(&id) else { return Answer::not_found() };
            if repository.runners_disabled {
                let mut answer = Answer::error(StatusCode::FORBIDDEN, "Forbidden");
                if let super::super::answer::Content::Json(json) = &mut answer.content {
                    json["errors"] = "Repository level self-hosted runners are disabled on this repository".into();
                }
                return answer;
            }
            repository.owner
        }
    };
    let (name, group, labels) = match read(&call.json()) {
        Ok(wanted) => wanted,
        Err(message) => return Answer::invalid(message),
    };
    let there = state.runners.values().filter(|runner| runner.site == site);
    if there.clone().any(|runner| runner.name == name) {
        return Answer::error(StatusCode::CONFLICT, "Already exists - A runner with the name *** already exists.");
    }
    if state.limiter.limits.runners <= there.count() {
        return Answer::error(StatusCode::FORBIDDEN, "The runner group has reached its limit of self-hosted runners.");
    }
    let now = state.now;
    let most = state.limiter.limits.registrations_per_hour;
    let recent = state.registrations.entry(account).or_default();
    recent.retain(|at| now < at + 3_600_000);
    if most <= recent.len() {
        return Answer::error(
            StatusCode::FORBIDDEN,
            "The limit of runner registrations has been reached. Try again later.",
        );
    }
    recent.push(now);
    let (id, configuration) = state.register(site, &name, labels, group);
    let runner = state.runners.get(&id).map_or(Value::Null, |runner| state.runner_json(runner));
    Answer::json(StatusCode::CREATED, json!({ "runner": runner, "encoded_jit_config": configuration }))
}

fn read(wanted: &Value) -> Result<(String, u64, Vec<String>), &'static str> {
    let name = wanted.get("name").and_then(Value::as_str).filter(|name| (1..=MAX_NAME).contains(&name.len()));
    let name = name.ok_or("Invalid request. \"name\" wasn't supplied, or has more than 64 characters.")?;
    let group = wanted.get("runner_group_id").and_then(Value::as_u64);
    let group = group.ok_or("Invalid request. \"runner_group_id\" wasn't supplied.")?;
    let labels = wanted.get("labels").and_then(Value::as_array).filter(|all| (1..=MAX_LABELS).contains(&all.len()));
    let labels = labels.ok_or("Invalid request. \"labels\" wasn't supplied, or has more than 100 items.")?;
    let label = |value: &Value| value.as_str().filter(|label| (1..=256).contains(&label.len())).map(str::to_owned);
    let labels = labels.iter().map(label).collect::<Option<Vec<String>>>();
    Ok((name.to_owned(), group, labels.ok_or("Invalid request. A label is empty or has more than 256 characters.")?))
}
