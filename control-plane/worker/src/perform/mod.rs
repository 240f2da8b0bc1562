//! Performing one effect: a look at the state, one call to the outside, and what it comes to. Outside any transaction;
//! may happen twice.

mod ask;
mod cancel_run;
mod check_connection;
mod deregister;
mod deregister_orphan;
mod end_orphan;
mod find;
mod launch;
mod register;
mod request_runner;
mod rerun;
mod tell;
mod terminate;
mod tune_root;

use super::context::Context;
use super::outcome::Outcome;
use super::outcome::{Done, Write};
use sprinters_aws::{Access, AwsError, LaunchDisposition};
use sprinters_common::random::NoRandomness;
use sprinters_core::disposition::Disposition;
use sprinters_core::effect::Effect;
use sprinters_core::effect_end::EffectEnd;
use sprinters_core::time::Timestamp;
use sprinters_store::{Connection, StoreError};
use sprinters_store::{JobRow, Subject, TimelineEvent};

/// Why an effect was not performed to an end.
#[derive(Debug, thiserror::Error)]
pub enum PerformError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no GitHub App to speak as.
    #[error("no GitHub App is set up")]
    NoApp,
}

impl From<NoRandomness> for PerformError {
    fn from(error: NoRandomness) -> PerformError {
        PerformError::Store(error.into())
    }
}

/// Performs an effect. Nothing of its end is written: that is the caller's.
pub(super) async fn perform(context: &Context, effect: &Effect) -> Result<Outcome, PerformError> {
    match effect {
        Effect::RequestRunner { job } => request_runner::perform(context, *job).await,
        Effect::Register { runner } => register::perform(context, *runner).await,
        Effect::Launch { runner, attempt } => launch::perform(context, *runner, *attempt).await,
        Effect::Find { runner, attempt } => find::perform(context, *runner, *attempt).await,
        Effect::Deregister { runner, registration } => deregister::perform(context, *runner, *registration).await,
        Effect::Terminate { runner, instance } => terminate::perform(context, *runner, instance).await,
        Effect::TuneRoot { runner, instance } => tune_root::perform(context, *runner, instance).await,
        Effect::CancelRun { job, asked } => cancel_run::perform(context, *job, *asked).await,
        Effect::Rerun { job, asked } => rerun::perform(context, *job, *asked).await,
        Effect::Ask { job } => ask::perform(context, *job).await,
        Effect::Tell { job, failure } => tell::perform(context, *job, failure).await,
        Effect::EndOrphan { connection, instance, runner, .. } => {
            end_orphan::perform(context, *connection, instance, *runner).await
        }
        Effect::DeregisterOrphan { account, site, registration } => {
            deregister_orphan::perform(context, *account, site, *registration).await
        }
        Effect::CheckConnection { connection, .. } => check_connection::perform(context, *connection).await,
    }
}

/// The way into a connection's AWS account; none while its external id or its stack's outputs are missing.
pub(super) async fn access(context: &Context, connection: &Connection) -> Result<Option<Access>, StoreError> {
    let Some(outputs) = &connection.outputs else { return Ok(None) };
    let Some(external_id) = context.services.store.external_id(connection, false).await? else { return Ok(None) };
    Ok(Some(Access {
        connection: connection.id,
        role_arn: outputs.role_arn.clone(),
        external_id,
        region: connection.region,
        deployment_id: connection.deployment_id.clone(),
        worked_before: connection.connected_at.is_some(),
    }))
}

/// What an error comes to where there is no other candidate: retry, or leave it to the machine's deadline and the scan.
pub(super) fn outcome_of(error: &AwsError) -> Outcome {
    match error.classify() {
        LaunchDisposition::Again(Disposition::Retry { after, meanwhile }) => {
            Outcome::Again { after, meanwhile, writes: Vec::new() }
        }
        LaunchDisposition::Again(Disposition::GiveUp(_))
        | LaunchDisposition::GiveUp(_)
        | LaunchDisposition::NextCandidate(..) => {
            tracing::warn!(error = %sprinters_common::Chain(error), "AWS refused");
            Outcome::done(EffectEnd::GaveUp)
        }
    }
}

/// Nobody who asked for something is left without an answer; what we wanted ourselves is told elsewhere.
pub(super) fn gave_up(job: &JobRow, asked: Option<Timestamp>, wanted: &str, why: &str) -> Outcome {
    let about = Subject { account_id: job.account_id, job: Some(job.id), runner: None };
    let note = TimelineEvent::Notice { text: format!("The run was not {wanted}: {why}") };
    let writes = asked.map(|_| Write::Note(about, note)).into_iter().collect();
    Outcome::Done(Done { end: EffectEnd::GaveUp, events: Vec::new(), writes })
}
