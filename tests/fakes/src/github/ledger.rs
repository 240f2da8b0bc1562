//! Every request and its answer, for those who judge from outside.

use serde_json::Value;
use std::collections::VecDeque;

/// One request and its answer.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Counts from 0, without gaps.
    pub number: u64,
    /// When, in milliseconds since 1970.
    pub at: u64,
    /// `POST` and so on.
    pub method: String,
    /// The path as GitHub documents it, with names in braces: `/repos/{owner}/{repo}/actions/jobs/{job_id}`.
    pub template: String,
    /// The path as asked, without the base, and with its query.
    pub path: String,
    /// The installation whose token was used.
    pub installation: Option<i64>,
    /// Status of the answer; none if the connection ended before.
    pub status: Option<u16>,
    /// Bodies, as bytes: they are read when somebody asks.
    pub(super) sent: Vec<u8>,
    pub(super) answered: Vec<u8>,
}

impl Entry {
    /// What was sent; null if nothing, or no JSON.
    #[must_use]
    pub fn request(&self) -> Value {
        serde_json::from_slice(&self.sent).unwrap_or_default()
    }

    /// What was answered; null if nothing, or no JSON.
    #[must_use]
    pub fn answer(&self) -> Value {
        serde_json::from_slice(&self.answered).unwrap_or_default()
    }

    /// `POST /repos/{owner}/{repo}/…`: what faults are planned for.
    #[must_use]
    pub fn operation(&self) -> String {
        format!("{} {}", self.method, self.template)
    }

    fn bytes(&self) -> usize {
        self.sent.len() + self.answered.len() + self.path.len() + 200
    }
}

/// Most bytes that are kept: the oldest go first. Holds about 100,000 launches.
const MOST_BYTES: usize = 256 * 1024 * 1024;

#[derive(Debug, Default)]
pub(super) struct Ledger {
    entries: VecDeque<Entry>,
    bytes: usize,
    next: u64,
}

impl Ledger {
    pub(super) fn write(&mut self, mut entry: Entry) {
        entry.number = self.next;
        self.next += 1;
        self.bytes += entry.bytes();
        self.entries.push_back(entry);
        while MOST_BYTES < self.bytes {
            let Some(oldest) = self.entries.pop_front() else { break };
            self.bytes -= oldest.bytes();
        }
    }

    pub(super) fn since(&self, number: u64) -> Vec<Entry> {
        self.entries.iter().filter(|entry| number <= entry.number).cloned().collect()
    }

    pub(super) fn next(&self) -> u64 {
        self.next
    }

    pub(super) fn count(&self, method: &str, template: &str) -> usize {
        self.entries.iter().filter(|entry| entry.method == method && entry.template == template).count()
    }
}
