//! `sprinters-iac check`

use super::rendered;
use crate::exit::Exit;
use crate::failure::{Excerpt, Failure, Problem};
use crate::printer::Printer;
use crate::source::{self, Source};
use annotate_snippets::Level;
use serde_json::{Value, json};
use sprinters_dsl::rules::{self, Finding, Severity};
use sprinters_dsl::template::{LimitExceeded, Locations};
use sprinters_stacks::StackKind;

/// Check a template against our rules and the quotas of CloudFormation and IAM
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exits with 1 if there is an error or a warning that is not waived. A resource waives a rule in its\nMetadata: Sprinters: {Waive: {SPR001: the reason}}.\n\nExamples:\n  sprinters-iac check\n  sprinters-iac check template.yaml\n  aws cloudformation get-template --stack-name db --query TemplateBody --output text | sprinters-iac check -"
)]
pub(crate) struct Args {
    /// The template, - for standard input; without it our own stacks
    file: Option<String>,
    /// For programs
    #[arg(long)]
    json: bool,
    /// List the rules instead
    #[arg(long, conflicts_with = "file")]
    rules: bool,
}

pub(crate) fn run(args: &Args, printer: &mut Printer) -> Result<Exit, Failure> {
    if args.rules {
        list_rules(args, printer)?;
        return Ok(Exit::Fine);
    }
    let sources = match &args.file {
        Some(file) => vec![source::read(file)?],
        None => StackKind::ALL.into_iter().map(own).collect::<Result<Vec<_>, _>>()?,
    };
    let results: Vec<Checked<'_>> = sources.iter().map(Checked::from_source).collect();
    if args.json {
        printer.json(&results.iter().flat_map(Checked::as_json).collect())?;
    } else {
        let text: String = results.iter().flat_map(|result| result.reports(printer)).collect();
        printer.data(&text)?;
        for result in &results {
            printer.say(&result.summary());
        }
    }
    Ok(if results.iter().any(|result| 0 < result.open()) { Exit::Found } else { Exit::Fine })
}

/// One of our stacks, as if it had been read from a file.
fn own(kind: StackKind) -> Result<Source, Failure> {
    let template = rendered(kind)?;
    Ok(Source { name: format!("<{}>", kind.name()), text: template.to_yaml(), template })
}

fn list_rules(args: &Args, printer: &mut Printer) -> Result<(), Failure> {
    if args.json {
        let rule = |rule: &rules::Rule| json!({"id": rule.id.as_str(), "severity": rule.severity.to_string(), "guardrail": rule.guardrail, "why": rule.why});
        return printer.json(&rules::all().map(rule).collect());
    }
    let rows: Vec<[String; 3]> =
        rules::all().map(|rule| [rule.id.to_string(), rule.severity.to_string(), rule.why.to_owned()]).collect();
    printer.data(&crate::table::table(["RULE", "SEVERITY", "WHY"], &rows))
}

/// A template and what there is to say about it.
struct Checked<'a> {
    source: &'a Source,
    locations: Locations,
    findings: Vec<Finding>,
    limits: Vec<LimitExceeded>,
}

impl Checked<'_> {
    fn from_source(source: &Source) -> Checked<'_> {
        Checked {
            source,
            locations: Locations::from_source(&source.text),
            findings: rules::check(&source.template, rules::all()),
            limits: source.template.check_limits().err().unwrap_or_default(),
        }
    }

    /// How many findings ask for something to be done.
    fn open(&self) -> usize {
        let counts = |finding: &&Finding| match finding.severity {
            Severity::Error | Severity::Warning => !finding.is_waived(),
            Severity::Info => false,
        };
        self.findings.iter().filter(counts).count() + self.limits.len()
    }

    fn reports(&self, printer: &Printer) -> Vec<String> {
        let findings = self.findings.iter().map(|finding| {
            let problem = Problem {
                code: Some(finding.rule.as_str()),
                title: format!("{} {}", finding.logical_id, finding.found),
                excerpt: self.excerpt(&finding.path),
                notes: match &finding.waived {
                    Some(reason) => vec![format!("allowed: {}", finding.allowed), format!("waived: {reason}")],
                    None => vec![format!("allowed: {}", finding.allowed)],
                },
                help: Some(finding.remedy.clone()),
            };
            printer.report(level(finding), &problem)
        });
        let limits = self.limits.iter().map(|limit| {
            let problem = Problem { excerpt: self.excerpt(&limit.path), ..Problem::new(limit.to_string()) };
            printer.report(Level::ERROR, &problem)
        });
        findings.chain(limits).map(|report| format!("{report}\n")).collect()
    }

    fn excerpt(&self, path: &str) -> Option<Excerpt> {
        let span = self.locations.find(path)?;
        Some(Excerpt { name: Some(self.source.name.clone()), text: self.source.text.clone(), span, label: None })
    }

    fn as_json(&self) -> Vec<Value> {
        let file = &self.source.name;
        let findings = self.findings.iter().map(|finding| {
            json!({
                "file": file,
                "rule": finding.rule.as_str(),
                "severity": finding.severity.to_string(),
                "logicalId": finding.logical_id,
                "path": finding.path,
                "line": self.line(&finding.path),
                "found": finding.found,
                "allowed": finding.allowed,
                "remedy": finding.remedy,
                "waived": finding.waived,
            })
        });
        let limits = self.limits.iter().map(|limit| {
            json!({
                "file": file,
                "rule": "quota",
                "severity": Severity::Error.to_string(),
                "path": limit.path,
                "line": self.line(&limit.path),
                "found": limit.to_string(),
                "waived": null,
            })
        });
        findings.chain(limits).collect()
    }

    /// Line of the place, counted from 1.
    fn line(&self, path: &str) -> Option<usize> {
        let start = self.locations.find(path)?.start;
        Some(self.source.text.get(..start)?.matches('\n').count() + 1)
    }

    fn summary(&self) -> String {
        let name = &self.source.name;
        let of = |severity| self.findings.iter().filter(|f| f.severity == severity && !f.is_waived()).count();
        let waived = self.findings.iter().filter(|finding| finding.is_waived()).count();
        let errors = of(Severity::Error) + self.limits.len();
        format!(
            "{name}: {errors} errors, {} warnings, {} to know, {waived} waived.",
            of(Severity::Warning),
            of(Severity::Info)
        )
    }
}

fn level(finding: &Finding) -> Level<'static> {
    match (finding.is_waived(), finding.severity) {
        (true, _) | (false, Severity::Info) => Level::INFO,
        (false, Severity::Warning) => Level::WARNING,
        (false, Severity::Error) => Level::ERROR,
    }
}
