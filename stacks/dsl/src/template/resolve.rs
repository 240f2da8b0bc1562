//! Evaluating a template as CloudFormation does: parameters in, plain values out.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::{Map, Value};
use thiserror::Error;

use super::Template;
use super::inputs::{Inputs, Named, name_property, parameter_value};
use super::intrinsic::{Intrinsic, as_intrinsic, describe};
use super::read::pointer_join;
use super::suggest::nearest;
use super::symbolic::evaluate::{Evaluator, Failed, Path, Surroundings};
use super::symbolic::value::{self, Mismatch, Val};

/// Why a template cannot be evaluated with the given inputs.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ResolveError {
    /// A parameter without default and without value.
    #[error("the parameter {name} has no default and no value was given")]
    MissingParameter {
        /// Its name.
        name: String,
    },
    /// A value for a parameter that the template does not have.
    #[error("the template has no parameter {name}{}", nearest.as_ref().map(|nearest| format!("; did you mean {nearest}?")).unwrap_or_default())]
    UnknownParameter {
        /// The name given.
        name: String,
        /// The parameter with the nearest name.
        nearest: Option<String>,
    },
    /// A value that the parameter's declaration refuses. Patterns are not looked at.
    #[error("the parameter {name} cannot be `{value}`: {why}")]
    RefusedParameter {
        /// Its name.
        name: String,
        /// The value given.
        value: String,
        /// What its declaration wants.
        why: String,
    },
    /// Conditions, or names of resources, that depend on each other in a circle.
    #[error("{name} depends on itself")]
    Circle {
        /// One of them.
        name: String,
    },
    /// Conditions, or names of resources, that depend on each other in a long row.
    #[error("{name} stands at the end of more than {limit} conditions or names that depend on each other", limit = LONGEST_CHAIN)]
    ChainTooLong {
        /// The last of them.
        name: String,
    },
    /// A resource that its condition removes is still used.
    #[error("{path} uses {logical_id}, which its condition removes")]
    Removed {
        /// The resource.
        logical_id: String,
        /// JSON pointer to the use.
        path: String,
    },
    /// A value of another type than the intrinsic takes.
    #[error("{path}: {intrinsic} needs {expected}, not {found}")]
    WrongType {
        /// JSON pointer to the intrinsic.
        path: String,
        /// Its name.
        intrinsic: &'static str,
        /// The type it needs, in words.
        expected: &'static str,
        /// The type that came, in words.
        found: &'static str,
    },
    /// A list that is too short for `Fn::Select`.
    #[error("{path}: Fn::Select wants element {index} of a list of {length}")]
    NoElement {
        /// JSON pointer to the intrinsic.
        path: String,
        /// The index, from 0.
        index: usize,
        /// How many elements there are.
        length: usize,
    },
    /// A key that a mapping lacks.
    #[error("{path}: the mapping {map} has nothing under {top}, {second}")]
    NotInMap {
        /// JSON pointer to the intrinsic.
        path: String,
        /// The mapping.
        map: String,
        /// The top-level key asked for.
        top: String,
        /// The second-level key asked for.
        second: String,
    },
    /// An export that was not given.
    #[error("{path}: no value was given for the import {name}")]
    NoImport {
        /// JSON pointer to the intrinsic.
        path: String,
        /// The export's name.
        name: String,
    },
    /// An intrinsic that only AWS can evaluate.
    #[error("{path}: {intrinsic} cannot be evaluated outside AWS")]
    NotEvaluable {
        /// JSON pointer to the intrinsic.
        path: String,
        /// Its name.
        intrinsic: &'static str,
    },
    /// The result would be larger than any template.
    #[error("{path}: the values grow beyond {limit} bytes", limit = LARGEST)]
    TooLarge {
        /// JSON pointer to where the limit was passed.
        path: String,
    },
}

/// Most bytes of text that evaluation may make: sixteen times the largest template. Nested `Fn::Join` and `Fn::Sub`
/// multiply what they are given.
const LARGEST: usize = 16 * super::BODY_BYTES;

/// Most conditions or names that wait for each other: evaluation is recursive and must not reach the stack's end.
const LONGEST_CHAIN: usize = 64;

/// A template after evaluation: no intrinsics, no conditions, only what would be created.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    /// The values of the parameters: texts, or lists of texts.
    pub parameters: BTreeMap<String, Value>,
    /// The values of the conditions.
    pub conditions: BTreeMap<String, bool>,
    /// The resources that would be created, in the template's order.
    pub resources: Vec<ResolvedResource>,
    /// The outputs, in the template's order.
    pub outputs: Vec<(String, Value)>,
}

/// A resource after evaluation.
#[derive(Debug, Clone, PartialEq)]
pub struct ResolvedResource {
    /// Its logical id.
    pub logical_id: String,
    /// Its type name.
    pub kind: String,
    /// What `Ref` to it gives.
    pub physical_id: String,
    /// Its properties.
    pub properties: Map<String, Value>,
}

impl Resolved {
    /// The resource with this logical id, if it would be created.
    #[must_use]
    pub fn resource(&self, logical_id: &str) -> Option<&ResolvedResource> {
        self.resources.iter().find(|resource| resource.logical_id == logical_id)
    }

    /// The output with this name, if it would be there.
    #[must_use]
    pub fn output(&self, name: &str) -> Option<&Value> {
        self.outputs.iter().find(|(output, _)| output == name).map(|(_, value)| value)
    }
}

pub(super) fn resolve(template: &Template, inputs: &Inputs) -> Result<Resolved, ResolveError> {
    let parameters = parameters(template, inputs)?;
    let evaluation = Evaluation {
        template,
        inputs,
        parameters,
        conditions: RefCell::new(BTreeMap::new()),
        underway: RefCell::new(Vec::new()),
        bytes: RefCell::new(0),
    };
    for condition in template.conditions() {
        evaluation.condition(condition.name)?;
    }
    let mut resources = Vec::new();
    for resource in template.resources() {
        if !evaluation.exists(resource.condition)? {
            continue;
        }
        let mut properties = Map::new();
        for (name, value) in resource.properties.into_iter().flatten() {
            let path = pointer_join(&format!("{}/Properties", resource.path()), name);
            if let Some(value) = evaluation.value(value, &path)? {
                properties.insert(name.clone(), value);
            }
        }
        resources.push(ResolvedResource {
            logical_id: resource.logical_id.to_owned(),
            kind: resource.kind.to_owned(),
            physical_id: evaluation.physical_id(resource.logical_id)?,
            properties,
        });
    }
    let mut outputs = Vec::new();
    for output in template.outputs() {
        if !evaluation.exists(output.condition)? {
            continue;
        }
        if let Some(value) =
            evaluation.value(output.value, &format!("{}/Value", pointer_join("/Outputs", output.name)))?
        {
            outputs.push((output.name.to_owned(), value));
        }
    }
    let Evaluation { parameters, conditions, .. } = evaluation;
    Ok(Resolved { parameters, conditions: conditions.into_inner(), resources, outputs })
}

fn parameters(template: &Template, inputs: &Inputs) -> Result<BTreeMap<String, Value>, ResolveError> {
    if let Some(name) = inputs.parameters.keys().find(|name| template.parameter(name).is_none()) {
        return Err(ResolveError::UnknownParameter {
            name: name.clone(),
            nearest: nearest(name, template.parameters().map(|parameter| parameter.name)).map(str::to_owned),
        });
    }
    let mut values = BTreeMap::new();
    for parameter in template.parameters() {
        let name = parameter.name.to_owned();
        let text = match (inputs.parameters.get(&name), parameter.default) {
            (Some(value), _) => value.clone(),
            (None, Some(default)) => text_of(default).unwrap_or_default(),
            (None, None) => return Err(ResolveError::MissingParameter { name }),
        };
        if let Some(why) = refusal(&parameter, &text) {
            return Err(ResolveError::RefusedParameter { name, value: text, why });
        }
        values.insert(name, parameter_value(&parameter, &text));
    }
    Ok(values)
}

/// What a parameter's declaration, its pattern aside, has against a value.
fn refusal(parameter: &super::Parameter<'_>, text: &str) -> Option<String> {
    let bound = |name: &str| parameter.json.get(name).and_then(text_of).and_then(|bound| bound.parse::<f64>().ok());
    if let Some(allowed) = parameter.allowed_values {
        let allowed: Vec<String> = allowed.iter().filter_map(text_of).collect();
        let items: Vec<&str> = match parameter_value(parameter, text) {
            Value::Array(_) if text.is_empty() => Vec::new(),
            Value::Array(_) => text.split(',').map(str::trim).collect(),
            _ => vec![text],
        };
        if items.iter().any(|item| !allowed.iter().any(|allowed| allowed == item)) {
            return Some(format!("allowed are {}", allowed.join(", ")));
        }
    }
    if parameter.kind == "Number" {
        let Ok(number) = text.parse::<f64>() else { return Some("it must be a number".to_owned()) };
        if let Some(least) = bound("MinValue").filter(|least| number < *least) {
            return Some(format!("the least is {least}"));
        }
        if let Some(most) = bound("MaxValue").filter(|most| *most < number) {
            return Some(format!("the most is {most}"));
        }
    }
    if parameter.kind == "String" {
        let length = text.chars().count() as f64;
        if let Some(least) = bound("MinLength").filter(|least| length < *least) {
            return Some(format!("it must have at least {least} characters"));
        }
        if let Some(most) = bound("MaxLength").filter(|most| *most < length) {
            return Some(format!("it must have at most {most} characters"));
        }
    }
    None
}

/// A scalar as the text that CloudFormation makes of it.
pub(super) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

struct Evaluation<'t> {
    template: &'t Template,
    inputs: &'t Inputs,
    parameters: BTreeMap<String, Value>,
    conditions: RefCell<BTreeMap<String, bool>>,
    /// Conditions and physical names being evaluated, to notice a circle.
    underway: RefCell<Vec<String>>,
    bytes: RefCell<usize>,
}

impl Evaluation<'_> {
    fn exists(&self, condition: Option<&str>) -> Result<bool, ResolveError> {
        condition.map_or(Ok(true), |name| self.condition(name))
    }

    /// Runs `work` unless the same is being worked on already.
    fn once<T>(&self, name: &str, work: impl FnOnce() -> Result<T, ResolveError>) -> Result<T, ResolveError> {
        if self.underway.borrow().iter().any(|other| other == name) {
            return Err(ResolveError::Circle { name: name.to_owned() });
        }
        if LONGEST_CHAIN <= self.underway.borrow().len() {
            return Err(ResolveError::ChainTooLong { name: name.to_owned() });
        }
        self.underway.borrow_mut().push(name.to_owned());
        let result = work();
        self.underway.borrow_mut().pop();
        result
    }

    fn condition(&self, name: &str) -> Result<bool, ResolveError> {
        if let Some(known) = self.conditions.borrow().get(name) {
            return Ok(*known);
        }
        let path = pointer_join("/Conditions", name);
        let Some(condition) = self.template.condition(name) else {
            return Err(self.wrong(&path, Intrinsic::Condition, "a condition of the template", &Value::Null));
        };
        let value = self.once(&format!("the condition {name}"), || self.truth(condition.expression, &path))?;
        self.conditions.borrow_mut().insert(name.to_owned(), value);
        Ok(value)
    }

    /// The conditions' own functions: they stand nowhere else.
    fn truth(&self, expression: &Value, path: &str) -> Result<bool, ResolveError> {
        match as_intrinsic(expression) {
            Some((Intrinsic::Condition, Value::String(name))) => self.condition(name),
            Some((Intrinsic::Not, argument)) => Ok(!self.truth(argument.get(0).unwrap_or(&Value::Null), path)?),
            Some((Intrinsic::And, argument)) => {
                for item in argument.as_array().into_iter().flatten() {
                    if !self.truth(item, path)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Some((Intrinsic::Or, argument)) => {
                for item in argument.as_array().into_iter().flatten() {
                    if self.truth(item, path)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Some((Intrinsic::Equals, argument)) => {
                let left = self.value(argument.get(0).unwrap_or(&Value::Null), path)?;
                let right = self.value(argument.get(1).unwrap_or(&Value::Null), path)?;
                // Texts and numbers compare as texts: a Number parameter is a text to CloudFormation.
                Ok(match (left.as_ref().and_then(text_of), right.as_ref().and_then(text_of)) {
                    (Some(left), Some(right)) => left == right,
                    _ => left == right,
                })
            }
            Some(_) | None => match self.value(expression, path)? {
                Some(Value::Bool(value)) => Ok(value),
                Some(Value::String(text)) if text == "true" => Ok(true),
                Some(Value::String(text)) if text == "false" => Ok(false),
                other => Err(self.wrong(path, Intrinsic::Condition, "true or false", &other.unwrap_or(Value::Null))),
            },
        }
    }

    fn physical_id(&self, logical_id: &str) -> Result<String, ResolveError> {
        self.named(logical_id, |named| self.inputs.physical_id(named))
    }

    /// Hands over what a resource's names depend on.
    fn named(&self, logical_id: &str, use_it: impl FnOnce(&Named<'_>) -> String) -> Result<String, ResolveError> {
        let Some(resource) = self.template.resource(logical_id) else {
            return Ok(use_it(&Named { logical_id, kind: "", name: None, path: "/" }));
        };
        let property = |property: &str| -> Result<Option<String>, ResolveError> {
            let Some(value) = resource.property(property) else { return Ok(None) };
            let path = format!("{}/Properties/{property}", resource.path());
            let value = self.once(&format!("the name of {logical_id}"), || self.value(value, &path))?;
            Ok(value.as_ref().and_then(text_of))
        };
        let name = name_property(resource.kind).map_or(Ok(None), property)?;
        let path = if resource.kind.starts_with("AWS::IAM::") { property("Path")? } else { None };
        let (name, path) = (name.as_deref(), path.as_deref().unwrap_or("/"));
        Ok(use_it(&Named { logical_id, kind: resource.kind, name, path }))
    }

    fn wrong(&self, path: &str, intrinsic: Intrinsic, expected: &'static str, found: &Value) -> ResolveError {
        ResolveError::WrongType { path: path.to_owned(), intrinsic: intrinsic.key(), expected, found: describe(found) }
    }

    /// A value without intrinsics; `None` for `AWS::NoValue`.
    fn value(&self, value: &Value, path: &str) -> Result<Option<Value>, ResolveError> {
        let evaluated = Evaluator(self).value(value, &Path::Start(path))?;
        evaluated.plain().map_err(|_| self.wrong(path, Intrinsic::Ref, "a value", &Value::Null))
    }

    fn expect_created(&self, id: &str, path: &str) -> Result<(), ResolveError> {
        let condition = self.template.resource(id).and_then(|resource| resource.condition);
        match self.exists(condition)? {
            true => Ok(()),
            false => Err(ResolveError::Removed { logical_id: id.to_owned(), path: path.to_owned() }),
        }
    }
}

impl Surroundings for Evaluation<'_> {
    type Error = ResolveError;

    fn reference(&self, name: &str, path: &Path<'_>) -> Result<Val, ResolveError> {
        let inputs = self.inputs;
        let text = match name {
            "AWS::NotificationARNs" => {
                return Ok(value::written(&Value::from(inputs.notification_arns.clone())));
            }
            "AWS::AccountId" => inputs.account_id.clone(),
            "AWS::Partition" => inputs.partition.clone(),
            "AWS::Region" => inputs.region.clone(),
            "AWS::StackId" => inputs.stack_id(),
            "AWS::StackName" => inputs.stack_name.clone(),
            "AWS::URLSuffix" => inputs.url_suffix.clone(),
            _ => match self.parameters.get(name) {
                Some(value) => return Ok(value::written(value)),
                None => {
                    self.expect_created(name, &path.pointer())?;
                    self.physical_id(name)?
                }
            },
        };
        self.made(text.len(), path)?;
        Ok(Val::literal(&text))
    }

    fn attribute(&self, id: &str, attribute: &str, path: &Path<'_>) -> Result<Val, ResolveError> {
        self.expect_created(id, &path.pointer())?;
        let value = self.named(id, |named| self.inputs.attribute(named, attribute))?;
        self.made(value.len(), path)?;
        Ok(Val::literal(&value))
    }

    fn decided(&self, condition: &str) -> Result<Option<bool>, ResolveError> {
        self.condition(condition).map(Some)
    }

    fn either(&self, _condition: &str, when_true: Val, _when_false: Val) -> Val {
        when_true
    }

    fn table(&self, name: &str) -> Option<&Value> {
        self.template.mapping(name).map(|mapping| mapping.json)
    }

    fn import(&self, name: &Val, path: &Path<'_>) -> Result<Val, ResolveError> {
        let path = path.pointer();
        let Some(name) = name.as_literal() else {
            let found = name.describe();
            return Err(ResolveError::WrongType {
                path,
                intrinsic: Intrinsic::ImportValue.key(),
                expected: "a text",
                found,
            });
        };
        match self.inputs.imports.get(name) {
            Some(value) => Ok(Val::literal(value)),
            None => Err(ResolveError::NoImport { path, name: name.to_owned() }),
        }
    }

    fn zones(&self, region: &Val, path: &Path<'_>) -> Result<Val, ResolveError> {
        let Some(asked) = region.as_literal() else {
            return Err(ResolveError::WrongType {
                path: path.pointer(),
                intrinsic: Intrinsic::GetAZs.key(),
                expected: "a text",
                found: region.describe(),
            });
        };
        let region = if asked.is_empty() { &self.inputs.region } else { asked };
        let zones = match &self.inputs.zones {
            Some(zones) => zones.clone(),
            None => ["a", "b", "c"].iter().map(|zone| format!("{region}{zone}")).collect(),
        };
        Ok(value::written(&Value::from(zones)))
    }

    fn failed(&self, failed: Failed<'_>) -> Result<Val, ResolveError> {
        let path = failed.path.pointer();
        let intrinsic = Intrinsic::from_key(failed.function).map_or("this function", Intrinsic::key);
        Err(match failed.mismatch {
            None => ResolveError::NotEvaluable { path, intrinsic },
            Some(Mismatch::Type { expected, found }) => ResolveError::WrongType { path, intrinsic, expected, found },
            Some(Mismatch::NoElement { index, length }) => ResolveError::NoElement { path, index, length },
            Some(Mismatch::NotInMap { map, top, second }) => ResolveError::NotInMap { path, map, top, second },
            Some(Mismatch::TooLong) => ResolveError::TooLarge { path },
        })
    }

    fn longest(&self) -> usize {
        LARGEST
    }

    fn made(&self, bytes: usize, path: &Path<'_>) -> Result<(), ResolveError> {
        let mut made = self.bytes.borrow_mut();
        *made += bytes;
        match LARGEST < *made {
            true => Err(ResolveError::TooLarge { path: path.pointer() }),
            false => Ok(()),
        }
    }
}
