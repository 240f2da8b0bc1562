//! The two streams: data on standard output, everything for people on standard error.

use crate::args::Color;
use crate::exit::Exit;
use crate::failure::{Failure, Problem};
use annotate_snippets::{AnnotationKind, Element, Level, Renderer, Snippet};
use anstyle::Style;
use std::borrow::Cow;
use std::io::{self, ErrorKind, IsTerminal, Write};

/// Columns of an excerpt where the terminal's width is not asked for.
const WIDTH: usize = 120;

/// Where a command writes.
#[derive(Debug)]
pub(crate) struct Printer {
    color_data: bool,
    color_notes: bool,
}

impl Printer {
    pub(crate) fn new(color: Color) -> Printer {
        Printer {
            color_data: wanted(color, io::stdout().is_terminal()),
            color_notes: wanted(color, io::stderr().is_terminal()),
        }
    }

    /// Writes data as it is.
    ///
    /// # Errors
    /// When standard output can't be written; a pipe that its reader has closed is no fault of anybody.
    pub(crate) fn data(&mut self, text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| match error.kind() {
            ErrorKind::BrokenPipe => Failure::closed_pipe(),
            _other => Failure::outside(Problem::new(format!("standard output can't be written: {error}"))),
        })
    }

    /// Writes a value for programs: two blanks a level, a line feed at the end.
    pub(crate) fn json(&mut self, value: &serde_json::Value) -> Result<(), Failure> {
        self.data(&format!("{value:#}\n"))
    }

    /// A line for people. Nobody can be told if this fails.
    pub(crate) fn say(&mut self, line: &str) {
        self.notes(&format!("{}\n", printable(line)));
    }

    /// Lines for people that are painted, and made safe, already.
    #[cfg(feature = "aws")]
    pub(crate) fn say_painted(&mut self, lines: &str) {
        self.notes(lines);
    }

    /// The text in a style, if data goes to a terminal that wants colour.
    pub(crate) fn paint(&self, style: Style, text: &str) -> String {
        painted(self.color_data, style, text)
    }

    /// The same for what people are told.
    #[cfg(feature = "aws")]
    pub(crate) fn paint_note(&self, style: Style, text: &str) -> String {
        painted(self.color_notes, style, text)
    }

    /// A problem as it is shown among data.
    pub(crate) fn report(&self, level: Level<'static>, problem: &Problem) -> String {
        render(self.color_data, level, problem)
    }

    /// Tells a failure, and gives the status to exit with.
    pub(crate) fn fail(&mut self, failure: &Failure) -> Exit {
        for problem in &failure.problems {
            let text = render(self.color_notes, Level::ERROR, problem);
            self.notes(&text);
        }
        failure.exit
    }

    /// Tells something that is worth knowing and stops nothing.
    #[cfg(feature = "aws")]
    pub(crate) fn warn(&mut self, problem: &Problem) {
        let text = render(self.color_notes, Level::WARNING, problem);
        self.notes(&text);
    }

    fn notes(&mut self, text: &str) {
        let _nobody_left_to_tell = io::stderr().lock().write_all(text.as_bytes());
    }
}

/// <https://no-color.org>: any value that is not empty; an explicit `--color` wins.
fn wanted(color: Color, terminal: bool) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
            terminal && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
        }
    }
}

fn painted(color: bool, style: Style, text: &str) -> String {
    let text = printable(text);
    if color { format!("{style}{text}{style:#}") } else { text.into_owned() }
}

fn render(color: bool, level: Level<'static>, problem: &Problem) -> String {
    let mut title = level.primary_title(printable(&problem.title));
    if let Some(code) = problem.code {
        title = title.id(code);
    }
    let mut elements: Vec<Element<'_>> = Vec::new();
    if let Some(excerpt) = &problem.excerpt {
        let mut annotation = AnnotationKind::Primary.span(excerpt.span.clone());
        if let Some(label) = &excerpt.label {
            annotation = annotation.label(printable(label));
        }
        let mut snippet = Snippet::source(&excerpt.text).line_numbering(excerpt.name.is_some()).annotation(annotation);
        if let Some(name) = &excerpt.name {
            snippet = snippet.path(printable(name));
        }
        elements.push(snippet.into());
    }
    elements.extend(problem.notes.iter().map(|note| Level::NOTE.message(printable(note)).into()));
    elements.extend(problem.help.iter().map(|help| Level::HELP.message(printable(help)).into()));
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let group = title.elements(elements);
    format!("{}\n", renderer.term_width(WIDTH).render(&[group]))
}

/// Text from outside, made safe for a terminal: control characters become escapes, so that a template can't move the
/// cursor of whoever reviews it.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    let unsafe_here = |character: char| character.is_control() && character != '\n';
    if !text.contains(unsafe_here) {
        return Cow::Borrowed(text);
    }
    let escaped = text.chars().flat_map(|character| match unsafe_here(character) {
        true => character.escape_default().collect::<Vec<char>>(),
        false => vec![character],
    });
    Cow::Owned(escaped.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_of_a_template_are_shown_and_not_performed() {
        assert_eq!(printable("a\u{1b}[2Jb\nc"), "a\\u{1b}[2Jb\nc");
        assert_eq!(printable("plain ä"), "plain ä");
    }
}
