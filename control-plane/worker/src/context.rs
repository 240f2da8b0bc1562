//! What performing effects needs.

use sprinters_aws::{Aws, AwsError, LaunchDisposition};
use sprinters_common::Chain;
use sprinters_core::failure::FailureReason;
use sprinters_core::time::Timestamp;
use sprinters_services::Services;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long a sum of costs is good for. A budget may be overrun by what is launched meanwhile.
const SPENT_FOR: Duration = Duration::from_secs(60);

/// Between two alarms about the same thing.
const ALARM_AGAIN: Duration = Duration::from_mins(10);

/// Most runs of which it is remembered whether they come from a fork.
const MAX_RUNS: usize = 10_000;

/// What the process shares, the way to AWS, and what is remembered between two effects. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Context {
    /// What the process shares.
    pub services: Services,
    /// AWS.
    pub aws: Aws,
    memory: Arc<Mutex<Memory>>,
}

#[derive(Debug, Default)]
struct Memory {
    spent: BTreeMap<i64, (Timestamp, u64)>,
    forks: BTreeMap<i64, bool>,
    alarmed: Option<Timestamp>,
}

impl Context {
    /// Nothing is remembered yet.
    pub(super) fn new(services: Services, aws: Aws) -> Context {
        Context { services, aws, memory: Arc::default() }
    }

    /// Tells the operator that the clock is wrong: once in a while, however many launches fail for it.
    pub(super) fn raise_alarm(&self, error: &AwsError) {
        let is_clock = match error.classify() {
            LaunchDisposition::GiveUp(failure) => failure.reason() == FailureReason::ClockWrong,
            LaunchDisposition::Again(_) | LaunchDisposition::NextCandidate(..) => false,
        };
        if !is_clock {
            return;
        }
        let now = self.services.clock.now();
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.alarmed.is_none_or(|at| ALARM_AGAIN <= now.since(at)) {
            memory.alarmed = Some(now);
            tracing::error!(error = %Chain(error), "AWS refuses our signatures for their time: this host's clock is wrong");
        }
    }

    /// What an account has spent this month, by our own reckoning, as of a minute ago at most.
    pub(super) async fn spent(&self, account: i64) -> Result<u64, sprinters_store::StoreError> {
        let now = self.services.clock.now();
        let known = self.memory.lock().unwrap_or_else(PoisonError::into_inner).spent.get(&account).copied();
        if let Some((at, spent)) = known
            && now.since(at) < SPENT_FOR
        {
            return Ok(spent);
        }
        let spent = self.services.store.spent_since(account, sprinters_core::calendar::month_began(now), now).await?;
        self.memory.lock().unwrap_or_else(PoisonError::into_inner).spent.insert(account, (now, spent));
        Ok(spent)
    }

    /// Whether a run comes from a fork, if it was asked before: a matrix asks once, not 256 times.
    pub(super) fn known_fork(&self, run: i64) -> Option<bool> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner).forks.get(&run).copied()
    }

    /// Remembers whether a run comes from a fork.
    pub(super) fn remember_fork(&self, run: i64, from_fork: bool) {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        if MAX_RUNS <= memory.forks.len() {
            // Runs are numbered in time: the smallest is the oldest.
            memory.forks.pop_first();
        }
        memory.forks.insert(run, from_fork);
    }
}
