//! GitHub: Apps, installations, accounts, repositories, runs, jobs, runners, tokens, deliveries, people. On loopback,
//! with state, refusing what GitHub refuses.
//!
//! Two sides look at one state. The control plane speaks GitHub's protocol to [`GitHub::api_url`] (`/api/v3/…`, as
//! GitHub Enterprise Server has it; the same without the prefix, as github.com has it) and [`GitHub::web_url`]. A test
//! or the sandbox holds a [`GitHub`] and plays everybody else: it queues jobs, approves, cancels and finishes them,
//! brings runners online and lets them die, and decides what becomes of deliveries.
//!
//! Jobs go to runners as GitHub gives them: any idle online runner that has all labels of the job, at the repository
//! first and then at its organisation; never by name.
//!
//! Time is the [`Clock`]'s: tokens, rate limits and the removal of idle runners follow it. Only an App's JSON web token
//! is checked against the machine's own clock, because whoever signs it uses that one.

mod answer;
mod api;
mod auth;
mod deliveries;
mod faults;
mod jobs;
mod keys;
mod ledger;
mod limits;
mod moment;
mod payloads;
mod people;
mod runners;
mod send;
mod serve;
mod shapes;
mod state;
#[cfg(test)]
mod tests;
mod world;

pub use deliveries::{Attempt, Delivery, Sending};
pub use faults::{Fault, Gate};
pub use jobs::{Environment, Job, NewJob, Status};
pub use keys::Secret;
pub use ledger::Entry;
pub use limits::Limits;
pub use runners::{Online, Registration, RunnerRefused, Site};
pub use state::{Account, App, Installation, Repository, Run, Selection};
pub use world::NewApp;

use crate::clock::Clock;
use state::State;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, watch};

/// A fake GitHub. Cheap to clone; all clones are one GitHub. It stops when the last clone is dropped.
#[derive(Debug, Clone)]
pub struct GitHub {
    shared: Arc<Shared>,
    _stop: Arc<Stop>,
}

/// What the handle and the server share.
#[derive(Debug)]
pub(crate) struct Shared {
    state: Mutex<State>,
    clock: Clock,
    address: SocketAddr,
    /// Counts changes, for those who wait for one.
    changes: watch::Sender<u64>,
    /// Wakes the sender of deliveries.
    outbox: Notify,
}

/// Ends the tasks.
#[derive(Debug)]
struct Stop(Vec<tokio::task::AbortHandle>);

impl Drop for Stop {
    fn drop(&mut self) {
        for task in &self.0 {
            task.abort();
        }
    }
}

impl GitHub {
    /// Starts on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// If no port can be listened on.
    pub async fn start(clock: Clock) -> std::io::Result<GitHub> {
        GitHub::start_on(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), clock).await
    }

    /// Starts on an address, which should be a loopback one: nothing here is protected.
    ///
    /// # Errors
    /// If it can't be listened on.
    pub async fn start_on(address: SocketAddr, clock: Clock) -> std::io::Result<GitHub> {
        let listener = tokio::net::TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let state = State::new(clock.now_millis(), &format!("http://{address}"));
        let shared = Arc::new(Shared {
            state: Mutex::new(state),
            clock,
            address,
            changes: watch::Sender::new(0),
            outbox: Notify::new(),
        });
        let server = tokio::spawn(serve::serve(listener, Arc::clone(&shared)));
        let sender = tokio::spawn(send::run(Arc::clone(&shared)));
        let stop = Arc::new(Stop(vec![server.abort_handle(), sender.abort_handle()]));
        Ok(GitHub { shared, _stop: stop })
    }

    /// Base of the API.
    #[must_use]
    pub fn api_url(&self) -> String {
        format!("http://{}/api/v3", self.shared.address)
    }

    /// Base of the pages.
    #[must_use]
    pub fn web_url(&self) -> String {
        format!("http://{}", self.shared.address)
    }

    /// Wakes whenever anything changed.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.shared.changes.subscribe()
    }

    /// Looks at the state or changes it, as GitHub is at this moment.
    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        self.shared.with(act)
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.now_is(self.clock.now_millis());
        state
    }

    /// Looks at the state or changes it, and tells who waits.
    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.lock();
        let before = state.changed;
        let result = act(&mut state);
        let after = state.changed;
        let to_send = state.deliveries.has_waiting();
        drop(state);
        if before != after {
            self.changes.send_replace(after);
        }
        if to_send {
            self.outbox.notify_one();
        }
        result
    }
}
