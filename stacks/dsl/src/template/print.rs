//! Writing a template: YAML with the short intrinsic forms, the same bytes for the same template.
//!
//! The writer is our own because it decides what a reader sees: short forms, blocks for long texts, one line for
//! small conditions. It quotes every text that any reader of YAML 1.1 or 1.2 could take for something else:
//! CloudFormation reads 1.1, where `no` is false, `1:30` is ninety and `012345670123` is an octal number.

use serde_json::{Map, Number, Value};

use super::intrinsic::{Intrinsic, as_intrinsic};

/// Longest intrinsic with its list that is written on one line, in characters.
const LONGEST_FLOW: usize = 90;

/// Longest key that is written before its colon. YAML allows 1,024 characters; longer ones take the `? ` form.
const LONGEST_SIMPLE_KEY: usize = 1_000;

/// A canonical document as YAML.
pub(super) fn yaml(sections: &Map<String, Value>) -> String {
    let mut out = String::new();
    for (name, section) in sections {
        let context = if name == "Conditions" || name == "Rules" { Context::Condition } else { Context::Value };
        key(name, 0, &mut out);
        after(section, 0, context, &mut out);
    }
    out
}

/// Whether `{Condition: X}` is a reference to a condition here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Context {
    Condition,
    Value,
}

/// Writes a value behind a key or a dash that stands at `indent` columns.
fn after(value: &Value, indent: usize, context: Context, out: &mut String) {
    if let Some((intrinsic, argument)) = short(value, context) {
        out.push_str(" !");
        out.push_str(intrinsic.tag());
        if let (Intrinsic::GetAtt, Some(dotted)) = (intrinsic, dotted(argument)) {
            out.push(' ');
            scalar(&Value::String(dotted), indent, out);
            return;
        }
        let mut flow = String::new();
        if let Value::Array(_) = argument
            && is_flow(argument, context)
        {
            write_flow(argument, context, &mut flow);
            if flow.chars().count() <= LONGEST_FLOW {
                out.push(' ');
                out.push_str(&flow);
                out.push('\n');
                return;
            }
        }
        after(argument, indent, context, out);
        return;
    }
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            out.push(' ');
            scalar(value, indent, out);
        }
        Value::Array(items) if items.is_empty() => out.push_str(" []\n"),
        Value::Object(map) if map.is_empty() => out.push_str(" {}\n"),
        Value::Array(items) => {
            out.push('\n');
            list(items, indent + 2, context, out);
        }
        Value::Object(map) => {
            out.push('\n');
            for (name, item) in map {
                key(name, indent + 2, out);
                after(item, indent + 2, context, out);
            }
        }
    }
}

fn list(items: &[Value], indent: usize, context: Context, out: &mut String) {
    for item in items {
        spaces(indent, out);
        out.push('-');
        match item {
            // The first key of a mapping stands beside the dash.
            Value::Object(map) if !map.is_empty() && short(item, context).is_none() => {
                for (position, (name, item)) in map.iter().enumerate() {
                    if position == 0 {
                        out.push(' ');
                        bare_key(name, indent + 2, out);
                    } else {
                        key(name, indent + 2, out);
                    }
                    after(item, indent + 2, context, out);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
                after(item, indent, context, out);
            }
        }
    }
}

fn key(name: &str, indent: usize, out: &mut String) {
    spaces(indent, out);
    bare_key(name, indent, out);
}

fn bare_key(name: &str, indent: usize, out: &mut String) {
    let mut text = String::new();
    if is_plain(name) {
        text.push_str(name);
    } else {
        quoted(name, &mut text);
    }
    if text.chars().count() <= LONGEST_SIMPLE_KEY {
        out.push_str(&text);
    } else {
        out.push_str("? ");
        out.push_str(&text);
        out.push('\n');
        spaces(indent, out);
    }
    out.push(':');
}

/// The intrinsic that a value is, if it can be written with a tag: a node takes one tag only, so the outer of two
/// intrinsics that touch keeps its long form.
fn short(value: &Value, context: Context) -> Option<(Intrinsic, &Value)> {
    let (intrinsic, argument) = as_intrinsic(value)?;
    if intrinsic == Intrinsic::Condition && context == Context::Value {
        return None;
    }
    if intrinsic.problem(argument).is_some() || short(argument, context).is_some() {
        return None;
    }
    Some((intrinsic, argument))
}

/// `Role.Arn` for the argument of `Fn::GetAtt`, if it reads back as the same list.
fn dotted(argument: &Value) -> Option<String> {
    match argument.as_array()?.as_slice() {
        [Value::String(id), Value::String(attribute)] if !id.contains('.') => Some(format!("{id}.{attribute}")),
        _ => None,
    }
}

/// Whether a value can stand on one line: scalars without line breaks, and intrinsics and lists of such.
fn is_flow(value: &Value, context: Context) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
        Value::String(text) => text.len() <= LONGEST_FLOW && !text.contains('\n'),
        Value::Array(items) => !items.is_empty() && items.iter().all(|item| is_flow(item, context)),
        Value::Object(_) => short(value, context).is_some_and(|(_, argument)| is_flow(argument, context)),
    }
}

fn write_flow(value: &Value, context: Context, out: &mut String) {
    if let Some((intrinsic, argument)) = short(value, context) {
        out.push('!');
        out.push_str(intrinsic.tag());
        out.push(' ');
        if let (Intrinsic::GetAtt, Some(dotted)) = (intrinsic, dotted(argument)) {
            flow_text(&dotted, out);
            return;
        }
        write_flow(argument, context, out);
        return;
    }
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(value) => out.push_str(&number(value)),
        Value::String(text) => flow_text(text, out),
        Value::Array(items) => {
            out.push('[');
            for (position, item) in items.iter().enumerate() {
                if 0 < position {
                    out.push_str(", ");
                }
                write_flow(item, context, out);
            }
            out.push(']');
        }
        // `is_flow` lets no other mapping through; were one here, JSON is YAML too.
        Value::Object(_) => out.push_str(&value.to_string()),
    }
}

fn flow_text(text: &str, out: &mut String) {
    // Inside brackets commas and brackets end a text, and a question mark does for some readers.
    if is_plain(text) && !text.contains([',', '[', ']', '{', '}', '?']) {
        out.push_str(text);
    } else {
        quoted(text, out);
    }
}

fn scalar(value: &Value, indent: usize, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(value) => out.push_str(&number(value)),
        Value::String(text) if is_plain(text) => out.push_str(text),
        Value::String(text) if is_block(text) => {
            block(text, indent + 2, out);
            return;
        }
        Value::String(text) => quoted(text, out),
        Value::Array(_) | Value::Object(_) => out.push_str(&value.to_string()),
    }
    out.push('\n');
}

/// A number that YAML 1.1 and 1.2 both read as the same number: 1.1 wants a point and a signed exponent.
fn number(value: &Number) -> String {
    let text = value.to_string();
    let Some((mantissa, exponent)) = text.split_once('e') else {
        return text;
    };
    let point = if mantissa.contains('.') { "" } else { ".0" };
    let sign = if exponent.starts_with(['-', '+']) { "" } else { "+" };
    format!("{mantissa}{point}e{sign}{exponent}")
}

/// Whether a text can stand without quotes, in a block, and be read as that text by everybody.
fn is_plain(text: &str) -> bool {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return false };
    // What begins with a digit may be an integer, a float, a date or a time; with a slash in it, it is none.
    let begins_well = first.is_ascii_alphabetic()
        || matches!(first, '/' | '_' | '^' | '(' | '$' | '+') && !is_numeric_sign(text)
        || first.is_ascii_digit() && text.contains('/');
    if !begins_well || text.ends_with([' ', ':']) || text.contains(": ") || text.contains(" #") {
        return false;
    }
    if !text.chars().all(|c| c.is_ascii_graphic() || c == ' ' || is_letter_beyond_ascii(c)) {
        return false;
    }
    !is_reserved(text)
}

fn is_numeric_sign(text: &str) -> bool {
    text.starts_with('+')
}

/// Letters that need no quotes; other characters beyond ASCII may be line breaks or invisible.
fn is_letter_beyond_ascii(c: char) -> bool {
    !c.is_ascii() && c.is_alphabetic()
}

/// The words that YAML 1.1 or 1.2 reads as a truth value or as nothing, in any case.
fn is_reserved(text: &str) -> bool {
    const WORDS: [&str; 10] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nil"];
    text.len() <= 5 && WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Whether a text can stand as a literal block: several lines, nothing that the block would change.
fn is_block(text: &str) -> bool {
    text.trim_end_matches('\n').contains('\n')
        && !text.starts_with(['\n', ' ', '\t'])
        && text.chars().all(|c| c == '\n' || c == '\t' || c.is_ascii_graphic() || c == ' ' || is_letter_beyond_ascii(c))
}

fn block(text: &str, indent: usize, out: &mut String) {
    let body = text.trim_end_matches('\n');
    let breaks = text.len() - body.len();
    out.push_str(match breaks {
        0 => "|-\n",
        1 => "|\n",
        _ => "|+\n",
    });
    for line in body.split('\n') {
        if !line.is_empty() {
            spaces(indent, out);
            out.push_str(line);
        }
        out.push('\n');
    }
    for _ in 1..breaks {
        out.push('\n');
    }
}

fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_ascii_graphic() || c == ' ' || is_letter_beyond_ascii(c) => out.push(c),
            c => {
                let code = u32::from(c);
                if code <= 0xff {
                    out.push_str(&format!("\\x{code:02x}"));
                } else if code <= 0xffff {
                    out.push_str(&format!("\\u{code:04x}"));
                } else {
                    out.push_str(&format!("\\U{code:08x}"));
                }
            }
        }
    }
    out.push('"');
}

fn spaces(count: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', count));
}
