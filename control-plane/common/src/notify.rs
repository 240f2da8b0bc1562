//! How the worker is told that there is something to do, without the database being asked all the time.

use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Notify;

/// Rung by whoever keeps something that the worker acts on. A ring that nobody waits for is remembered.
#[derive(Debug, Default)]
pub struct Wake {
    now: Bell,
    soon: Bell,
}

/// Rings once until it is heard: of a thousand deliveries the first one wakes the worker, the others cost nothing.
#[derive(Debug, Default)]
struct Bell {
    rung: AtomicBool,
    notify: Notify,
}

impl Bell {
    fn ring(&self) {
        if !self.rung.swap(true, Ordering::AcqRel) {
            self.notify.notify_one();
        }
    }
}

impl Wake {
    /// Somebody waits for what follows: a job has no machine yet, or a person pressed a button.
    pub fn now(&self) {
        self.now.ring();
    }

    /// Nobody waits for what follows; it can be gathered with more of its kind.
    pub fn soon(&self) {
        self.soon.ring();
    }

    /// Waits for [`Wake::now`].
    pub async fn rung_now(&self) {
        self.now.notify.notified().await;
    }

    /// Waits for [`Wake::soon`].
    pub async fn rung_soon(&self) {
        self.soon.notify.notified().await;
    }

    /// Whoever listens is about to look at everything that was kept so far. What is kept from now on rings again.
    pub fn heard(&self) {
        for bell in [&self.now, &self.soon] {
            bell.rung.swap(false, Ordering::AcqRel);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt as _;

    #[test]
    fn many_rings_wake_once_and_a_ring_after_hearing_wakes_again() {
        let wake = Wake::default();
        for _ in 0..3 {
            wake.soon();
        }
        assert!(wake.rung_soon().now_or_never().is_some());
        wake.soon();
        assert!(wake.rung_soon().now_or_never().is_none(), "it was told, and has not looked");
        assert!(wake.rung_now().now_or_never().is_none());
        wake.heard();
        wake.soon();
        assert!(wake.rung_soon().now_or_never().is_some());
    }
}
