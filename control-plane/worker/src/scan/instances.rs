//! Instances that carry our tag, against runners: of every connection that was ever connected, because what was launched once must end.

use super::super::context::Context;
use super::super::machines::Event;
use super::super::perform::access;
use super::{apply, recall};
use serde::{Deserialize, Serialize};
use sprinters_common::Chain;
use sprinters_core::effect::Effect;
use sprinters_core::ids::{InstanceId, RunnerId};
use sprinters_core::reconcile::{self, InstanceFinding, OurRunner, Suspects};
use sprinters_core::time::Timestamp;
use sprinters_store::{Connection, RunnerRow, StoreError};
use std::collections::BTreeMap;
use std::time::Duration;

/// Between two looks at a connection on which nothing of ours runs: for what nobody knows of, an hour's bill at most.
const IDLE: Duration = Duration::from_secs(600);

#[derive(Debug, Default, Serialize, Deserialize)]
struct Memory {
    /// By connection: the suspects of the last look, and when it was.
    connections: BTreeMap<i64, Looked>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Looked {
    at: Timestamp,
    suspects: Suspects<InstanceId>,
}

pub(super) async fn run(context: &Context, memory: &str) -> Result<String, StoreError> {
    let mut memory: Memory = recall(memory);
    let mut after = Memory::default();
    for connection in context.services.store.connected().await? {
        let before = memory.connections.remove(&connection.id).unwrap_or_default();
        let looked = match look(context, &connection, &before).await {
            Ok(Some(looked)) => looked,
            Ok(None) => before,
            Err(error) => {
                tracing::warn!(connection = connection.id, error = %Chain(&error), "instances are not known");
                before
            }
        };
        after.connections.insert(connection.id, looked);
    }
    Ok(serde_json::to_string(&after).unwrap_or_default())
}

async fn look(context: &Context, connection: &Connection, before: &Looked) -> Result<Option<Looked>, StoreError> {
    let now = context.services.clock.now();
    let rows = context.services.store.live_runners_of(connection.id).await?;
    if rows.is_empty() && before.suspects.is_empty() && now.since(before.at) < IDLE {
        return Ok(None);
    }
    let Some(access) = access(context, connection).await? else { return Ok(None) };
    let (seen, coverage) = match context.aws.describe_instances(&access).await {
        Ok(seen) => seen,
        Err(error) => {
            tracing::warn!(connection = connection.id, error = %Chain(&error), "AWS does not list instances");
            return Ok(None);
        }
    };
    let theirs: Vec<_> = seen.into_iter().map(|seen| seen.instance).collect();
    let ours: Vec<OurRunner<'_>> = rows.iter().map(our).collect();
    let (findings, suspects) = reconcile::instances(&ours, &theirs, coverage, &before.suspects, now);
    for finding in findings {
        match finding {
            InstanceFinding::Event { runner, event } => apply(context, Event::Runner(runner, event)).await?,
            InstanceFinding::Missed { runner, misses } => missed(context, runner, misses).await?,
            InstanceFinding::Seen { runner } => missed(context, runner, 0).await?,
            InstanceFinding::EndOrphan { instance, runner } => {
                let (account, connection) = (connection.account_id, connection.id);
                let effect = Effect::EndOrphan { account, connection, instance, runner };
                context.services.store.intend(&effect.row(account, now)).await?;
            }
        }
    }
    Ok(Some(Looked { at: now, suspects }))
}

fn our(row: &RunnerRow) -> OurRunner<'_> {
    OurRunner { id: row.id, state: &row.runner.state, since: row.state_since, misses: row.missed_instance }
}

async fn missed(context: &Context, runner: RunnerId, misses: u8) -> Result<(), StoreError> {
    let mut change = context.services.store.begin().await?;
    if let Some(row) = change.runner(runner).await? {
        change.put_runner(&RunnerRow { missed_instance: misses, ..row }).await?;
    }
    change.commit().await
}
