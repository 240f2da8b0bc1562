//! What can be wrong with a template that is read.

use std::fmt;
use std::ops::Range;

use thiserror::Error;

/// Where in a template something is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// JSON pointer (RFC 6901) into the long form, `/Resources/Role/Properties`; empty for the whole template.
    pub path: String,
    /// Bytes of the source text to underline, when the template was read from text.
    pub span: Option<Range<usize>>,
    /// Line of the span's first byte, counted from 1.
    pub line: Option<usize>,
    /// Column of the span's first byte, in characters, counted from 1.
    pub column: Option<usize>,
}

impl Place {
    /// A place known by its path alone.
    #[must_use]
    pub fn at(path: impl Into<String>) -> Place {
        Place { path: path.into(), ..Place::default() }
    }

    /// The same, boxed: an error is passed up through every level and should stay small.
    pub(crate) fn boxed(path: impl Into<String>) -> Box<Place> {
        Box::new(Place::at(path))
    }

    /// Adds the span and the line and column that follow from it.
    #[must_use]
    pub fn with_span(self, source: &str, span: Range<usize>) -> Place {
        let mut start = span.start.min(source.len());
        while !source.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = span.end.clamp(start, source.len());
        while !source.is_char_boundary(end) {
            end += 1;
        }
        let before = &source[..start];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        Place { path: self.path, span: Some(start..end), line: Some(line), column: Some(column) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column, self.path.as_str()) {
            (Some(line), Some(column), "") => write!(formatter, "line {line}, column {column}"),
            (Some(line), Some(column), path) => write!(formatter, "line {line}, column {column} ({path})"),
            (_, _, "") => formatter.write_str("the template"),
            (_, _, path) => formatter.write_str(path),
        }
    }
}

/// What a name in a template refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceKind {
    /// A parameter, a resource or a pseudo parameter: `Ref` and the variables of `Fn::Sub`.
    ParameterOrResource,
    /// A resource: `Fn::GetAtt` and `DependsOn`.
    Resource,
    /// A condition: `Fn::If`, `Condition`.
    Condition,
    /// A mapping: `Fn::FindInMap`.
    Mapping,
}

impl fmt::Display for ReferenceKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            ReferenceKind::ParameterOrResource => "parameter or resource",
            ReferenceKind::Resource => "resource",
            ReferenceKind::Condition => "condition",
            ReferenceKind::Mapping => "mapping",
        })
    }
}

/// Why a text or a JSON value is not a CloudFormation template. The message names what is wrong and where;
/// [`TemplateError::help`] says what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TemplateError {
    /// The text is neither YAML nor JSON.
    #[error("this is not YAML: {message}, at {place}")]
    NotYaml {
        /// What the reader stumbled on.
        message: String,
        /// Where.
        place: Box<Place>,
    },
    /// The text begins like JSON and is not.
    #[error("this is not JSON: {message}, at {place}")]
    NotJson {
        /// What the reader stumbled on.
        message: String,
        /// Where.
        place: Box<Place>,
    },
    /// The text is longer than CloudFormation takes.
    #[error("the template has {bytes} bytes; CloudFormation takes at most {limit}", limit = super::limits::BODY_BYTES)]
    TooLarge {
        /// Length of the text in bytes.
        bytes: usize,
    },
    /// Lists and mappings are nested deeper than any real template.
    #[error("values are nested more than {limit} levels deep, at {place}", limit = super::read::DEEPEST)]
    TooDeep {
        /// Where the limit is passed.
        place: Box<Place>,
    },
    /// Aliases blow the text up.
    #[error("the template unfolds to more than {limit} values or {bytes} bytes of text, at {place}", limit = super::read::MOST_VALUES, bytes = super::read::MOST_TEXT_BYTES)]
    TooManyValues {
        /// Where the limit is passed.
        place: Box<Place>,
    },
    /// A mapping has a key twice.
    #[error("the key `{key}` stands twice in one mapping, at {place}")]
    DuplicateKey {
        /// The key.
        key: String,
        /// The second of them.
        place: Box<Place>,
    },
    /// A key is not a text.
    #[error("a key is {found}, at {place}")]
    BadKey {
        /// What stands there, in words.
        found: String,
        /// Where.
        place: Box<Place>,
    },
    /// A number that JSON cannot hold, such as `.nan`.
    #[error("`{found}` is not a number that a template can hold, at {place}")]
    BadNumber {
        /// What was read.
        found: String,
        /// Where.
        place: Box<Place>,
    },
    /// The document is a list, a text or nothing.
    #[error("this is not a template: the document is {found}, not a mapping")]
    NotATemplate {
        /// What it is, in words.
        found: &'static str,
    },
    /// No resource.
    #[error("this is not a template: it has no Resources")]
    NoResources,
    /// A section of the template that CloudFormation does not know.
    #[error("`{name}` is not a section of a template, at {place}")]
    UnknownSection {
        /// What stands there.
        name: String,
        /// The section with the nearest name.
        nearest: Option<String>,
        /// Where.
        place: Box<Place>,
    },
    /// An attribute of a resource that CloudFormation does not know.
    #[error("`{name}` is not an attribute of a resource, at {place}")]
    UnknownAttribute {
        /// What stands there.
        name: String,
        /// The attribute with the nearest name.
        nearest: Option<String>,
        /// Where.
        place: Box<Place>,
    },
    /// A value of another type than CloudFormation wants there.
    #[error("{what} must be {expected}, not {found}, at {place}")]
    WrongType {
        /// What it is that has the wrong type.
        what: String,
        /// The type wanted, in words.
        expected: &'static str,
        /// The type found, in words.
        found: &'static str,
        /// Where.
        place: Box<Place>,
    },
    /// Something that must be there is not.
    #[error("{what} has no {missing}, at {place}")]
    Missing {
        /// What lacks it.
        what: String,
        /// What it lacks.
        missing: &'static str,
        /// Where.
        place: Box<Place>,
    },
    /// `!Foo` or `Fn::Foo`.
    #[error("`{name}` is not an intrinsic function of CloudFormation, at {place}")]
    UnknownIntrinsic {
        /// The name as it was written.
        name: String,
        /// The intrinsic with the nearest name, in the same form.
        nearest: Option<String>,
        /// Where.
        place: Box<Place>,
    },
    /// An intrinsic with an argument that it does not take.
    #[error("{name} {problem}, at {place}")]
    MalformedIntrinsic {
        /// The intrinsic, `Fn::If`.
        name: String,
        /// What is wrong with the argument.
        problem: String,
        /// Where.
        place: Box<Place>,
    },
    /// A name that stands for nothing in the template.
    #[error("there is no {kind} `{name}` in the template, at {place}")]
    UnknownReference {
        /// What was meant.
        kind: ReferenceKind,
        /// The name.
        name: String,
        /// The nearest name of that kind.
        nearest: Option<String>,
        /// The names of that kind that exist, in the template's order.
        existing: Vec<String>,
        /// Where.
        place: Box<Place>,
    },
    /// A loop that only CloudFormation's own macro can unfold.
    #[error("`{name}` is unfolded by a macro of CloudFormation and cannot be read as it stands, at {place}")]
    UnexpandedMacro {
        /// The key, `Fn::ForEach::Loop`.
        name: String,
        /// Where.
        place: Box<Place>,
    },
}

/// Most names listed in a help text: more than a screen of them helps nobody.
const MOST_NAMES: usize = 20;

impl TemplateError {
    /// Where it is; `None` for what concerns the whole template.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        match self {
            TemplateError::NotYaml { place, .. }
            | TemplateError::NotJson { place, .. }
            | TemplateError::TooDeep { place }
            | TemplateError::TooManyValues { place }
            | TemplateError::DuplicateKey { place, .. }
            | TemplateError::BadKey { place, .. }
            | TemplateError::BadNumber { place, .. }
            | TemplateError::UnknownSection { place, .. }
            | TemplateError::UnknownAttribute { place, .. }
            | TemplateError::WrongType { place, .. }
            | TemplateError::Missing { place, .. }
            | TemplateError::UnknownIntrinsic { place, .. }
            | TemplateError::MalformedIntrinsic { place, .. }
            | TemplateError::UnknownReference { place, .. }
            | TemplateError::UnexpandedMacro { place, .. } => Some(place),
            TemplateError::TooLarge { .. } | TemplateError::NotATemplate { .. } | TemplateError::NoResources => None,
        }
    }

    /// Bytes of the source text to underline.
    #[must_use]
    pub fn span(&self) -> Option<Range<usize>> {
        self.place().and_then(|place| place.span.clone())
    }

    /// A stable word for programs: `unknown-intrinsic`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            TemplateError::NotYaml { .. } => "not-yaml",
            TemplateError::NotJson { .. } => "not-json",
            TemplateError::TooLarge { .. } => "too-large",
            TemplateError::TooDeep { .. } => "too-deep",
            TemplateError::TooManyValues { .. } => "too-many-values",
            TemplateError::DuplicateKey { .. } => "duplicate-key",
            TemplateError::BadKey { .. } => "bad-key",
            TemplateError::BadNumber { .. } => "bad-number",
            TemplateError::NotATemplate { .. } => "not-a-template",
            TemplateError::NoResources => "no-resources",
            TemplateError::UnknownSection { .. } => "unknown-section",
            TemplateError::UnknownAttribute { .. } => "unknown-attribute",
            TemplateError::WrongType { .. } => "wrong-type",
            TemplateError::Missing { .. } => "missing",
            TemplateError::UnknownIntrinsic { .. } => "unknown-intrinsic",
            TemplateError::MalformedIntrinsic { .. } => "malformed-intrinsic",
            TemplateError::UnknownReference { .. } => "unknown-reference",
            TemplateError::UnexpandedMacro { .. } => "unexpanded-macro",
        }
    }

    /// What to do about it, one sentence.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            TemplateError::NotYaml { .. } => {
                "give a CloudFormation template in YAML or JSON; mind the indentation and quote texts with special characters".to_owned()
            }
            TemplateError::NotJson { .. } => "give a CloudFormation template in YAML or JSON".to_owned(),
            TemplateError::TooLarge { .. } => "split the template into nested stacks".to_owned(),
            TemplateError::TooDeep { .. } => "no property of CloudFormation is nested that deeply: flatten the value".to_owned(),
            TemplateError::TooManyValues { .. } => {
                "write repeated values out; CloudFormation itself takes no YAML aliases".to_owned()
            }
            TemplateError::DuplicateKey { .. } => "keep one of them; readers disagree on which of the two counts".to_owned(),
            TemplateError::BadKey { found, .. } => {
                if found == "null" {
                    "quote the key (\"Null\"): without quotes YAML reads no text there".to_owned()
                } else {
                    "a key is one text; quote it if YAML reads something else".to_owned()
                }
            }
            TemplateError::BadNumber { .. } => "quote it if a text is meant".to_owned(),
            TemplateError::NotATemplate { .. } | TemplateError::NoResources => {
                "a template is a mapping with at least one resource under Resources".to_owned()
            }
            TemplateError::UnknownSection { nearest, .. } => suggestion(nearest.as_deref(), &super::order::SECTIONS),
            TemplateError::UnknownAttribute { nearest, .. } => {
                suggestion(nearest.as_deref(), &super::order::RESOURCE_ATTRIBUTES)
            }
            TemplateError::WrongType { expected, .. } => format!("write {expected} there"),
            TemplateError::Missing { missing, .. } => format!("add {missing}"),
            TemplateError::UnknownIntrinsic { name, nearest, .. } => match nearest {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None if name.starts_with("Fn::") => "the key Fn:: is reserved for CloudFormation's own functions".to_owned(),
                None => "only CloudFormation's own functions have short forms".to_owned(),
            },
            TemplateError::MalformedIntrinsic { .. } => {
                "see the function's page in the CloudFormation user guide, \"Intrinsic function reference\"".to_owned()
            }
            TemplateError::UnknownReference { nearest, existing, .. } => match nearest {
                Some(nearest) => format!("did you mean `{nearest}`? There are: {}", list(existing)),
                None if existing.is_empty() => "the template has none".to_owned(),
                None => format!("there are: {}", list(existing)),
            },
            TemplateError::UnexpandedMacro { .. } => {
                "read the processed template: aws cloudformation get-template --template-stage Processed".to_owned()
            }
        }
    }

    /// The same error with its place found in the source text.
    #[must_use]
    pub(crate) fn located(mut self, locate: impl FnOnce(&Place) -> Place) -> TemplateError {
        if let Some(place) = self.place_mut()
            && place.span.is_none()
        {
            *place = locate(place);
        }
        self
    }

    fn place_mut(&mut self) -> Option<&mut Place> {
        match self {
            TemplateError::NotYaml { place, .. }
            | TemplateError::NotJson { place, .. }
            | TemplateError::TooDeep { place }
            | TemplateError::TooManyValues { place }
            | TemplateError::DuplicateKey { place, .. }
            | TemplateError::BadKey { place, .. }
            | TemplateError::BadNumber { place, .. }
            | TemplateError::UnknownSection { place, .. }
            | TemplateError::UnknownAttribute { place, .. }
            | TemplateError::WrongType { place, .. }
            | TemplateError::Missing { place, .. }
            | TemplateError::UnknownIntrinsic { place, .. }
            | TemplateError::MalformedIntrinsic { place, .. }
            | TemplateError::UnknownReference { place, .. }
            | TemplateError::UnexpandedMacro { place, .. } => Some(place),
            TemplateError::TooLarge { .. } | TemplateError::NotATemplate { .. } | TemplateError::NoResources => None,
        }
    }
}

fn suggestion(nearest: Option<&str>, all: &[&str]) -> String {
    match nearest {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("there are: {}", all.join(", ")),
    }
}

fn list(names: &[String]) -> String {
    let shown = names.iter().take(MOST_NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(MOST_NAMES) {
        None | Some(0) => shown,
        Some(more) => format!("{shown} and {more} more"),
    }
}
