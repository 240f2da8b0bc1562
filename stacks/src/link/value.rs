//! One value against the declaration of its parameter: AWS CloudFormation User Guide, "Parameters syntax".

use regex_lite::Regex;
use serde_json::Value as JsonValue;
use sprinters_dsl::template::Parameter;
use thiserror::Error;

/// Most bytes of a parameter's value: AWS CloudFormation User Guide, "Understand CloudFormation quotas".
pub const MAX_VALUE_BYTES: usize = 4_096;

/// What a declaration has against a value; to be read after the value.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ValueProblem {
    /// Longer than any value.
    #[error("it has {bytes} bytes, CloudFormation takes at most {MAX_VALUE_BYTES}")]
    TooLong {
        /// Its length in bytes.
        bytes: usize,
    },
    /// Not of the parameter's type.
    #[error("`{item}` is not {expected}")]
    Type {
        /// The value, or the element of it.
        item: String,
        /// The type in words.
        expected: String,
    },
    /// Not one of the listed values.
    #[error("`{item}` is not one of {}", .allowed.join(", "))]
    NotListed {
        /// The value, or the element of it.
        item: String,
        /// The listed values.
        allowed: Vec<String>,
    },
    /// The pattern does not match the whole of it.
    #[error("`{item}` does not match {pattern}")]
    Pattern {
        /// The value, or the element of it.
        item: String,
        /// The pattern.
        pattern: String,
    },
    /// The pattern can't be read here, so nothing is known of the value.
    #[error("the template's pattern {pattern} can't be checked here")]
    UnreadablePattern {
        /// The pattern.
        pattern: String,
    },
    /// Too few or too many characters.
    #[error("it has {characters} characters, {bounds} allowed")]
    Length {
        /// Its length in characters.
        characters: usize,
        /// The bounds in words.
        bounds: String,
    },
    /// Too small or too large a number.
    #[error("{item} is out of bounds, {bounds} allowed")]
    Range {
        /// The number.
        item: String,
        /// The bounds in words.
        bounds: String,
    },
}

impl ValueProblem {
    /// What to do about it, one sentence.
    #[must_use]
    pub(super) fn help(&self) -> String {
        match self {
            Self::TooLong { .. } => "shorten the value".to_owned(),
            Self::Type { expected, .. } => format!("give {expected}"),
            Self::NotListed { allowed, .. } => format!("give one of {}", allowed.join(", ")),
            Self::Pattern { pattern, .. } => format!("give a value that matches {pattern}"),
            Self::UnreadablePattern { .. } => {
                "write the template's pattern without look-around and back-references".to_owned()
            }
            Self::Length { bounds, .. } => format!("give {bounds} characters"),
            Self::Range { bounds, .. } => format!("give {bounds}"),
        }
    }
}

pub(super) fn check(parameter: &Parameter<'_>, value: &str) -> Result<(), ValueProblem> {
    if MAX_VALUE_BYTES < value.len() {
        return Err(ValueProblem::TooLong { bytes: value.len() });
    }
    let kind = Kind::from_parameter(parameter.kind);
    check_length(parameter, value)?;
    if !kind.list {
        return check_item(parameter, &kind, value);
    }
    // CloudFormation trims the elements of a list, and an empty text is a list of one empty element.
    value.split(',').map(str::trim).try_for_each(|item| check_item(parameter, &kind, item))
}

fn check_item(parameter: &Parameter<'_>, kind: &Kind<'_>, item: &str) -> Result<(), ValueProblem> {
    check_type(kind, item)?;
    if let Some(allowed) = parameter.allowed_values {
        let allowed: Vec<String> = allowed.iter().map(plain).collect();
        if !allowed.iter().any(|allowed| allowed == item) {
            return Err(ValueProblem::NotListed { item: item.to_owned(), allowed });
        }
    }
    if let Some(pattern) = parameter.allowed_pattern {
        // The whole value must match, anchors or not.
        let Ok(regex) = Regex::new(&format!("^(?:{pattern})$")) else {
            return Err(ValueProblem::UnreadablePattern { pattern: pattern.to_owned() });
        };
        if !regex.is_match(item) {
            return Err(ValueProblem::Pattern { item: item.to_owned(), pattern: pattern.to_owned() });
        }
    }
    if kind.element == "Number" {
        check_range(parameter, item)?;
    }
    Ok(())
}

/// A parameter's type, the list around it taken off.
struct Kind<'a> {
    element: &'a str,
    list: bool,
}

impl<'a> Kind<'a> {
    fn from_parameter(kind: &'a str) -> Kind<'a> {
        match kind.strip_prefix("List<").and_then(|rest| rest.strip_suffix('>')) {
            Some(element) => Kind { element, list: true },
            None if kind == "CommaDelimitedList" => Kind { element: "String", list: true },
            None => Kind { element: kind, list: false },
        }
    }
}

fn check_type(kind: &Kind<'_>, item: &str) -> Result<(), ValueProblem> {
    let wrong = |expected: &str| Err(ValueProblem::Type { item: item.to_owned(), expected: expected.to_owned() });
    if kind.element == "Number" {
        return if number(item).is_some() { Ok(()) } else { wrong("a number") };
    }
    if let Some(prefix) = id_prefix(kind.element) {
        return if is_id(item, prefix) {
            Ok(())
        } else {
            wrong(&format!("an id of the form {prefix}-0123456789abcdef0"))
        };
    }
    let needs_text = kind.element.starts_with("AWS::");
    if needs_text && item.is_empty() { wrong(&format!("a value of the type {}", kind.element)) } else { Ok(()) }
}

fn number(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'));
    text.parse::<f64>().ok().filter(|number| plain && number.is_finite())
}

/// What ids of a type begin with: the parameter types that EC2 knows by id.
fn id_prefix(kind: &str) -> Option<&'static str> {
    match kind {
        "AWS::EC2::Image::Id" => Some("ami"),
        "AWS::EC2::Instance::Id" => Some("i"),
        "AWS::EC2::SecurityGroup::Id" => Some("sg"),
        "AWS::EC2::Subnet::Id" => Some("subnet"),
        "AWS::EC2::Volume::Id" => Some("vol"),
        "AWS::EC2::VPC::Id" => Some("vpc"),
        _other => None,
    }
}

/// EC2 gives ids of 17 digits, and gave ids of 8 until 2018.
fn is_id(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('-')).is_some_and(|digits| {
        (8..=17).contains(&digits.len()) && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

fn check_length(parameter: &Parameter<'_>, value: &str) -> Result<(), ValueProblem> {
    let (least, most) = (bound(parameter, "MinLength"), bound(parameter, "MaxLength"));
    let characters = value.chars().count();
    // A length is far below 2^53, where every whole number is an f64.
    let length = characters as f64;
    if least.is_none_or(|least| least <= length) && most.is_none_or(|most| length <= most) {
        return Ok(());
    }
    Err(ValueProblem::Length { characters, bounds: bounds(least, most) })
}

fn check_range(parameter: &Parameter<'_>, item: &str) -> Result<(), ValueProblem> {
    let (least, most) = (bound(parameter, "MinValue"), bound(parameter, "MaxValue"));
    let Some(given) = number(item) else { return Ok(()) };
    if least.is_none_or(|least| least <= given) && most.is_none_or(|most| given <= most) {
        return Ok(());
    }
    Err(ValueProblem::Range { item: item.to_owned(), bounds: bounds(least, most) })
}

/// A bound of the declaration; templates write it as a number or as text.
fn bound(parameter: &Parameter<'_>, name: &str) -> Option<f64> {
    let value = parameter.json.get(name)?;
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}

fn bounds(least: Option<f64>, most: Option<f64>) -> String {
    match (least, most) {
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (Some(least), None) => format!("at least {least}"),
        (None, Some(most)) => format!("at most {most}"),
        (None, None) => "any".to_owned(),
    }
}

fn plain(value: &JsonValue) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
