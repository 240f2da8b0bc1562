//! Jobs against runners: our own two tables, and jobs of which GitHub has said nothing for long.

use super::super::machines::Event;
use super::{Held, Looked, Scan};
use sprinters_core::effect::Effect;
use sprinters_core::ids::{JobId, RunnerId};
use sprinters_core::job::JobState;
use sprinters_core::reconcile::{self, JobFinding, OurJob};
use sprinters_core::runner::{RunnerEvent, RunnerState};
use sprinters_store::{SCANNED_JOBS, StoreError};
use std::collections::BTreeMap;

pub(super) async fn run(held: &Held<'_>) -> Result<Looked, StoreError> {
    let context = held.context;
    let mut jobs = Vec::new();
    let mut after = JobId(0);
    loop {
        let page = context.services.store.open_jobs(after).await?;
        let full = i64::try_from(page.len()).unwrap_or(i64::MAX) == SCANNED_JOBS;
        after = page.last().map_or(after, |job| job.id);
        jobs.extend(page);
        if !full {
            break;
        }
    }
    let mut runners: BTreeMap<RunnerId, (JobId, RunnerState)> = context
        .services
        .store
        .live_runners()
        .await?
        .into_iter()
        .map(|row| (row.id, (row.job_id, row.runner.state)))
        .collect();
    // A runner that is gone is not among the live ones, and is still what its job stands on.
    for runner in jobs.iter().filter_map(stands_on) {
        if !runners.contains_key(&runner)
            && let Some(row) = context.services.store.runner(runner).await?
        {
            runners.insert(runner, (row.job_id, row.runner.state));
        }
    }
    for finding in reconcile::jobs(&jobs, &runners, context.services.clock.now()) {
        match finding {
            JobFinding::Event { job, event } => held.apply(Event::Job(job, event)).await?,
            JobFinding::RequestRunner { job } => intend(held, job, Effect::RequestRunner { job }).await?,
            JobFinding::Ask { job } => intend(held, job, Effect::Ask { job }).await?,
            JobFinding::NotNeeded { runner } => {
                if !is_wanted(held, runner).await? {
                    held.apply(Event::Runner(runner, RunnerEvent::NotNeeded)).await?;
                }
            }
        }
    }
    Ok(Looked::seen(Scan::Jobs, String::new()))
}

fn stands_on(job: &OurJob) -> Option<RunnerId> {
    match &job.state {
        JobState::Starting { runner } => Some(*runner),
        JobState::Waiting
        | JobState::Queued { .. }
        | JobState::Running { .. }
        | JobState::Completed { .. }
        | JobState::Failed { .. } => None,
    }
}

async fn intend(held: &Held<'_>, job: JobId, effect: Effect) -> Result<(), StoreError> {
    match held.context.services.store.job(job).await? {
        Some(row) => held.intend(row.account_id, &effect).await,
        None => Ok(()),
    }
}

/// Whether the job of a runner waits for it after all: it was planned between the list of jobs and that of runners.
async fn is_wanted(held: &Held<'_>, runner: RunnerId) -> Result<bool, StoreError> {
    let store = &held.context.services.store;
    let Some(row) = store.runner(runner).await? else { return Ok(false) };
    let job = store.job(row.job_id).await?;
    Ok(job.is_some_and(|job| matches!(job.job.state, JobState::Starting { runner: made } if made == runner)))
}
