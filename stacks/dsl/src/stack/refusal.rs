//! Why a stack was refused before any output.

use crate::rules::{self, Finding};
use crate::template::{LimitExceeded, Template, TemplateError};
use serde_json::Value as JsonValue;
use std::collections::BTreeSet;
use thiserror::Error;

/// One reason why a stack can't become a template.
#[derive(Debug, Error)]
pub enum Refusal {
    /// Two things of one section have the same name.
    #[error("the {what} `{name}` is defined twice; every name in a template stands for one thing")]
    NameTwice {
        /// What the name belongs to.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A name CloudFormation refuses.
    #[error("the {what} name `{name}` must be 1 to 255 letters and digits, nothing else")]
    NameForm {
        /// What the name belongs to.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A literal outside of what AWS's schema allows.
    #[error("{path}: {given} given, {allowed} allowed")]
    OutOfRange {
        /// Logical id and property path.
        path: String,
        /// What was given.
        given: String,
        /// What the schema allows.
        allowed: String,
    },
    /// What an aspect of the stack refused.
    #[error("{path}: {sentence}")]
    Aspect {
        /// Logical id and property path.
        path: String,
        /// What is wrong and what is allowed.
        sentence: String,
    },
    /// The document contradicts itself: a reference into another stack, a malformed intrinsic.
    #[error(transparent)]
    Document(#[from] TemplateError),
    /// More than CloudFormation or IAM accepts.
    #[error(transparent)]
    Limit(#[from] LimitExceeded),
    /// A guardrail fired.
    #[error("{0}")]
    Guardrail(Finding),
}

/// Every reason at once.
#[derive(Debug, Error)]
#[error("{}", self.lines())]
pub struct Refused {
    /// At least one reason.
    pub refusals: Vec<Refusal>,
}

impl From<TemplateError> for Refused {
    fn from(error: TemplateError) -> Self {
        Self { refusals: vec![error.into()] }
    }
}

impl Refused {
    fn lines(&self) -> String {
        self.refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }
}

/// Reads the document back as any reader would, and applies quotas and guardrails to what was read.
///
/// The guardrails say nothing of what was imported and is untouched.
pub(super) fn finish(
    document: JsonValue,
    mut refusals: Vec<Refusal>,
    untouched: &BTreeSet<String>,
) -> Result<Template, Refused> {
    let template = match Template::from_json(document) {
        Ok(template) => template,
        Err(error) => {
            refusals.push(error.into());
            return Err(Refused { refusals });
        }
    };
    if let Err(exceeded) = template.check_limits() {
        refusals.extend(exceeded.into_iter().map(Refusal::from));
    }
    let findings = rules::check(&template, rules::guardrails());
    let own = |finding: &Finding| !finding.is_waived() && !untouched.contains(&finding.logical_id);
    refusals.extend(findings.into_iter().filter(own).map(Refusal::Guardrail));
    if refusals.is_empty() { Ok(template) } else { Err(Refused { refusals }) }
}
