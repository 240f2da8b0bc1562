//! What is done now and then, whether or not anybody calls.

use crate::settings::Retention;
use sprinters_common::Chain;
use sprinters_common::clock::{self, ClockSteps};
use sprinters_core::images::PublishedImages;
use sprinters_store::Store;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often what is old is removed.
const EVERY: Duration = Duration::from_secs(60 * 60);

/// What a process was told by a clock that is set right after the start, it does not act on.
const FIRST: Duration = Duration::from_secs(60);

/// How often the operator hears of an old runner image.
const EVERY_DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Says which runner images are old, at once and then every day, until it is dropped.
pub async fn warn_of_old_images(images: Arc<PublishedImages>) {
    loop {
        for warning in images.warnings(clock::now()) {
            tracing::warn!("{warning}");
        }
        tokio::time::sleep(EVERY_DAY).await;
    }
}

/// How often it is looked whether somebody has set the clock.
const LOOK: Duration = Duration::from_secs(5);

/// Removes what is old, a minute after the start and then every hour, until it is dropped; while the clock was just
/// set, it waits until it stands still. Several processes may do it at once.
pub async fn sweep(store: Store, retention: Retention) {
    let mut steps = ClockSteps::default();
    let mut next = Instant::now() + FIRST;
    loop {
        let doubt = steps.doubt(clock::now(), Instant::now());
        if doubt.is_some() || Instant::now() < next {
            tokio::time::sleep(LOOK).await;
            continue;
        }
        next = Instant::now() + EVERY;
        match store.sweep(retention.as_duration(), clock::now()).await {
            Ok(removed) => tracing::info!(
                deliveries = removed.deliveries,
                jobs = removed.jobs,
                effects = removed.effects,
                accounts = removed.accounts,
                "removed what was old"
            ),
            Err(error) => tracing::error!(error = %Chain(&error), "could not remove what is old"),
        }
    }
}
