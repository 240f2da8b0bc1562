//! From text to long-form JSON: one reader for whatever format feeds it, with the limits that keep it bounded.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::error::{Place, TemplateError};
use super::intrinsic::Intrinsic;

/// Deepest nesting of lists and mappings that is read. Policies inside intrinsics inside resources reach about 20;
/// 100 leaves room and keeps every recursive walk far from the end of the stack.
pub const DEEPEST: usize = 100;

/// Most values in a template once aliases are unfolded. A text of CloudFormation's 1 MB has at most half a million.
pub const MOST_VALUES: usize = 600_000;

/// Most bytes of text in a template once aliases are unfolded: four times what the largest template has itself.
pub const MOST_TEXT_BYTES: usize = 4_000_000;

/// Where keys and texts stand in a source, by JSON pointer into the long form.
#[derive(Debug, Default)]
pub(crate) struct Spans {
    /// The keys of mappings, by the pointer to their value.
    pub(crate) keys: BTreeMap<String, Range<usize>>,
    /// The values that are texts.
    pub(crate) texts: BTreeMap<String, Range<usize>>,
}

impl Spans {
    /// The first key or text inside the value at a pointer: an element of a list has no key of its own.
    pub(crate) fn first_inside(&self, pointer: &str) -> Option<Range<usize>> {
        let inside = format!("{pointer}/");
        [&self.keys, &self.texts]
            .into_iter()
            .flat_map(|spans| spans.range(inside.clone()..).take_while(|(path, _)| path.starts_with(&inside)))
            .map(|(_, span)| span.clone())
            .min_by_key(|span| span.start)
    }
}

/// What one reading knows and finds out.
#[derive(Debug)]
pub(crate) struct Reading<'s> {
    source: &'s str,
    values: Cell<usize>,
    text_bytes: Cell<usize>,
    /// The first thing found wrong: a serde error carries only text.
    wrong: RefCell<Option<TemplateError>>,
    /// Only when asked for.
    spans: Option<RefCell<Spans>>,
    /// YAML 1.1, which CloudFormation reads, takes an unquoted `yes` for true.
    yaml: bool,
}

impl<'s> Reading<'s> {
    pub(crate) fn new(source: &'s str, yaml: bool) -> Reading<'s> {
        Reading { source, values: Cell::new(0), text_bytes: Cell::new(0), wrong: RefCell::new(None), spans: None, yaml }
    }

    pub(crate) fn recording(source: &'s str, yaml: bool) -> Reading<'s> {
        Reading { spans: Some(RefCell::default()), ..Reading::new(source, yaml) }
    }

    /// What was found wrong, if it was this reader that found it.
    pub(crate) fn into_wrong(self) -> Option<TemplateError> {
        self.wrong.into_inner()
    }

    pub(crate) fn into_spans(self) -> Spans {
        self.spans.map(RefCell::into_inner).unwrap_or_default()
    }

    /// The seed of the whole document.
    pub(crate) fn root<'a>(&'a self) -> Node<'a, 's> {
        Node { reading: self, path: Path::Root, depth: 0 }
    }

    fn fail<E: Error>(&self, error: TemplateError) -> E {
        let mut wrong = self.wrong.borrow_mut();
        if wrong.is_none() {
            *wrong = Some(error);
        }
        E::custom("refused by the template reader")
    }

    /// Where a text that the format's parser lent out stands in the source: it is a slice of it.
    fn span_of(&self, text: &str) -> Option<Range<usize>> {
        let start = (text.as_ptr() as usize).checked_sub(self.source.as_ptr() as usize)?;
        let end = start.checked_add(text.len())?;
        (end <= self.source.len()).then_some(start..end)
    }

    fn is_quoted(&self, span: &Range<usize>) -> bool {
        let before = span.start.checked_sub(1).and_then(|index| self.source.as_bytes().get(index));
        matches!(before, Some(b'"' | b'\''))
    }

    fn record_text(&self, path: &Path<'_>, span: Range<usize>) {
        if let Some(spans) = &self.spans {
            spans.borrow_mut().texts.insert(path.pointer(), span);
        }
    }

    fn record_key(&self, path: &Path<'_>, span: Range<usize>) {
        if let Some(spans) = &self.spans {
            spans.borrow_mut().keys.insert(path.pointer(), span);
        }
    }

    fn count_value<E: Error>(&self, path: &Path<'_>) -> Result<(), E> {
        self.values.set(self.values.get() + 1);
        if MOST_VALUES < self.values.get() {
            return Err(self.fail(TemplateError::TooManyValues { place: Place::boxed(path.pointer()) }));
        }
        Ok(())
    }

    fn count_text<E: Error>(&self, path: &Path<'_>, text: &str) -> Result<(), E> {
        self.text_bytes.set(self.text_bytes.get() + text.len());
        if MOST_TEXT_BYTES < self.text_bytes.get() {
            return Err(self.fail(TemplateError::TooManyValues { place: Place::boxed(path.pointer()) }));
        }
        Ok(())
    }
}

/// Where the reader is: a list on the stack, written out only for an error.
#[derive(Debug, Clone, Copy)]
enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    fn pointer(&self) -> String {
        match self {
            Path::Root => String::new(),
            Path::Key(parent, key) => pointer_join(&parent.pointer(), key),
            Path::Index(parent, index) => format!("{}/{index}", parent.pointer()),
        }
    }
}

/// Appends a key to a JSON pointer, escaped as RFC 6901 says.
#[must_use]
pub fn pointer_join(parent: &str, key: &str) -> String {
    if key.contains(['~', '/']) {
        format!("{parent}/{}", key.replace('~', "~0").replace('/', "~1"))
    } else {
        format!("{parent}/{key}")
    }
}

/// Reads one value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node<'a, 's> {
    reading: &'a Reading<'s>,
    path: Path<'a>,
    depth: usize,
}

impl<'a> Node<'a, '_> {
    fn deeper<E: Error>(&self) -> Result<usize, E> {
        if DEEPEST <= self.depth {
            return Err(self.reading.fail(TemplateError::TooDeep { place: Place::boxed(self.path.pointer()) }));
        }
        Ok(self.depth + 1)
    }

    fn text<E: Error>(&self, text: &str) -> Result<Value, E> {
        self.reading.count_text(&self.path, text)?;
        Ok(Value::String(text.to_owned()))
    }

    fn bad_number<E: Error>(&self, found: impl fmt::Display) -> E {
        self.reading
            .fail(TemplateError::BadNumber { found: found.to_string(), place: Place::boxed(self.path.pointer()) })
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.reading.count_value(&self.path)?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_, '_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value of a template")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        Err(self.bad_number(value))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        Err(self.bad_number(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| self.bad_number(value))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        self.text(text)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Value, E> {
        let Some(span) = self.reading.span_of(text) else {
            return self.text(text);
        };
        // AWS CloudFormation reads YAML 1.1, where these words without quotes are truth values; the parser here
        // reads YAML 1.2 and hands them over as text.
        if self.reading.yaml && !self.reading.is_quoted(&span) {
            match text {
                "yes" | "Yes" | "YES" | "on" | "On" | "ON" => return Ok(Value::Bool(true)),
                "no" | "No" | "NO" | "off" | "Off" | "OFF" => return Ok(Value::Bool(false)),
                _ => {}
            }
        }
        self.reading.record_text(&self.path, span);
        self.text(text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let depth = self.deeper()?;
        let mut items = Vec::new();
        loop {
            let path = Path::Index(&self.path, items.len());
            match access.next_element_seed(Node { reading: self.reading, path, depth })? {
                Some(item) => items.push(item),
                None => return Ok(Value::Array(items)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let depth = self.deeper()?;
        let mut map = Map::new();
        while let Some(Key { text: key, span }) =
            access.next_key_seed(KeyNode { reading: self.reading, parent: &self.path })?
        {
            let path = Path::Key(&self.path, &key);
            if map.contains_key(&key) {
                let place = Place::at(path.pointer());
                let place = match span {
                    Some(span) => place.with_span(self.reading.source, span),
                    None => place,
                };
                return Err(self
                    .reading
                    .fail(TemplateError::DuplicateKey { key: key.clone(), place: Box::new(place) }));
            }
            if let Some(span) = span {
                self.reading.record_key(&path, span);
            }
            let value = access.next_value_seed(Node { reading: self.reading, path, depth })?;
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }

    /// A tagged value of YAML: the short form of an intrinsic.
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        let (tag, content) = access.variant_seed(TagNode)?;
        // The tag "!" alone says "this is text, whatever it looks like".
        if tag == "!" {
            return content.newtype_variant_seed(self);
        }
        let intrinsic = Intrinsic::from_tag(&tag);
        if intrinsic.is_none()
            && let Some(nearest) = Intrinsic::nearest(&tag)
        {
            return Err(self.reading.fail(TemplateError::UnknownIntrinsic {
                nearest: Some(nearest),
                name: format!("!{tag}"),
                place: Place::boxed(self.path.pointer()),
            }));
        }
        // A function that is younger than this reader, or that another tool replaces before CloudFormation sees it.
        let key = intrinsic.map_or_else(|| format!("Fn::{tag}"), |intrinsic| intrinsic.key().to_owned());
        let depth = self.deeper()?;
        let path = Path::Key(&self.path, &key);
        let argument = content.newtype_variant_seed(Node { reading: self.reading, path, depth })?;
        let argument = match (intrinsic, argument) {
            // `!Ref 123` names something whose name is all digits.
            (Some(Intrinsic::Ref | Intrinsic::Condition), Value::Number(name)) => Value::String(name.to_string()),
            (_, argument) => argument,
        };
        Ok(Value::Object(Map::from_iter([(key, argument)])))
    }
}

struct Key {
    text: String,
    span: Option<Range<usize>>,
}

/// Reads one key of a mapping.
struct KeyNode<'a, 's> {
    reading: &'a Reading<'s>,
    parent: &'a Path<'a>,
}

impl KeyNode<'_, '_> {
    fn bad<E: Error>(&self, found: &str) -> E {
        self.reading.fail(TemplateError::BadKey { found: found.to_owned(), place: Place::boxed(self.parent.pointer()) })
    }

    fn key<E: Error>(&self, text: String, span: Option<Range<usize>>) -> Result<Key, E> {
        self.reading.count_text(self.parent, &text)?;
        Ok(Key { text, span })
    }
}

impl<'de> DeserializeSeed<'de> for KeyNode<'_, '_> {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for KeyNode<'_, '_> {
    type Value = Key;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Key, E> {
        self.key(text.to_owned(), None)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Key, E> {
        let span = self.reading.span_of(text);
        // Quoted, this is an ordinary text; a merge key is bare.
        if self.reading.yaml && text == "<<" && !span.as_ref().is_some_and(|span| self.reading.is_quoted(span)) {
            return Err(self.bad("a YAML merge (`<<`), which CloudFormation does not take"));
        }
        self.key(text.to_owned(), span)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Key, E> {
        self.key(value.to_string(), None)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Key, E> {
        self.key(value.to_string(), None)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Key, E> {
        self.key(value.to_string(), None)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Key, E> {
        self.key(value.to_string(), None)
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Key, E> {
        self.key(value.to_string(), None)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Key, E> {
        self.key(value.to_string(), None)
    }

    fn visit_unit<E: Error>(self) -> Result<Key, E> {
        Err(self.bad("null"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _access: A) -> Result<Key, A::Error> {
        Err(self.bad("a list"))
    }

    fn visit_map<A: MapAccess<'de>>(self, _access: A) -> Result<Key, A::Error> {
        Err(self.bad("a mapping"))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _access: A) -> Result<Key, A::Error> {
        Err(self.bad("an intrinsic function"))
    }
}

/// Reads the name of a YAML tag.
struct TagNode;

impl<'de> DeserializeSeed<'de> for TagNode {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for TagNode {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a tag")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }
}
