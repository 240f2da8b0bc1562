//! Templates from files and standard input.

use crate::failure::{Failure, Problem};
use sprinters_dsl::template::{BODY_BYTES, Template, TemplateError};
use std::fs::File;
use std::io::{self, Read};

/// A template with the text that it was read from.
#[derive(Debug)]
pub(crate) struct Source {
    /// For messages: the path, or `<stdin>`.
    pub(crate) name: String,
    /// The text as it was read.
    pub(crate) text: String,
    /// What it says.
    pub(crate) template: Template,
}

/// Reads a template from a file, or from standard input where the path is `-`.
pub(crate) fn read(path: &str) -> Result<Source, Failure> {
    let name = if path == "-" { "<stdin>" } else { path };
    let bytes = bytes(path).map_err(|error| {
        Failure::input(
            Problem::new(format!("{name} can't be read: {error}"))
                .help("give the path of a CloudFormation template, or - for standard input"),
        )
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::input(
            Problem::new(format!("{name} is not text: byte {at} is no UTF-8"))
                .help("CloudFormation takes templates in UTF-8, as YAML or JSON"),
        )
    })?;
    // An editor of Windows may put a byte order mark in front; it means nothing.
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    if BODY_BYTES < text.len() {
        // How much longer it is was not read.
        let error = TemplateError::TooLarge { bytes: text.len() };
        let title = format!("{name} has more than {BODY_BYTES} bytes, the most that CloudFormation takes");
        return Err(Failure::input(Problem { code: Some(error.code()), ..Problem::new(title).help(error.help()) }));
    }
    let template = Template::parse(&text).map_err(|error| Failure::input(Problem::of_template(&error, name, &text)))?;
    Ok(Source { name: name.to_owned(), text, template })
}

/// Reads one byte more than the largest template, so that the reader says that it is too large and a device that never
/// ends is not read for ever.
fn bytes(path: &str) -> io::Result<Vec<u8>> {
    let limit = BODY_BYTES as u64 + 4;
    let mut bytes = Vec::new();
    match path {
        "-" => io::stdin().lock().take(limit).read_to_end(&mut bytes)?,
        file => File::open(file)?.take(limit).read_to_end(&mut bytes)?,
    };
    // The cut may have gone through a character.
    if bytes.len() as u64 == limit {
        let valid = std::str::from_utf8(&bytes).map_or_else(|error| error.valid_up_to(), str::len);
        if BODY_BYTES < valid {
            bytes.truncate(valid);
        }
    }
    Ok(bytes)
}
