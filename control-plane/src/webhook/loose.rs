//! Any JSON value where we hope for a number, a text or a moment. GitHub's own examples hold the same field as a number here and as
//! text there, null or missing; a field we can do without must not cost the delivery.

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use sprinters_core::calendar::parse_rfc3339;
use sprinters_core::time::Timestamp;
use std::borrow::Cow;
use std::fmt;

/// A value as it came.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Loose<'a> {
    /// Missing, null, or nothing we could use.
    #[default]
    Nothing,
    /// A whole number.
    Number(i64),
    /// A text.
    Text(Cow<'a, str>),
    /// Yes or no.
    Truth(bool),
}

impl Loose<'_> {
    /// As a number.
    pub(super) fn number(&self) -> Option<i64> {
        match self {
            Loose::Number(number) => Some(*number),
            Loose::Text(text) => text.parse().ok(),
            Loose::Truth(_) | Loose::Nothing => None,
        }
    }

    /// Whether it says yes.
    pub(super) fn is_true(&self) -> bool {
        match self {
            Loose::Truth(truth) => *truth,
            Loose::Number(_) | Loose::Text(_) | Loose::Nothing => false,
        }
    }

    /// As a text of at most so many bytes, cut at a character. PostgreSQL stores no zero character.
    pub(super) fn text(&self, most: usize) -> Option<String> {
        let text = match self {
            Loose::Text(text) => text,
            Loose::Number(_) | Loose::Truth(_) | Loose::Nothing => return None,
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
            Loose::Number(seconds) => u64::try_from(*seconds).ok().map(Timestamp::from_secs),
            Loose::Text(text) => parse_rfc3339(text),
            Loose::Truth(_) | Loose::Nothing => None,
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Loose<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Loose<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_i64<E>(self, number: i64) -> Result<Loose<'de>, E> {
        Ok(Loose::Number(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Loose<'de>, E> {
        Ok(i64::try_from(number).map_or(Loose::Nothing, Loose::Number))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Loose<'de>, E> {
        Ok(Loose::Nothing)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Loose<'de>, E> {
        Ok(Loose::Truth(truth))
    }

    fn visit_unit<E>(self) -> Result<Loose<'de>, E> {
        Ok(Loose::Nothing)
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Loose<'de>, E> {
        Ok(Loose::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Loose<'de>, E> {
        Ok(Loose::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Loose<'de>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Loose::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Loose<'de>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Loose::Nothing)
    }
}
