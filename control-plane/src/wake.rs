//! Between processes that share a database: one that takes deliveries wakes the workers of the others.

use sprinters_common::Chain;
use sprinters_services::Services;
use sprinters_store::{StoreError, Wake};
use std::time::Duration;

/// How long what nobody waits for is gathered before it is told.
const GATHER: Duration = Duration::from_millis(50);

/// Pause after the database was away.
const AGAIN: Duration = Duration::from_secs(1);

/// Passes on what this process notifies its own worker of, as there is none. While one message is under way, what comes
/// is gathered for the next.
pub(crate) async fn tell(services: Services) {
    let notify = &services.notify;
    loop {
        let wake = tokio::select! {
            biased;
            () = notify.raised_urgent() => Wake::Urgent,
            () = notify.raised_eventually() => {
                tokio::time::sleep(GATHER).await;
                Wake::Eventually
            }
        };
        notify.drained();
        if let Err(error) = services.store.wake_others(wake).await {
            tracing::debug!(error = %Chain(&error), "other processes were not woken; they look by themselves");
        }
    }
}

/// Notifies this process's worker of what others keep. Ends where there can't be others.
pub(crate) async fn hear(services: Services) {
    loop {
        match listen(&services).await {
            Ok(()) => return,
            Err(error) => {
                tracing::debug!(error = %Chain(&error), "other processes are not heard; the worker looks by itself");
                tokio::time::sleep(AGAIN).await;
            }
        }
    }
}

async fn listen(services: &Services) -> Result<(), StoreError> {
    let Some(mut waker) = services.store.hear_others().await? else { return Ok(()) };
    loop {
        match waker.heard().await? {
            Wake::Urgent => services.notify.urgent(),
            Wake::Eventually => services.notify.eventually(),
        }
    }
}
