//! Logical ids that changed while what they name did not.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Map, Value};
use sprinters_dsl::policy::Scope;

/// References among renamed things are followed this many steps before two are taken for the same.
const ROUNDS: usize = 6;

/// Sections whose entries may be renamed without a difference in what the stack does. Parameters belong to the
/// interface of the stack: their renaming is told, but their policies are compared as if they had kept their names.
const SECTIONS: [&str; 4] = ["Parameters", "Mappings", "Conditions", "Resources"];

/// New name of each renamed entry, by section and old name.
pub(super) type Renames = BTreeMap<(&'static str, String), String>;

/// Finds the entries of `old` that `new` has under another name and otherwise unchanged.
pub(super) fn renames(old: &Value, new: &Value) -> Renames {
    let gone = missing(old, new);
    let come = missing(new, old);
    if gone.is_empty() || come.is_empty() {
        return Renames::new();
    }
    let (old_colours, new_colours) = (colours(old, &gone), colours(new, &come));
    let mut out = Renames::new();
    for section in SECTIONS {
        let mut free: Vec<(&String, u64)> =
            new_colours.iter().filter(|((at, _), _)| *at == section).map(|((_, id), colour)| (id, *colour)).collect();
        for ((at, id), colour) in &old_colours {
            if *at != section {
                continue;
            }
            if let Some(index) = free.iter().position(|(_, other)| other == colour) {
                out.insert((section, id.clone()), free.remove(index).0.clone());
            }
        }
    }
    verified(old, new, out)
}

/// The template with every renamed entry and every reference to it under the new name.
pub(super) fn renamed(template: &Value, renames: &Renames) -> Value {
    if renames.is_empty() {
        return template.clone();
    }
    let Some(sections) = template.as_object() else { return template.clone() };
    let mut out = Map::new();
    for (name, section) in sections {
        let renamed_keys = SECTIONS.iter().find(|known| *known == name);
        let value = match (renamed_keys, section.as_object()) {
            (Some(known), Some(entries)) => Value::Object(
                entries
                    .iter()
                    .map(|(id, body)| {
                        let id = renames.get(&(*known, id.clone())).unwrap_or(id);
                        (id.clone(), rewritten(body, renames, *known == "Resources"))
                    })
                    .collect(),
            ),
            (Some(_) | None, _) => rewritten(section, renames, name == "Outputs"),
        };
        out.insert(name.clone(), value);
    }
    Value::Object(out)
}

fn missing(from: &Value, other: &Value) -> BTreeSet<(&'static str, String)> {
    let mut out = BTreeSet::new();
    for section in SECTIONS {
        let Some(entries) = from.get(section).and_then(Value::as_object) else { continue };
        for id in entries.keys() {
            if other.get(section).and_then(|entries| entries.get(id)).is_none() {
                out.insert((section, id.clone()));
            }
        }
    }
    out
}

/// A number for each candidate that depends on what it is and on what it refers to, but on no candidate's name.
fn colours(template: &Value, candidates: &BTreeSet<(&'static str, String)>) -> BTreeMap<(&'static str, String), u64> {
    let mut colours: BTreeMap<(&'static str, String), u64> =
        candidates.iter().map(|candidate| (candidate.clone(), 0)).collect();
    for _ in 0..ROUNDS {
        let names: Renames = colours.iter().map(|(at, colour)| (at.clone(), format!("renamed{colour:x}"))).collect();
        let blank = renamed(template, &names);
        let scope = Scope::new(&blank);
        colours = candidates
            .iter()
            .map(|(section, id)| {
                let body = template.get(*section).and_then(|entries| entries.get(id)).unwrap_or(&Value::Null);
                let body = rewritten(body, &names, *section == "Resources");
                let mut hasher = DefaultHasher::new();
                scope.canonical(&body).to_string().hash(&mut hasher);
                ((*section, id.clone()), hasher.finish())
            })
            .collect();
    }
    colours
}

/// Drops pairs whose bodies are not equal once all pairs are renamed, until none is left to drop.
fn verified(old: &Value, new: &Value, mut renames: Renames) -> Renames {
    loop {
        let candidate = renamed(old, &renames);
        let (old_scope, new_scope) = (Scope::new(&candidate), Scope::new(new));
        let wrong: Vec<_> = renames
            .iter()
            .filter(|((section, _), id)| {
                let body = |template: &Value, scope: &Scope<'_>| {
                    template
                        .get(*section)
                        .and_then(|entries| entries.get(id.as_str()))
                        .map(|body| scope.canonical(body))
                };
                body(&candidate, &old_scope) != body(new, &new_scope)
            })
            .map(|(at, _)| at.clone())
            .collect();
        if wrong.is_empty() {
            return renames;
        }
        for at in wrong {
            renames.remove(&at);
        }
    }
}

/// `attributes`: a plain `Condition` or `DependsOn` entry here is a resource's or an output's attribute, not a
/// property.
fn rewritten(value: &Value, renames: &Renames, attributes: bool) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.iter().map(|item| rewritten(item, renames, attributes)).collect()),
        Value::Object(map) => {
            Value::Object(map.iter().map(|(key, item)| (key.clone(), entry(key, item, renames, attributes))).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

fn entry(key: &str, item: &Value, renames: &Renames, attributes: bool) -> Value {
    match (key, item) {
        ("Ref", Value::String(id)) => Value::String(referenced(id, renames)),
        ("Condition", Value::String(id)) => Value::String(found(&["Conditions"], id, renames)),
        ("DependsOn", Value::String(id)) if attributes => Value::String(found(&["Resources"], id, renames)),
        ("DependsOn", Value::Array(ids)) if attributes => Value::Array(
            ids.iter()
                .map(|id| match id {
                    Value::String(id) => Value::String(found(&["Resources"], id, renames)),
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => id.clone(),
                })
                .collect(),
        ),
        ("Fn::GetAtt", Value::String(text)) => match text.split_once('.') {
            Some((id, attribute)) => Value::String(format!("{}.{attribute}", found(&["Resources"], id, renames))),
            None => item.clone(),
        },
        ("Fn::GetAtt", Value::Array(items)) => first_renamed(items, &["Resources"], renames),
        ("Fn::If", Value::Array(items)) => first_renamed(items, &["Conditions"], renames),
        ("Fn::FindInMap", Value::Array(items)) => first_renamed(items, &["Mappings"], renames),
        ("Fn::Sub", Value::String(pattern)) => Value::String(substituted(pattern, None, renames)),
        ("Fn::Sub", Value::Array(items)) => match items.as_slice() {
            [Value::String(pattern), variables] => Value::Array(vec![
                Value::String(substituted(pattern, variables.as_object(), renames)),
                rewritten(variables, renames, attributes),
            ]),
            _ => rewritten(item, renames, attributes),
        },
        (_, _) => rewritten(item, renames, attributes),
    }
}

fn first_renamed(items: &[Value], sections: &[&'static str], renames: &Renames) -> Value {
    Value::Array(
        items
            .iter()
            .enumerate()
            .map(|(index, item)| match (index, item) {
                (0, Value::String(id)) => Value::String(found(sections, id, renames)),
                (_, _) => rewritten(item, renames, false),
            })
            .collect(),
    )
}

fn substituted(pattern: &str, variables: Option<&Map<String, Value>>, renames: &Renames) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once("${") {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push_str("${");
            rest = after;
            break;
        };
        let own = name.starts_with('!') || variables.is_some_and(|variables| variables.contains_key(name));
        let name = match (own, name.split_once('.')) {
            (true, _) => name.to_owned(),
            (false, Some((id, attribute))) => format!("{}.{attribute}", found(&["Resources"], id, renames)),
            (false, None) => referenced(name, renames),
        };
        out.push_str(&format!("${{{name}}}"));
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn referenced(id: &str, renames: &Renames) -> String {
    found(&["Resources", "Parameters"], id, renames)
}

fn found(sections: &[&'static str], id: &str, renames: &Renames) -> String {
    sections
        .iter()
        .find_map(|section| renames.get(&(*section, id.to_owned())))
        .map_or_else(|| id.to_owned(), Clone::clone)
}
