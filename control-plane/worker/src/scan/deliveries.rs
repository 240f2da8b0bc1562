//! Deliveries that GitHub tried and we never took: GitHub does not try again by itself.

use super::{Held, Looked, Scan, remember};
use serde::{Deserialize, Serialize};
use sprinters_common::Chain;
use sprinters_core::reconcile::{self, AskedAgain, Coverage};
use sprinters_core::time::Timestamp;
use sprinters_store::StoreError;
use std::time::Duration;

/// How far back the first look goes: as far as GitHub's list.
const FIRST: Duration = Duration::from_secs(3 * 24 * 60 * 60);

/// How far every look goes back behind the one before: an attempt is listed a moment after it was made, and a
/// redelivery takes its time.
const OVERLAP: Duration = Duration::from_secs(15 * 60);

#[derive(Debug, Default, Serialize, Deserialize)]
struct Memory {
    /// Everything before was looked at.
    #[serde(default)]
    until: Timestamp,
    /// How often what still fails was asked for.
    #[serde(default)]
    asked: AskedAgain,
}

pub(super) async fn run(held: &Held<'_>) -> Result<Looked, StoreError> {
    let Some(github) = held.context.services.identity.github() else {
        return Ok(Looked::seen(Scan::Deliveries, held.leased.memory.clone()));
    };
    let mut memory: Memory = held.recall();
    let now = held.context.services.clock.now();
    let since = memory.until.before(OVERLAP).max(now.before(FIRST));
    let (attempts, coverage) = match github.delivery_attempts(since).await {
        Ok(listed) => listed,
        Err(error) => {
            tracing::warn!(error = %Chain(&error), "GitHub does not list deliveries");
            return Ok(Looked::NoAnswer);
        }
    };
    let mut complete = coverage == Coverage::Complete;
    let wanted = reconcile::redeliver(&attempts, &mut memory.asked, now);
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
    Ok(Looked::seen(Scan::Deliveries, remember(&Memory { until, ..memory })))
}
