//! Where a runner starts: `REGION`, `AZ`, `REGION/AZ`, each with a subnet or without.

use super::account::checked_text;
use crate::catalogue::{Region, Zone};
use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// A place to launch in. A zone always lies in the region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Placement {
    region: Region,
    zone: Option<Zone>,
    subnet: Option<SubnetId>,
}

impl Placement {
    /// Somewhere in a region.
    #[must_use]
    pub fn in_region(region: Region, subnet: Option<SubnetId>) -> Placement {
        Placement { region, zone: None, subnet }
    }

    /// In one zone.
    #[must_use]
    pub fn in_zone(zone: Zone, subnet: Option<SubnetId>) -> Placement {
        Placement { region: zone.region(), zone: Some(zone), subnet }
    }

    /// The region.
    #[must_use]
    pub fn region(&self) -> Region {
        self.region
    }

    /// The zone, if it was named.
    #[must_use]
    pub fn zone(&self) -> Option<Zone> {
        self.zone
    }

    /// The subnet, if it was named.
    #[must_use]
    pub fn subnet(&self) -> Option<&SubnetId> {
        self.subnet.as_ref()
    }
}

impl Default for Placement {
    /// us-east-1, in a zone that the plan chooses.
    fn default() -> Placement {
        Placement::in_region(Region::us_east_1(), None)
    }
}

impl fmt::Display for Placement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.zone {
            Some(zone) => write!(f, "{zone}")?,
            None => write!(f, "{}", self.region)?,
        }
        match &self.subnet {
            Some(subnet) => write!(f, "/{subnet}"),
            None => Ok(()),
        }
    }
}

checked_text! {
    /// The id of a subnet.
    SubnetId, BadSubnetId, "a subnet id is `subnet-` and 8 or 17 hexadecimal digits",
    |text| is_resource_id(text, "subnet-")
}

/// Whether the text is an EC2 resource id of that prefix: 8 hexadecimal digits (ids made before 2018) or 17.
pub(crate) fn is_resource_id(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix).is_some_and(|digits| {
        matches!(digits.len(), 8 | 17) && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    })
}
