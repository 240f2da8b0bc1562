//! Whether template conditions can hold together in any deployment.

use std::collections::{BTreeMap, BTreeSet};

use super::guard::Literal;
use crate::template::symbolic::{Logic, Text};

/// Choices that are tried before the answer is "not known": enough for eight conditions that depend on each other.
const MAX_CHOICES: usize = 64;

/// Larger conditions than this, in operators and comparisons together, are not taken apart.
const MAX_SIZE: usize = 64;

/// There may be a deployment in which all of these hold. A `true` may mean "not known".
pub(super) fn possible(literals: &BTreeSet<Literal>) -> bool {
    // One comparison alone is as its author wishes.
    if literals.len() < 2 && literals.iter().all(|literal| matches!(*literal.fact.0, Logic::Equals(_, _))) {
        return true;
    }
    let mut left = MAX_SIZE;
    if !literals.iter().all(|literal| fits(&literal.fact.0, &mut left)) {
        return true;
    }
    let mut search = Search { literals, chosen: BTreeMap::new(), left: MAX_CHOICES };
    search.run()
}

fn fits(logic: &Logic, left: &mut usize) -> bool {
    if *left == 0 {
        return false;
    }
    *left -= 1;
    match logic {
        Logic::Equals(_, _) | Logic::Opaque(_) => true,
        Logic::Not(item) => fits(item, left),
        Logic::And(items) | Logic::Or(items) => items.iter().all(|item| fits(item, left)),
    }
}

struct Search<'l> {
    literals: &'l BTreeSet<Literal>,
    chosen: BTreeMap<&'l Logic, bool>,
    left: usize,
}

impl<'l> Search<'l> {
    fn run(&mut self) -> bool {
        let mut open = None;
        for literal in self.literals {
            match self.value(&literal.fact.0) {
                Ok(found) if found == literal.holds => {}
                Ok(_) => return false,
                // What is one comparison is decided before what is several.
                Err(atom) if open.is_none() || matches!(*literal.fact.0, Logic::Equals(..) | Logic::Opaque(_)) => {
                    open = Some(atom);
                }
                Err(_) => {}
            }
        }
        let Some(atom) = open else { return true };
        if self.left == 0 {
            return true;
        }
        self.left -= 1;
        [true, false].into_iter().any(|holds| {
            self.chosen.insert(atom, holds);
            let possible = self.run();
            self.chosen.remove(atom);
            possible
        })
    }

    /// What a logic is under the choices so far, or a comparison that it depends on.
    fn value(&self, logic: &'l Logic) -> Result<bool, &'l Logic> {
        match logic {
            Logic::Equals(left, right) => match logic.constant().or_else(|| self.chosen.get(logic).copied()) {
                Some(known) => Ok(known),
                // Another value was chosen already.
                None if self.is_something_else(left, right) => Ok(false),
                None => Err(logic),
            },
            Logic::Opaque(_) => self.chosen.get(logic).copied().ok_or(logic),
            Logic::Not(item) => self.value(item).map(|holds| !holds),
            Logic::And(items) => self.all(items, true),
            Logic::Or(items) => self.all(items, false),
        }
    }

    fn all(&self, items: &'l [Logic], same: bool) -> Result<bool, &'l Logic> {
        let mut open = None;
        for item in items {
            match self.value(item) {
                Ok(found) if found == same => {}
                Ok(found) => return Ok(found),
                Err(atom) => open = Some(atom),
            }
        }
        open.map_or(Ok(same), Err)
    }

    fn is_something_else(&self, left: &Text, right: &Text) -> bool {
        let sides = |left: &Text, right: &Text| match (left.as_literal(), right.as_literal()) {
            (Some(literal), None) => Some((right.clone(), literal.to_owned())),
            (None, Some(literal)) => Some((left.clone(), literal.to_owned())),
            (Some(_), Some(_)) | (None, None) => None,
        };
        let Some((open, literal)) = sides(left, right) else { return false };
        self.chosen.iter().any(|(logic, holds)| match logic {
            Logic::Equals(left, right) => {
                *holds && sides(left, right).is_some_and(|(other, value)| other == open && value != literal)
            }
            Logic::And(_) | Logic::Or(_) | Logic::Not(_) | Logic::Opaque(_) => false,
        })
    }
}
