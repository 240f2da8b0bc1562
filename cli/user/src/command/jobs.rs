//! `sprinters jobs`, `job`, `why`, `rerun` and `cancel`.

use crate::api::Api;
use crate::failure::{Exit, Failure};
use crate::out::{Column, Out, dollars, duration, text};
use anstyle::Style;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::time::Duration;

/// Between two looks of `--watch`. An answer that says that nothing changed is some hundred bytes.
const LOOK: Duration = Duration::from_secs(3);

/// List jobs, newest first
#[derive(Debug, clap::Args)]
#[command(
    after_help = "On a terminal a table, in a pipe tab-separated values: state, id, name, repository, branch, label, queued, duration, cost.\n\nExamples:\n  sprinters jobs --state held\n  sprinters jobs -R acme/web --outcome failed --limit 200\n  sprinters jobs --json id,name,cost_micro_usd\n  sprinters jobs --watch"
)]
pub(crate) struct JobsArgs {
    /// Words of a name, or the number of a job or run
    query: Option<String>,
    /// Of this repository
    #[arg(short = 'R', long, value_name = "OWNER/NAME")]
    repository: Option<String>,
    /// Of this workflow
    #[arg(short, long, value_name = "NAME")]
    workflow: Option<String>,
    /// Of this branch
    #[arg(short, long, value_name = "NAME")]
    branch: Option<String>,
    /// With this label, whole
    #[arg(short, long)]
    label: Option<String>,
    /// In this state
    #[arg(short, long, value_parser = ["queued", "held", "waiting", "starting", "running", "completed", "failed"])]
    state: Option<String>,
    /// With this outcome
    #[arg(short, long, value_parser = ["succeeded", "failed", "cancelled", "skipped", "not-started"])]
    outcome: Option<String>,
    /// Queued on this day or later
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Queued on this day or earlier
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
    /// How many at most
    #[arg(short = 'L', long, default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
    /// For programs: all fields, or those named, separated by commas
    #[arg(long, value_name = "FIELDS", num_args = 0..=1, default_missing_value = "", require_equals = false)]
    json: Option<String>,
    /// Go on, and write a line whenever a job changes
    #[arg(long, conflicts_with = "json")]
    watch: bool,
}

/// Show one job
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  sprinters job 1001\n  sprinters job https://github.com/acme/web/actions/runs/77/job/1001 --json"
)]
pub(crate) struct JobArgs {
    /// The job's number, or its address on GitHub or in the console
    job: String,
    /// For programs
    #[arg(long)]
    json: bool,
}

/// Say why a job waits, or why it was not started or stopped, and what to do
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  sprinters why 1001\n  sprinters why https://github.com/acme/web/actions/runs/77/job/1001"
)]
pub(crate) struct WhyArgs {
    /// The job's number, or its address on GitHub or in the console
    job: String,
    /// For programs
    #[arg(long)]
    json: bool,
}

/// Rerun the failed jobs of a job's run; this job then runs on-demand
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  sprinters rerun 1001\n  sprinters rerun --dry-run 1001")]
pub(crate) struct ActArgs {
    /// The job's number, or its address on GitHub or in the console
    job: String,
    /// Only say what would be done
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// How a job stands in one word.
fn state(job: &Value) -> String {
    let outcome = text(job, "outcome");
    match text(job, "state").as_str() {
        _ if !outcome.is_empty() => outcome,
        "queued (held)" => "held".to_owned(),
        state => state.to_owned(),
    }
}

fn took(job: &Value) -> String {
    job.pointer("/phases/ran_ms").and_then(Value::as_u64).map_or(String::new(), duration)
}

fn cost(job: &Value) -> String {
    job.get("cost_micro_usd").and_then(Value::as_i64).map_or(String::new(), dollars)
}

const COLUMNS: [Column; 9] = [
    ("STATE", state),
    ("ID", |job| text(job, "id")),
    ("NAME", |job| text(job, "name")),
    ("REPOSITORY", |job| text(job, "repository")),
    ("BRANCH", |job| text(job, "branch")),
    ("LABEL", |job| text(job, "label")),
    ("QUEUED", |job| text(job, "queued_at")),
    ("DURATION", took),
    ("COST", cost),
];

impl JobsArgs {
    fn query(&self) -> Vec<(&'static str, String)> {
        let given = [
            ("q", &self.query),
            ("repository", &self.repository),
            ("workflow", &self.workflow),
            ("branch", &self.branch),
            ("label", &self.label),
            ("state", &self.state),
            ("outcome", &self.outcome),
            ("from", &self.from),
            ("until", &self.until),
        ];
        let mut query: Vec<(&str, String)> =
            given.into_iter().filter_map(|(name, value)| Some((name, value.clone()?))).collect();
        query.push(("limit", self.limit.min(100).to_string()));
        query
    }
}

pub(crate) fn jobs(args: &JobsArgs, api: &Api, out: &Out) -> Result<Exit, Failure> {
    let query = args.query();
    let items = api.all("jobs", &query, usize::from(args.limit))?;
    if let Some(fields) = &args.json {
        out.fields(&items, fields)?;
        return Ok(Exit::Fine);
    }
    if items.is_empty() {
        out.say("No matching jobs.");
    }
    out.table(&items, &COLUMNS)?;
    if args.watch { watch(args, &items, api, out) } else { Ok(Exit::Fine) }
}

fn watch(args: &JobsArgs, first: &[Value], api: &Api, out: &Out) -> Result<Exit, Failure> {
    let mut seen: HashMap<String, String> = first.iter().map(|job| (text(job, "id"), state(job))).collect();
    out.say("Watching. Press Ctrl-C to stop.");
    loop {
        std::thread::sleep(LOOK);
        let items = api.all("jobs", &args.query(), usize::from(args.limit))?;
        let changed: Vec<Value> =
            items.iter().rev().filter(|job| seen.get(&text(job, "id")) != Some(&state(job))).cloned().collect();
        for job in &changed {
            seen.insert(text(job, "id"), state(job));
        }
        if !changed.is_empty() {
            out.table(&changed, &COLUMNS)?;
        }
    }
}

/// The number of a job: as it is, or at the end of an address of GitHub's or of the console's. An address of a run is
/// its newest job.
fn number(given: &str, api: &Api) -> Result<String, Failure> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits(given) {
        return Ok(given.to_owned());
    }
    let unknown = || {
        Failure::input(format!("`{given}` is neither a job's number nor its address"))
            .help("copy the address of the job from GitHub or from the console")
    };
    let url = url::Url::parse(given).map_err(|_| unknown())?;
    let parts: Vec<&str> =
        url.path_segments().map(|parts| parts.filter(|part| !part.is_empty()).collect()).unwrap_or_default();
    match parts.as_slice() {
        [.., "job" | "jobs", number] if digits(number) => Ok((*number).to_owned()),
        [owner, name, "actions", "runs", run, ..] if digits(run) => {
            let query =
                [("q", (*run).to_owned()), ("repository", format!("{owner}/{name}")), ("limit", "1".to_owned())];
            let found = api.all("jobs", &query, 1)?;
            found.first().map(|job| text(job, "id")).ok_or_else(|| {
                Failure::input(format!("run {run} has no job with a Sprinters label"))
                    .help("`sprinters label LABEL` says whether a label is one")
            })
        }
        _ => Err(unknown()),
    }
}

pub(crate) fn job(args: &JobArgs, api: &Api, out: &Out) -> Result<Exit, Failure> {
    let id = number(&args.job, api)?;
    let job = api.get(&format!("jobs/{id}"), &[])?;
    if args.json {
        out.json(&job)?;
        return Ok(Exit::Fine);
    }
    let phase = |name: &str| job.pointer(&format!("/phases/{name}")).and_then(Value::as_u64).unwrap_or_default();
    let (github, ours, aws) = (phase("github_ms"), phase("sprinters_ms"), phase("aws_ms"));
    let runner = ["instance_type", "market", "zone", "instance_id"].map(|name| text(&job, &format!("runner.{name}")));
    let lines = [
        ("State", state(&job)),
        ("Why", text(&job, "failure.cause")),
        ("Fix", text(&job, "failure.remedy")),
        ("Queued", text(&job, "queued_at")),
        (
            "Waited",
            format!(
                "{} (GitHub {}, Sprinters {}, AWS {})",
                duration(github + ours + aws),
                duration(github),
                duration(ours),
                duration(aws)
            ),
        ),
        ("Ran", took(&job)),
        ("Cost", cost(&job)),
        ("Runner", runner.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")),
        ("Repository", text(&job, "repository")),
        ("Workflow", text(&job, "workflow")),
        ("Branch", text(&job, "branch")),
        ("Label", text(&job, "label")),
        ("GitHub", text(&job, "html_url")),
        ("Console", text(&job, "console_url")),
    ];
    let mut shown = format!("{}\n", out.paint(Style::new().bold(), &crate::out::printable(&text(&job, "name"))));
    for (name, value) in lines.into_iter().filter(|(_, value)| !value.is_empty()) {
        shown.push_str(&format!("{name:<11} {}\n", crate::out::printable(&value)));
    }
    out.data(&shown)?;
    Ok(Exit::Fine)
}

pub(crate) fn why(args: &WhyArgs, api: &Api, out: &Out) -> Result<Exit, Failure> {
    let id = number(&args.job, api)?;
    let job = api.get(&format!("jobs/{id}"), &[])?;
    let activity = api.get(&format!("jobs/{id}/activity"), &[])?;
    if args.json {
        out.json(&json!({"job": job, "activity": activity}))?;
        return Ok(Exit::Fine);
    }
    let mut shown = format!("{}\n", crate::out::printable(&text(&activity, "summary")));
    for (name, value) in [
        ("Now", text(&activity, "waiting_for")),
        ("Next try", text(&activity, "next_try_at")),
        ("Detail", text(&job, "failure.detail")),
        ("Fix", text(&job, "failure.remedy")),
    ] {
        if !value.is_empty() {
            shown.push_str(&format!("{name:<9} {}\n", crate::out::printable(&value)));
        }
    }
    if let Some(items) = activity.get("items").and_then(Value::as_array) {
        shown.push('\n');
        for item in items.iter().take(10) {
            let more = text(item, "more");
            let more = if more.is_empty() { more } else { format!(" ({more})") };
            shown.push_str(&format!(
                "  {}  {}{}\n",
                text(item, "at"),
                crate::out::printable(&text(item, "text")),
                crate::out::printable(&more)
            ));
        }
    }
    out.data(&shown)?;
    Ok(Exit::Fine)
}

pub(crate) fn act(args: &ActArgs, path: &str, verb: &str, api: &Api, out: &Out) -> Result<Exit, Failure> {
    let id = number(&args.job, api)?;
    let job = api.get(&format!("jobs/{id}"), &[])?;
    let what = format!("run {} in {} ({})", text(&job, "run_id"), text(&job, "repository"), text(&job, "name"));
    if args.dry_run {
        out.note(&format!("Would {verb} {what}. Nothing was changed."));
        return Ok(Exit::Fine);
    }
    api.post(&format!("jobs/{id}/{path}"))?;
    out.say(&format!("Asked GitHub to {verb} {what}."));
    Ok(Exit::Fine)
}
