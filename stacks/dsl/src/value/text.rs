//! Text made of parts: `Fn::Sub` and `Fn::Join` without names in strings.

use super::{TextKind, Value};
use serde_json::{Value as JsonValue, json};

/// One part of a text: literal words or a value.
#[derive(Debug, Clone)]
pub struct Part(JsonValue);

/// Whatever can be a part of a text.
pub trait IntoPart {
    /// Turns it into a part.
    fn part(&self) -> Part;
}

impl IntoPart for Part {
    fn part(&self) -> Part {
        self.clone()
    }
}

impl IntoPart for str {
    fn part(&self) -> Part {
        Part(JsonValue::from(self))
    }
}

impl IntoPart for String {
    fn part(&self) -> Part {
        Part(JsonValue::from(self.as_str()))
    }
}

impl<T: TextKind> IntoPart for Value<T> {
    fn part(&self) -> Part {
        Part(self.to_json())
    }
}

impl<P: IntoPart + ?Sized> IntoPart for &P {
    fn part(&self) -> Part {
        (**self).part()
    }
}

/// Joins parts to one text, as `Fn::Sub` where every value is a plain reference, as `Fn::Join` otherwise.
///
/// `${` in a literal part stays as it is written: it is escaped, not substituted.
///
/// ```
/// use sprinters_dsl::prelude::*;
/// let path = text(["logs/".part(), pseudo::account_id().part()]);
/// assert_eq!(path.to_json(), serde_json::json!({"Fn::Sub": "logs/${AWS::AccountId}"}));
/// assert_eq!(text(["a", "b"]).to_json(), serde_json::json!("ab"));
/// ```
pub fn text<P: IntoPart>(parts: impl IntoIterator<Item = P>) -> Value<String> {
    let parts: Vec<JsonValue> = parts.into_iter().map(|part| part.part().0).collect();
    if let [JsonValue::Object(only)] = parts.as_slice() {
        return Value::from_json(JsonValue::Object(only.clone()));
    }
    let mut substituted = String::new();
    let mut has_value = false;
    for part in &parts {
        match substitution(part) {
            Some(Fragment::Literal(literal)) => substituted.push_str(&literal.replace("${", "${!")),
            Some(Fragment::Expression(expression)) => {
                has_value = true;
                substituted.push_str(&expression);
            }
            None => return Value::from_json(json!({"Fn::Join": ["", parts]})),
        }
    }
    if has_value {
        return Value::from_json(json!({"Fn::Sub": substituted}));
    }
    Value::from_json(JsonValue::from(substituted.replace("${!", "${")))
}

enum Fragment {
    Literal(String),
    Expression(String),
}

/// What a part looks like inside `Fn::Sub`, if it can stand there.
fn substitution(part: &JsonValue) -> Option<Fragment> {
    if let Some(literal) = part.as_str() {
        return Some(Fragment::Literal(literal.to_owned()));
    }
    if let Some(number) = part.as_i64() {
        return Some(Fragment::Literal(number.to_string()));
    }
    let object = part.as_object().filter(|object| object.len() == 1)?;
    let (function, argument) = object.iter().next()?;
    match function.as_str() {
        "Ref" => Some(Fragment::Expression(format!("${{{}}}", argument.as_str()?))),
        "Fn::GetAtt" => {
            let path = argument.as_array()?;
            let (id, attribute) = (path.first()?.as_str()?, path.get(1)?.as_str()?);
            Some(Fragment::Expression(format!("${{{id}.{attribute}}}")))
        }
        "Fn::Sub" => argument.as_str().map(|text| Fragment::Expression(text.to_owned())),
        _ => None,
    }
}
