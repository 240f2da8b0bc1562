//! A template without what can never be: branches of conditions that no deployment chooses.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::intrinsic::{Intrinsic, as_intrinsic};
use super::symbolic::Scope;

/// The template with every `Fn::If` replaced whose condition says the same in every deployment, and without the
/// resources and outputs that no deployment makes; `None` if there is nothing of that kind.
pub(super) fn settled(template: &Value) -> Option<Value> {
    let decided = decided(template);
    if decided.is_empty() {
        return None;
    }
    let mut out = template.clone();
    for section in ["Resources", "Outputs"] {
        let Some(entries) = out.get_mut(section).and_then(Value::as_object_mut) else { continue };
        let holds = |entry: &Value| entry.get("Condition").and_then(Value::as_str).and_then(|name| decided.get(name));
        entries.retain(|_, entry| holds(entry) != Some(&false));
        for entry in entries.values_mut() {
            *entry = chosen(entry, &decided);
        }
    }
    Some(out)
}

/// The conditions that are always true, or never.
fn decided(template: &Value) -> BTreeMap<String, bool> {
    let scope = Scope::new(template);
    let mut out = BTreeMap::new();
    for (name, _) in scope.section("Conditions") {
        // Two constants are a switch that somebody turns by hand, so both of its sides are looked at.
        if !depends(template, name, MAX_DEPTH) {
            continue;
        }
        match (scope.guard(name, true), scope.guard(name, false)) {
            (None, Some(_)) => out.insert(name.to_owned(), false),
            (Some(_), None) => out.insert(name.to_owned(), true),
            (_, _) => None,
        };
    }
    out
}

/// Conditions that name others are followed so far.
const MAX_DEPTH: usize = 8;

/// Whether anything in a condition is known only at deployment.
fn depends(template: &Value, condition: &str, depth: usize) -> bool {
    fn mentions(template: &Value, value: &Value, depth: usize) -> bool {
        match value {
            Value::Array(items) => items.iter().any(|item| mentions(template, item, depth)),
            Value::Object(map) => map.iter().any(|(key, item)| match (key.as_str(), item.as_str()) {
                ("Ref" | "Fn::Sub" | "Fn::FindInMap" | "Fn::ImportValue" | "Fn::GetAZs", _) => true,
                ("Condition", Some(name)) => 0 < depth && depends(template, name, depth - 1),
                (_, _) => mentions(template, item, depth),
            }),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        }
    }
    let definition = template.get("Conditions").and_then(|all| all.get(condition));
    definition.is_some_and(|definition| mentions(template, definition, depth))
}

fn chosen(value: &Value, decided: &BTreeMap<String, bool>) -> Value {
    if let Some((holds, branches)) = branch(value, decided) {
        return branches.get(if holds { 1 } else { 2 }).map_or_else(no_value, |branch| chosen(branch, decided));
    }
    match value {
        Value::Array(items) => Value::Array(items.iter().map(|item| chosen(item, decided)).collect()),
        Value::Object(map) => {
            let entries = map.iter().map(|(key, item)| (key.clone(), chosen(item, decided)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

fn no_value() -> Value {
    json!({"Ref": "AWS::NoValue"})
}

fn branch<'v>(value: &'v Value, decided: &BTreeMap<String, bool>) -> Option<(bool, &'v Vec<Value>)> {
    match as_intrinsic(value)? {
        (Intrinsic::If, Value::Array(branches)) => {
            let holds = decided.get(branches.first()?.as_str()?)?;
            Some((*holds, branches))
        }
        (_, _) => None,
    }
}

/// Where in the template itself stands what is at a pointer into [`settled`].
pub(super) fn origin(template: &Value, pointer: &str) -> String {
    let decided = decided(template);
    let mut out = String::new();
    let mut value = template;
    let mut segments = pointer.split('/').skip(1);
    let mut next = segments.next();
    while let Some(segment) = next {
        if let Some((holds, branches)) = branch(value, &decided)
            && segment != "Fn::If"
        {
            let index = if holds { 1 } else { 2 };
            let Some(inner) = branches.get(index) else { break };
            out.push_str(&format!("/Fn::If/{index}"));
            value = inner;
            continue;
        }
        out.push('/');
        out.push_str(segment);
        let key = segment.replace("~1", "/").replace("~0", "~");
        value = match value {
            Value::Object(map) => map.get(&key).unwrap_or(&Value::Null),
            Value::Array(items) => key.parse::<usize>().ok().and_then(|at| items.get(at)).unwrap_or(&Value::Null),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => &Value::Null,
        };
        next = segments.next();
    }
    while let Some((holds, branches)) = branch(value, &decided) {
        let index = if holds { 1 } else { 2 };
        let Some(inner) = branches.get(index) else { break };
        out.push_str(&format!("/Fn::If/{index}"));
        value = inner;
    }
    out
}
