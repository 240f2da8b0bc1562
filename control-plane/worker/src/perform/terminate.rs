//! `terminate`: ends an instance of ours that can take no job any more.

use super::super::context::Context;
use super::super::outcome::{Outcome, Write};
use super::{PerformError, access, outcome_of};
use sprinters_aws::AwsError;
use sprinters_core::effect_end::EffectEnd;
use sprinters_core::ids::{InstanceId, RunnerId};
use sprinters_core::runner::RunnerState;
use sprinters_store::{RunnerRow, Subject, TimelineEvent};

pub(super) async fn perform(context: &Context, id: RunnerId, instance: &InstanceId) -> Result<Outcome, PerformError> {
    let Some(row) = context.services.store.runner(id).await? else { return Ok(Outcome::superseded()) };
    // Only what can take no job any more is ended: everything else has state of its own to go through first.
    let asked = match &row.runner.state {
        RunnerState::Stopping { instance: current, asked, .. } if current == instance => asked,
        RunnerState::Planned
        | RunnerState::Launching { .. }
        | RunnerState::Booting { .. }
        | RunnerState::Busy { .. }
        | RunnerState::Withdrawing { .. }
        | RunnerState::Releasing { .. }
        | RunnerState::Stopping { .. }
        | RunnerState::Gone { .. } => return Ok(Outcome::superseded()),
    };
    let Some(connection) = context.services.store.connection(row.connection_id).await? else {
        return Ok(Outcome::superseded());
    };
    let Some(access) = access(context, &connection).await? else { return Ok(Outcome::superseded()) };
    match context.aws.terminate_instance(&access, instance).await {
        Ok(()) => Ok(Outcome::done(EffectEnd::Terminated)),
        Err(error) => Ok(told(outcome_of(&error), &row, instance, *asked, &error)),
    }
}

/// What AWS refuses for good stands where people look for what costs money; the runner asks again, more and more
/// slowly.
fn told(outcome: Outcome, row: &RunnerRow, instance: &InstanceId, asked: u16, error: &AwsError) -> Outcome {
    match outcome {
        Outcome::Done(mut done) if asked <= TOLD => {
            let about = Subject { account_id: row.account_id, job: Some(row.job_id), runner: Some(row.id) };
            let text = format!(
                "AWS refuses to terminate {instance}, which still costs money: {}. Remove what protects it; we ask again every 30 minutes",
                error.said()
            );
            done.writes.push(Write::Note(about, TimelineEvent::Notice { text }));
            Outcome::Done(done)
        }
        outcome => outcome,
    }
}

/// How many refusals are told: the first, and one more should the first have been something else.
const TOLD: u16 = 2;
