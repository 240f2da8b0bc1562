//! `sprinters-iac label`

use crate::exit::Exit;
use crate::failure::{Excerpt, Failure, Problem};
use crate::printer::Printer;
use anstyle::Style;
use serde_json::{Value, json};
use sprinters_core::label::{LabelError, Problems, Reading, RunnerSpec, read};
use sprinters_core::plan::{Circumstances, Explanation, LaunchPlan, Origin, PlanError, explain, plan};

/// Say what a runs-on label would launch, or what is wrong with it
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exits with 2 if a label is wrong, or nearly one of ours.\n\nExamples:\n  sprinters-iac label sprinters:aws\n  sprinters-iac label sprinters:aws:ubuntu-24.04-arm:eu-central-1:cpu=4-8:spot=auto\n  sprinters-iac label --json sprinters:aws:m7i.2xlarge"
)]
pub(crate) struct Args {
    /// Labels, each as it stands in runs-on
    #[arg(required = true, value_name = "LABEL")]
    labels: Vec<String>,
    /// For programs: one object for each label
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    let answers: Vec<Answer<'_>> = args.labels.iter().map(|label| Answer::from_label(label)).collect();
    if args.json {
        printer.json(&answers.iter().map(Answer::as_json).collect())?;
        let wrong = answers.iter().any(|answer| !answer.problems().is_empty());
        return Ok(if wrong { Exit::BadInput } else { Exit::Fine });
    }
    let texts: Vec<String> = answers.iter().filter_map(|answer| answer.as_text(printer)).collect();
    printer.data(&texts.join("\n"))?;
    for answer in &answers {
        answer.remark(printer);
    }
    let problems: Vec<Problem> = answers.iter().flat_map(Answer::problems).collect();
    if problems.is_empty() { Ok(Exit::Fine) } else { Err(Failure { exit: Exit::BadInput, problems }) }
}

/// A label and what became of it.
struct Answer<'a> {
    label: &'a str,
    meaning: Meaning,
}

enum Meaning {
    Launches { plan: Box<LaunchPlan>, explanation: Explanation },
    LaunchesNothing(PlanError),
    Wrong(Problems),
    NearMiss { meant: String },
    NotOurs,
}

impl Answer<'_> {
    fn from_label(label: &str) -> Answer<'_> {
        let meaning = match read(label) {
            Reading::Ours(spec) => Meaning::from_spec(&spec),
            Reading::Wrong(problems) => Meaning::Wrong(problems),
            Reading::NearMiss { meant } => Meaning::NearMiss { meant },
            Reading::NotOurs => Meaning::NotOurs,
        };
        Answer { label, meaning }
    }

    fn as_text(&self, printer: &Printer) -> Option<String> {
        match &self.meaning {
            Meaning::Launches { explanation, .. } => Some(as_text(explanation, printer)),
            Meaning::LaunchesNothing(_) | Meaning::Wrong(_) | Meaning::NearMiss { .. } | Meaning::NotOurs => None,
        }
    }

    fn remark(&self, printer: &mut Printer) {
        match &self.meaning {
            Meaning::NotOurs => printer.say(&format!(
                "`{}` is not a label of ours; a job with it and one of ours beside it keeps it.",
                self.label
            )),
            Meaning::Launches { .. } | Meaning::LaunchesNothing(_) | Meaning::Wrong(_) | Meaning::NearMiss { .. } => {}
        }
    }

    fn problems(&self) -> Vec<Problem> {
        match &self.meaning {
            Meaning::Wrong(problems) => problems.iter().map(|error| underlined(self.label, error)).collect(),
            Meaning::NearMiss { meant } => vec![
                Problem {
                    title: format!("`{}` is not a label of ours, but nearly", self.label),
                    excerpt: Some(whole(self.label)),
                    ..Problem::default()
                }
                .help(format!("did you mean `{meant}`? A job with this label waits for a runner of somebody else")),
            ],
            Meaning::LaunchesNothing(error) => {
                vec![Problem { title: error.to_string(), excerpt: Some(whole(self.label)), ..Problem::default() }]
            }
            Meaning::Launches { .. } | Meaning::NotOurs => Vec::new(),
        }
    }

    fn as_json(&self) -> Value {
        let label = self.label;
        match &self.meaning {
            Meaning::Launches { plan, explanation } => {
                json!({"label": label, "ours": true, "plan": plan, "explanation": explanation})
            }
            Meaning::LaunchesNothing(error) => {
                json!({"label": label, "ours": true, "problems": [{"message": error.to_string()}]})
            }
            Meaning::Wrong(problems) => {
                let problems: Vec<Value> = problems.iter().map(|error| problem_json(label, error)).collect();
                json!({"label": label, "ours": true, "problems": problems})
            }
            Meaning::NearMiss { meant } => json!({"label": label, "ours": false, "meant": meant}),
            Meaning::NotOurs => json!({"label": label, "ours": false}),
        }
    }
}

impl Meaning {
    fn from_spec(spec: &RunnerSpec) -> Meaning {
        match plan(spec, &Circumstances::unknown()) {
            Ok(plan) => Meaning::Launches { explanation: explain(spec, &plan), plan: Box::new(plan) },
            Err(error) => Meaning::LaunchesNothing(error),
        }
    }
}

fn underlined(label: &str, error: &LabelError) -> Problem {
    Problem {
        code: Some(error.code()),
        title: error.to_string(),
        excerpt: Some(Excerpt {
            name: None,
            text: label.to_owned(),
            span: error.span(),
            label: error.suggestion().filter(|suggestion| !suggestion.is_empty()).map(|meant| format!("{meant}?")),
        }),
        notes: Vec::new(),
        help: Some(error.help()),
    }
}

fn whole(label: &str) -> Excerpt {
    Excerpt { name: None, text: label.to_owned(), span: 0..label.len(), label: None }
}

/// Offsets are in bytes of the label.
fn problem_json(label: &str, error: &LabelError) -> Value {
    json!({
        "code": error.code(),
        "message": error.to_string(),
        "start": error.span().start,
        "end": error.span().end,
        "given": error.given(),
        "allowed": error.allowed(),
        "suggestion": error.suggestion(),
        "corrected": error.corrected(label),
    })
}

fn as_text(explanation: &Explanation, printer: &Printer) -> String {
    let dimmed = |text: &str| printer.paint(Style::new().dimmed(), text);
    let mut out = format!("{}\n", printer.paint(Style::new().bold(), &explanation.label));
    let width = explanation.lines.iter().map(|line| line.what.len()).max().unwrap_or_default();
    for line in &explanation.lines {
        let origin = match line.origin {
            Origin::Label => String::new(),
            Origin::Default => dimmed("  (default)"),
        };
        out.push_str(&format!("  {:<width$}  {}{origin}\n", line.what, line.value));
    }
    out.push_str("  tried in this order\n");
    for (index, candidate) in explanation.candidates.iter().enumerate() {
        out.push_str(&format!("    {:>2}. {candidate}\n", index + 1));
    }
    for notice in explanation.notices.iter().chain(&explanation.price_note) {
        out.push_str(&format!("  {}\n", dimmed(&format!("note: {notice}"))));
    }
    out
}
