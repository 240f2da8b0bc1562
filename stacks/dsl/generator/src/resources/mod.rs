//! Resource types: one struct a type, one module a type for what is nested in it.

mod model;

use crate::names::{pascal, shouting, snake};
use crate::vocabulary::CloudFormation;
use crate::{Files, NOTICE};
use anyhow::{Context, Result, ensure};
use model::{Attribute, Bounds, Property, Shape, Structure, Type};
use serde_json::Value as JsonValue;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// How generated code names what it needs of the DSL, and how it tells attributes.
pub(crate) struct Style {
    /// Before the names of `stack`: `` where they are imported.
    stack: &'static str,
    /// Before `IntoValue` and `Value`.
    into: &'static str,
    /// Before the kinds.
    value: &'static str,
    /// Before the names of Rust's own prelude, which a nested type may shadow.
    string: &'static str,
    vec: &'static str,
    some: &'static str,
    none: &'static str,
    default: &'static str,
    text_enum: &'static str,
    /// Attributes are methods of a trait: nobody but the DSL may give its handle methods.
    traits: bool,
}

/// Code within the DSL: short, since its readers read it.
const WITHIN: Style = Style {
    stack: "",
    into: "",
    value: "value::",
    string: "String",
    vec: "Vec",
    some: "Some",
    none: "None",
    default: "Default",
    text_enum: "value::text_enum!",
    traits: false,
};

/// Code in somebody's own crate, where nested types may be called `Resource`, `Value` or `String`.
const OUTSIDE: Style = Style {
    stack: "::sprinters_dsl::stack::",
    into: "::sprinters_dsl::value::",
    value: "::sprinters_dsl::value::",
    string: "::std::string::String",
    vec: "::std::vec::Vec",
    some: "::core::option::Option::Some",
    none: "::core::option::Option::None",
    default: "::core::default::Default",
    text_enum: "::sprinters_dsl::text_enum!",
    traits: true,
};

impl Style {
    /// The module of what is nested in a type: a file cannot have a raw name, a module in the text must.
    fn module(&self, resource: &Type) -> String {
        if self.traits { snake(&resource.module) } else { resource.module.clone() }
    }

    /// The static with what a schema says. `S3` in capitals is `S3`, so a name of the DSL's own keeps out of the way of
    /// the type's.
    fn schema(&self, rust_name: &str) -> String {
        if self.traits { format!("{}_SCHEMA", shouting(rust_name)) } else { shouting(rust_name) }
    }
}

/// The code of these types for a crate of somebody's own, in one text: a module for each service.
pub(crate) fn outside(vocabulary: &CloudFormation, schemas: &BTreeMap<String, JsonValue>) -> Result<String> {
    let mut services: BTreeMap<String, Vec<Type>> = BTreeMap::new();
    for (name, schema) in schemas {
        let parsed = Type::parse(name, schema, vocabulary).with_context(|| format!("the schema of {name}"))?;
        let service = name.split("::").nth(1).context("a type's name is AWS::SERVICE::TYPE")?;
        services.entry(service.to_ascii_lowercase()).or_default().push(parsed);
    }
    let mut text = String::from(NOTICE);
    let mut traits = String::new();
    for (service, types) in &services {
        writeln!(text, "/// Resource types of {service}.\n#[allow(dead_code, unreachable_pub)]\npub mod {service} {{")?;
        for resource in types {
            render_resource(resource, &OUTSIDE, &mut text)?;
            if resource.has_module() {
                writeln!(text, "/// What is nested in `{}`.\npub mod {} {{", resource.name, OUTSIDE.module(resource))?;
                render_nested_types(resource, &OUTSIDE, &mut text)?;
                text.push_str("}\n\n");
            }
            if !resource.attributes.is_empty() {
                writeln!(traits, "    pub use super::{service}::{}Attributes as _;", resource.rust_name)?;
            }
        }
        text.push_str("}\n\n");
    }
    write!(
        text,
        "/// The attributes of every type: `use …::attributes::*;`.\n#[allow(unused_imports, unreachable_pub)]\npub mod attributes {{\n{traits}}}\n"
    )?;
    Ok(text)
}

pub(crate) fn write(vocabulary: &CloudFormation, schemas: &Path, files: &mut Files) -> Result<()> {
    let schemas = read_schemas(&vocabulary.types, schemas)?;
    let mut services: BTreeMap<String, Vec<Type>> = BTreeMap::new();
    let mut applied = BTreeSet::new();
    for (name, schema) in &schemas {
        let parsed = Type::parse(name, schema, vocabulary).with_context(|| format!("the schema of {name}"))?;
        applied.extend(parsed.applied.iter().cloned());
        let service = name.split("::").nth(1).context("a type's name is AWS::SERVICE::TYPE")?;
        services.entry(service.to_ascii_lowercase()).or_default().push(parsed);
    }
    let idle = vocabulary.idle(&applied);
    ensure!(idle.is_empty(), "vocabulary.toml names what no listed type has: {}", idle.join(", "));
    let mut index = format!("{NOTICE}//! Resource types by service, from AWS's published CloudFormation schemas.\n\n");
    for (service, types) in &services {
        writeln!(index, "pub mod {service};")?;
        let nested = types.iter().any(Type::has_module);
        let file = if nested { format!("resources/{service}/mod.rs") } else { format!("resources/{service}.rs") };
        files.insert(file, render_service(types)?);
        for resource in types.iter().filter(|resource| resource.has_module()) {
            files.insert(format!("resources/{service}/{}.rs", resource.module), render_nested(resource)?);
        }
    }
    files.insert("resources/mod.rs".to_owned(), index);
    files.insert(
        "mod.rs".to_owned(),
        format!("{NOTICE}//! Generated code: the resource types and the IAM vocabulary.\n\npub(crate) mod iam;\npub mod resources;\n"),
    );
    Ok(())
}

/// The schemas of the listed types, by type name. File names in the package are hashes, so every file is looked at.
pub(crate) fn read_schemas(types: &[String], folder: &Path) -> Result<BTreeMap<String, JsonValue>> {
    let found = read_where(folder, |name| types.iter().any(|wanted| wanted == name))?;
    for name in types {
        found.get(name).with_context(|| format!("no schema of {name} in {}", folder.display()))?;
    }
    Ok(found)
}

/// The schemas in a folder whose type is wanted.
pub(crate) fn read_where(folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<BTreeMap<String, JsonValue>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("can't read {}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let text = std::fs::read_to_string(&path)?;
        // Reading all of a schema takes longer than looking for its name.
        if !type_names(&text).any(&wanted) {
            continue;
        }
        let schema: JsonValue =
            serde_json::from_str(&text).with_context(|| format!("{} is malformed", path.display()))?;
        if let Some(name) = schema.get("typeName").and_then(JsonValue::as_str).filter(|name| wanted(name)) {
            found.insert(name.to_owned(), schema);
        }
    }
    Ok(found)
}

/// What stands behind each `"typeName"`: one of them is the type's, another may be a property.
fn type_names(text: &str) -> impl Iterator<Item = &str> {
    let after = text.split("\"typeName\"").skip(1);
    after.filter_map(|rest| rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?.split('"').next())
}

fn render_service(types: &[Type]) -> Result<String> {
    let mut text =
        format!("{NOTICE}//! Resource types, from AWS's published schemas (PyPI package cfn-lint, MIT-0).\n\n");
    for resource in types.iter().filter(|resource| resource.has_module()) {
        writeln!(text, "pub mod {};", resource.module)?;
    }
    let mut resources = String::new();
    for resource in types {
        render_resource(resource, &WITHIN, &mut resources)?;
    }
    // A service whose types have no properties of a kind needs no kinds.
    let kinds = if resources.contains("value::") { "{self, IntoValue, Value}" } else { "{IntoValue, Value}" };
    write!(
        text,
        "\nuse crate::stack::{{Properties, PropertyFacts, Resource, ResourceSchema, ResourceType}};\nuse crate::value::{kinds};\n\n{resources}"
    )?;
    Ok(text)
}

fn render_resource(resource: &Type, style: &Style, text: &mut String) -> Result<()> {
    let Type { name, rust_name, .. } = resource;
    let module = style.module(resource);
    let Style { stack, into, .. } = style;
    writeln!(text, "/// `{name}`.")?;
    render_structure(&resource.structure, rust_name, &format!("{module}::"), style, text)?;
    render_schema(&resource.structure, rust_name, name, resource.tags.as_deref(), &format!("{module}::"), style, text)?;
    writeln!(
        text,
        "impl {stack}ResourceType for {rust_name} {{\n    const TYPE: &'static str = \"{name}\";\n    const SCHEMA: &'static {stack}ResourceSchema = &{};\n    type Reference = {};\n\n    fn into_properties(self) -> {stack}Properties {{\n        self.0\n    }}\n\n    fn properties_mut(&mut self) -> &mut {stack}Properties {{\n        &mut self.0\n    }}\n}}\n",
        style.schema(rust_name),
        kind_path(&resource.reference, style)
    )?;
    if resource.attributes.is_empty() {
        return Ok(());
    }
    let functions = unique(resource.attributes.iter().map(|attribute| attribute.name.as_str()), &HANDLE);
    let signed = |function: &str, kind: &str| {
        let kind = match kind.strip_prefix("value::") {
            Some(own) => format!("{}{own}", style.value),
            None if kind == "Vec<String>" => format!("{}<{}>", style.vec, style.string),
            None => kind_path(kind, style),
        };
        format!("fn {function}(&self) -> {into}Value<{kind}>")
    };
    if style.traits {
        writeln!(text, "/// What `{name}` tells after it was made.\npub trait {rust_name}Attributes {{")?;
        for (Attribute { name: attribute, kind }, function) in resource.attributes.iter().zip(&functions) {
            writeln!(text, "    /// `Fn::GetAtt` of `{attribute}`.\n    {};", signed(function, kind))?;
        }
        writeln!(text, "}}\n\nimpl {rust_name}Attributes for {stack}Resource<{rust_name}> {{")?;
        for (Attribute { name: attribute, kind }, function) in resource.attributes.iter().zip(&functions) {
            writeln!(text, "    {} {{\n        self.get_att(\"{attribute}\")\n    }}", signed(function, kind))?;
        }
        text.push_str("}\n\n");
        return Ok(());
    }
    writeln!(text, "impl {stack}Resource<{rust_name}> {{")?;
    for (Attribute { name: attribute, kind }, function) in resource.attributes.iter().zip(&functions) {
        writeln!(
            text,
            "    /// `Fn::GetAtt` of `{attribute}`.\n    pub {} {{\n        self.get_att(\"{attribute}\")\n    }}",
            signed(function, kind)
        )?;
    }
    text.push_str("}\n\n");
    Ok(())
}

/// The methods that every handle has.
const HANDLE: [&str; 4] = ["clone", "get_att", "logical_id", "reference"];

/// A function name for each of AWS's names: where two would be one, or one of those that are there, the later is told
/// apart by its end.
fn unique<'n>(names: impl Iterator<Item = &'n str>, taken: &[&str]) -> Vec<String> {
    let mut used: BTreeSet<String> = taken.iter().map(|name| (*name).to_owned()).collect();
    names
        .map(|name| {
            let mut function = snake(name);
            while !used.insert(function.clone()) {
                function.push_str(if name.contains('.') { "_nested" } else { "_property" });
            }
            function
        })
        .collect()
}

fn render_nested_types(resource: &Type, style: &Style, text: &mut String) -> Result<()> {
    let Style { into, text_enum, .. } = style;
    for (name, structure) in &resource.nested {
        let rust_name = pascal(name);
        writeln!(text, "/// `{}` of `{}`.", name, resource.name)?;
        render_structure(structure, &rust_name, "", style, text)?;
        render_schema(structure, &rust_name, name, None, "", style, text)?;
        writeln!(
            text,
            "impl {into}IntoValue<{rust_name}> for {rust_name} {{\n    fn into_value(self) -> {into}Value<{rust_name}> {{\n        self.0.into_value_of()\n    }}\n}}\n"
        )?;
    }
    for (name, values) in &resource.enums {
        let listed = values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
        writeln!(text, "{text_enum} {{\n    /// One of {listed}.\n    {name} {{")?;
        for value in values {
            writeln!(text, "        /// `{value}`.\n        {} = {value:?},", pascal(value))?;
        }
        text.push_str("    }\n}\n\n");
    }
    Ok(())
}

fn render_nested(resource: &Type) -> Result<String> {
    let mut text = String::new();
    render_nested_types(resource, &WITHIN, &mut text)?;
    Ok(format!("{NOTICE}//! What is nested in `{}`.\n\n{}\n{text}", resource.name, imports(&text)))
}

/// The imports that a file needs, by the names in its text.
fn imports(text: &str) -> String {
    let mut lines = String::new();
    let used = |names: &[&'static str]| -> Vec<&'static str> {
        let is_word = |character: char| character.is_alphanumeric() || character == '_';
        names
            .iter()
            .filter(|name| text.split(|character| !is_word(character)).any(|word| word == **name))
            .copied()
            .collect()
    };
    let stack = used(&["Properties", "PropertyFacts", "ResourceSchema"]);
    if !stack.is_empty() {
        lines.push_str(&format!("use crate::stack::{{{}}};\n", stack.join(", ")));
    }
    let mut value = used(&["IntoValue", "Value"]);
    if text.contains("value::") {
        value.insert(0, "self");
    }
    if !value.is_empty() {
        lines.push_str(&format!("use crate::value::{{{}}};\n", value.join(", ")));
    }
    lines
}

/// The struct, its constructor with what is required, and a setter for each optional property.
fn render_structure(
    structure: &Structure,
    rust_name: &str,
    nested: &str,
    style: &Style,
    text: &mut String,
) -> Result<()> {
    let Style { stack, into, default, .. } = style;
    let functions = unique(structure.properties.iter().map(|property| property.name.as_str()), &["new"]);
    let named = structure.properties.iter().zip(&functions);
    let (required, optional): (Vec<(&Property, &String)>, Vec<_>) = named.partition(|(property, _)| property.required);
    writeln!(text, "#[derive(Debug, Clone, PartialEq)]\npub struct {rust_name}({stack}Properties);\n")?;
    if required.is_empty() {
        writeln!(
            text,
            "impl {default} for {rust_name} {{\n    fn default() -> Self {{\n        Self::new()\n    }}\n}}\n"
        )?;
    }
    writeln!(text, "impl {rust_name} {{")?;
    if required.is_empty() {
        writeln!(text, "    /// Without any property; none is required.")?;
    } else {
        let listed = required.iter().map(|(property, _)| format!("`{}`", property.name)).collect::<Vec<_>>().join(", ");
        writeln!(text, "    /// With what AWS requires: {listed}.")?;
    }
    if style.traits && MOST_ARGUMENTS < required.len() {
        text.push_str("    #[allow(clippy::too_many_arguments)]\n");
    }
    let arguments = required
        .iter()
        .map(|(property, function)| {
            format!("{function}: impl {into}IntoValue<{}>", property.shape.rust_type(nested, style))
        })
        .collect::<Vec<_>>()
        .join(", ");
    writeln!(text, "    pub fn new({arguments}) -> Self {{")?;
    let set: String = required
        .iter()
        .map(|(property, function)| {
            let rust_type = property.shape.rust_type(nested, style);
            format!(".set::<{rust_type}>(\"{}\", {function})", property.name)
        })
        .collect();
    writeln!(text, "        Self({stack}Properties::new(){set})\n    }}")?;
    for (property, function) in optional {
        let rust_type = property.shape.rust_type(nested, style);
        writeln!(text, "\n    /// `{}`{}.", property.name, property.facts())?;
        writeln!(
            text,
            "    #[must_use]\n    pub fn {function}(self, value: impl {into}IntoValue<{rust_type}>) -> Self {{\n        Self(self.0.set::<{rust_type}>(\"{}\", value))\n    }}",
            property.name
        )?;
    }
    text.push_str("}\n\n");
    Ok(())
}

/// More arguments than this make clippy ask for fewer; AWS asks for all of them.
const MOST_ARGUMENTS: usize = 7;

fn render_schema(
    structure: &Structure,
    rust_name: &str,
    name: &str,
    tags: Option<&str>,
    nested: &str,
    style: &Style,
    text: &mut String,
) -> Result<()> {
    let Style { stack, some, .. } = style;
    writeln!(text, "pub(crate) static {}: {stack}ResourceSchema = {stack}ResourceSchema {{", style.schema(rust_name))?;
    writeln!(
        text,
        "    name: \"{name}\",\n    tags: {},\n    properties: &[",
        tags.map_or_else(|| style.none.to_owned(), |tags| format!("{some}(\"{tags}\")"))
    )?;
    for property in &structure.properties {
        let mut fields = property.bounds.fields(some);
        if !property.choices.is_empty() {
            fields.push(format!("choices: {some}(&{:?})", property.choices));
        }
        if let Some(nested_type) = property.shape.nested_type() {
            fields.push(format!("nested: {some}(&{nested}{})", style.schema(&pascal(nested_type))));
        }
        if fields.is_empty() {
            continue;
        }
        writeln!(
            text,
            "        {stack}PropertyFacts {{ {}, ..{stack}PropertyFacts::new(\"{}\") }},",
            fields.join(", "),
            property.name
        )?;
    }
    text.push_str("    ],\n};\n\n");
    Ok(())
}

/// Path of a kind in generated code.
fn kind_path(kind: &str, style: &Style) -> String {
    match kind {
        "String" => style.string.to_owned(),
        "i64" | "f64" | "bool" => kind.to_owned(),
        own => format!("{}{own}", style.value),
    }
}

impl Bounds {
    fn fields(&self, some: &str) -> Vec<String> {
        let numbers = [("minimum", self.minimum), ("maximum", self.maximum)];
        let counts = [("min_length", self.min_length), ("max_length", self.max_length), ("max_items", self.max_items)];
        let numbers =
            numbers.iter().filter_map(|(name, bound)| bound.map(|bound| format!("{name}: {some}({bound:?})")));
        let counts = counts.iter().filter_map(|(name, bound)| bound.map(|bound| format!("{name}: {some}({bound})")));
        numbers.chain(counts).collect()
    }
}

impl Property {
    /// What the schema states beyond the type, for the documentation.
    fn facts(&self) -> String {
        let Bounds { minimum, maximum, min_length, max_length, max_items } = self.bounds;
        let mut facts = String::new();
        if !self.choices.is_empty() {
            let listed: Vec<String> = self.choices.iter().map(i64::to_string).collect();
            facts.push_str(&format!(", one of {}", listed.join(", ")));
        }
        for (least, most, unit) in [
            (minimum.map(|bound| bound.to_string()), maximum.map(|bound| bound.to_string()), ""),
            (min_length.map(|bound| bound.to_string()), max_length.map(|bound| bound.to_string()), " characters"),
            (None, max_items.map(|bound| bound.to_string()), " elements"),
        ] {
            match (least, most) {
                (Some(least), Some(most)) => facts.push_str(&format!(", {least} to {most}{unit}")),
                (Some(least), None) => facts.push_str(&format!(", at least {least}{unit}")),
                (None, Some(most)) => facts.push_str(&format!(", at most {most}{unit}")),
                (None, None) => {}
            }
        }
        if self.replaces {
            facts.push_str("; changing it replaces the resource");
        }
        facts
    }
}

impl Shape {
    /// The Rust type of the property, seen from a module where nested types are below `nested`.
    fn rust_type(&self, nested: &str, style: &Style) -> String {
        match self {
            Self::Kind(kind) => kind_path(kind, style),
            Self::Enum(name) => format!("{nested}{name}"),
            Self::Nested(name) => format!("{nested}{}", pascal(name)),
            Self::List(element) => format!("{}<{}>", style.vec, element.rust_type(nested, style)),
        }
    }

    fn nested_type(&self) -> Option<&str> {
        match self {
            Self::Nested(name) => Some(name),
            Self::List(element) => element.nested_type(),
            Self::Kind(_) | Self::Enum(_) => None,
        }
    }
}
