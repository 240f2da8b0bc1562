//! Macros: whoever writes one writes the template.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diff::{Direction, GrantChange};

/// Macros of AWS that only unfold what stands in the template.
const KNOWN: [&str; 2] = ["AWS::LanguageExtensions", "AWS::Serverless-2016-10-31"];

/// Macros that came or went.
pub(in crate::diff) fn compare(old: &Value, new: &Value) -> Vec<GrantChange> {
    let (was, now) = (macros(old), macros(new));
    let change = |name: &String, direction, sentence: String| GrantChange {
        holder: name.clone(),
        direction,
        sentence,
        before: was.contains(name).then(|| name.clone()),
        after: now.contains(name).then(|| name.clone()),
        path: "/Transform".to_owned(),
        aspect: "macro".to_owned(),
        count: 1,
    };
    let come = now.difference(&was).map(|name| {
        change(name, Direction::Widened, format!("the macro {name} may now change the whole template; not judged"))
    });
    let gone = was.difference(&now).map(|name| {
        change(name, Direction::Changed, format!("the macro {name} no longer changes the template; not judged"))
    });
    come.chain(gone).chain(modules(old, new)).collect()
}

/// Modules: what one makes stands where it was registered.
fn modules(old: &Value, new: &Value) -> Vec<GrantChange> {
    let of = |template: &Value| -> BTreeMap<String, Value> {
        let resources = template.get("Resources").and_then(Value::as_object).into_iter().flatten();
        let own = resources.filter(|(_, resource)| super::kind(resource).ends_with("::MODULE"));
        own.map(|(id, resource)| (id.clone(), resource.clone())).collect()
    };
    let (was, now) = (of(old), of(new));
    let ids: BTreeSet<&String> = was.keys().chain(now.keys()).collect();
    let change = |id: &String| {
        let (direction, sentence) = match (was.get(id), now.get(id)) {
            (Some(before), Some(after)) if before == after => return None,
            (Some(_), Some(_)) => {
                (Direction::Changed, format!("the module {id} is now given something else; not judged"))
            }
            (None, Some(after)) => {
                let kind = super::kind(after);
                (Direction::Widened, format!("the module {kind} may now make resources as {id}; not judged"))
            }
            (Some(before), None) => {
                let kind = super::kind(before);
                (Direction::Narrowed, format!("the module {kind} no longer makes resources as {id}; not judged"))
            }
            (None, None) => return None,
        };
        Some(GrantChange {
            holder: id.clone(),
            direction,
            sentence,
            before: was.get(id).map(ToString::to_string),
            after: now.get(id).map(ToString::to_string),
            path: format!("/Resources/{id}"),
            aspect: "module".to_owned(),
            count: 1,
        })
    };
    ids.into_iter().filter_map(change).collect()
}

/// The macros of the whole template, and those that stand in it, by name.
fn macros(template: &Value) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    if let Some(transform) = template.get("Transform") {
        named(transform, &mut out);
    }
    for section in ["Conditions", "Mappings", "Metadata", "Outputs", "Parameters", "Resources", "Rules"] {
        if let Some(section) = template.get(section) {
            inside(section, &mut out);
        }
    }
    out.retain(|name| !KNOWN.contains(&name.as_str()));
    out
}

fn named(transform: &Value, out: &mut BTreeSet<String>) {
    match transform {
        Value::String(name) => {
            out.insert(name.clone());
        }
        Value::Array(several) => several.iter().for_each(|one| named(one, out)),
        Value::Object(map) => {
            let name = map.get("Name").and_then(Value::as_str).unwrap_or("of no name");
            let place = map.get("Parameters").and_then(|parameters| parameters.get("Location")).and_then(Value::as_str);
            out.insert(match place {
                Some(place) => format!("{name} with {place}"),
                None => name.to_owned(),
            });
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn inside(value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| inside(item, out)),
        Value::Object(map) => {
            for (key, item) in map {
                if key == "Fn::Transform" {
                    named(item, out);
                }
                inside(item, out);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
