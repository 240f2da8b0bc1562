//! What a template declares, as plain views.

use serde_json::{Map, Value};

/// One parameter of a template.
#[derive(Debug, Clone, Copy)]
pub struct Parameter<'a> {
    /// Its logical id.
    pub name: &'a str,
    /// Its type, `String`, `CommaDelimitedList`, `AWS::EC2::VPC::Id`.
    pub kind: &'a str,
    /// Its default, as written: a text or a number.
    pub default: Option<&'a Value>,
    /// What it is for.
    pub description: Option<&'a str>,
    /// The regular expression its whole value must match.
    pub allowed_pattern: Option<&'a str>,
    /// The values it may have.
    pub allowed_values: Option<&'a [Value]>,
    /// Whether its value is masked.
    pub no_echo: bool,
    /// The whole declaration.
    pub json: &'a Map<String, Value>,
}

/// One condition of a template.
#[derive(Debug, Clone, Copy)]
pub struct Condition<'a> {
    /// Its logical id.
    pub name: &'a str,
    /// Its expression, intrinsics in long form.
    pub expression: &'a Value,
}

/// One mapping of a template.
#[derive(Debug, Clone, Copy)]
pub struct Mapping<'a> {
    /// Its logical id.
    pub name: &'a str,
    /// Its values by top-level key, then second-level key.
    pub json: &'a Value,
}

/// One resource of a template.
#[derive(Debug, Clone, Copy)]
pub struct Resource<'a> {
    /// Its logical id.
    pub logical_id: &'a str,
    /// Its type name, `AWS::IAM::Role`.
    pub kind: &'a str,
    /// The condition without which it is not created.
    pub condition: Option<&'a str>,
    /// Its properties, intrinsics in long form.
    pub properties: Option<&'a Map<String, Value>>,
    /// Its metadata.
    pub metadata: Option<&'a Map<String, Value>>,
    /// What becomes of it when the stack goes.
    pub deletion_policy: Option<&'a str>,
    /// What becomes of the old one when it is replaced.
    pub update_replace_policy: Option<&'a str>,
    /// The whole declaration.
    pub json: &'a Map<String, Value>,
}

impl<'a> Resource<'a> {
    /// The property of this name, as written.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&'a Value> {
        self.properties.and_then(|properties| properties.get(name))
    }

    /// The logical ids it waits for by `DependsOn`.
    pub fn depends_on(&self) -> impl Iterator<Item = &'a str> {
        let (one, many) = match self.json.get("DependsOn") {
            Some(Value::String(one)) => (Some(one.as_str()), None),
            Some(Value::Array(many)) => (None, Some(many.iter().filter_map(Value::as_str))),
            Some(_) | None => (None, None),
        };
        one.into_iter().chain(many.into_iter().flatten())
    }

    /// JSON pointer to this resource.
    #[must_use]
    pub fn path(&self) -> String {
        super::pointer_join("/Resources", self.logical_id)
    }
}

/// One output of a template.
#[derive(Debug, Clone, Copy)]
pub struct Output<'a> {
    /// Its logical id.
    pub name: &'a str,
    /// Its value, intrinsics in long form.
    pub value: &'a Value,
    /// What it is.
    pub description: Option<&'a str>,
    /// The condition without which it is not there.
    pub condition: Option<&'a str>,
    /// The name under which other stacks import it, intrinsics in long form.
    pub export: Option<&'a Value>,
}

pub(super) fn parameter<'a>(name: &'a str, json: &'a Value) -> Option<Parameter<'a>> {
    let json = json.as_object()?;
    let text = |key: &str| json.get(key).and_then(Value::as_str);
    Some(Parameter {
        name,
        kind: text("Type")?,
        default: json.get("Default"),
        description: text("Description"),
        allowed_pattern: text("AllowedPattern"),
        allowed_values: json.get("AllowedValues").and_then(Value::as_array).map(Vec::as_slice),
        no_echo: json.get("NoEcho").is_some_and(super::is_true),
        json,
    })
}

pub(super) fn resource<'a>(logical_id: &'a str, json: &'a Value) -> Option<Resource<'a>> {
    let json = json.as_object()?;
    let text = |key: &str| json.get(key).and_then(Value::as_str);
    Some(Resource {
        logical_id,
        kind: text("Type")?,
        condition: text("Condition"),
        properties: json.get("Properties").and_then(Value::as_object),
        metadata: json.get("Metadata").and_then(Value::as_object),
        deletion_policy: text("DeletionPolicy"),
        update_replace_policy: text("UpdateReplacePolicy"),
        json,
    })
}

pub(super) fn output<'a>(name: &'a str, json: &'a Value) -> Option<Output<'a>> {
    let json = json.as_object()?;
    let text = |key: &str| json.get(key).and_then(Value::as_str);
    Some(Output {
        name,
        value: json.get("Value")?,
        description: text("Description"),
        condition: text("Condition"),
        export: json.get("Export").and_then(|export| export.get("Name")),
    })
}
