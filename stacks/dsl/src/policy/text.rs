//! Text with holes: what a CloudFormation value says when some of it is known only at deployment.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value};

/// Deepest nesting of a condition once the conditions it names are written out; a deeper one (or a circle) stays opaque.
const MAX_CONDITION_DEPTH: usize = 32;

/// A condition is written out up to this many operators: conditions that name others twice over double with each step.
const MAX_CONDITION_SIZE: usize = 1_000;

/// One piece of a [`Text`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Characters as written.
    Literal(String),
    /// A value known only at deployment, by the canonical name of the intrinsic: `DeploymentId`, `Role.Arn`,
    /// `AWS::Region`, or the whole intrinsic as canonical JSON where it has no shorter name.
    Symbol(String),
}

/// A scalar of a template: literal characters and symbols in order, in one canonical form.
///
/// `!Sub "${X}"`, `!Ref X` and `!Join ["", [!Ref X]]` are the same text. Two neighbouring literals never occur.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text {
    parts: Vec<Part>,
}

impl Text {
    /// A text without symbols.
    #[must_use]
    pub fn literal(text: &str) -> Text {
        let mut out = Text::default();
        out.push_literal(text);
        out
    }

    /// A text that is one symbol.
    #[must_use]
    pub fn symbol(name: &str) -> Text {
        Text { parts: vec![Part::Symbol(name.to_owned())] }
    }

    /// The pieces, in order.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The characters, if there is no symbol in it.
    #[must_use]
    pub fn as_literal(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Literal(text)] => Some(text),
            [Part::Symbol(_)] | [_, _, ..] => None,
        }
    }

    /// The symbol's name, if the text is exactly one symbol.
    #[must_use]
    pub fn as_symbol(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [Part::Symbol(name)] => Some(name),
            [] | [Part::Literal(_)] | [_, _, ..] => None,
        }
    }

    /// The names of the symbols in it.
    pub fn symbols(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Symbol(name) => Some(name.as_str()),
            Part::Literal(_) => None,
        })
    }

    fn push_literal(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        match self.parts.last_mut() {
            Some(Part::Literal(last)) => last.push_str(text),
            Some(Part::Symbol(_)) | None => self.parts.push(Part::Literal(text.to_owned())),
        }
    }

    fn push(&mut self, other: &Text) {
        for part in &other.parts {
            match part {
                Part::Literal(text) => self.push_literal(text),
                Part::Symbol(_) => self.parts.push(part.clone()),
            }
        }
    }
}

impl fmt::Display for Text {
    /// Literals as they are, symbols as `${name}`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            match part {
                Part::Literal(text) => f.write_str(text)?,
                Part::Symbol(name) => write!(f, "${{{}}}", name.split("=>").next().unwrap_or(name))?,
            }
        }
        Ok(())
    }
}

/// A template, and the values with which some of its parameters are read.
///
/// A parameter that has a value here reads as that value; every other one stays a symbol.
#[derive(Clone, Debug)]
pub struct Scope<'a> {
    template: &'a Value,
    parameters: BTreeMap<String, String>,
}

impl<'a> Scope<'a> {
    /// Every parameter stays a symbol. `template` is the long-form JSON of a template.
    #[must_use]
    pub fn new(template: &'a Value) -> Scope<'a> {
        Scope { template, parameters: BTreeMap::new() }
    }

    /// Reads the named parameters as the given values; a list parameter is split at its commas.
    #[must_use]
    pub fn with_parameters(template: &'a Value, parameters: BTreeMap<String, String>) -> Scope<'a> {
        Scope { template, parameters }
    }

    /// The template.
    #[must_use]
    pub fn template(&self) -> &'a Value {
        self.template
    }

    /// A section of the template such as `Resources`, as its entries in order.
    pub fn section(&self, name: &str) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
        let entries = self.template.get(name).and_then(Value::as_object);
        entries.into_iter().flatten().map(|(key, value)| (key.as_str(), value))
    }

    /// The scalar or list at a place where CloudFormation takes one or many, as texts.
    ///
    /// A list parameter without a value is one symbol. `AWS::NoValue` is no text. Objects that are no intrinsic become one
    /// symbol each, so that nothing is lost.
    #[must_use]
    pub fn texts(&self, value: &Value) -> Vec<Text> {
        match value {
            Value::Array(items) => items.iter().flat_map(|item| self.texts(item)).collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
                if let Some(items) = self.list_parameter(value) {
                    return items;
                }
                self.text(value).into_iter().collect()
            }
        }
    }

    /// The scalar as text; `None` for `AWS::NoValue`.
    #[must_use]
    pub fn text(&self, value: &Value) -> Option<Text> {
        match value {
            Value::Null => Some(Text::literal("")),
            Value::Bool(flag) => Some(Text::literal(if *flag { "true" } else { "false" })),
            Value::Number(number) => Some(Text::literal(&number.to_string())),
            Value::String(text) => Some(Text::literal(text)),
            Value::Array(_) => Some(self.opaque(value)),
            Value::Object(map) => self.intrinsic(map).unwrap_or_else(|| Some(self.opaque(value))),
        }
    }

    /// The same value with every intrinsic in one canonical form, object keys sorted, and scalars as strings.
    ///
    /// Two values with equal canonical forms mean the same to CloudFormation.
    #[must_use]
    pub fn canonical(&self, value: &Value) -> Value {
        match value {
            Value::Null => Value::Null,
            Value::Bool(_) | Value::Number(_) | Value::String(_) => self.canonical_scalar(value),
            Value::Array(items) => {
                Value::Array(items.iter().filter(|item| !is_no_value(item)).map(|item| self.canonical(item)).collect())
            }
            Value::Object(map) => {
                if is_no_value(value) {
                    return Value::Null;
                }
                if self.intrinsic(map).is_some() {
                    return self.canonical_scalar(value);
                }
                let mut sorted: Vec<(&String, &Value)> = map.iter().filter(|(_, item)| !is_no_value(item)).collect();
                sorted.sort_by_key(|(key, _)| key.as_str());
                Value::Object(sorted.into_iter().map(|(key, item)| (key.clone(), self.canonical(item))).collect())
            }
        }
    }

    /// What a condition of the template says, with every condition it names written out; `None` if it is not defined.
    #[must_use]
    pub fn condition(&self, name: &str) -> Option<Logic> {
        let mut left = MAX_CONDITION_SIZE;
        self.condition_at(name, 0, &mut left)
    }

    fn condition_at(&self, name: &str, depth: usize, left: &mut usize) -> Option<Logic> {
        let definition = self.template.get("Conditions")?.get(name)?;
        Some(self.logic(definition, depth, left))
    }

    fn logic(&self, value: &Value, depth: usize, left: &mut usize) -> Logic {
        let opaque = || Logic::Opaque(self.canonical(value).to_string());
        if MAX_CONDITION_DEPTH < depth || *left == 0 {
            // What it names stays a name, so whatever the names stand for is part of it.
            let all = self.template.get("Conditions").map(ToString::to_string).unwrap_or_default();
            return Logic::Opaque(format!("{value} among {all}"));
        }
        *left -= 1;
        let Some((name, argument)) = single_entry(value) else { return opaque() };
        let items = argument.as_array().map(Vec::as_slice);
        let mut several =
            || -> Option<Vec<Logic>> { Some(items?.iter().map(|item| self.logic(item, depth + 1, left)).collect()) };
        match (name, items) {
            ("Condition", _) => {
                let named = argument.as_str().and_then(|name| self.condition_at(name, depth + 1, left));
                named.unwrap_or_else(opaque)
            }
            ("Fn::And", _) => several().map_or_else(opaque, Logic::And),
            ("Fn::Or", _) => several().map_or_else(opaque, Logic::Or),
            ("Fn::Not", Some([item])) => Logic::Not(Box::new(self.logic(item, depth + 1, left))),
            ("Fn::Equals", Some([one, other])) => match (self.text(one), self.text(other)) {
                (Some(one), Some(other)) if other < one => Logic::Equals(other, one),
                (Some(one), Some(other)) => Logic::Equals(one, other),
                (None, _) | (_, None) => opaque(),
            },
            (_, _) => opaque(),
        }
    }

    fn canonical_scalar(&self, value: &Value) -> Value {
        let Some(text) = self.text(value) else { return Value::Null };
        match text.as_literal() {
            Some(text) => Value::String(text.to_owned()),
            None => Value::Object(Map::from_iter([("Fn::Sub".to_owned(), Value::String(spelled(&text)))])),
        }
    }

    fn list_parameter(&self, value: &Value) -> Option<Vec<Text>> {
        let (function, argument) = single_entry(value)?;
        let name = match function {
            "Ref" => argument.as_str()?,
            _ => return None,
        };
        let chosen = self.parameters.get(name)?;
        let kind = self.template.get("Parameters")?.get(name)?.get("Type")?.as_str()?;
        match kind == "CommaDelimitedList" || kind.starts_with("List<") {
            true => Some(chosen.split(',').map(|item| Text::literal(item.trim())).collect()),
            false => None,
        }
    }

    /// `None`: not an intrinsic. `Some(None)`: `AWS::NoValue`.
    fn intrinsic(&self, map: &Map<String, Value>) -> Option<Option<Text>> {
        let mut entries = map.iter();
        let (Some((function, argument)), None) = (entries.next(), entries.next()) else { return None };
        let whole = || Text::symbol(&self.canonical_call(function, argument));
        let text = match function.as_str() {
            "Ref" => match argument.as_str() {
                Some("AWS::NoValue") => return Some(None),
                Some(name) => self.reference(name),
                None => whole(),
            },
            "Condition" => return None,
            "Fn::GetAtt" => attribute(argument).map_or_else(whole, |name| Text::symbol(&name)),
            "Fn::Sub" => self.substituted(argument).unwrap_or_else(whole),
            "Fn::Join" => self.joined(argument).unwrap_or_else(whole),
            "Fn::FindInMap" => self.looked_up(argument).unwrap_or_else(whole),
            "Fn::Select" => self.selected(argument).unwrap_or_else(whole),
            name if name.starts_with("Fn::") => whole(),
            _ => return None,
        };
        Some(Some(text))
    }

    fn reference(&self, name: &str) -> Text {
        self.parameters.get(name).map_or_else(|| Text::symbol(name), |value| Text::literal(value))
    }

    fn substituted(&self, argument: &Value) -> Option<Text> {
        let (pattern, variables) = match argument {
            Value::String(pattern) => (pattern.as_str(), None),
            Value::Array(items) => match items.as_slice() {
                [Value::String(pattern)] => (pattern.as_str(), None),
                [Value::String(pattern), Value::Object(variables)] => (pattern.as_str(), Some(variables)),
                _ => return None,
            },
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => return None,
        };
        let mut out = Text::default();
        let mut rest = pattern;
        while let Some(start) = rest.find("${") {
            out.push_literal(&rest[..start]);
            let after = &rest[start + 2..];
            let Some(end) = after.find('}') else {
                out.push_literal(&rest[start..]);
                return Some(out);
            };
            let name = after[..end].trim();
            rest = &after[end + 1..];
            match (name.strip_prefix('!'), variables.and_then(|variables| variables.get(name))) {
                (Some(literal), _) => out.push_literal(&format!("${{{literal}}}")),
                (None, Some(value)) => out.push(&self.text(value)?),
                (None, None) => out.push(&self.reference(name)),
            }
        }
        out.push_literal(rest);
        Some(out)
    }

    fn joined(&self, argument: &Value) -> Option<Text> {
        let [Value::String(separator), Value::Array(items)] = argument.as_array()?.as_slice() else { return None };
        let mut out = Text::default();
        let mut first = true;
        for item in items {
            if self.names_a_list(item) {
                return None;
            }
            let Some(text) = self.text(item) else { continue };
            if !first {
                out.push_literal(separator);
            }
            first = false;
            out.push(&text);
        }
        Some(out)
    }

    /// A list inside the list of `Fn::Join` makes the joined text unknown: its length is not known before deployment.
    fn names_a_list(&self, value: &Value) -> bool {
        match single_entry(value) {
            Some(("Ref", Value::String(name))) => {
                let kind =
                    self.template.get("Parameters").and_then(|all| all.get(name)).and_then(|one| one.get("Type"));
                kind.and_then(Value::as_str)
                    .is_some_and(|kind| kind == "CommaDelimitedList" || kind.starts_with("List<"))
            }
            Some(("Fn::If" | "Fn::Split" | "Fn::GetAZs" | "Fn::Cidr", _)) => true,
            Some(_) | None => value.is_array(),
        }
    }

    fn looked_up(&self, argument: &Value) -> Option<Text> {
        let items = argument.as_array()?;
        let [map, first, second] = items.as_slice() else { return None };
        let name = map.as_str()?;
        let table = self.template.get("Mappings")?.get(name)?;
        let first = self.text(first)?;
        let second = self.text(second)?;
        match (first.as_literal(), second.as_literal()) {
            (Some(first), Some(second)) => self.text(table.get(first)?.get(second)?),
            // The table is part of the symbol: a changed table is a changed value.
            (Some(_) | None, Some(_) | None) => {
                Some(Text::symbol(&format!("{name}.{}.{}=>{}", bare(&first), bare(&second), self.canonical(table))))
            }
        }
    }

    fn selected(&self, argument: &Value) -> Option<Text> {
        let [index, Value::Array(items)] = argument.as_array()?.as_slice() else { return None };
        if items.iter().any(|item| self.names_a_list(item) || is_no_value(item)) {
            return None;
        }
        let index: usize = self.text(index)?.as_literal()?.parse().ok()?;
        self.text(items.get(index)?)
    }

    fn canonical_call(&self, function: &str, argument: &Value) -> String {
        let argument = match argument {
            // The condition's name says nothing when its meaning changes; the symbol holds what it stands for.
            Value::Array(items) if function == "Fn::If" => {
                let condition = items.first().and_then(Value::as_str).unwrap_or_default();
                let meaning = self.condition(condition).map_or_else(|| condition.to_owned(), |logic| logic.to_string());
                let mut out = vec![Value::String(meaning)];
                out.extend(items.iter().skip(1).map(|item| self.canonical(item)));
                Value::Array(out)
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
                self.canonical(argument)
            }
        };
        format!("{function} {argument}")
    }

    fn opaque(&self, value: &Value) -> Text {
        let sorted = match value {
            Value::Object(map) => {
                let mut entries: Vec<(&String, &Value)> = map.iter().collect();
                entries.sort_by_key(|(key, _)| key.as_str());
                Value::Object(entries.into_iter().map(|(key, item)| (key.clone(), self.canonical(item))).collect())
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                self.canonical(value)
            }
        };
        Text::symbol(&sorted.to_string())
    }
}

/// What a template condition says, with every named condition written out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Logic {
    /// Both texts are the same; the smaller one first.
    Equals(Text, Text),
    /// All hold.
    And(Vec<Logic>),
    /// At least one holds.
    Or(Vec<Logic>),
    /// It does not hold.
    Not(Box<Logic>),
    /// Not understood; comparable by its canonical form only.
    Opaque(String),
}

impl fmt::Display for Logic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, items: &[Logic], word: &str| {
            let mut texts: Vec<String> = items.iter().map(ToString::to_string).collect();
            texts.sort();
            texts.dedup();
            write!(f, "({})", texts.join(word))
        };
        match self {
            Logic::Equals(left, right) => write!(f, "'{}' = '{}'", spelled(left), spelled(right)),
            Logic::And(items) => list(f, items, " and "),
            Logic::Or(items) => list(f, items, " or "),
            Logic::Not(item) => write!(f, "not {item}"),
            Logic::Opaque(text) => f.write_str(text),
        }
    }
}

/// The one entry of an object that has exactly one.
fn single_entry(value: &Value) -> Option<(&str, &Value)> {
    let mut entries = value.as_object()?.iter();
    match (entries.next(), entries.next()) {
        (Some((key, argument)), None) => Some((key.as_str(), argument)),
        (None | Some(_), _) => None,
    }
}

fn is_no_value(value: &Value) -> bool {
    matches!(single_entry(value), Some(("Ref", Value::String(name))) if name == "AWS::NoValue")
}

fn attribute(argument: &Value) -> Option<String> {
    match argument {
        Value::String(name) => Some(name.clone()),
        Value::Array(items) => {
            let names: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            names.filter(|names| names.len() == 2).map(|names| names.join("."))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => None,
    }
}

/// The text with nothing left out, and literal `${` told apart from symbols: equal texts are equal strings and the other
/// way round.
fn spelled(text: &Text) -> String {
    text.parts
        .iter()
        .map(|part| match part {
            Part::Literal(text) => text.replace("${", "${!"),
            Part::Symbol(name) => format!("${{{name}}}"),
        })
        .collect()
}

fn bare(text: &Text) -> String {
    text.as_symbol().map_or_else(|| text.to_string(), str::to_owned)
}
