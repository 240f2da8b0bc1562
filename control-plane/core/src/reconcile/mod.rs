//! Scans: what we believe against what is. Events are for speed; these reach the same state without any of them.
//!
//! Each reconciler is `(ours, theirs, now) -> findings`. A finding is an event for one of the machines, or something to
//! do about what no machine knows. Two things keep a scan from doing harm:
//!
//! - *Two strikes.* What is missing or unknown is only noted the first time; AWS's and GitHub's lists lag behind their
//!   own answers.
//! - *A list that broke off proves nothing is missing.* Absence counts only in a complete one.
//!
//! Both sides come sorted by runner, and are walked once together.

mod deliveries;
mod instances;
mod jobs;
mod registrations;

pub use deliveries::{AskedAgain, DeliveryAttempt, MAX_REDELIVERIES, MAX_TRIES, redeliver};
pub use instances::{InstanceFinding, InstancePhase, OurRunner, TheirInstance, instances};
pub use jobs::{JobFinding, OurJob, jobs};
pub use registrations::{NamedRunner, RegistrationFinding, TheirRegistration, registrations};

use crate::time::Timestamp;
use std::collections::BTreeMap;

/// Strikes against what no machine knows: an instance or a registration without a runner. Kept between scans.
pub type Suspects<Id> = BTreeMap<Id, u8>;

/// How often something must be missing, or found where nothing should be, before it is believed.
pub const STRIKES: u8 = 2;

/// Whether the list that was read is all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    /// Every page was read.
    Complete,
    /// A page failed.
    Partial,
}

/// Notes one more strike, and says whether it is enough.
fn strike<Id: Ord + Clone>(before: &Suspects<Id>, after: &mut Suspects<Id>, id: &Id) -> bool {
    let strikes = before.get(id).copied().unwrap_or_default().saturating_add(1);
    after.insert(id.clone(), strikes);
    STRIKES <= strikes
}

/// Whether something is old enough to be judged.
fn older(made: Timestamp, than: std::time::Duration, now: Timestamp) -> bool {
    than <= now.since(made)
}
