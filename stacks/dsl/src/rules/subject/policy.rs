//! A policy document alone, as it is written for a console, a command or a repository of policies.

use serde_json::{Value, json};

use super::{Place, Subject, SubjectKind};
use crate::template::{Template, TemplateError};

/// A mapping with statements and nothing of a template.
pub(super) fn is_policy(value: &Value) -> bool {
    let is_statement =
        |statement: &Value| ["Effect", "Action", "NotAction"].iter().any(|name| statement.get(name).is_some());
    let statements = match value.get("Statement") {
        Some(Value::Array(items)) => items.is_empty() || items.iter().any(is_statement),
        Some(one) => is_statement(one),
        None => false,
    };
    statements && value.get("Resources").is_none()
}

/// The policy in what `aws iam get-role-policy`, `get-policy-version` and their kin print, with its place.
pub(super) fn inside(answer: &Value) -> Option<(&Value, &'static str)> {
    let places = ["/PolicyDocument", "/PolicyVersion/Document", "/Role/AssumeRolePolicyDocument"];
    let found = places.into_iter().find_map(|path| Some((answer.pointer(path)?, path)));
    found.filter(|(policy, _)| is_policy(policy) && answer.get("Resources").is_none())
}

/// Whom a policy is for shows in its statements: with principals it is a trust if all it does is to assume, else the
/// policy of a resource.
pub(super) fn read(policy: &Value, path: &str) -> Result<Subject, TemplateError> {
    let (kind, property) = holder(policy);
    let template =
        Template::from_json(json!({"Resources": {"Policy": {"Type": kind, "Properties": {property: policy}}}}))?;
    let place =
        Place { template: format!("/Resources/Policy/Properties/{property}"), file: path.to_owned(), same_below: true };
    Ok(Subject { kind: SubjectKind::Policy, template, not_judged: Vec::new(), places: vec![place] })
}

pub(super) fn holder(policy: &Value) -> (&'static str, &'static str) {
    let statements: Vec<&Value> = match policy.get("Statement") {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let has_principal =
        |statement: &&Value| statement.get("Principal").is_some() || statement.get("NotPrincipal").is_some();
    if !statements.iter().any(has_principal) {
        return ("AWS::IAM::ManagedPolicy", "PolicyDocument");
    }
    let actions: Vec<String> =
        statements.iter().filter_map(|statement| statement.get("Action")).flat_map(texts).collect();
    let of_sts = |action: &String| action.starts_with("sts:");
    let of_kms = |action: &String| action.starts_with("kms:");
    if !actions.is_empty() && actions.iter().all(of_sts) {
        ("AWS::IAM::Role", "AssumeRolePolicyDocument")
    } else if !actions.is_empty() && actions.iter().all(of_kms) {
        ("AWS::KMS::Key", "KeyPolicy")
    } else {
        // Of whatever resource: rules find it by its shape.
        ("Policy::Of::Resource", "PolicyDocument")
    }
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.to_ascii_lowercase()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => Vec::new(),
    }
}
