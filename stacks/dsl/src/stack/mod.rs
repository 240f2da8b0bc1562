//! The stack: parameters, mappings, conditions, resources and outputs, gathered in the order they are written.
//!
//! Everything added returns a handle, and references are made from handles only. [`Stack::synthesize`] checks the whole
//! (names, bounds, CloudFormation's quotas, the guardrails of [`crate::rules`]) and returns a template, or every reason
//! why not.

mod grant;
mod import;
mod mapping;
mod output;
mod parameter;
mod policies;
mod raw;
mod refusal;
mod resource;
mod rule;

pub use import::ImportError;
pub use mapping::Mapping;
pub use output::OutputSpec;
pub use parameter::{
    Parameter, ParameterSpec, ParameterText, list_parameter, number_parameter, parameter, text_parameter,
};
pub use policies::{CreationPolicy, UpdatePolicy};
pub use raw::RawResource;
pub use refusal::{Refusal, Refused};
pub use resource::{DeletionPolicy, Properties, PropertyFacts, Resource, ResourceSchema, ResourceType};
pub use rule::RuleSpec;

use crate::aspect::Aspect;
use crate::template::Template;
use crate::value::{Condition, IntoTest};
use serde_json::{Map, Value as JsonValue, json};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A CloudFormation stack under construction.
///
/// ```
/// use sprinters_dsl::prelude::*;
/// use sprinters_dsl::resources::s3;
///
/// let mut stack = Stack::new("A bucket for build caches");
/// let bucket = stack.resource("CacheBucket", s3::Bucket::new());
/// stack.output("BucketArn", OutputSpec::new(&bucket.arn()).describe("Where caches are kept"));
/// let template = stack.synthesize()?;
/// assert!(template.to_yaml().contains("Type: AWS::S3::Bucket"));
/// # Ok::<(), sprinters_dsl::stack::Refused>(())
/// ```
#[derive(Debug)]
pub struct Stack {
    /// The format version and the description.
    head: Map<String, JsonValue>,
    metadata: Map<String, JsonValue>,
    parameters: Section,
    rules: Section,
    mappings: Section,
    conditions: Section,
    resources: Vec<ResourceEntry>,
    outputs: Section,
    aspects: Vec<Box<dyn Aspect>>,
    /// Sections of an imported template that have no function here: `Transform`, `Hooks`, `Globals`.
    others: Map<String, JsonValue>,
    /// Every name that was imported.
    imported: BTreeSet<String>,
}

type Section = Vec<(String, JsonValue)>;

/// A resource as an [`Aspect`] sees it.
#[derive(Debug, Clone)]
pub struct ResourceEntry {
    pub(crate) id: String,
    pub(crate) kind: Cow<'static, str>,
    pub(crate) schema: &'static ResourceSchema,
    /// Attributes beside `Type` and `Properties`: `Condition`, `DependsOn`, `Metadata`, …
    pub(crate) attributes: Map<String, JsonValue>,
    pub(crate) properties: Map<String, JsonValue>,
    /// What was imported.
    pub(crate) original: Option<Original>,
}

/// A resource as it was imported.
#[derive(Debug, Clone)]
pub(crate) struct Original {
    pub(crate) whole: JsonValue,
    pub(crate) attributes: Map<String, JsonValue>,
    pub(crate) properties: Map<String, JsonValue>,
}

impl ResourceEntry {
    /// The logical id.
    pub fn logical_id(&self) -> &str {
        &self.id
    }

    /// The CloudFormation type, `AWS::EC2::SecurityGroup`.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// What AWS's schema says of this type.
    pub fn schema(&self) -> &'static ResourceSchema {
        self.schema
    }

    /// The properties, as CloudFormation JSON.
    pub fn properties(&self) -> &Map<String, JsonValue> {
        &self.properties
    }

    /// The properties, to change: for aspects, after the types have done their part.
    pub fn properties_mut(&mut self) -> &mut Map<String, JsonValue> {
        &mut self.properties
    }
}

impl Stack {
    /// An empty stack with the description that CloudFormation's console shows (1 to 1,024 bytes).
    pub fn new(description: &str) -> Self {
        Self {
            head: Map::from_iter([
                ("AWSTemplateFormatVersion".to_owned(), json!("2010-09-09")),
                ("Description".to_owned(), json!(description)),
            ]),
            metadata: Map::new(),
            parameters: Vec::new(),
            rules: Vec::new(),
            mappings: Vec::new(),
            conditions: Vec::new(),
            resources: Vec::new(),
            outputs: Vec::new(),
            aspects: Vec::new(),
            others: Map::new(),
            imported: BTreeSet::new(),
        }
    }

    /// Sets one key of the template's `Metadata`.
    pub fn metadata(&mut self, key: &str, value: JsonValue) {
        self.metadata.insert(key.to_owned(), value);
    }

    /// Adds a parameter.
    pub fn parameter<T: ParameterText>(&mut self, name: &str, spec: ParameterSpec<T>) -> Parameter<T> {
        self.parameters.push((name.to_owned(), spec.into_json()));
        Parameter::named(name)
    }

    /// Adds a rule that CloudFormation checks over the parameters before it touches any resource.
    pub fn rule(&mut self, name: &str, rule: RuleSpec) {
        self.rules.push((name.to_owned(), rule.into_json()));
    }

    /// Adds a mapping: a constant table with two keys.
    pub fn mapping<T>(&mut self, name: &str, entries: Mapping<T>) -> Mapping<T> {
        let (json, mapping) = entries.named(name);
        self.mappings.push((name.to_owned(), json));
        mapping
    }

    /// Names a condition.
    pub fn condition(&mut self, name: &str, test: impl IntoTest) -> Condition {
        self.conditions.push((name.to_owned(), test.into_test().into_json()));
        Condition::named(name)
    }

    /// Adds a resource.
    pub fn resource<R: ResourceType>(&mut self, logical_id: &str, resource: R) -> Resource<R> {
        self.add(logical_id, None, resource)
    }

    /// Adds a resource that exists only when the condition holds.
    ///
    /// Use its references under the same condition only ([`crate::value::when`], [`crate::value::only_when`]):
    /// CloudFormation refuses a reference to what is not there.
    pub fn resource_when<R: ResourceType>(
        &mut self,
        condition: &Condition,
        logical_id: &str,
        resource: R,
    ) -> Resource<R> {
        self.add(logical_id, Some(condition), resource)
    }

    /// Adds an output.
    pub fn output(&mut self, name: &str, output: OutputSpec) {
        self.outputs.push((name.to_owned(), output.into_json()));
    }

    /// Sets a section that has no function here, such as `Transform` or `Hooks`.
    pub fn section(&mut self, name: &str, value: JsonValue) {
        self.others.insert(name.to_owned(), value);
    }

    /// Adds an aspect: it visits every resource when the stack is synthesized, in the order the aspects were added.
    pub fn aspect(&mut self, aspect: impl Aspect + 'static) {
        self.aspects.push(Box::new(aspect));
    }

    /// Accepts a guardrail's finding on one resource, with the reason that a reviewer will read.
    ///
    /// The waiver stands in the resource's `Metadata` and so in the template: it can't be hidden.
    pub fn waive<R: ResourceType>(&mut self, resource: &Resource<R>, rule: &str, reason: &str) {
        if let Some(entry) = self.resources.iter_mut().find(|entry| entry.id == resource.logical_id()) {
            let metadata = object_at(&mut entry.attributes, "Metadata");
            object_at(object_at(metadata, "Sprinters"), "Waive").insert(rule.to_owned(), json!(reason));
        }
    }

    /// Turns the stack into a template.
    ///
    /// # Errors
    ///
    /// Every refusal at once: names used twice or malformed, references into another stack, values out of the range
    /// that AWS's schema states, CloudFormation's quotas, guardrails.
    pub fn synthesize(mut self) -> Result<Template, Refused> {
        let mut refusals = Vec::new();
        let aspects = std::mem::take(&mut self.aspects);
        for aspect in &aspects {
            for resource in &mut self.resources {
                aspect.visit(resource, &mut refusals);
            }
        }
        self.check_names(&mut refusals);
        for resource in &self.resources {
            resource.check_facts(&mut refusals);
        }
        let changed = self.resources.iter().filter(|entry| !entry.is_unchanged()).map(|entry| entry.id.clone());
        let changed: BTreeSet<String> = changed.collect();
        let untouched = self.imported.difference(&changed).cloned().collect();
        let document = self.document();
        refusal::finish(document, refusals, &untouched)
    }

    fn add<R: ResourceType>(&mut self, id: &str, condition: Option<&Condition>, resource: R) -> Resource<R> {
        let mut attributes = Map::new();
        if let Some(condition) = condition {
            attributes.insert("Condition".to_owned(), json!(condition.name()));
        }
        let kind = resource.type_name();
        let (mut properties, own_attributes) = resource.into_properties().into_parts();
        attributes.extend(own_attributes);
        let reasons = crate::iam::take_reasons(&mut properties);
        if !reasons.is_empty() {
            object_at(&mut attributes, "Metadata").insert("Reasons".to_owned(), JsonValue::Object(reasons));
        }
        self.resources.push(ResourceEntry {
            id: id.to_owned(),
            kind,
            schema: R::SCHEMA,
            attributes,
            properties,
            original: None,
        });
        Resource::named(id)
    }

    fn check_names(&self, refusals: &mut Vec<Refusal>) {
        let sections: [(&'static str, Vec<&str>); 4] = [
            (
                "parameter or resource",
                names(&self.parameters)
                    .into_iter()
                    .chain(self.resources.iter().map(|entry| entry.id.as_str()))
                    .collect(),
            ),
            ("mapping", names(&self.mappings)),
            ("condition", names(&self.conditions)),
            ("output", names(&self.outputs)),
        ];
        for (what, names) in sections {
            let mut seen = BTreeSet::new();
            for name in names {
                if !seen.insert(name) {
                    refusals.push(Refusal::NameTwice { what, name: name.to_owned() });
                }
                if self.imported.contains(name) {
                    continue;
                }
                if name.is_empty() || name.len() > 255 || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                    refusals.push(Refusal::NameForm { what, name: name.to_owned() });
                }
            }
        }
    }

    fn document(self) -> JsonValue {
        let mut document = self.head;
        document.extend(self.others);
        if !self.metadata.is_empty() {
            document.insert("Metadata".to_owned(), JsonValue::Object(self.metadata));
        }
        for (name, section) in [
            ("Parameters", self.parameters),
            ("Rules", self.rules),
            ("Mappings", self.mappings),
            ("Conditions", self.conditions),
            ("Resources", self.resources.into_iter().map(ResourceEntry::into_json).collect()),
            ("Outputs", self.outputs),
        ] {
            if !section.is_empty() || name == "Resources" {
                document.insert(name.to_owned(), JsonValue::Object(section.into_iter().collect()));
            }
        }
        JsonValue::Object(document)
    }
}

impl ResourceEntry {
    /// Whether it was imported and is as it was.
    fn is_unchanged(&self) -> bool {
        self.original
            .as_ref()
            .is_some_and(|then| then.attributes == self.attributes && then.properties == self.properties)
    }

    fn into_json(self) -> (String, JsonValue) {
        if self.is_unchanged()
            && let Some(original) = self.original
        {
            return (self.id, original.whole);
        }
        let mut json = Map::new();
        json.insert("Type".to_owned(), json!(self.kind));
        json.extend(self.attributes);
        if !self.properties.is_empty() {
            json.insert("Properties".to_owned(), JsonValue::Object(self.properties));
        }
        (self.id, JsonValue::Object(json))
    }

    fn check_facts(&self, refusals: &mut Vec<Refusal>) {
        let mut path = vec![self.id.clone()];
        self.schema.check(&JsonValue::Object(self.properties.clone()), &mut path, refusals);
    }
}

fn names(section: &Section) -> Vec<&str> {
    section.iter().map(|(name, _)| name.as_str()).collect()
}

/// The object under `key`, made if it is not there.
pub(crate) fn object_at<'a>(map: &'a mut Map<String, JsonValue>, key: &str) -> &'a mut Map<String, JsonValue> {
    let slot = map.entry(key.to_owned()).or_insert(JsonValue::Null);
    if !slot.is_object() {
        *slot = JsonValue::Object(Map::new());
    }
    slot.as_object_mut().unwrap_or_else(|| unreachable!("an object was put there above"))
}

/// AWS's pseudo parameters.
pub mod pseudo {
    use crate::value::{AccountId, Partition, Region, StackId, Value};
    use serde_json::json;

    /// `AWS::AccountId`: the account the stack is installed in.
    pub fn account_id() -> Value<AccountId> {
        Value::from_json(json!({"Ref": "AWS::AccountId"}))
    }

    /// `AWS::Region`: the region the stack is installed in.
    pub fn region() -> Value<Region> {
        Value::from_json(json!({"Ref": "AWS::Region"}))
    }

    /// `AWS::Partition`: `aws`, `aws-cn` or `aws-us-gov`.
    pub fn partition() -> Value<Partition> {
        Value::from_json(json!({"Ref": "AWS::Partition"}))
    }

    /// `AWS::StackName`.
    pub fn stack_name() -> Value<String> {
        Value::from_json(json!({"Ref": "AWS::StackName"}))
    }

    /// `AWS::StackId`: the stack's ARN.
    pub fn stack_id() -> Value<StackId> {
        Value::from_json(json!({"Ref": "AWS::StackId"}))
    }

    /// `AWS::URLSuffix`: `amazonaws.com` in most partitions.
    pub fn url_suffix() -> Value<String> {
        Value::from_json(json!({"Ref": "AWS::URLSuffix"}))
    }
}
