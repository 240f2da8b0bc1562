//! Values for a template's parameters, checked before anybody is asked to install anything.

use super::value::{self, ValueProblem};
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
    Ok(())
}

/// The name that differs in case alone, else the nearest.
fn nearest_name(name: &str, existing: &[String]) -> Option<String> {
    existing
        .iter()
        .find(|existing| existing.eq_ignore_ascii_case(name))
        .cloned()
        .or_else(|| nearest(name, existing.iter().map(String::as_str)).map(str::to_owned))
}
