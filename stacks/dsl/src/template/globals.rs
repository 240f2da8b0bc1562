//! What SAM says beside its resources: globals of every function or interface, connectors of one.
//!
//! "Globals section of the AWS SAM template" and "Embedded connectors" in the SAM developer guide.

use serde_json::{Map, Value, json};

/// The sections of `Globals` and the types that they speak of ("Globals section of the AWS SAM template").
const KINDS: [(&str, &str); 6] = [
    ("Function", "AWS::Serverless::Function"),
    ("Api", "AWS::Serverless::Api"),
    ("HttpApi", "AWS::Serverless::HttpApi"),
    ("SimpleTable", "AWS::Serverless::SimpleTable"),
    ("StateMachine", "AWS::Serverless::StateMachine"),
    ("LayerVersion", "AWS::Serverless::LayerVersion"),
];

/// The template with what its globals say written into each resource, and each connector of a resource as one of its
/// own; `None` if there is neither.
#[must_use]
pub fn written_out(template: &Value) -> Option<Value> {
    let resources = template.get("Resources")?.as_object()?;
    let globals = template.get("Globals").and_then(Value::as_object);
    let connects = |resource: &Value| resource.get("Connectors").is_some_and(Value::is_object);
    if globals.is_none() && !resources.values().any(connects) {
        return None;
    }
    let mut whole = Map::new();
    for (id, resource) in resources {
        let mut resource = resource.clone();
        for (name, connector) in resource.get("Connectors").and_then(Value::as_object).into_iter().flatten() {
            let mut properties = connector.get("Properties").cloned().unwrap_or_else(|| json!({}));
            if let Some(properties) = properties.as_object_mut() {
                properties.insert("Source".to_owned(), json!({"Id": id}));
            }
            whole.insert(format!("{id}{name}"), json!({"Type": CONNECTOR, "Properties": properties}));
        }
        let kind = resource.get("Type").and_then(Value::as_str).unwrap_or_default();
        let section = KINDS.iter().find(|(_, of)| *of == kind).map(|(section, _)| *section);
        let global = section.and_then(|section| globals?.get(section)).filter(|global| global.is_object());
        if let (Some(global), Some(resource)) = (global, resource.as_object_mut()) {
            let own = resource.remove("Properties").unwrap_or_else(|| json!({}));
            resource.insert("Properties".to_owned(), merged(global, own));
        }
        whole.insert(id.clone(), resource);
    }
    let mut out = template.clone();
    out.as_object_mut()?.insert("Resources".to_owned(), Value::Object(whole));
    Some(out)
}

/// Where something in a resource of [`written_out`] comes from if the resource itself doesn't say it: a JSON pointer
/// into `Globals`.
pub(super) fn origin(template: &Value, pointer: &str) -> Option<String> {
    let (id, rest) = pointer.strip_prefix("/Resources/")?.split_once('/')?;
    let rest = rest.strip_prefix("Properties")?;
    let kind = template.get("Resources")?.get(id)?.get("Type")?.as_str()?;
    let (section, _) = KINDS.iter().find(|(_, of)| *of == kind)?;
    let global = format!("/Globals/{section}{rest}");
    template.pointer(&global).is_some().then_some(global)
}

const CONNECTOR: &str = "AWS::Serverless::Connector";

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
