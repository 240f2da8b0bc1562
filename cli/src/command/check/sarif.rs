//! The findings in SARIF 2.1.0 ("Static Analysis Results Interchange Format", OASIS), as GitHub's code scanning takes
//! it.

use super::result::{Checked, Finding, State};
use super::selection::Selection;
use serde_json::{Value, json};
use sprinters_dsl::rules::{self, Severity};

/// Most results of a run that code scanning shows; it takes no more than 25,000.
const MOST_RESULTS: usize = 25_000;

pub(super) fn log(results: &[Checked], selection: &Selection) -> Value {
    let ids: Vec<(&str, &str)> = selection.ids().collect();
    let rules: Vec<Value> = ids.iter().map(|(id, why)| rule(id, why)).collect();
    let index = |id: &str| ids.iter().position(|(known, _)| *known == id);
    let found = results.iter().flat_map(|checked| checked.findings().map(move |finding| (checked, finding)));
    let found: Vec<Value> =
        found.take(MOST_RESULTS).map(|(checked, finding)| result(checked, finding, index(finding.rule))).collect();
    let notifications: Vec<Value> = results
        .iter()
        .flat_map(|checked| {
            checked.not_judged().iter().map(
                |what| json!({"level": "note", "message": {"text": format!("{}: not judged: {what}", checked.name())}}),
            )
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "sprinters-iac",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{"executionSuccessful": true, "toolExecutionNotifications": notifications}],
            "results": found,
        }],
    })
}

fn rule(id: &str, why: &str) -> Value {
    let severity = rules::all().find(|rule| rule.id.as_str() == id).map_or(Severity::Error, |rule| rule.severity);
    let (_, name) = id.split_once('-').unwrap_or(("", id));
    json!({
        "id": id,
        "name": name,
        "shortDescription": {"text": name.replace('-', " ")},
        "fullDescription": {"text": why},
        "help": {"text": format!("Why: {why}.")},
        "defaultConfiguration": {"level": level(severity)},
        "properties": {"tags": ["security"], "security-severity": score(severity)},
    })
}

fn result(checked: &Checked, finding: &Finding, rule_index: Option<usize>) -> Value {
    let mut text = format!("{}.", finding.title());
    if let Some(allowed) = &finding.allowed {
        text.push_str(&format!(" Allowed: {allowed}."));
    }
    if let Some(remedy) = &finding.remedy {
        text.push_str(&format!(" To do: {remedy}."));
    }
    if let Some(why) = &finding.void_waiver {
        text.push_str(&format!(" Not waived: {why}."));
    }
    let mut physical = json!({"artifactLocation": {"uri": uri(checked.name())}});
    // Code scanning shows nothing without a region.
    let [start_line, start_column, end_line, end_column] = checked.region(finding).unwrap_or([1, 1, 1, 1]);
    physical["region"] = json!({
        "startLine": start_line,
        "startColumn": start_column,
        "endLine": end_line,
        "endColumn": end_column,
    });
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": {"text": text},
        "locations": [{
            "physicalLocation": physical,
            "logicalLocations": [{"name": finding.logical_id, "fullyQualifiedName": finding.path}],
        }],
        // The same finding in another line is the same.
        "partialFingerprints": {
            "sprinters/v1": format!("{}|{}|{}", finding.rule, finding.logical_id, finding.found),
        },
        "properties": {"security-severity": score(finding.severity)},
    });
    if let Some(index) = rule_index {
        result["ruleIndex"] = json!(index);
    }
    if let Some(reason) = finding.reason() {
        let kind = if matches!(finding.state, State::Waived(_)) { "inSource" } else { "external" };
        result["suppressions"] = json!([{"kind": kind, "status": "accepted", "justification": reason}]);
    }
    result
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// Code scanning's own scale: from 7 on high, from 4 on medium.
fn score(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "8.0",
        Severity::Warning => "5.0",
        Severity::Info => "2.0",
    }
}

/// A path as a relative reference: what a URI can't hold is escaped.
fn uri(name: &str) -> String {
    let path = name.trim_start_matches("./").trim_matches(['<', '>']);
    path.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            b'\\' => "/".to_owned(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
