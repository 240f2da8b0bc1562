//! `register`: a just-in-time configuration at GitHub, made late: right before the launch.

use super::super::context::Context;
use super::super::machines::Event;
use super::super::outcome::{Done, Outcome, Write};
use super::PerformError;
use sprinters_core::disposition::Disposition;
use sprinters_core::effect_end::EffectEnd;
use sprinters_core::failure::FailureReason;
use sprinters_core::ids::RunnerId;
use sprinters_core::runner::{RunnerEvent, RunnerState};
use sprinters_github::{Deregistration, GitHubError, Registered};
use sprinters_store::{RunnerRow, SecretKind};

pub(super) async fn perform(context: &Context, id: RunnerId) -> Result<Outcome, PerformError> {
    let Some(row) = context.services.store.runner(id).await? else { return Ok(Outcome::superseded()) };
    let RunnerState::Planned = row.runner.state else { return Ok(Outcome::superseded()) };
    let github = context.services.identity.github().ok_or(PerformError::NoApp)?;
    match github.register(&row.site, row.name.as_str(), &row.labels).await {
        Ok(registered) => Ok(done(&row, registered)),
        Err(GitHubError::NameTaken) => replace(context, &row).await,
        Err(error) => Ok(failed(context, &row, error.disposition())),
    }
}

fn done(row: &RunnerRow, registered: Registered) -> Outcome {
    let secret = Write::Secret {
        account: row.account_id,
        kind: SecretKind::JitConfig,
        subject: row.id.to_string(),
        value: registered.jit_config,
    };
    let event = Event::Runner(row.id, RunnerEvent::Registered { registration: registered.id });
    Outcome::Done(Done { end: EffectEnd::Registered, events: vec![event], writes: vec![secret] })
}

/// The answer to an earlier registration was lost. Its configuration is lost with it, so it is taken back and made
/// anew.
async fn replace(context: &Context, row: &RunnerRow) -> Result<Outcome, PerformError> {
    let github = context.services.identity.github().ok_or(PerformError::NoApp)?;
    let old = match github.registration_named(&row.site, row.name.as_str()).await {
        Ok(old) => old,
        Err(error) => return Ok(failed(context, row, error.disposition())),
    };
    if let Some(old) = old {
        match github.deregister(&row.site, old.id).await {
            Ok(Deregistration::Gone) => {}
            // Nobody has its configuration, so nobody can run a job on it.
            Ok(Deregistration::Busy) => {
                let failure = FailureReason::Internal.into();
                return Ok(Outcome::event(
                    EffectEnd::NameBusy,
                    Event::Runner(row.id, RunnerEvent::NotRegistered { failure }),
                ));
            }
            Err(error) => return Ok(failed(context, row, error.disposition())),
        }
    }
    match github.register(&row.site, row.name.as_str(), &row.labels).await {
        Ok(registered) => Ok(done(row, registered)),
        Err(error) => Ok(failed(context, row, error.disposition())),
    }
}

/// What would only pass after the runner's deadline is told now: the job waits with the reason instead of without one.
fn failed(context: &Context, row: &RunnerRow, disposition: Disposition) -> Outcome {
    let not_registered = |failure| {
        Outcome::event(EffectEnd::NotRegistered, Event::Runner(row.id, RunnerEvent::NotRegistered { failure }))
    };
    match disposition {
        Disposition::Retry { after, meanwhile } => {
            let again = context.services.clock.now().after(after.unwrap_or_default());
            match row.runner.deadline {
                Some(deadline) if deadline <= again => not_registered(meanwhile),
                Some(_) | None => Outcome::Again { after, meanwhile, writes: Vec::new() },
            }
        }
        Disposition::GiveUp(failure) => not_registered(failure),
    }
}
