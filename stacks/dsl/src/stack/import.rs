//! An existing template as the beginning of a stack.

use super::raw::UNKNOWN;
use super::{Original, Parameter, ParameterText, Resource, ResourceEntry, ResourceType, Stack};
use crate::template::Template;
use crate::value::Condition;
use serde_json::{Map, Value as JsonValue};
use std::borrow::Cow;
use std::collections::BTreeSet;
use thiserror::Error;

/// Why something of an imported template has no handle.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ImportError {
    /// The template has nothing of that name.
    #[error("the imported template has no {what} `{name}`")]
    Missing {
        /// `resource`, `parameter` or `condition`.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// It is of another type.
    #[error("the {what} `{name}` is of type {found}, and {wanted} is wanted")]
    OtherType {
        /// `resource` or `parameter`.
        what: &'static str,
        /// The name.
        name: String,
        /// The type in the template.
        found: String,
        /// The type that was asked for.
        wanted: String,
    },
}

impl Stack {
    /// Begins with everything that a template has, to extend it.
    ///
    /// Nothing is lost: without a change the stack becomes the same template again, macros, loops and unknown sections
    /// with it. The guardrails are for what is added or changed; what was there before them is for `check`.
    ///
    /// ```
    /// use sprinters_dsl::prelude::*;
    /// use sprinters_dsl::{resources::sqs, template::Template};
    ///
    /// let template = Template::parse("Resources: {Orders: {Type: AWS::SQS::Queue}}")?;
    /// let mut stack = Stack::import(&template);
    /// let orders: Resource<sqs::Queue> = stack.imported_resource("Orders")?;
    /// stack.output("OrdersArn", OutputSpec::new(&orders.arn()));
    /// assert!(stack.synthesize()?.to_yaml().contains("!GetAtt Orders.Arn"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn import(template: &Template) -> Stack {
        let mut stack = Stack::new("");
        stack.head.clear();
        let sections = template.as_json().as_object().cloned().unwrap_or_default();
        for (name, section) in sections {
            match (name.as_str(), section) {
                ("AWSTemplateFormatVersion" | "Description", value) => {
                    stack.head.insert(name, value);
                }
                ("Metadata", JsonValue::Object(metadata)) => stack.metadata = metadata,
                ("Parameters", JsonValue::Object(entries)) => stack.parameters = entries.into_iter().collect(),
                ("Rules", JsonValue::Object(entries)) => stack.rules = entries.into_iter().collect(),
                ("Mappings", JsonValue::Object(entries)) => stack.mappings = entries.into_iter().collect(),
                ("Conditions", JsonValue::Object(entries)) => stack.conditions = entries.into_iter().collect(),
                ("Outputs", JsonValue::Object(entries)) => stack.outputs = entries.into_iter().collect(),
                ("Resources", JsonValue::Object(entries)) => {
                    stack.resources = entries.into_iter().map(|(id, json)| entry(id, json)).collect();
                }
                (_, value) => {
                    stack.others.insert(name, value);
                }
            }
        }
        stack.imported = stack.names();
        stack
    }

    /// The handle of an imported resource.
    ///
    /// # Errors
    /// If there is none of that name, or it is of another type. A [`super::RawResource`] takes any type.
    pub fn imported_resource<R: ResourceType>(&self, logical_id: &str) -> Result<Resource<R>, ImportError> {
        let missing = || ImportError::Missing { what: "resource", name: logical_id.to_owned() };
        let entry = self.resources.iter().find(|entry| entry.id == logical_id).ok_or_else(missing)?;
        if R::TYPE.is_empty() || entry.kind == R::TYPE {
            return Ok(Resource::named(logical_id));
        }
        Err(ImportError::OtherType {
            what: "resource",
            name: logical_id.to_owned(),
            found: entry.kind.clone().into_owned(),
            wanted: R::TYPE.to_owned(),
        })
    }

    /// The handle of an imported parameter.
    ///
    /// # Errors
    /// If there is none of that name, or CloudFormation knows it as another type.
    pub fn imported_parameter<T: ParameterText>(&self, name: &str) -> Result<Parameter<T>, ImportError> {
        let missing = || ImportError::Missing { what: "parameter", name: name.to_owned() };
        let (_, json) = self.parameters.iter().find(|(known, _)| known == name).ok_or_else(missing)?;
        let found = json.get("Type").and_then(JsonValue::as_str).unwrap_or_default();
        match found == T::parameter_type() {
            true => Ok(Parameter::named(name)),
            false => Err(ImportError::OtherType {
                what: "parameter",
                name: name.to_owned(),
                found: found.to_owned(),
                wanted: T::parameter_type(),
            }),
        }
    }

    /// The handle of an imported condition.
    ///
    /// # Errors
    /// If there is none of that name.
    pub fn imported_condition(&self, name: &str) -> Result<Condition, ImportError> {
        let missing = || ImportError::Missing { what: "condition", name: name.to_owned() };
        let (name, _) = self.conditions.iter().find(|(known, _)| known == name).ok_or_else(missing)?;
        Ok(Condition::named(name))
    }

    /// A resource to change by hand, imported or not.
    pub fn resource_mut(&mut self, logical_id: &str) -> Option<&mut ResourceEntry> {
        self.resources.iter_mut().find(|entry| entry.id == logical_id)
    }

    fn names(&self) -> BTreeSet<String> {
        let sections = [&self.parameters, &self.outputs, &self.mappings, &self.conditions];
        let named = sections.into_iter().flatten().map(|(name, _)| name.clone());
        named.chain(self.resources.iter().map(|entry| entry.id.clone())).collect()
    }
}

/// A resource; a loop over resources is kept as one that says nothing.
fn entry(id: String, json: JsonValue) -> ResourceEntry {
    let mut attributes = json.as_object().cloned().unwrap_or_default();
    let kind = match attributes.shift_remove("Type") {
        Some(JsonValue::String(kind)) => kind,
        Some(_) | None => String::new(),
    };
    let properties = match attributes.shift_remove("Properties") {
        Some(JsonValue::Object(properties)) => properties,
        Some(_) | None => Map::new(),
    };
    ResourceEntry {
        id,
        kind: Cow::Owned(kind),
        schema: &UNKNOWN,
        original: Some(Original { whole: json, attributes: attributes.clone(), properties: properties.clone() }),
        attributes,
        properties,
    }
}
