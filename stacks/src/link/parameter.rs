//! Values for a template's parameters, checked before anybody is asked to install anything.

use super::value::{self, ValueProblem};
use crate::runner::parameter::{ALLOWED_TAG_KEYS, EXTRA_TAGS};
use serde_json::Value as JsonValue;
use sprinters_dsl::template::{Template, nearest};
use thiserror::Error;

/// What a template has against the parameters given.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ParameterError {
    /// The template has no parameter of this name.
    #[error("the template has no parameter {name}")]
    Unknown {
        /// The name given.
        name: String,
        /// The parameter with the nearest name.
        nearest: Option<String>,
        /// Every parameter there is.
        existing: Vec<String>,
    },
    /// A parameter was given twice.
    #[error("the parameter {name} is given twice")]
    Twice {
        /// Its name.
        name: String,
    },
    /// The template refuses the value.
    #[error("the parameter {name}: {problem}")]
    Refused {
        /// The parameter.
        name: String,
        /// What is wrong with it.
        problem: ValueProblem,
        /// What the template's author says is allowed.
        allowed: Option<String>,
    },
    /// A tag's key is not among those that a launch may set, so every launch would be refused.
    #[error("{name} has the key {key}, which AllowedTagKeys does not allow")]
    TagKeyNotAllowed {
        /// The parameter.
        name: &'static str,
        /// The key.
        key: String,
        /// What is allowed.
        allowed: String,
    },
    /// The template refuses the value, which is secret, and so is neither shown nor described.
    #[error("the parameter {name}: the template refuses the value given")]
    RefusedSecret {
        /// The parameter.
        name: String,
        /// What the template's author says is allowed.
        allowed: Option<String>,
    },
}

impl ParameterError {
    /// What to do about it, one sentence.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Unknown { nearest: Some(nearest), .. } => format!("did you mean {nearest}?"),
            Self::Unknown { nearest: None, existing, .. } if existing.is_empty() => {
                "the template has no parameters".to_owned()
            }
            Self::Unknown { nearest: None, existing, .. } => format!("there are: {}", existing.join(", ")),
            Self::Twice { .. } => "give it once; a list is one value with commas".to_owned(),
            Self::Refused { allowed: Some(allowed), .. } | Self::RefusedSecret { allowed: Some(allowed), .. } => {
                format!("allowed: {allowed}")
            }
            Self::TagKeyNotAllowed { key, allowed, .. } => format!("give AllowedTagKeys={allowed},{key}"),
            Self::Refused { problem, allowed: None, .. } => problem.help(),
            Self::RefusedSecret { name, allowed: None } => format!("see the declaration of {name} in the template"),
        }
    }
}

/// Checks names and values against the template's declarations: type, allowed values, pattern, lengths, bounds.
///
/// # Errors
///
/// The first thing that CloudFormation would refuse, or silently ignore.
pub fn check(template: &Template, parameters: &[(String, String)]) -> Result<(), ParameterError> {
    for (index, (name, value)) in parameters.iter().enumerate() {
        let Some(parameter) = template.parameter(name) else {
            let existing: Vec<String> = template.parameters().map(|parameter| parameter.name.to_owned()).collect();
            let nearest = nearest_name(name, &existing);
            return Err(ParameterError::Unknown { name: name.clone(), nearest, existing });
        };
        if parameters.iter().take(index).any(|(earlier, _)| earlier == name) {
            return Err(ParameterError::Twice { name: name.clone() });
        }
        value::check(&parameter, value).map_err(|problem| {
            let allowed = parameter.json.get("ConstraintDescription").and_then(JsonValue::as_str).map(str::to_owned);
            let name = name.clone();
            match parameter.no_echo {
                true => ParameterError::RefusedSecret { name, allowed },
                false => ParameterError::Refused { name, problem, allowed },
            }
        })?;
    }
    tag_keys(template, parameters)
}

/// The keys of the extra tags are among those that the role may set: AWS evaluates what the launch template tags like
/// what a launch tags.
fn tag_keys(template: &Template, parameters: &[(String, String)]) -> Result<(), ParameterError> {
    let given = |name: &str| {
        let given = parameters.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str());
        given.or_else(|| template.parameter(name)?.default?.as_str())
    };
    let Some(allowed) = given(ALLOWED_TAG_KEYS) else { return Ok(()) };
    let patterns: Vec<&str> = allowed.split(',').map(str::trim).collect();
    for name in EXTRA_TAGS {
        let Some((key, _)) = given(name).and_then(|tag| tag.split_once('=')) else { continue };
        if !patterns.iter().any(|pattern| is_like(pattern, key)) {
            let (key, allowed) = (key.to_owned(), allowed.to_owned());
            return Err(ParameterError::TagKeyNotAllowed { name, key, allowed });
        }
    }
    Ok(())
}

/// IAM's patterns: `*` is any text, `?` any one character.
fn is_like(pattern: &str, text: &str) -> bool {
    let (mut pattern, mut text) = (pattern.chars(), text.chars());
    match (pattern.next(), text.clone().next()) {
        (None, first) => first.is_none(),
        (Some('*'), first) => {
            is_like(pattern.as_str(), text.as_str())
                || first.is_some()
                    && is_like(&format!("*{}", pattern.as_str()), &text.as_str()[first.map_or(0, char::len_utf8)..])
        }
        (Some(wanted), Some(first)) => {
            text.next();
            (wanted == '?' || wanted == first) && is_like(pattern.as_str(), text.as_str())
        }
        (Some(_), None) => false,
    }
}

/// The name that differs in case alone, else the nearest.
fn nearest_name(name: &str, existing: &[String]) -> Option<String> {
    existing
        .iter()
        .find(|existing| existing.eq_ignore_ascii_case(name))
        .cloned()
        .or_else(|| nearest(name, existing.iter().map(String::as_str)).map(str::to_owned))
}
