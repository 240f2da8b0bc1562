//! `find`: what became of a launch whose answer was lost.

use super::super::context::Context;
use super::super::machines::Event;
use super::super::outcome::Outcome;
use super::{PerformError, access, outcome_of};
use sprinters_core::deadline;
use sprinters_core::effect::Effect;
use sprinters_core::effect_end::EffectEnd;
use sprinters_core::failure::FailureReason;
use sprinters_core::ids::{Attempt, RunnerId};
use sprinters_core::reconcile::InstancePhase;
use sprinters_core::runner::{RunnerEvent, RunnerState};
use sprinters_store::in_change;
use std::time::Duration;

/// Between two looks for an instance that may not be visible yet.
const LOOK_AGAIN: Duration = Duration::from_secs(15);

pub(super) async fn perform(context: &Context, id: RunnerId, attempt: Attempt) -> Result<Outcome, PerformError> {
    let Some(row) = context.services.store.runner(id).await? else { return Ok(Outcome::superseded()) };
    match &row.runner.state {
        RunnerState::Launching { attempt: current, .. } | RunnerState::Withdrawing { attempt: current, .. }
            if *current == attempt => {}
        RunnerState::Planned
        | RunnerState::Launching { .. }
        | RunnerState::Booting { .. }
        | RunnerState::Busy { .. }
        | RunnerState::Withdrawing { .. }
        | RunnerState::Releasing { .. }
        | RunnerState::Stopping { .. }
        | RunnerState::Gone { .. } => return Ok(Outcome::superseded()),
    }
    // As long as the call may be under way nobody can say that nothing will come of it.
    let launch = Effect::Launch { runner: id, attempt };
    let under_way = in_change!(context.services.store, change => change.is_intended(id, launch.kind()).await)?;
    if under_way {
        return Ok(Outcome::Later(LOOK_AGAIN));
    }
    let Some(stored) = context.services.store.launch(id, attempt).await? else {
        let failure = FailureReason::InstanceFailed.into();
        return Ok(Outcome::event(EffectEnd::NeverCalled, Event::Runner(id, RunnerEvent::InstanceGone { failure })));
    };
    let Some(connection) = context.services.store.connection(row.connection_id).await? else {
        return Ok(Outcome::superseded());
    };
    let Some(access) = access(context, &connection).await? else { return Ok(Outcome::superseded()) };
    let found = match context.aws.find_instance(&access, &stored.request.client_token).await {
        Ok(found) => found,
        Err(error) => return Ok(outcome_of(&error)),
    };
    let now = context.services.clock.now();
    let event = match found.first() {
        Some(seen) => match seen.instance.phase {
            InstancePhase::Pending | InstancePhase::Running | InstancePhase::Stopped => {
                RunnerEvent::Launched { attempt, instance: seen.instance.id.clone() }
            }
            InstancePhase::ShuttingDown | InstancePhase::Terminated => {
                let failure = seen.instance.ended_because.clone();
                RunnerEvent::InstanceGone { failure: failure.unwrap_or_else(|| FailureReason::InstanceFailed.into()) }
            }
        },
        None if now.since(stored.stored_at) < deadline::VISIBLE => return Ok(Outcome::Later(LOOK_AGAIN)),
        None => RunnerEvent::InstanceGone { failure: FailureReason::InstanceFailed.into() },
    };
    let end = if matches!(event, RunnerEvent::Launched { .. }) { EffectEnd::Found } else { EffectEnd::NotFound };
    Ok(Outcome::event(end, Event::Runner(id, event)))
}
