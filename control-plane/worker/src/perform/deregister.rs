//! `deregister`: deletes the registration of a runner that is to take no job.

use super::super::context::Context;
use super::super::machines::Event;
use super::super::outcome::Outcome;
use super::PerformError;
use sprinters_core::effect_end::EffectEnd;
use sprinters_core::ids::{RegistrationId, RunnerId};
use sprinters_core::runner::RunnerEvent;
use sprinters_github::Deregistration;

pub(super) async fn perform(context: &Context, runner: RunnerId, id: RegistrationId) -> Result<Outcome, PerformError> {
    let Some(row) = context.services.store.runner(runner).await? else { return Ok(Outcome::superseded()) };
    let github = context.services.identity.github().ok_or(PerformError::NoApp)?;
    let event = |end, event| Outcome::event(end, Event::Runner(runner, event));
    match github.deregister(&row.site, id).await {
        Ok(Deregistration::Gone) => Ok(event(EffectEnd::Deregistered, RunnerEvent::Deregistered)),
        Ok(Deregistration::Busy) => Ok(event(EffectEnd::Busy, RunnerEvent::StillBusy)),
        // The machine asks again by its deadline, the scan by its own.
        Err(error) => Ok(Outcome::of(error.disposition(), |_| Outcome::done(EffectEnd::GaveUp))),
    }
}
