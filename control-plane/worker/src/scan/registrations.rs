//! Registrations at GitHub against runners: of a site where a runner of ours was registered within the last day.

use super::super::machines::Event;
use super::{Held, Looked, Scan, in_held_change, remember};
use serde::{Deserialize, Serialize};
use sprinters_common::Chain;
use sprinters_core::effect::Effect;
use sprinters_core::ids::{RegistrationId, RunnerId};
use sprinters_core::reconcile::{self, NamedRunner, OurRunner, RegistrationFinding, Suspects};
use sprinters_core::site::RunnerSite;
use sprinters_store::{RunnerRow, StoreError};
use std::collections::BTreeSet;
use std::time::Duration;

/// Where nothing of ours was registered for so long there is nothing of ours: GitHub itself removes offline single-use
/// runners after a day.
pub(super) const LATELY: Duration = Duration::from_secs(26 * 60 * 60);

#[derive(Debug, Default, Serialize, Deserialize)]
struct Memory {
    /// The suspects of the last look.
    #[serde(default)]
    suspects: Suspects<RegistrationId>,
}

pub(super) async fn run(held: &Held<'_>) -> Result<Looked, StoreError> {
    let (store, text) = (&held.context.services.store, held.leased.subject.as_str());
    let Some(account) = held.leased.account_id else { return Ok(Looked::Over) };
    let Ok(site) = serde_json::from_str::<RunnerSite>(text) else { return Ok(Looked::Over) };
    let Some(github) = held.context.services.identity.github() else {
        return Ok(Looked::seen(Scan::Registrations, held.leased.memory.clone()));
    };
    let before: Memory = held.recall();
    let known: BTreeSet<RunnerId> = store.live_runners_at(account, text).await?.into_iter().map(|row| row.id).collect();
    let since = held.context.services.clock.now().before(LATELY);
    if known.is_empty() && before.suspects.is_empty() && !store.is_site_used(account, text, since).await? {
        return Ok(Looked::Over);
    }
    let (theirs, coverage) = match github.registrations(&site).await {
        Ok(listed) => listed,
        Err(error) => {
            tracing::warn!(account, error = %Chain(&error), "GitHub does not list runners");
            return Ok(Looked::NoAnswer);
        }
    };
    held.hear_first().await?;
    let mut rows = store.live_runners_at(account, text).await?;
    rows.retain(|row| known.contains(&row.id));
    let now = held.context.services.clock.now();
    let online: BTreeSet<RegistrationId> = theirs.iter().filter(|one| one.online).map(|one| one.id).collect();
    for row in rows.iter().filter(|row| row.registration.is_some_and(|registration| online.contains(&registration))) {
        held.context.services.metrics.runner_online(row.id, now);
    }
    let ours: Vec<NamedRunner<'_>> = rows.iter().map(our).collect();
    let (findings, suspects) = reconcile::registrations(&ours, &theirs, coverage, &before.suspects, now);
    for finding in findings {
        match finding {
            RegistrationFinding::Event { runner, event } => held.apply(Event::Runner(runner, event)).await?,
            RegistrationFinding::Missed { runner, misses } => missed(held, runner, misses).await?,
            RegistrationFinding::Seen { runner } => missed(held, runner, 0).await?,
            RegistrationFinding::Deregister { registration } => {
                held.intend(account, &Effect::DeregisterOrphan { account, site: site.clone(), registration }).await?;
            }
        }
    }
    Ok(Looked::seen(Scan::Registrations, remember(&Memory { suspects })))
}

fn our(row: &RunnerRow) -> NamedRunner<'_> {
    let (id, state, since, misses) = (row.id, &row.runner.state, row.state_since, row.missed_registration);
    NamedRunner { runner: OurRunner { id, state, since, misses }, name: &row.name }
}

async fn missed(held: &Held<'_>, runner: RunnerId, misses: u8) -> Result<(), StoreError> {
    in_held_change!(held, change => {
        if let Some(row) = change.runner(runner).await? {
            change.put_runner(&RunnerRow { missed_registration: misses, ..row }).await?;
        }
        Ok(())
    })
}
