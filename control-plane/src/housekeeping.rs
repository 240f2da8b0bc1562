//! What is done now and then, whether or not anybody calls.

use crate::settings::Retention;
use sprinters_common::Chain;
use sprinters_common::clock;
use sprinters_core::images::PublishedImages;
use sprinters_store::Store;
use std::sync::Arc;
use std::time::Duration;

/// How often what is old is removed.
const EVERY: Duration = Duration::from_secs(60 * 60);

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

/// Removes what is old, at once and then every hour, until it is dropped. Several processes may do it at once.
pub async fn sweep(store: Store, retention: Retention) {
    loop {
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
        tokio::time::sleep(EVERY).await;
    }
}
