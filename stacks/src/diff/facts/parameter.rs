//! Parameters that reach a policy: what may be given for them is part of the grant.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sprinters_dsl::policy::Scope;

use crate::diff::{Direction, GrantChange};

/// A default that is not what it was.
#[derive(Clone, Debug)]
pub(in crate::diff) struct Default {
    pub(in crate::diff) parameter: String,
    pub(in crate::diff) before: String,
    pub(in crate::diff) after: String,
}

/// Parameters that have a default in both templates, and not the same one.
pub(in crate::diff) fn changed_defaults(old: &Value, new: &Value) -> Vec<Default> {
    let (before, after) = (Scope::new(old), Scope::new(new));
    let default = |scope: &Scope<'_>, parameter: &Value| {
        let text = parameter.get("Default").and_then(|value| scope.text(value))?;
        Some(text.as_literal()?.to_owned())
    };
    after
        .section("Parameters")
        .filter_map(|(id, parameter)| {
            let was = default(&before, old.get("Parameters")?.get(id)?)?;
            let now = default(&after, parameter)?;
            (was != now).then(|| Default { parameter: id.to_owned(), before: was, after: now })
        })
        .collect()
}

/// Bounds that changed, and defaults that came or went, of parameters that a grant reads.
pub(in crate::diff) fn compare(old: &Value, new: &Value) -> Vec<GrantChange> {
    let readers = readers(new).into_iter().chain(readers(old));
    let mut read: BTreeMap<String, String> = BTreeMap::new();
    for (parameter, resource) in readers {
        read.entry(parameter).or_insert(resource);
    }
    let mut out = Vec::new();
    for (id, now) in Scope::new(new).section("Parameters") {
        let (Some(was), Some(resource)) = (old.get("Parameters").and_then(|all| all.get(id)), read.get(id)) else {
            continue;
        };
        for bound in BOUNDS {
            let (before, after) = (was.get(bound.name), now.get(bound.name));
            let Some(direction) = bound.direction(before, after) else { continue };
            let (was, now) = (before.map(shown), after.map(shown));
            let says = match (&was, &now) {
                (_, None) => format!("no longer {} {}", bound.verb, was.as_deref().unwrap_or_default()),
                (None, Some(now)) => format!("now {} {now} (before: no bound)", bound.verb),
                (Some(was), Some(now)) => format!("now {} {now} (before: {was})", bound.verb),
            };
            let sentence = format!("the parameter {id}, which {resource} reads, {says}");
            out.push(GrantChange {
                holder: id.to_owned(),
                direction,
                sentence,
                before: was,
                after: now,
                path: format!("/Parameters/{id}/{}", bound.name),
                aspect: format!("bound {}", bound.name),
                count: 1,
            });
        }
        let (direction, says, default) = match (was.get("Default"), now.get("Default")) {
            (None, Some(default)) => (Direction::Widened, "may now be left out and is then", default),
            (Some(default), None) => (Direction::Narrowed, "must now be given; left out it was", default),
            (None, None) | (Some(_), Some(_)) => continue,
        };
        out.push(GrantChange {
            holder: id.to_owned(),
            direction,
            sentence: format!("the parameter {id}, which {resource} reads, {says} {}", shown(default)),
            before: was.get("Default").map(shown),
            after: now.get("Default").map(shown),
            path: format!("/Parameters/{id}/Default"),
            aspect: "default".to_owned(),
            count: 1,
        });
    }
    out
}

struct Bound {
    name: &'static str,
    /// After "now" and "no longer".
    verb: &'static str,
    kind: BoundKind,
}

enum BoundKind {
    Least,
    Most,
    OneOf,
    Form,
}

const BOUNDS: &[Bound] = &[
    Bound { name: "MinValue", verb: "has to be at least", kind: BoundKind::Least },
    Bound { name: "MaxValue", verb: "has to be at most", kind: BoundKind::Most },
    Bound { name: "MinLength", verb: "has a length of at least", kind: BoundKind::Least },
    Bound { name: "MaxLength", verb: "has a length of at most", kind: BoundKind::Most },
    Bound { name: "AllowedValues", verb: "has to be one of", kind: BoundKind::OneOf },
    Bound { name: "AllowedPattern", verb: "has to match", kind: BoundKind::Form },
    Bound { name: "Type", verb: "is of type", kind: BoundKind::Form },
];

impl Bound {
    fn direction(&self, before: Option<&Value>, after: Option<&Value>) -> Option<Direction> {
        let (before, after) = match (before, after) {
            (None, None) => return None,
            (Some(_), None) => return Some(Direction::Widened),
            (None, Some(_)) => return Some(Direction::Narrowed),
            (Some(before), Some(after)) if shown(before) == shown(after) => return None,
            (Some(before), Some(after)) => (before, after),
        };
        let number = |value: &Value| shown(value).parse::<f64>().ok();
        let items = |value: &Value| -> Option<BTreeSet<String>> {
            value.as_array().map(|items| items.iter().map(shown).collect())
        };
        match self.kind {
            BoundKind::Least | BoundKind::Most => match (number(before), number(after)) {
                (Some(before), Some(after)) if before == after => None,
                (Some(before), Some(after)) => match (before < after) == matches!(self.kind, BoundKind::Most) {
                    true => Some(Direction::Widened),
                    false => Some(Direction::Narrowed),
                },
                (Some(_) | None, Some(_) | None) => Some(Direction::Changed),
            },
            BoundKind::OneOf => match (items(before), items(after)) {
                (Some(before), Some(after)) if before == after => None,
                (Some(before), Some(after)) if before.is_subset(&after) => Some(Direction::Widened),
                (Some(before), Some(after)) if after.is_subset(&before) => Some(Direction::Narrowed),
                (Some(_) | None, Some(_) | None) => Some(Direction::Changed),
            },
            BoundKind::Form => Some(Direction::Changed),
        }
    }
}

/// Parameters that grants depend on, directly or through template conditions, and the first resource whose grants do.
fn readers(template: &Value) -> Vec<(String, String)> {
    let scope = Scope::new(template);
    let conditions: Vec<(&str, &Value)> = scope.section("Conditions").collect();
    let mut reach: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (name, body) in &conditions {
        let mut names = BTreeSet::new();
        mentioned(body, &mut names);
        reach.insert(name, names);
    }
    let mut out = Vec::new();
    let parameters: Vec<&str> = scope.section("Parameters").map(|(name, _)| name).collect();
    for (id, resource) in scope.section("Resources") {
        let parts = compared(resource);
        if parts.is_empty() {
            continue;
        }
        let mut names = BTreeSet::new();
        parts.iter().for_each(|part| mentioned(part, &mut names));
        names.extend(resource.get("Condition").and_then(Value::as_str).map(str::to_owned));
        // Conditions name conditions, each once.
        let mut open: Vec<String> = names.iter().cloned().collect();
        while let Some(name) = open.pop() {
            for more in reach.get(name.as_str()).into_iter().flatten() {
                if names.insert(more.clone()) {
                    open.push(more.clone());
                }
            }
        }
        let read = parameters.iter().filter(|parameter| names.contains(**parameter));
        out.extend(read.map(|parameter| ((*parameter).to_owned(), id.to_owned())));
    }
    out
}

/// What of a resource is compared as a grant.
fn compared(resource: &Value) -> Vec<&Value> {
    let Some(properties) = resource.get("Properties") else { return Vec::new() };
    let mut out = Vec::new();
    // What a nested stack makes of what it is given is not known, and none of this template's grants.
    if !super::nested::told(super::kind(resource)).is_empty() {
        return out;
    }
    for place in super::told(resource) {
        at(properties, &place, &mut out);
    }
    documents(properties, &mut out);
    out
}

fn at<'v>(value: &'v Value, place: &str, out: &mut Vec<&'v Value>) {
    let (first, rest) = place.split_once('/').unwrap_or((place, ""));
    match value {
        _ if place.is_empty() => out.push(value),
        Value::Array(items) => items.iter().for_each(|item| at(item, place, out)),
        Value::Object(map) => match (map.get(first), map.get("Fn::If")) {
            (Some(inner), _) => at(inner, rest, out),
            (None, Some(Value::Array(branches))) => {
                let found = out.len();
                branches.iter().skip(1).for_each(|branch| at(branch, place, out));
                // What decides whether something is there is part of it.
                if found < out.len() {
                    out.extend(branches.first());
                }
            }
            (None, _) => {}
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn documents<'v>(value: &'v Value, out: &mut Vec<&'v Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| documents(item, out)),
        Value::Object(map)
            if map.get("Statement").is_some_and(|statement| statement.is_array() || statement.is_object()) =>
        {
            out.push(value);
        }
        Value::Object(map) => map.values().for_each(|item| documents(item, out)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Every name that a value may refer to: strings as they are, and what stands in `${…}`. Too many names do no harm.
fn mentioned(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| mentioned(item, names)),
        Value::Object(map) => map.values().for_each(|item| mentioned(item, names)),
        Value::String(text) => {
            names.insert(text.clone());
            for piece in text.split("${").skip(1) {
                if let Some((name, _)) = piece.split_once('}') {
                    names.insert(name.split('.').next().unwrap_or(name).to_owned());
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) if text.is_empty() => "empty".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}
