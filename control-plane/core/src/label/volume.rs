//! Storage: sizes, gp3 performance and its limits, the temp volume.
//!
//! Limits of gp3 are those of the Amazon EBS User Guide, "General Purpose SSD volumes": 1 to 65,536 GiB, 3,000 to
//! 80,000 IOPS and no more than 500 a GiB (3,000 at any size), 125 to 2,000 MiB/s and no more than 0.25 an IOPS.

use serde::{Serialize, Serializer};
use std::fmt;

/// A size in GiB (2^30 bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Gib(u32);

impl Gib {
    /// That many GiB.
    #[must_use]
    pub const fn new(gib: u32) -> Gib {
        Gib(gib)
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Gib {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A number, or as much as EBS allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// That much: IOPS, or MiB/s.
    Exactly(u32),
    /// `max`
    Max,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Level::Exactly(number) => write!(f, "{number}"),
            Level::Max => f.write_str("max"),
        }
    }
}

impl Serialize for Level {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Level::Exactly(number) => serializer.serialize_u32(*number),
            Level::Max => serializer.serialize_str("max"),
        }
    }
}

/// The performance asked of a gp3 volume.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Gp3 {
    iops: Level,
    throughput: Level,
}

/// What is wrong with a gp3 volume.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Gp3Problem {
    /// Outside what any gp3 volume can do.
    #[error("gp3 volumes have 3,000 to 80,000 IOPS")]
    Iops,
    /// More than EBS gives at that size.
    #[error("a gp3 volume of {gib} GiB has at most {most} IOPS (500 a GiB)")]
    IopsAboveSize {
        /// Size of the volume.
        gib: Gib,
        /// The most at that size.
        most: u32,
    },
    /// Outside what any gp3 volume can do.
    #[error("gp3 volumes have 125 to 2,000 MiB/s")]
    Throughput,
    /// More than EBS gives at those IOPS.
    #[error("a gp3 volume of {iops} IOPS has at most {most} MiB/s (0.25 an IOPS)")]
    ThroughputAboveIops {
        /// IOPS of the volume.
        iops: u32,
        /// The most at those.
        most: u32,
    },
}

impl Gp3 {
    /// Smallest volume in GiB.
    pub const MIN_GIB: u32 = 1;
    /// Largest volume in GiB: 64 TiB.
    pub const MAX_GIB: u32 = 65_536;
    /// Fewest IOPS, included in the price of the size.
    pub const MIN_IOPS: u32 = 3_000;
    /// Most IOPS.
    pub const MAX_IOPS: u32 = 80_000;
    /// IOPS for each GiB beyond the included ones.
    pub const IOPS_PER_GIB: u32 = 500;
    /// Least throughput in MiB/s, included in the price of the size.
    pub const MIN_THROUGHPUT: u32 = 125;
    /// Most throughput in MiB/s.
    pub const MAX_THROUGHPUT: u32 = 2_000;
    /// IOPS needed for each MiB/s.
    pub const IOPS_PER_MIB: u32 = 4;

    /// Where the label says nothing: 3,000 IOPS, which cost nothing, and 150 MiB/s, which load an image a fifth faster
    /// than the free 125 for pennies.
    pub const DEFAULT: Gp3 = Gp3 { iops: Level::Exactly(3_000), throughput: Level::Exactly(150) };

    /// A performance that some gp3 volume of that size has.
    ///
    /// # Errors
    /// The first limit that it breaks.
    pub fn new(iops: Level, throughput: Level, size: Gib) -> Result<Gp3, Gp3Problem> {
        let most = Gp3::most_iops(size);
        match iops {
            Level::Exactly(n) if !(Gp3::MIN_IOPS..=Gp3::MAX_IOPS).contains(&n) => return Err(Gp3Problem::Iops),
            Level::Exactly(n) if most < n => return Err(Gp3Problem::IopsAboveSize { gib: size, most }),
            Level::Exactly(_) | Level::Max => {}
        }
        let gp3 = Gp3 { iops, throughput };
        let most = Gp3::most_throughput(gp3.iops(size));
        match throughput {
            Level::Exactly(n) if !(Gp3::MIN_THROUGHPUT..=Gp3::MAX_THROUGHPUT).contains(&n) => {
                Err(Gp3Problem::Throughput)
            }
            Level::Exactly(n) if most < n => Err(Gp3Problem::ThroughputAboveIops { iops: gp3.iops(size), most }),
            Level::Exactly(_) | Level::Max => Ok(gp3),
        }
    }

    /// The most IOPS of a volume of that size.
    #[must_use]
    pub fn most_iops(size: Gib) -> u32 {
        size.get().saturating_mul(Gp3::IOPS_PER_GIB).clamp(Gp3::MIN_IOPS, Gp3::MAX_IOPS)
    }

    /// The most MiB/s of a volume of that many IOPS.
    #[must_use]
    pub fn most_throughput(iops: u32) -> u32 {
        (iops / Gp3::IOPS_PER_MIB).clamp(Gp3::MIN_THROUGHPUT, Gp3::MAX_THROUGHPUT)
    }

    /// IOPS at that size, `max` resolved.
    #[must_use]
    pub fn iops(self, size: Gib) -> u32 {
        match self.iops {
            Level::Exactly(number) => number,
            Level::Max => Gp3::most_iops(size),
        }
    }

    /// MiB/s at that size, `max` resolved.
    #[must_use]
    pub fn throughput(self, size: Gib) -> u32 {
        match self.throughput {
            Level::Exactly(number) => number,
            Level::Max => Gp3::most_throughput(self.iops(size)),
        }
    }
}

impl fmt::Display for Gp3 {
    /// `IOPS/THROUGHPUT`, as in the label.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.iops, self.throughput)
    }
}

/// What the temp volume is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Temp {
    /// The first local NVMe disk where the type has one (of that size at least), otherwise gp3.
    Auto {
        /// What the job needs; 14 GiB where the label says nothing.
        size: Option<Gib>,
    },
    /// An EBS volume.
    Gp3 {
        /// Its size.
        size: Gib,
        /// Its performance.
        #[serde(flatten)]
        performance: Gp3,
    },
    /// The first local NVMe disk.
    Ephemeral {
        /// What it must hold at least.
        size: Option<Gib>,
    },
    /// Compressed memory.
    Zram {
        /// What it can hold, before compression.
        size: Gib,
    },
}

impl Temp {
    /// Size where the label says nothing: what is free on GitHub's hosted runners.
    pub const DEFAULT_SIZE: Gib = Gib::new(14);
    /// zram holds up to three times the memory, if the data compresses well; more can only fail.
    pub const ZRAM_PER_MEMORY: u32 = 3;
    /// The kinds, as written.
    pub const KINDS: [&'static str; 3] = ["gp3", "ephemeral", "zram"];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn max_follows_the_size_and_then_the_iops() {
        let max = |gib| {
            let size = Gib::new(gib);
            let gp3 = Gp3::new(Level::Max, Level::Max, size).unwrap();
            (gp3.iops(size), gp3.throughput(size))
        };
        assert_eq!(max(1), (3_000, 750));
        assert_eq!(max(6), (3_000, 750));
        assert_eq!(max(14), (7_000, 1_750));
        assert_eq!(max(16), (8_000, 2_000));
        assert_eq!(max(64), (32_000, 2_000));
        assert_eq!(max(160), (80_000, 2_000));
        assert_eq!(max(65_536), (80_000, 2_000));
    }

    #[test]
    fn each_limit_is_the_last_value_that_passes() {
        let size = Gib::new(10);
        let at = |iops, throughput| Gp3::new(Level::Exactly(iops), Level::Exactly(throughput), size).err();
        assert_eq!(at(3_000, 125), None);
        assert_eq!(at(2_999, 125), Some(Gp3Problem::Iops));
        assert_eq!(at(80_001, 125), Some(Gp3Problem::Iops));
        assert_eq!(at(5_000, 1_250), None);
        assert_eq!(at(5_001, 125), Some(Gp3Problem::IopsAboveSize { gib: size, most: 5_000 }));
        assert_eq!(at(5_000, 1_251), Some(Gp3Problem::ThroughputAboveIops { iops: 5_000, most: 1_250 }));
        assert_eq!(at(5_000, 124), Some(Gp3Problem::Throughput));
        assert_eq!(at(5_000, 2_001), Some(Gp3Problem::Throughput));
        assert_eq!(Gp3::new(Gp3::DEFAULT.iops, Gp3::DEFAULT.throughput, Gib::new(1)), Ok(Gp3::DEFAULT));
    }
}
