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

use super::effect::Effect;
use super::outcome::Outcome;
use super::parts::Parts;
use crate::aws::Access;
use crate::store::{Connection, StoreError};

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

/// Performs an effect. Nothing of its end is written: that is the caller's.
pub(super) async fn perform(parts: &Parts, effect: &Effect) -> Result<Outcome, PerformError> {
    match effect {
        Effect::RequestRunner { job } => request_runner::perform(parts, *job).await,
        Effect::Register { runner } => register::perform(parts, *runner).await,
        Effect::Launch { runner, attempt } => launch::perform(parts, *runner, *attempt).await,
        Effect::Find { runner, attempt } => aws_side::find(parts, *runner, *attempt).await,
        Effect::Deregister { runner, registration } => github_side::deregister(parts, *runner, *registration).await,
        Effect::Terminate { runner, instance } => aws_side::terminate(parts, *runner, instance).await,
        Effect::TuneRoot { runner, instance } => tune_root::perform(parts, *runner, instance).await,
        Effect::CancelRun { job, asked } => github_side::cancel_run(parts, *job, *asked).await,
        Effect::Rerun { job, asked } => github_side::rerun(parts, *job, *asked).await,
        Effect::Ask { job } => github_side::ask(parts, *job).await,
        Effect::Tell { job, failure } => tell::perform(parts, *job, failure).await,
        Effect::EndOrphan { connection, instance, runner, .. } => {
            orphans::instance(parts, *connection, instance, *runner).await
        }
        Effect::DeregisterOrphan { account, site, registration } => {
            orphans::registration(parts, *account, site, *registration).await
        }
        Effect::CheckConnection { connection, .. } => check_connection::perform(parts, *connection).await,
    }
}

/// The way into a connection's AWS account; none while its external id or its stack's outputs are missing.
pub(super) async fn access(parts: &Parts, connection: &Connection) -> Result<Option<Access>, StoreError> {
    let Some(outputs) = &connection.outputs else { return Ok(None) };
    let Some(external_id) = parts.store.external_id(connection, false).await? else { return Ok(None) };
    Ok(Some(Access {
        connection: connection.id,
        role_arn: outputs.role_arn.clone(),
        external_id,
        region: connection.region,
        deployment_id: connection.deployment_id.clone(),
    }))
}
