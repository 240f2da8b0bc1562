//! What `cpu=`, `ram=` and `family=` may hold: a value, a `+` list or a `MIN-MAX` range.

use crate::catalogue::{FamilyName, InstanceType};
use serde::{Serialize, Serializer};
use std::fmt;

/// Numbers that will do. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NumberChoice(Numbers);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Numbers {
    /// Ascending, each once.
    OneOf(Vec<u32>),
    /// Both ends count; the first is less than the last.
    Between(u32, u32),
}

impl NumberChoice {
    /// Any of these. An order or a repetition means nothing.
    pub(super) fn one_of(mut numbers: Vec<u32>) -> Option<NumberChoice> {
        numbers.sort_unstable();
        numbers.dedup();
        (!numbers.is_empty()).then_some(NumberChoice(Numbers::OneOf(numbers)))
    }

    /// From one to another; none if they are in falling order.
    pub(super) fn between(least: u32, most: u32) -> Option<NumberChoice> {
        match least.cmp(&most) {
            std::cmp::Ordering::Less => Some(NumberChoice(Numbers::Between(least, most))),
            std::cmp::Ordering::Equal => Some(NumberChoice(Numbers::OneOf(vec![least]))),
            std::cmp::Ordering::Greater => None,
        }
    }

    /// Whether that much will do, where one of our numbers is so many of its units (1,024 for GiB against MiB).
    #[must_use]
    pub fn accepts(&self, amount: u32, units: u32) -> bool {
        let (amount, units) = (u64::from(amount), u64::from(units));
        match &self.0 {
            Numbers::OneOf(numbers) => numbers.iter().any(|n| u64::from(*n) * units == amount),
            Numbers::Between(least, most) => u64::from(*least) * units <= amount && amount <= u64::from(*most) * units,
        }
    }

    /// Least and most.
    #[must_use]
    pub fn bounds(&self) -> (u32, u32) {
        match &self.0 {
            Numbers::OneOf(numbers) => {
                (numbers.first().copied().unwrap_or_default(), numbers.last().copied().unwrap_or_default())
            }
            Numbers::Between(least, most) => (*least, *most),
        }
    }
}

impl fmt::Display for NumberChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Numbers::OneOf(numbers) => list(f, numbers),
            Numbers::Between(least, most) => write!(f, "{least}-{most}"),
        }
    }
}

impl Serialize for NumberChoice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Families that will do. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FamilyChoice(Families);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Families {
    OneOf(Vec<FamilyName>),
    Between(FamilyName, FamilyName),
}

impl FamilyChoice {
    /// Any of these.
    pub(super) fn one_of(mut names: Vec<FamilyName>) -> Option<FamilyChoice> {
        names.sort_unstable();
        names.dedup();
        (!names.is_empty()).then_some(FamilyChoice(Families::OneOf(names)))
    }

    /// From one generation to another; none if the two are not of one kind.
    pub(super) fn between(first: FamilyName, last: FamilyName) -> Option<FamilyChoice> {
        FamilyName::is_range(first, last).then_some(FamilyChoice(Families::Between(first, last)))
    }

    /// Whether the type is of such a family.
    #[must_use]
    pub fn accepts(&self, instance_type: &InstanceType) -> bool {
        match &self.0 {
            Families::OneOf(names) => names.iter().any(|name| name.contains(instance_type)),
            Families::Between(first, last) => FamilyName::spans(*first, *last, instance_type),
        }
    }
}

impl fmt::Display for FamilyChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Families::OneOf(names) => list(f, names),
            Families::Between(first, last) => write!(f, "{first}-{last}"),
        }
    }
}

impl Serialize for FamilyChoice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

fn list<T: fmt::Display>(f: &mut fmt::Formatter<'_>, items: &[T]) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        if 0 < index {
            f.write_str("+")?;
        }
        write!(f, "{item}")?;
    }
    Ok(())
}
