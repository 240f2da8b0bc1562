//! What a resource type's schema says, as far as it becomes Rust.

use crate::names::{module, pascal};
use crate::vocabulary::CloudFormation;
use anyhow::{Context, Result};
use serde_json::{Map, Value as JsonValue};
use std::collections::{BTreeMap, BTreeSet};

/// A resource type.
#[derive(Debug)]
pub(super) struct Type {
    pub(super) name: String,
    pub(super) rust_name: String,
    pub(super) module: String,
    pub(super) structure: Structure,
    /// Nested types by the name the schema gives them.
    pub(super) nested: BTreeMap<String, Structure>,
    /// Enumerations by Rust name.
    pub(super) enums: BTreeMap<String, Vec<String>>,
    pub(super) attributes: Vec<Attribute>,
    /// What `Ref` returns.
    pub(super) reference: String,
    /// The property that holds a list of tags.
    pub(super) tags: Option<String>,
    /// The vocabulary's paths and formats that applied to something.
    pub(super) applied: BTreeSet<String>,
}

/// Properties that belong together.
#[derive(Debug, Default)]
pub(super) struct Structure {
    pub(super) properties: Vec<Property>,
}

/// A property.
#[derive(Debug)]
pub(super) struct Property {
    pub(super) name: String,
    pub(super) shape: Shape,
    pub(super) required: bool,
    pub(super) replaces: bool,
    pub(super) bounds: Bounds,
    /// The numbers accepted, where the schema lists them.
    pub(super) choices: Vec<i64>,
}

/// What a resource tells after it was made.
#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) name: String,
    /// Rust path of the kind.
    pub(super) kind: String,
}

/// What a property holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    /// A kind of `crate::value`, or a primitive.
    Kind(String),
    /// An enumeration of the type's module.
    Enum(String),
    /// A nested type of the type's module.
    Nested(String),
    /// A list.
    List(Box<Shape>),
}

/// Bounds of literals.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Bounds {
    pub(super) minimum: Option<f64>,
    pub(super) maximum: Option<f64>,
    pub(super) min_length: Option<u64>,
    pub(super) max_length: Option<u64>,
    pub(super) max_items: Option<u64>,
}

/// More values than this are a register, not a choice.
const LARGEST_ENUM: usize = 200;

impl Type {
    pub(super) fn parse(name: &str, schema: &JsonValue, vocabulary: &CloudFormation) -> Result<Self> {
        let short = name.rsplit("::").next().context("a type's name is AWS::SERVICE::TYPE")?;
        let create_only: BTreeSet<String> = paths(schema, "createOnlyProperties").collect();
        let mut reader = Reader {
            type_name: name,
            definitions: object(schema, "definitions"),
            vocabulary,
            read_only: BTreeSet::new(),
            nested: BTreeMap::new(),
            enums: BTreeMap::new(),
            aliases: Vec::new(),
            applied: BTreeSet::new(),
        };
        let properties = object(schema, "properties");
        let mut attributes: Vec<Attribute> =
            paths(schema, "readOnlyProperties").filter_map(|path| reader.read_only(schema, &path)).collect();
        attributes.sort_by_key(|attribute| {
            let property = attribute.name.split('.').next();
            properties.keys().position(|name| Some(name.as_str()) == property)
        });
        let mut structure = reader.structure("", &properties, &required(schema), short);
        for property in &mut structure.properties {
            property.replaces = create_only.contains(&property.name);
        }
        let tags = schema
            .pointer("/tagging/tagProperty")
            .and_then(JsonValue::as_str)
            .and_then(|path| path.strip_prefix("/properties/"))
            .filter(|tags| {
                let tag_list = Shape::List(Box::new(Shape::Kind("Tag".to_owned())));
                structure.properties.iter().any(|property| property.name == *tags && property.shape == tag_list)
            })
            .map(str::to_owned);
        let Reader { nested, enums, applied, .. } = reader;
        let nested = nested.into_iter().map(|(name, (_, structure))| (name, structure)).collect();
        Ok(Self {
            name: name.to_owned(),
            rust_name: pascal(short),
            module: module(short),
            structure,
            nested,
            enums,
            attributes,
            reference: vocabulary.references.get(name).cloned().unwrap_or_else(|| "String".to_owned()),
            tags,
            applied,
        })
    }

    pub(super) fn has_module(&self) -> bool {
        !self.nested.is_empty() || !self.enums.is_empty()
    }
}

struct Reader<'a> {
    type_name: &'a str,
    definitions: Map<String, JsonValue>,
    vocabulary: &'a CloudFormation,
    /// Properties that can't be set, by the nested type they are in (empty: the resource itself) and name.
    read_only: BTreeSet<(String, String)>,
    /// Each nested type with the schema it was read from.
    nested: BTreeMap<String, (JsonValue, Structure)>,
    enums: BTreeMap<String, Vec<String>>,
    /// Definitions that stand for another type, in the order in which they led here.
    aliases: Vec<String>,
    applied: BTreeSet<String>,
}

impl Reader<'_> {
    /// `owner` is the nested type's name in the vocabulary's paths, empty for the resource itself.
    fn structure(
        &mut self,
        owner: &str,
        properties: &Map<String, JsonValue>,
        required: &BTreeSet<String>,
        rust_owner: &str,
    ) -> Structure {
        let settable: Vec<(&String, &JsonValue)> = properties
            .iter()
            .filter(|(name, _)| !self.read_only.contains(&(owner.to_owned(), (*name).clone())))
            .collect();
        let properties = settable
            .into_iter()
            .map(|(name, schema)| {
                let target = self.resolve(schema);
                let mut bounds = bounds(&target);
                let shape = self.shape(owner, name, schema, rust_owner);
                if !matches!(&shape, Shape::Kind(kind) if kind == "String" || kind == "i64" || kind == "f64") {
                    bounds = Bounds { max_items: bounds.max_items, ..Bounds::default() };
                }
                let choices = if shape == Shape::Kind("i64".to_owned()) { choices(&target) } else { Vec::new() };
                let required = required.contains(name);
                Property { name: name.clone(), shape, required, replaces: false, bounds, choices }
            })
            .collect();
        Structure { properties }
    }

    fn shape(&mut self, owner: &str, name: &str, schema: &JsonValue, rust_owner: &str) -> Shape {
        let path = if owner.is_empty() {
            format!("{}.{name}", self.type_name)
        } else {
            format!("{}.{owner}.{name}", self.type_name)
        };
        let vocabulary = self.vocabulary;
        if vocabulary.policies.properties.contains(&path) {
            self.applied.insert(path);
            return Shape::Kind("PolicyDocument".to_owned());
        }
        let shape = self.plain_shape(name, schema, rust_owner);
        let named = vocabulary.kinds.get(&path);
        self.applied.extend(named.map(|_| path));
        match (named, shape) {
            (Some(kind), Shape::List(_)) => Shape::List(Box::new(Shape::Kind(kind.clone()))),
            (Some(kind), Shape::Kind(_) | Shape::Enum(_) | Shape::Nested(_)) => Shape::Kind(kind.clone()),
            (None, shape) => shape,
        }
    }

    fn plain_shape(&mut self, name: &str, schema: &JsonValue, rust_owner: &str) -> Shape {
        let kind = |kind: &str| Shape::Kind(kind.to_owned());
        if let Some(definition) = reference(schema) {
            let target = self.definitions.get(&definition).cloned().unwrap_or_default();
            if is_structure(&target) {
                return self.nested(&definition, &target, rust_owner);
            }
            if self.aliases.contains(&definition) {
                // A list of itself has no end that Rust could type.
                return kind("Json");
            }
            self.aliases.push(definition.clone());
            let shape = self.plain_shape(&definition, &target, rust_owner);
            self.aliases.pop();
            return shape;
        }
        match schema_type(schema) {
            Some("array") => {
                let empty = JsonValue::Object(Map::new());
                let element = self.plain_shape(name, schema.get("items").unwrap_or(&empty), rust_owner);
                let by_format = self.by_format(schema);
                Shape::List(Box::new(by_format.map_or(element, |format| kind(&format))))
            }
            Some("object") if is_structure(schema) => self.nested(name, schema, rust_owner),
            Some("object") => kind("Json"),
            Some("integer") => kind("i64"),
            Some("number") => kind("f64"),
            Some("boolean") => kind("bool"),
            Some("string") => self.text(name, schema, rust_owner),
            Some(_) | None => {
                // No type of its own: text where every choice is text, an untyped object otherwise.
                if schema.get("enum").is_some() || schema.get("pattern").is_some() {
                    self.text(name, schema, rust_owner)
                } else {
                    kind("Json")
                }
            }
        }
    }

    fn text(&mut self, name: &str, schema: &JsonValue, rust_owner: &str) -> Shape {
        if let Some(kind) = self.by_format(schema) {
            return Shape::Kind(kind);
        }
        let values: Option<Vec<String>> = schema
            .get("enum")
            .and_then(JsonValue::as_array)
            .filter(|values| values.len() <= LARGEST_ENUM)
            .and_then(|values| values.iter().map(|value| value.as_str().map(str::to_owned)).collect());
        match values {
            Some(values) if distinct_variants(&values) => Shape::Enum(self.name_enum(name, rust_owner, values)),
            Some(_) | None => Shape::Kind("String".to_owned()),
        }
    }

    /// One name for one set of values; the owner's name comes before where another set took the short name.
    fn name_enum(&mut self, name: &str, rust_owner: &str, values: Vec<String>) -> String {
        let short = pascal(name);
        let candidates =
            [short.clone(), format!("{}{short}", pascal(rust_owner)), format!("{}{short}Choice", pascal(rust_owner))];
        for candidate in candidates {
            if self.definitions.get(&candidate).is_some_and(is_structure)
                || self.nested.keys().any(|nested| pascal(nested) == candidate)
            {
                continue;
            }
            match self.enums.get(&candidate) {
                Some(existing) if *existing != values => {}
                Some(_) => return candidate,
                None => {
                    self.enums.insert(candidate.clone(), values);
                    return candidate;
                }
            }
        }
        "String".to_owned()
    }

    /// One name for one shape: where another shape took the name, the owner's name comes before it.
    fn nested(&mut self, name: &str, schema: &JsonValue, rust_owner: &str) -> Shape {
        let properties = object(schema, "properties");
        if is_tag(name, &properties) {
            return Shape::Kind("Tag".to_owned());
        }
        let same_name = |taken: &&String| pascal(taken) == pascal(name);
        let read = self.nested.iter().find(|(taken, _)| same_name(taken)).map(|(_, (source, _))| source);
        let stated = self.definitions.iter().find(|(taken, stated)| same_name(taken) && is_structure(stated));
        let other = read.or(stated.map(|(_, source)| source)).is_some_and(|taken| taken != schema);
        if other && !name.starts_with(rust_owner) || self.enums.contains_key(&pascal(name)) {
            return self.nested(&format!("{rust_owner}{name}"), schema, rust_owner);
        }
        if !self.nested.contains_key(name) {
            // Known before it is read, so that a type nested in itself ends.
            self.nested.insert(name.to_owned(), (schema.clone(), Structure::default()));
            let structure = self.structure(name, &properties, &required(schema), name);
            self.nested.insert(name.to_owned(), (schema.clone(), structure));
        }
        Shape::Nested(name.to_owned())
    }

    /// Notes that a property can't be set; the attribute that tells its value, where it is one value.
    fn read_only(&mut self, resource: &JsonValue, path: &str) -> Option<Attribute> {
        let (mut owner, mut schema) = (String::new(), resource.clone());
        let mut steps = path.split('/').peekable();
        while let Some(step) = steps.next() {
            if step == "*" {
                schema = self.resolve(schema.get("items")?);
                continue;
            }
            let property = object(&schema, "properties").get(step)?.clone();
            if steps.peek().is_none() {
                self.read_only.insert((owner, step.to_owned()));
                return if path.contains('*') { None } else { self.attribute(&path.replace('/', "."), &property) };
            }
            let element = property.get("items").unwrap_or(&property);
            owner = reference(element).unwrap_or_else(|| step.to_owned());
            schema = self.resolve(&property);
        }
        None
    }

    fn attribute(&mut self, name: &str, schema: &JsonValue) -> Option<Attribute> {
        let path = format!("{}.{name}", self.type_name);
        let vocabulary = self.vocabulary;
        let named = vocabulary.kinds.get(&path).cloned();
        self.applied.extend(named.as_ref().map(|_| path));
        let named = named.or_else(|| self.by_format(schema));
        let target = self.resolve(schema);
        let kind = match (named, schema_type(&target)) {
            (Some(kind), _) => format!("value::{kind}"),
            (None, Some("string")) if name.ends_with("Arn") => "value::Arn".to_owned(),
            (None, Some("string")) => "String".to_owned(),
            (None, Some("integer")) => "i64".to_owned(),
            (None, Some("boolean")) => "bool".to_owned(),
            (None, Some("array")) => "Vec<String>".to_owned(),
            (None, Some(_) | None) => return None,
        };
        Some(Attribute { name: name.to_owned(), kind })
    }

    /// The kind that the vocabulary gives to the format of a schema.
    fn by_format(&mut self, schema: &JsonValue) -> Option<String> {
        let format = schema.get("format")?.as_str()?;
        let kind = self.vocabulary.formats.get(format)?;
        self.applied.insert(format.to_owned());
        Some(kind.clone())
    }

    fn resolve(&self, schema: &JsonValue) -> JsonValue {
        reference(schema).and_then(|name| self.definitions.get(&name).cloned()).unwrap_or_else(|| schema.clone())
    }
}

fn reference(schema: &JsonValue) -> Option<String> {
    schema.get("$ref")?.as_str()?.strip_prefix("#/definitions/").map(str::to_owned)
}

fn schema_type(schema: &JsonValue) -> Option<&str> {
    match schema.get("type")? {
        JsonValue::String(one) => Some(one),
        // Text or object: the object is what CloudFormation's documentation shows.
        JsonValue::Array(several) if several.iter().any(|one| one == "object") => Some("object"),
        JsonValue::Array(several) => several.first().and_then(JsonValue::as_str),
        JsonValue::Null | JsonValue::Bool(_) | JsonValue::Number(_) | JsonValue::Object(_) => None,
    }
}

fn is_structure(schema: &JsonValue) -> bool {
    schema.get("properties").and_then(JsonValue::as_object).is_some_and(|properties| !properties.is_empty())
}

fn is_tag(name: &str, properties: &Map<String, JsonValue>) -> bool {
    matches!(name, "Tag" | "Tags")
        && properties.len() == 2
        && properties.contains_key("Key")
        && properties.contains_key("Value")
}

/// Whether every value has a Rust name of its own.
fn distinct_variants(values: &[String]) -> bool {
    let names: BTreeSet<String> = values.iter().map(|value| pascal(value)).collect();
    names.len() == values.len() && names.iter().all(|name| !name.is_empty() && name != "Self")
}

fn bounds(schema: &JsonValue) -> Bounds {
    let count = |key: &str| schema.get(key).and_then(JsonValue::as_u64);
    let number = |key: &str| schema.get(key).and_then(JsonValue::as_f64);
    Bounds {
        minimum: number("minimum"),
        maximum: number("maximum"),
        min_length: count("minLength").filter(|&length| 0 < length),
        max_length: count("maxLength"),
        max_items: count("maxItems"),
    }
}

fn object(schema: &JsonValue, key: &str) -> Map<String, JsonValue> {
    schema.get(key).and_then(JsonValue::as_object).cloned().unwrap_or_default()
}

fn required(schema: &JsonValue) -> BTreeSet<String> {
    schema
        .get("required")
        .and_then(JsonValue::as_array)
        .into_iter()
        .flatten()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect()
}

/// The paths in one of the schema's lists of properties, without their common beginning.
fn paths<'a>(schema: &'a JsonValue, list: &str) -> impl Iterator<Item = String> + use<'a> {
    let listed = schema.get(list).and_then(JsonValue::as_array).into_iter().flatten();
    listed.filter_map(|path| path.as_str()?.strip_prefix("/properties/")).map(|path| path.replace("/properties/", "/"))
}

/// The numbers that the schema lists; none where it lists none or other things, too.
fn choices(schema: &JsonValue) -> Vec<i64> {
    let listed = schema.get("enum").and_then(JsonValue::as_array);
    listed.and_then(|values| values.iter().map(JsonValue::as_i64).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
