//! Any JSON value where we hope for a number, a text or a moment. GitHub's own examples hold the same field as a number
//! here and as text there, null or missing; a field we can do without must not cost the delivery.

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use sprinters_core::calendar::parse_rfc3339;
use sprinters_core::time::Timestamp;
use std::borrow::Cow;
use std::fmt;

/// A value as it came.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum LenientValue<'a> {
    /// Missing, null, or nothing we could use.
    #[default]
    Nothing,
    /// A whole number.
    Number(i64),
    /// A text.
    Text(Cow<'a, str>),
    /// Yes or no.
    Bool(bool),
}

impl LenientValue<'_> {
    /// As a number.
    pub(super) fn number(&self) -> Option<i64> {
        match self {
            LenientValue::Number(number) => Some(*number),
            LenientValue::Text(text) => text.parse().ok(),
            LenientValue::Bool(_) | LenientValue::Nothing => None,
        }
    }

    /// Whether it says yes.
    pub(super) fn is_true(&self) -> bool {
        match self {
            LenientValue::Bool(truth) => *truth,
            LenientValue::Number(_) | LenientValue::Text(_) | LenientValue::Nothing => false,
        }
    }

    /// As a text of at most so many bytes, cut at a character. PostgreSQL stores no zero character.
    pub(super) fn text(&self, most: usize) -> Option<String> {
        let text = match self {
            LenientValue::Text(text) => text,
            LenientValue::Number(_) | LenientValue::Bool(_) | LenientValue::Nothing => return None,
        };
        let mut end = text.len().min(most);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Some(text[..end].replace('\0', "\u{fffd}"))
    }

    /// As a moment: seconds since 1970, or text.
    pub(super) fn moment(&self) -> Option<Timestamp> {
        match self {
            LenientValue::Number(seconds) => u64::try_from(*seconds).ok().map(Timestamp::from_secs),
            LenientValue::Text(text) => parse_rfc3339(text),
            LenientValue::Bool(_) | LenientValue::Nothing => None,
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for LenientValue<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = LenientValue<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_i64<E>(self, number: i64) -> Result<LenientValue<'de>, E> {
        Ok(LenientValue::Number(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<LenientValue<'de>, E> {
        Ok(i64::try_from(number).map_or(LenientValue::Nothing, LenientValue::Number))
    }

    fn visit_f64<E>(self, _: f64) -> Result<LenientValue<'de>, E> {
        Ok(LenientValue::Nothing)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<LenientValue<'de>, E> {
        Ok(LenientValue::Bool(truth))
    }

    fn visit_unit<E>(self) -> Result<LenientValue<'de>, E> {
        Ok(LenientValue::Nothing)
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<LenientValue<'de>, E> {
        Ok(LenientValue::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<LenientValue<'de>, E> {
        Ok(LenientValue::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<LenientValue<'de>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(LenientValue::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<LenientValue<'de>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(LenientValue::Nothing)
    }
}
