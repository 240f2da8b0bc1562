//! A launch plan as it is stored.

use super::{BuiltInPrices, Candidate, Gp3Volume, LaunchPlan, Market, OnDemandPrices as _, TempVolume};
use crate::catalogue::Region;
use crate::label::Image;
use serde::{Deserialize, Serialize};

/// A launch plan as it is stored: complete, so that nothing that is looked up later can change what is launched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredPlan {
    /// The label in its canonical form.
    pub label: String,
    /// Region.
    pub region: Region,
    /// Name of the image, as in a label.
    pub image: String,
    /// A security group instead of the stack's.
    pub security_group: Option<String>,
    /// The root volume.
    pub root: StoredVolume,
    /// Swap in GiB; 0 is none.
    pub swap_gib: u32,
    /// What to try, best first: one attempt each.
    pub candidates: Vec<StoredCandidate>,
    /// What is worth telling whoever wrote the label.
    pub notices: Vec<String>,
}

/// One way to launch, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredCandidate {
    /// Instance type.
    pub instance_type: String,
    /// Its vCPU.
    pub vcpu: u32,
    /// Its memory in MiB.
    pub memory_mib: u32,
    /// Spot or on demand.
    pub market: Market,
    /// Zone; none leaves it to EC2.
    pub zone: Option<String>,
    /// Subnet; none is the zone's default subnet.
    pub subnet: Option<String>,
    /// The temp volume.
    pub temp: StoredTemp,
    /// Price of an hour in millionths of a US dollar, where it is known.
    pub price_micro_usd_per_hour: Option<u64>,
    /// The same on demand: what spot is compared with.
    pub on_demand_micro_usd_per_hour: Option<u64>,
}

/// An encrypted gp3 volume, as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredVolume {
    /// Size in GiB.
    pub gib: u32,
    /// IOPS.
    pub iops: u32,
    /// Throughput in MiB/s.
    pub mib_per_second: u32,
}

impl StoredVolume {
    /// IOPS that gp3 gives at no extra charge ("Amazon EBS General Purpose SSD volumes", Amazon EBS User Guide).
    pub const FREE_IOPS: u32 = 3_000;
    /// Throughput in MiB/s that gp3 gives at no extra charge (same source).
    pub const FREE_MIB_PER_SECOND: u32 = 125;

    /// The same size at the performance that costs nothing beside the size; none where it is that already. After the
    /// boot nearly nothing is read from a root volume, so what was paid for a fast start is given back.
    #[must_use]
    pub fn tuned_down(self) -> Option<StoredVolume> {
        let paid = Self::FREE_IOPS < self.iops || Self::FREE_MIB_PER_SECOND < self.mib_per_second;
        paid.then_some(StoredVolume { gib: self.gib, iops: Self::FREE_IOPS, mib_per_second: Self::FREE_MIB_PER_SECOND })
    }
}

/// Where a job writes, as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum StoredTemp {
    /// An EBS volume.
    Gp3(StoredVolume),
    /// The first local NVMe disk.
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

impl From<Gp3Volume> for StoredVolume {
    fn from(volume: Gp3Volume) -> StoredVolume {
        StoredVolume { gib: volume.gib, iops: volume.iops, mib_per_second: volume.mib_per_second }
    }
}

impl From<TempVolume> for StoredTemp {
    fn from(temp: TempVolume) -> StoredTemp {
        match temp {
            TempVolume::Gp3(volume) => StoredTemp::Gp3(volume.into()),
            TempVolume::Ephemeral { gib } => StoredTemp::Ephemeral { gib },
            TempVolume::Zram { gib } => StoredTemp::Zram { gib },
        }
    }
}

impl From<&LaunchPlan> for StoredPlan {
    fn from(plan: &LaunchPlan) -> StoredPlan {
        StoredPlan {
            label: plan.label.clone(),
            region: plan.region,
            image: plan.image.name().to_owned(),
            security_group: plan.security_group.as_ref().map(ToString::to_string),
            root: plan.root.into(),
            swap_gib: plan.swap_gib,
            candidates: plan.candidates.iter().map(|candidate| stored(candidate, plan.region)).collect(),
            notices: plan.notices.iter().map(ToString::to_string).collect(),
        }
    }
}

fn stored(candidate: &Candidate, region: Region) -> StoredCandidate {
    StoredCandidate {
        instance_type: candidate.instance_type.name().to_owned(),
        vcpu: candidate.instance_type.vcpu(),
        memory_mib: candidate.instance_type.memory_mib(),
        market: candidate.market,
        zone: candidate.zone.map(|zone| zone.to_string()),
        subnet: candidate.subnet.as_ref().map(ToString::to_string),
        temp: candidate.temp.into(),
        price_micro_usd_per_hour: candidate.price.map(|price| price.micro_usd_per_hour),
        on_demand_micro_usd_per_hour: BuiltInPrices
            .of(region, candidate.instance_type)
            .map(|price| price.micro_usd_per_hour),
    }
}

impl StoredPlan {
    /// The image; none if a later version of us knew it and this one does not.
    #[must_use]
    pub fn image(&self) -> Option<Image> {
        self.image.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Circumstances;

    fn plan(label: &str) -> StoredPlan {
        StoredPlan::from(&crate::plan::plan(&label.parse().unwrap(), &Circumstances::unknown()).unwrap())
    }

    #[test]
    fn a_plan_is_read_back_as_it_was_stored() {
        for label in [
            "sprinters:aws",
            "sprinters:aws:spot=auto:temp=zram/8",
            "sprinters:aws:cpu=4:ram=16:eu-central-1:spot=true",
        ] {
            let stored = plan(label);
            let json = serde_json::to_string(&stored).unwrap();
            assert_eq!(serde_json::from_str::<StoredPlan>(&json).unwrap(), stored);
            assert!(stored.image().is_some());
        }
    }

    #[test]
    fn what_was_paid_for_a_fast_start_is_given_back() {
        let tuned = plan("sprinters:aws").root.tuned_down().unwrap();
        assert_eq!((tuned.iops, tuned.mib_per_second), (3_000, 125));
        assert_eq!(tuned.tuned_down(), None);
    }
}
