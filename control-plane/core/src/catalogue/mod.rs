//! The instance types and regions of EC2, compiled in: what a type is, where it is offered, what it cost when the table
//! was made.
//!
//! A lookup is a binary search in read-only memory; nothing is decoded at start. The table is a snapshot and AWS adds
//! types every month, so what it does not know is said as "unknown to us", with the nearest name.
//! `control-plane/core/catalogue/generate.py` renews it.

mod data;
mod family;
mod region;

pub use family::{FamilyName, families};
pub use region::{Region, Zone, other_partition};

use serde::Serialize;

/// Processor architecture, in the words of the image names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Arch {
    /// 64-bit Intel or AMD.
    X64,
    /// 64-bit Arm: Graviton.
    Arm64,
}

impl Arch {
    /// `x64` or `arm64`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Arch::X64 => "x64",
            Arch::Arm64 => "arm64",
        }
    }
}

impl std::fmt::Display for Arch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// One EC2 instance type, as `DescribeInstanceTypes` describes it.
#[derive(Debug, PartialEq, Eq)]
pub struct InstanceType {
    name: &'static str,
    vcpu: u16,
    memory_mib: u32,
    arch: Arch,
    disks: u8,
    disk_gb: u32,
    ebs_iops: (u32, u32),
    ebs_kb_per_second: (u32, u32),
    regions: u64,
    micro_usd_per_hour: u32,
    flags: u16,
}

/// Bits of [`InstanceType::flags`]. The generated table names them.
mod flag {
    pub(super) const BURSTABLE: u16 = 1;
    pub(super) const CURRENT: u16 = 1 << 1;
    pub(super) const METAL: u16 = 1 << 2;
    pub(super) const GPU: u16 = 1 << 3;
    pub(super) const ACCELERATOR: u16 = 1 << 4;
    pub(super) const MAC: u16 = 1 << 5;
    pub(super) const NVME: u16 = 1 << 6;
    pub(super) const NITRO: u16 = 1 << 7;
    pub(super) const UEFI: u16 = 1 << 8;
    pub(super) const ON_DEMAND: u16 = 1 << 9;
    pub(super) const SPOT: u16 = 1 << 10;
}

/// One row of the generated table.
macro_rules! row {
    ($name:literal, $vcpu:literal, $mib:literal, $arch:ident, $disks:literal x $gb:literal, $iops:literal .. $iops_max:literal,
     $kb:literal .. $kb_max:literal, $regions:literal, $price:literal, $($flag:ident)|*) => {
        InstanceType {
            name: $name,
            vcpu: $vcpu,
            memory_mib: $mib,
            arch: $arch,
            disks: $disks,
            disk_gb: $gb,
            ebs_iops: ($iops, $iops_max),
            ebs_kb_per_second: ($kb, $kb_max),
            regions: $regions,
            micro_usd_per_hour: $price,
            flags: 0 $(| $flag)*,
        }
    };
}
use row;

impl InstanceType {
    /// The name AWS gives it, such as `m7i.8xlarge`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What stands before the dot: `m7i`.
    #[must_use]
    pub fn family(&self) -> &'static str {
        match self.name.split_once('.') {
            Some((family, _)) => family,
            None => self.name,
        }
    }

    /// Virtual CPUs, 1 to 896.
    #[must_use]
    pub fn vcpu(&self) -> u32 {
        u32::from(self.vcpu)
    }

    /// Memory in MiB.
    #[must_use]
    pub fn memory_mib(&self) -> u32 {
        self.memory_mib
    }

    /// Processor architecture.
    #[must_use]
    pub fn arch(&self) -> Arch {
        self.arch
    }

    /// Number of local disks (instance store); 0 for most types.
    #[must_use]
    pub fn disks(&self) -> u32 {
        u32::from(self.disks)
    }

    /// Size of each local disk in GB (10^9 bytes); 0 without one.
    #[must_use]
    pub fn disk_gb(&self) -> u32 {
        self.disk_gb
    }

    /// Size of the first local NVMe disk in whole GiB; none where the type has none, or has old ones that are not NVMe.
    #[must_use]
    pub fn nvme_disk_gib(&self) -> Option<u32> {
        if self.disks == 0 || !self.has(flag::NVME) {
            return None;
        }
        u32::try_from(u64::from(self.disk_gb) * 1_000_000_000 / (1 << 30)).ok()
    }

    /// EBS operations a second that the instance can always have; 0 where AWS states none.
    #[must_use]
    pub fn ebs_baseline_iops(&self) -> u32 {
        self.ebs_iops.0
    }

    /// EBS operations a second at most, for small types only in bursts; 0 where AWS states none.
    #[must_use]
    pub fn ebs_maximum_iops(&self) -> u32 {
        self.ebs_iops.1
    }

    /// EBS throughput in kB/s (1,000 bytes) that the instance can always have; 0 where AWS states none.
    #[must_use]
    pub fn ebs_baseline_kb_per_second(&self) -> u32 {
        self.ebs_kb_per_second.0
    }

    /// EBS throughput in kB/s (1,000 bytes) at most; 0 where AWS states none.
    #[must_use]
    pub fn ebs_maximum_kb_per_second(&self) -> u32 {
        self.ebs_kb_per_second.1
    }

    /// On-demand price in millionths of a US dollar an hour, Linux, us-east-1, when the table was made ([`prices_of`]);
    /// none for types that the table's source did not price.
    #[must_use]
    pub fn start_price(&self) -> Option<u32> {
        (self.micro_usd_per_hour != 0).then_some(self.micro_usd_per_hour)
    }

    /// Whether it earns CPU credits (t2, t3, t4g).
    #[must_use]
    pub fn burstable(&self) -> bool {
        self.has(flag::BURSTABLE)
    }

    /// Whether AWS counts it as current generation.
    #[must_use]
    pub fn current_generation(&self) -> bool {
        self.has(flag::CURRENT)
    }

    /// Whether it is a whole machine; these take minutes to boot.
    #[must_use]
    pub fn bare_metal(&self) -> bool {
        self.has(flag::METAL)
    }

    /// Whether it has a GPU.
    #[must_use]
    pub fn gpu(&self) -> bool {
        self.has(flag::GPU)
    }

    /// Whether it has an accelerator other than a GPU: Trainium, Inferentia, FPGA.
    #[must_use]
    pub fn accelerator(&self) -> bool {
        self.has(flag::ACCELERATOR)
    }

    /// Whether it is an Apple machine, which runs macOS on a dedicated host and nothing else.
    #[must_use]
    pub fn mac(&self) -> bool {
        self.has(flag::MAC)
    }

    /// Whether it runs on the Nitro system, where EBS volumes are NVMe devices.
    #[must_use]
    pub fn nitro(&self) -> bool {
        self.has(flag::NITRO)
    }

    /// Whether it can boot by UEFI, as our images do.
    #[must_use]
    pub fn uefi(&self) -> bool {
        self.has(flag::UEFI)
    }

    /// Whether it is sold on demand.
    #[must_use]
    pub fn on_demand(&self) -> bool {
        self.has(flag::ON_DEMAND)
    }

    /// Whether it is sold as spot.
    #[must_use]
    pub fn spot(&self) -> bool {
        self.has(flag::SPOT)
    }

    /// Whether the region offers it; none where we have no data on the region.
    #[must_use]
    pub fn offered_in(&self, region: Region) -> Option<bool> {
        region.offers_known().then(|| self.regions >> region.index() & 1 == 1)
    }

    /// Whether a label that names no type may get it: an ordinary virtual machine of today that boots our images.
    /// Bare metal, GPUs, accelerators, clusters for high-performance computing and earlier generations are there for
    /// those who name them.
    #[must_use]
    pub fn ordinary(&self) -> bool {
        const WITHOUT: u16 = flag::METAL | flag::GPU | flag::ACCELERATOR | flag::MAC;
        const WITH: u16 = flag::CURRENT | flag::NITRO | flag::UEFI | flag::ON_DEMAND;
        self.flags & WITHOUT == 0 && self.flags & WITH == WITH && !self.name.starts_with("hpc")
    }

    fn has(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }
}

impl Serialize for InstanceType {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut out = serializer.serialize_struct("InstanceType", 6)?;
        out.serialize_field("name", self.name)?;
        out.serialize_field("vcpu", &self.vcpu)?;
        out.serialize_field("memory_mib", &self.memory_mib)?;
        out.serialize_field("arch", &self.arch)?;
        out.serialize_field("local_disks", &self.disks)?;
        out.serialize_field("local_disk_gb", &self.disk_gb)?;
        out.end()
    }
}

/// Every type we know, by name.
#[must_use]
pub fn types() -> &'static [InstanceType] {
    &data::TYPES
}

/// The type of that exact name.
#[must_use]
pub fn find(name: &str) -> Option<&'static InstanceType> {
    let at = data::TYPES.binary_search_by(|t| t.name.cmp(name)).ok()?;
    data::TYPES.get(at)
}

/// The day of the built-in price table, as `YYYY-MM-DD`.
#[must_use]
pub fn prices_of() -> &'static str {
    data::PRICES_OF
}

/// Package and version that the built-in facts come from.
#[must_use]
pub fn types_from() -> &'static str {
    data::TYPES_FROM
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_found_under_its_own_name() {
        for t in types() {
            assert_eq!(find(t.name()).map(InstanceType::name), Some(t.name()));
        }
        assert!(types().windows(2).all(|w| w[0].name < w[1].name), "binary search needs the order of bytes");
        assert!(find("m7i.3xlarge").is_none());
        assert!(find("").is_none());
    }

    #[test]
    fn facts_are_those_that_aws_publishes() {
        let t = find("m7i.8xlarge").unwrap();
        assert_eq!((t.vcpu(), t.memory_mib(), t.arch()), (32, 131_072, Arch::X64));
        assert_eq!((t.ebs_maximum_iops(), t.ebs_maximum_kb_per_second()), (40_000, 1_250_000));
        assert!(t.ordinary() && t.spot() && !t.burstable() && t.nvme_disk_gib().is_none());
        let t = find("c8gd.4xlarge").unwrap();
        assert_eq!((t.arch(), t.disks(), t.disk_gb(), t.nvme_disk_gib()), (Arch::Arm64, 1, 950, Some(884)));
        let t = find("t3.large").unwrap();
        assert!(t.burstable() && t.current_generation());
        assert_eq!(t.start_price(), Some(83_200));
        assert!(find("i4i.metal").unwrap().bare_metal());
        assert!(find("g5.xlarge").unwrap().gpu());
        assert!(find("mac2.metal").unwrap().mac());
        assert!(find("d2.xlarge").unwrap().nvme_disk_gib().is_none(), "its disks are not NVMe");
    }

    #[test]
    fn every_fact_is_within_its_bounds() {
        for t in types() {
            assert!((1..=896).contains(&t.vcpu()), "{}", t.name());
            assert!((512..=33_554_432).contains(&t.memory_mib()), "{}", t.name());
            assert_eq!(t.disks() == 0, t.disk_gb() == 0, "{}", t.name());
            assert!(t.ebs_baseline_iops() <= t.ebs_maximum_iops(), "{}", t.name());
            assert!(t.ebs_baseline_kb_per_second() <= t.ebs_maximum_kb_per_second(), "{}", t.name());
            assert!(t.start_price().is_none_or(|p| (1_000..1_000_000_000).contains(&p)), "{}", t.name());
            assert!(t.name().split_once('.').is_some_and(|(f, s)| !f.is_empty() && !s.is_empty()), "{}", t.name());
        }
    }

    #[test]
    fn offers_are_known_by_region_or_said_to_be_unknown() {
        let region = |name: &str| name.parse::<Region>().unwrap();
        for name in ["us-east-1", "eu-central-1", "ap-southeast-2"] {
            assert_eq!(find("t3.large").unwrap().offered_in(region(name)), Some(true), "{name}");
            assert_eq!(find("t4g.large").unwrap().offered_in(region(name)), Some(true), "{name}");
        }
        assert_eq!(find("mac2.metal").unwrap().offered_in(region("af-south-1")), Some(false));
        assert_eq!(find("t3.large").unwrap().offered_in(region("mx-central-1")), None);
    }
}
