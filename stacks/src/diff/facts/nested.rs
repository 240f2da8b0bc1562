//! Stacks that a template makes: where their template comes from, and what they are given.

use serde_json::Value;
use sprinters_dsl::policy::{Scope, Text};
use sprinters_dsl::template::Template;

use super::kind;
use super::setting::Setting;

/// The types that make stacks.
const KINDS: [&str; 3] =
    ["AWS::CloudFormation::Stack", "AWS::CloudFormation::StackSet", "AWS::Serverless::Application"];

/// The properties that are compared here, without list indexes.
pub(super) fn told(kind: &str) -> &'static [&'static str] {
    match kind {
        "AWS::CloudFormation::Stack" => &["Parameters", "TemplateBody", "TemplateURL"],
        "AWS::CloudFormation::StackSet" => &["Parameters/ParameterValue", "TemplateBody", "TemplateURL"],
        "AWS::Serverless::Application" => &["Location", "Parameters", "TemplateBody"],
        _ => &[],
    }
}

/// What is compared together.
pub(super) fn units(kind: &str) -> Vec<&'static str> {
    match KINDS.contains(&kind) {
        true => vec!["TemplateURL", "TemplateBody", "Location", "Parameters"],
        false => Vec::new(),
    }
}

/// Settings of nested stacks, stack sets and applications.
pub(super) fn settings(scope: &Scope<'_>, id: &str, kind: &str, properties: &Value) -> Vec<Setting> {
    if !KINDS.contains(&kind) {
        return Vec::new();
    }
    let mut out = Vec::new();
    let read = |name: &str| properties.get(name).and_then(|value| scope.text(value));
    for name in ["TemplateURL", "Location"] {
        if let Some(place) = read(name) {
            let sentence = format!("the stacks of {id} are now made from {{after}} (before: {{before}}); not judged");
            out.push(setting(name, format!("/{name}"), place, sentence, ""));
        }
    }
    if properties.get("TemplateBody").is_some()
        && body(properties).is_none()
        && let Some(unread) = read("TemplateBody")
    {
        let sentence = format!("the stacks of {id} are now made from another template, which can't be read here");
        out.push(setting("TemplateBody", "/TemplateBody".to_owned(), unread, sentence, ""));
    }
    let mut parameters: Vec<(String, String, Text)> = Vec::new();
    match properties.get("Parameters") {
        Some(Value::Array(items)) => {
            for (index, parameter) in items.iter().enumerate() {
                let text = |name: &str| parameter.get(name).and_then(|value| scope.text(value));
                let (Some(key), Some(value)) = (text("ParameterKey"), text("ParameterValue")) else { continue };
                parameters.push((key.to_string(), format!("/Parameters/{index}/ParameterValue"), value));
            }
        }
        Some(Value::Object(map)) => {
            for (key, value) in map {
                let values = scope.texts(value);
                let value = match values.as_slice() {
                    [one] => one.clone(),
                    many => Text::literal(&many.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")),
                };
                parameters.push((key.clone(), format!("/Parameters/{key}"), value));
            }
        }
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | None => {}
    }
    for (key, path, value) in parameters {
        let sentence = format!("the stacks of {id} are now given {key}={{after}} (before: {{before}})");
        let gone = format!("the stacks of {id} are no longer given {key}={{before}}");
        out.push(Setting {
            risk: None,
            explicit: false,
            ..setting(&format!("parameter {key}"), path, value, sentence, &gone)
        });
    }
    out
}

/// The templates that stand as text in stacks and stack sets, by the logical id; `None`: there is one that can't be
/// read.
pub(in crate::diff) fn bodies(template: &Value) -> Vec<(String, Option<Template>)> {
    Scope::new(template)
        .section("Resources")
        .filter(|(_, resource)| KINDS.contains(&kind(resource)))
        .filter_map(|(id, resource)| {
            let properties = resource.get("Properties")?;
            properties.get("TemplateBody")?;
            Some((id.to_owned(), body(properties)))
        })
        .collect()
}

fn body(properties: &Value) -> Option<Template> {
    Template::parse(properties.get("TemplateBody")?.as_str()?).ok()
}

/// Neither value is known to be safer: any other value is told as changed. What makes a stack lets something happen.
fn setting(name: &str, path: String, value: Text, sentence: String, gone: &str) -> Setting {
    Setting {
        name: name.to_owned(),
        path,
        value: Some(value),
        risk: Some(1),
        set: None,
        changed: sentence.clone(),
        widened: sentence.clone(),
        narrowed: sentence,
        gone: gone.to_owned(),
        explicit: true,
    }
}
