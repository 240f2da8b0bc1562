//! What things cost, as far as we were told.

use crate::catalogue::{InstanceType, Region, Zone};
use serde::Serialize;

/// A price of one hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Price {
    /// Millionths of a US dollar an hour.
    pub micro_usd_per_hour: u64,
    /// Where it comes from.
    pub basis: Basis,
}

/// How far to trust a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// AWS said so, for this region (and zone, for spot).
    Aws,
    /// Our built-in table, which is for us-east-1 and has a date. Good for an order, not for a bill.
    BuiltIn,
}

/// On-demand prices.
pub trait OnDemandPrices {
    /// The price in that region, if it is known.
    fn of(&self, region: Region, instance_type: &InstanceType) -> Option<Price>;
}

/// The built-in table, until AWS's price list has been read.
#[derive(Debug, Clone, Copy, Default)]
pub struct BuiltInPrices;

impl OnDemandPrices for BuiltInPrices {
    fn of(&self, _region: Region, instance_type: &InstanceType) -> Option<Price> {
        let micro_usd_per_hour = u64::from(instance_type.start_price()?);
        Some(Price { micro_usd_per_hour, basis: Basis::BuiltIn })
    }
}

/// A line of AWS's spot price history: the latest for its type and zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotPrice {
    /// Name of the type.
    pub instance_type: &'static str,
    /// The zone.
    pub zone: Zone,
    /// Millionths of a US dollar an hour.
    pub micro_usd_per_hour: u64,
}
