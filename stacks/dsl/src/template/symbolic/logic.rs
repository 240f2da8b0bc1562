//! What the conditions of a template say.

use std::fmt;

use super::text::{Text, spelled};

/// What a template condition says, with every named condition written out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Logic {
    /// Both texts are the same; the smaller one first.
    Equals(Text, Text),
    /// All hold.
    And(Vec<Logic>),
    /// At least one holds.
    Or(Vec<Logic>),
    /// It does not hold.
    Not(Box<Logic>),
    /// Not understood; comparable by its canonical form only.
    Opaque(String),
}

impl Logic {
    /// What it is whatever is chosen at deployment, if it is the same always.
    pub(crate) fn constant(&self) -> Option<bool> {
        match self {
            Logic::Equals(left, right) => match (left.as_literal(), right.as_literal()) {
                (Some(left), Some(right)) => Some(left == right),
                (Some(_) | None, Some(_) | None) => (left == right).then_some(true),
            },
            Logic::And(items) => all(items, true),
            Logic::Or(items) => all(items, false),
            Logic::Not(item) => item.constant().map(|holds| !holds),
            Logic::Opaque(_) => None,
        }
    }
}

/// The same for all items, or the other for one of them.
fn all(items: &[Logic], same: bool) -> Option<bool> {
    let mut out = Some(same);
    for item in items {
        match item.constant() {
            Some(found) if found == same => {}
            Some(found) => return Some(found),
            None => out = None,
        }
    }
    out
}

impl fmt::Display for Logic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, items: &[Logic], word: &str| {
            let mut texts: Vec<String> = items.iter().map(ToString::to_string).collect();
            texts.sort();
            texts.dedup();
            write!(f, "({})", texts.join(word))
        };
        match self {
            Logic::Equals(left, right) => write!(f, "'{}' = '{}'", spelled(left), spelled(right)),
            Logic::And(items) => list(f, items, " and "),
            Logic::Or(items) => list(f, items, " or "),
            Logic::Not(item) => write!(f, "not {item}"),
            Logic::Opaque(text) => f.write_str(text),
        }
    }
}
