//! Values with holes, and the functions of CloudFormation on them.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::text::{Part, Text, spelled};

/// Longest text that functions put together, in bytes: what CloudFormation takes as a template. A `Fn::Sub` in a
/// `Fn::Sub` multiplies what it is given.
pub(crate) const LONGEST_TEXT: usize = 1_048_576;

/// The pseudo parameters whose values hold none of the characters that separate the parts of an ARN or a list.
const WITHOUT_SEPARATORS: [&str; 4] = ["AWS::Region", "AWS::AccountId", "AWS::Partition", "AWS::StackName"];

/// A value after evaluation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Val {
    /// `AWS::NoValue`.
    None,
    /// `null`.
    Null,
    /// A scalar as the text that CloudFormation makes of it, and the scalar as it was written.
    Scalar(Text, Option<Value>),
    /// A list; if it is open, more follows: what the text says, which can't be taken apart.
    List { items: Vec<Val>, open: Option<String> },
    /// A value that is known only at deployment and may be of any type.
    Symbol(Text),
    /// A mapping.
    Map(Vec<(String, Val)>),
}

impl Val {
    pub(crate) fn text(text: Text) -> Val {
        Val::Scalar(text, None)
    }

    pub(crate) fn literal(text: &str) -> Val {
        Val::Scalar(Text::literal(text), None)
    }

    pub(crate) fn list(items: Vec<Val>) -> Val {
        Val::List { items, open: None }
    }

    /// The value as text, if it is one or may be one.
    pub(crate) fn as_text(&self) -> Option<&Text> {
        match self {
            Val::Scalar(text, _) | Val::Symbol(text) => Some(text),
            Val::None | Val::Null | Val::List { .. } | Val::Map(_) => None,
        }
    }

    pub(crate) fn as_literal(&self) -> Option<&str> {
        match self {
            Val::Scalar(text, _) => text.as_literal(),
            Val::None | Val::Null | Val::Symbol(_) | Val::List { .. } | Val::Map(_) => None,
        }
    }

    /// A JSON type in words, for messages.
    pub(crate) fn describe(&self) -> &'static str {
        match self {
            Val::None | Val::Null => "nothing",
            Val::Scalar(_, Some(Value::Bool(_))) => "true or false",
            Val::Scalar(_, Some(Value::Number(_))) => "a number",
            Val::Scalar(_, _) | Val::Symbol(_) => "a text",
            Val::List { .. } => "a list",
            Val::Map(_) => "a mapping",
        }
    }

    /// One form for everything that means the same: scalars as texts, holes as `Fn::Sub`, keys sorted.
    pub(crate) fn canonical(&self) -> Value {
        match self {
            Val::None | Val::Null => Value::Null,
            Val::Scalar(text, _) | Val::Symbol(text) => match text.as_literal() {
                Some(literal) => Value::String(literal.to_owned()),
                None => Value::Object(Map::from_iter([("Fn::Sub".to_owned(), Value::String(spelled(text)))])),
            },
            Val::List { items, open } => {
                let items = items.iter().filter(|item| **item != Val::None).map(Val::canonical);
                let rest = open.iter().map(|rest| serde_json::json!({"Fn::Split": rest}));
                Value::Array(items.chain(rest).collect())
            }
            Val::Map(entries) => {
                let mut sorted: Vec<&(String, Val)> = entries.iter().filter(|(_, item)| *item != Val::None).collect();
                sorted.sort_by(|(left, _), (right, _)| left.cmp(right));
                Value::Object(sorted.into_iter().map(|(key, item)| (key.clone(), item.canonical())).collect())
            }
        }
    }

    /// As people read it.
    pub(crate) fn shown(&self) -> String {
        match self {
            Val::None | Val::Null => "nothing".to_owned(),
            Val::Scalar(text, _) | Val::Symbol(text) => text.to_string(),
            Val::List { items, open } => {
                let rest = open.iter().map(|_| "…".to_owned());
                items.iter().map(Val::shown).chain(rest).collect::<Vec<_>>().join(", ")
            }
            Val::Map(entries) => {
                let entries = entries.iter().map(|(key, item)| format!("{key}: {}", item.shown()));
                format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// Plain JSON, scalars as written; `None` for `AWS::NoValue`, and `Err` with the hole if there is one.
    pub(crate) fn plain(&self) -> Result<Option<Value>, String> {
        Ok(Some(match self {
            Val::None => return Ok(None),
            Val::Null => Value::Null,
            Val::Scalar(_, Some(written)) => written.clone(),
            Val::Scalar(text, None) | Val::Symbol(text) => match text.as_literal() {
                Some(literal) => Value::String(literal.to_owned()),
                None => return Err(text.to_string()),
            },
            Val::List { open: Some(rest), .. } => return Err(rest.clone()),
            Val::List { items, open: None } => {
                let items: Result<Vec<Option<Value>>, String> = items.iter().map(Val::plain).collect();
                Value::Array(items?.into_iter().flatten().collect())
            }
            Val::Map(entries) => {
                let mut out = Map::new();
                for (key, item) in entries {
                    if let Some(item) = item.plain()? {
                        out.insert(key.clone(), item);
                    }
                }
                Value::Object(out)
            }
        }))
    }
}

/// Why a function can't be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Mismatch {
    /// A value of another type; or one that is known only at deployment.
    Type { expected: &'static str, found: &'static str },
    /// A list that is too short.
    NoElement { index: usize, length: usize },
    /// A mapping without the keys.
    NotInMap { map: String, top: String, second: String },
    /// Too much text.
    TooLong,
}

type Applied = Result<Val, Mismatch>;

fn wrong(expected: &'static str, found: &Val) -> Mismatch {
    Mismatch::Type { expected, found: found.describe() }
}

fn literal<'v>(value: &'v Val, expected: &'static str) -> Result<&'v str, Mismatch> {
    value.as_literal().ok_or_else(|| wrong(expected, value))
}

fn text<'v>(value: &'v Val, expected: &'static str) -> Result<&'v Text, Mismatch> {
    value.as_text().ok_or_else(|| wrong(expected, value))
}

/// `Fn::Join`.
pub(crate) fn join(delimiter: &Val, list: &Val, longest: usize) -> Applied {
    let delimiter = text(delimiter, "a text")?;
    let Val::List { items, open: None } = list else { return Err(wrong("a list", list)) };
    let mut out = Text::default();
    let mut bytes = 0;
    for (index, item) in items.iter().filter(|item| **item != Val::None).enumerate() {
        // A value that may be a list joins as its elements, whose number is not known.
        let Val::Scalar(item, _) = item else { return Err(wrong("a list of texts", item)) };
        if 0 < index {
            out.push(delimiter);
            bytes += length(delimiter);
        }
        out.push(item);
        bytes += length(item);
        if longest < bytes {
            return Err(Mismatch::TooLong);
        }
    }
    Ok(Val::text(out))
}

fn length(text: &Text) -> usize {
    text.parts()
        .iter()
        .map(|part| match part {
            Part::Literal(text) | Part::Symbol(text) => text.len(),
        })
        .sum()
}

/// `Fn::Split`. Beyond a hole that may hold the delimiter itself nothing is known.
pub(crate) fn split(delimiter: &Val, whole: &Val) -> Applied {
    let delimiter = literal(delimiter, "a text")?;
    if delimiter.is_empty() {
        return Err(Mismatch::Type { expected: "a delimiter", found: "a text" });
    }
    let whole = text(whole, "a text")?;
    let mut items = vec![Text::default()];
    for part in whole.parts() {
        match part {
            Part::Literal(text) => {
                for (index, piece) in text.split(delimiter).enumerate() {
                    if 0 < index {
                        items.push(Text::default());
                    }
                    if let Some(last) = items.last_mut() {
                        last.push_literal(piece);
                    }
                }
            }
            Part::Symbol(name) => {
                let plain = delimiter.bytes().all(|byte| b":/,;|. ".contains(&byte));
                if !plain || !WITHOUT_SEPARATORS.contains(&name.as_str()) {
                    items.pop();
                    let rest = format!("{} at {delimiter}", spelled(whole));
                    return Ok(Val::List { items: items.into_iter().map(Val::text).collect(), open: Some(rest) });
                }
                if let Some(last) = items.last_mut() {
                    last.push(&Text::symbol(name));
                }
            }
        }
    }
    Ok(Val::list(items.into_iter().map(Val::text).collect()))
}

/// `Fn::Select`.
pub(crate) fn select(index: &Val, list: &Val) -> Applied {
    let Val::List { items, open } = list else { return Err(wrong("a list", list)) };
    let number = literal(index, "an index from 0")?;
    let number: usize = number.parse().map_err(|_| wrong("an index from 0", index))?;
    // What a list parameter or a branch stands for in a list is not counted before deployment.
    let countable = items.iter().take(number.saturating_add(1)).all(|item| !matches!(item, Val::None | Val::Symbol(_)));
    match items.get(number) {
        Some(item) if countable => Ok(item.clone()),
        Some(_) => Err(wrong("a list", list)),
        None if open.is_some() => Err(wrong("a list", list)),
        None => Err(Mismatch::NoElement { index: number, length: items.len() }),
    }
}

/// `Fn::FindInMap` in the given table; a key that is not known may be any of those that are there.
pub(crate) fn find_in_map(table: Option<&Value>, map: &str, top: &Val, second: &Val, default: Option<&Val>) -> Applied {
    let keys = |value: &Val, all: &Map<String, Value>| -> Result<Vec<String>, Mismatch> {
        match value.as_literal() {
            Some(key) => Ok(vec![key.to_owned()]),
            None if value.as_text().is_some() => Ok(all.keys().cloned().collect()),
            None => Err(wrong("a text", value)),
        }
    };
    let missing = || Mismatch::NotInMap {
        map: map.to_owned(),
        top: top.as_literal().unwrap_or_default().to_owned(),
        second: second.as_literal().unwrap_or_default().to_owned(),
    };
    let none = Map::new();
    let entries = table.and_then(Value::as_object).unwrap_or(&none);
    let known = top.as_literal().is_some() && second.as_literal().is_some();
    let mut found: Vec<Val> = Vec::new();
    for key in keys(top, entries)? {
        let Some(row) = entries.get(&key).and_then(Value::as_object) else { continue };
        for key in keys(second, row)? {
            if let Some(value) = row.get(&key) {
                found.push(written(value));
            }
        }
    }
    if let Some(default) = default
        && (!known || found.is_empty())
    {
        found.push(default.clone());
    }
    let first = found.first().cloned().ok_or_else(missing)?;
    // The look-up succeeds or the deployment fails, so one value for all keys is the value.
    match found.iter().all(|other| other.canonical() == first.canonical()) {
        true => Ok(first),
        false => Err(wrong("a text", if top.as_literal().is_none() { top } else { second })),
    }
}

/// A value in which nothing is a function.
pub(crate) fn written(value: &Value) -> Val {
    match value {
        Value::Null => Val::Null,
        Value::Bool(flag) => Val::Scalar(Text::literal(if *flag { "true" } else { "false" }), Some(value.clone())),
        Value::Number(number) => Val::Scalar(Text::literal(&number.to_string()), Some(value.clone())),
        Value::String(text) => Val::literal(text),
        Value::Array(items) => Val::list(items.iter().map(written).collect()),
        Value::Object(map) => Val::Map(map.iter().map(|(key, item)| (key.clone(), written(item))).collect()),
    }
}

/// `Fn::Base64`.
pub(crate) fn base64(value: &Val) -> Applied {
    let bytes = literal(value, "a text")?;
    match LONGEST_TEXT < bytes.len() {
        true => Err(Mismatch::TooLong),
        false => Ok(Val::text(Text::literal(&encoded(bytes.as_bytes())))),
    }
}

/// `Fn::Length`.
pub(crate) fn count(value: &Val) -> Applied {
    match value {
        Val::List { items, open: None } if !items.iter().any(|item| matches!(item, Val::Symbol(_))) => {
            let number = Value::from(items.iter().filter(|item| **item != Val::None).count());
            Ok(Val::Scalar(Text::literal(&number.to_string()), Some(number)))
        }
        other => Err(wrong("a list", other)),
    }
}

/// `Fn::ToJsonString`.
pub(crate) fn to_json(value: &Val) -> Applied {
    let plain = value.plain().map_err(|_| wrong("a value without functions", value))?.unwrap_or(Value::Null);
    let text = plain.to_string();
    match LONGEST_TEXT < text.len() {
        true => Err(Mismatch::TooLong),
        false => Ok(Val::literal(&text)),
    }
}

/// `Fn::Sub`, its variables looked up.
pub(crate) fn substitute<E>(
    pattern: &str,
    mut variable: impl FnMut(&str) -> Result<Val, E>,
    mismatch: impl Fn(Mismatch) -> E,
    longest: usize,
) -> Result<Val, E> {
    let parts = crate::template::sub::parts(pattern)
        .map_err(|_| mismatch(Mismatch::Type { expected: "a text", found: "a text" }))?;
    // Each variable once, however often it is used.
    let mut known: BTreeMap<&str, Text> = BTreeMap::new();
    let mut out = Text::default();
    let mut bytes = 0;
    for part in parts {
        match part {
            crate::template::sub::Part::Text(text) => {
                bytes += text.len();
                out.push_literal(text);
            }
            crate::template::sub::Part::Literal(name) => {
                bytes += name.len() + 3;
                out.push_literal(&format!("${{{name}}}"));
            }
            crate::template::sub::Part::Variable(name) => {
                if !known.contains_key(name) {
                    let value = variable(name)?;
                    let text = value.as_text().ok_or_else(|| mismatch(wrong("texts for its variables", &value)))?;
                    known.insert(name, text.clone());
                }
                if let Some(text) = known.get(name) {
                    bytes += length(text);
                    out.push(text);
                }
            }
        }
        if longest < bytes {
            return Err(mismatch(Mismatch::TooLong));
        }
    }
    Ok(Val::text(out))
}

/// RFC 4648 section 4, with padding.
fn encoded(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for position in 0..4 {
            if position <= chunk.len() {
                let index = (word >> (18 - 6 * position)) & 0x3f;
                out.push(char::from(ALPHABET[index as usize]));
            } else {
                out.push('=');
            }
        }
    }
    out
}
