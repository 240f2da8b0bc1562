//! What AWS had no capacity for lately, so that the next job does not walk into the same wall.

use crate::catalogue::{Region, Zone};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// How an instance is bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Market {
    /// At the spot price, and AWS may take it back.
    Spot,
    /// At the list price.
    OnDemand,
}

impl Market {
    /// As people say it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Market::Spot => "spot",
            Market::OnDemand => "on demand",
        }
    }
}

impl fmt::Display for Market {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What was refused: one pool of AWS's capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Pool {
    /// Region.
    pub region: Region,
    /// Name of the type.
    pub instance_type: &'static str,
    /// Zone; none where EC2 was free to choose.
    pub zone: Option<Zone>,
    /// Spot or on demand.
    pub market: Market,
}

/// The refusals of one AWS account: zones are named per account, and so is the memory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CapacityMemory {
    // Oldest first, each pool once.
    refusals: Vec<(Pool, Timestamp)>,
}

impl CapacityMemory {
    /// How long a refusal counts. A wrong memory only moves a candidate to the back, so it may outlive the shortage a
    /// little.
    pub const REMEMBERED: Duration = Duration::from_mins(5);
    /// Most pools remembered. With all six zones and both markets that is 42 types; the oldest is forgotten first.
    pub const MAX_POOLS: usize = 512;

    /// Nothing remembered.
    pub const EMPTY: CapacityMemory = CapacityMemory { refusals: Vec::new() };

    /// Notes a refusal.
    pub fn refused(&mut self, pool: Pool, at: Timestamp) {
        self.refusals.retain(|(known, when)| *known != pool && at.since(*when) < CapacityMemory::REMEMBERED);
        if CapacityMemory::MAX_POOLS <= self.refusals.len() {
            self.refusals.remove(0);
        }
        self.refusals.push((pool, at));
    }

    /// Notes that there was capacity after all.
    pub fn granted(&mut self, pool: Pool) {
        self.refusals.retain(|(known, _)| *known != pool);
    }

    /// Whether the pool was refused lately. A refusal where EC2 could choose the zone says nothing of the zones that it
    /// did not choose: AWS's own sentence then names some that have room.
    #[must_use]
    pub fn recently_refused(&self, pool: Pool, now: Timestamp) -> bool {
        self.refused_at(pool, now).is_some()
    }

    /// When the pool was refused, if that still counts.
    #[must_use]
    pub fn refused_at(&self, pool: Pool, now: Timestamp) -> Option<Timestamp> {
        let counts =
            |(known, when): &&(Pool, Timestamp)| *known == pool && now.since(*when) < CapacityMemory::REMEMBERED;
        self.refusals.iter().find(counts).map(|(_, when)| *when)
    }

    /// How many pools are remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.refusals.len()
    }

    /// Whether nothing is remembered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.refusals.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(zone: Option<&str>, market: Market) -> Pool {
        let zone = zone.map(|zone| zone.parse().unwrap());
        Pool { region: Region::us_east_1(), instance_type: "m7i.large", zone, market }
    }

    #[test]
    fn a_refusal_is_forgotten_after_its_time() {
        let mut memory = CapacityMemory::default();
        let a = pool(Some("us-east-1a"), Market::Spot);
        memory.refused(a, Timestamp::from_secs(100));
        assert!(memory.recently_refused(a, Timestamp::from_secs(399)));
        assert!(!memory.recently_refused(a, Timestamp::from_secs(400)));
        assert!(!memory.recently_refused(pool(Some("us-east-1b"), Market::Spot), Timestamp::from_secs(100)));
        assert!(!memory.recently_refused(pool(Some("us-east-1a"), Market::OnDemand), Timestamp::from_secs(100)));
    }

    #[test]
    fn capacity_found_wipes_the_refusal() {
        let mut memory = CapacityMemory::default();
        let a = pool(Some("us-east-1a"), Market::Spot);
        memory.refused(a, Timestamp::from_secs(100));
        memory.granted(a);
        assert!(memory.is_empty());
    }

    #[test]
    fn a_refusal_where_ec2_chose_the_zone_says_nothing_of_the_others() {
        let mut memory = CapacityMemory::default();
        memory.refused(pool(None, Market::OnDemand), Timestamp::from_secs(1));
        assert!(memory.recently_refused(pool(None, Market::OnDemand), Timestamp::from_secs(2)));
        assert!(!memory.recently_refused(pool(Some("us-east-1a"), Market::OnDemand), Timestamp::from_secs(2)));
    }

    #[test]
    fn the_memory_is_bounded() {
        let mut memory = CapacityMemory::default();
        for t in crate::catalogue::types() {
            memory.refused(Pool { instance_type: t.name(), ..pool(None, Market::Spot) }, Timestamp::from_secs(5));
        }
        assert_eq!(memory.len(), CapacityMemory::MAX_POOLS);
    }
}
