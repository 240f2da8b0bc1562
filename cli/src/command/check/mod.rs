//! `sprinters-iac check`

mod baseline;
mod input;
mod junit;
mod result;
mod sarif;
mod selection;

use self::baseline::Baseline;
use self::result::{Checked, State};
use self::selection::Selection;
use crate::exit::Exit;
use crate::failure::{Failure, Problem};
use crate::printer::Printer;
use serde_json::{Value, json};
use sprinters_dsl::rules::{self, Date, Severity};
use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

/// Check templates, policies and Terraform plans against our rules and the quotas of CloudFormation and IAM
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exits with 1 if there is an error or a warning that is not waived; --fail-on says otherwise. A resource waives a\nrule in its Metadata: Sprinters: {Waive: {SPR001: the reason}}, until a day with\n{Waive: {SPR001: {Reason: the reason, Until: 2027-03-31}}}.\n\nExamples:\n  sprinters-iac check\n  sprinters-iac check template.yaml policies/*.json\n  sprinters-iac check 'stacks/**/*.yaml' --format sarif > check.sarif\n  sprinters-iac check infra --write-baseline baseline.json\n  sprinters-iac check infra --baseline baseline.json --fail-on error\n  terraform show -json plan.out | sprinters-iac check -\n  aws cloudformation get-template --stack-name db --query TemplateBody --output text | sprinters-iac check -"
)]
pub(crate) struct Args {
    /// Templates, policies as JSON, Terraform plans as JSON, folders and patterns of them, - for standard input;
    /// without any our own stacks
    #[arg(value_name = "FILE")]
    files: Vec<String>,
    /// How to write the findings
    #[arg(long, value_enum, default_value_t = Format::Text, conflicts_with = "json")]
    format: Format,
    /// For programs: the same as --format json
    #[arg(long)]
    json: bool,
    /// Only these rules, by id or number; may be given several times
    #[arg(long = "rule", value_name = "RULE", value_delimiter = ',')]
    rule: Vec<String>,
    /// All rules but these
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,
    /// The least severity that makes the exit status 1
    #[arg(long, value_enum, default_value_t = FailOn::Warning, value_name = "SEVERITY")]
    fail_on: FailOn,
    /// Findings that this file lists don't count
    #[arg(long, value_name = "FILE")]
    baseline: Option<String>,
    /// Write what is found into this file as the baseline, and exit with 0
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    write_baseline: Option<String>,
    /// The day on which waivers are judged, instead of today in UTC
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    today: Option<Date>,
    /// List the rules instead
    #[arg(long, conflicts_with = "files")]
    rules: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// With the place in the file
    Text,
    /// For programs
    Json,
    /// SARIF 2.1.0, for GitHub's code scanning and editors
    Sarif,
    /// JUnit's XML, for GitLab, Jenkins and others that show tests
    Junit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum FailOn {
    /// Errors only
    Error,
    /// Errors and warnings
    Warning,
    /// Whatever is found
    Info,
    /// Nothing
    Never,
}

impl FailOn {
    fn counts(self, severity: Severity) -> bool {
        match self {
            FailOn::Error => severity == Severity::Error,
            FailOn::Warning => Severity::Warning <= severity,
            FailOn::Info => true,
            FailOn::Never => false,
        }
    }
}

/// Most findings that are shown one by one: nobody reads more of them, and a program reads JSON.
const MOST_SHOWN: usize = 500;

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "write a day such as 2027-03-31".to_owned())
}

pub(crate) fn run(args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    if args.rules {
        list_rules(args, printer)?;
        return Ok(Exit::Fine);
    }
    let selection = Selection::new(&args.rule, &args.ignore)?;
    let today = match args.today {
        Some(today) => today,
        None => today_in_utc()?,
    };
    let mut baseline = match &args.baseline {
        Some(file) => Baseline::read(file)?,
        None => Baseline::default(),
    };
    let input::Inputs { inputs, skipped, failures } = input::read(&args.files)?;
    let mut results: Vec<Checked> = inputs.into_iter().map(|input| Checked::new(input, &selection, today)).collect();
    for result in &mut results {
        baseline.mark(result, today);
    }
    for reason in &skipped {
        printer.say(&format!("not judged: {reason}"));
    }
    let unreadable = !failures.is_empty();
    for problem in failures {
        printer.fail(&Failure::input(problem));
    }
    if let Some(file) = &args.write_baseline {
        let count = baseline::write(file, &results)?;
        printer.say(&format!("{file}: {count} findings. Review them, and give those that stay a reason."));
        return Ok(if unreadable { Exit::BadInput } else { Exit::Fine });
    }
    let format = if args.json { Format::Json } else { args.format };
    match format {
        Format::Text => as_text(&results, &baseline, printer)?,
        Format::Json => printer.json(&results.iter().flat_map(Checked::as_json).collect())?,
        Format::Sarif => printer.json(&sarif::log(&results, &selection))?,
        Format::Junit => {
            let report = junit::report(&results, &selection, |severity| args.fail_on.counts(severity))?;
            printer.data(&report)?;
        }
    }
    let found = results.iter().flat_map(Checked::open).any(|finding| args.fail_on.counts(finding.severity));
    Ok(match (unreadable, found) {
        (true, _) => Exit::BadInput,
        (false, true) => Exit::Found,
        (false, false) => Exit::Fine,
    })
}

fn today_in_utc() -> Result<Date, Failure> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map(|time| time.as_secs()).unwrap_or_default();
    Date::from_unix_seconds(seconds).ok_or_else(|| {
        Failure::input(Problem::new("the clock is beyond the year 9999").help("give the day with --today"))
    })
}

fn as_text(results: &[Checked], baseline: &Baseline, printer: &mut Printer) -> Result<(), Failure> {
    let mut left = MOST_SHOWN;
    let mut text = String::new();
    let mut more: BTreeMap<&str, usize> = BTreeMap::new();
    for result in results {
        text.extend(result.reports(printer, left));
        for finding in result.shown().skip(left) {
            *more.entry(finding.rule).or_default() += 1;
        }
        left = left.saturating_sub(result.shown().count());
    }
    printer.data(&text)?;
    if !more.is_empty() {
        let rules: Vec<String> = more.iter().map(|(rule, count)| format!("{count} of {rule}")).collect();
        let count: usize = more.values().sum();
        printer.say(&format!("{count} more findings are not shown here; --json has all: {}.", rules.join(", ")));
    }
    for result in results {
        for what in result.not_judged() {
            printer.say(&format!("{}: not judged: {what}", result.name()));
        }
    }
    for result in results {
        printer.say(&result.summary());
    }
    if 1 < results.len() {
        let all = || results.iter().flat_map(Checked::findings).filter(|finding| finding.state == State::Open);
        let count = |severity| all().filter(|finding| finding.severity == severity).count();
        printer.say(&format!(
            "{} files: {} errors, {} warnings, {} to know.",
            results.len(),
            count(Severity::Error),
            count(Severity::Warning),
            count(Severity::Info)
        ));
    }
    for gone in baseline.gone() {
        printer.say(&format!("The baseline lists what is no longer found: {gone}. Write it anew."));
    }
    Ok(())
}

fn list_rules(args: &Args, printer: &mut Printer) -> Result<(), Failure> {
    if args.json || args.format == Format::Json {
        let rule = |rule: &rules::Rule| -> Value {
            json!({"id": rule.id.as_str(), "severity": rule.severity.to_string(), "guardrail": rule.guardrail, "why": rule.why})
        };
        return printer.json(&rules::all().map(rule).collect());
    }
    let rows: Vec<[String; 3]> =
        rules::all().map(|rule| [rule.id.to_string(), rule.severity.to_string(), rule.why.to_owned()]).collect();
    printer.data(&crate::table::table(["RULE", "SEVERITY", "WHY"], &rows))
}
