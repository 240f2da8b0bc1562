//! Families of instance types, and what of one a person may name: `m7i`, all of `m7`, all of `m`.

use super::{InstanceType, data};
use serde::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A family, or the beginning of several.
///
/// A name that AWS uses for a family means that family alone (`t3` is not `t3a`). Otherwise letters and a generation
/// mean every family of that generation (`m7`: `m7a`, `m7g`, `m7i` …), and letters alone mean every generation of the
/// series (`m`, never `mac2`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FamilyName(Kind);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Exactly(&'static str),
    Generation(&'static str, u32),
    Series(&'static str),
}

impl FamilyName {
    /// Whether the type belongs to it.
    #[must_use]
    pub fn contains(self, instance_type: &InstanceType) -> bool {
        let family = instance_type.family();
        match self.0 {
            Kind::Exactly(name) => family == name,
            Kind::Generation(series, generation) => {
                let parts = Parts::of(family);
                parts.series == series && parts.generation == Some(generation)
            }
            Kind::Series(series) => Parts::of(family).series == series,
        }
    }

    /// Whether the type lies between the two: same series, same attributes where they name any, generation from the
    /// first to the last.
    #[must_use]
    pub fn spans(first: FamilyName, last: FamilyName, instance_type: &InstanceType) -> bool {
        let (Some(low), Some(high)) = (first.bound(), last.bound()) else { return false };
        let parts = Parts::of(instance_type.family());
        parts.series == low.series
            && low.attributes.is_none_or(|a| a == parts.attributes)
            && parts.generation.is_some_and(|g| low.generation <= g && g <= high.generation)
    }

    /// Whether `MIN-MAX` makes sense of the two: both name a generation, the same series and the same attributes, in
    /// rising order.
    #[must_use]
    pub fn is_range(first: FamilyName, last: FamilyName) -> bool {
        match (first.bound(), last.bound()) {
            (Some(low), Some(high)) => {
                low.series == high.series && low.attributes == high.attributes && low.generation <= high.generation
            }
            (None, _) | (_, None) => false,
        }
    }

    fn bound(self) -> Option<Bound> {
        match self.0 {
            Kind::Exactly(name) => {
                let parts = Parts::of(name);
                Some(Bound { series: parts.series, generation: parts.generation?, attributes: Some(parts.attributes) })
            }
            Kind::Generation(series, generation) => Some(Bound { series, generation, attributes: None }),
            Kind::Series(_) => None,
        }
    }
}

struct Bound {
    series: &'static str,
    generation: u32,
    attributes: Option<&'static str>,
}

/// `m7i-flex` is series `m`, generation 7, attributes `i-flex`.
#[derive(Debug, PartialEq, Eq)]
struct Parts<'a> {
    series: &'a str,
    generation: Option<u32>,
    attributes: &'a str,
}

impl Parts<'_> {
    fn of(family: &str) -> Parts<'_> {
        let digits = family.find(|c: char| c.is_ascii_digit()).unwrap_or(family.len());
        let (series, rest) = family.split_at(digits);
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (generation, attributes) = rest.split_at(end);
        Parts { series, generation: generation.parse().ok(), attributes }
    }
}

/// Every family we know, by name, once.
pub fn families() -> impl Iterator<Item = &'static str> {
    let mut last = "";
    data::TYPES.iter().map(InstanceType::family).filter(move |family| {
        let new = *family != last;
        last = family;
        new
    })
}

/// No type we know has a family of that name or beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no family of EC2 instance types has that name")]
pub struct UnknownFamily;

impl FromStr for FamilyName {
    type Err = UnknownFamily;

    fn from_str(name: &str) -> Result<FamilyName, UnknownFamily> {
        if let Some(exactly) = families().find(|f| *f == name) {
            return Ok(FamilyName(Kind::Exactly(exactly)));
        }
        let wanted = Parts::of(name);
        if !wanted.attributes.is_empty() || wanted.series.is_empty() {
            return Err(UnknownFamily);
        }
        let mut known = families().map(Parts::of).filter(|p| p.series == wanted.series);
        let kind = match wanted.generation {
            // The number must be written as it is read, or printing would not give back what was read.
            Some(generation) if name.ends_with(&format!("{}{generation}", wanted.series)) => {
                let found = known.find(|p| p.generation == Some(generation)).ok_or(UnknownFamily)?;
                Kind::Generation(found.series, generation)
            }
            Some(_) => return Err(UnknownFamily),
            None => Kind::Series(known.next().ok_or(UnknownFamily)?.series),
        };
        Ok(FamilyName(kind))
    }
}

impl fmt::Display for FamilyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Kind::Exactly(name) | Kind::Series(name) => f.write_str(name),
            Kind::Generation(series, generation) => write!(f, "{series}{generation}"),
        }
    }
}

impl Serialize for FamilyName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{find, types};

    fn family(name: &str) -> FamilyName {
        name.parse().unwrap()
    }

    #[test]
    fn a_family_is_read_back_from_its_name() {
        for name in families() {
            assert_eq!(family(name).to_string(), name);
        }
        for name in ["m7", "c", "r8"] {
            assert_eq!(family(name).to_string(), name);
        }
        for wrong in ["", "7", "m07", "zz", "m77", "m7ii", "M7I", "m7i.large", "m7-"] {
            assert_eq!(wrong.parse::<FamilyName>(), Err(UnknownFamily), "{wrong}");
        }
    }

    #[test]
    fn a_beginning_means_what_a_person_means() {
        assert!(family("m7i").contains(find("m7i.large").unwrap()));
        assert!(!family("m7i").contains(find("m7i-flex.large").unwrap()));
        assert!(family("m7").contains(find("m7i-flex.large").unwrap()));
        assert!(!family("m7").contains(find("m6i.large").unwrap()));
        assert!(family("m").contains(find("m6i.large").unwrap()));
        assert!(!types().iter().any(|t| t.mac() && family("m").contains(t)));
        assert!(!family("t3").contains(find("t3a.large").unwrap()));
    }

    #[test]
    fn a_range_goes_by_generation() {
        assert!(FamilyName::is_range(family("m6"), family("m8")));
        assert!(FamilyName::is_range(family("m6i"), family("m8i")));
        assert!(!FamilyName::is_range(family("m8i"), family("m6i")));
        assert!(!FamilyName::is_range(family("m6i"), family("c8i")));
        assert!(!FamilyName::is_range(family("m6i"), family("m8a")));
        assert!(!FamilyName::is_range(family("m"), family("m8")));
        let within = |name: &str| FamilyName::spans(family("m6i"), family("m8i"), find(name).unwrap());
        assert!(within("m7i.large") && !within("m7a.large") && !within("m5.large") && !within("m7i-flex.large"));
    }
}
