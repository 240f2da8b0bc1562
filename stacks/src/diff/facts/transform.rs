//! Macros: whoever writes one writes the template.

use std::collections::BTreeSet;

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
    come.chain(gone).collect()
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
