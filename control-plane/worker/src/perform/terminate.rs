//! `terminate`: ends an instance of ours that can take no job any more.

use super::super::context::Context;
use super::super::outcome::Outcome;
use super::{PerformError, access, outcome_of};
use sprinters_core::effect_end::EffectEnd;
use sprinters_core::ids::{InstanceId, RunnerId};
use sprinters_core::runner::RunnerState;

pub(super) async fn perform(context: &Context, id: RunnerId, instance: &InstanceId) -> Result<Outcome, PerformError> {
    let Some(row) = context.services.store.runner(id).await? else { return Ok(Outcome::superseded()) };
    // Only what can take no job any more is ended: everything else has state of its own to go through first.
    match &row.runner.state {
        RunnerState::Stopping { instance: current, .. } if current == instance => {}
        RunnerState::Planned
        | RunnerState::Launching { .. }
        | RunnerState::Booting { .. }
        | RunnerState::Busy { .. }
        | RunnerState::Withdrawing { .. }
        | RunnerState::Releasing { .. }
        | RunnerState::Stopping { .. }
        | RunnerState::Gone { .. } => return Ok(Outcome::superseded()),
    }
    let Some(connection) = context.services.store.connection(row.connection_id).await? else {
        return Ok(Outcome::superseded());
    };
    let Some(access) = access(context, &connection).await? else { return Ok(Outcome::superseded()) };
    match context.aws.terminate_instance(&access, instance).await {
        Ok(()) => Ok(Outcome::done(EffectEnd::Terminated)),
        Err(error) => Ok(outcome_of(&error)),
    }
}
