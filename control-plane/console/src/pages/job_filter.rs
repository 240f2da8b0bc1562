//! The filters of the job list, the same on the page and in the API: what an address says, what may stand there, and
//! how people read it.

use super::job_search::Search;
use crate::error::PageError;
use crate::format::parse_day;
use crate::request_context::encode;
use serde::{Deserialize, Serialize};
use sprinters_core::calendar::DAY_MILLIS;
use sprinters_store::JobFilter;
use std::time::Duration;

/// Longest value of a filter.
const MAX_VALUE: usize = 300;

/// Values of the filter by state, the names that they stand for in the table, and words for people. The first five are
/// of jobs that have not ended.
pub(crate) const STATES: [(&str, &str, &str); 7] = [
    ("queued", "queued", "Queued"),
    ("held", "queued (held)", "On hold"),
    ("waiting", "waiting", "Waiting for approval"),
    ("starting", "starting", "Starting"),
    ("running", "running", "Running"),
    ("completed", "completed", "Completed"),
    ("failed", "failed", "Not started"),
];

/// Values of the filter by outcome, the state and GitHub's conclusions that they stand for, and words for people.
pub(crate) const OUTCOMES: [(&str, &str, &[&str], &str); 5] = [
    ("succeeded", "completed", &["success"], "Succeeded"),
    ("failed", "completed", &["failure", "timed_out"], "Failed"),
    ("cancelled", "completed", &["cancelled"], "Cancelled"),
    ("skipped", "completed", &["skipped"], "Skipped"),
    ("not-started", "failed", &[], "Not started"),
];

/// What the address says.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct QueryParams {
    pub(super) q: String,
    pub(super) state: String,
    pub(super) outcome: String,
    pub(super) repository: String,
    pub(super) workflow: String,
    pub(super) branch: String,
    pub(super) label: String,
    pub(super) from: String,
    pub(super) until: String,
    pub(super) before: String,
    /// Where the pages before this one began, the first one being empty.
    pub(super) back: String,
}

#[derive(Debug, Serialize)]
pub(super) struct ChipView {
    words: String,
    without: String,
}

impl QueryParams {
    pub(super) fn pairs(&self) -> [(&'static str, &str); 9] {
        [
            ("q", &self.q),
            ("state", &self.state),
            ("outcome", &self.outcome),
            ("repository", &self.repository),
            ("workflow", &self.workflow),
            ("branch", &self.branch),
            ("label", &self.label),
            ("from", &self.from),
            ("until", &self.until),
        ]
    }

    /// The filter that this asks for; a refusal names what would be right.
    pub(crate) fn filter(&self) -> Result<JobFilter, PageError> {
        let given = |text: &str| {
            let text = text.trim();
            (!text.is_empty()).then(|| text.chars().take(MAX_VALUE).collect::<String>())
        };
        let day = |name: &str, text: &str| match (text.trim(), parse_day(text.trim())) {
            ("", _) => Ok(None),
            (_, Some(day)) => Ok(Some(day)),
            (_, None) => Err(PageError::BadFilter(format!("`{name}` is a day such as 2026-11-25."))),
        };
        let (state, conclusions) = place(&self.state, &self.outcome).map_err(PageError::BadFilter)?;
        Ok(JobFilter {
            repository: given(&self.repository),
            workflow: given(&self.workflow),
            branch: given(&self.branch),
            label: given(&self.label),
            state,
            conclusions,
            from: day("from", &self.from)?,
            until: day("until", &self.until)?.map(|day| day.after(Duration::from_millis(DAY_MILLIS))),
            search: given(&self.q),
            only: Vec::new(),
        })
    }

    /// The same with what the search box says in keys as filters.
    pub(super) fn with(&self, search: Search) -> QueryParams {
        let or = |given: Option<String>, old: &str| given.unwrap_or_else(|| old.to_owned());
        QueryParams {
            q: search.words,
            state: or(search.state, &self.state),
            outcome: or(search.outcome, &self.outcome),
            repository: or(search.repository, &self.repository),
            workflow: or(search.workflow, &self.workflow),
            branch: or(search.branch, &self.branch),
            label: or(search.label, &self.label),
            before: String::new(),
            back: String::new(),
            ..self.clone()
        }
    }

    fn query(&self, without: Option<&str>) -> Vec<String> {
        self.pairs()
            .into_iter()
            .filter(|(name, value)| !value.is_empty() && Some(*name) != without)
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect()
    }

    /// The address with these filters.
    pub(super) fn address(&self, path: &str) -> String {
        address(path, &self.query(None))
    }

    pub(super) fn page(&self, path: &str, before: Option<&str>, back: &[&str]) -> String {
        let mut query = self.query(None);
        query.extend(before.map(|before| format!("before={before}")));
        if !back.is_empty() {
            query.push(format!("back={}", back.join(".")));
        }
        address(path, &query)
    }

    /// The same filters, of jobs of that state or outcome.
    pub(super) fn of(&self, state: &str, outcome: &str) -> QueryParams {
        QueryParams { state: state.to_owned(), outcome: outcome.to_owned(), ..self.clone() }
    }

    pub(super) fn chips(&self, path: &str) -> Vec<ChipView> {
        let words = |name: &str, value: &str| match name {
            "q" => format!("“{value}”"),
            "state" => state_words(value).unwrap_or(value).to_owned(),
            "outcome" => outcome_words(value).unwrap_or(value).to_owned(),
            "until" => format!("through {value}"),
            // Names of fields of the form, not an enum.
            _ => format!("{name} {value}"),
        };
        self.pairs()
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| ChipView {
                words: words(name, value),
                without: address(path, &self.query(Some(name))),
            })
            .collect()
    }
}

fn address(path: &str, query: &[String]) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

fn state_words(value: &str) -> Option<&'static str> {
    STATES.iter().find(|(name, _, _)| *name == value).map(|(_, _, words)| *words)
}

fn outcome_words(value: &str) -> Option<&'static str> {
    OUTCOMES.iter().find(|(name, _, _, _)| *name == value).map(|(_, _, _, words)| *words)
}

/// The state of the table and the conclusions that these values of filters stand for; otherwise what they may be.
pub(crate) fn place(state: &str, outcome: &str) -> Result<(Option<String>, Vec<String>), String> {
    let state = match state.trim() {
        "" => None,
        given => match STATES.iter().find(|(value, name, _)| *value == given || *name == given) {
            Some((_, name, _)) => Some((*name).to_owned()),
            None => return Err(format!("`state` is one of {}.", listed(STATES.map(|(value, _, _)| value)))),
        },
    };
    let (ended, conclusions) = match outcome.trim() {
        "" => return Ok((state, Vec::new())),
        given => match OUTCOMES.iter().find(|(value, _, _, _)| *value == given) {
            Some((_, ended, conclusions, _)) => (*ended, *conclusions),
            None => return Err(format!("`outcome` is one of {}.", listed(OUTCOMES.map(|(value, _, _, _)| value)))),
        },
    };
    match state {
        Some(state) if state != ended => Err(format!("No job with state `{state}` has the outcome `{outcome}`.")),
        Some(_) | None => Ok((Some(ended.to_owned()), conclusions.iter().map(|&one| one.to_owned()).collect())),
    }
}

fn listed<const N: usize>(values: [&str; N]) -> String {
    values.map(|value| format!("`{value}`")).join(", ")
}
