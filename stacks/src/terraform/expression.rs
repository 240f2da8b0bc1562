//! Expressions: what CloudFormation's intrinsics become, and how they are written.

use super::{TerraformError, name};
use serde_json::Value as JsonValue;
use sprinters_dsl::template::{Intrinsic, Template, as_intrinsic};
use std::collections::BTreeMap;
use std::fmt::Write;

/// An expression of the language.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expression {
    /// Written as it is: a name, a number, a quoted text.
    Plain(String),
    /// `[…]`, each element perhaps with a comment above.
    List(Vec<(Option<String>, Expression)>),
    /// `{…}`.
    Object(Vec<(String, Expression)>),
    /// An object without the keys whose value is null: a key of a policy that is null would be a malformed policy.
    Present(Vec<(String, Expression)>),
    /// `name(…)`, an argument a line.
    Call(&'static str, Vec<Expression>),
    /// `condition ? then : otherwise`.
    Choice(String, Box<Expression>, Box<Expression>),
}

impl Expression {
    pub(super) fn null() -> Self {
        Self::Plain("null".to_owned())
    }

    pub(super) fn text(text: &str) -> Self {
        Self::Plain(quoted(text))
    }

    /// The expression, its further lines indented by this many levels.
    pub(super) fn print(&self, level: usize) -> String {
        let (inner, outer) = ("  ".repeat(level + 1), "  ".repeat(level));
        match self {
            Self::Plain(text) => text.clone(),
            Self::List(items) if self.is_short() => {
                let items: Vec<String> = items.iter().map(|(_, item)| item.print(level)).collect();
                format!("[{}]", items.join(", "))
            }
            Self::List(items) => {
                let mut text = "[\n".to_owned();
                for (comment, item) in items {
                    if let Some(comment) = comment {
                        text.push_str(&format!("{inner}# {comment}\n"));
                    }
                    text.push_str(&format!("{inner}{},\n", item.print(level + 1)));
                }
                format!("{text}{outer}]")
            }
            Self::Object(entries) if entries.is_empty() => "{}".to_owned(),
            Self::Object(entries) => format!("{{\n{}{outer}}}", attributes(entries, level + 1)),
            Self::Present(entries) => format!(
                "{{\n{inner}for key, value in {{\n{}{inner}}} : key => value if value != null\n{outer}}}",
                attributes(entries, level + 2)
            ),
            Self::Call(function, arguments) => {
                let arguments: String =
                    arguments.iter().map(|argument| format!("{inner}{},\n", argument.print(level + 1))).collect();
                format!("{function}(\n{arguments}{outer})")
            }
            Self::Choice(condition, then, otherwise) => {
                format!("{condition} ? {} : {}", then.print(level), otherwise.print(level))
            }
        }
    }

    fn is_short(&self) -> bool {
        const LONGEST_LINE: usize = 100;
        let Self::List(items) = self else { return false };
        let plain = |(comment, item): &(Option<String>, Expression)| match item {
            Expression::Plain(text) if comment.is_none() => Some(text.len() + 2),
            _ => None,
        };
        items.iter().map(plain).sum::<Option<usize>>().is_some_and(|length| length <= LONGEST_LINE)
    }
}

/// `key = value` lines, the signs of neighbours that take one line in one column, as `terraform fmt` has them.
pub(super) fn attributes(entries: &[(String, Expression)], level: usize) -> String {
    let indent = "  ".repeat(level);
    let lines: Vec<(&str, String)> = entries.iter().map(|(key, value)| (key.as_str(), value.print(level))).collect();
    let mut text = String::new();
    for group in lines.chunk_by(|(_, first), (_, second)| !first.contains('\n') && !second.contains('\n')) {
        let widest = group.iter().map(|(key, _)| key.len()).max().unwrap_or_default();
        for (key, value) in group {
            text.push_str(&format!("{indent}{key:widest$} = {value}\n"));
        }
    }
    text
}

/// A text in quotation marks, nothing in it an expression.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    text.replace("${", "$${").replace("%{", "%%{")
}

/// Turns values of a template into expressions, and remembers what they take from AWS.
pub(super) struct Translator<'a> {
    template: &'a Template,
    /// What AWS gives, by the local name under which the module reads it.
    pub(super) given: BTreeMap<String, String>,
    /// The policies, by the local name under which a resource reads each.
    pub(super) documents: Vec<(String, Expression)>,
}

impl<'a> Translator<'a> {
    pub(super) fn new(template: &'a Template) -> Self {
        Self { template, given: BTreeMap::new(), documents: Vec::new() }
    }

    /// Any value.
    pub(super) fn value(&mut self, value: &JsonValue) -> Result<Expression, TerraformError> {
        if let Some((intrinsic, argument)) = as_intrinsic(value) {
            return self.intrinsic(intrinsic, argument);
        }
        Ok(match value {
            JsonValue::Null | JsonValue::Bool(_) | JsonValue::Number(_) => Expression::Plain(value.to_string()),
            JsonValue::String(text) => Expression::text(text),
            JsonValue::Array(items) => Expression::List(
                items.iter().map(|item| Ok((None, self.value(item)?))).collect::<Result<_, TerraformError>>()?,
            ),
            JsonValue::Object(entries) => {
                let entries = entries
                    .iter()
                    .map(|(key, value)| Ok((object_key(key), self.entry(value)?)))
                    .collect::<Result<Vec<_>, TerraformError>>()?;
                let nothing = Expression::null();
                let optional = entries.iter().any(|(_, value)| match value {
                    Expression::Choice(_, then, otherwise) => **then == nothing || **otherwise == nothing,
                    _ => false,
                });
                if optional { Expression::Present(entries) } else { Expression::Object(entries) }
            }
        })
    }

    /// The value of a key: a choice between two objects becomes an object of choices, since both results of a condition
    /// must have one type.
    fn entry(&mut self, value: &JsonValue) -> Result<Expression, TerraformError> {
        let Some((Intrinsic::If, JsonValue::Array(branches))) = as_intrinsic(value) else { return self.value(value) };
        let [condition, then, otherwise] = branches.as_slice() else { return Err(shape("Fn::If", value)) };
        let (Some(then), Some(otherwise)) = (plain_object(then), plain_object(otherwise)) else {
            return self.value(value);
        };
        let mut entries = Vec::new();
        for key in then.keys().chain(otherwise.keys().filter(|key| !then.contains_key(*key))) {
            let (yes, no) = (then.get(key), otherwise.get(key));
            let value = if yes == no {
                self.value(yes.unwrap_or(&JsonValue::Null))?
            } else {
                let mut side =
                    |value: Option<&JsonValue>| value.map_or(Ok(Expression::null()), |value| self.value(value));
                Expression::Choice(condition_name(condition)?, Box::new(side(yes)?), Box::new(side(no)?))
            };
            entries.push((object_key(key), value));
        }
        Ok(Expression::Present(entries))
    }

    /// The statements of a policy, those that depend on a condition only where it holds.
    pub(super) fn policy(
        &mut self,
        document: &JsonValue,
        reasons: Option<&JsonValue>,
    ) -> Result<Expression, TerraformError> {
        let statements =
            document.get("Statement").and_then(JsonValue::as_array).ok_or_else(|| shape("policy", document))?;
        let mut groups: Vec<Expression> = Vec::new();
        let mut always = Vec::new();
        for statement in statements {
            let (condition, statement) = match as_intrinsic(statement) {
                Some((Intrinsic::If, JsonValue::Array(branches))) => match branches.as_slice() {
                    [condition, then, otherwise] if is_no_value(otherwise) => (Some(condition_name(condition)?), then),
                    _ => return Err(shape("Fn::If", statement)),
                },
                _ => (None, statement),
            };
            let sid = statement.get("Sid").and_then(JsonValue::as_str).unwrap_or_default();
            let reason = reasons.and_then(|reasons| reasons.get(sid)).and_then(JsonValue::as_str).map(str::to_owned);
            let item = (reason, self.value(statement)?);
            match condition {
                None => always.push(item),
                Some(condition) => {
                    if !always.is_empty() {
                        groups.push(Expression::List(std::mem::take(&mut always)));
                    }
                    let (then, otherwise) = (Expression::List(vec![item]), Expression::List(vec![]));
                    groups.push(Expression::Choice(condition, Box::new(then), Box::new(otherwise)));
                }
            }
        }
        if !always.is_empty() {
            groups.push(Expression::List(always));
        }
        let statements = if groups.len() == 1 { groups.remove(0) } else { Expression::Call("concat", groups) };
        let version = document.get("Version").and_then(JsonValue::as_str).unwrap_or_default();
        Ok(Expression::Object(vec![
            ("Version".to_owned(), Expression::text(version)),
            ("Statement".to_owned(), statements),
        ]))
    }

    /// Whether a condition of the template holds, as an expression.
    pub(super) fn test(&mut self, test: &JsonValue) -> Result<String, TerraformError> {
        let (intrinsic, argument) = as_intrinsic(test).ok_or_else(|| shape("condition", test))?;
        let items = argument.as_array().map(Vec::as_slice).unwrap_or_default();
        match (intrinsic, items) {
            (Intrinsic::Condition, _) => condition_name(argument),
            (Intrinsic::Not, [inner]) => match as_intrinsic(inner) {
                Some((Intrinsic::Equals, JsonValue::Array(sides))) => self.compared(sides, "!="),
                _ => Ok(format!("!({})", self.test(inner)?)),
            },
            (Intrinsic::Equals, sides) => self.compared(sides, "=="),
            (Intrinsic::Or | Intrinsic::And, tests) => {
                let word = if intrinsic == Intrinsic::Or { " || " } else { " && " };
                Ok(tests.iter().map(|test| self.test(test)).collect::<Result<Vec<_>, _>>()?.join(word))
            }
            _ => Err(shape("condition", test)),
        }
    }

    fn compared(&mut self, sides: &[JsonValue], operator: &str) -> Result<String, TerraformError> {
        let [left, right] = sides else { return Err(shape("Fn::Equals", &JsonValue::Array(sides.to_vec()))) };
        Ok(format!("{} {operator} {}", self.value(left)?.print(0), self.value(right)?.print(0)))
    }

    fn intrinsic(&mut self, intrinsic: Intrinsic, argument: &JsonValue) -> Result<Expression, TerraformError> {
        let items = argument.as_array().map(Vec::as_slice).unwrap_or_default();
        Ok(match (intrinsic, items) {
            (Intrinsic::Ref, _) if argument == "AWS::NoValue" => Expression::null(),
            (Intrinsic::Ref, _) => Expression::Plain(self.reference(text_of(argument)?, None)?),
            (Intrinsic::GetAtt, [resource, attribute]) => {
                Expression::Plain(self.reference(text_of(resource)?, Some(text_of(attribute)?))?)
            }
            (Intrinsic::Sub, _) => Expression::Plain(self.substituted(text_of(argument)?)?),
            (Intrinsic::Join, [separator, items]) => {
                Expression::Plain(format!("join({}, {})", quoted(text_of(separator)?), self.value(items)?.print(0)))
            }
            (Intrinsic::Split, [separator, text]) => {
                Expression::Plain(format!("split({}, {})", quoted(text_of(separator)?), self.value(text)?.print(0)))
            }
            (Intrinsic::Select, [index, items]) => {
                Expression::Plain(format!("{}[{index}]", self.value(items)?.print(0)))
            }
            (Intrinsic::If, [condition, then, otherwise]) => {
                let [then, otherwise] = [self.value(then)?, self.value(otherwise)?];
                Expression::Choice(condition_name(condition)?, Box::new(then), Box::new(otherwise))
            }
            _ => return Err(shape(&format!("{intrinsic:?}"), argument)),
        })
    }

    /// `${Name}` and `${Name.Attribute}` of `Fn::Sub`, as interpolations.
    fn substituted(&mut self, text: &str) -> Result<String, TerraformError> {
        let mut out = String::from("\"");
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            // A dollar sign before an interpolation would escape it.
            match before.strip_suffix('$') {
                Some(before) => out.push_str(&format!("{}${{\"$\"}}", escaped(before))),
                None => out.push_str(&escaped(before)),
            }
            let (inside, after) = after.split_once('}').ok_or_else(|| shape("Fn::Sub", &JsonValue::from(text)))?;
            if let Some(literal) = inside.strip_prefix('!') {
                write!(out, "$${{{literal}}}").map_err(|_| shape("Fn::Sub", &JsonValue::from(text)))?;
            } else {
                let (name, attribute) = match inside.split_once('.') {
                    Some((resource, attribute)) => (resource, Some(attribute)),
                    None => (inside, None),
                };
                let reference = self.reference(name, attribute)?;
                write!(out, "${{{reference}}}").map_err(|_| shape("Fn::Sub", &JsonValue::from(text)))?;
            }
            rest = after;
        }
        out.push_str(&escaped(rest));
        out.push('"');
        Ok(out)
    }

    /// What a name stands for. What AWS gives is read under one local name each, in one place.
    fn reference(&mut self, name: &str, attribute: Option<&str>) -> Result<String, TerraformError> {
        if let Some(parameter) = self.template.parameter(name) {
            let variable = format!("var.{}", name::snake(name));
            // CloudFormation gives a number as text.
            return Ok(if parameter.kind == "Number" { format!("tostring({variable})") } else { variable });
        }
        let (local, expression) = match (name, attribute) {
            ("AWS::AccountId", None) => {
                ("account_id".to_owned(), "data.aws_caller_identity.current.account_id".to_owned())
            }
            ("AWS::Region", None) => ("region".to_owned(), "data.aws_region.current.region".to_owned()),
            ("AWS::Partition", None) => ("partition".to_owned(), "data.aws_partition.current.partition".to_owned()),
            ("AWS::URLSuffix", None) => ("url_suffix".to_owned(), "data.aws_partition.current.dns_suffix".to_owned()),
            (id, attribute) => {
                let resource =
                    self.template.resource(id).ok_or_else(|| TerraformError::Reference { name: name.to_owned() })?;
                let (kind, attribute) = super::resource::attribute(resource.kind, attribute).ok_or_else(|| {
                    TerraformError::Reference { name: format!("{name}.{}", attribute.unwrap_or("Ref")) }
                })?;
                let label = name::snake(id);
                let expression = match resource.condition {
                    Some(_) => format!("one({kind}.{label}[*].{attribute})"),
                    None => format!("{kind}.{label}.{attribute}"),
                };
                (format!("{label}_{attribute}"), expression)
            }
        };
        let read = format!("local.{local}");
        self.given.insert(local, expression);
        Ok(read)
    }
}

/// The local value that holds a condition of the template.
pub(super) fn condition_name(name: &JsonValue) -> Result<String, TerraformError> {
    Ok(format!("local.{}", name::snake(text_of(name)?)))
}

pub(super) fn is_no_value(value: &JsonValue) -> bool {
    matches!(as_intrinsic(value), Some((Intrinsic::Ref, JsonValue::String(name))) if name == "AWS::NoValue")
}

pub(super) fn shape(what: &str, value: &JsonValue) -> TerraformError {
    TerraformError::Shape { what: what.to_owned(), value: value.to_string() }
}

pub(super) fn text_of(value: &JsonValue) -> Result<&str, TerraformError> {
    value.as_str().ok_or_else(|| shape("text", value))
}

fn plain_object(value: &JsonValue) -> Option<&serde_json::Map<String, JsonValue>> {
    value.as_object().filter(|_| as_intrinsic(value).is_none())
}

/// A key of an object; quoted where it is no name.
fn object_key(key: &str) -> String {
    let is_name = key.starts_with(|first: char| first.is_ascii_alphabetic())
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    // `for` and `null` would be read as words of the language.
    if is_name && !["for", "null", "true", "false"].contains(&key) { key.to_owned() } else { quoted(key) }
}
