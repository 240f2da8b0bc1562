//! Values of a template in a line, for tables.

use serde_json::Value;
use sprinters_dsl::template::{Intrinsic, as_intrinsic};

/// The value as a reader of templates would say it: `${Name}` for a reference, both branches of a choice.
pub(crate) fn short(value: &Value) -> String {
    let Some((intrinsic, argument)) = as_intrinsic(value) else { return plain(value) };
    let elements = argument.as_array().map(Vec::as_slice).unwrap_or_default();
    match (intrinsic, elements) {
        (Intrinsic::Ref, _) => format!("${{{}}}", plain(argument)),
        (Intrinsic::Sub, _) => argument.as_str().map_or_else(|| argument.to_string(), str::to_owned),
        (Intrinsic::GetAtt, [resource, attribute]) => format!("${{{}.{}}}", plain(resource), plain(attribute)),
        (Intrinsic::If, [condition, yes, no]) => match (is_nothing(yes), is_nothing(no)) {
            (_, true) => format!("{} if {}", short(yes), plain(condition)),
            (true, false) => format!("{} unless {}", short(no), plain(condition)),
            (false, false) => format!("{} if {}, else {}", short(yes), plain(condition), short(no)),
        },
        (_, _) => value.to_string(),
    }
}

/// The one line or several: a list has one for each element.
pub(crate) fn lines(value: &Value) -> String {
    match value {
        Value::Array(elements) => elements.iter().map(short).collect::<Vec<_>>().join("\n"),
        other => short(other),
    }
}

/// `AWS::NoValue`: what stands there is taken out.
pub(crate) fn is_nothing(value: &Value) -> bool {
    matches!(as_intrinsic(value), Some((Intrinsic::Ref, Value::String(name))) if name == "AWS::NoValue")
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(elements) => format!("[{}]", elements.iter().map(short).collect::<Vec<_>>().join(", ")),
        Value::Object(entries) => {
            entries.iter().map(|(key, value)| format!("{key} = {}", short(value))).collect::<Vec<_>>().join(", ")
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}
