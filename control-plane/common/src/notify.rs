//! How the worker is told that there is something to do, without the database being asked all the time.

use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Notify;

/// Notified by whoever keeps something that the worker acts on. A notification that nobody waits for is remembered.
#[derive(Debug, Default)]
pub struct Notifier {
    urgent: Signal,
    eventually: Signal,
}

/// Raised once until it is drained: of a thousand deliveries the first one wakes the worker, the others cost nothing.
#[derive(Debug, Default)]
struct Signal {
    raised: AtomicBool,
    notify: Notify,
}

impl Signal {
    fn raise(&self) {
        if !self.raised.swap(true, Ordering::AcqRel) {
            self.notify.notify_one();
        }
    }
}

impl Notifier {
    /// Somebody waits for what follows: a job has no machine yet, or a person pressed a button.
    pub fn urgent(&self) {
        self.urgent.raise();
    }

    /// Nobody waits for what follows; it can be gathered with more of its kind.
    pub fn eventually(&self) {
        self.eventually.raise();
    }

    /// Waits for [`Notifier::urgent`].
    pub async fn raised_urgent(&self) {
        self.urgent.notify.notified().await;
    }

    /// Waits for [`Notifier::eventually`].
    pub async fn raised_eventually(&self) {
        self.eventually.notify.notified().await;
    }

    /// Whoever listens is about to look at everything that was kept so far. What is kept from now on notifies again.
    pub fn drained(&self) {
        for signal in [&self.urgent, &self.eventually] {
            signal.raised.swap(false, Ordering::AcqRel);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt as _;

    #[test]
    fn many_notifications_wake_once_and_one_after_draining_wakes_again() {
        let notifier = Notifier::default();
        for _ in 0..3 {
            notifier.eventually();
        }
        assert!(notifier.raised_eventually().now_or_never().is_some());
        notifier.eventually();
        assert!(notifier.raised_eventually().now_or_never().is_none(), "it was told, and has not looked");
        assert!(notifier.raised_urgent().now_or_never().is_none());
        notifier.drained();
        notifier.eventually();
        assert!(notifier.raised_eventually().now_or_never().is_some());
    }
}
