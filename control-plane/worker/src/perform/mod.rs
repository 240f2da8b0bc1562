//! Performing one effect: a look at the state, one call to the outside, and what it comes to. Outside any transaction; may happen twice.

mod aws_side;
mod check_connection;
mod github_side;
mod launch;
mod orphans;
mod register;
mod request_runner;
mod tell;
mod tune_root;

use super::context::Context;
use super::outcome::Outcome;
use sprinters_aws::Access;
use sprinters_common::random::NoRandomness;
use sprinters_core::effect::Effect;
use sprinters_store::{Connection, StoreError};

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
        Effect::Find { runner, attempt } => aws_side::find(context, *runner, *attempt).await,
        Effect::Deregister { runner, registration } => github_side::deregister(context, *runner, *registration).await,
        Effect::Terminate { runner, instance } => aws_side::terminate(context, *runner, instance).await,
        Effect::TuneRoot { runner, instance } => tune_root::perform(context, *runner, instance).await,
        Effect::CancelRun { job, asked } => github_side::cancel_run(context, *job, *asked).await,
        Effect::Rerun { job, asked } => github_side::rerun(context, *job, *asked).await,
        Effect::Ask { job } => github_side::ask(context, *job).await,
        Effect::Tell { job, failure } => tell::perform(context, *job, failure).await,
        Effect::EndOrphan { connection, instance, runner, .. } => {
            orphans::instance(context, *connection, instance, *runner).await
        }
        Effect::DeregisterOrphan { account, site, registration } => {
            orphans::registration(context, *account, site, *registration).await
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
    }))
}
