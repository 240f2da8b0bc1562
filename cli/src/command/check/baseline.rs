//! What was known before: a team begins without a hundred old findings, and sees each new one.

use super::result::{Checked, Finding, State};
use crate::failure::{Failure, Problem};
use serde_json::{Value, json};
use sprinters_dsl::rules::Date;
use std::collections::BTreeMap;

/// The form of the file; a later form gets another number.
const VERSION: u64 = 1;

/// The findings that don't count.
#[derive(Default)]
pub(super) struct Baseline {
    entries: Vec<Entry>,
    /// The entries of each file, rule, logical id and what was found: what stands in other lines is still the same.
    index: BTreeMap<[String; 4], Vec<usize>>,
}

struct Entry {
    key: [String; 4],
    /// How many alike there are, and how many of them were found again.
    count: usize,
    met: usize,
    reason: Option<String>,
    until: Option<Date>,
}

impl Baseline {
    pub(super) fn read(file: &str) -> Result<Baseline, Failure> {
        let help = "`sprinters-iac check … --write-baseline FILE` writes one";
        let text = std::fs::read_to_string(file).map_err(|error| {
            Failure::input(Problem::new(format!("the baseline {file} can't be read: {error}")).help(help))
        })?;
        let wrong = |what: String| Failure::input(Problem::new(format!("the baseline {file} {what}")).help(help));
        let json: Value = serde_json::from_str(&text).map_err(|error| wrong(format!("is no JSON: {error}")))?;
        if json.get("version").and_then(Value::as_u64) != Some(VERSION) {
            return Err(wrong(format!("has not the version {VERSION}")));
        }
        let list = json.get("findings").and_then(Value::as_array).ok_or_else(|| wrong("has no findings".to_owned()))?;
        let entries = list.iter().enumerate().map(|(index, entry)| -> Result<Entry, Failure> {
            let bad = |what: &str| wrong(format!("has a finding, number {}, {what}", index + 1));
            let text = |name: &str| entry.get(name).and_then(Value::as_str).map(str::to_owned);
            let key = |name: &str| text(name).ok_or_else(|| bad(&format!("without {name}")));
            let until = match entry.get("until") {
                None | Some(Value::Null) => None,
                Some(until) => {
                    let day = until.as_str().and_then(Date::parse);
                    Some(day.ok_or_else(|| bad(&format!("whose \"until\" is no day such as 2027-03-31: {until}")))?)
                }
            };
            let count = entry.get("count").and_then(Value::as_u64).and_then(|count| usize::try_from(count).ok());
            Ok(Entry {
                key: [key("file")?, key("rule")?, key("logicalId")?, key("found")?],
                count: count.unwrap_or(1),
                met: 0,
                reason: text("reason"),
                until,
            })
        });
        let entries: Vec<Entry> = entries.collect::<Result<_, Failure>>()?;
        let mut index: BTreeMap<[String; 4], Vec<usize>> = BTreeMap::new();
        for (number, entry) in entries.iter().enumerate() {
            index.entry(entry.key.clone()).or_default().push(number);
        }
        Ok(Baseline { entries, index })
    }

    /// Marks the findings that are listed.
    pub(super) fn mark(&mut self, result: &mut Checked, today: Date) {
        let name = result.name().to_owned();
        for finding in result.findings_mut().filter(|finding| finding.state == State::Open) {
            let key = key(&name, finding);
            let numbers = self.index.get(&key).map(Vec::as_slice).unwrap_or_default();
            let open = |number: &&usize| self.entries.get(**number).is_some_and(|entry| entry.met < entry.count);
            let Some(entry) = numbers.iter().find(open).and_then(|number| self.entries.get_mut(*number)) else {
                continue;
            };
            entry.met += 1;
            match entry.until {
                Some(last) if last < today => {
                    finding.void_waiver = Some(format!("the baseline's entry ended on {last}"));
                }
                Some(_) | None => finding.state = State::Known(entry.reason.clone()),
            }
        }
    }

    /// What is listed and was not found: fixed since.
    pub(super) fn gone(&self) -> impl Iterator<Item = String> {
        self.entries.iter().filter(|entry| entry.met == 0).map(|entry| {
            let [file, rule, logical_id, _] = &entry.key;
            format!("{rule} of {logical_id} in {file}")
        })
    }
}

fn key(file: &str, finding: &Finding) -> [String; 4] {
    [file.replace('\\', "/"), finding.rule.to_owned(), finding.logical_id.clone(), finding.found.clone()]
}

/// Writes everything that counts as the new baseline; gives how many findings that are.
pub(super) fn write(file: &str, results: &[Checked]) -> Result<usize, Failure> {
    let mut counts: BTreeMap<[String; 4], usize> = BTreeMap::new();
    for result in results {
        for finding in result.open() {
            *counts.entry(key(result.name(), finding)).or_default() += 1;
        }
    }
    let entries: Vec<Value> = counts
        .iter()
        .map(|([file, rule, logical_id, found], count)| {
            json!({"file": file, "rule": rule, "logicalId": logical_id, "found": found, "count": count})
        })
        .collect();
    let text = format!("{:#}\n", json!({"version": VERSION, "findings": entries}));
    std::fs::write(file, text)
        .map_err(|error| Failure::outside(Problem::new(format!("the baseline {file} can't be written: {error}"))))?;
    Ok(counts.values().sum())
}
