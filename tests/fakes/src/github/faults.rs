//! What goes wrong when a test says so.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// A fault of one answer.
#[derive(Debug, Clone)]
pub enum Fault {
    /// A status of the 500s with GitHub's JSON, and nothing is done.
    Status(u16),
    /// A page for people with that status, and nothing is done: what GitHub's front answers when what is behind it does
    /// not.
    Html(u16),
    /// The connection ends without an answer.
    Lost {
        /// Whether what was asked is done all the same.
        done: bool,
    },
    /// JSON that breaks off, with the status of success. What was asked is done.
    Cut,
    /// The answer comes so much later, by the machine's clock.
    Late(Duration),
    /// The answer comes when the gate is opened.
    Held(Gate),
    /// The primary limit is said to be used up, until so many seconds from now.
    PrimaryLimit {
        /// Seconds until the reset.
        resets_in: u64,
    },
    /// A secondary limit, with this `Retry-After` in seconds and this status: 403 or 429.
    SecondaryLimit {
        /// Seconds.
        retry_after: u64,
        /// 403 or 429.
        status: u16,
    },
    /// Another refusal with its message, and nothing is done.
    Refused {
        /// The status.
        status: u16,
        /// GitHub's message.
        message: String,
    },
}

/// Holds answers back until it is opened. Clones are one gate.
#[derive(Debug, Clone)]
pub struct Gate(Arc<Semaphore>);

impl Gate {
    /// A closed gate.
    #[must_use]
    pub fn closed() -> Gate {
        Gate(Arc::new(Semaphore::new(0)))
    }

    /// Opens it, for good.
    pub fn open(&self) {
        self.0.add_permits(Semaphore::MAX_PERMITS / 2);
    }

    pub(super) async fn pass(&self) {
        if let Ok(permit) = self.0.acquire().await {
            drop(permit);
        }
    }
}

/// Faults that are still to come, at most [`MOST`].
#[derive(Debug, Default)]
pub(super) struct Faults(VecDeque<Planned>);

/// Most faults that wait for their request: a plan that is never met must not grow for ever.
const MOST: usize = 10_000;

#[derive(Debug)]
struct Planned {
    /// Which requests: the method and the template of the path, both as in the ledger. Any if empty.
    operation: String,
    /// Of which installation; of any if none.
    installation: Option<i64>,
    fault: Fault,
    times: usize,
}

impl Faults {
    pub(super) fn plan(&mut self, operation: &str, installation: Option<i64>, times: usize, fault: Fault) {
        if self.0.len() < MOST && 0 < times {
            self.0.push_back(Planned { operation: operation.to_owned(), installation, fault, times });
        }
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// The fault of this request, if one is planned for it.
    pub(super) fn take(&mut self, operation: &str, installation: Option<i64>) -> Option<Fault> {
        let is_for = |planned: &Planned| {
            (planned.operation.is_empty() || planned.operation == operation)
                && (planned.installation.is_none() || planned.installation == installation)
        };
        let at = self.0.iter().position(is_for)?;
        let planned = self.0.get_mut(at)?;
        planned.times -= 1;
        let fault = planned.fault.clone();
        if planned.times == 0 {
            self.0.remove(at);
        }
        Some(fault)
    }
}
