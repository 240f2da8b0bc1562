//! What a rule says.

use std::fmt;

/// The name of a rule, stable over releases: `SPR001-security-group-ingress`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub(super) &'static str);

impl RuleId {
    /// The whole name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// The part before the first dash, `SPR001`; a waiver may use it alone.
    #[must_use]
    pub fn number(self) -> &'static str {
        self.0.split_once('-').map_or(self.0, |(number, _)| number)
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// To be changed, or to be waived with a reason.
    Warning,
    /// Somebody gets in, or gets more than was meant.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

/// One remark of one rule. Its `Display` is a sentence: which rule, who, what was found, what is allowed, what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// How much it matters.
    pub severity: Severity,
    /// The resource, parameter or output that it is about.
    pub logical_id: String,
    /// JSON pointer to what was found; [`crate::template::locate`] finds it in the source.
    pub path: String,
    /// What was found, a clause whose subject is the logical id: `allows tcp 22 from 0.0.0.0/0`.
    pub found: String,
    /// What is allowed, a noun phrase: `no ingress rule`.
    pub allowed: String,
    /// What to do, an imperative: `remove the rule`.
    pub remedy: String,
    /// The reason why it may stay, if the template's metadata gives one.
    pub waived: Option<String>,
    /// Why the waiver that the template's metadata gives does not hold: it has ended, or has no reason.
    pub void_waiver: Option<String>,
}

impl Finding {
    /// Whether the template says why this may stay.
    #[must_use]
    pub fn is_waived(&self) -> bool {
        self.waived.is_some()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Finding { rule, logical_id, found, allowed, remedy, waived, .. } = self;
        write!(formatter, "{rule}: {logical_id} {found} (allowed: {allowed}); {remedy}")?;
        match waived {
            Some(reason) => write!(formatter, " (waived: {reason})"),
            None => Ok(()),
        }
    }
}

/// What a rule's check has found, before the rule puts its name to it.
#[derive(Debug, Default)]
pub(super) struct Remark {
    /// Where this one matters more or less than the rule's findings usually do.
    pub(super) severity: Option<Severity>,
    pub(super) logical_id: String,
    pub(super) path: String,
    pub(super) found: String,
    pub(super) allowed: String,
    pub(super) remedy: String,
}
