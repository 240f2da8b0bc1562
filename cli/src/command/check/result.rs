//! What was found in one file.

use super::input::Input;
use super::selection::{QUOTA, Selection};
use crate::failure::{Excerpt, Problem};
use crate::printer::Printer;
use annotate_snippets::Level;
use serde_json::{Value, json};
use sprinters_dsl::rules::{self, Date, Severity};
use sprinters_dsl::template::Locations;
use std::collections::BTreeSet;
use std::ops::Range;

/// A file and what there is to say about it.
pub(super) struct Checked {
    input: Input,
    locations: Locations,
    /// Where each line begins.
    lines: Vec<usize>,
    findings: Vec<Finding>,
}

/// One finding of a rule, or a quota that is exceeded.
pub(super) struct Finding {
    pub(super) rule: &'static str,
    pub(super) severity: Severity,
    /// Empty for the quotas of a whole template.
    pub(super) logical_id: String,
    /// JSON pointer into the file.
    pub(super) path: String,
    pub(super) found: String,
    pub(super) allowed: Option<String>,
    pub(super) remedy: Option<String>,
    pub(super) state: State,
    /// Why a waiver that is there doesn't hold.
    pub(super) void_waiver: Option<String>,
}

/// Whether a finding counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum State {
    Open,
    /// The template says why it stays.
    Waived(String),
    /// The baseline lists it, perhaps with a reason.
    Known(Option<String>),
}

impl Finding {
    /// One sentence without a full stop.
    pub(super) fn title(&self) -> String {
        match self.logical_id.as_str() {
            "" => self.found.clone(),
            id => format!("{id} {}", self.found),
        }
    }

    /// The reason why it doesn't count.
    pub(super) fn reason(&self) -> Option<String> {
        match &self.state {
            State::Open => None,
            State::Waived(reason) => Some(reason.clone()),
            State::Known(Some(reason)) => Some(format!("{reason} (baseline)")),
            State::Known(None) => Some("in the baseline".to_owned()),
        }
    }
}

impl Checked {
    pub(super) fn new(input: Input, selection: &Selection, today: Date) -> Checked {
        let findings = rules::check_on(&input.subject.template, selection.rules(), today);
        let mut findings: Vec<Finding> = findings
            .into_iter()
            .map(|finding| Finding {
                rule: finding.rule.as_str(),
                severity: finding.severity,
                path: input.subject.place(&finding.path),
                logical_id: finding.logical_id,
                found: finding.found,
                allowed: Some(finding.allowed),
                remedy: Some(finding.remedy),
                state: finding.waived.map_or(State::Open, State::Waived),
                void_waiver: finding.void_waiver,
            })
            .collect();
        // The quotas of a template are those of templates alone.
        if selection.quotas() && input.is_template() {
            let exceeded = input.subject.template.check_limits().err().unwrap_or_default();
            // Of policies that are too long a rule has spoken.
            let known: BTreeSet<String> = findings
                .iter()
                .filter(|finding| finding.rule.contains("policy-size"))
                .map(|finding| finding.path.clone())
                .collect();
            let exceeded = exceeded.into_iter().filter(|limit| !known.contains(&limit.path));
            findings.extend(exceeded.map(|limit| Finding {
                rule: QUOTA,
                severity: Severity::Error,
                logical_id: String::new(),
                found: limit.to_string(),
                path: limit.path,
                allowed: None,
                remedy: None,
                state: State::Open,
                void_waiver: None,
            }));
        }
        let lines = std::iter::once(0).chain(input.text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Checked { locations: Locations::from_source(&input.text), lines, input, findings }
    }

    pub(super) fn name(&self) -> &str {
        &self.input.name
    }

    pub(super) fn not_judged(&self) -> &[String] {
        &self.input.subject.not_judged
    }

    pub(super) fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter()
    }

    pub(super) fn findings_mut(&mut self) -> impl Iterator<Item = &mut Finding> {
        self.findings.iter_mut()
    }

    /// What counts.
    pub(super) fn open(&self) -> impl Iterator<Item = &Finding> {
        self.findings().filter(|finding| finding.state == State::Open)
    }

    /// What a person is shown: what the baseline lists has been read before.
    pub(super) fn shown(&self) -> impl Iterator<Item = &Finding> {
        self.findings().filter(|finding| !matches!(finding.state, State::Known(_)))
    }

    /// One report for each of the first findings.
    pub(super) fn reports(&self, printer: &Printer, most: usize) -> Vec<String> {
        self.shown()
            .take(most)
            .map(|finding| {
                let mut problem = Problem::new(finding.title());
                problem.code = (finding.rule != QUOTA).then_some(finding.rule);
                problem.excerpt = self.excerpt(finding);
                problem.notes.extend(finding.allowed.iter().map(|allowed| format!("allowed: {allowed}")));
                problem.notes.extend(finding.reason().map(|reason| format!("waived: {reason}")));
                problem.notes.extend(finding.void_waiver.iter().map(|why| format!("not waived: {why}")));
                problem.help.clone_from(&finding.remedy);
                format!("{}\n", printer.report(level(finding), &problem))
            })
            .collect()
    }

    fn span(&self, finding: &Finding) -> Option<Range<usize>> {
        self.locations.find(&finding.path)
    }

    fn excerpt(&self, finding: &Finding) -> Option<Excerpt> {
        let span = self.span(finding)?;
        Some(Excerpt { name: Some(self.name().to_owned()), text: self.input.text.clone(), span, label: None })
    }

    /// Lines and columns of the place, counted from 1, the last ones behind it: of characters, as an editor counts.
    pub(super) fn region(&self, finding: &Finding) -> Option<[usize; 4]> {
        let span = self.span(finding)?;
        let [start_line, start_column] = self.position(span.start)?;
        let [end_line, end_column] = self.position(span.end)?;
        Some([start_line, start_column, end_line, end_column])
    }

    fn position(&self, at: usize) -> Option<[usize; 2]> {
        let line = self.lines.partition_point(|start| *start <= at);
        let start = *self.lines.get(line.checked_sub(1)?)?;
        Some([line, self.input.text.get(start..at)?.chars().count() + 1])
    }

    pub(super) fn as_json(&self) -> Vec<Value> {
        let findings = self.findings().map(|finding| {
            let region = self.region(finding);
            json!({
                "file": self.name(),
                "rule": finding.rule,
                "severity": finding.severity.to_string(),
                "logicalId": finding.logical_id,
                "path": finding.path,
                "line": region.map(|[line, ..]| line),
                "column": region.map(|[_, column, ..]| column),
                "found": finding.found,
                "allowed": finding.allowed,
                "remedy": finding.remedy,
                "waived": finding.reason(),
                "baseline": matches!(finding.state, State::Known(_)),
                "notWaived": finding.void_waiver,
            })
        });
        let not_judged = self.not_judged().iter().map(|what| {
            json!({
                "file": self.name(),
                "rule": "not-judged",
                "severity": Severity::Info.to_string(),
                "found": what,
                "waived": null,
            })
        });
        findings.chain(not_judged).collect()
    }

    pub(super) fn summary(&self) -> String {
        let count = |severity| self.open().filter(|finding| finding.severity == severity).count();
        let waived = self.findings().filter(|finding| matches!(finding.state, State::Waived(_))).count();
        let known = self.findings().filter(|finding| matches!(finding.state, State::Known(_))).count();
        let known = if known == 0 { String::new() } else { format!(", {known} in the baseline") };
        format!(
            "{}: {} errors, {} warnings, {} to know, {waived} waived{known}.",
            self.name(),
            count(Severity::Error),
            count(Severity::Warning),
            count(Severity::Info)
        )
    }
}

fn level(finding: &Finding) -> Level<'static> {
    match (finding.state != State::Open, finding.severity) {
        (true, _) | (false, Severity::Info) => Level::INFO,
        (false, Severity::Warning) => Level::WARNING,
        (false, Severity::Error) => Level::ERROR,
    }
}
