//! Who called what, and what came of it.

use std::collections::{BTreeSet, VecDeque};

/// One call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// When: milliseconds since 1970.
    pub at: u64,
    /// The caller's account.
    pub account: String,
    /// The region that it was signed for.
    pub region: String,
    /// The caller's ARN; for a session, `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`.
    pub caller: String,
    /// `RunInstances` …
    pub action: String,
    /// The parameters by name. User data, tokens and plaintexts are left out.
    pub parameters: Vec<(String, String)>,
    /// Action and Sid of each statement that let it through; empty for callers without policies.
    pub allowed_by: Vec<(String, String)>,
    /// The code it was refused with.
    pub error: Option<String>,
}

impl Call {
    /// The value of a parameter.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(parameter, _)| parameter == name).map(|(_, value)| value.as_str())
    }

    /// Whether it was a dry run.
    #[must_use]
    pub fn is_dry_run(&self) -> bool {
        self.parameter("DryRun") == Some("true")
    }
}

/// Calls, and the grants that were used.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    calls: VecDeque<Call>,
    used: BTreeSet<(String, String)>,
}

impl Ledger {
    /// Most calls that are kept: the oldest go. Grants used are kept for good.
    const MOST: usize = 200_000;

    /// Parameters that hold secrets.
    const SECRET: [&'static str; 4] = ["UserData", "ExternalId", "Plaintext", "CiphertextBlob"];

    pub(super) fn is_secret(parameter: &str) -> bool {
        Ledger::SECRET.contains(&parameter)
    }

    pub(super) fn enter(&mut self, call: Call) {
        self.used.extend(call.allowed_by.iter().cloned());
        if Ledger::MOST <= self.calls.len() {
            self.calls.pop_front();
        }
        self.calls.push_back(call);
    }

    pub(super) fn calls(&self) -> Vec<Call> {
        self.calls.iter().cloned().collect()
    }

    pub(super) fn used(&self) -> &BTreeSet<(String, String)> {
        &self.used
    }
}
