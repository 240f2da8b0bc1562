//! `spot=`: how to buy the instance.

use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// Spot or on demand, and what to do without capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Spot {
    /// On demand only.
    #[default]
    False,
    /// Spot only; without capacity the job fails with that reason.
    True,
    /// Spot first, on demand where there is no spot capacity.
    Auto,
    /// As `auto`; and a job whose instance AWS took back is run again on demand, once its workflow run allows it.
    Rerun,
}

impl Spot {
    /// All modes, in the order of the documentation.
    pub const ALL: [Spot; 4] = [Spot::False, Spot::True, Spot::Auto, Spot::Rerun];

    /// As written after `spot=`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Spot::False => "false",
            Spot::True => "true",
            Spot::Auto => "auto",
            Spot::Rerun => "rerun",
        }
    }

    /// Whether spot is tried at all.
    #[must_use]
    pub fn tries_spot(self) -> bool {
        match self {
            Spot::False => false,
            Spot::True | Spot::Auto | Spot::Rerun => true,
        }
    }

    /// Whether on demand is tried, at first or in the end.
    #[must_use]
    pub fn tries_on_demand(self) -> bool {
        match self {
            Spot::True => false,
            Spot::False | Spot::Auto | Spot::Rerun => true,
        }
    }
}

/// The text is no spot mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("spot is false, true, auto or rerun")]
pub struct UnknownSpot;

impl FromStr for Spot {
    type Err = UnknownSpot;

    fn from_str(name: &str) -> Result<Spot, UnknownSpot> {
        Spot::ALL.into_iter().find(|mode| mode.name() == name).ok_or(UnknownSpot)
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
