//! `rerun`: runs the failed jobs of a run again, once the run has completed.

use super::super::context::Context;
use super::super::outcome::Outcome;
use super::request_runner::repository;
use super::{PerformError, gave_up};
use sprinters_core::effect_end::EffectEnd;
use sprinters_core::failure::Failure;
use sprinters_core::ids::JobId;
use sprinters_core::time::Timestamp;
use sprinters_github::GitHubError;
use std::time::Duration;

/// Between two looks at a run that must complete before its jobs can run again. A run may take 35 days; the looks are
/// cheap, and this one tells.
const RUN_AGAIN: Duration = Duration::from_secs(60);

/// A run that could not be run again for so long, since its job was reclaimed or somebody asked, is left alone: its
/// people have seen it by then.
const RERUN_WITHIN: Duration = Duration::from_secs(24 * 60 * 60);

pub(super) async fn perform(context: &Context, id: JobId, asked: Option<Timestamp>) -> Result<Outcome, PerformError> {
    let Some(job) = context.services.store.job(id).await? else { return Ok(Outcome::superseded()) };
    if RERUN_WITHIN < context.services.clock.now().since(asked.unwrap_or(job.state_since)) {
        return Ok(gave_up(&job, asked, "run again", "it did not end within a day"));
    }
    let github = context.services.identity.github().ok_or(PerformError::NoApp)?;
    let given_up = |why: Failure| gave_up(&job, asked, "run again", &why.to_string());
    let run = match github.run(&repository(&job), job.run_id).await {
        Ok(run) => run,
        Err(error) => return Ok(Outcome::of(error.disposition(), given_up)),
    };
    match run {
        None => return Ok(Outcome::superseded()),
        // Somebody, or an earlier call whose answer was lost, has run it again.
        Some(run) if job.run_attempt < run.run_attempt => return Ok(Outcome::superseded()),
        Some(run) if !run.completed => return Ok(Outcome::Later(RUN_AGAIN)),
        Some(_) => {}
    }
    match github.rerun_failed_jobs(&repository(&job), job.run_id).await {
        Ok(()) => Ok(Outcome::done(EffectEnd::RunAgain)),
        Err(GitHubError::RunNotCompleted) => Ok(Outcome::Later(RUN_AGAIN)),
        Err(error) => Ok(Outcome::of(error.disposition(), given_up)),
    }
}
