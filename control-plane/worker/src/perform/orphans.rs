//! `end-orphan`, `deregister-orphan`: what nobody wants any more. GitHub is asked first, and what is busy stays.

use super::super::context::Context;
use super::super::outcome::{Done, Outcome, Write};
use super::aws_side::outcome_of;
use super::{PerformError, access};
use sprinters_core::ids::{InstanceId, RegistrationId, RunnerId};
use sprinters_core::site::RunnerSite;
use sprinters_github::Deregistration;
use sprinters_store::{Subject, TimelineEvent};
use sprinters_telemetry::metrics::OrphanKind;

pub(super) async fn instance(
    context: &Context,
    connection: i64,
    instance: &InstanceId,
    runner: Option<RunnerId>,
) -> Result<Outcome, PerformError> {
    let Some(connection) = context.services.store.connection(connection).await? else {
        return Ok(Outcome::superseded());
    };
    let row = match runner {
        Some(id) => context.services.store.runner(id).await?,
        None => None,
    };
    if let Some(row) = &row {
        // A runner that wants this very instance after all.
        if row.runner.state.instance() == Some(instance) {
            return Ok(Outcome::superseded());
        }
        let github = context.services.identity.github().ok_or(PerformError::NoApp)?;
        let registered = match github.registration_named(&row.site, &row.id.name()).await {
            Ok(registered) => registered,
            Err(error) => return Ok(Outcome::of(error.disposition(), |_| Outcome::done("gave up"))),
        };
        if let Some(registered) = registered {
            match github.deregister(&row.site, registered.id).await {
                Ok(Deregistration::Gone) => {}
                Ok(Deregistration::Busy) => return Ok(Outcome::done("busy")),
                Err(error) => return Ok(Outcome::of(error.disposition(), |_| Outcome::done("gave up"))),
            }
        }
    }
    let Some(access) = access(context, &connection).await? else { return Ok(Outcome::superseded()) };
    match context.aws.terminate_instance(&access, instance).await {
        Ok(()) => {
            context.services.metrics.orphan(OrphanKind::Instance);
            let about = Subject { account_id: connection.account_id, job: row.map(|row| row.job_id), runner };
            let note = TimelineEvent::Orphan { what: "instance".to_owned(), id: instance.to_string() };
            Ok(Outcome::Done(Done { word: "terminated", events: Vec::new(), writes: vec![Write::Note(about, note)] }))
        }
        Err(error) => Ok(outcome_of(&error)),
    }
}

pub(super) async fn registration(
    context: &Context,
    account: i64,
    site: &RunnerSite,
    id: RegistrationId,
) -> Result<Outcome, PerformError> {
    let github = context.services.identity.github().ok_or(PerformError::NoApp)?;
    match github.deregister(site, id).await {
        Ok(Deregistration::Gone) => {
            context.services.metrics.orphan(OrphanKind::Registration);
            let about = Subject { account_id: account, job: None, runner: None };
            let note = TimelineEvent::Orphan { what: "registration".to_owned(), id: id.0.to_string() };
            Ok(Outcome::Done(Done { word: "deregistered", events: Vec::new(), writes: vec![Write::Note(about, note)] }))
        }
        Ok(Deregistration::Busy) => Ok(Outcome::done("busy")),
        Err(error) => Ok(Outcome::of(error.disposition(), |_| Outcome::done("gave up"))),
    }
}
