//! What of a template no rule sees, because AWS puts it in later.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::policy::places;
use crate::template::Template;

/// Macros of AWS whose input is what rules look into.
const READ: [&str; 6] = [
    "AWS::CodeDeployBlueGreen",
    "AWS::LanguageExtensions",
    "AWS::SecretsManager-2020-07-23",
    "AWS::SecretsManager-2024-09-16",
    "AWS::Serverless-2016-10-31",
    "AWS::ServiceCatalog",
];

/// Noun phrases, in the template's order.
pub(super) fn in_template(template: &Template) -> Vec<String> {
    let mut found = Vec::new();
    let names: Vec<&Value> = match template.as_json().get("Transform") {
        Some(Value::Array(names)) => names.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    for name in names {
        let name = name.as_str().or_else(|| name.get("Name").and_then(Value::as_str)).unwrap_or("Transform");
        if !READ.contains(&name) {
            found.push(format!("what the macro {name} makes of the template"));
        }
    }
    for resource in template.resources() {
        let id = resource.logical_id;
        let elsewhere = match resource.kind {
            "AWS::CloudFormation::Stack" | "AWS::Serverless::Application" => true,
            "AWS::CloudFormation::StackSet" => resource.property("TemplateURL").is_some(),
            _ => false,
        };
        if elsewhere {
            found.push(format!("the template of the nested stack {id}"));
        }
        if has_transform(resource.json.get("Properties").unwrap_or(&Value::Null)) {
            found.push(format!("what Fn::Transform puts into {id}"));
        }
        if resource.kind.ends_with("::MODULE") {
            found.push(format!("what the module {} makes as {id}", resource.kind));
        }
    }
    // What the two lists above name already is not named twice.
    let more = template.not_understood().into_iter().map(|one| one.what);
    let others = more.filter(|what| !what.starts_with("the macro ") && !what.starts_with("Fn::Transform"));
    let mut counted: Vec<(String, usize)> = Vec::new();
    for what in others {
        match counted.iter_mut().find(|(known, _)| *known == what) {
            Some((_, count)) => *count += 1,
            None => counted.push((what, 1)),
        }
    }
    found.extend(counted.into_iter().map(|(what, count)| match count {
        1 => what,
        count => format!("{what} ({count} times)"),
    }));
    found.extend(unjudged_types(template));
    found
}

/// Types that AWS does not publish, so that no rule knows what they may do.
fn unjudged_types(template: &Template) -> Vec<String> {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for resource in template.resources() {
        if !resource.kind.ends_with("::MODULE") && places(resource.kind).is_none() {
            *kinds.entry(resource.kind).or_default() += 1;
        }
    }
    let named = |(kind, count): (&str, usize)| match count {
        1 => format!("a resource of the type {kind}, which AWS does not publish"),
        count => format!("{count} resources of the type {kind}, which AWS does not publish"),
    };
    kinds.into_iter().map(named).collect()
}

fn has_transform(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.contains_key("Fn::Transform") || map.values().any(has_transform),
        Value::Array(items) => items.iter().any(has_transform),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
