//! `sprinters label`

use super::runs_on::{cost, planned};
use crate::failure::{Exit, Failure};
use crate::out::{Out, dollars};
use serde_json::{Value, json};
use sprinters_core::label::{Reading, read};
use sprinters_core::plan::explain;

/// Say what a runs-on label launches and costs, with its volumes, or what is wrong with it
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exits with 2 if the label is wrong, or almost a Sprinters label.\n\nExamples:\n  sprinters label sprinters:aws:m7i.large:spot=auto\n  sprinters label --json sprinters:aws:temp=gp3/200"
)]
pub(crate) struct Args {
    /// As it stands in runs-on
    label: String,
    /// For programs
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, out: &Out) -> Result<Exit, Failure> {
    let label = &args.label;
    match read(label) {
        Reading::Wrong(problems) => {
            let said: Vec<String> = problems
                .iter()
                .map(|error| {
                    let (before, marked) = (label.get(..error.span().start), label.get(error.span()));
                    let indent = before.unwrap_or_default().chars().count();
                    let underline = "^".repeat(marked.unwrap_or_default().chars().count().max(1));
                    format!("{error}\n  {label}\n  {}{underline}\n  {}", " ".repeat(indent), error.help())
                })
                .collect();
            Err(Failure::input(said.join("\n")))
        }
        Reading::NearMiss { meant } => {
            Err(Failure::input(format!("`{label}` is almost a Sprinters label"))
                .help(format!("did you mean `{meant}`?")))
        }
        Reading::NotOurs => {
            out.say("Not a Sprinters label. Sprinters ignores it.");
            if args.json {
                out.json(&json!({"label": label, "ours": false}))?;
            }
            Ok(Exit::Fine)
        }
        Reading::Ours(spec) => {
            let plan = planned(label).ok_or_else(|| Failure::input(format!("`{label}` launches nothing")))?;
            let (explanation, cost) = (explain(&spec, &plan), cost(&plan));
            if args.json {
                let cost = cost_json(label);
                out.json(&json!({"label": label, "ours": true, "explanation": explanation, "cost": cost}))?;
                return Ok(Exit::Fine);
            }
            let mut text = format!("{}\n", explanation.label);
            for line in &explanation.lines {
                text.push_str(&format!("  {:<16} {}\n", line.what, line.value));
            }
            for candidate in explanation.candidates.iter().take(5) {
                text.push_str(&format!("  {candidate}\n"));
            }
            let hour = |micro: Option<u64>| {
                micro.map_or("not known".to_owned(), |micro| {
                    format!("{}/h", dollars(micro.try_into().unwrap_or(i64::MAX)))
                })
            };
            text.push_str(&format!(
                "  {:<16} {} + volumes {}\n",
                "cost",
                hour(cost.instance),
                hour(Some(cost.volumes))
            ));
            text.push_str(&format!("  {:<16} {}\n", "GitHub-hosted", hour(cost.hosted)));
            out.data(&text)?;
            Ok(Exit::Fine)
        }
    }
}

/// What is wrong with a label, if anything is; for the doctor.
pub(crate) fn problem(label: &str) -> Option<String> {
    match read(label) {
        Reading::Wrong(problems) => problems.iter().next().map(ToString::to_string),
        Reading::NearMiss { meant } => Some(format!("did you mean `{meant}`?")),
        Reading::Ours(_) | Reading::NotOurs => None,
    }
}

/// For programs that ask for both.
pub(crate) fn cost_json(label: &str) -> Value {
    planned(label).map_or(Value::Null, |plan| {
        let cost = cost(&plan);
        json!({"instance_micro_usd_per_hour": cost.instance, "volumes_micro_usd_per_hour": cost.volumes, "github_hosted_micro_usd_per_hour": cost.hosted})
    })
}
