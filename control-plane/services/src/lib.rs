//! What the rooms of a running control plane share, and what they do for an account.
//!
//! - [`Services`]: everything that the webhook, the console and the worker have in common.
//! - [`identity`]: the GitHub App that a process acts as.
//! - [`connections`]: connecting an AWS account: external id, one-time code, outputs, rotation.
//! - [`attacks`]: what is refused, counted and told of.
//! - [`budget`]: a month against its budget, for the page and for e-mail.
//! - [`mail`]: what is worth an e-mail, to whom, once.
//! - [`webhook_secret`]: what deliveries are signed with.

pub mod attacks;
pub mod budget;
pub mod connections;
pub mod identity;
pub mod mail;
pub mod webhook_secret;

use attacks::Attacks;
use identity::{AppIdentity, Identity};
use sprinters_common::clock::Clock;
use sprinters_common::notify::Notifier;
use sprinters_common::vitals::Vitals;
use sprinters_core::images::PublishedImages;
use sprinters_store::Store;
use sprinters_telemetry::metrics::Metrics;
use std::sync::Arc;

/// What all parts of one process share. Cheap to clone; all clones are one.
#[derive(Debug, Clone)]
pub struct Services {
    /// Everything that is kept.
    pub store: Store,
    /// The GitHub App that the process acts as.
    pub identity: Identity,
    /// The time.
    pub clock: Clock,
    /// The runner images that may be launched.
    pub images: Arc<PublishedImages>,
    /// What Prometheus reads.
    pub metrics: Metrics,
    /// What is refused because nobody who means well does it.
    pub attacks: Attacks,
    /// How the worker hears that there is something to do.
    pub notify: Arc<Notifier>,
    /// Whether its worker goes round, and whether it is to stop.
    pub vitals: Arc<Vitals>,
}

impl Services {
    /// What a process begins with: nothing is counted yet, and nobody is notified.
    #[must_use]
    pub fn new(store: Store, identity: AppIdentity, clock: Clock, images: Arc<PublishedImages>) -> Services {
        let identity = Identity::new(identity);
        let metrics = Metrics::default();
        let attacks = Attacks::new(metrics.clone());
        Services { store, identity, clock, images, metrics, attacks, notify: Arc::default(), vitals: Arc::default() }
    }
}
