//! The intrinsic functions of CloudFormation: their names, long and short, and the shape of their argument.

use serde_json::Value;

use super::suggest::nearest;

/// An intrinsic function, as the CloudFormation user guide lists them under "Intrinsic function reference" and
/// "Rule-specific intrinsic functions".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Intrinsic {
    /// `Ref`: a parameter's value or a resource's physical id.
    Ref,
    /// `Condition`: another condition's value; an intrinsic only inside `Conditions` and `Rules`.
    Condition,
    /// `Fn::And`.
    And,
    /// `Fn::Base64`.
    Base64,
    /// `Fn::Cidr`.
    Cidr,
    /// `Fn::Contains`, in rules only.
    Contains,
    /// `Fn::EachMemberEquals`, in rules only.
    EachMemberEquals,
    /// `Fn::EachMemberIn`, in rules only.
    EachMemberIn,
    /// `Fn::Equals`.
    Equals,
    /// `Fn::FindInMap`.
    FindInMap,
    /// `Fn::GetAtt`: an attribute of a resource; always a two-element list once read.
    GetAtt,
    /// `Fn::GetAZs`.
    GetAZs,
    /// `Fn::If`.
    If,
    /// `Fn::ImportValue`.
    ImportValue,
    /// `Fn::Join`.
    Join,
    /// `Fn::Length`, with the language extensions.
    Length,
    /// `Fn::Not`.
    Not,
    /// `Fn::Or`.
    Or,
    /// `Fn::RefAll`, in rules only.
    RefAll,
    /// `Fn::Select`.
    Select,
    /// `Fn::Split`.
    Split,
    /// `Fn::Sub`.
    Sub,
    /// `Fn::ToJsonString`, with the language extensions.
    ToJsonString,
    /// `Fn::Transform`.
    Transform,
    /// `Fn::ValueOf`, in rules only.
    ValueOf,
    /// `Fn::ValueOfAll`, in rules only.
    ValueOfAll,
}

impl Intrinsic {
    /// Every intrinsic, in the order of their names.
    pub const ALL: [Intrinsic; 26] = [
        Intrinsic::Ref,
        Intrinsic::Condition,
        Intrinsic::And,
        Intrinsic::Base64,
        Intrinsic::Cidr,
        Intrinsic::Contains,
        Intrinsic::EachMemberEquals,
        Intrinsic::EachMemberIn,
        Intrinsic::Equals,
        Intrinsic::FindInMap,
        Intrinsic::GetAtt,
        Intrinsic::GetAZs,
        Intrinsic::If,
        Intrinsic::ImportValue,
        Intrinsic::Join,
        Intrinsic::Length,
        Intrinsic::Not,
        Intrinsic::Or,
        Intrinsic::RefAll,
        Intrinsic::Select,
        Intrinsic::Split,
        Intrinsic::Sub,
        Intrinsic::ToJsonString,
        Intrinsic::Transform,
        Intrinsic::ValueOf,
        Intrinsic::ValueOfAll,
    ];

    /// The key of the long form: `Ref`, `Condition` or `Fn::…`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Intrinsic::Ref => "Ref",
            Intrinsic::Condition => "Condition",
            Intrinsic::And => "Fn::And",
            Intrinsic::Base64 => "Fn::Base64",
            Intrinsic::Cidr => "Fn::Cidr",
            Intrinsic::Contains => "Fn::Contains",
            Intrinsic::EachMemberEquals => "Fn::EachMemberEquals",
            Intrinsic::EachMemberIn => "Fn::EachMemberIn",
            Intrinsic::Equals => "Fn::Equals",
            Intrinsic::FindInMap => "Fn::FindInMap",
            Intrinsic::GetAtt => "Fn::GetAtt",
            Intrinsic::GetAZs => "Fn::GetAZs",
            Intrinsic::If => "Fn::If",
            Intrinsic::ImportValue => "Fn::ImportValue",
            Intrinsic::Join => "Fn::Join",
            Intrinsic::Length => "Fn::Length",
            Intrinsic::Not => "Fn::Not",
            Intrinsic::Or => "Fn::Or",
            Intrinsic::RefAll => "Fn::RefAll",
            Intrinsic::Select => "Fn::Select",
            Intrinsic::Split => "Fn::Split",
            Intrinsic::Sub => "Fn::Sub",
            Intrinsic::ToJsonString => "Fn::ToJsonString",
            Intrinsic::Transform => "Fn::Transform",
            Intrinsic::ValueOf => "Fn::ValueOf",
            Intrinsic::ValueOfAll => "Fn::ValueOfAll",
        }
    }

    /// The name that follows the `!` of the short form.
    #[must_use]
    pub fn tag(self) -> &'static str {
        let key = self.key();
        key.strip_prefix("Fn::").unwrap_or(key)
    }

    /// The intrinsic with this long key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Intrinsic> {
        if !(key.starts_with("Fn::") || key == "Ref" || key == "Condition") {
            return None;
        }
        Self::ALL.into_iter().find(|intrinsic| intrinsic.key() == key)
    }

    /// The intrinsic with this short name (without the `!`).
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Intrinsic> {
        Self::ALL.into_iter().find(|intrinsic| intrinsic.tag() == tag)
    }

    /// The name nearest to a misspelt one, long or short as the given one is.
    #[must_use]
    pub(crate) fn nearest(name: &str) -> Option<String> {
        match name.strip_prefix("Fn::") {
            Some(rest) => nearest(rest, Self::ALL.iter().map(|intrinsic| intrinsic.tag()))
                .and_then(Self::from_tag)
                .map(|intrinsic| intrinsic.key().to_owned()),
            None => nearest(name.trim_start_matches('!'), Self::ALL.iter().map(|intrinsic| intrinsic.tag()))
                .map(|tag| format!("!{tag}")),
        }
    }

    /// What is wrong with this argument, if anything: one clause that says what was given and what is allowed.
    pub(crate) fn problem(self, argument: &Value) -> Option<String> {
        match self {
            Intrinsic::Ref | Intrinsic::Condition | Intrinsic::RefAll => match argument {
                Value::String(name) if !name.is_empty() => None,
                Value::String(_) | Value::Null => Some("names nothing".to_owned()),
                Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                    Some(format!("takes one name, not {}", describe(argument)))
                }
            },
            Intrinsic::GetAtt => get_att_problem(argument),
            Intrinsic::Sub => sub_problem(argument),
            Intrinsic::If => {
                exactly(argument, 3, "a condition's name, the value if true, the value if false").or_else(|| {
                    match argument.get(0) {
                        Some(Value::String(name)) if !name.is_empty() => None,
                        Some(other) => Some(format!("takes a condition's name first, not {}", describe(other))),
                        None => None,
                    }
                })
            }
            Intrinsic::Equals => exactly(argument, 2, "the two values to compare"),
            Intrinsic::Not => exactly(argument, 1, "one condition"),
            Intrinsic::And | Intrinsic::Or => between(argument, 2, 10, "conditions"),
            Intrinsic::FindInMap => between(argument, 3, 4, "the map's name, the top-level key, the second-level key"),
            Intrinsic::Join => exactly(argument, 2, "the delimiter and the list of values").or_else(|| {
                match (argument.get(0), argument.get(1)) {
                    (Some(Value::String(_)), Some(Value::Array(_) | Value::Object(_))) => None,
                    (Some(Value::String(_)), Some(other)) => {
                        Some(format!("takes a list of values second, not {}", describe(other)))
                    }
                    (Some(other), _) => Some(format!("takes a text as delimiter, not {}", describe(other))),
                    (None, _) => None,
                }
            }),
            Intrinsic::Select => exactly(argument, 2, "the index and the list"),
            Intrinsic::Split => exactly(argument, 2, "the delimiter and the text"),
            Intrinsic::Cidr => between(argument, 2, 3, "the block, the count, the bits"),
            Intrinsic::Contains | Intrinsic::EachMemberEquals | Intrinsic::EachMemberIn => {
                exactly(argument, 2, "the list and what to compare with")
            }
            Intrinsic::ValueOf | Intrinsic::ValueOfAll => exactly(argument, 2, "the parameter and the attribute"),
            Intrinsic::Transform => {
                // One macro, or several of them in a list.
                let calls = argument.as_array().map_or(std::slice::from_ref(argument), Vec::as_slice);
                let named = !calls.is_empty() && calls.iter().all(|call| call.get("Name").is_some());
                (!named).then(|| "takes a mapping with Name and Parameters".to_owned())
            }
            Intrinsic::Base64 | Intrinsic::GetAZs | Intrinsic::ImportValue => match argument {
                Value::Array(_) => Some("takes one text, not a list".to_owned()),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => None,
            },
            Intrinsic::Length | Intrinsic::ToJsonString => None,
        }
    }
}

/// Splits a value of exactly one key into its intrinsic and argument.
#[must_use]
pub fn as_intrinsic(value: &Value) -> Option<(Intrinsic, &Value)> {
    let map = value.as_object()?;
    if map.len() != 1 {
        return None;
    }
    let (key, argument) = map.iter().next()?;
    let intrinsic = Intrinsic::from_key(key)?;
    Some((intrinsic, argument))
}

/// Whether a value is a call of a function, known or not: its result may be of any type.
pub(crate) fn is_call(value: &Value) -> bool {
    value.as_object().is_some_and(|map| map.len() == 1 && map.keys().all(|key| key == "Ref" || key.starts_with("Fn::")))
}

/// A JSON type in words, with its article.
pub(crate) fn describe(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a mapping",
    }
}

fn exactly(argument: &Value, count: usize, what: &str) -> Option<String> {
    match argument {
        Value::Array(items) if items.len() == count => None,
        Value::Array(items) => Some(format!("takes a list of {count} ({what}), not of {}", items.len())),
        // An intrinsic such as Fn::Transform may stand for the list.
        Value::Object(_) if is_call(argument) => None,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            Some(format!("takes a list of {count} ({what}), not {}", describe(argument)))
        }
    }
}

fn between(argument: &Value, least: usize, most: usize, what: &str) -> Option<String> {
    match argument {
        Value::Array(items) if least <= items.len() && items.len() <= most => None,
        Value::Array(items) => Some(format!("takes a list of {least} to {most} ({what}), not of {}", items.len())),
        Value::Object(_) if is_call(argument) => None,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            Some(format!("takes a list of {least} to {most} ({what}), not {}", describe(argument)))
        }
    }
}

fn get_att_problem(argument: &Value) -> Option<String> {
    const WANTED: &str = "takes a logical id and an attribute (`!GetAtt Role.Arn`)";
    match argument {
        Value::String(text) => Some(format!("{WANTED}, not `{text}` alone")),
        Value::Array(items) => match items.as_slice() {
            [Value::String(id), Value::String(attribute)] if !id.is_empty() && !attribute.is_empty() => None,
            [Value::String(id), attribute] if !id.is_empty() && as_intrinsic(attribute).is_some() => None,
            [_, _] => Some(format!("{WANTED}, both as text")),
            others => Some(format!("{WANTED}, not a list of {}", others.len())),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
            Some(format!("{WANTED}, not {}", describe(argument)))
        }
    }
}

fn sub_problem(argument: &Value) -> Option<String> {
    match argument {
        Value::String(text) => super::sub::parts(text).err(),
        Value::Array(items) => match items.as_slice() {
            [Value::String(text), Value::Object(_)] => super::sub::parts(text).err(),
            [_, _] => Some("takes a text and a mapping of variables".to_owned()),
            others => Some(format!(
                "takes a text, or a list of a text and a mapping of variables, not a list of {}",
                others.len()
            )),
        },
        Value::Object(_) if is_call(argument) => None,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
            Some(format!("takes a text, or a list of a text and a mapping of variables, not {}", describe(argument)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_intrinsic_is_found_by_its_long_and_its_short_name() {
        for intrinsic in Intrinsic::ALL {
            assert_eq!(Intrinsic::from_key(intrinsic.key()), Some(intrinsic));
            assert_eq!(Intrinsic::from_tag(intrinsic.tag()), Some(intrinsic));
        }
    }

    #[test]
    fn a_misspelt_name_is_answered_in_the_form_it_was_given() {
        assert_eq!(Intrinsic::nearest("Fn::Sbu").as_deref(), Some("Fn::Sub"));
        assert_eq!(Intrinsic::nearest("GetAttr").as_deref(), Some("!GetAtt"));
        assert_eq!(Intrinsic::nearest("Completely").as_deref(), None);
    }
}
