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

pub(crate) fn write(vocabulary: &CloudFormation, schemas: &Path, files: &mut Files) -> Result<()> {
    let schemas = read_schemas(vocabulary, schemas)?;
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
fn read_schemas(vocabulary: &CloudFormation, folder: &Path) -> Result<BTreeMap<String, JsonValue>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("can't read {}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let text = std::fs::read_to_string(&path)?;
        let Some(name) = vocabulary.types.iter().find(|name| text.contains(&format!("\"{name}\""))) else { continue };
        let schema: JsonValue =
            serde_json::from_str(&text).with_context(|| format!("{} is malformed", path.display()))?;
        let type_name = schema.get("typeName").and_then(JsonValue::as_str).unwrap_or(name);
        if vocabulary.types.iter().any(|wanted| wanted == type_name) {
            found.insert(type_name.to_owned(), schema);
        }
    }
    for name in &vocabulary.types {
        found.get(name).with_context(|| format!("no schema of {name} in {}", folder.display()))?;
    }
    Ok(found)
}

fn render_service(types: &[Type]) -> Result<String> {
    let mut text =
        format!("{NOTICE}//! Resource types, from AWS's published schemas (PyPI package cfn-lint, MIT-0).\n\n");
    for resource in types.iter().filter(|resource| resource.has_module()) {
        writeln!(text, "pub mod {};", resource.module)?;
    }
    let mut resources = String::new();
    for resource in types {
        render_resource(resource, &mut resources)?;
    }
    // A service whose types have no properties of a kind needs no kinds.
    let kinds = if resources.contains("value::") { "{self, IntoValue, Value}" } else { "{IntoValue, Value}" };
    write!(
        text,
        "\nuse crate::stack::{{Properties, PropertyFacts, Resource, ResourceSchema, ResourceType}};\nuse crate::value::{kinds};\n\n{resources}"
    )?;
    Ok(text)
}

fn render_resource(resource: &Type, text: &mut String) -> Result<()> {
    let Type { name, rust_name, module, .. } = resource;
    writeln!(text, "/// `{name}`.")?;
    render_structure(&resource.structure, rust_name, &format!("{module}::"), text)?;
    render_schema(&resource.structure, rust_name, name, resource.tags.as_deref(), &format!("{module}::"), text)?;
    writeln!(
        text,
        "impl ResourceType for {rust_name} {{\n    const TYPE: &'static str = \"{name}\";\n    const SCHEMA: &'static ResourceSchema = &{};\n    type Reference = {};\n\n    fn into_properties(self) -> Properties {{\n        self.0\n    }}\n\n    fn properties_mut(&mut self) -> &mut Properties {{\n        &mut self.0\n    }}\n}}\n",
        shouting(rust_name),
        kind_path(&resource.reference)
    )?;
    if !resource.attributes.is_empty() {
        writeln!(text, "impl Resource<{rust_name}> {{")?;
        for Attribute { name: attribute, kind } in &resource.attributes {
            writeln!(
                text,
                "    /// `Fn::GetAtt` of `{attribute}`.\n    pub fn {}(&self) -> Value<{kind}> {{\n        self.attribute(\"{attribute}\")\n    }}",
                snake(attribute)
            )?;
        }
        text.push_str("}\n\n");
    }
    Ok(())
}

fn render_nested(resource: &Type) -> Result<String> {
    let mut text = String::new();
    for (name, structure) in &resource.nested {
        let rust_name = pascal(name);
        writeln!(text, "/// `{}` of `{}`.", name, resource.name)?;
        render_structure(structure, &rust_name, "", &mut text)?;
        render_schema(structure, &rust_name, name, None, "", &mut text)?;
        writeln!(
            text,
            "impl IntoValue<{rust_name}> for {rust_name} {{\n    fn into_value(self) -> Value<{rust_name}> {{\n        self.0.into_value_of()\n    }}\n}}\n"
        )?;
    }
    for (name, values) in &resource.enums {
        let listed = values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
        writeln!(text, "value::text_enum! {{\n    /// One of {listed}.\n    {name} {{")?;
        for value in values {
            writeln!(text, "        /// `{value}`.\n        {} = \"{value}\",", pascal(value))?;
        }
        text.push_str("    }\n}\n\n");
    }
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
fn render_structure(structure: &Structure, rust_name: &str, nested: &str, text: &mut String) -> Result<()> {
    let (required, optional): (Vec<&Property>, Vec<&Property>) =
        structure.properties.iter().partition(|property| property.required);
    writeln!(text, "#[derive(Debug, Clone, PartialEq)]\npub struct {rust_name}(Properties);\n")?;
    if required.is_empty() {
        writeln!(
            text,
            "impl Default for {rust_name} {{\n    fn default() -> Self {{\n        Self::new()\n    }}\n}}\n"
        )?;
    }
    writeln!(text, "impl {rust_name} {{")?;
    if required.is_empty() {
        writeln!(text, "    /// Without any property; none is required.")?;
    } else {
        let listed = required.iter().map(|property| format!("`{}`", property.name)).collect::<Vec<_>>().join(", ");
        writeln!(text, "    /// With what AWS requires: {listed}.")?;
    }
    let arguments = required
        .iter()
        .map(|property| format!("{}: impl IntoValue<{}>", snake(&property.name), property.shape.rust_type(nested)))
        .collect::<Vec<_>>()
        .join(", ");
    writeln!(text, "    pub fn new({arguments}) -> Self {{")?;
    let set: String = required
        .iter()
        .map(|property| {
            let rust_type = property.shape.rust_type(nested);
            format!(".set::<{rust_type}>(\"{}\", {})", property.name, snake(&property.name))
        })
        .collect();
    writeln!(text, "        Self(Properties::new(){set})\n    }}")?;
    for property in optional {
        let rust_type = property.shape.rust_type(nested);
        writeln!(text, "\n    /// `{}`{}.", property.name, property.facts())?;
        writeln!(
            text,
            "    #[must_use]\n    pub fn {}(self, value: impl IntoValue<{rust_type}>) -> Self {{\n        Self(self.0.set::<{rust_type}>(\"{}\", value))\n    }}",
            snake(&property.name),
            property.name
        )?;
    }
    text.push_str("}\n\n");
    Ok(())
}

fn render_schema(
    structure: &Structure,
    rust_name: &str,
    name: &str,
    tags: Option<&str>,
    nested: &str,
    text: &mut String,
) -> Result<()> {
    writeln!(text, "pub(crate) static {}: ResourceSchema = ResourceSchema {{", shouting(rust_name))?;
    writeln!(
        text,
        "    name: \"{name}\",\n    tags: {},\n    properties: &[",
        option(tags.map(|tags| format!("\"{tags}\"")))
    )?;
    for property in &structure.properties {
        let mut fields = property.bounds.fields();
        if !property.choices.is_empty() {
            fields.push(format!("choices: Some(&{:?})", property.choices));
        }
        if let Some(nested_type) = property.shape.nested_type() {
            fields.push(format!("nested: Some(&{nested}{})", shouting(&pascal(nested_type))));
        }
        if fields.is_empty() {
            continue;
        }
        writeln!(
            text,
            "        PropertyFacts {{ {}, ..PropertyFacts::new(\"{}\") }},",
            fields.join(", "),
            property.name
        )?;
    }
    text.push_str("    ],\n};\n\n");
    Ok(())
}

fn option(value: Option<String>) -> String {
    value.map_or_else(|| "None".to_owned(), |value| format!("Some({value})"))
}

/// Path of a kind in generated code.
fn kind_path(kind: &str) -> String {
    match kind {
        "String" | "i64" | "f64" | "bool" => kind.to_owned(),
        own => format!("value::{own}"),
    }
}

impl Bounds {
    fn fields(&self) -> Vec<String> {
        let numbers = [("minimum", self.minimum), ("maximum", self.maximum)];
        let counts = [("min_length", self.min_length), ("max_length", self.max_length), ("max_items", self.max_items)];
        let numbers = numbers.iter().filter_map(|(name, bound)| bound.map(|bound| format!("{name}: Some({bound:?})")));
        let counts = counts.iter().filter_map(|(name, bound)| bound.map(|bound| format!("{name}: Some({bound})")));
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
    fn rust_type(&self, nested: &str) -> String {
        match self {
            Self::Kind(kind) => kind_path(kind),
            Self::Enum(name) => format!("{nested}{name}"),
            Self::Nested(name) => format!("{nested}{}", pascal(name)),
            Self::List(element) => format!("Vec<{}>", element.rust_type(nested)),
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
