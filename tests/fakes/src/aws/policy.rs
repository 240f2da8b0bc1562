//! Policies, evaluated: by `iam-rs`, statement by statement, so that it is known which statement decided.

use iam_rs::{
    Arn, Context as TheirContext, ContextValue, Decision, EvaluationOptions, IAMPolicy, IAMRequest, PolicyEvaluator,
    Principal, PrincipalId,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Keys whose values are yes or no: the evaluator compares by type.
const YES_OR_NO: [&str; 3] = ["ec2:Encrypted", "ec2:IsLaunchTemplateResource", "ec2:Public"];

/// Which policy decides: what AWS names in a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Of the role itself.
    Identity,
    /// Of the organisation.
    ServiceControl,
    /// The role's permissions boundary.
    Boundary,
    /// Of what is accessed: a role's trust policy.
    Resource,
}

impl Layer {
    /// As AWS's sentence has it.
    fn words(self) -> &'static str {
        match self {
            Layer::Identity => "identity-based policy",
            Layer::ServiceControl => "service control policy",
            Layer::Boundary => "permissions boundary",
            Layer::Resource => "resource-based policy",
        }
    }
}

/// The value of a condition key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum KeyValue {
    One(String),
    Many(Vec<String>),
}

/// Condition keys of one evaluation.
pub(super) type Keys = BTreeMap<String, KeyValue>;

/// One key with one value.
pub(super) fn one(value: impl Into<String>) -> KeyValue {
    KeyValue::One(value.into())
}

/// What is asked.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) principal: String,
    pub(super) action: String,
    pub(super) resource: String,
    pub(super) keys: Keys,
}

/// What one policy says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Opinion {
    /// A statement allows it: its Sid.
    Allows(String),
    /// A statement denies it.
    Denies,
    /// Nothing applies.
    Silent,
}

/// Why a document is no policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a policy: {0}")]
pub struct BadPolicy(String);

/// A policy as it is asked.
#[derive(Debug, Clone)]
pub(super) struct Policy {
    statements: Vec<Statement>,
}

#[derive(Debug, Clone)]
struct Statement {
    sid: String,
    actions: Vec<String>,
    resources: Vec<String>,
    evaluator: PolicyEvaluator,
}

impl Policy {
    /// Reads a document. A trust policy names no resource: it is about its own role.
    pub(super) fn read(document: &Value) -> Result<Policy, BadPolicy> {
        let statements = match &document["Statement"] {
            Value::Array(statements) => statements.clone(),
            Value::Object(statement) => vec![Value::Object(statement.clone())],
            _ => return Err(BadPolicy("it has no statements".to_owned())),
        };
        let statements = statements.into_iter().map(Statement::read).collect::<Result<_, _>>()?;
        Ok(Policy { statements })
    }

    /// What it says.
    pub(super) fn asked(&self, question: &Question) -> Opinion {
        let mut opinion = Opinion::Silent;
        for statement in self.statements.iter().filter(|statement| statement.may_concern(question)) {
            match statement.asked(question) {
                Some(Decision::Deny) => return Opinion::Denies,
                Some(Decision::Allow) if opinion == Opinion::Silent => opinion = Opinion::Allows(statement.sid.clone()),
                Some(Decision::Allow | Decision::NotApplicable) => {}
                // What the evaluator can't evaluate is not allowed.
                None => return Opinion::Denies,
            }
        }
        opinion
    }

    /// Every action of every statement that has a Sid.
    pub(super) fn grants(&self) -> impl Iterator<Item = (String, String)> {
        self.statements
            .iter()
            .flat_map(|statement| statement.actions.iter().map(|action| (action.clone(), statement.sid.clone())))
    }
}

impl Statement {
    fn read(value: Value) -> Result<Statement, BadPolicy> {
        let Value::Object(mut statement) = value else { return Err(BadPolicy("a statement is no object".to_owned())) };
        if !statement.contains_key("Resource") && !statement.contains_key("NotResource") {
            statement.insert("Resource".to_owned(), json!("*"));
        }
        arn_operators(&mut statement);
        let texts = |name: &str| match statement.get(name) {
            Some(Value::String(text)) => vec![text.clone()],
            Some(Value::Array(texts)) => texts.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            Some(_) | None => Vec::new(),
        };
        let sid = statement.get("Sid").and_then(Value::as_str).unwrap_or_default().to_owned();
        let (actions, resources) = (texts("Action"), texts("Resource"));
        let document = json!({"Version": "2012-10-17", "Statement": [statement]});
        let policy: IAMPolicy = serde_json::from_value(document).map_err(|error| BadPolicy(error.to_string()))?;
        let evaluator = PolicyEvaluator::with_policies(vec![policy]).with_options(EvaluationOptions::default());
        Ok(Statement { sid, actions, resources, evaluator })
    }

    /// Cheaply, whether the evaluator need be asked. Without `Action` or `Resource` (or with a variable in it) it must.
    fn may_concern(&self, question: &Question) -> bool {
        let action = question.action.to_ascii_lowercase();
        let acts = self.actions.is_empty()
            || self.actions.iter().any(|pattern| matches(&pattern.to_ascii_lowercase(), &action));
        let on = self.resources.is_empty()
            || self.resources.iter().any(|pattern| pattern.contains("${") || matches(pattern, &question.resource));
        acts && on
    }

    fn asked(&self, question: &Question) -> Option<Decision> {
        // An action without resources is asked about as `*`; any ARN will do, as its statements say `*` too.
        let resource = if question.resource == "*" { "arn:aws:none:::none" } else { &question.resource };
        let resource = Arn::parse(resource).ok()?;
        let mut context = TheirContext::new();
        for (key, value) in &question.keys {
            let value = match value {
                KeyValue::Many(values) => ContextValue::StringList(values.clone()),
                KeyValue::One(text) if YES_OR_NO.contains(&key.as_str()) => ContextValue::Boolean(text == "true"),
                KeyValue::One(text) => ContextValue::String(text.clone()),
            };
            context.insert(key.clone(), value);
        }
        let principal = Principal::Aws(PrincipalId::String(question.principal.clone()));
        let request = IAMRequest::new_with_context(principal, question.action.clone(), resource, context);
        self.evaluator.evaluate(&request).ok().map(|result| result.decision)
    }
}

/// `ArnEquals` and `ArnLike` are the same to AWS; the evaluator takes wildcards in the first for letters.
fn arn_operators(statement: &mut Map<String, Value>) {
    let Some(conditions) = statement.get_mut("Condition").and_then(Value::as_object_mut) else { return };
    let old = std::mem::take(conditions);
    for (operator, keys) in old {
        let operator = operator.replace("ArnEquals", "ArnLike");
        match (conditions.get_mut(&operator).and_then(Value::as_object_mut), keys) {
            (Some(known), Value::Object(keys)) => known.extend(keys),
            (_, keys) => {
                conditions.insert(operator, keys);
            }
        }
    }
}

/// Whether a pattern with `*` and `?` matches a text.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                retry = Some((p + 1, t));
                p += 1;
            }
            Some(byte) if *byte == b'?' || *byte == text[t] => {
                p += 1;
                t += 1;
            }
            Some(_) | None => match retry {
                None => return false,
                // The star takes one more.
                Some((after, from)) => {
                    retry = Some((after, from + 1));
                    (p, t) = (after, from + 1);
                }
            },
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

/// A refusal by policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Denial {
    pub(super) layer: Layer,
    pub(super) explicit: bool,
    pub(super) principal: String,
    pub(super) action: String,
    /// As AWS writes it: `…:instance/*` for what does not exist yet.
    pub(super) resource: String,
}

impl Denial {
    /// AWS's sentence (IAM User Guide, "Troubleshoot access denied error messages").
    pub(super) fn sentence(&self) -> String {
        let Denial { layer, explicit, principal, action, resource } = self;
        let on = if resource == "*" { String::new() } else { format!(" on resource: {resource}") };
        let why = if *explicit {
            format!("with an explicit deny in {} {}", article(layer.words()), layer.words())
        } else {
            format!("because no {} allows the {action} action", layer.words())
        };
        format!("User: {principal} is not authorized to perform: {action}{on} {why}")
    }
}

fn article(words: &str) -> &'static str {
    if words.starts_with('i') { "an" } else { "a" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("a*c", "abbc", true),
            ("a*c", "abcb", false),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("*:instance/*", "arn:aws:ec2:r:a:instance/i-1", true),
            ("a**b", "ab", true),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
