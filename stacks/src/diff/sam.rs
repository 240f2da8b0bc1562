//! The `Globals` of SAM, which say something of every function or interface of a template.

use serde_json::{Map, Value};

/// The sections of `Globals` and the types that they speak of ("Globals section of the AWS SAM template").
const KINDS: [(&str, &str); 6] = [
    ("Function", "AWS::Serverless::Function"),
    ("Api", "AWS::Serverless::Api"),
    ("HttpApi", "AWS::Serverless::HttpApi"),
    ("SimpleTable", "AWS::Serverless::SimpleTable"),
    ("StateMachine", "AWS::Serverless::StateMachine"),
    ("LayerVersion", "AWS::Serverless::LayerVersion"),
];

/// The template with what its globals say written into each resource; `None` if there are none.
pub(super) fn with_globals(template: &Value) -> Option<Value> {
    let globals = template.get("Globals")?.as_object()?;
    let mut out = template.clone();
    let resources = out.get_mut("Resources")?.as_object_mut()?;
    for resource in resources.values_mut() {
        let kind = resource.get("Type").and_then(Value::as_str).unwrap_or_default();
        let section = KINDS.iter().find(|(_, of)| *of == kind).map(|(section, _)| *section);
        let Some(global) = section.and_then(|section| globals.get(section)).filter(|global| global.is_object()) else {
            continue;
        };
        if let Some(resource) = resource.as_object_mut() {
            let own = resource.remove("Properties").unwrap_or_else(|| Value::Object(Map::new()));
            resource.insert("Properties".to_owned(), merged(global, own));
        }
    }
    Some(out)
}

/// Mappings are merged, lists are joined, and of anything else the resource's own counts.
fn merged(global: &Value, own: Value) -> Value {
    match (global, own) {
        (Value::Object(global), Value::Object(own)) if !is_call(global) && !is_call(&own) => {
            let mut out = global.clone();
            for (key, value) in own {
                let value = match out.get(&key) {
                    Some(global) => merged(global, value),
                    None => value,
                };
                out.insert(key, value);
            }
            Value::Object(out)
        }
        (Value::Array(global), Value::Array(own)) => Value::Array(global.iter().cloned().chain(own).collect()),
        (_, own) => own,
    }
}

fn is_call(map: &Map<String, Value>) -> bool {
    map.len() == 1 && map.keys().all(|key| key == "Ref" || key.starts_with("Fn::"))
}
