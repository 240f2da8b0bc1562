//! `deregister-orphan`: deletes a registration that no runner wants. What is busy stays.

use super::super::context::Context;
use super::super::outcome::{Done, Outcome, Write};
use super::PerformError;
use sprinters_core::effect_end::EffectEnd;
use sprinters_core::ids::RegistrationId;
use sprinters_core::site::RunnerSite;
use sprinters_github::Deregistration;
use sprinters_store::{Subject, TimelineEvent};
use sprinters_telemetry::metrics::OrphanKind;

pub(super) async fn perform(
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
            Ok(Outcome::Done(Done {
                end: EffectEnd::Deregistered,
                events: Vec::new(),
                writes: vec![Write::Note(about, note)],
            }))
        }
        Ok(Deregistration::Busy) => Ok(Outcome::done(EffectEnd::Busy)),
        Err(error) => Ok(Outcome::of(error.disposition(), |_| Outcome::done(EffectEnd::GaveUp))),
    }
}
