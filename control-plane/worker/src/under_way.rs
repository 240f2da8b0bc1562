//! What a worker has leased and is at: effects and scans, each a task of its own, counted at the place where its calls
//! go.

use super::bulkheads::Bulkheads;
use sprinters_common::Chain;
use sprinters_core::time::Timestamp;
use sprinters_store::{LeasedEffect, LeasedScan, Room, Store};
use std::collections::HashMap;
use std::time::{Duration, Instant};
use tokio::task::{Id, JoinSet};

/// Something leased.
#[derive(Debug)]
pub(super) enum Unit {
    /// An effect: its row and its lease.
    Effect { id: i64, lease: i64, place: String },
    /// A scan.
    Scan(LeasedScan),
}

impl Unit {
    pub(super) fn effect(leased: &LeasedEffect) -> Unit {
        Unit::Effect { id: leased.id, lease: leased.lease, place: leased.place.clone() }
    }

    fn place(&self) -> &str {
        match self {
            Unit::Effect { place, .. } => place,
            Unit::Scan(scan) => &scan.place,
        }
    }
}

/// The tasks.
#[derive(Debug)]
pub(super) struct UnderWay {
    tasks: JoinSet<()>,
    units: HashMap<Id, (Unit, Instant)>,
    scans: usize,
    most_scans: usize,
    bulkheads: Bulkheads,
}

impl UnderWay {
    /// Nothing is under way; so much may be in all, a quarter of it scans, and so much at one place.
    pub(super) fn new(most: usize, of_place: usize) -> UnderWay {
        UnderWay {
            tasks: JoinSet::new(),
            units: HashMap::new(),
            scans: 0,
            most_scans: most.div_ceil(4),
            bulkheads: Bulkheads::new(most, of_place),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    /// How many effects may be leased, and where.
    pub(super) fn room_for_effects(&self) -> Option<Room> {
        self.bulkheads.room(usize::MAX)
    }

    /// How many scans may be leased, and where. They leave room for effects: of those somebody waits for the end.
    pub(super) fn room_for_scans(&self) -> Option<Room> {
        self.bulkheads.room(self.most_scans.saturating_sub(self.scans))
    }

    /// Begins with something leased.
    pub(super) fn spawn(&mut self, unit: Unit, task: impl Future<Output = ()> + Send + 'static) {
        self.bulkheads.enter(unit.place());
        self.scans += usize::from(matches!(unit, Unit::Scan(_)));
        let handle = self.tasks.spawn(task);
        self.units.insert(handle.id(), (unit, Instant::now()));
    }

    /// Waits for the end of one of them; false if there is none.
    pub(super) async fn next(&mut self) -> bool {
        let id = match self.tasks.join_next_with_id().await {
            None => return false,
            Some(Ok((id, ()))) => id,
            Some(Err(error)) => {
                tracing::error!(%error, "a task of the worker has ended before its time");
                error.id()
            }
        };
        if let Some((unit, began)) = self.units.remove(&id) {
            self.bulkheads.leave(unit.place(), began.elapsed());
            self.scans -= usize::from(matches!(unit, Unit::Scan(_)));
        }
        true
    }

    /// Lets what is under way come to its end within that time, and cuts off the rest. What was cut off is given back
    /// at once, so that nobody waits for its lease to run out.
    pub(super) async fn stop(mut self, within: Duration, store: &Store, now: Timestamp) {
        let ended = async { while self.next().await {} };
        if tokio::time::timeout(within, ended).await.is_ok() {
            return;
        }
        // A task that is cut off has written nothing afterwards: what it had begun to write is undone.
        self.tasks.shutdown().await;
        tracing::warn!(calls = self.units.len(), "stopped with calls under way; whoever works now repeats them");
        for (unit, _) in self.units.values() {
            let returned = match unit {
                Unit::Effect { id, lease, .. } => store.return_effect(*id, *lease, now).await,
                Unit::Scan(scan) => store.return_scan(scan).await,
            };
            match returned {
                Ok(()) => {}
                // It came to its end in the last moment.
                Err(error) if error.is_lost_lease() => {}
                Err(error) => {
                    tracing::warn!(error = %Chain(&error), "leases were not given back; they run out");
                    return;
                }
            }
        }
    }
}
