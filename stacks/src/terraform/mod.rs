//! The customer stack as a Terraform (or OpenTofu) module, from the same template.
//!
//! A translation, not a second definition: parameters become variables with the same checks, conditions become local
//! values, each resource becomes the provider's, and the policies are the template's, statement by statement, with
//! their reasons as comments. Everything that the module reads from AWS stands in one `locals` block. What has no
//! translation is an error, so a new property of the stack can't be lost here.
//!
//! ```
//! use sprinters_stacks::{StackKind, render, terraform};
//! let module = terraform::module(&render(StackKind::Runner)?)?;
//! assert!(module.contains("resource \"aws_launch_template\" \"runner_launch_template\""));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod expression;
mod name;
mod resource;

use expression::{Expression, Translator, attributes, quoted};
use resource::{Item, Rendered};
use serde_json::Value as JsonValue;
use sprinters_dsl::template::{Parameter, Template};
use thiserror::Error;

/// The oldest version of the AWS provider whose names the module uses: `data.aws_region` says `region`.
const PROVIDER: &str = ">= 6.0";

/// Why a template has no translation.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TerraformError {
    /// A type of resource that is not known here.
    #[error("{kind} has no translation")]
    Kind {
        /// The type.
        kind: String,
    },
    /// A property that is not known here.
    #[error("the property {property} has no translation")]
    Property {
        /// The resource and the property.
        property: String,
    },
    /// A reference that is not known here.
    #[error("the reference {name} has no translation")]
    Reference {
        /// What is referred to.
        name: String,
    },
    /// Something is written in a way that is not known here.
    #[error("{what} is written in a way that has no translation: {value}")]
    Shape {
        /// What it is.
        what: String,
        /// How it is written.
        value: String,
    },
}

/// The module, in the layout of `terraform fmt`.
///
/// # Errors
///
/// When something of the template has no translation.
pub fn module(template: &Template) -> Result<String, TerraformError> {
    let mut translator = Translator::new(template);
    let mut resources = Vec::new();
    for one in template.resources() {
        resources.extend(resource::render(&one, &mut translator)?);
    }
    let mut conditions = Vec::new();
    for condition in template.conditions() {
        let test = translator.test(condition.expression)?;
        conditions.push((name::snake(condition.name), Expression::Plain(test)));
    }
    let mut outputs = String::new();
    for output in template.outputs() {
        let value = translator.value(output.value)?;
        let mut body = Vec::new();
        if let Some(description) = output.description {
            body.push(("description".to_owned(), Expression::text(description)));
        }
        body.push(("value".to_owned(), value));
        outputs.push_str(&format!("\noutput {} {{\n{}}}\n", quoted(output.name), attributes(&body, 1)));
    }
    let given: Vec<(String, Expression)> =
        translator.given.iter().map(|(local, from)| (local.clone(), Expression::Plain(from.clone()))).collect();
    let documents: Vec<(String, Expression)> = translator
        .documents
        .iter()
        .map(|(local, document)| (local.clone(), Expression::Plain(format!("jsonencode({})", document.print(1)))))
        .collect();

    let mut text = format!("# {}\n", template.description().unwrap_or_default());
    text.push_str("# Rendered by sprinters-iac from the same source as the CloudFormation template.\n\n");
    text.push_str(&format!(
        "terraform {{\n  required_providers {{\n    aws = {{\n      source  = \"hashicorp/aws\"\n      version = \"{PROVIDER}\"\n    }}\n  }}\n}}\n"
    ));
    for parameter in template.parameters() {
        text.push_str(&variable(&parameter)?);
    }
    for source in ["aws_caller_identity", "aws_partition", "aws_region"] {
        text.push_str(&format!("\ndata \"{source}\" \"current\" {{}}\n"));
    }
    text.push_str(&format!("\n# What AWS gives.\nlocals {{\n{}}}\n", attributes(&given, 1)));
    text.push_str(&format!("\n# Which options were chosen.\nlocals {{\n{}}}\n", attributes(&conditions, 1)));
    text.push_str(&format!("\n# The policies.\nlocals {{\n{}}}\n", attributes(&documents, 1)));
    for Rendered { kind, label, items } in &resources {
        text.push_str(&format!("\nresource {} {} {{\n{}}}\n", quoted(kind), quoted(label), body(items, 1)));
    }
    text.push_str(&outputs);
    Ok(text)
}

/// What stands in a block, neighbouring attributes in one column and an empty line around blocks.
fn body(items: &[Item], level: usize) -> String {
    let indent = "  ".repeat(level);
    let mut text = String::new();
    let mut waiting: Vec<(String, Expression)> = Vec::new();
    let flush = |waiting: &mut Vec<(String, Expression)>, text: &mut String| {
        text.push_str(&attributes(waiting, level));
        waiting.clear();
    };
    for item in items {
        let block = match item {
            Item::Attribute(name, value) => {
                waiting.push((name.clone(), value.clone()));
                continue;
            }
            Item::Block(name, inner) => format!("{indent}{name} {{\n{}{indent}}}\n", body(inner, level + 1)),
            Item::BlockWhen(name, condition, inner) => format!(
                "{indent}dynamic {} {{\n{indent}  for_each = {condition} ? [1] : []\n{indent}  content {{\n{}{indent}  }}\n{indent}}}\n",
                quoted(name),
                body(inner, level + 2)
            ),
        };
        flush(&mut waiting, &mut text);
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&block);
    }
    if !waiting.is_empty() && text.ends_with("}\n") {
        text.push('\n');
    }
    flush(&mut waiting, &mut text);
    text
}

fn variable(parameter: &Parameter<'_>) -> Result<String, TerraformError> {
    let name = name::snake(parameter.name);
    let is_list = parameter.kind == "CommaDelimitedList";
    let kind = match parameter.kind {
        "CommaDelimitedList" => "list(string)",
        "Number" => "number",
        _ => "string",
    };
    let mut entries = Vec::new();
    if let Some(description) = parameter.description {
        entries.push(("description".to_owned(), Expression::text(description)));
    }
    entries.push(("type".to_owned(), Expression::Plain(kind.to_owned())));
    if let Some(default) = parameter.default {
        let text = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
        let items = || text.split(',').map(str::trim).filter(|item| !item.is_empty());
        let default = match kind {
            "list(string)" => Expression::List(items().map(|item| (None, Expression::text(item))).collect()),
            "number" => Expression::Plain(text),
            _ => Expression::text(&text),
        };
        entries.push(("default".to_owned(), default));
    }
    let mut checks = Vec::new();
    if let Some(pattern) = parameter.allowed_pattern {
        let pattern = quoted(pattern);
        checks.push(match is_list {
            true => format!("alltrue([for item in var.{name} : can(regex({pattern}, item))])"),
            false => format!("can(regex({pattern}, var.{name}))"),
        });
    }
    if let Some(values) = parameter.allowed_values {
        let values: Vec<(Option<String>, Expression)> =
            values.iter().map(|value| (None, Expression::text(value.as_str().unwrap_or_default()))).collect();
        checks.push(format!("contains({}, var.{name})", Expression::List(values).print(0)));
    }
    let bound = |key: &str| parameter.json.get(key).map(JsonValue::to_string);
    if let (Some(least), Some(most)) = (bound("MinValue"), bound("MaxValue")) {
        checks.push(format!("{least} <= var.{name} && var.{name} <= {most}"));
    }
    if let (Some(least), Some(most)) = (bound("MinLength"), bound("MaxLength")) {
        checks.push(format!("{least} <= length(var.{name}) && length(var.{name}) <= {most}"));
    }
    let mut text = format!("\nvariable {} {{\n{}", quoted(&name), attributes(&entries, 1));
    let said = parameter.json.get("ConstraintDescription").and_then(JsonValue::as_str);
    for check in checks {
        let said = said.map_or_else(|| format!("{name} is out of bounds."), |said| format!("Allowed: {said}."));
        let validation =
            [("condition".to_owned(), Expression::Plain(check)), ("error_message".to_owned(), Expression::text(&said))];
        text.push_str(&format!("\n  validation {{\n{}  }}\n", attributes(&validation, 2)));
    }
    text.push_str("}\n");
    Ok(text)
}
