//! What there is to judge, from whatever it is written in: a CloudFormation template, a policy alone, a plan of
//! Terraform.
//!
//! Rules read templates. What is no template is turned into the resources that it would be in one, and
//! [`Subject::place`] leads from what a rule points to back to where it stands in the file.

mod policy;
mod terraform;
mod unseen;

#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::template::{Template, TemplateError};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubjectKind {
    /// A CloudFormation template.
    Template,
    /// An IAM policy document.
    Policy,
    /// A plan or state of Terraform, as `terraform show -json` prints it.
    Terraform,
}

/// Something to judge.
#[derive(Debug, Clone)]
pub struct Subject {
    /// What it was read from.
    pub kind: SubjectKind,
    /// What rules look at. Of a template, the template itself.
    pub template: Template,
    /// What no rule looks into, a noun phrase each: `3 resources of the type aws_route53_zone`.
    pub not_judged: Vec<String>,
    /// Where the parts of `template` stand in the file.
    places: Vec<Place>,
}

/// A part of the template that stands elsewhere in the file.
#[derive(Debug, Clone)]
struct Place {
    /// JSON pointer into the template.
    template: String,
    /// JSON pointer into the file.
    file: String,
    /// Whether what lies below it in the template lies below it in the file, too.
    same_below: bool,
}

/// Most bytes of a plan that is read: plans of large estates have some ten megabytes.
pub const PLAN_BYTES: usize = 64 * 1_048_576;

impl Subject {
    /// Reads a template, a policy or a plan, told apart by what is in it.
    ///
    /// # Errors
    /// As [`Template::parse`].
    pub fn read(source: &str) -> Result<Subject, TemplateError> {
        if source.trim_start().starts_with('{')
            && let Ok(value) = serde_json::from_str::<Value>(source)
        {
            if terraform::is_plan(&value) {
                return terraform::read(&value);
            }
            if let Some((document, path)) = policy::inside(&value) {
                return policy::read(document, path);
            }
            if policy::is_policy(&value) {
                return policy::read(&value, "");
            }
        }
        Template::parse(source).map(Subject::from_template)
    }

    /// A template that is read already.
    #[must_use]
    pub fn from_template(template: Template) -> Subject {
        let not_judged = unseen::in_template(&template);
        Subject { kind: SubjectKind::Template, template, not_judged, places: Vec::new() }
    }

    /// Where what stands at a JSON pointer into the template stands in the file.
    #[must_use]
    pub fn place(&self, pointer: &str) -> String {
        let within = |place: &&Place| {
            pointer.strip_prefix(&place.template).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        match self.places.iter().filter(within).max_by_key(|place| place.template.len()) {
            Some(place) if place.same_below => format!("{}{}", place.file, &pointer[place.template.len()..]),
            Some(place) => place.file.clone(),
            None => pointer.to_owned(),
        }
    }
}
