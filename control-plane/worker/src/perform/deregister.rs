//! `deregister`: deletes the registration of a runner that is to take no job.

use super::super::context::Context;
use super::super::machines::Event;
use super::super::outcome::Outcome;
use super::PerformError;
use super::request_runner::repository;
use sprinters_core::effect_end::EffectEnd;
use sprinters_core::ids::{RegistrationId, RunnerId};
use sprinters_core::job::{JobEvent, JobObserved};
use sprinters_core::runner::{End, RunnerEvent, RunnerState};
use sprinters_github::Deregistration;
use sprinters_store::RunnerRow;

pub(super) async fn perform(context: &Context, runner: RunnerId, id: RegistrationId) -> Result<Outcome, PerformError> {
    let Some(row) = context.services.store.runner(runner).await? else { return Ok(Outcome::superseded()) };
    let github = context.services.identity.github().ok_or(PerformError::NoApp)?;
    let event = |end, event| Outcome::event(end, Event::Runner(runner, event));
    if let RunnerState::Releasing { why: End::Failed { .. }, .. } = &row.runner.state
        && let Some(outcome) = works_after_all(context, &row).await?
    {
        return Ok(outcome);
    }
    match github.deregister(&row.site, id).await {
        Ok(Deregistration::Gone) => Ok(event(EffectEnd::Deregistered, RunnerEvent::Deregistered)),
        Ok(Deregistration::Busy) => Ok(event(EffectEnd::Busy, RunnerEvent::StillBusy)),
        // The machine asks again by its deadline, the scan by its own.
        Err(error) => Ok(Outcome::of(error.disposition(), |_| Outcome::done(EffectEnd::GaveUp))),
    }
}

/// A deadline has passed, and GitHub takes registrations away from runners in the middle of a job: so the job itself is
/// read before.
async fn works_after_all(context: &Context, row: &RunnerRow) -> Result<Option<Outcome>, PerformError> {
    let Some(job) = context.services.store.job(row.job_id).await? else { return Ok(None) };
    let github = context.services.identity.github().ok_or(PerformError::NoApp)?;
    let reading = match github.job(&repository(&job), job.id).await {
        Ok(Some(reading)) => reading,
        Ok(None) => return Ok(None),
        Err(error) => {
            let given_up = |_| Outcome::done(EffectEnd::GaveUp);
            return Ok(Some(Outcome::of(error.disposition(), given_up)));
        }
    };
    let told = super::ask::told(context, &job, &reading.news).await?;
    let works = matches!(&told, JobEvent::Observed { news: JobObserved::InProgress { on }, .. } if *on == Some(row.id));
    Ok(works.then(|| Outcome::event(EffectEnd::Busy, Event::Job(job.id, told))))
}
