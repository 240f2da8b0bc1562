//! How long sessions of a role last.

use serde_json::Value;
use sprinters_dsl::policy::{Scope, Text};

use super::setting::Setting;

/// "Minimum: 3600", which is also the default (`MaxSessionDuration` of AWS::IAM::Role).
const DEFAULT_SESSION_SECONDS: &str = "3600";

/// What is compared together.
pub(super) fn units(kind: &str) -> Vec<&'static str> {
    if kind == "AWS::IAM::Role" { vec!["MaxSessionDuration"] } else { Vec::new() }
}

/// Settings of roles.
pub(super) fn settings(scope: &Scope<'_>, id: &str, kind: &str, properties: &Value) -> Vec<Setting> {
    match kind {
        "AWS::IAM::Role" => vec![session(scope, id, properties)],
        _ => Vec::new(),
    }
}

fn session(scope: &Scope<'_>, id: &str, properties: &Value) -> Setting {
    let value = properties.get("MaxSessionDuration").and_then(|value| scope.text(value));
    let value = value.unwrap_or_else(|| Text::literal(DEFAULT_SESSION_SECONDS));
    // One hour is what every role allows at least.
    let risk = value.as_literal().and_then(|text| text.parse::<i64>().ok()).map(|seconds| (seconds - 3600).max(0));
    let sentence = format!("a session of the role {id} may now last {{after}} seconds (before: {{before}})");
    Setting {
        name: "session".to_owned(),
        path: "/MaxSessionDuration".to_owned(),
        value: Some(value),
        risk,
        changed: sentence.clone(),
        widened: sentence.clone(),
        narrowed: sentence,
        set: None,
        gone: String::new(),
        explicit: false,
    }
}
