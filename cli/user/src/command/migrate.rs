//! `sprinters migrate`

use super::label::cost_json;
use super::runs_on::{Becomes, Workflow, all, becomes, cost, exchanged, planned, workflows};
use crate::failure::{Exit, Failure};
use crate::out::{Out, dollars};
use serde_json::{Value, json};
use similar::TextDiff;
use std::fs;
use std::path::PathBuf;

/// Say what each runs-on of a checkout becomes and costs, and print the patch
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The patch goes to standard output, everything else to standard error. Nothing is changed without --write, and a second run\nchanges nothing.\n\nExamples:\n  sprinters migrate\n  sprinters migrate > sprinters.patch && git apply sprinters.patch\n  sprinters migrate --write --spot rerun ../web"
)]
pub(crate) struct Args {
    /// The checkout
    #[arg(default_value = ".", value_name = "FOLDER")]
    checkout: PathBuf,
    /// Change the files instead of printing a patch
    #[arg(long, conflicts_with = "json")]
    write: bool,
    /// Spot or not
    #[arg(long, default_value = "auto", value_parser = ["false", "true", "auto", "rerun"])]
    spot: String,
    /// In this region instead of the default one
    #[arg(long)]
    region: Option<String>,
    /// For programs: one object for each runs-on
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, out: &Out) -> Result<Exit, Failure> {
    let mut found: Vec<Value> = Vec::new();
    let mut changed: Vec<(Workflow, String)> = Vec::new();
    for workflow in workflows(&args.checkout)? {
        let mut text = workflow.text.clone();
        let name = workflow.path.strip_prefix(&args.checkout).unwrap_or(&workflow.path).display().to_string();
        for one in all(&workflow.text) {
            let place = format!("{name}:{}", one.line + 1);
            let item = |to: &str, note: &str| json!({"file": name, "line": one.line + 1, "job": one.job, "from": one.value, "to": to, "note": note, "cost": cost_json(to)});
            match becomes(&one.value, &args.spot, args.region.as_deref()) {
                Becomes::Label(label) => {
                    let plan = planned(&label)
                        .ok_or_else(|| Failure::input(format!("`{label}` launches nothing")).help("check --region"))?;
                    let cost = cost(&plan);
                    let hour = |micro: Option<u64>| {
                        micro.map_or("?".to_owned(), |micro| dollars(micro.try_into().unwrap_or(i64::MAX)))
                    };
                    let all_in = cost.instance.map(|instance| instance + cost.volumes);
                    out.say(&format!(
                        "{place}  {}: {} → {label}\n    {}/h with volumes, GitHub-hosted {}/h",
                        one.job,
                        one.value,
                        hour(all_in),
                        hour(cost.hosted)
                    ));
                    text = exchanged(&text, one.line, &one.value, &label);
                    found.push(item(&label, ""));
                }
                Becomes::Ours => found.push(item(&one.value, "already a Sprinters label")),
                Becomes::Stays(why) => {
                    out.say(&format!("{place}  {}: {} stays: {why}", one.job, one.value));
                    found.push(item(&one.value, why));
                }
            }
        }
        if text != workflow.text {
            changed.push((workflow, text));
        }
    }
    if args.json {
        out.json(&Value::Array(found))?;
        return Ok(Exit::Fine);
    }
    if changed.is_empty() {
        out.say("Nothing to change.");
        return Ok(Exit::Fine);
    }
    out.say("What differs: the image has fewer preinstalled tools than GitHub's. Use setup actions for languages and tools.");
    for (workflow, text) in changed {
        if args.write {
            fs::write(&workflow.path, &text)
                .map_err(|error| Failure::outside(format!("{}: {error}", workflow.path.display())))?;
            out.say(&format!("Changed {}.", workflow.path.display()));
        } else {
            let name = workflow.path.strip_prefix(&args.checkout).unwrap_or(&workflow.path).display().to_string();
            let diff = TextDiff::from_lines(&workflow.text, &text);
            out.data(&diff.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")).to_string())?;
        }
    }
    Ok(Exit::Fine)
}
