//! The label that a job carries in `runs-on`: what it says, and what is wrong with it.
//!
//! ```text
//! sprinters[/PIN]:aws[/ACCOUNT[/ROLE]][:PART]…
//! ```
//!
//! Parts stand in any order, each kind at most once. [`read`] tells apart the labels that are ours, those that nearly
//! are, and everybody else's; a [`RunnerSpec`] exists only if everything in it is right, including that its parts fit
//! each other: a disk that the type does not have, an image for another processor, or more IOPS than EBS gives at that
//! size never get further than here. What is wrong is said with the place in the label, what is allowed there, and the
//! nearest right thing.

mod account;
mod choice;
mod cross_checks;
mod draft;
mod error;
mod fit;
mod image;
mod keyed;
mod nearest;
mod parse;
mod placement;
mod print;
mod security_group;
mod shape;
mod spot;
mod suggest;
mod token;
mod volume;

pub use account::{AccountId, Pin, RoleName};
pub use choice::{FamilyChoice, NumberChoice};
pub use error::{LabelError, Part, Problem, Problems};
pub use fit::{Fitting, Machine};
pub use image::{Image, Variant};
pub use parse::{MAX_LABEL_BYTES, parse};
pub(crate) use placement::is_resource_id;
pub use placement::{Placement, SubnetId};
pub use security_group::SecurityGroupId;
pub use spot::Spot;
pub use volume::{Gib, Gp3, Gp3Problem, Level, Temp};

use crate::catalogue::InstanceType;
use serde::Serialize;
use std::str::FromStr;

/// What a job asks for, in full and in itself consistent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RunnerSpec {
    pin: Option<Pin>,
    account: Option<AccountId>,
    role: Option<RoleName>,
    image: Image,
    placement: Placement,
    machine: Machine,
    spot: Spot,
    security_group: Option<SecurityGroupId>,
    root: Gp3,
    temp: Temp,
    swap: Gib,
    events: Option<bool>,
}

impl RunnerSpec {
    /// Swap where the label says nothing.
    pub const DEFAULT_SWAP: Gib = Gib::new(4);

    /// Text that makes this label, and so this runner, unique to one job.
    #[must_use]
    pub fn pin(&self) -> Option<&Pin> {
        self.pin.as_ref()
    }

    /// The AWS account to launch in; the installation's default without one.
    #[must_use]
    pub fn account(&self) -> Option<&AccountId> {
        self.account.as_ref()
    }

    /// The role to assume there; the connection's own without one.
    #[must_use]
    pub fn role(&self) -> Option<&RoleName> {
        self.role.as_ref()
    }

    /// The image to boot.
    #[must_use]
    pub fn image(&self) -> Image {
        self.image
    }

    /// Where to launch.
    #[must_use]
    pub fn placement(&self) -> &Placement {
        &self.placement
    }

    /// The instance type, or how to choose it.
    #[must_use]
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// Every type that the label would do with, by name: the one it means, or all that fit.
    pub fn fitting_types(&self) -> impl Iterator<Item = &'static InstanceType> {
        let demands =
            fit::Demands { image: self.image, region: self.placement.region(), spot: self.spot, temp: self.temp };
        let fitting = match &self.machine {
            Machine::Default | Machine::Type(_) => None,
            Machine::Fitting(fitting) => Some(fitting),
        };
        let single = self.machine.single(self.image.arch());
        single.into_iter().chain(fitting.into_iter().flat_map(move |fitting| fitting.types(demands)))
    }

    /// Spot or on demand.
    #[must_use]
    pub fn spot(&self) -> Spot {
        self.spot
    }

    /// A security group instead of the stack's own.
    #[must_use]
    pub fn security_group(&self) -> Option<&SecurityGroupId> {
        self.security_group.as_ref()
    }

    /// Performance of the root volume; its size is the image's.
    #[must_use]
    pub fn root(&self) -> Gp3 {
        self.root
    }

    /// Where every write of the job goes.
    #[must_use]
    pub fn temp(&self) -> Temp {
        self.temp
    }

    /// Encrypted swap; 0 is none.
    #[must_use]
    pub fn swap(&self) -> Gib {
        self.swap
    }

    /// `events=`, which is accepted for compatibility and has no effect: the runner never talks to us.
    #[must_use]
    pub fn events(&self) -> Option<bool> {
        self.events
    }
}

impl FromStr for RunnerSpec {
    type Err = LabelError;

    /// Reads a label. [`parse`] gives all that is wrong, this the first thing.
    fn from_str(label: &str) -> Result<RunnerSpec, LabelError> {
        parse(label).map_err(|problems| problems.into_first())
    }
}

/// What a label turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// Ours, and right.
    Ours(Box<RunnerSpec>),
    /// Ours, and wrong. In the order of their places in the label.
    Wrong(Problems),
    /// Not ours, but so like one of ours that it is worth telling somebody.
    NearMiss {
        /// What was probably meant.
        meant: String,
    },
    /// Somebody else's, and none of our business.
    NotOurs,
}

/// Reads any label of any job.
#[must_use]
pub fn read(label: &str) -> Reading {
    match parse::Prefix::parse(label) {
        parse::Prefix::Ours => match parse(label) {
            Ok(spec) => Reading::Ours(Box::new(spec)),
            Err(problems) => Reading::Wrong(problems),
        },
        parse::Prefix::NearMiss { meant } => Reading::NearMiss { meant },
        parse::Prefix::NotOurs => Reading::NotOurs,
    }
}
