//! The requests that the policies are judged by.
//!
//! A [`Call`] is one call of an API, made by the control plane or by somebody who got hold of its session. AWS decides
//! a call by evaluating the policy on every resource that the call touches, each with condition keys of its own (AWS
//! Service Authorization Reference, "Actions, resources, and condition keys for Amazon EC2"): the [`Check`]s. A call
//! goes through only if every check does. Each check has an expected answer of its own, so that a refusal is a refusal
//! for the stated reason and by the stated statement.

mod allowed;
mod launch;
mod lookup;
mod other;
mod refused;
mod refused_resources;
mod trust;

use crate::installation::Installation;
use serde::Serialize;
use std::collections::BTreeMap;

pub use launch::{Launch, Volume};

/// The value of a condition key in a request.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub enum KeyValue {
    /// One value.
    One(String),
    /// A key that holds many, `aws:TagKeys`.
    Many(Vec<String>),
}

/// What AWS knows about a request on a resource.
pub type Context = BTreeMap<String, KeyValue>;

/// One evaluation of the policy: an action on a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What the resource is in the call: `instance`, `root volume`, `tags of the instance`.
    pub part: &'static str,
    /// The statement that decides: by allowing it, or by being the nearest that does not.
    pub statement: &'static str,
    /// The action.
    pub action: String,
    /// The ARN of the resource, or `*` where AWS supports none.
    pub resource: String,
    /// The condition keys.
    pub context: Context,
    /// What the policy must answer.
    pub allowed: bool,
}

/// Who calls, and whose policy answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// A session of the role: its permissions policy answers.
    Session,
    /// This principal asks to assume the role: the trust policy answers.
    Assuming(String),
}

/// One call of an API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// What is asked, as a person says it.
    pub title: String,
    /// Why it must go through, or must not.
    pub reason: &'static str,
    /// Who asks.
    pub caller: Caller,
    /// What AWS evaluates.
    pub checks: Vec<Check>,
}

impl Call {
    /// Whether the call goes through: every check is allowed.
    pub fn is_allowed(&self) -> bool {
        self.checks.iter().all(|check| check.allowed)
    }
}

/// Every call that the policies of an installation are judged by.
pub fn table(installation: &Installation) -> Vec<Call> {
    [
        allowed::calls(installation),
        lookup::calls(),
        refused::calls(installation),
        refused_resources::calls(installation),
        other::calls(installation),
        trust::calls(installation),
    ]
    .concat()
}

fn one(value: impl Into<String>) -> KeyValue {
    KeyValue::One(value.into())
}

fn context<const N: usize>(keys: [(&str, &str); N]) -> Context {
    keys.into_iter().map(|(key, value)| (key.to_owned(), one(value))).collect()
}
