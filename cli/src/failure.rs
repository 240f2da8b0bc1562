//! Why a command could not do what it was asked to, for a person.

use crate::exit::Exit;
use sprinters_dsl::template::TemplateError;
use std::ops::Range;

/// A command's failure: the exit status and everything there is to say.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    /// Empty if whoever read our output has closed the pipe: nobody is there to be told.
    pub(crate) problems: Vec<Problem>,
}

/// One thing that is wrong.
#[derive(Debug, Default)]
pub(crate) struct Problem {
    /// A stable word for it, `unknown-intrinsic`.
    pub(crate) code: Option<&'static str>,
    /// What is wrong, a sentence without a full stop.
    pub(crate) title: String,
    /// The place, underlined.
    pub(crate) excerpt: Option<Excerpt>,
    /// What lies behind it, the outermost cause first.
    pub(crate) notes: Vec<String>,
    /// What to do about it.
    pub(crate) help: Option<String>,
}

/// A piece of input with the wrong part marked.
#[derive(Debug)]
pub(crate) struct Excerpt {
    /// Name of the file; `None` where the input is an argument.
    pub(crate) name: Option<String>,
    /// The whole input.
    pub(crate) text: String,
    /// Bytes to underline.
    pub(crate) span: Range<usize>,
    /// What to write under them.
    pub(crate) label: Option<String>,
}

impl Problem {
    pub(crate) fn new(title: impl Into<String>) -> Problem {
        Problem { title: title.into(), ..Problem::default() }
    }

    #[must_use]
    pub(crate) fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }

    #[must_use]
    pub(crate) fn note(mut self, note: impl Into<String>) -> Problem {
        self.notes.push(note.into());
        self
    }

    /// The reader's error over the text it was given.
    pub(crate) fn of_template(error: &TemplateError, name: &str, text: &str) -> Problem {
        let excerpt =
            error.span().map(|span| Excerpt { name: Some(name.to_owned()), text: text.to_owned(), span, label: None });
        let title = if excerpt.is_some() { error.to_string() } else { format!("{name}: {error}") };
        Problem { code: Some(error.code()), title, excerpt, notes: Vec::new(), help: Some(error.help()) }
    }
}

impl Failure {
    pub(crate) fn input(problem: Problem) -> Failure {
        Failure { exit: Exit::BadInput, problems: vec![problem] }
    }

    pub(crate) fn outside(problem: Problem) -> Failure {
        Failure { exit: Exit::OutsideFailed, problems: vec![problem] }
    }

    pub(crate) fn closed_pipe() -> Failure {
        Failure { exit: Exit::Fine, problems: Vec::new() }
    }
}

/// What only goes wrong if our own pieces don't fit each other, or the system refuses: the causes become notes.
impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Failure {
        let mut causes = error.chain().map(ToString::to_string);
        let title = causes.next().unwrap_or_default();
        Failure::outside(Problem { title, notes: causes.collect(), ..Problem::default() })
    }
}
