//! Scans: what we believe against what GitHub and AWS list. They reach every state that events reach, with no other
//! input (I8).
//!
//! A scan is a row for each subject: a connection, a site, or the App. Whichever process finds it due leases it, and
//! leaves for the next run what has to be remembered. Everything that it writes names its lease: whoever is late writes
//! nothing.

mod connections;
mod deliveries;
mod installations;
mod instances;
mod jobs;
mod registrations;
mod subjects;

use super::batch;
use super::context::Context;
use super::machines::{self, Event};
use super::run::Limits;
use sprinters_common::Chain;
use sprinters_common::random;
use sprinters_core::effect::Effect;
use sprinters_core::time::Timestamp;
use sprinters_github::GitHub;
use sprinters_store::{LeasedScan, ScanEnd, StoreError};
use std::collections::BTreeMap;
use std::time::Duration;

/// How long one process may be at a scan before another one takes it over.
pub(super) const LEASE: Duration = Duration::from_secs(300);

/// The longest pause between two looks at a side that does not answer.
const LONGEST_PAUSE: Duration = Duration::from_secs(600);

/// Most batches of waiting deliveries that are applied before a judgement: who brings more than that, brings them
/// faster than we can judge.
const MOST_BATCHES: usize = 100;

/// A scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scan {
    /// What there is to look at.
    Subjects,
    /// Jobs against runners.
    Jobs,
    /// Instances of a connection against runners.
    Instances,
    /// Registrations of a site against runners.
    Registrations,
    /// Deliveries that GitHub tried and we never took.
    Deliveries,
    /// Installations that GitHub has against those that we know.
    Installations,
    /// Connections that are broken, or were not verified for a day.
    Connections,
}

impl Scan {
    /// All of them.
    pub const ALL: [Scan; 7] = [
        Scan::Subjects,
        Scan::Jobs,
        Scan::Connections,
        Scan::Instances,
        Scan::Registrations,
        Scan::Deliveries,
        Scan::Installations,
    ];

    /// Its name, as it is stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Scan::Subjects => "subjects",
            Scan::Jobs => "jobs",
            Scan::Instances => "instances",
            Scan::Registrations => "registrations",
            Scan::Deliveries => "deliveries",
            Scan::Installations => "installations",
            Scan::Connections => "connections",
        }
    }

    /// From the end of one run to the next. Ours cost nothing but a query; theirs cost calls: of AWS's 20 a second and
    /// account, and of GitHub's 5,000 points an hour and installation.
    #[must_use]
    pub fn period(self) -> Duration {
        match self {
            Scan::Subjects | Scan::Jobs => Duration::from_secs(30),
            Scan::Connections => Duration::from_secs(60),
            Scan::Instances => Duration::from_secs(30),
            Scan::Registrations | Scan::Deliveries => Duration::from_secs(180),
            Scan::Installations => Duration::from_secs(3_600),
        }
    }
}

/// The longest pause of each kind, with whatever chance adds: a scan that is due later than that is due.
pub(super) fn longest_pauses() -> BTreeMap<&'static str, Duration> {
    let longest = |scan: Scan| match scan {
        Scan::Instances => instances::RESTING,
        Scan::Subjects
        | Scan::Jobs
        | Scan::Connections
        | Scan::Registrations
        | Scan::Deliveries
        | Scan::Installations => LONGEST_PAUSE.max(scan.period()),
    };
    Scan::ALL.into_iter().map(|scan| (scan.name(), longest(scan).mul_f64(1.2))).collect()
}

/// How a look ended.
#[derive(Debug)]
enum Looked {
    /// All was seen: what to remember, and when to look again.
    Seen { memory: String, again: Duration },
    /// The other side did not answer; what was remembered is remembered still.
    NoAnswer,
    /// There is nothing to look at any more.
    Over,
}

/// A scan under its lease.
struct Held<'a> {
    context: &'a Context,
    limits: Limits,
    leased: &'a LeasedScan,
}

/// Runs a leased scan to its end.
pub(super) async fn perform(context: &Context, limits: Limits, leased: &LeasedScan) {
    let held = Held { context, limits, leased };
    match held.perform().await {
        Ok(()) => {}
        Err(error) if error.is_lost_lease() => {
            tracing::info!(scan = leased.kind, subject = leased.subject, "the lease was lost; nothing more is written");
        }
        Err(error) => {
            tracing::warn!(scan = leased.kind, subject = leased.subject, error = %Chain(&error), "the end of a scan was not written");
        }
    }
    if let Some(github) = context.services.identity.github()
        && let Some(least) = least_left(&github, context.services.clock.now())
    {
        context.services.metrics.set_github_quota_left(least);
    }
}

/// What is left to the installation that has the least. One whose hour is over has everything again.
fn least_left(github: &GitHub, now: Timestamp) -> Option<u64> {
    let quotas = github.quotas();
    quotas.iter().filter(|quota| now < quota.resets_at).map(|quota| quota.remaining).min()
}

/// A change that is written only as long as the lease is ours.
macro_rules! in_held_change {
    ($held:expr, $change:ident => $decide:expr) => {
        sprinters_store::in_change!($held.context.services.store, $change => {
            $change.hold_scan($held.leased).await?;
            $decide
        })
    };
}

use in_held_change;

impl Held<'_> {
    async fn perform(&self) -> Result<(), StoreError> {
        let (store, leased) = (&self.context.services.store, self.leased);
        let Some(scan) = Scan::ALL.into_iter().find(|scan| scan.name() == leased.kind) else {
            tracing::error!(scan = leased.kind, "no such scan is known; it is left for a newer process");
            return store.return_scan(leased).await;
        };
        let looked = match self.run(scan).await {
            Ok(looked) => looked,
            Err(error) if error.is_lost_lease() => return Err(error),
            Err(error) => {
                tracing::warn!(scan = leased.kind, subject = leased.subject, error = %Chain(&error), "a scan broke off");
                Looked::NoAnswer
            }
        };
        let (failures, memory, pause) = match looked {
            Looked::Over => return store.remove_scan(leased).await,
            Looked::Seen { memory, again } => (0, memory, again),
            Looked::NoAnswer => {
                (leased.failures.saturating_add(1), leased.memory.clone(), pause(scan.period(), leased.failures))
            }
        };
        // Not all processes and installations at the same second; and counted from here, so that what takes long is not
        // done all the time.
        let pause = pause.mul_f64(0.9 + random::fraction() / 5.0);
        let due_at = self.context.services.clock.now().after(pause);
        store.finish_scan(leased, &ScanEnd { due_at, failures, memory }).await
    }

    async fn run(&self, scan: Scan) -> Result<Looked, StoreError> {
        match scan {
            Scan::Subjects => subjects::run(self).await,
            Scan::Jobs => jobs::run(self).await,
            Scan::Instances => instances::run(self).await,
            Scan::Registrations => registrations::run(self).await,
            Scan::Deliveries => deliveries::run(self).await,
            Scan::Installations => installations::run(self).await,
            Scan::Connections => connections::run(self).await,
        }
    }

    /// One finding is one change: what a scan finds is as good as what an event tells, and no better.
    async fn apply(&self, event: Event) -> Result<(), StoreError> {
        let now = self.context.services.clock.now();
        let metrics = &self.context.services.metrics;
        match in_held_change!(self, change => machines::apply(change, event.clone(), now, metrics).await) {
            // The next scan finds it again.
            Err(error) if error.is_collision() => Ok(()),
            result => result,
        }
    }

    async fn intend(&self, account: i64, effect: &Effect) -> Result<(), StoreError> {
        let row = effect.row(account, self.context.services.clock.now());
        in_held_change!(self, change => change.intend(&row).await.map(drop))
    }

    /// Applies the deliveries that came in so far: what they tell is older than what was listed just now, and explains
    /// it.
    async fn hear_first(&self) -> Result<(), StoreError> {
        let all = usize::try_from(self.limits.deliveries).unwrap_or(usize::MAX);
        for _ in 0..MOST_BATCHES {
            if batch::take(self.context, self.limits).await?.count < all {
                break;
            }
        }
        Ok(())
    }

    /// What the last run remembered, from JSON; what can't be read is forgotten, which costs one more strike.
    fn recall<T: serde::de::DeserializeOwned + Default>(&self) -> T {
        serde_json::from_str(&self.leased.memory).unwrap_or_default()
    }
}

impl Looked {
    /// All was seen, and the next look comes in its time.
    fn seen(scan: Scan, memory: String) -> Looked {
        Looked::Seen { memory, again: scan.period() }
    }
}

/// What the next run is to remember, as JSON.
fn remember(memory: &impl serde::Serialize) -> String {
    serde_json::to_string(memory).unwrap_or_default()
}

/// The pause after so many failures before this one.
fn pause(period: Duration, failures: i64) -> Duration {
    let doublings = u32::try_from(failures.saturating_add(1)).unwrap_or(u32::MAX).min(10);
    period.saturating_mul(1 << doublings).min(LONGEST_PAUSE.max(period))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_does_not_answer_is_asked_less_and_less_often_to_a_bound() {
        let pauses: Vec<u64> = (0..7).map(|failures| pause(Duration::from_secs(30), failures).as_secs()).collect();
        assert_eq!(pauses, [60, 120, 240, 480, 600, 600, 600]);
        assert_eq!(pause(Scan::Installations.period(), i64::MAX), Scan::Installations.period());
    }
}
