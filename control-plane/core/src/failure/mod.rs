//! Why a job did not run, in words for the person who can do something about it.
//!
//! The list is closed: every end that is not a job's own has one of these reasons, each with its cause, its remedy and
//! a help page. `reasons.rs` is the table; adding a reason means adding a row there, and the tests then want its text.

mod reasons;

pub use reasons::FailureReason;

use serde::{Deserialize, Serialize};
use std::fmt;

/// Who can do something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    /// Whoever wrote the workflow.
    Developer,
    /// Whoever connected the AWS account.
    PlatformEngineer,
    /// Whoever runs the control plane.
    Operator,
    /// Nobody here: GitHub or AWS will get over it.
    Outside,
}

/// What a job does next that is waiting for a runner when this happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Next {
    /// Ask for another runner, a few times: it may do better elsewhere.
    Again,
    /// Stay in the queue and ask again later: it passes, or somebody is at it.
    Wait,
    /// End with the reason: it stays as it is until a person does something.
    GiveUp,
}

/// A reason, and what exactly it was about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Failure {
    reason: FailureReason,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    detail: Option<Detail>,
}

impl Failure {
    /// A reason that says it all.
    #[must_use]
    pub fn new(reason: FailureReason) -> Failure {
        Failure { reason, detail: None }
    }

    /// A reason about something in particular: the label, the type and zone, the code that AWS answered.
    #[must_use]
    pub fn about(reason: FailureReason, detail: &str) -> Failure {
        Failure { reason, detail: Some(Detail::of(detail)) }
    }

    /// The reason.
    #[must_use]
    pub fn reason(&self) -> FailureReason {
        self.reason
    }

    /// What it was about.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        self.detail.as_ref().map(|detail| detail.0.as_str())
    }
}

impl From<FailureReason> for Failure {
    fn from(reason: FailureReason) -> Failure {
        Failure::new(reason)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason.cause())?;
        match &self.detail {
            Some(detail) => write!(f, " ({})", detail.0),
            None => Ok(()),
        }
    }
}

/// Text from outside that is shown to people: one line, bounded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
struct Detail(String);

impl Detail {
    /// Longest in bytes. Holds any label of ours and any message of AWS's up to its first full stop.
    const MAX_BYTES: usize = 300;

    fn of(text: &str) -> Detail {
        let mut line = String::new();
        for c in text.chars() {
            let c = if c.is_control() { ' ' } else { c };
            if Detail::MAX_BYTES < line.len() + c.len_utf8() {
                break;
            }
            line.push(c);
        }
        Detail(line)
    }
}

impl From<String> for Detail {
    fn from(text: String) -> Detail {
        Detail::of(&text)
    }
}

impl From<Detail> for String {
    fn from(detail: Detail) -> String {
        detail.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_reason_says_what_happened_and_what_to_do() {
        assert!(25 <= FailureReason::ALL.len());
        let mut codes = BTreeSet::new();
        for reason in FailureReason::ALL {
            assert!(codes.insert(reason.code()), "{} twice", reason.code());
            assert!(reason.code().bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", reason.code());
            for text in [reason.cause(), reason.remedy()] {
                assert!((20..=300).contains(&text.len()), "{}: {text}", reason.code());
                assert!(!text.ends_with('.') && text.is_ascii(), "{}: {text}", reason.code());
            }
            assert_eq!(reason.code().parse(), Ok(reason));
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.code());
            assert_eq!(serde_json::from_value::<FailureReason>(reason.code().into()).unwrap(), reason);
            assert_eq!(reason.help_anchor(), format!("failures#{}", reason.code()));
        }
    }

    #[test]
    fn what_comes_from_outside_is_one_bounded_line() {
        let failure = Failure::about(FailureReason::LabelWrong, &"é\n<script>".repeat(200));
        let detail = failure.detail().unwrap();
        assert!(detail.len() <= 300 && !detail.contains('\n'));
        let json = serde_json::to_string(&failure).unwrap();
        assert_eq!(serde_json::from_str::<Failure>(&json).unwrap(), failure);
    }

    #[test]
    fn the_list_for_people() {
        let mut out =
            String::from("| reason | whose turn | the job | cause | remedy |\n| --- | --- | --- | --- | --- |\n");
        for reason in FailureReason::ALL {
            let word = |json: Result<String, _>| json.unwrap().replace('"', "");
            let (party, next) =
                (word(serde_json::to_string(&reason.party())), word(serde_json::to_string(&reason.next())));
            out.push_str(&format!(
                "| {} | {party} | {next} | {} | {} |\n",
                reason.code(),
                reason.cause(),
                reason.remedy()
            ));
        }
        insta::with_settings!({ snapshot_path => "../../../../golden", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!("failure-reasons", out);
        });
    }
}
