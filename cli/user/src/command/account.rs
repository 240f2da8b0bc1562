//! `sprinters runners`, `costs` and `connections`.

use crate::api::Api;
use crate::failure::{Exit, Failure};
use crate::out::{Column, Out, dollars, duration, text};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// List runners: active ones, or terminated ones
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  sprinters runners\n  sprinters runners --gone --json id,instance_id,cost_micro_usd"
)]
pub(crate) struct RunnersArgs {
    /// Terminated ones instead of active ones
    #[arg(long)]
    gone: bool,
    /// How many at most
    #[arg(short = 'L', long, default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
    /// For programs: all fields, or those named, separated by commas
    #[arg(long, value_name = "FIELDS", num_args = 0..=1, default_missing_value = "")]
    json: Option<String>,
}

/// Add up costs by day, repository, workflow or instance type
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Estimate: instance time only, excluding EBS and data transfer.\n\nExamples:\n  sprinters costs --by repository\n  sprinters costs --days 90 --by day --json"
)]
pub(crate) struct CostsArgs {
    /// How many days back
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..=400))]
    days: u16,
    /// Added up by what
    #[arg(long, default_value = "repository", value_parser = ["day", "repository", "workflow", "instance_type", "market"])]
    by: String,
    /// For programs
    #[arg(long)]
    json: bool,
}

/// List connected AWS accounts and regions
#[derive(Debug, clap::Args)]
#[command(after_help = "Exits with 1 if a connection is broken.\n\nExample:\n  sprinters connections")]
pub(crate) struct ConnectionsArgs {
    /// For programs: all fields, or those named, separated by commas
    #[arg(long, value_name = "FIELDS", num_args = 0..=1, default_missing_value = "")]
    json: Option<String>,
}

const RUNNERS: [Column; 8] = [
    ("STATE", |one| text(one, "state")),
    ("INSTANCE", |one| text(one, "instance_id")),
    ("TYPE", |one| text(one, "instance_type")),
    ("MARKET", |one| text(one, "market")),
    ("ZONE", |one| text(one, "zone")),
    ("JOB", |one| text(one, "job_id")),
    ("LAUNCHED", |one| text(one, "launched_at")),
    ("COST", |one| one.get("cost_micro_usd").and_then(Value::as_i64).map_or(String::new(), dollars)),
];

const CONNECTIONS: [Column; 5] = [
    ("STATE", |one| text(one, "state")),
    ("AWS ACCOUNT", |one| text(one, "aws_account")),
    ("REGION", |one| text(one, "region")),
    ("VERIFIED", |one| text(one, "checked_at")),
    ("WHY", |one| text(one, "failure.cause")),
];

fn money(row: &Value, name: &str) -> String {
    row.get(name).and_then(Value::as_i64).map_or(String::new(), dollars)
}

const COSTS: [Column; 5] = [
    ("NAME", |row| text(row, "name")),
    ("COST", |row| money(row, "micro_usd")),
    ("SAVED VS ON-DEMAND", |row| money(row, "saved_micro_usd")),
    ("RUNNERS", |row| text(row, "runners")),
    ("RUNNER TIME", |row| {
        row.get("seconds").and_then(Value::as_u64).map_or(String::new(), |all| duration(all * 1_000))
    }),
];

pub(crate) fn runners(args: &RunnersArgs, api: &Api, out: &Out) -> Result<Exit, Failure> {
    let items = api.all("runners", &[("gone", args.gone.to_string())], usize::from(args.limit))?;
    match &args.json {
        Some(fields) => out.fields(&items, fields)?,
        None => {
            if items.is_empty() {
                out.say(if args.gone { "No terminated runners." } else { "No active runners." });
            }
            out.table(&items, &RUNNERS)?;
        }
    }
    Ok(Exit::Fine)
}

#[derive(Default)]
struct Sum {
    micro_usd: i64,
    on_demand: i64,
    runners: i64,
    seconds: i64,
}

pub(crate) fn costs(args: &CostsArgs, api: &Api, out: &Out) -> Result<Exit, Failure> {
    let items = api.all("costs", &[("days", args.days.to_string())], usize::MAX)?;
    let mut sums: BTreeMap<String, Sum> = BTreeMap::new();
    for item in &items {
        let number = |name: &str| item.get(name).and_then(Value::as_i64).unwrap_or_default();
        let sum = sums.entry(text(item, &args.by)).or_default();
        sum.micro_usd += number("micro_usd");
        sum.on_demand += number("on_demand_micro_usd");
        sum.runners += number("runners");
        sum.seconds += number("seconds");
    }
    let mut rows: Vec<Value> = sums
        .into_iter()
        .map(|(name, sum)| {
            json!({"name": name, "micro_usd": sum.micro_usd, "saved_micro_usd": sum.on_demand - sum.micro_usd, "runners": sum.runners, "seconds": sum.seconds})
        })
        .collect();
    if args.by != "day" {
        rows.sort_by_key(|row| std::cmp::Reverse(row.get("micro_usd").and_then(Value::as_i64)));
    }
    if args.json {
        out.json(&Value::Array(rows))?;
        return Ok(Exit::Fine);
    }
    if rows.is_empty() {
        out.say("No costs in this period.");
    }
    out.table(&rows, &COSTS)?;
    Ok(Exit::Fine)
}

pub(crate) fn connections(args: &ConnectionsArgs, api: &Api, out: &Out) -> Result<Exit, Failure> {
    let items = api.all("connections", &[], usize::MAX)?;
    let broken = items.iter().any(|one| text(one, "state") == "broken");
    match &args.json {
        Some(fields) => out.fields(&items, fields)?,
        None => {
            if items.is_empty() {
                out.say("No AWS account is connected. Connect one in the console, under Connections.");
            }
            out.table(&items, &CONNECTIONS)?;
        }
    }
    Ok(if broken { Exit::Found } else { Exit::Fine })
}
