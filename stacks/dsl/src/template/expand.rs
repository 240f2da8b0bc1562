//! `Fn::ForEach` of the language extensions, unfolded as CloudFormation unfolds it, and what no reader understands.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::intrinsic::{Intrinsic, is_call};
use super::read::{MOST_VALUES, pointer_join};

const LOOP: &str = "Fn::ForEach::";

/// Sections whose entries a loop may make, and in whose entries one may stand ("Fn::ForEach" in the CloudFormation user
/// guide).
const SECTIONS: [&str; 3] = ["Conditions", "Resources", "Outputs"];

/// Something in a template that is kept as it is without being understood.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotUnderstood {
    /// What it is: the name of a function, macro or section, or the type of a resource.
    pub what: String,
    /// JSON pointer to it.
    pub path: String,
}

/// The sections with every loop unfolded; `None` if there is no loop.
///
/// A loop over what is not known before deployment is unfolded once, with its variable left in place, so that what it
/// makes can still be looked at.
pub(super) fn unfolded(sections: &Map<String, Value>) -> Option<Map<String, Value>> {
    if !SECTIONS.iter().any(|section| sections.get(*section).is_some_and(has_loop)) {
        return None;
    }
    let mut out = sections.clone();
    let mut work = Work { left: MOST_VALUES };
    for section in SECTIONS {
        if let Some(value) = out.get_mut(section) {
            *value = work.value(value, &BTreeMap::new());
        }
    }
    Some(out)
}

fn has_loop(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_loop),
        Value::Object(map) => map.iter().any(|(key, item)| key.starts_with(LOOP) || has_loop(item)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

struct Work {
    /// Values that may still be made: a loop in a loop in a loop multiplies.
    left: usize,
}

impl Work {
    fn value(&mut self, value: &Value, names: &BTreeMap<String, String>) -> Value {
        self.left = self.left.saturating_sub(1);
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
            Value::String(text) => Value::String(filled(text, names)),
            Value::Array(items) => Value::Array(items.iter().map(|item| self.value(item, names)).collect()),
            Value::Object(map) => {
                if let (1, Some(Value::String(name))) = (map.len(), map.get("Ref"))
                    && let Some(text) = names.get(name)
                {
                    return Value::String(text.clone());
                }
                let mut out = Map::new();
                for (key, item) in map {
                    match parts(key, item) {
                        Some(parts) => self.unfold(&parts, names, &mut out),
                        None => {
                            let item = self.value(item, names);
                            out.insert(filled(key, names), item);
                        }
                    }
                }
                Value::Object(out)
            }
        }
    }

    fn unfold(&mut self, parts: &Parts<'_>, names: &BTreeMap<String, String>, out: &mut Map<String, Value>) {
        let items = match self.value(parts.collection, names) {
            Value::Array(items) if items.iter().all(|item| scalar(item).is_some()) => Some(items),
            _ => None,
        };
        let texts: Vec<Option<String>> = match items {
            Some(items) => items.iter().map(scalar).collect(),
            None => vec![None],
        };
        for text in texts {
            // What does not fit any more is left out; a reader has been told by then that the template is too large.
            if self.left == 0 {
                return;
            }
            let mut names = names.clone();
            match text {
                Some(text) => names.insert(parts.variable.to_owned(), text),
                None => names.remove(parts.variable),
            };
            if let Value::Object(made) = self.value(parts.body, &names) {
                out.extend(made);
            }
        }
    }
}

struct Parts<'v> {
    variable: &'v str,
    collection: &'v Value,
    body: &'v Value,
}

fn parts<'v>(key: &str, value: &'v Value) -> Option<Parts<'v>> {
    if !key.starts_with(LOOP) {
        return None;
    }
    match value.as_array()?.as_slice() {
        [Value::String(variable), collection, body @ Value::Object(_)] => Some(Parts { variable, collection, body }),
        _ => None,
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// `${Name}` is the loop's value, `&{Name}` the same without what a logical id can't have.
fn filled(text: &str, names: &BTreeMap<String, String>) -> String {
    if names.is_empty() || !(text.contains("${") || text.contains("&{")) {
        return text.to_owned();
    }
    let mut out = text.to_owned();
    for (name, value) in names {
        let bare: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
        out = out.replace(&format!("${{{name}}}"), value).replace(&format!("&{{{name}}}"), &bare);
    }
    out
}

/// Everything in a template that is kept without being understood, in its order.
pub(super) fn not_understood(sections: &Map<String, Value>, known_sections: &[&str]) -> Vec<NotUnderstood> {
    let mut out = Vec::new();
    for (name, section) in sections {
        let path = pointer_join("", name);
        match name.as_str() {
            "Transform" => macros(section, &path, &mut out),
            "Hooks" => out.push(NotUnderstood { what: "the section Hooks".to_owned(), path }),
            "AWSTemplateFormatVersion" | "Description" | "Metadata" | "Globals" | "Parameters" | "Mappings" => {}
            known if known_sections.contains(&known) => calls(section, &path, &mut out),
            other => out.push(NotUnderstood { what: format!("the section {other}"), path }),
        }
    }
    out
}

fn macros(transform: &Value, path: &str, out: &mut Vec<NotUnderstood>) {
    let names = transform.as_array().map_or(std::slice::from_ref(transform), Vec::as_slice);
    for name in names {
        match name.as_str() {
            Some("AWS::LanguageExtensions" | "AWS::Serverless-2016-10-31") => {}
            Some(name) => out.push(NotUnderstood { what: format!("the macro {name}"), path: path.to_owned() }),
            None => {
                let name = name.get("Name").and_then(Value::as_str).unwrap_or("of the template");
                out.push(NotUnderstood { what: format!("the macro {name}"), path: path.to_owned() });
            }
        }
    }
}

fn calls(value: &Value, path: &str, out: &mut Vec<NotUnderstood>) {
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| calls(item, &format!("{path}/{index}"), out));
        }
        Value::Object(map) => {
            for (key, item) in map {
                let path = pointer_join(path, key);
                if key == "Fn::Transform" {
                    let named = |call: &Value| call.get("Name").and_then(Value::as_str).map(str::to_owned);
                    let calls = item.as_array().map_or(std::slice::from_ref(item), Vec::as_slice);
                    let name = calls.iter().find_map(named).unwrap_or_else(|| "a macro".to_owned());
                    out.push(NotUnderstood { what: format!("Fn::Transform {name}"), path: path.clone() });
                } else if let Some(parts) = parts(key, item) {
                    // A list that only the deployment knows, as far as the text of the loop tells.
                    if is_call(parts.collection) {
                        out.push(NotUnderstood { what: format!("the length of the loop {key}"), path: path.clone() });
                    }
                } else if key.starts_with("Fn::") && Intrinsic::from_key(key).is_none() {
                    out.push(NotUnderstood { what: key.clone(), path: path.clone() });
                }
                calls(item, &path, out);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
