//! `sprinters doctor`

use super::{label, runs_on};
use crate::api::Api;
use crate::args::Cli;
use crate::failure::{Exit, Failure};
use crate::out::{Out, text};
use serde_json::{Value, json};
use std::path::Path;

/// Check everything between a label and a running job, from where you sit
#[derive(Debug, clap::Args)]
#[command(after_help = "Exits with 1 if it finds a problem.\n\nExample:\n  sprinters doctor")]
pub(crate) struct Args {
    /// For programs
    #[arg(long)]
    json: bool,
}

struct Finding {
    state: &'static str,
    what: String,
    remedy: String,
}

fn fine(what: impl Into<String>) -> Finding {
    Finding { state: "ok", what: what.into(), remedy: String::new() }
}

fn problem(what: impl Into<String>, remedy: impl Into<String>) -> Finding {
    Finding { state: "problem", what: what.into(), remedy: remedy.into() }
}

pub(crate) fn run(args: &Args, cli: &Cli, out: &Out) -> Result<Exit, Failure> {
    let mut findings = labels(Path::new("."));
    match Api::open(cli.url.as_deref(), cli.verbose) {
        Ok(api) => findings.extend(control_plane(&api)),
        Err(failure) => findings.push(of(&failure)),
    }
    let found = findings.iter().any(|one| one.state == "problem");
    let items: Vec<Value> =
        findings.iter().map(|one| json!({"state": one.state, "what": one.what, "remedy": one.remedy})).collect();
    if args.json {
        out.json(&Value::Array(items))?;
    } else {
        out.table(
            &items,
            &[
                ("STATE", |one| text(one, "state")),
                ("WHAT", |one| text(one, "what")),
                ("FIX", |one| text(one, "remedy")),
            ],
        )?;
        out.say(if found { "Fix the problems above, then run this again." } else { "No problems found." });
    }
    Ok(if found { Exit::Found } else { Exit::Fine })
}

fn of(failure: &Failure) -> Finding {
    problem(failure.message.clone(), failure.help.clone().unwrap_or_default())
}

/// The labels of this checkout's workflows, if this is one.
fn labels(checkout: &Path) -> Vec<Finding> {
    let Ok(workflows) = runs_on::workflows(checkout) else { return Vec::new() };
    let mut findings = Vec::new();
    let mut right = 0;
    for workflow in workflows {
        for one in runs_on::all(&workflow.text) {
            match label::problem(&one.value) {
                Some(why) => findings.push(problem(
                    format!("{}:{}: `{}`: {why}", workflow.path.display(), one.line + 1, one.value),
                    "correct the label; `sprinters label` explains it",
                )),
                None if runs_on::planned(&one.value).is_some() => right += 1,
                None => {}
            }
        }
    }
    findings.push(match right {
        0 => fine("no workflow here uses a Sprinters label; `sprinters migrate` proposes some"),
        right => fine(format!("{right} Sprinters labels in this checkout are right")),
    });
    findings
}

fn control_plane(api: &Api) -> Vec<Finding> {
    let me = match api.get("me", &[]) {
        Ok(me) => me,
        Err(failure) => return vec![of(&failure)],
    };
    let mut findings =
        vec![fine(format!("signed in to {} as {} of {}", api.base, text(&me, "name"), text(&me, "account")))];
    match api.all("connections", &[], usize::MAX) {
        Err(failure) => findings.push(of(&failure)),
        Ok(connections) if connections.is_empty() => {
            findings.push(problem("no AWS account is connected", "connect one in the console, under Connections"));
        }
        Ok(connections) => {
            for one in connections {
                let name = format!("connection {} {}", text(&one, "aws_account"), text(&one, "region"));
                findings.push(match text(&one, "state").as_str() {
                    "working" => fine(format!("{name} works")),
                    "broken" => problem(
                        format!("{name} is broken: {}", text(&one, "failure.cause")),
                        text(&one, "failure.remedy"),
                    ),
                    _ => problem(format!("{name} waits for its stack"), "create the stack from the connection's page"),
                });
            }
        }
    }
    match api.all("jobs", &[("limit", "1".to_owned())], 1) {
        Err(failure) => findings.push(of(&failure)),
        Ok(jobs) if jobs.is_empty() => findings.push(problem(
            "no job has reached the control plane",
            "install the GitHub App in the repository, and use a Sprinters label in a workflow",
        )),
        Ok(_) => findings.push(fine("jobs reach the control plane: the GitHub App is installed")),
    }
    for (state, words) in [("held", "on hold"), ("waiting", "waiting for approval")] {
        match api.all("jobs", &[("state", state.to_owned())], 20) {
            Err(failure) => findings.push(of(&failure)),
            Ok(jobs) => findings.extend(jobs.iter().map(|job| {
                let cause = text(job, "failure.cause");
                let cause = if cause.is_empty() { cause } else { format!(": {cause}") };
                let remedy = text(job, "failure.remedy");
                let remedy = if remedy.is_empty() { "approve it on GitHub".to_owned() } else { remedy };
                problem(format!("job {} ({}) is {words}{cause}", text(job, "id"), text(job, "name")), remedy)
            })),
        }
    }
    findings
}
