//! Which instance types a label asks for.

use super::{FamilyChoice, Gib, Image, NumberChoice, Spot, Temp};
use crate::catalogue::{self, Arch, InstanceType, Region};
use serde::Serialize;

/// The instance type, or how to choose it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Machine {
    /// The label says nothing: `t3.large` for x64, `t4g.large` for arm64.
    Default,
    /// The label names it.
    Type(&'static InstanceType),
    /// The label says what it must be like.
    Fitting(Fitting),
}

impl Machine {
    /// The type where the label says nothing.
    #[must_use]
    pub fn default_type(arch: Arch) -> &'static str {
        match arch {
            Arch::X64 => "t3.large",
            Arch::Arm64 => "t4g.large",
        }
    }

    /// The one type it means; none for [`Machine::Fitting`].
    #[must_use]
    pub fn single(&self, arch: Arch) -> Option<&'static InstanceType> {
        match self {
            Machine::Default => catalogue::find(Machine::default_type(arch)),
            Machine::Type(instance_type) => Some(instance_type),
            Machine::Fitting(_) => None,
        }
    }
}

/// `cpu=`, `ram=`, `family=`: at least one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fitting {
    pub(super) cpu: Option<NumberChoice>,
    pub(super) ram: Option<NumberChoice>,
    pub(super) family: Option<FamilyChoice>,
}

/// What the rest of the label demands of a type.
#[derive(Debug, Clone, Copy)]
pub(super) struct Demands {
    pub(super) image: Image,
    pub(super) region: Region,
    pub(super) spot: Spot,
    pub(super) temp: Temp,
}

impl Fitting {
    /// vCPUs that will do.
    #[must_use]
    pub fn cpu(&self) -> Option<&NumberChoice> {
        self.cpu.as_ref()
    }

    /// Memory in GiB that will do.
    #[must_use]
    pub fn ram(&self) -> Option<&NumberChoice> {
        self.ram.as_ref()
    }

    /// Families that will do.
    #[must_use]
    pub fn family(&self) -> Option<&FamilyChoice> {
        self.family.as_ref()
    }

    /// Whether the type is as asked for. Without `family=` only [ordinary](InstanceType::ordinary) types are.
    #[must_use]
    pub fn accepts(&self, t: &InstanceType) -> bool {
        self.cpu.as_ref().is_none_or(|cpu| cpu.accepts(t.vcpu(), 1))
            && self.ram.as_ref().is_none_or(|ram| ram.accepts(t.memory_mib(), 1024))
            && self.series_accepts(t)
    }

    fn series_accepts(&self, t: &InstanceType) -> bool {
        match &self.family {
            Some(family) => family.accepts(t) && !t.mac() && !t.bare_metal(),
            None => t.ordinary(),
        }
    }

    /// Every type that is as asked for and meets the label's other demands, in the order of their names.
    pub(super) fn types(&self, demands: Demands) -> impl Iterator<Item = &'static InstanceType> {
        let fits = move |t: &&InstanceType| self.accepts(t) && demands.accept(t);
        // A job on half a GiB dies without a word of why. Whoever wants so little says so with `ram=`.
        let is_enough = |t: &InstanceType| LEAST_MIB.max(LEAST_MIB_OF_VCPU * t.vcpu()) <= t.memory_mib();
        let floor = self.ram.is_none() && catalogue::types().iter().filter(fits).any(is_enough);
        catalogue::types().iter().filter(fits).filter(move |t| !floor || is_enough(t))
    }

    /// The type nearest to what was asked for, to say it where nothing fits.
    pub(super) fn nearest(&self, demands: Demands) -> Option<&'static InstanceType> {
        catalogue::types().iter().filter(|t| demands.accept(t) && self.series_accepts(t)).min_by_key(|t| {
            let cpu = self.cpu.as_ref().map_or(0, |cpu| doublings(t.vcpu(), cpu, 1));
            let ram = self.ram.as_ref().map_or(0, |ram| doublings(t.memory_mib(), ram, 1024));
            (cpu + ram, t.start_price().unwrap_or(u32::MAX), t.name())
        })
    }
}

impl Demands {
    fn accept(self, t: &InstanceType) -> bool {
        t.arch() == self.image.arch()
            && t.offered_in(self.region) != Some(false)
            && (self.spot.tries_on_demand() || t.spot())
            && temp_fits(self.temp, t)
    }
}

/// The least memory of a type where the label says nothing of memory: the runner, Docker and a compiler fit into it.
const LEAST_MIB: u32 = 4_096;

/// And for each vCPU: half of what GitHub's own runners have.
const LEAST_MIB_OF_VCPU: u32 = 2_048;

/// Whether the type has what the temp volume needs.
pub(super) fn temp_fits(temp: Temp, t: &InstanceType) -> bool {
    match temp {
        Temp::Auto { .. } | Temp::Gp3 { .. } => true,
        Temp::Ephemeral { size } => t.nvme_disk_gib().is_some_and(|disk| size.is_none_or(|s| s.get() <= disk)),
        Temp::Zram { size } => size <= most_zram(t),
    }
}

/// The most that a zram disk of that type can hold.
pub(super) fn most_zram(t: &InstanceType) -> Gib {
    Gib::new(t.memory_mib() / 1024 * Temp::ZRAM_PER_MEMORY)
}

/// How far an amount is from a choice, in hundredths of a doubling.
fn doublings(amount: u32, choice: &NumberChoice, units: u32) -> u32 {
    let (least, most) = choice.bounds();
    let near = f64::from(amount).clamp(f64::from(least) * f64::from(units), f64::from(most) * f64::from(units));
    let distance = (f64::from(amount) / near.max(1.0)).log2().abs() * 100.0;
    // A float to integer cast saturates, and no two amounts are 2^32 hundredths of a doubling apart.
    distance as u32
}
