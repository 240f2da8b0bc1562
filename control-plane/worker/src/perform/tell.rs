//! `tell`: a reason, where people read it: the job's timeline, and from there pages and e-mail.

use super::super::context::Context;
use super::super::outcome::{Done, Outcome, Write};
use super::PerformError;
use sprinters_core::effect_end::EffectEnd;
use sprinters_core::failure::Failure;
use sprinters_core::ids::JobId;
use sprinters_store::{Subject, TimelineEvent};

pub(super) async fn perform(context: &Context, id: JobId, failure: &Failure) -> Result<Outcome, PerformError> {
    let Some(job) = context.services.store.job(id).await? else { return Ok(Outcome::superseded()) };
    let about = Subject { account_id: job.account_id, job: Some(id), runner: None };
    let note = Write::Note(about, TimelineEvent::Told { failure: failure.clone() });
    tracing::info!(job = id.0, reason = failure.reason().code(), "told");
    Ok(Outcome::Done(Done { end: EffectEnd::Told, events: Vec::new(), writes: vec![note] }))
}
