//! What has been read of a label so far.

use super::fit::{Demands, Fitting, Machine};
use super::token::Piece;
use super::{
    AccountId, FamilyChoice, Gib, Gp3, Image, Level, NumberChoice, Pin, Placement, RoleName, RunnerSpec,
    SecurityGroupId, Spot, Temp,
};
use crate::catalogue::{InstanceType, Region};
use std::ops::Range;

/// A value and where it stands.
pub(super) type Placed<T> = (T, Range<usize>);

/// What has been read so far. Empty slots mean the default.
#[derive(Debug, Default)]
pub(super) struct Draft<'a> {
    pub(super) pin: Option<Pin>,
    pub(super) account: Option<AccountId>,
    pub(super) role: Option<RoleName>,
    pub(super) image: Option<Placed<Image>>,
    pub(super) placement: Option<Placed<Placement>>,
    pub(super) instance_type: Option<(&'static InstanceType, Piece<'a>)>,
    pub(super) cpu: Option<Placed<NumberChoice>>,
    pub(super) ram: Option<Placed<NumberChoice>>,
    pub(super) family: Option<Placed<FamilyChoice>>,
    pub(super) spot: Option<Placed<Spot>>,
    pub(super) security_group: Option<SecurityGroupId>,
    pub(super) root: Option<(Placed<Level>, Placed<Level>)>,
    pub(super) root_performance: Option<Gp3>,
    pub(super) temp: Option<Placed<Temp>>,
    pub(super) swap: Option<Gib>,
    pub(super) events: Option<bool>,
}

impl Draft<'_> {
    pub(super) fn image(&self) -> Image {
        self.image.as_ref().map_or(Image::UbuntuLatest, |(image, _)| *image)
    }

    pub(super) fn demands(&self) -> Demands {
        Demands {
            image: self.image(),
            region: self.placement.as_ref().map_or_else(Region::us_east_1, |(placement, _)| placement.region()),
            spot: self.spot.as_ref().map_or(Spot::False, |(spot, _)| *spot),
            temp: self.temp(),
        }
    }

    pub(super) fn temp(&self) -> Temp {
        self.temp.as_ref().map_or(Temp::Auto { size: None }, |(temp, _)| *temp)
    }

    pub(super) fn fitting(&self) -> Option<(Fitting, Range<usize>)> {
        let spans = [
            self.cpu.as_ref().map(|(_, span)| span),
            self.ram.as_ref().map(|(_, span)| span),
            self.family.as_ref().map(|(_, span)| span),
        ];
        let span = spans.into_iter().flatten().next()?.clone();
        let cpu = self.cpu.as_ref().map(|(choice, _)| choice.clone());
        let ram = self.ram.as_ref().map(|(choice, _)| choice.clone());
        let family = self.family.as_ref().map(|(choice, _)| choice.clone());
        Some((Fitting { cpu, ram, family }, span))
    }

    pub(super) fn machine(&self) -> Machine {
        match (self.instance_type, self.fitting()) {
            (Some((instance_type, _)), _) => Machine::Type(instance_type),
            (None, Some((fitting, _))) => Machine::Fitting(fitting),
            (None, None) => Machine::Default,
        }
    }

    pub(super) fn into_spec(self) -> RunnerSpec {
        RunnerSpec {
            image: self.image(),
            machine: self.machine(),
            temp: self.temp(),
            pin: self.pin,
            account: self.account,
            role: self.role,
            placement: self.placement.map(|(placement, _)| placement).unwrap_or_default(),
            spot: self.spot.map(|(spot, _)| spot).unwrap_or_default(),
            security_group: self.security_group,
            root: self.root_performance.unwrap_or(Gp3::DEFAULT),
            swap: self.swap.unwrap_or(RunnerSpec::DEFAULT_SWAP),
            events: self.events,
        }
    }
}
