//! `ask`: reads a job from GitHub.

use super::super::context::Context;
use super::super::machines::Event;
use super::super::outcome::Outcome;
use super::PerformError;
use super::request_runner::repository;
use sprinters_core::delivery::JobNews;
use sprinters_core::effect_end::EffectEnd;
use sprinters_core::ids::JobId;
use sprinters_core::job::{Conclusion, JobEvent, JobObserved, JobState, Position};
use sprinters_core::runner::RunnerState;
use sprinters_store::{AboutRepository, JobRow};
use std::time::Duration;

/// How far GitHub's list of runners and what it says of a job may lie apart.
const SAME_TIME: Duration = Duration::from_secs(20);

pub(super) async fn perform(context: &Context, id: JobId) -> Result<Outcome, PerformError> {
    let Some(job) = context.services.store.job(id).await? else { return Ok(Outcome::superseded()) };
    if job.job.state.is_end() {
        return Ok(Outcome::superseded());
    }
    let github = context.services.identity.github().ok_or(PerformError::NoApp)?;
    let told = match github.job(&repository(&job), id).await {
        Ok(Some(reading)) => match taken_by_another(context, &job, &reading.news).await? {
            Some(taken) => taken,
            None => told(context, &job, &reading.news).await?,
        },
        Ok(None) => gone(&job),
        Err(error) => return Ok(Outcome::of(error.disposition(), |_| Outcome::done(EffectEnd::GaveUp))),
    };
    Ok(Outcome::event(EffectEnd::Asked, Event::Job(id, told)))
}

/// GitHub says that the job's runner is busy, and that the job is still queued: somebody else's job runs on it, of
/// which we were told nothing.
async fn taken_by_another(context: &Context, job: &JobRow, news: &JobNews) -> Result<Option<JobEvent>, PerformError> {
    let (JobState::Starting { runner }, JobObserved::Queued) = (&job.job.state, news.on(None)) else { return Ok(None) };
    let Some(row) = context.services.store.runner(*runner).await? else { return Ok(None) };
    let unknown = match &row.runner.state {
        RunnerState::Busy { taken, .. } | RunnerState::Launching { taken: Some(taken), .. } => taken.job.is_none(),
        RunnerState::Planned
        | RunnerState::Launching { taken: None, .. }
        | RunnerState::Booting { .. }
        | RunnerState::Withdrawing { .. }
        | RunnerState::Releasing { .. }
        | RunnerState::Stopping { .. }
        | RunnerState::Gone { .. } => false,
    };
    // GitHub lists a runner as busy a moment before its job says so.
    let settled = SAME_TIME <= context.services.clock.now().since(row.state_since);
    Ok((unknown && settled).then_some(JobEvent::RunnerTaken { runner: *runner, instead: None }))
}

/// What GitHub answered about a job: the runner in it is one of ours only if it may take jobs of that repository.
pub(super) async fn told(context: &Context, job: &JobRow, news: &JobNews) -> Result<JobEvent, PerformError> {
    let about = AboutRepository { account_id: job.account_id, repository_id: job.repository_id };
    let runner = match news.claimed() {
        Some(claimed) => context.services.store.claimed_runner(about, claimed).await?.map(|row| row.id),
        None => None,
    };
    Ok(JobEvent::Observed { position: news.position, news: news.on(runner) })
}

/// GitHub does not know the job any more: its run or repository was deleted, and nobody will ever say that it ended.
pub(super) fn gone(job: &JobRow) -> JobEvent {
    JobEvent::Observed {
        position: Position::completed(job.run_attempt),
        news: JobObserved::Completed { conclusion: Conclusion::Other, on: None },
    }
}
