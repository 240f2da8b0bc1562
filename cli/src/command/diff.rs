//! `sprinters-iac diff`

use crate::exit::Exit;
use crate::failure::{Failure, Problem};
use crate::printer::Printer;
use crate::{linked, source};
use anstyle::{AnsiColor, Style};
use sprinters_dsl::template::Template;
use sprinters_stacks::diff::{Difference, Direction, Line, LineKind, diff};

#[cfg(feature = "aws")]
const USAGE: &str =
    "sprinters-iac diff [OPTIONS] <OLD> <NEW>\n       sprinters-iac diff [OPTIONS] --stack <NAME> [NEW]";
#[cfg(not(feature = "aws"))]
const USAGE: &str = "sprinters-iac diff [OPTIONS] <OLD> <NEW>";

#[cfg(feature = "aws")]
const EXAMPLES: &str = "Exits with 1 if a grant widened, or it is not known that it did not.\n\nExamples:\n  sprinters-iac diff old.yaml new.yaml\n  sprinters-iac render | sprinters-iac diff installed.yaml -\n  sprinters-iac diff --stack sprinters --format markdown";
#[cfg(not(feature = "aws"))]
const EXAMPLES: &str = "Exits with 1 if a grant widened, or it is not known that it did not.\n\nExamples:\n  sprinters-iac diff old.yaml new.yaml\n  sprinters-iac render | sprinters-iac diff installed.yaml -";

/// Compare two templates by meaning: first who can now do what, then the rest
#[derive(Debug, clap::Args)]
#[command(
    override_usage = USAGE,
    after_help = EXAMPLES
)]
pub(crate) struct Args {
    /// The templates, old and new; one of them may be - for standard input
    #[arg(value_name = "TEMPLATE", num_args = 0..=2)]
    templates: Vec<String>,
    /// Take the template of this deployed stack as the old one; the new one is then NEW, or what we would render
    #[cfg(feature = "aws")]
    #[arg(long, value_name = "NAME")]
    stack: Option<String>,
    #[cfg(feature = "aws")]
    #[command(flatten)]
    aws: crate::aws::Target,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Sentences
    Text,
    /// For programs
    Json,
    /// For a pull request
    Markdown,
}

pub(crate) fn run(args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    let (old, new) = templates(args)?;
    let difference = diff(&old, &new);
    match args.format {
        Format::Text if difference.is_empty() => {
            printer.say("The templates mean the same.");
            for one in &difference.not_judged {
                printer.say(&format!("not judged: {}, at {}", one.what, one.path));
            }
        }
        Format::Text => {
            let text = as_text(&difference, |style, text| printer.paint(style, text));
            printer.data(&text)?;
        }
        Format::Json => printer.json(&difference.to_json())?,
        Format::Markdown => {
            let text = difference.to_markdown().map_err(anyhow::Error::from)?;
            printer.data(&text)?;
        }
    }
    Ok(if difference.any_widened() { Exit::Found } else { Exit::Fine })
}

fn templates(args: &Args) -> Result<(Template, Template), Failure> {
    #[cfg(feature = "aws")]
    if let Some(stack) = &args.stack {
        let new = match args.templates.as_slice() {
            [] => super::rendered(sprinters_stacks::StackKind::Runner)?,
            [new] => linked::written_in(source::read(new)?),
            [..] => return Err(usage("with --stack there is one template at most, the new one")),
        };
        return Ok((crate::aws::deployed_template(&args.aws, stack)?, new));
    }
    match args.templates.as_slice() {
        [old, new] if old == "-" && new == "-" => Err(usage("only one of the templates can be standard input")),
        [old, new] => Ok((linked::written_in(source::read(old)?), linked::written_in(source::read(new)?))),
        [..] => Err(usage("two templates are needed, the old one and the new one")),
    }
}

fn usage(title: &str) -> Failure {
    Failure::input(Problem::new(title).help("see sprinters-iac diff --help"))
}

/// The difference for a terminal; `paint` knows whether it wants colour.
pub(crate) fn as_text(difference: &Difference, paint: impl Fn(Style, &str) -> String) -> String {
    let painted = |line: &Line| format!("{}\n", paint(style(line.kind), &line.text));
    difference.lines().iter().map(painted).collect()
}

fn style(kind: LineKind) -> Style {
    let colored = |color: AnsiColor| Style::new().fg_color(Some(color.into()));
    match kind {
        LineKind::Heading => Style::new().bold(),
        LineKind::Grant(Direction::Widened) => colored(AnsiColor::Red),
        LineKind::Grant(Direction::Changed) => colored(AnsiColor::Yellow),
        LineKind::Grant(Direction::Narrowed) => colored(AnsiColor::Green),
        LineKind::Other(_) | LineKind::Note => Style::new(),
    }
}
