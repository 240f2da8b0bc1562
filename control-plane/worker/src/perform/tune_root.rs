//! `tune-root`: a root volume is launched fast, because nearly all reads of it are those of the boot; once a job runs,
//! the performance that costs extra is given back. It is worth little for a minute and something for a day, and a try
//! that fails costs nothing.

use super::super::context::Context;
use super::super::outcome::Outcome;
use super::outcome_of;
use super::{PerformError, access};
use sprinters_core::effect_end::EffectEnd;
use sprinters_core::ids::{InstanceId, RunnerId};
use sprinters_core::runner::RunnerState;

pub(super) async fn perform(context: &Context, id: RunnerId, instance: &InstanceId) -> Result<Outcome, PerformError> {
    let Some(row) = context.services.store.runner(id).await? else { return Ok(Outcome::superseded()) };
    let RunnerState::Busy { .. } = row.runner.state else { return Ok(Outcome::superseded()) };
    let Some(tuned) = row.plan.root.tuned_down() else { return Ok(Outcome::done(EffectEnd::NothingToSave)) };
    let attempt = sprinters_core::ids::Attempt(u16::try_from(row.candidate).unwrap_or(u16::MAX));
    let Some(stored) = context.services.store.launch(id, attempt).await? else { return Ok(Outcome::superseded()) };
    let Some(connection) = context.services.store.connection(row.connection_id).await? else {
        return Ok(Outcome::superseded());
    };
    if connection.outputs.as_ref().is_some_and(|outputs| !outputs.may_tune_volumes) {
        return Ok(Outcome::done(EffectEnd::NothingToSave));
    }
    let Some(access) = access(context, &connection).await? else { return Ok(Outcome::superseded()) };
    let found = match context.aws.find_instance(&access, &stored.request.client_token).await {
        Ok(found) => found,
        Err(error) => return Ok(outcome_of(&error)),
    };
    let volume = found.iter().find(|seen| seen.instance.id == *instance).and_then(|seen| {
        seen.volumes.iter().find(|(device, _)| device == sprinters_stacks::runner::ROOT_DEVICE).map(|(_, id)| id)
    });
    let Some(volume) = volume else { return Ok(Outcome::done(EffectEnd::NoVolume)) };
    match context.aws.modify_volume(&access, volume, tuned.iops, tuned.mib_per_second).await {
        Ok(()) => Ok(Outcome::done(EffectEnd::Tuned)),
        Err(error) => Ok(outcome_of(&error)),
    }
}
