//! What is checked: files, folders, patterns, standard input, our own stacks.

use super::super::rendered;
use crate::failure::{Failure, Problem};
use crate::source::Source;
use sprinters_dsl::rules::subject::{PLAN_BYTES, Subject, SubjectKind};
use sprinters_dsl::template::{BODY_BYTES, TemplateError};
use sprinters_stacks::StackKind;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Something to check, with the text that it was read from.
pub(super) struct Input {
    /// For messages: the path, or `<stdin>`.
    pub(super) name: String,
    pub(super) text: String,
    pub(super) subject: Subject,
}

/// Everything that there was to read.
#[derive(Default)]
pub(super) struct Inputs {
    pub(super) inputs: Vec<Input>,
    /// Files of a folder or pattern that are nothing to check, with the reason.
    pub(super) skipped: Vec<String>,
    /// What should have been read and can't be.
    pub(super) failures: Vec<Problem>,
}

/// The endings of files that a folder is searched for.
const ENDINGS: [&str; 5] = ["yaml", "yml", "json", "template", "tfplan.json"];

/// Most files that one run reads: a pattern that matches a whole disk is a slip.
const MOST_FILES: usize = 20_000;

/// Reads what is named; without any name our own stacks. A file that can't be read doesn't keep the others from being
/// checked.
pub(super) fn read(names: &[String]) -> Result<Inputs, Failure> {
    let mut found = Inputs::default();
    if names.is_empty() {
        for kind in StackKind::ALL {
            let template = rendered(kind)?;
            let text = template.to_yaml();
            found.inputs.push(Input::from(Source { name: format!("<{}>", kind.name()), text, template }));
        }
        return Ok(found);
    }
    let mut seen = BTreeSet::new();
    for name in names {
        let (paths, searched) = paths(name)?;
        if paths.is_empty() {
            found.failures.push(
                Problem::new(format!("{name} can't be read: no file is there to check"))
                    .help("give files, folders, or patterns in quotation marks, such as 'stacks/**/*.yaml'"),
            );
        }
        for path in paths {
            if !seen.insert(path.clone()) {
                continue;
            }
            if MOST_FILES < seen.len() {
                return Err(Failure::input(Problem::new(format!("more than {MOST_FILES} files are named"))));
            }
            match one(&path) {
                Ok(input) => found.inputs.push(input),
                Err(unread) if searched && unread.nothing_to_check => {
                    found.skipped.push(format!("{path}: {}", unread.problem.title));
                }
                Err(unread) => found.failures.push(unread.problem),
            }
        }
    }
    Ok(found)
}

/// The files that a name stands for, sorted, and whether they were searched for.
fn paths(name: &str) -> Result<(Vec<String>, bool), Failure> {
    let is_pattern = name.contains(['*', '?', '[']) && !Path::new(name).exists();
    if name == "-" || !is_pattern && !Path::new(name).is_dir() {
        return Ok((vec![name.to_owned()], false));
    }
    let patterns = match is_pattern {
        true => vec![name.to_owned()],
        false => {
            let folder = glob::Pattern::escape(name.trim_end_matches('/'));
            ENDINGS.iter().map(|ending| format!("{folder}/**/*.{ending}")).collect()
        }
    };
    // What begins with a dot, and what tools put beside the sources, is nobody's template.
    let options = glob::MatchOptions { require_literal_leading_dot: true, ..glob::MatchOptions::default() };
    let mut found = BTreeSet::new();
    for pattern in patterns {
        let matches = glob::glob_with(&pattern, options).map_err(|error| {
            Failure::input(
                Problem::new(format!("{name} is no pattern: {error}")).help("write * for any text, ** for any folders"),
            )
        })?;
        let files = matches.filter_map(Result::ok).filter(|path| path.is_file());
        let own = files.filter(|path| !path.components().any(|part| part.as_os_str() == "node_modules"));
        found.extend(own.map(|path| path.to_string_lossy().into_owned()).take(MOST_FILES + 1));
    }
    Ok((found.into_iter().collect(), true))
}

/// Why a file was not read.
struct Unread {
    problem: Problem,
    /// Whether it is nothing to check at all.
    nothing_to_check: bool,
}

/// Reads one file.
fn one(path: &str) -> Result<Input, Box<Unread>> {
    let name = if path == "-" { "<stdin>" } else { path };
    let bytes = bytes(path).map_err(|error| {
        let problem = Problem::new(format!("{name} can't be read: {error}"))
            .help("give the path of a template, a policy or a plan, or - for standard input");
        Box::new(Unread { problem, nothing_to_check: false })
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let problem = Problem::new(format!("{name} is not text: byte {at} is no UTF-8"))
            .help("CloudFormation takes templates in UTF-8, as YAML or JSON");
        Box::new(Unread { problem, nothing_to_check: true })
    })?;
    // An editor of Windows may put a byte order mark in front; it means nothing.
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    // Only a plan may be larger than a template.
    if BODY_BYTES < text.len() && !text.trim_start().starts_with('{') {
        let error = TemplateError::TooLarge { bytes: text.len() };
        let title = format!("{name} has more than {BODY_BYTES} bytes, the most that CloudFormation takes");
        let problem = Problem { code: Some(error.code()), ..Problem::new(title).help(error.help()) };
        return Err(Box::new(Unread { problem, nothing_to_check: false }));
    }
    match Subject::read(&text) {
        Ok(subject) => Ok(Input { name: name.to_owned(), text, subject }),
        Err(error) => {
            let nothing_to_check = !text.contains("Resources") && !text.contains("Statement");
            Err(Box::new(Unread { problem: Problem::of_template(&error, name, &text), nothing_to_check }))
        }
    }
}

/// Reads one byte more than the largest plan, so that a device that never ends is not read for ever.
fn bytes(path: &str) -> io::Result<Vec<u8>> {
    let limit = PLAN_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    match path {
        "-" => io::stdin().lock().take(limit).read_to_end(&mut bytes)?,
        file => File::open(file)?.take(limit).read_to_end(&mut bytes)?,
    };
    if bytes.len() as u64 == limit {
        return Err(io::Error::other(format!("it has more than {PLAN_BYTES} bytes")));
    }
    Ok(bytes)
}

impl From<Source> for Input {
    fn from(Source { name, text, template }: Source) -> Input {
        Input { name, text, subject: Subject::from_template(template) }
    }
}

impl Input {
    pub(super) fn is_template(&self) -> bool {
        self.subject.kind == SubjectKind::Template
    }
}
