//! `cancel-run`: cancels the workflow run of a job that will not run, or that a person wants to end. What we cancel by
//! ourselves is asked for until GitHub says that the job is over: it would keep it waiting for a day.

use super::super::context::Context;
use super::super::machines::Event;
use super::super::outcome::Outcome;
use super::request_runner::repository;
use super::{PerformError, gave_up};
use sprinters_core::deadline;
use sprinters_core::disposition::Disposition;
use sprinters_core::effect_end::EffectEnd;
use sprinters_core::ids::JobId;
use sprinters_core::job::{JobObserved, JobState, Phase};
use sprinters_core::time::Timestamp;
use sprinters_github::GitHub;
use sprinters_store::JobRow;
use std::time::Duration;

/// From the request to the first look whether the job is over, and between two of them at least: GitHub's delivery is
/// there before, nearly always.
const FIRST_LOOK: Duration = Duration::from_secs(30);

/// The longest pause between two requests.
const LONGEST_PAUSE: Duration = Duration::from_mins(15);

pub(super) async fn perform(context: &Context, id: JobId, asked: Option<Timestamp>) -> Result<Outcome, PerformError> {
    let Some(job) = context.services.store.job(id).await? else { return Ok(Outcome::superseded()) };
    // By itself only what will not run is cancelled; a person may cancel whatever has not ended.
    let wanted = match &job.job.state {
        JobState::Failed { .. } => true,
        JobState::Waiting | JobState::Queued { .. } | JobState::Starting { .. } | JobState::Running { .. } => {
            asked.is_some()
        }
        JobState::Completed { .. } => false,
    };
    if !wanted {
        return Ok(Outcome::superseded());
    }
    let github = context.services.identity.github().ok_or(PerformError::NoApp)?;
    if asked.is_none() {
        return until_over(context, &github, &job).await;
    }
    match github.cancel_run(&repository(&job), job.run_id).await {
        Ok(()) => Ok(Outcome::done(EffectEnd::Cancelled)),
        Err(error) => Ok(Outcome::of(error.disposition(), |why| gave_up(&job, asked, "cancelled", &why.to_string()))),
    }
}

/// Cancels the run of a job that we gave up, looks whether it is over, and comes back otherwise.
async fn until_over(context: &Context, github: &GitHub, job: &JobRow) -> Result<Outcome, PerformError> {
    if job.job.position.phase == Phase::Completed {
        return Ok(Outcome::done(EffectEnd::Cancelled));
    }
    let since = context.services.clock.now().since(job.state_since);
    // The first time GitHub has just been told nothing at all.
    if FIRST_LOOK <= since {
        match github.job(&repository(job), job.id).await {
            Ok(Some(reading)) if matches!(reading.news.on(None), JobObserved::Completed { .. }) => {
                let told = super::ask::told(context, job, &reading.news).await?;
                return Ok(Outcome::event(EffectEnd::Cancelled, Event::Job(job.id, told)));
            }
            Ok(None) => return Ok(Outcome::event(EffectEnd::JobGone, Event::Job(job.id, super::ask::gone(job)))),
            Ok(Some(_)) | Err(_) => {}
        }
        // GitHub itself has ended it by now.
        if deadline::JOB_QUEUED <= since {
            return Ok(Outcome::done(EffectEnd::GaveUp));
        }
    }
    let pause = (since / 4).clamp(FIRST_LOOK, LONGEST_PAUSE);
    match github.cancel_run(&repository(job), job.run_id).await {
        Ok(()) => Ok(Outcome::Later(pause)),
        Err(error) => {
            tracing::info!(error = %sprinters_common::Chain(&error), "GitHub does not cancel the run yet");
            let after = match error.disposition() {
                Disposition::Retry { after, .. } => after.unwrap_or_default(),
                Disposition::GiveUp(_) => pause,
            };
            Ok(Outcome::Later(after.max(pause)))
        }
    }
}
