//! Text with holes: what a CloudFormation value says when some of it is known only at deployment.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

/// One piece of a [`Text`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Characters as written.
    Literal(String),
    /// A value known only at deployment, by the canonical name of the intrinsic: `DeploymentId`, `Role.Arn`,
    /// `AWS::Region`, or the whole intrinsic as canonical JSON where it has no shorter name.
    Symbol(String),
}

impl Part {
    /// The characters, or the symbol's name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Part::Literal(text) | Part::Symbol(text) => text,
        }
    }
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

    pub(crate) fn push_literal(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        match self.parts.last_mut() {
            Some(Part::Literal(last)) => last.push_str(text),
            Some(Part::Symbol(_)) | None => self.parts.push(Part::Literal(text.to_owned())),
        }
    }

    pub(crate) fn push(&mut self, other: &Text) {
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
                Part::Symbol(name) => write!(f, "${{{}}}", shown_symbol(name))?,
            }
        }
        Ok(())
    }
}

/// What stands in a symbol behind this tells two symbols apart that read the same.
const IDENTITY: &str = "=>";

/// Longer names of symbols are cut for people, and told apart by a digest of the whole.
const LONGEST_NAME: usize = 200;

/// A symbol's name as people read it.
pub(crate) fn shown_symbol(name: &str) -> &str {
    name.split(IDENTITY).next().unwrap_or(name)
}

/// The name of a symbol that stands for what `identity` says and reads as `shown`.
pub(crate) fn symbol_name(shown: &str, identity: &str) -> String {
    let mut end = shown.len().min(LONGEST_NAME);
    while !shown.is_char_boundary(end) {
        end -= 1;
    }
    let cut = if end < shown.len() { "…" } else { "" };
    // Equal identities give equal names, and a name never holds more than its own part of the template.
    match (cut, shown == identity) {
        ("", true) => shown.to_owned(),
        (_, _) => format!("{}{cut}{IDENTITY}{}", &shown[..end], digest(identity)),
    }
}

/// 128 bits that depend on the text and nothing else.
pub(crate) fn digest(text: &str) -> String {
    let half = |seed: u8| {
        let mut hasher = DefaultHasher::new();
        (seed, text).hash(&mut hasher);
        hasher.finish()
    };
    format!("{:016x}{:016x}", half(0), half(1))
}

/// The text with nothing left out, and literal `${` told apart from symbols: equal texts are equal strings and the
/// other way round.
pub(crate) fn spelled(text: &Text) -> String {
    text.parts
        .iter()
        .map(|part| match part {
            Part::Literal(text) => text.replace("${", "${!"),
            Part::Symbol(name) => format!("${{{name}}}"),
        })
        .collect()
}
