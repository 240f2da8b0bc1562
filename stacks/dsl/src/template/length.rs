//! How long a value will be once CloudFormation has evaluated it, for quotas that count characters.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Template;
use super::intrinsic::{Intrinsic, as_intrinsic};
use super::sub::{self, Part};

/// Characters counted for a value that the template does not tell: a parameter without default, an attribute.
/// An ARN of a role with a middling name has about as many.
const UNKNOWN: usize = 64;

/// Most characters counted for one intrinsic, far beyond every quota: so no sum over a template overflows.
const MOST_COUNTED: usize = 1 << 32;

/// Characters of a policy document as IAM counts them: compact JSON, white space outside texts left out. An
/// intrinsic counts with the length of its value where the template tells it (defaults, the longest branch of
/// `Fn::If`), else with 64; so the result is an estimate where a parameter without default is in it.
#[must_use]
pub fn policy_characters(template: &Template, policy: &Value) -> usize {
    if let Some((intrinsic, argument)) = as_intrinsic(policy) {
        let text = intrinsic_length(template, intrinsic, argument);
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
            let inside = items.iter().map(|item| policy_characters(template, item)).sum::<usize>();
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
fn text_length(template: &Template, value: &Value) -> usize {
    match as_intrinsic(value) {
        Some((intrinsic, argument)) => intrinsic_length(template, intrinsic, argument),
        None => match value {
            Value::String(text) => text.chars().count(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                value.to_string().chars().count()
            }
        },
    }
}

fn intrinsic_length(template: &Template, intrinsic: Intrinsic, argument: &Value) -> usize {
    uncapped_length(template, intrinsic, argument).min(MOST_COUNTED)
}

fn uncapped_length(template: &Template, intrinsic: Intrinsic, argument: &Value) -> usize {
    let arguments = argument.as_array().map(Vec::as_slice).unwrap_or_default();
    match intrinsic {
        Intrinsic::Ref => reference_length(template, argument.as_str().unwrap_or_default()),
        Intrinsic::If => arguments.iter().skip(1).map(|branch| text_length(template, branch)).max().unwrap_or(0),
        Intrinsic::Sub => {
            let text = arguments.first().unwrap_or(argument).as_str().unwrap_or_default();
            // Each variable once, however often it is used: nested substitutions would double the work at every level.
            let variables: BTreeMap<&str, usize> = arguments
                .get(1)
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
                .map(|(name, value)| (name.as_str(), text_length(template, value)))
                .collect();
            let lengths = sub::parts(text).unwrap_or_default().into_iter().map(|part| match part {
                Part::Text(text) => text.chars().count(),
                Part::Literal(name) => name.chars().count() + 3,
                Part::Variable(name) => {
                    variables.get(name).copied().unwrap_or_else(|| reference_length(template, name))
                }
            });
            lengths.sum()
        }
        Intrinsic::Join => {
            let delimiter = arguments.first().map_or(0, |delimiter| text_length(template, delimiter));
            let items = arguments.get(1).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let inside = items.iter().map(|item| text_length(template, item)).sum::<usize>();
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
            Some(default) => text_length(template, default).max(1),
            None if template.parameter(name).is_some() => UNKNOWN,
            // An id such as lt-0123456789abcdef0, or a name.
            None if template.resource(name).is_some() => 24,
            None => UNKNOWN,
        },
    }
}
