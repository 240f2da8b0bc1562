//! From what a job asks for to what will be launched: ranked candidates, each complete.
//!
//! The first candidate is launched; on missing capacity the next. What is known about prices, zones and recent refusals
//! comes in as [`Circumstances`]; without any of it a plan is still made, with EC2 choosing the zone.

mod capacity;
mod explain;
mod pattern;
mod price;
mod rank;
mod stored;
mod volume;

pub use capacity::{CapacityMemory, Market, Pool};
pub use explain::{Explanation, Line, Origin, explain};
pub use pattern::{BadTypePattern, TypePattern};
pub use price::{Basis, BuiltInPrices, OnDemandPrices, Price, SpotPrice};
pub use rank::{MAX_CANDIDATES, MAX_TYPES};
pub use stored::{StoredCandidate, StoredPlan, StoredTemp, StoredVolume};
pub use volume::{Gp3Volume, TempVolume};

use crate::catalogue::{InstanceType, Region, Zone};
use crate::failure::{Failure, FailureReason};
use crate::label::{AccountId, Image, RoleName, RunnerSpec, SecurityGroupId, Spot, SubnetId};
use crate::time::Timestamp;
use serde::Serialize;
use std::fmt;

/// A place where the connection can launch: one of the stack's subnets, or the default subnet of a zone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Site {
    /// The zone, where it is known. A subnet's is learned from the first launch into it.
    pub zone: Option<Zone>,
    /// The subnet; none means the zone's default subnet.
    pub subnet: Option<SubnetId>,
}

/// What is known of the world when a plan is made.
#[derive(Clone, Copy)]
pub struct Circumstances<'a> {
    /// On-demand prices.
    pub on_demand: &'a dyn OnDemandPrices,
    /// Latest spot prices. Also says which zones the account has.
    pub spot: &'a [SpotPrice],
    /// Where the connection can launch. Empty: the default subnets.
    pub sites: &'a [Site],
    /// Zones that the account has or may have. Where no site and no label names one, each is a candidate beside EC2's
    /// own choice.
    pub zones: &'a [Zone],
    /// Whether types that are as good may stand in for the default one, where that is not to be had.
    pub stand_ins: bool,
    /// What was refused lately.
    pub capacity: &'a CapacityMemory,
    /// Types that are allowed: a list of patterns of each who has a say, such as the stack and the account's policy. A
    /// type must match a pattern of every list; an empty list allows every type.
    pub allowed_types: &'a [&'a [TypePattern]],
    /// Whether spot must not be tried: the job was reclaimed once and is run again.
    pub on_demand_only: bool,
    /// The time.
    pub now: Timestamp,
}

impl fmt::Debug for Circumstances<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Circumstances").field("now", &self.now).field("sites", &self.sites).finish_non_exhaustive()
    }
}

impl Circumstances<'_> {
    /// Nothing known but the built-in table: what a label means without an AWS account at hand.
    #[must_use]
    pub fn unknown() -> Circumstances<'static> {
        static NO_REFUSALS: CapacityMemory = CapacityMemory::EMPTY;
        Circumstances {
            on_demand: &BuiltInPrices,
            spot: &[],
            sites: &[],
            zones: &[],
            stand_ins: false,
            capacity: &NO_REFUSALS,
            allowed_types: &[],
            on_demand_only: false,
            now: Timestamp::from_millis(0),
        }
    }
}

/// What will be launched, in the order in which it is tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LaunchPlan {
    /// The label in its canonical form.
    pub label: String,
    /// The AWS account that was named.
    pub account: Option<AccountId>,
    /// The role that was named.
    pub role: Option<RoleName>,
    /// The region.
    pub region: Region,
    /// The image.
    pub image: Image,
    /// The spot mode.
    pub spot: Spot,
    /// A security group instead of the stack's.
    pub security_group: Option<SecurityGroupId>,
    /// The root volume.
    pub root: Gp3Volume,
    /// Swap in GiB; 0 is none.
    pub swap_gib: u32,
    /// What to try, best first. At least one, at most [`MAX_CANDIDATES`].
    pub candidates: Vec<Candidate>,
    /// What is worth telling whoever wrote the label.
    pub notices: Vec<Notice>,
}

/// One complete way to launch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// The type.
    pub instance_type: &'static InstanceType,
    /// Spot or on demand.
    pub market: Market,
    /// The zone; none leaves it to EC2.
    pub zone: Option<Zone>,
    /// The subnet; none is the zone's default subnet.
    pub subnet: Option<SubnetId>,
    /// The temp volume on this type.
    pub temp: TempVolume,
    /// Price of an hour, where it is known.
    pub price: Option<Price>,
    /// Whether AWS had no capacity for it lately; such ones come last.
    pub refused_lately: bool,
}

impl Candidate {
    /// The pool of capacity that it draws from.
    #[must_use]
    pub fn pool(&self, region: Region) -> Pool {
        Pool { region, instance_type: self.instance_type.name(), zone: self.zone, market: self.market }
    }
}

/// Something that is right but worth knowing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "notice", rename_all = "kebab-case")]
pub enum Notice {
    /// `events=` was written.
    EventsHaveNoEffect,
    /// Our list does not have the type in that region. AWS may have added it since, so it is tried.
    PerhapsNotOffered {
        /// The type.
        instance_type: &'static str,
        /// The region.
        region: Region,
    },
    /// The type cannot boot by UEFI.
    LegacyBoot {
        /// The type.
        instance_type: &'static str,
    },
    /// The volume is paid for more than the instance can use.
    VolumeFasterThanInstance {
        /// `root` or `temp`.
        volume: &'static str,
        /// The type.
        instance_type: &'static str,
        /// IOPS of the volume.
        iops: u32,
        /// The most that the instance can do.
        most: u32,
    },
    /// The type's local disks are too old to be used.
    OldLocalDisks {
        /// The type.
        instance_type: &'static str,
    },
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Notice::EventsHaveNoEffect => f.write_str("events= has no effect: the runner never talks to us"),
            Notice::PerhapsNotOffered { instance_type, region } => {
                write!(f, "our list does not have {instance_type} in {region}; it is tried all the same")
            }
            Notice::LegacyBoot { instance_type } => {
                write!(f, "{instance_type} cannot boot by UEFI, which our images need")
            }
            Notice::VolumeFasterThanInstance { volume, instance_type, iops, most } => {
                write!(f, "the {volume} volume is paid for {iops} IOPS, {instance_type} can use {most}")
            }
            Notice::OldLocalDisks { instance_type } => {
                write!(f, "the local disks of {instance_type} are not NVMe and stay unused")
            }
        }
    }
}

/// Why nothing can be launched although the label is right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Every type that would do is forbidden.
    #[error("no type of this label is allowed here: {asked} is outside {allowed}")]
    TypesNotAllowed {
        /// The type that would have been taken.
        asked: &'static str,
        /// The patterns, in words.
        allowed: String,
    },
    /// No subnet of the stack lies in the zone that the label names.
    #[error("the stack has no subnet in {zone}")]
    NoSubnetInZone {
        /// The zone.
        zone: Zone,
    },
    /// The catalogue has changed since the label was read, and nothing fits any more.
    #[error("no type fits this label any more")]
    NothingFits,
    /// Spot was demanded for a job that must run on demand.
    #[error("the job must run on demand, and no type of this label is sold so")]
    NoMarket,
}

impl From<&PlanError> for Failure {
    fn from(error: &PlanError) -> Failure {
        let reason = match error {
            PlanError::TypesNotAllowed { .. } => FailureReason::TypeNotAllowed,
            PlanError::NoSubnetInZone { .. } => FailureReason::NoSubnetInZone,
            PlanError::NothingFits => FailureReason::LabelWrong,
            PlanError::NoMarket => FailureReason::TypeNotOffered,
        };
        Failure::about(reason, &error.to_string())
    }
}

/// Makes the plan for a label.
///
/// # Errors
/// When the surroundings (stack, policy) leave nothing to launch.
pub fn plan(spec: &RunnerSpec, circumstances: &Circumstances<'_>) -> Result<LaunchPlan, PlanError> {
    let candidates = rank::candidates(spec, circumstances)?;
    let root = Gp3Volume::root(spec.image(), spec.root());
    let region = spec.placement().region();
    Ok(LaunchPlan {
        label: spec.to_string(),
        account: spec.account().cloned(),
        role: spec.role().cloned(),
        region,
        image: spec.image(),
        spot: spec.spot(),
        security_group: spec.security_group().cloned(),
        root,
        swap_gib: spec.swap().get(),
        notices: notices(spec, region, root, &candidates),
        candidates,
    })
}

fn notices(spec: &RunnerSpec, region: Region, root: Gp3Volume, candidates: &[Candidate]) -> Vec<Notice> {
    let mut notices = Vec::new();
    if spec.events().is_some() {
        notices.push(Notice::EventsHaveNoEffect);
    }
    // About the first choice only: what the others are like matters when their turn comes.
    let Some(first) = candidates.first() else { return notices };
    let t = first.instance_type;
    let instance_type = t.name();
    if t.offered_in(region) == Some(false) {
        notices.push(Notice::PerhapsNotOffered { instance_type, region });
    }
    if !t.uefi() {
        notices.push(Notice::LegacyBoot { instance_type });
    }
    if 0 < t.disks() && t.nvme_disk_gib().is_none() {
        notices.push(Notice::OldLocalDisks { instance_type });
    }
    let most = t.ebs_maximum_iops();
    let mut compare = |volume, iops| {
        if 0 < most && most < iops {
            notices.push(Notice::VolumeFasterThanInstance { volume, instance_type, iops, most });
        }
    };
    compare("root", root.iops);
    match first.temp {
        TempVolume::Gp3(temp) => compare("temp", temp.iops),
        TempVolume::Ephemeral { .. } | TempVolume::Zram { .. } => {}
    }
    notices
}
