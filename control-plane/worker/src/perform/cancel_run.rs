//! `cancel-run`: cancels the workflow run of a job that will not run, or that a person wants to end.

use super::super::context::Context;
use super::super::outcome::Outcome;
use super::request_runner::repository;
use super::{PerformError, gave_up};
use sprinters_core::effect_end::EffectEnd;
use sprinters_core::ids::JobId;
use sprinters_core::job::JobState;
use sprinters_core::time::Timestamp;

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
    match github.cancel_run(&repository(&job), job.run_id).await {
        Ok(()) => Ok(Outcome::done(EffectEnd::Cancelled)),
        Err(error) => Ok(Outcome::of(error.disposition(), |why| gave_up(&job, asked, "cancelled", &why.to_string()))),
    }
}
