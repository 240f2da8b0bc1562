//! ARN patterns in words.

use std::fmt;

use sprinters_dsl::policy::{Part, Text};

/// An ARN pattern in words.
pub(super) struct Arn {
    /// What it names, in the plural.
    pub(super) plural: String,
    singular: String,
    /// What follows the kind of resource.
    pub(super) rest: String,
    /// Account and region where they are not the stack's own, with a leading space.
    pub(super) place: String,
}

impl Arn {
    /// `None` if the text has no six segments, or if the kind of resource is not known.
    pub(super) fn from_text(text: &Text) -> Option<Arn> {
        let segments = segments(text)?;
        let [_, _, service, region, account, resource] = segments.as_slice() else { return None };
        let (kind, rest) = match (service.as_str(), split_outside(resource)) {
            ("s3", Some((bucket, key))) => ("object".to_owned(), format!("{bucket}/{key}")),
            ("s3", None) => ("bucket".to_owned(), resource.clone()),
            ("sns", _) => ("topic".to_owned(), resource.clone()),
            ("sqs", _) => ("queue".to_owned(), resource.clone()),
            (_, Some((kind, rest))) if !kind.contains(['*', '?', '$']) => (kind.to_owned(), rest.to_owned()),
            (_, Some(_) | None) => return None,
        };
        let singular = kind.replace('-', " ").replace("spot instances request", "spot request");
        let plural = match singular.strip_suffix('y') {
            Some(stem) if !singular.ends_with("ey") => format!("{stem}ies"),
            Some(_) | None => format!("{singular}s"),
        };
        let mut place = String::new();
        for (segment, own, word) in [(account, "${AWS::AccountId}", "account"), (region, "${AWS::Region}", "region")] {
            match segment.as_str() {
                "" => {}
                "*" => place.push_str(&format!(" in any {word}")),
                other if other == own => {}
                other => place.push_str(&format!(" in the {word} {other}")),
            }
        }
        Some(Arn { plural, singular, rest, place })
    }
}

impl fmt::Display for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.rest.as_str() {
            "*" => write!(f, "{}{}", self.plural, self.place),
            rest if rest.contains(['*', '?']) => write!(f, "{} {rest}{}", self.plural, self.place),
            rest => write!(f, "the {} {rest}{}", self.singular, self.place),
        }
    }
}

/// The parts before and after the first separator that is in no symbol.
fn split_outside(resource: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    let at = resource.char_indices().find_map(|(at, char)| {
        match char {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '/' | ':' if depth == 0 => return Some(at),
            _ => {}
        }
        None
    })?;
    Some((&resource[..at], &resource[at + 1..]))
}

/// The six segments of an ARN, symbols spelled `${…}`; a colon inside a symbol's name separates nothing.
fn segments(text: &Text) -> Option<Vec<String>> {
    let mut out = vec![String::new()];
    for part in text.parts() {
        match part {
            Part::Symbol(name) => {
                if let Some(last) = out.last_mut() {
                    last.push_str(&Text::symbol(name).to_string());
                }
            }
            Part::Literal(literal) => {
                for char in literal.chars() {
                    match (char, out.len() < 6) {
                        (':', true) => out.push(String::new()),
                        (_, _) => {
                            if let Some(last) = out.last_mut() {
                                last.push(char);
                            }
                        }
                    }
                }
            }
        }
    }
    (out.len() == 6 && out[0] == "arn").then_some(out)
}
