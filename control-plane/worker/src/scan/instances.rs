//! Instances that carry our tag, against runners: of a connection that was ever connected, because what was launched
//! once must end.

use super::super::machines::Event;
use super::super::perform::access;
use super::{Held, Looked, Scan, in_held_change, remember};
use serde::{Deserialize, Serialize};
use sprinters_common::Chain;
use sprinters_core::effect::Effect;
use sprinters_core::ids::{InstanceId, RunnerId};
use sprinters_core::reconcile::{self, InstanceFinding, OurRunner, Suspects};
use sprinters_core::time::Timestamp;
use sprinters_store::{RunnerRow, StoreError};
use std::collections::BTreeSet;
use std::time::Duration;

/// Between two looks at a connection on which something of ours ran within [`LATELY`]: for what nobody knows of, an
/// hour's bill at most.
const IDLE: Duration = Duration::from_secs(600);
const LATELY: Duration = Duration::from_secs(24 * 60 * 60);

/// Between two looks at a connection that rests. The scan of subjects wakes it when a runner stands on it.
pub(super) const RESTING: Duration = Duration::from_secs(3 * 60 * 60);

#[derive(Debug, Default, Serialize, Deserialize)]
struct Memory {
    /// When something of ours lived here last.
    #[serde(default)]
    lived: Timestamp,
    /// The suspects of the last look.
    #[serde(default)]
    suspects: Suspects<InstanceId>,
}

pub(super) async fn run(held: &Held<'_>) -> Result<Looked, StoreError> {
    let store = &held.context.services.store;
    let Ok(id) = held.leased.subject.parse() else { return Ok(Looked::Over) };
    let Some(connection) = store.connection(id).await? else { return Ok(Looked::Over) };
    let before: Memory = held.recall();
    let known: BTreeSet<RunnerId> = store.live_runners_of(id).await?.into_iter().map(|row| row.id).collect();
    let Some(access) = access(held.context, &connection).await? else {
        return Ok(Looked::Seen { memory: remember(&before), again: IDLE });
    };
    let (seen, coverage) = match held.context.aws.describe_instances(&access).await {
        Ok(seen) => seen,
        Err(error) => {
            tracing::warn!(connection = id, error = %Chain(&error), "AWS does not list instances");
            return Ok(Looked::NoAnswer);
        }
    };
    held.hear_first().await?;
    // What was planned since AWS was asked can't be in its answer; and what was heard since is in the rows.
    let mut rows = store.live_runners_of(id).await?;
    rows.retain(|row| known.contains(&row.id));
    let now = held.context.services.clock.now();
    let theirs: Vec<_> = seen.into_iter().map(|seen| seen.instance).collect();
    let ours: Vec<OurRunner<'_>> = rows.iter().map(our).collect();
    let (findings, suspects) = reconcile::instances(&ours, &theirs, coverage, &before.suspects, now);
    for finding in findings {
        match finding {
            InstanceFinding::Event { runner, event } => held.apply(Event::Runner(runner, event)).await?,
            InstanceFinding::Missed { runner, misses } => missed(held, runner, misses).await?,
            InstanceFinding::Seen { runner } => missed(held, runner, 0).await?,
            InstanceFinding::EndOrphan { instance, runner } => {
                let account = connection.account_id;
                held.intend(account, &Effect::EndOrphan { account, connection: id, instance, runner }).await?;
            }
        }
    }
    let unsettled = !rows.is_empty() || !suspects.is_empty();
    let lived = if unsettled { now } else { before.lived };
    let again = if unsettled {
        Scan::Instances.period()
    } else if now.since(lived) < LATELY {
        IDLE
    } else {
        RESTING
    };
    Ok(Looked::Seen { memory: remember(&Memory { lived, suspects }), again })
}

fn our(row: &RunnerRow) -> OurRunner<'_> {
    OurRunner { id: row.id, state: &row.runner.state, since: row.state_since, misses: row.missed_instance }
}

async fn missed(held: &Held<'_>, runner: RunnerId, misses: u8) -> Result<(), StoreError> {
    in_held_change!(held, change => {
        if let Some(row) = change.runner(runner).await? {
            change.put_runner(&RunnerRow { missed_instance: misses, ..row }).await?;
        }
        Ok(())
    })
}
