//! Deliveries that GitHub tried and we never took: GitHub does not try again by itself.

use super::super::context::Context;
use super::recall;
use serde::{Deserialize, Serialize};
use sprinters_common::Chain;
use sprinters_core::reconcile::{self, Coverage};
use sprinters_core::time::Timestamp;
use sprinters_store::StoreError;
use std::time::Duration;

/// How far back the first look goes: as far as GitHub's list.
const FIRST: Duration = Duration::from_secs(3 * 24 * 60 * 60);

/// How far every look goes back behind the one before: an attempt is listed a moment after it was made, and a redelivery takes its time.
const OVERLAP: Duration = Duration::from_secs(15 * 60);

#[derive(Debug, Default, Serialize, Deserialize)]
struct Memory {
    /// Everything before was looked at.
    until: Timestamp,
}

pub(super) async fn run(context: &Context, memory: &str) -> Result<String, StoreError> {
    let Some(github) = context.services.identity.github() else { return Ok(memory.to_owned()) };
    let memory: Memory = recall(memory);
    let now = context.services.clock.now();
    let back = |from: Timestamp, by: Duration| {
        Timestamp::from_millis(from.as_millis().saturating_sub(u64::try_from(by.as_millis()).unwrap_or(u64::MAX)))
    };
    let since = back(memory.until, OVERLAP).max(back(now, FIRST));
    let (attempts, coverage) = match github.delivery_attempts(since).await {
        Ok(listed) => listed,
        Err(error) => {
            tracing::warn!(error = %Chain(&error), "GitHub does not list deliveries");
            return Ok(serde_json::to_string(&memory).unwrap_or_default());
        }
    };
    let mut complete = coverage == Coverage::Complete;
    let wanted = reconcile::redeliver(&attempts, now);
    // What is left over for want of room is found again from where this look began.
    complete &= wanted.len() < reconcile::MAX_REDELIVERIES;
    for attempt in wanted {
        match github.redeliver(attempt).await {
            Ok(()) => tracing::info!(attempt, "asked GitHub to deliver again"),
            Err(error) => {
                tracing::warn!(attempt, error = %Chain(&error), "GitHub does not deliver again");
                complete = false;
            }
        }
    }
    let until = if complete { now } else { memory.until };
    Ok(serde_json::to_string(&Memory { until }).unwrap_or_default())
}
