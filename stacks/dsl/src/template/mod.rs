//! The CloudFormation template as a document: read from YAML or JSON, looked at, evaluated, checked against
//! CloudFormation's limits, written again.
//!
//! Whatever it was read from, a [`Template`] holds one form: JSON whose intrinsic functions are long
//! (`{"Ref": "X"}`, `{"Fn::GetAtt": ["Role", "Arn"]}`), well-formed and refer to something that exists; sections and
//! resource attributes in the order a person reads them; everything inside properties in the order given. So whoever
//! reads a `Template` never meets a short form, a dotted `GetAtt` or a dangling name.
//!
//! ```
//! use sprinters_dsl::template::Template;
//!
//! let template = Template::parse(
//!     r#"
//! Resources:
//!   Topic:
//!     Type: AWS::SNS::Topic
//! Outputs:
//!   Name:
//!     Value: !GetAtt Topic.TopicName
//! "#,
//! )?;
//! let topic = template.resources().next().expect("one resource");
//! assert_eq!((topic.logical_id, topic.kind), ("Topic", "AWS::SNS::Topic"));
//! assert!(template.to_yaml().ends_with("    Value: !GetAtt Topic.TopicName\n"));
//! # Ok::<(), sprinters_dsl::template::TemplateError>(())
//! ```

mod error;
mod expand;
mod globals;
mod inputs;
mod intrinsic;
mod json;
mod length;
mod limits;
mod order;
mod print;
mod read;
mod references;
mod resolve;
mod sections;
mod settled;
mod sub;
mod suggest;
pub(crate) mod symbolic;
mod yaml;

#[cfg(test)]
mod tests;

use std::ops::Range;

use serde_json::{Map, Value};

pub use error::{Place, ReferenceKind, TemplateError};
pub use expand::NotUnderstood;
pub use globals::written_out;
pub use inputs::Inputs;
pub use intrinsic::{Intrinsic, as_intrinsic};
pub use length::policy_characters;
pub use limits::{BODY_BYTES, INLINE_BODY_BYTES, Limit, LimitExceeded};
use read::Spans;
pub use read::{DEEPEST, MOST_TEXT_BYTES, MOST_VALUES, pointer_join};
pub use references::PSEUDO_PARAMETERS;
pub use resolve::{ResolveError, Resolved, ResolvedResource};
pub use sections::{Condition, Mapping, Output, Parameter, Resource};
pub use sub::{Part, parts};
pub use suggest::nearest;

/// A CloudFormation template in its one form; see the [module](self).
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// Always an object with `Resources`.
    json: Value,
    /// The same with its loops unfolded, if it has any.
    unfolded: Option<Value>,
}

impl Template {
    /// Reads YAML, with short or long intrinsics, or JSON, by content: what begins with `{` is read as JSON first.
    ///
    /// # Errors
    /// Whatever CloudFormation would refuse before looking at a property: see [`TemplateError`]. Its place carries
    /// the bytes of `source` to underline wherever they are known.
    pub fn parse(source: &str) -> Result<Template, TemplateError> {
        if limits::BODY_BYTES < source.len() {
            return Err(TemplateError::TooLarge { bytes: source.len() });
        }
        let document = match source.trim_start().starts_with('{') {
            false => yaml::read(source),
            true => json::read(source).or_else(|error| match error {
                // YAML's flow style begins with a brace too; what neither reads was meant as JSON.
                TemplateError::NotJson { .. } => yaml::read(source).map_err(|_| error),
                other => Err(other),
            }),
        }
        .and_then(Template::from_json);
        document.map_err(|error| {
            let about_the_key = matches!(
                &error,
                TemplateError::UnknownIntrinsic { .. }
                    | TemplateError::MalformedIntrinsic { .. }
                    | TemplateError::UnknownSection { .. }
                    | TemplateError::UnknownAttribute { .. }
            );
            error.located(|place| {
                let locations = Locations::from_source(source);
                let span = if about_the_key { locations.find_key(&place.path) } else { locations.find(&place.path) };
                match span {
                    Some(span) => Place::at(place.path.clone()).with_span(source, span),
                    None => place.clone(),
                }
            })
        })
    }

    /// Takes a document that is JSON already; short forms do not exist there, `Fn::GetAtt` may be dotted.
    ///
    /// # Errors
    /// As [`Template::parse`], without spans.
    pub fn from_json(value: Value) -> Result<Template, TemplateError> {
        let sections = order::canonical(value)?;
        references::check(&sections)?;
        let unfolded = expand::unfolded(&sections).map(Value::Object);
        Ok(Template { json: Value::Object(sections), unfolded })
    }

    /// The document with every `Fn::ForEach` over a literal list unfolded; what readers look at.
    #[must_use]
    pub fn unfolded(&self) -> &Value {
        self.unfolded.as_ref().unwrap_or(&self.json)
    }

    /// The template as readers of single resources look at it: with what SAM's globals and embedded connectors say
    /// written into the resources, and without the branches and resources that no deployment has. `None` if that is the
    /// template itself.
    #[must_use]
    pub fn written_out(&self) -> Option<Template> {
        let settled = settled::settled(self.unfolded());
        let whole = globals::written_out(settled.as_ref().unwrap_or(self.unfolded()));
        whole.or(settled).map(|json| Template { json, unfolded: None })
    }

    /// Where in this template stands what is at a pointer into [`Template::written_out`].
    #[must_use]
    pub fn origin(&self, pointer: &str) -> String {
        let place = settled::origin(self.unfolded(), pointer);
        let here = self.unfolded().pointer(&place).is_some();
        let global = if here { None } else { globals::origin(self.unfolded(), pointer) };
        global.unwrap_or(place)
    }

    /// What stands in the template and is not understood: macros, functions and sections that are not known. It is kept
    /// as it is, and nothing is said about what it does.
    #[must_use]
    pub fn not_understood(&self) -> Vec<NotUnderstood> {
        self.json.as_object().map(|sections| expand::not_understood(sections, &order::SECTIONS)).unwrap_or_default()
    }

    /// The document: a JSON object, intrinsics in long form.
    #[must_use]
    pub fn as_json(&self) -> &Value {
        &self.json
    }

    /// The document as YAML with short intrinsic forms; ends with a line break. The same template gives the same
    /// bytes, and reading them gives the same template.
    #[must_use]
    pub fn to_yaml(&self) -> String {
        self.json.as_object().map(print::yaml).unwrap_or_default()
    }

    /// The document as JSON, two blanks a level; ends with a line break. The same template gives the same bytes.
    #[must_use]
    pub fn to_json(&self) -> String {
        format!("{:#}\n", self.json)
    }

    /// The description of the whole.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.json.get("Description").and_then(Value::as_str)
    }

    /// The parameters, in the template's order.
    pub fn parameters(&self) -> impl Iterator<Item = Parameter<'_>> {
        self.section("Parameters").filter_map(|(name, json)| sections::parameter(name, json))
    }

    /// The mappings, in the template's order.
    pub fn mappings(&self) -> impl Iterator<Item = Mapping<'_>> {
        self.section("Mappings").map(|(name, json)| Mapping { name, json })
    }

    /// The conditions, in the template's order.
    pub fn conditions(&self) -> impl Iterator<Item = Condition<'_>> {
        self.section("Conditions").map(|(name, expression)| Condition { name, expression })
    }

    /// The resources, in the template's order.
    pub fn resources(&self) -> impl Iterator<Item = Resource<'_>> {
        self.section("Resources").filter_map(|(logical_id, json)| sections::resource(logical_id, json))
    }

    /// The outputs, in the template's order.
    pub fn outputs(&self) -> impl Iterator<Item = Output<'_>> {
        self.section("Outputs").filter_map(|(name, json)| sections::output(name, json))
    }

    /// The resource with this logical id.
    #[must_use]
    pub fn resource(&self, logical_id: &str) -> Option<Resource<'_>> {
        self.entry("Resources", logical_id).and_then(|(id, json)| sections::resource(id, json))
    }

    /// The parameter with this name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<Parameter<'_>> {
        self.entry("Parameters", name).and_then(|(name, json)| sections::parameter(name, json))
    }

    /// The mapping with this name.
    #[must_use]
    pub fn mapping(&self, name: &str) -> Option<Mapping<'_>> {
        self.entry("Mappings", name).map(|(name, json)| Mapping { name, json })
    }

    /// The expression of the condition with this name.
    #[must_use]
    pub fn condition(&self, name: &str) -> Option<Condition<'_>> {
        self.entry("Conditions", name).map(|(name, expression)| Condition { name, expression })
    }

    /// Evaluates every intrinsic with the given inputs, and drops what a false condition or `AWS::NoValue` removes.
    ///
    /// # Errors
    /// A parameter without value or with a refused one, an intrinsic that only AWS can evaluate or that gets a value
    /// it does not take: see [`ResolveError`].
    pub fn resolve(&self, inputs: &Inputs) -> Result<Resolved, ResolveError> {
        resolve::resolve(self, inputs)
    }

    /// Checks CloudFormation's and IAM's quotas, as far as they can be seen in the template alone.
    ///
    /// # Errors
    /// Every quota that is exceeded, in the template's order.
    pub fn check_limits(&self) -> Result<(), Vec<LimitExceeded>> {
        let exceeded = limits::check(self);
        if exceeded.is_empty() { Ok(()) } else { Err(exceeded) }
    }

    /// Whether the YAML body is small enough to be handed to CloudFormation in the call itself, without S3.
    #[must_use]
    pub fn fits_inline(&self) -> bool {
        self.to_yaml().len() <= INLINE_BODY_BYTES
    }

    fn section(&self, name: &str) -> impl Iterator<Item = (&str, &Value)> {
        let entries = self.unfolded().get(name).and_then(Value::as_object);
        entries.into_iter().flat_map(Map::iter).map(|(name, value)| (name.as_str(), value))
    }

    fn entry(&self, section: &str, name: &str) -> Option<(&str, &Value)> {
        let (name, value) = self.unfolded().get(section)?.as_object()?.get_key_value(name)?;
        Some((name, value))
    }
}

/// Whether a value means true to CloudFormation, which takes the text `true` for it as well.
#[must_use]
pub fn is_true(value: &Value) -> bool {
    match value {
        Value::Bool(value) => *value,
        Value::String(text) => text.eq_ignore_ascii_case("true"),
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => false,
    }
}

/// Where everything stands in the text that a template was read from; made once for many questions.
#[derive(Debug)]
pub struct Locations(Spans);

impl Locations {
    /// Reads the text as far as it can be read.
    #[must_use]
    pub fn from_source(source: &str) -> Locations {
        if !source.trim_start().starts_with('{') {
            return Locations(yaml::spans(source));
        }
        Locations(match json::read(source) {
            Err(TemplateError::NotJson { .. }) => yaml::spans(source),
            Ok(_) | Err(_) => json::spans(source),
        })
    }

    /// The bytes of what stands at a JSON pointer into the long form: the text itself if it is one, else its key, else
    /// the first thing inside it, else what is known of its surroundings. `None` if nothing on the way is known.
    #[must_use]
    pub fn find(&self, pointer: &str) -> Option<Range<usize>> {
        let Locations(spans) = self;
        let at = |pointer: &str| spans.texts.get(pointer).or_else(|| spans.keys.get(pointer)).cloned();
        at(pointer).or_else(|| spans.first_inside(pointer)).or_else(|| ancestors(pointer).find_map(at))
    }

    /// As [`Locations::find`], the key before the value: for what is wrong with the key itself.
    fn find_key(&self, pointer: &str) -> Option<Range<usize>> {
        let Locations(spans) = self;
        ancestors(pointer).find_map(|pointer| spans.keys.get(pointer).or_else(|| spans.texts.get(pointer)).cloned())
    }
}

/// One question to [`Locations`].
#[must_use]
pub fn locate(source: &str, pointer: &str) -> Option<Range<usize>> {
    Locations::from_source(source).find(pointer)
}

/// A JSON pointer and those to what surrounds it, from the inside out, the whole document left out.
fn ancestors(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |pointer| pointer.rfind('/').map(|end| &pointer[..end]))
        .filter(|pointer| !pointer.is_empty())
}
