//! Regions and availability zones of the commercial AWS partition.

use super::data;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// What the generated table holds of one region.
#[derive(Debug)]
pub(super) struct RegionFacts {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) offers_known: bool,
    pub(super) zones: &'static str,
}

/// A region that exists: `us-east-1`. Regions of other partitions (GovCloud, China) are separate AWSs with accounts of
/// their own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(u8);

impl Region {
    /// Where runners start when the label names no place.
    ///
    /// The tests prove that the table has it.
    #[must_use]
    pub fn us_east_1() -> Region {
        Region::all().find(|r| r.name() == "us-east-1").unwrap_or(Region(0))
    }

    /// All of them, by name.
    pub fn all() -> impl Iterator<Item = Region> {
        (0u8..).zip(&data::REGIONS).map(|(index, _)| Region(index))
    }

    /// Its name: `eu-central-1`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.facts().map_or("us-east-1", |f| f.name)
    }

    /// Where it is: `Europe (Frankfurt)`.
    #[must_use]
    pub fn description(self) -> &'static str {
        self.facts().map_or("", |f| f.description)
    }

    /// Whether we know which types it offers.
    #[must_use]
    pub fn offers_known(self) -> bool {
        self.facts().is_some_and(|f| f.offers_known)
    }

    /// Zones that it has by our list, as one account saw them; none where we have no data on the region. Accounts name
    /// zones differently, and some lack one, so that a zone of this list is worth a try and no more.
    pub fn zones(self) -> impl Iterator<Item = Zone> {
        self.facts().map_or("", |f| f.zones).bytes().map(move |letter| Zone { region: self, letter })
    }

    /// Its place in the table, also its bit in a type's offers.
    pub(super) fn index(self) -> u8 {
        self.0
    }

    fn facts(self) -> Option<&'static RegionFacts> {
        data::REGIONS.get(usize::from(self.0))
    }
}

/// Partitions of AWS that are none of ours, by what the names of their regions begin with ("Regions and Availability
/// Zones", AWS's list of partitions).
const OTHER_PARTITIONS: [(&str, &str); 6] = [
    ("us-gov-", "AWS GovCloud (US)"),
    ("cn-", "AWS China"),
    ("us-iso", "AWS's isolated partitions"),
    ("eu-iso", "AWS's isolated partitions"),
    ("us-northcom", "AWS's isolated partitions"),
    ("eusc-", "AWS European Sovereign Cloud"),
];

/// What a region is of, if it is of a separate AWS whose accounts the control plane can't reach: GovCloud, China and
/// the like. Its prices, image owners and endpoints are others, and no role there can trust a role of here.
#[must_use]
pub fn other_partition(region: &str) -> Option<&'static str> {
    OTHER_PARTITIONS.into_iter().find(|(prefix, _)| region.starts_with(prefix)).map(|(_, name)| name)
}

/// The text is no region of the commercial partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such AWS region")]
pub struct UnknownRegion;

impl FromStr for Region {
    type Err = UnknownRegion;

    fn from_str(name: &str) -> Result<Region, UnknownRegion> {
        let at = data::REGIONS.binary_search_by(|facts| facts.name.cmp(name)).map_err(|_| UnknownRegion)?;
        u8::try_from(at).map(Region).map_err(|_| UnknownRegion)
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Region {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Region {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Region, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// An availability zone, as the account that launches names it: `eu-central-1c`.
///
/// Accounts number the same places differently and not every account sees every letter, so any letter that AWS uses
/// somewhere is taken.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Zone {
    region: Region,
    letter: u8,
}

impl Zone {
    /// The last zone letter in use anywhere: us-east-1 has six zones.
    pub const LAST_LETTER: char = 'f';

    /// The region it lies in.
    #[must_use]
    pub fn region(self) -> Region {
        self.region
    }

    /// Its letter, `a` to `f`.
    #[must_use]
    pub fn letter(self) -> char {
        char::from(self.letter)
    }
}

/// The text is no availability zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnknownZone {
    /// What stands before the letter is no region.
    #[error("no such AWS region")]
    Region,
    /// The region is right, the letter is not.
    #[error("a zone is a region and a letter from a to f")]
    Letter,
}

impl FromStr for Zone {
    type Err = UnknownZone;

    fn from_str(name: &str) -> Result<Zone, UnknownZone> {
        let letter = name.bytes().last().filter(u8::is_ascii_alphabetic).ok_or(UnknownZone::Letter)?;
        let region =
            name.get(..name.len() - 1).unwrap_or_default().parse().map_err(|UnknownRegion| UnknownZone::Region)?;
        if !(b'a'..=b'f').contains(&letter) {
            return Err(UnknownZone::Letter);
        }
        Ok(Zone { region, letter })
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.region, self.letter())
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Zone, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_is_read_back_from_its_name() {
        for region in Region::all() {
            assert_eq!(region.name().parse(), Ok(region));
            assert!(!region.description().is_empty());
        }
        assert_eq!(Region::us_east_1().name(), "us-east-1");
        assert!(Region::all().count() <= 64, "offers are a mask of 64 bits");
        assert_eq!("us-gov-west-1".parse::<Region>(), Err(UnknownRegion));
        assert_eq!(other_partition("us-gov-west-1"), Some("AWS GovCloud (US)"));
        assert_eq!(other_partition("cn-north-1"), Some("AWS China"));
        assert!(Region::all().all(|region| other_partition(region.name()).is_none()));
    }

    #[test]
    fn a_zone_is_a_region_and_a_letter() {
        let zone: Zone = "eu-central-1c".parse().unwrap();
        assert_eq!((zone.region().name(), zone.letter()), ("eu-central-1", 'c'));
        assert_eq!(zone.to_string(), "eu-central-1c");
        assert_eq!("eu-central-1".parse::<Zone>(), Err(UnknownZone::Letter));
        assert_eq!("eu-central-1z".parse::<Zone>(), Err(UnknownZone::Letter));
        assert_eq!("eu-centrall-1a".parse::<Zone>(), Err(UnknownZone::Region));
        assert_eq!("é".parse::<Zone>(), Err(UnknownZone::Letter));
        assert_eq!("".parse::<Zone>(), Err(UnknownZone::Letter));
    }
}
