//! How long a value will be once CloudFormation has evaluated it, for quotas that count characters.

use serde_json::Value;

use super::Template;
use super::intrinsic::{Intrinsic, as_intrinsic};
use super::sub::{self, Part};

/// Characters counted for a value that the template does not tell: a parameter without default, an attribute.
/// An ARN of a role with a middling name has about as many.
const UNKNOWN: usize = 64;

/// Characters of a policy document as IAM counts them: compact JSON, white space outside texts left out. An
/// intrinsic counts with the length of its value where the template tells it (defaults, the longest branch of
/// `Fn::If`), else with 64; so the result is an estimate where a parameter without default is in it.
#[must_use]
pub fn policy_characters(template: &Template, policy: &Value) -> usize {
    if let Some((intrinsic, argument)) = as_intrinsic(policy) {
        let text = intrinsic_length(template, intrinsic, argument, 0);
        return match intrinsic {
            // A branch is counted as what it is: a list or mapping brings its own brackets.
            Intrinsic::If => argument
                .as_array()
                .into_iter()
                .flatten()
                .skip(1)
                .map(|branch| policy_characters(template, branch))
                .max()
                .unwrap_or(0),
            Intrinsic::Ref if argument == "AWS::NoValue" => 0,
            _ => text + 2,
        };
    }
    match policy {
        Value::Null => 4,
        Value::Bool(value) => {
            if *value {
                4
            } else {
                5
            }
        }
        Value::Number(number) => number.to_string().len(),
        Value::String(text) => text.chars().count() + 2,
        Value::Array(items) => {
            let inside: usize = items.iter().map(|item| policy_characters(template, item)).sum();
            2 + inside + items.len().saturating_sub(1)
        }
        Value::Object(map) => {
            let inside: usize =
                map.iter().map(|(key, item)| key.chars().count() + 3 + policy_characters(template, item)).sum();
            2 + inside + map.len().saturating_sub(1)
        }
    }
}

/// Characters of a value that becomes a text.
fn text_length(template: &Template, value: &Value, depth: usize) -> usize {
    match as_intrinsic(value) {
        Some((intrinsic, argument)) => intrinsic_length(template, intrinsic, argument, depth),
        None => match value {
            Value::String(text) => text.chars().count(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                value.to_string().chars().count()
            }
        },
    }
}

fn intrinsic_length(template: &Template, intrinsic: Intrinsic, argument: &Value, depth: usize) -> usize {
    let arguments = argument.as_array().map(Vec::as_slice).unwrap_or_default();
    match intrinsic {
        Intrinsic::Ref => reference_length(template, argument.as_str().unwrap_or_default()),
        Intrinsic::If => {
            arguments.iter().skip(1).map(|branch| text_length(template, branch, depth + 1)).max().unwrap_or(0)
        }
        Intrinsic::Sub => {
            let text = arguments.first().unwrap_or(argument).as_str().unwrap_or_default();
            let variables = arguments.get(1);
            sub::parts(text)
                .unwrap_or_default()
                .into_iter()
                .map(|part| match part {
                    Part::Text(text) => text.chars().count(),
                    Part::Literal(name) => name.chars().count() + 3,
                    Part::Variable(name) => match variables.and_then(|variables| variables.get(name)) {
                        Some(value) => text_length(template, value, depth + 1),
                        None => reference_length(template, name),
                    },
                })
                .sum()
        }
        Intrinsic::Join => {
            let delimiter = arguments.first().map_or(0, |delimiter| text_length(template, delimiter, depth + 1));
            let items = arguments.get(1).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let inside: usize = items.iter().map(|item| text_length(template, item, depth + 1)).sum();
            inside + delimiter * items.len().saturating_sub(1)
        }
        Intrinsic::Condition
        | Intrinsic::And
        | Intrinsic::Base64
        | Intrinsic::Cidr
        | Intrinsic::Contains
        | Intrinsic::EachMemberEquals
        | Intrinsic::EachMemberIn
        | Intrinsic::Equals
        | Intrinsic::FindInMap
        | Intrinsic::GetAtt
        | Intrinsic::GetAZs
        | Intrinsic::ImportValue
        | Intrinsic::Length
        | Intrinsic::Not
        | Intrinsic::Or
        | Intrinsic::RefAll
        | Intrinsic::Select
        | Intrinsic::Split
        | Intrinsic::ToJsonString
        | Intrinsic::Transform
        | Intrinsic::ValueOf
        | Intrinsic::ValueOfAll => UNKNOWN,
    }
}

fn reference_length(template: &Template, name: &str) -> usize {
    match name {
        "AWS::NoValue" => 0,
        "AWS::AccountId" => 12,
        // The longest of each that exist: aws-iso-b, ap-southeast-1, amazonaws.com.cn.
        "AWS::Partition" => 9,
        "AWS::Region" => 14,
        "AWS::URLSuffix" => 16,
        _ => match template.parameter(name).and_then(|parameter| parameter.default) {
            Some(default) => text_length(template, default, 1).max(1),
            None if template.parameter(name).is_some() => UNKNOWN,
            // An id such as lt-0123456789abcdef0, or a name.
            None if template.resource(name).is_some() => 24,
            None => UNKNOWN,
        },
    }
}
