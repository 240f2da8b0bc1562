//! How the worker is told that there is something to do, without the database being asked all the time.

use std::future::Future;
use tokio::sync::Notify;

/// Rung by whoever keeps something that the worker acts on. A ring that nobody waits for is remembered; several are as one.
#[derive(Debug, Default)]
pub struct Wake {
    now: Notify,
    soon: Notify,
}

impl Wake {
    /// Somebody waits for what follows: a job has no machine yet, or a person pressed a button.
    pub fn now(&self) {
        self.now.notify_one();
    }

    /// Nobody waits for what follows; it can be gathered with more of its kind.
    pub fn soon(&self) {
        self.soon.notify_one();
    }

    /// Waits for [`Wake::now`].
    pub fn rung_now(&self) -> impl Future<Output = ()> {
        self.now.notified()
    }

    /// Waits for [`Wake::soon`].
    pub fn rung_soon(&self) -> impl Future<Output = ()> {
        self.soon.notified()
    }
}
