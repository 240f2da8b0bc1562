//! Registrations at GitHub against runners: of every site where a runner of ours was registered within the last day.

use super::super::context::Context;
use super::super::machines::Event;
use super::{apply, recall};
use serde::{Deserialize, Serialize};
use sprinters_common::Chain;
use sprinters_core::effect::Effect;
use sprinters_core::ids::{RegistrationId, RunnerId};
use sprinters_core::reconcile::{self, NamedRunner, OurRunner, RegistrationFinding, Suspects};
use sprinters_core::site::RunnerSite;
use sprinters_store::{RunnerRow, StoreError};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Where nothing of ours was registered for so long there is nothing of ours: GitHub itself removes offline single-use runners after a day.
const LATELY: Duration = Duration::from_secs(26 * 60 * 60);

#[derive(Debug, Default, Serialize, Deserialize)]
struct Memory {
    /// By site, as JSON: the suspects of the last look.
    sites: BTreeMap<String, Suspects<RegistrationId>>,
}

pub(super) async fn run(context: &Context, memory: &str) -> Result<String, StoreError> {
    let Some(github) = context.services.identity.github() else { return Ok(memory.to_owned()) };
    let mut memory: Memory = recall(memory);
    let mut after = Memory::default();
    let now = context.services.clock.now();
    let since = now.as_millis().saturating_sub(u64::try_from(LATELY.as_millis()).unwrap_or(u64::MAX));
    let mut by_site: BTreeMap<RunnerSite, (i64, Vec<RunnerRow>)> = BTreeMap::new();
    for (account, site) in
        context.services.store.sites_since(sprinters_core::time::Timestamp::from_millis(since)).await?
    {
        by_site.insert(site, (account, Vec::new()));
    }
    for row in context.services.store.live_runners().await? {
        by_site.entry(row.site.clone()).or_insert_with(|| (row.account_id, Vec::new())).1.push(row);
    }
    for (site, (account, rows)) in by_site {
        let key = serde_json::to_string(&site).unwrap_or_default();
        let before = memory.sites.remove(&key).unwrap_or_default();
        let (theirs, coverage) = match github.registrations(&site).await {
            Ok(listed) => listed,
            Err(error) => {
                tracing::warn!(account, error = %Chain(&error), "GitHub does not list runners");
                after.sites.insert(key, before);
                continue;
            }
        };
        let online: BTreeSet<RegistrationId> = theirs.iter().filter(|one| one.online).map(|one| one.id).collect();
        for row in &rows {
            if row.registration.is_some_and(|registration| online.contains(&registration)) {
                context.services.metrics.runner_online(row.id, now);
            }
        }
        let ours: Vec<NamedRunner<'_>> = rows.iter().map(our).collect();
        let (findings, suspects) = reconcile::registrations(&ours, &theirs, coverage, &before, now);
        if !suspects.is_empty() {
            after.sites.insert(key, suspects);
        }
        for finding in findings {
            match finding {
                RegistrationFinding::Event { runner, event } => apply(context, Event::Runner(runner, event)).await?,
                RegistrationFinding::Missed { runner, misses } => missed(context, runner, misses).await?,
                RegistrationFinding::Seen { runner } => missed(context, runner, 0).await?,
                RegistrationFinding::Deregister { registration } => {
                    let effect = Effect::DeregisterOrphan { account, site: site.clone(), registration };
                    context.services.store.intend(&effect.row(account, now)).await?;
                }
            }
        }
    }
    Ok(serde_json::to_string(&after).unwrap_or_default())
}

fn our(row: &RunnerRow) -> NamedRunner<'_> {
    let (id, state, since, misses) = (row.id, &row.runner.state, row.state_since, row.missed_registration);
    NamedRunner { runner: OurRunner { id, state, since, misses }, name: &row.name }
}

async fn missed(context: &Context, runner: RunnerId, misses: u8) -> Result<(), StoreError> {
    let mut change = context.services.store.begin().await?;
    if let Some(row) = change.runner(runner).await? {
        change.put_runner(&RunnerRow { missed_registration: misses, ..row }).await?;
    }
    change.commit().await
}
