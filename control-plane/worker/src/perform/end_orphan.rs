//! `end-orphan`: ends an instance that no runner wants. GitHub is asked first, and what is busy stays.

use super::super::context::Context;
use super::super::outcome::{Done, Outcome, Write};
use super::outcome_of;
use super::{PerformError, access};
use sprinters_core::effect_end::EffectEnd;
use sprinters_core::ids::{InstanceId, TaggedRunner};
use sprinters_github::Deregistration;
use sprinters_store::{Subject, TimelineEvent};
use sprinters_telemetry::metrics::OrphanKind;

pub(super) async fn perform(
    context: &Context,
    connection: i64,
    instance: &InstanceId,
    tagged: Option<TaggedRunner>,
) -> Result<Outcome, PerformError> {
    let Some(connection) = context.services.store.connection(connection).await? else {
        return Ok(Outcome::superseded());
    };
    // Whose it says it is counts among the runners of its own connection: whoever may tag an instance in one AWS
    // account says nothing about another's.
    let row = match tagged {
        Some(tagged) => context.services.store.tagged_runner(connection.id, tagged).await?,
        None => None,
    };
    if let Some(row) = &row {
        // A runner that wants this very instance after all.
        if row.runner.state.instance() == Some(instance) {
            return Ok(Outcome::superseded());
        }
        let github = context.services.identity.github().ok_or(PerformError::NoApp)?;
        let registered = match github.registration_named(&row.site, row.name.as_str()).await {
            Ok(registered) => registered,
            Err(error) => return Ok(Outcome::of(error.disposition(), |_| Outcome::done(EffectEnd::GaveUp))),
        };
        if let Some(registered) = registered {
            match github.deregister(&row.site, registered.id).await {
                Ok(Deregistration::Gone) => {}
                Ok(Deregistration::Busy) => return Ok(Outcome::done(EffectEnd::Busy)),
                Err(error) => return Ok(Outcome::of(error.disposition(), |_| Outcome::done(EffectEnd::GaveUp))),
            }
        }
    }
    let Some(access) = access(context, &connection).await? else { return Ok(Outcome::superseded()) };
    match context.aws.terminate_instance(&access, instance).await {
        Ok(()) => {
            context.services.metrics.orphan(OrphanKind::Instance);
            let (job, runner) = row.map(|row| (row.job_id, row.id)).unzip();
            let about = Subject { account_id: connection.account_id, job, runner };
            let note = TimelineEvent::Orphan { what: "instance".to_owned(), id: instance.to_string() };
            Ok(Outcome::Done(Done {
                end: EffectEnd::Terminated,
                events: Vec::new(),
                writes: vec![Write::Note(about, note)],
            }))
        }
        Err(error) => Ok(outcome_of(&error)),
    }
}
