//! What a value can be, told from the template alone.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::policy::Scope;
use crate::template::{Intrinsic, Template, as_intrinsic, pointer_join};

/// A text as far as the template tells it: what is known only at deployment stands as `${Name}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::rules) struct Text {
    /// The text with its holes.
    pub(in crate::rules) text: String,
    /// Where it stands.
    pub(in crate::rules) path: String,
}

impl Text {
    /// Whether nothing in it depends on the deployment.
    pub(in crate::rules) fn is_known(&self) -> bool {
        !self.text.contains("${")
    }

    /// Whether it is nothing but one hole, and its name.
    pub(in crate::rules) fn hole(&self) -> Option<&str> {
        let name = self.text.strip_prefix("${")?.strip_suffix('}')?;
        (!name.contains("${")).then_some(name)
    }

    /// Whether it has a wildcard outside of its holes.
    pub(in crate::rules) fn has_wildcard(&self) -> bool {
        self.outside_holes().contains(['*', '?'])
    }

    /// The text with every hole replaced by one letter, for looking at its shape.
    pub(in crate::rules) fn outside_holes(&self) -> String {
        let mut out = String::new();
        let mut rest = self.text.as_str();
        while let Some(start) = rest.find("${") {
            out.push_str(&rest[..start]);
            out.push('x');
            rest = rest[start..].find('}').map_or("", |end| &rest[start + end + 1..]);
        }
        out.push_str(rest);
        out
    }
}

/// Every value that stands behind `Fn::If`s, with its place; what `AWS::NoValue` removes is left out.
pub(in crate::rules) fn branches<'t>(value: &'t Value, path: &str) -> Vec<(&'t Value, String)> {
    match as_intrinsic(value) {
        Some((Intrinsic::If, Value::Array(arguments))) => arguments
            .iter()
            .enumerate()
            .skip(1)
            .flat_map(|(index, branch)| branches(branch, &format!("{path}/Fn::If/{index}")))
            .collect(),
        Some((Intrinsic::Ref, name)) if name == "AWS::NoValue" => Vec::new(),
        Some(_) | None => vec![(value, path.to_owned())],
    }
}

/// Whether a value can be absent: a branch of `Fn::If` is `AWS::NoValue`.
pub(in crate::rules) fn may_be_absent(value: &Value) -> bool {
    match as_intrinsic(value) {
        Some((Intrinsic::If, Value::Array(arguments))) => arguments.iter().skip(1).any(may_be_absent),
        Some((Intrinsic::Ref, name)) => name == "AWS::NoValue",
        Some(_) | None => false,
    }
}

/// The elements of a list, or the one value that stands for a list of one, behind `Fn::If`s. What stands in a list in a
/// list is among them: [`nested_lists`] finds that IAM refuses it.
pub(in crate::rules) fn elements<'t>(value: &'t Value, path: &str) -> Vec<(&'t Value, String)> {
    branches(value, path)
        .into_iter()
        .flat_map(|(value, path)| match value {
            Value::Array(items) => {
                items.iter().enumerate().flat_map(|(index, item)| elements(item, &format!("{path}/{index}"))).collect()
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
                vec![(value, path)]
            }
        })
        .collect()
}

/// The elements of a list that are lists themselves: written so, behind an `Fn::If`, or a parameter or function that
/// gives a list.
pub(in crate::rules) fn nested_lists(template: &Template, value: &Value, path: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (value, path) in branches(value, path) {
        let Value::Array(items) = value else { continue };
        for (index, item) in items.iter().enumerate() {
            let inner = branches(item, &format!("{path}/{index}"));
            found.extend(inner.into_iter().filter(|(item, _)| is_a_list(template, item)).map(|(_, path)| path));
        }
    }
    found
}

fn is_a_list(template: &Template, value: &Value) -> bool {
    match as_intrinsic(value) {
        Some((Intrinsic::Ref, Value::String(name))) => {
            let parameter = template.parameter(name);
            parameter
                .is_some_and(|parameter| parameter.kind == "CommaDelimitedList" || parameter.kind.starts_with("List<"))
        }
        Some((Intrinsic::Split | Intrinsic::Cidr | Intrinsic::GetAZs, _)) => true,
        Some(_) => false,
        None => value.is_array(),
    }
}

/// The texts that a value, or each element of a list, can be: both branches of `Fn::If`, the allowed values or else
/// the default of a parameter, every value of a mapping that `Fn::FindInMap` can find.
pub(in crate::rules) fn texts(template: &Template, value: &Value, path: &str) -> Vec<Text> {
    elements(value, path).into_iter().flat_map(|(value, path)| possible(template, value, path)).collect()
}

fn possible(template: &Template, value: &Value, path: String) -> Vec<Text> {
    let text = match as_intrinsic(value) {
        Some((Intrinsic::Ref, Value::String(name))) => return of_parameter(template, name, &path),
        Some((Intrinsic::FindInMap, Value::Array(arguments))) => match found_in_map(template, arguments) {
            Some(values) => return values.into_iter().map(|text| Text { text, path: path.clone() }).collect(),
            None => shown(value),
        },
        Some((Intrinsic::Condition, _)) | None => shown(value),
        // Whatever else is put together is what the one evaluator makes of it, in each world that can be.
        Some(_) => {
            let scope = Scope::new(template.unfolded());
            let worlds = scope.alternatives(value);
            let each = worlds.iter().flat_map(|(_, value)| scope.texts(value));
            let texts: Vec<Text> = each
                .map(|text| Text { text: with_holes(&text), path: path.clone() })
                .flat_map(|text| match text.hole() {
                    // `!Sub "${X}"` is `!Ref X`.
                    Some(name) if template.parameter(name).is_some() => of_parameter(template, name, &text.path),
                    Some(_) | None => vec![text],
                })
                .collect();
            return once(texts);
        }
    };
    vec![Text { text, path }]
}

/// A text as a rule looks at it: a hole has the name of what fills it, or of the function that does.
fn with_holes(text: &crate::policy::Text) -> String {
    let mut out = String::new();
    for part in text.parts() {
        match part {
            crate::policy::Part::Literal(literal) => out.push_str(literal),
            crate::policy::Part::Symbol(_) => {
                let shown = crate::policy::Text::symbol(part.as_str()).to_string();
                let name = shown.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).unwrap_or(&shown);
                let strange = |char: char| !char.is_ascii_alphanumeric() && !":._-".contains(char);
                let name = name.split(strange).next().unwrap_or_default();
                out.push_str(&format!("${{{name}}}"));
            }
        }
    }
    shorten(&mut out);
    out
}

/// Several worlds may say the same.
fn once(texts: Vec<Text>) -> Vec<Text> {
    let mut seen = BTreeSet::new();
    texts.into_iter().filter(|text| seen.insert((text.text.clone(), text.path.clone()))).collect()
}

fn of_parameter(template: &Template, name: &str, path: &str) -> Vec<Text> {
    let hole = || vec![Text { text: format!("${{{name}}}"), path: path.to_owned() }];
    let Some(parameter) = template.parameter(name) else { return hole() };
    let is_list = parameter.kind == "CommaDelimitedList" || parameter.kind.starts_with("List<");
    let values: Vec<String> = match (parameter.allowed_values, parameter.default) {
        (Some(allowed), _) => allowed.iter().take(MOST_VALUES + 1).map(shown).collect(),
        (None, Some(default)) if is_list => {
            shown(default).split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
        }
        // An empty default stands for "none given": what matters is what is given then.
        (None, Some(default)) if !shown(default).is_empty() => vec![shown(default)],
        (None, Some(_) | None) => return hole(),
    };
    let mut texts: Vec<Text> =
        values.into_iter().take(MOST_VALUES + 1).map(|text| Text { text, path: path.to_owned() }).collect();
    if MOST_VALUES < texts.len() {
        texts.truncate(MOST_VALUES);
        texts.extend(hole());
    }
    texts
}

fn found_in_map(template: &Template, arguments: &[Value]) -> Option<Vec<String>> {
    let (map, top, second) = (arguments.first()?.as_str()?, arguments.get(1)?, arguments.get(2)?);
    let mapping = template.mapping(map)?;
    let entries = mapping.json.as_object()?;
    // A key that only the deployment knows may be any that is there.
    let keys = |key: &Value, all: &Map<String, Value>| -> Vec<String> {
        let texts = texts(template, key, "");
        match texts.iter().all(Text::is_known) {
            true => texts.into_iter().map(|text| text.text).collect(),
            false => all.keys().cloned().collect(),
        }
    };
    let mut values: Vec<String> = Vec::new();
    let mut missed = false;
    for row in keys(top, entries) {
        let Some(row) = entries.get(&row).and_then(Value::as_object) else {
            missed = true;
            continue;
        };
        for key in keys(second, row) {
            match row.get(&key) {
                Some(Value::Array(items)) => values.extend(items.iter().map(shown)),
                Some(other) => values.push(shown(other)),
                None => missed = true,
            }
        }
    }
    if let Some(default) = arguments.get(3).and_then(|options| options.get("DefaultValue"))
        && (missed || values.is_empty())
    {
        values.extend(texts(template, default, "").into_iter().map(|text| text.text));
    }
    let mut seen = BTreeSet::new();
    values.retain(|value| seen.insert(value.clone()));
    if MOST_VALUES < values.len() {
        values.truncate(MOST_VALUES);
        values.push(format!("${{{map}}}"));
    }
    (!values.is_empty()).then_some(values)
}

/// Longest text that is put together from parts, in bytes: a policy's limit. A `Fn::Sub` inside a `Fn::Sub` multiplies
/// what it is given.
const LONGEST: usize = 10_240;

/// Most values that one place is taken to have; of more, the first so many and "some other".
const MOST_VALUES: usize = 100;

/// A value as a person would say it: text, with `${Name}` for what is known only at deployment.
pub(in crate::rules) fn shown(value: &Value) -> String {
    let mut text = match as_intrinsic(value) {
        Some((Intrinsic::Ref, Value::String(name))) => format!("${{{name}}}"),
        Some((Intrinsic::GetAtt, Value::Array(pair))) => {
            format!("${{{}}}", pair.iter().map(shown).collect::<Vec<_>>().join("."))
        }
        // By the one evaluator, which is given nothing but the value itself.
        Some((Intrinsic::Sub | Intrinsic::Join, _)) => {
            let texts = Scope::new(&Value::Null).texts(value);
            texts.iter().map(with_holes).collect::<Vec<_>>().join(",")
        }
        Some((Intrinsic::Condition, _)) | None => match value {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
        },
        Some((intrinsic, _)) => format!("${{{}}}", intrinsic.key()),
    };
    shorten(&mut text);
    text
}

fn shorten(text: &mut String) {
    if LONGEST < text.len() {
        let mut end = LONGEST;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
        text.push_str("${…}");
    }
}

/// What a property of a mapping can be, `None` among it if it can be absent. A path below it may be given with
/// slashes: `MetadataOptions/HttpTokens`.
pub(in crate::rules) fn property(template: &Template, holder: &Value, path: &str, name: &str) -> Vec<Option<Text>> {
    let mut found = Vec::new();
    let (first, rest) = name.split_once('/').map_or((name, None), |(first, rest)| (first, Some(rest)));
    let holders = branches(holder, path);
    if holders.is_empty() || may_be_absent(holder) {
        found.push(None);
    }
    for (holder, path) in holders {
        let path = pointer_join(&path, first);
        match (holder.get(first), rest) {
            (None | Some(Value::Null), _) => found.push(None),
            (Some(value), Some(rest)) => found.extend(property(template, value, &path, rest)),
            (Some(value), None) => {
                if may_be_absent(value) {
                    found.push(None);
                }
                found.extend(texts(template, value, &path).into_iter().map(Some));
            }
        }
    }
    found
}
