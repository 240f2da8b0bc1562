//! Scans: what we believe against what GitHub and AWS list. They reach every state that events reach, with no other input (I8).
//!
//! A scan is a row: whichever process finds it due takes it over, and leaves for the next run what has to be remembered.

mod connections;
mod deliveries;
mod installations;
mod instances;
mod jobs;
mod registrations;

use super::context::Context;
use super::machines::{self, Event};
use sprinters_common::Chain;
use sprinters_common::random;
use sprinters_core::time::Timestamp;
use sprinters_github::GitHub;
use sprinters_store::StoreError;
use std::time::Duration;

/// How long one process may be at a scan before another one takes it over.
const LEASE: Duration = Duration::from_secs(300);

/// A scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scan {
    /// Jobs against runners.
    Jobs,
    /// Instances of every connection against runners.
    Instances,
    /// Registrations of every site against runners.
    Registrations,
    /// Deliveries that GitHub tried and we never took.
    Deliveries,
    /// Installations that GitHub has against those that we know.
    Installations,
    /// Connections that are broken, or were not verified for a day.
    Connections,
}

impl Scan {
    /// All of them, cheapest first.
    pub const ALL: [Scan; 6] =
        [Scan::Jobs, Scan::Connections, Scan::Instances, Scan::Registrations, Scan::Deliveries, Scan::Installations];

    /// Its name, as it is stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Scan::Jobs => "jobs",
            Scan::Instances => "instances",
            Scan::Registrations => "registrations",
            Scan::Deliveries => "deliveries",
            Scan::Installations => "installations",
            Scan::Connections => "connections",
        }
    }

    /// From one run to the next. Ours cost nothing but a query; theirs cost calls: of AWS's 20 a second and account, and of GitHub's
    /// 5,000 points an hour and installation.
    #[must_use]
    pub fn period(self) -> Duration {
        match self {
            Scan::Jobs => Duration::from_secs(30),
            Scan::Connections => Duration::from_secs(60),
            Scan::Instances => Duration::from_secs(30),
            Scan::Registrations | Scan::Deliveries => Duration::from_secs(180),
            Scan::Installations => Duration::from_secs(3_600),
        }
    }
}

/// Runs every scan that is due. Says whether there was one.
///
/// # Errors
/// If the database is away.
pub async fn due(context: &Context) -> Result<bool, StoreError> {
    let mut some = false;
    // Looked at first, because this is asked after every effect and taking over is a write.
    let (due, now) = (context.services.store.scans_due().await?, context.services.clock.now());
    for scan in Scan::ALL.into_iter().filter(|scan| due.get(scan.name()).is_none_or(|at| *at <= now)) {
        some |= run_if_due(context, scan).await?;
    }
    if some
        && let Some(least) =
            context.services.identity.github().and_then(|github| least_left(&github, context.services.clock.now()))
    {
        context.services.metrics.set_github_quota_left(least);
    }
    Ok(some)
}

/// What is left to the installation that has the least. One whose hour is over has everything again.
fn least_left(github: &GitHub, now: Timestamp) -> Option<u64> {
    let quotas = github.quotas();
    quotas.iter().filter(|quota| now < quota.resets_at).map(|quota| quota.remaining).min()
}

async fn run_if_due(context: &Context, scan: Scan) -> Result<bool, StoreError> {
    let now = context.services.clock.now();
    let Some(memory) = context.services.store.lease_scan(scan.name(), now, LEASE).await? else { return Ok(false) };
    let memory = match run(context, scan, &memory).await {
        Ok(memory) => memory,
        Err(error) => {
            tracing::warn!(scan = scan.name(), error = %Chain(&error), "a scan broke off");
            memory
        }
    };
    // Not all processes and installations at the same second.
    let period = scan.period().mul_f64(0.9 + random::fraction() / 5.0);
    context.services.store.finish_scan(scan.name(), now.after(period), &memory).await?;
    Ok(true)
}

async fn run(context: &Context, scan: Scan, memory: &str) -> Result<String, StoreError> {
    match scan {
        Scan::Jobs => jobs::run(context).await.map(|()| String::new()),
        Scan::Instances => instances::run(context, memory).await,
        Scan::Registrations => registrations::run(context, memory).await,
        Scan::Deliveries => deliveries::run(context, memory).await,
        Scan::Installations => installations::run(context).await.map(|()| String::new()),
        Scan::Connections => connections::run(context).await.map(|()| String::new()),
    }
}

/// One finding is one change: what a scan finds is as good as what an event tells, and no better.
async fn apply(context: &Context, event: Event) -> Result<(), StoreError> {
    let now = context.services.clock.now();
    let mut change = context.services.store.begin().await?;
    machines::apply(&mut change, event, now, &context.services.metrics).await?;
    match change.commit().await {
        // The next scan finds it again.
        Err(error) if error.is_collision() => Ok(()),
        result => result,
    }
}

/// What a scan remembers, as JSON; what can't be read is forgotten, which costs one more strike.
fn recall<T: serde::de::DeserializeOwned + Default>(memory: &str) -> T {
    serde_json::from_str(memory).unwrap_or_default()
}
