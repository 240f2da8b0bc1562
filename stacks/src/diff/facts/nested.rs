//! Stacks that a template makes: where their template comes from, and what they are given.

use serde_json::Value;
use sprinters_dsl::policy::{Scope, Text};
use sprinters_dsl::template::Template;

use super::kind;
use super::setting::Setting;

/// Settings of nested stacks and stack sets.
pub(super) fn settings(scope: &Scope<'_>, id: &str, kind: &str, properties: &Value) -> Vec<Setting> {
    if !matches!(kind, "AWS::CloudFormation::Stack" | "AWS::CloudFormation::StackSet") {
        return Vec::new();
    }
    let mut out = Vec::new();
    let read = |name: &str| properties.get(name).and_then(|value| scope.text(value));
    if let Some(url) = read("TemplateURL") {
        let sentence = format!("the stacks of {id} are now made from {{after}} (before: {{before}})");
        out.push(setting("TemplateURL", "/TemplateURL".to_owned(), url, sentence));
    }
    if body(properties).is_none()
        && let Some(unread) = properties.get("TemplateBody").and_then(|value| scope.text(value))
    {
        let sentence = format!("the stacks of {id} are now made from another template, which can't be read here");
        out.push(setting("TemplateBody", "/TemplateBody".to_owned(), unread, sentence));
    }
    let parameters = properties.get("Parameters").and_then(Value::as_array);
    for (index, parameter) in parameters.into_iter().flatten().enumerate() {
        let text = |name: &str| parameter.get(name).and_then(|value| scope.text(value));
        let (Some(key), Some(value)) = (text("ParameterKey"), text("ParameterValue")) else { continue };
        let sentence = format!("the stacks of {id} are now given {key}={{after}} (before: {{before}})");
        out.push(setting(&format!("parameter {key}"), format!("/Parameters/{index}/ParameterValue"), value, sentence));
    }
    out
}

/// The templates that stand as text in stack sets, by the stack set's logical id; `None`: there is one that can't be read.
pub(in crate::diff) fn bodies(template: &Value) -> Vec<(String, Option<Template>)> {
    Scope::new(template)
        .section("Resources")
        .filter(|(_, resource)| kind(resource) == "AWS::CloudFormation::StackSet")
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

/// Neither value is known to be safer: any other value is told as changed.
fn setting(name: &str, path: String, value: Text, sentence: String) -> Setting {
    Setting {
        name: name.to_owned(),
        path,
        value: Some(value),
        risk: None,
        changed: sentence.clone(),
        widened: sentence.clone(),
        narrowed: sentence,
        gone: String::new(),
        explicit: false,
    }
}
