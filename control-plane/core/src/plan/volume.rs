//! Volumes with every default and `max` resolved.

use crate::catalogue::InstanceType;
use crate::label::{Gib, Gp3, Image, Temp};
use serde::Serialize;

/// An encrypted gp3 volume.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Gp3Volume {
    /// Size in GiB.
    pub gib: u32,
    /// IOPS.
    pub iops: u32,
    /// Throughput in MiB/s.
    pub mib_per_second: u32,
}

impl Gp3Volume {
    /// A volume of that size and performance.
    #[must_use]
    pub fn new(size: Gib, performance: Gp3) -> Gp3Volume {
        Gp3Volume { gib: size.get(), iops: performance.iops(size), mib_per_second: performance.throughput(size) }
    }

    /// The root volume of an image.
    #[must_use]
    pub fn root(image: Image, performance: Gp3) -> Gp3Volume {
        Gp3Volume::new(image.root_size(), performance)
    }
}

/// The temp volume on one type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum TempVolume {
    /// An EBS volume.
    Gp3(Gp3Volume),
    /// The first local NVMe disk, all of it.
    Ephemeral {
        /// Its size in GiB.
        gib: u32,
    },
    /// Compressed memory.
    Zram {
        /// What it can hold, in GiB before compression.
        gib: u32,
    },
}

impl TempVolume {
    /// What the label's wish becomes on that type.
    #[must_use]
    pub fn on(wish: Temp, instance_type: &InstanceType) -> TempVolume {
        let disk = instance_type.nvme_disk_gib();
        match (wish, disk) {
            (Temp::Auto { size }, Some(gib)) if size.is_none_or(|size| size.get() <= gib) => {
                TempVolume::Ephemeral { gib }
            }
            (Temp::Auto { size }, _) => TempVolume::gp3(size.unwrap_or(Temp::DEFAULT_SIZE), Gp3::DEFAULT),
            (Temp::Gp3 { size, performance }, _) => TempVolume::gp3(size, performance),
            (Temp::Ephemeral { .. }, Some(gib)) => TempVolume::Ephemeral { gib },
            // A specification with this wish and a type without a disk does not exist; should it, the job gets a
            // volume.
            (Temp::Ephemeral { size }, None) => TempVolume::gp3(size.unwrap_or(Temp::DEFAULT_SIZE), Gp3::DEFAULT),
            (Temp::Zram { size }, _) => TempVolume::Zram { gib: size.get() },
        }
    }

    fn gp3(size: Gib, performance: Gp3) -> TempVolume {
        TempVolume::Gp3(Gp3Volume::new(size, performance))
    }
}
