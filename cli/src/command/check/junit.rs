//! The findings as tests in JUnit's XML: a suite a file, a test a rule.

use super::result::{Checked, Finding, State};
use super::selection::Selection;
use anyhow::Context;
use quick_xml::Writer;
use quick_xml::events::BytesText;
use sprinters_dsl::rules::Severity;
use std::io;

pub(super) fn report(
    results: &[Checked],
    selection: &Selection,
    counts: impl Fn(Severity) -> bool,
) -> anyhow::Result<String> {
    let is_failure = |finding: &&Finding| finding.state == State::Open && counts(finding.severity);
    let failed = |checked: &Checked| {
        selection
            .ids()
            .filter(|(id, _)| checked.findings().filter(is_failure).any(|finding| finding.rule == *id))
            .count()
    };
    let tests = selection.ids().count();
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    let total = [
        ("tests", (tests * results.len()).to_string()),
        ("failures", results.iter().map(failed).sum::<usize>().to_string()),
    ];
    writer
        .create_element("testsuites")
        .with_attribute(("name", "sprinters-iac check"))
        .with_attributes(total.iter().map(|(name, value)| (*name, value.as_str())))
        .write_inner_content(|writer| {
            for checked in results {
                suite(writer, checked, selection, tests, failed(checked), &is_failure)?;
            }
            Ok(())
        })
        .context("the report can't be written")?;
    let text = String::from_utf8(writer.into_inner()).context("the report is no text")?;
    Ok(format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{text}\n"))
}

fn suite(
    writer: &mut Writer<Vec<u8>>,
    checked: &Checked,
    selection: &Selection,
    tests: usize,
    failed: usize,
    is_failure: &impl Fn(&&Finding) -> bool,
) -> io::Result<()> {
    let name = clean(checked.name());
    writer
        .create_element("testsuite")
        .with_attribute(("name", name.as_str()))
        .with_attribute(("tests", tests.to_string().as_str()))
        .with_attribute(("failures", failed.to_string().as_str()))
        .write_inner_content(|writer| {
            for (id, why) in selection.ids() {
                let of_rule: Vec<&Finding> = checked.findings().filter(|finding| finding.rule == id).collect();
                let test = writer
                    .create_element("testcase")
                    .with_attribute(("classname", name.as_str()))
                    .with_attribute(("name", id));
                if of_rule.is_empty() {
                    test.write_empty()?;
                    continue;
                }
                test.write_inner_content(|writer| {
                    let failures: Vec<&Finding> =
                        of_rule.iter().copied().filter(|finding| is_failure(finding)).collect();
                    if let Some(first) = failures.first() {
                        writer
                            .create_element("failure")
                            .with_attribute(("message", clean(&first.title()).as_str()))
                            .with_attribute(("type", first.severity.to_string().as_str()))
                            .write_text_content(BytesText::new(&clean(&lines(checked, &failures, why))))?;
                    }
                    let rest: Vec<&Finding> = of_rule.iter().copied().filter(|finding| !is_failure(finding)).collect();
                    if !rest.is_empty() {
                        writer
                            .create_element("system-out")
                            .write_text_content(BytesText::new(&clean(&lines(checked, &rest, why))))?;
                    }
                    Ok(())
                })?;
            }
            Ok(())
        })?;
    Ok(())
}

fn lines(checked: &Checked, findings: &[&Finding], why: &str) -> String {
    let each = findings.iter().map(|finding| {
        let line = checked.region(finding).map_or(1, |[line, ..]| line);
        let remedy = finding.remedy.iter().map(|remedy| format!(" To do: {remedy}."));
        let waived = finding.reason().map(|reason| format!(" Waived: {reason}."));
        let rest: String = remedy.chain(waived).collect();
        format!("{}:{line}: {}: {}.{rest}\n", checked.name(), finding.severity, finding.title())
    });
    each.chain([format!("Why: {why}.\n")]).collect()
}

/// XML 1.0 has no form for most control characters.
fn clean(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_control() && !matches!(letter, '\n' | '\t') { '\u{fffd}' } else { letter })
        .collect()
}
