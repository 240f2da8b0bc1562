//! Parameters: what the installer of a stack decides.

use crate::value::{IntoPart, IntoValue, Kind, Part, Test, TextKind, Value};
use serde_json::{Map, Value as JsonValue, json};
use std::marker::PhantomData;

/// What a parameter can hold.
pub trait ParameterText {
    /// CloudFormation's parameter type.
    fn parameter_type() -> String;
}

impl<T: TextKind> ParameterText for T {
    fn parameter_type() -> String {
        T::PARAMETER_TYPE.to_owned()
    }
}

impl<T: TextKind> ParameterText for Vec<T> {
    fn parameter_type() -> String {
        match T::PARAMETER_TYPE {
            "String" => "CommaDelimitedList".to_owned(),
            element => format!("List<{element}>"),
        }
    }
}

/// A parameter of a stack, from [`crate::stack::Stack::parameter`]. Stands wherever a value of its kind is wanted.
pub struct Parameter<T> {
    name: String,
    kind: PhantomData<fn() -> T>,
}

impl<T> Parameter<T> {
    pub(crate) fn named(name: &str) -> Self {
        Self { name: name.to_owned(), kind: PhantomData }
    }

    /// The parameter's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// `Ref`: what the installer gave, or the default.
    pub fn value(&self) -> Value<T> {
        Value::from_json(json!({"Ref": self.name}))
    }
}

impl<T: TextKind> Parameter<T> {
    /// A test that nothing was given: the value is the empty text.
    pub fn is_empty(&self) -> Test {
        self.value().is_empty()
    }
}

impl<T> std::fmt::Debug for Parameter<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Parameter({})", self.name)
    }
}

impl<T> IntoValue<T> for &Parameter<T> {
    fn into_value(self) -> Value<T> {
        self.value()
    }
}

impl<T: TextKind> IntoPart for Parameter<T> {
    fn part(&self) -> Part {
        self.value().part()
    }
}

/// What a parameter accepts, before it is added to a stack.
#[derive(Debug, Clone)]
pub struct ParameterSpec<T> {
    json: Map<String, JsonValue>,
    kind: PhantomData<fn() -> T>,
}

/// A parameter that holds one value of a kind: `parameter::<VpcId>()`.
///
/// ```
/// use sprinters_dsl::prelude::*;
/// let mut stack = Stack::new("Somewhere");
/// let vpc: Parameter<VpcId> = stack.parameter("VpcId", parameter().describe("An existing VPC"));
/// assert_eq!(vpc.value().to_json(), serde_json::json!({"Ref": "VpcId"}));
/// ```
pub fn parameter<T: ParameterText + Kind>() -> ParameterSpec<T> {
    ParameterSpec::of_type()
}

/// A parameter that holds any text.
pub fn text_parameter() -> ParameterSpec<String> {
    ParameterSpec::of_type()
}

/// A parameter that holds a whole number.
pub fn number_parameter() -> ParameterSpec<i64> {
    ParameterSpec::of_type()
}

/// A parameter that holds a list, comma-separated.
pub fn list_parameter<T: TextKind>() -> ParameterSpec<Vec<T>> {
    ParameterSpec::of_type()
}

impl<T: ParameterText> ParameterSpec<T> {
    fn of_type() -> Self {
        let mut json = Map::new();
        json.insert("Type".to_owned(), json!(T::parameter_type()));
        Self { json, kind: PhantomData }
    }
}

impl<T: ParameterText> ParameterSpec<T> {
    /// The same bounds, default and description as another template's parameter has.
    pub fn copied_from(definition: &JsonValue) -> Self {
        let mut spec = Self::of_type();
        for (key, value) in definition.as_object().into_iter().flatten().filter(|(key, _)| key.as_str() != "Type") {
            spec.json.insert(key.clone(), value.clone());
        }
        spec
    }
}

impl<T> ParameterSpec<T> {
    /// What the installer reads beside the field (at most 4,000 characters).
    #[must_use]
    pub fn describe(self, description: &str) -> Self {
        self.with("Description", json!(description))
    }

    /// What is taken when the installer gives nothing, as CloudFormation writes it (lists comma-separated).
    #[must_use]
    pub fn default(self, default: &str) -> Self {
        self.with("Default", json!(default))
    }

    /// The only values accepted.
    #[must_use]
    pub fn allow<'a>(self, values: impl IntoIterator<Item = &'a str>) -> Self {
        let values: Vec<&str> = values.into_iter().collect();
        self.with("AllowedValues", json!(values))
    }

    /// A regular expression that the value must match, anchored with `^` and `$`.
    #[must_use]
    pub fn allowed_pattern(self, pattern: &str) -> Self {
        self.with("AllowedPattern", json!(pattern))
    }

    /// What the installer reads when the value is refused.
    #[must_use]
    pub fn constraint_description(self, sentence: &str) -> Self {
        self.with("ConstraintDescription", json!(sentence))
    }

    /// Masks the value wherever CloudFormation shows parameters. It still stands in clear text where the template uses
    /// it: a secret belongs into Secrets Manager ([`crate::value::resolve_secret`]).
    #[must_use]
    pub fn no_echo(self) -> Self {
        self.with("NoEcho", json!(true))
    }

    pub(crate) fn into_json(self) -> JsonValue {
        JsonValue::Object(self.json)
    }

    fn with(mut self, key: &str, value: JsonValue) -> Self {
        self.json.insert(key.to_owned(), value);
        self
    }
}

impl ParameterSpec<String> {
    /// The installer gives the *name* of a Systems Manager parameter, and CloudFormation reads a value of this
    /// CloudFormation type from it (AWS CloudFormation User Guide, "SSM parameter types").
    #[must_use]
    pub fn stored_in_parameter_store(self, kind: &str) -> Self {
        self.with("Type", json!(format!("AWS::SSM::Parameter::Value<{kind}>")))
    }

    /// The shortest and longest text accepted, in characters.
    #[must_use]
    pub fn length(self, shortest: u16, longest: u16) -> Self {
        self.with("MinLength", json!(shortest)).with("MaxLength", json!(longest))
    }
}

impl ParameterSpec<i64> {
    /// The smallest and largest number accepted.
    #[must_use]
    pub fn range(self, smallest: i64, largest: i64) -> Self {
        self.with("MinValue", json!(smallest)).with("MaxValue", json!(largest))
    }

    /// What is taken when the installer gives nothing.
    #[must_use]
    pub fn default_number(self, default: i64) -> Self {
        self.with("Default", json!(default))
    }
}
