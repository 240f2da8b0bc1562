//! Resources: the handle, and what generated code says about each type.

use super::{CreationPolicy, Refusal, UpdatePolicy};
use crate::value::{IntoValue, Value};
use serde_json::{Map, Value as JsonValue, json};
use std::borrow::Cow;
use std::marker::PhantomData;

/// A CloudFormation resource type, written by the generator from AWS's published schemas.
pub trait ResourceType {
    /// The type's name, `AWS::EC2::SecurityGroup`.
    const TYPE: &'static str;
    /// What AWS's schema says about its properties beyond their types.
    const SCHEMA: &'static ResourceSchema;
    /// What `Ref` returns.
    type Reference;

    /// The type's name of this resource.
    fn type_name(&self) -> Cow<'static, str> {
        Cow::Borrowed(Self::TYPE)
    }

    /// The properties as they were set.
    fn into_properties(self) -> Properties;

    /// The properties, to set more.
    fn properties_mut(&mut self) -> &mut Properties;

    /// Sets a property that no schema lists, or in a form that its type does not take: nothing checks it.
    ///
    /// ```
    /// use sprinters_dsl::prelude::*;
    /// use sprinters_dsl::resources::sqs;
    /// let queue = sqs::Queue::new().raw_property("BrandNew", serde_json::json!({"Mode": "fast"}));
    /// ```
    #[must_use]
    fn raw_property(mut self, name: &str, value: JsonValue) -> Self
    where
        Self: Sized,
    {
        self.properties_mut().values.insert(name.to_owned(), value);
        self
    }

    /// What CloudFormation waits for before it takes the resource for created.
    #[must_use]
    fn creation_policy(mut self, policy: CreationPolicy) -> Self
    where
        Self: Sized,
    {
        self.properties_mut().attributes.insert("CreationPolicy".to_owned(), policy.into_json());
        self
    }

    /// How CloudFormation replaces what the resource runs when it changes.
    #[must_use]
    fn update_policy(mut self, policy: UpdatePolicy) -> Self
    where
        Self: Sized,
    {
        self.properties_mut().attributes.insert("UpdatePolicy".to_owned(), policy.into_json());
        self
    }

    /// Keeps the resource when the stack is deleted, and the old one when an update replaces it.
    #[must_use]
    fn retain(self) -> Self
    where
        Self: Sized,
    {
        self.deletion_policy(DeletionPolicy::Retain).update_replace_policy(DeletionPolicy::Retain)
    }

    /// What becomes of the resource when the stack is deleted; it goes with the stack otherwise.
    #[must_use]
    fn deletion_policy(mut self, policy: DeletionPolicy) -> Self
    where
        Self: Sized,
    {
        self.properties_mut().attributes.insert("DeletionPolicy".to_owned(), json!(policy.as_str()));
        self
    }

    /// What becomes of the old resource when an update replaces it; it goes otherwise.
    #[must_use]
    fn update_replace_policy(mut self, policy: DeletionPolicy) -> Self
    where
        Self: Sized,
    {
        self.properties_mut().attributes.insert("UpdateReplacePolicy".to_owned(), json!(policy.as_str()));
        self
    }

    /// Waits for another resource that no reference names.
    #[must_use]
    fn depends_on<R>(mut self, other: &Resource<R>) -> Self
    where
        Self: Sized,
    {
        let attributes = &mut self.properties_mut().attributes;
        let waits_for = attributes.entry("DependsOn".to_owned()).or_insert_with(|| json!([]));
        if let Some(ids) = waits_for.as_array_mut() {
            ids.push(json!(other.logical_id()));
        }
        self
    }
}

/// What becomes of a resource that its stack no longer wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeletionPolicy {
    /// It is deleted.
    Delete,
    /// It stays, and nobody manages it any more.
    Retain,
    /// It is deleted after a snapshot was made, where its type has snapshots.
    Snapshot,
}

impl DeletionPolicy {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Delete => "Delete",
            Self::Retain => "Retain",
            Self::Snapshot => "Snapshot",
        }
    }
}

/// A resource in a stack, from [`crate::stack::Stack::resource`].
///
/// Attributes are methods (`role.arn()`), written by the generator: one that the type doesn't have does not compile.
pub struct Resource<R> {
    id: String,
    kind: PhantomData<fn() -> R>,
}

impl<R> Resource<R> {
    pub(crate) fn named(id: &str) -> Self {
        Self { id: id.to_owned(), kind: PhantomData }
    }

    /// The logical id.
    pub fn logical_id(&self) -> &str {
        &self.id
    }

    /// `Fn::GetAtt` of an attribute by its name: for code that the generator writes, and for attributes that no schema
    /// lists. Nothing checks that the attribute is there, or what it is.
    pub fn get_att<T>(&self, name: &str) -> Value<T> {
        Value::from_json(json!({"Fn::GetAtt": [self.id, name]}))
    }
}

impl<R: ResourceType> Resource<R> {
    /// `Ref`: the id, name or ARN by which AWS knows the resource, whichever AWS returns for this type.
    pub fn reference(&self) -> Value<R::Reference> {
        Value::from_json(json!({"Ref": self.id}))
    }
}

impl<R> Clone for Resource<R> {
    fn clone(&self) -> Self {
        Self::named(&self.id)
    }
}

impl<R> std::fmt::Debug for Resource<R> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Resource({})", self.id)
    }
}

/// The properties of a resource or of a nested type, in the order they were set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Properties {
    values: Map<String, JsonValue>,
    attributes: Map<String, JsonValue>,
}

impl Properties {
    /// No property set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a property; setting it again replaces it.
    #[must_use]
    pub fn set<T>(mut self, name: &str, value: impl IntoValue<T>) -> Self {
        self.values.insert(name.to_owned(), value.into_value().into_json());
        self
    }

    /// The properties as a value of a nested type.
    pub fn into_value_of<T>(self) -> Value<T> {
        Value::from_json(JsonValue::Object(self.values))
    }

    pub(crate) fn into_parts(self) -> (Map<String, JsonValue>, Map<String, JsonValue>) {
        (self.values, self.attributes)
    }
}

/// What AWS's schema says about the properties of a resource type or nested type, beyond what Rust's types hold.
#[derive(Debug)]
pub struct ResourceSchema {
    /// The CloudFormation type's name, or the nested type's.
    pub name: &'static str,
    /// The property that holds tags as a list of keys and values, if the type has one.
    pub tags: Option<&'static str>,
    /// Every property.
    pub properties: &'static [PropertyFacts],
}

/// What AWS's schema says about one property.
#[derive(Debug)]
pub struct PropertyFacts {
    /// The property's name.
    pub name: &'static str,
    /// The smallest number accepted.
    pub minimum: Option<f64>,
    /// The largest number accepted.
    pub maximum: Option<f64>,
    /// The numbers accepted, where only some are.
    pub choices: Option<&'static [i64]>,
    /// The shortest text accepted, in characters.
    pub min_length: Option<usize>,
    /// The longest text accepted, in characters.
    pub max_length: Option<usize>,
    /// The largest number of elements.
    pub max_items: Option<usize>,
    /// The nested type of the property, or of its elements.
    pub nested: Option<&'static ResourceSchema>,
}

impl PropertyFacts {
    /// A property of which the schema bounds nothing.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            minimum: None,
            maximum: None,
            choices: None,
            min_length: None,
            max_length: None,
            max_items: None,
            nested: None,
        }
    }
}

impl ResourceSchema {
    /// Checks literals against the bounds; what intrinsics compute is CloudFormation's to check.
    pub(crate) fn check(&self, value: &JsonValue, path: &mut Vec<String>, refusals: &mut Vec<Refusal>) {
        let Some(object) = value.as_object() else { return };
        for (name, value) in object {
            let Some(facts) = self.properties.iter().find(|facts| facts.name == name) else { continue };
            path.push(name.clone());
            facts.check(value, path, refusals);
            path.pop();
        }
    }
}

impl PropertyFacts {
    fn check(&self, value: &JsonValue, path: &mut Vec<String>, refusals: &mut Vec<Refusal>) {
        let mut refuse = |given: String, allowed: String| {
            refusals.push(Refusal::OutOfRange { path: path.join("."), given, allowed });
        };
        if let Some(number) = value.as_f64() {
            if self.minimum.is_some_and(|minimum| number < minimum)
                || self.maximum.is_some_and(|maximum| maximum < number)
            {
                refuse(value.to_string(), range(self.minimum, self.maximum, ""));
            }
            if let Some(choices) = self.choices
                && !value.as_i64().is_some_and(|number| choices.contains(&number))
            {
                let listed: Vec<String> = choices.iter().map(i64::to_string).collect();
                refuse(value.to_string(), format!("one of {}", listed.join(", ")));
            }
        } else if let Some(text) = value.as_str() {
            let length = text.chars().count();
            if self.min_length.is_some_and(|shortest| length < shortest)
                || self.max_length.is_some_and(|longest| longest < length)
            {
                let shown: String = text.chars().take(40).collect();
                refuse(
                    format!("{length} characters (`{shown}`)"),
                    range(self.min_length, self.max_length, " characters"),
                );
            }
        } else if let Some(items) = value.as_array() {
            if self.max_items.is_some_and(|most| most < items.len()) {
                refuse(format!("{} elements", items.len()), range(None, self.max_items, " elements"));
            }
            for (index, item) in items.iter().enumerate() {
                path.push(index.to_string());
                self.check_nested(item, path, refusals);
                path.pop();
            }
        } else {
            self.check_nested(value, path, refusals);
        }
    }

    /// Looks through `Fn::If` into both branches, so that a condition can't hide a literal.
    fn check_nested(&self, value: &JsonValue, path: &mut Vec<String>, refusals: &mut Vec<Refusal>) {
        match value.get("Fn::If").and_then(JsonValue::as_array) {
            Some(branches) => branches.iter().skip(1).for_each(|branch| self.check(branch, path, refusals)),
            None => {
                if let Some(nested) = self.nested {
                    nested.check(value, path, refusals);
                }
            }
        }
    }
}

fn range<N: std::fmt::Display>(least: Option<N>, most: Option<N>, unit: &str) -> String {
    match (least, most) {
        (Some(least), Some(most)) => format!("{least} to {most}{unit}"),
        (Some(least), None) => format!("{least}{unit} or more"),
        (None, Some(most)) => format!("at most {most}{unit}"),
        (None, None) => "anything".to_owned(),
    }
}
