//! The first judge: an evaluator of IAM policies by others, with AWS's own data on actions, resources and keys.
//!
//! It runs as a process of its own (`tests/judge`), fed once with everything.

use crate::request::{Caller, Check, Context};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// One evaluation, as the judge reads it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Evaluation {
    /// Whether the document is a trust policy.
    pub trust: bool,
    /// Who asks.
    pub principal: String,
    /// The account of the resource.
    pub account: String,
    /// The action.
    pub action: String,
    /// The resource.
    pub resource: String,
    /// The condition keys.
    pub context: Context,
}

impl Evaluation {
    /// A check by a caller; a session is one of the role `role`.
    pub fn new(caller: &Caller, check: &Check, role: &str) -> Self {
        let (trust, principal) = match caller {
            Caller::Session => (false, role),
            Caller::Assuming(principal) => (true, principal.as_str()),
        };
        // The role's own account answers for what has no account in its ARN (images, `*`) as well. What belongs to
        // another account has no policy there that lets us in, so only the role's own policy decides what we are
        // asking.
        let account = crate::installation::ACCOUNT.to_owned();
        Self {
            trust,
            principal: principal.to_owned(),
            account,
            action: check.action.clone(),
            resource: check.resource.clone(),
            context: check.context.clone(),
        }
    }
}

/// A document against some evaluations.
#[derive(Debug, Clone, Serialize)]
pub struct Run {
    /// Index of the document.
    pub document: usize,
    /// Indices of the evaluations.
    pub checks: Vec<usize>,
    /// The answers that are expected; the run stops at the first that differs. `None` for all answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<Vec<bool>>,
    /// With `expected`: the statement that differs from a policy whose answers are these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
}

/// What else AWS evaluates with the same condition keys.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Question {
    /// The action.
    pub action: String,
    /// The resource, a pattern.
    pub resource: String,
    /// The condition keys that must be supplied.
    pub keys: Vec<String>,
}

/// Everything that is asked in one run of the process.
#[derive(Debug, Default, Serialize)]
pub struct Docket {
    /// The policies.
    pub documents: Vec<Value>,
    /// The evaluations.
    pub checks: Vec<Evaluation>,
    /// Which against which.
    pub runs: Vec<Run>,
    /// What AWS's data is asked.
    pub questions: Vec<Question>,
    #[serde(skip)]
    known: BTreeMap<Evaluation, usize>,
}

/// What a run gave.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Outcome {
    /// Every answer, if no answers were expected; `None` where the judge could not evaluate.
    #[serde(default)]
    pub answers: Vec<Option<bool>>,
    /// The first evaluation with another answer than the expected.
    #[serde(default)]
    pub changed: Option<usize>,
}

/// The answer to a [`Question`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Others {
    /// Other actions of the service that AWS evaluates on this resource with these keys.
    pub actions: Vec<String>,
    /// Other resource types that AWS evaluates for this action with these keys.
    pub types: Vec<String>,
}

/// What the process answers.
#[derive(Debug, Deserialize)]
pub struct Judgement {
    /// For each run.
    pub runs: Vec<Outcome>,
    /// For each question.
    pub questions: Vec<Others>,
    /// By the index of an evaluation, the keys that AWS does not supply for its action and resource.
    pub ignored: BTreeMap<usize, Vec<String>>,
    /// What could not be evaluated: an action or resource that AWS does not know, a malformed policy.
    pub problems: Vec<String>,
}

impl Docket {
    /// The index of an evaluation, added if it is new.
    pub fn check(&mut self, evaluation: Evaluation) -> usize {
        let next = self.checks.len();
        *self.known.entry(evaluation).or_insert_with_key(|evaluation| {
            self.checks.push(evaluation.clone());
            next
        })
    }

    /// Adds a document.
    pub fn document(&mut self, document: Value) -> usize {
        self.documents.push(document);
        self.documents.len() - 1
    }

    /// Has everything judged. Progress goes to stderr.
    pub fn judge(&self) -> Judgement {
        let mut process = Command::new("node")
            .arg("judge.mjs")
            .current_dir(installed())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node starts: the judge needs Node.js 20 or newer");
        let mut stdin = process.stdin.take().expect("the process has a stdin");
        let input = serde_json::to_vec(self).expect("a docket is JSON");
        // The process reads everything before it writes anything, so this can't block for ever.
        stdin.write_all(&input).expect("the judge reads its input");
        drop(stdin);
        let output = process.wait_with_output().expect("the judge ends");
        assert!(output.status.success(), "the judge failed: see its message above");
        let judgement: Judgement = serde_json::from_slice(&output.stdout).expect("the judge answers with JSON");
        assert!(judgement.problems.is_empty(), "the judge could not evaluate:\n{}", judgement.problems.join("\n"));
        judgement
    }
}

/// The folder with the judge and its installed packages, outside of the checkout.
fn installed() -> PathBuf {
    crate::install::node_project(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judge").as_path())
}
