//! Under which template conditions a piece of a template exists.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use super::satisfy;
use crate::template::symbolic::{Logic, Scope, Text};

/// Conditions named in one value are tried in all combinations up to this number (8 combinations); a further `Fn::If`
/// stays a symbol, which equals only one that says the same.
const MAX_BRANCHES: usize = 3;

/// One thing that must hold, or must not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Literal {
    pub(super) fact: Fact,
    pub(super) holds: bool,
}

/// Shared, since guards are put together often and conditions may be long.
#[derive(Clone, Debug, Eq)]
pub(super) struct Fact(pub(super) Arc<Logic>);

impl PartialEq for Fact {
    fn eq(&self, other: &Fact) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl PartialOrd for Fact {
    fn partial_cmp(&self, other: &Fact) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fact {
    fn cmp(&self, other: &Fact) -> Ordering {
        match Arc::ptr_eq(&self.0, &other.0) {
            true => Ordering::Equal,
            false => self.0.cmp(&other.0),
        }
    }
}

/// A conjunction of template conditions, by what they say and not by their names.
///
/// Empty: always.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Guard {
    literals: BTreeSet<Literal>,
}

impl Guard {
    /// Whenever `self` holds, `other` holds. A `false` may mean "not known".
    #[must_use]
    pub fn implies(&self, other: &Guard) -> bool {
        other.literals.difference(&self.literals).all(|literal| {
            let mut against = self.literals.clone();
            against.insert(literal.negated());
            !satisfy::possible(&against)
        })
    }

    /// It holds for every choice of parameters.
    #[must_use]
    pub fn is_always(&self) -> bool {
        self.literals.is_empty()
    }

    /// The literals of `self` that are not in `other`.
    #[must_use]
    pub fn without(&self, other: &Guard) -> Guard {
        Guard { literals: self.literals.difference(&other.literals).cloned().collect() }
    }

    /// Both; `None` if they contradict each other.
    #[must_use]
    pub fn and(&self, other: &Guard) -> Option<Guard> {
        let mut out = self.clone();
        for literal in &other.literals {
            if out.literals.contains(&literal.negated()) {
                return None;
            }
            out.literals.insert(literal.clone());
        }
        satisfy::possible(&out.literals).then_some(out)
    }

    /// The facts it speaks of, each once, as guards that demand the fact.
    pub(crate) fn facts(&self) -> impl Iterator<Item = Literal> + '_ {
        self.literals.iter().map(|literal| Literal { fact: literal.fact.clone(), holds: true })
    }

    pub(crate) fn with(&self, literal: &Literal, holds: bool) -> Option<Guard> {
        let literal = Literal { fact: literal.fact.clone(), holds };
        self.and(&Guard { literals: BTreeSet::from([literal]) })
    }

    /// If the two differ only in one literal and there in its sign, that literal decides nothing: the guard without it.
    #[must_use]
    pub fn merged(&self, other: &Guard) -> Option<Guard> {
        let only = self.without(other);
        let theirs = other.without(self);
        match (only.literals.first(), theirs.literals.first()) {
            (Some(left), Some(right))
                if only.literals.len() == 1 && theirs.literals.len() == 1 && left.negated() == *right =>
            {
                Some(self.without(&only))
            }
            (Some(_) | None, Some(_) | None) => None,
        }
    }
}

impl fmt::Display for Guard {
    /// For people: `InstanceProfileRoleArn is given and Spot is true`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, literal) in self.literals.iter().enumerate() {
            if index != 0 {
                f.write_str(" and ")?;
            }
            literal.fmt(f)?;
        }
        Ok(())
    }
}

impl Literal {
    fn negated(&self) -> Literal {
        Literal { fact: self.fact.clone(), holds: !self.holds }
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        say(&self.fact.0, self.holds, f)
    }
}

/// What it takes for a condition to hold, or not to: `Profile is given or Stage is live`.
fn say(logic: &Logic, holds: bool, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let name = |text: &Text| match text.as_symbol() {
        Some(_) => {
            let shown = text.to_string();
            shown.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).unwrap_or(&shown).to_owned()
        }
        None => format!("“{text}”"),
    };
    match logic {
        Logic::Equals(left, right) => {
            let not = if holds { "" } else { "not " };
            match (left.as_literal(), right.as_literal(), holds) {
                (Some(""), _, true) => write!(f, "{} is empty", name(right)),
                (Some(""), _, false) => write!(f, "{} is given", name(right)),
                (_, Some(""), true) => write!(f, "{} is empty", name(left)),
                (_, Some(""), false) => write!(f, "{} is given", name(left)),
                (Some(left), _, _) => write!(f, "{} is {not}{left}", name(right)),
                (None, Some(right), _) => write!(f, "{} is {not}{right}", name(left)),
                (None, None, _) => write!(f, "{} is {not}{}", name(left), name(right)),
            }
        }
        Logic::Not(item) => say(item, !holds, f),
        Logic::And(items) | Logic::Or(items) => {
            let both = matches!(logic, Logic::And(_)) == holds;
            f.write_str("(")?;
            for (index, item) in items.iter().enumerate() {
                if index != 0 {
                    f.write_str(if both { " and " } else { " or " })?;
                }
                say(item, holds, f)?;
            }
            f.write_str(")")
        }
        Logic::Opaque(text) => write!(f, "{}{text}", if holds { "" } else { "not " }),
    }
}

impl Scope<'_> {
    /// The guard under which the named condition has the given value; `None` if it never has.
    pub(crate) fn guard(&self, condition: &str, holds: bool) -> Option<Guard> {
        self.remembered_guard(condition, holds, || match self.condition(condition) {
            Some(logic) => demanded(&logic, holds),
            None => demanded(&Logic::Opaque(format!("condition {condition}")), holds),
        })
    }

    /// The guard of a resource or output: its `Condition`, if it has one; `None` if it never exists.
    #[must_use]
    pub fn guard_of(&self, entry: &Value) -> Option<Guard> {
        match entry.get("Condition").and_then(Value::as_str) {
            Some(name) => self.guard(name, true),
            None => Some(Guard::default()),
        }
    }

    /// The value without `Fn::If`: each branch with the guard under which it is the value. `AWS::NoValue` branches are
    /// dropped, and list elements and object entries that became `AWS::NoValue` with them.
    pub fn alternatives(&self, value: &Value) -> Vec<(Guard, Value)> {
        let mut names = Vec::new();
        collect_conditions(value, &mut names);
        if names.is_empty() {
            return vec![(Guard::default(), value.clone())];
        }
        names.truncate(MAX_BRANCHES);
        let mut worlds: Vec<(Guard, BTreeMap<&str, bool>)> = vec![(Guard::default(), BTreeMap::new())];
        for name in &names {
            let mut next = Vec::new();
            for (guard, choices) in &worlds {
                for holds in [true, false] {
                    let Some(guard) = self.guard(name, holds).and_then(|more| guard.and(&more)) else { continue };
                    let mut choices = choices.clone();
                    choices.insert(name, holds);
                    next.push((guard, choices));
                }
            }
            worlds = next;
        }
        worlds.into_iter().filter_map(|(guard, choices)| Some((guard, chosen(value, &choices)?))).collect()
    }

    /// The elements of a list that may be a single element, an `Fn::If` of either, or hold `Fn::If`s as elements. Each
    /// comes with its guard and its JSON pointer below `path`; an element's own inner `Fn::If`s stay.
    pub fn elements<'v>(&self, value: &'v Value, guard: &Guard, path: &str) -> Vec<(Guard, &'v Value, String)> {
        match value {
            Value::Array(items) => items
                .iter()
                .enumerate()
                .flat_map(|(index, item)| self.elements(item, guard, &format!("{path}/{index}")))
                .collect(),
            Value::Object(map) => {
                if map.get("Ref").and_then(Value::as_str) == Some("AWS::NoValue") {
                    return Vec::new();
                }
                let Some((condition, when_true, when_false)) = branches(value) else {
                    return vec![(guard.clone(), value, path.to_owned())];
                };
                [(true, when_true, 1), (false, when_false, 2)]
                    .into_iter()
                    .filter_map(|(holds, branch, index)| {
                        let guard = guard.and(&self.guard(condition, holds)?)?;
                        Some(self.elements(branch, &guard, &format!("{path}/Fn::If/{index}")))
                    })
                    .flatten()
                    .collect()
            }
            Value::Null => Vec::new(),
            Value::Bool(_) | Value::Number(_) | Value::String(_) => vec![(guard.clone(), value, path.to_owned())],
        }
    }
}

/// The literals that follow from a logic having the value; what is not a conjunction stays one opaque literal.
fn demanded(logic: &Logic, holds: bool) -> Option<Guard> {
    let all =
        |items: &[Logic]| items.iter().try_fold(Guard::default(), |guard, item| guard.and(&demanded(item, holds)?));
    match (logic, holds) {
        (Logic::Not(inner), _) => demanded(inner, !holds),
        (Logic::And(items), true) | (Logic::Or(items), false) => all(items),
        (Logic::Equals(left, right), _) => match (left.as_literal(), right.as_literal()) {
            (Some(left), Some(right)) => ((left == right) == holds).then(Guard::default),
            (Some(_) | None, Some(_) | None) if left == right => holds.then(Guard::default),
            (Some(_) | None, Some(_) | None) => Some(one(logic, holds)),
        },
        (Logic::And(items), false) | (Logic::Or(items), true) => match items.as_slice() {
            // Nothing is violated, or nothing holds.
            [] => None,
            [item] => demanded(item, holds),
            [_, _, ..] => match logic.constant() {
                Some(constant) => (constant == holds).then(Guard::default),
                // What holds in every deployment says nothing, and what holds in none is never there.
                None if !satisfy::possible(&one(logic, !holds).literals) => Some(Guard::default()),
                None => Some(one(logic, holds)).filter(|guard| satisfy::possible(&guard.literals)),
            },
        },
        (Logic::Opaque(_), _) => Some(one(logic, holds)),
    }
}

fn one(logic: &Logic, holds: bool) -> Guard {
    Guard { literals: BTreeSet::from([Literal { fact: Fact(Arc::new(sorted(logic))), holds }]) }
}

/// Operands of `and` and `or` in one order.
fn sorted(logic: &Logic) -> Logic {
    let list = |items: &[Logic]| {
        let mut items: Vec<Logic> = items.iter().map(sorted).collect();
        items.sort();
        items.dedup();
        items
    };
    match logic {
        Logic::And(items) => Logic::And(list(items)),
        Logic::Or(items) => Logic::Or(list(items)),
        Logic::Not(inner) => Logic::Not(Box::new(sorted(inner))),
        Logic::Equals(_, _) | Logic::Opaque(_) => logic.clone(),
    }
}

fn branches(value: &Value) -> Option<(&str, &Value, &Value)> {
    let map = value.as_object()?;
    match (map.len(), map.get("Fn::If")?.as_array()?.as_slice()) {
        (1, [condition, when_true, when_false]) => Some((condition.as_str()?, when_true, when_false)),
        (_, _) => None,
    }
}

/// The conditions of a value in the order in which they are met, the outer ones before those in their branches.
fn collect_conditions<'v>(value: &'v Value, names: &mut Vec<&'v str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect_conditions(item, names)),
        Value::Object(map) => {
            if let Some((condition, _, _)) = branches(value)
                && !names.contains(&condition)
            {
                names.push(condition);
            }
            map.values().for_each(|item| collect_conditions(item, names));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// `None`: the value is `AWS::NoValue` in this world.
fn chosen(value: &Value, choices: &BTreeMap<&str, bool>) -> Option<Value> {
    match value {
        Value::Array(items) => {
            let mut out = Vec::with_capacity(items.len());
            for item in items {
                match (branches(item).is_some(), chosen(item, choices)) {
                    (true, Some(Value::Array(inner))) => out.extend(inner),
                    (true | false, Some(item)) => out.push(item),
                    (true | false, None) => {}
                }
            }
            Some(Value::Array(out))
        }
        Value::Object(map) => {
            if map.get("Ref").and_then(Value::as_str) == Some("AWS::NoValue") {
                return None;
            }
            if let Some((condition, when_true, when_false)) = branches(value) {
                return match choices.get(condition) {
                    Some(true) => chosen(when_true, choices),
                    Some(false) => chosen(when_false, choices),
                    None => Some(value.clone()),
                };
            }
            Some(Value::Object(
                map.iter().filter_map(|(key, item)| Some((key.clone(), chosen(item, choices)?))).collect(),
            ))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Some(value.clone()),
    }
}
