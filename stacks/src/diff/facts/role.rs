//! How long sessions of a role last, and which role an instance profile carries.

use serde_json::Value;
use sprinters_dsl::policy::{Scope, Text};

use super::setting::Setting;

/// "Minimum: 3600", which is also the default (`MaxSessionDuration` of AWS::IAM::Role).
const DEFAULT_SESSION_SECONDS: &str = "3600";

/// Settings of roles and instance profiles.
pub(super) fn settings(scope: &Scope<'_>, id: &str, kind: &str, properties: &Value) -> Vec<Setting> {
    match kind {
        "AWS::IAM::Role" => vec![session(scope, id, properties)],
        "AWS::IAM::InstanceProfile" => vec![profile(scope, id, properties)],
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
        gone: String::new(),
        explicit: false,
    }
}

fn profile(scope: &Scope<'_>, id: &str, properties: &Value) -> Setting {
    let roles = properties.get("Roles").map(|roles| scope.texts(roles)).unwrap_or_default();
    let names: Vec<String> =
        roles.iter().map(|role| role.as_symbol().map_or_else(|| role.to_string(), str::to_owned)).collect();
    let sentence = format!("instances with the profile {id} now act as the role {{after}} (before: {{before}})");
    Setting {
        name: "profile".to_owned(),
        path: "/Roles".to_owned(),
        value: Some(Text::literal(&names.join(", "))),
        risk: None,
        changed: sentence.clone(),
        widened: sentence.clone(),
        narrowed: sentence,
        gone: String::new(),
        explicit: false,
    }
}
