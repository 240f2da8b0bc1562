//! Roles as they are in the account, whatever the template says.

use super::{Aws, failed};
use crate::failure::{Failure, Problem};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use serde_json::{Map, Value, json};
use sprinters_dsl::template::Template;

/// Properties that say who may do what. Tags and descriptions are left to CloudFormation's own drift detection.
pub(crate) const COMPARED: [&str; 5] =
    ["AssumeRolePolicyDocument", "ManagedPolicyArns", "MaxSessionDuration", "PermissionsBoundary", "Policies"];

/// IAM's default, which a template may leave out.
const DEFAULT_SESSION_SECONDS: i64 = 3_600;

/// A template with nothing but this role, as it should be.
pub(crate) fn expected(logical_id: &str, properties: &Map<String, Value>) -> Result<Template, Failure> {
    let mut properties: Map<String, Value> = COMPARED
        .iter()
        .filter_map(|name| properties.get(*name).map(|value| ((*name).to_owned(), value.clone())))
        .collect();
    // Parameters are texts to CloudFormation, and a session's length is a number to IAM.
    let seconds = properties
        .get("MaxSessionDuration")
        .map_or(Some(DEFAULT_SESSION_SECONDS), |value| value.as_i64().or_else(|| value.as_str()?.parse().ok()));
    properties.insert("MaxSessionDuration".to_owned(), json!(seconds));
    template_of(logical_id, &properties)
}

/// A template with nothing but this role, as it is. `None`: the role is gone.
pub(crate) async fn live(aws: &Aws, logical_id: &str, name: &str) -> Result<Option<Template>, Failure> {
    let what = format!("the role {name} can't be read");
    let role = match aws.iam.get_role().role_name(name).send().await {
        Ok(answer) => answer,
        Err(error) if error.code() == Some("NoSuchEntity") => return Ok(None),
        Err(error) => return Err(failed(&what, &error)),
    };
    let Some(role) = role.role() else { return Ok(None) };
    let mut policies = Vec::new();
    let mut pages = aws.iam.list_role_policies().role_name(name).into_paginator().send();
    while let Some(page) = pages.next().await {
        for policy in page.map_err(|error| failed(&what, &error))?.policy_names() {
            let answer = aws.iam.get_role_policy().role_name(name).policy_name(policy).send().await;
            let answer = answer.map_err(|error| failed(&what, &error))?;
            policies.push(json!({"PolicyName": policy, "PolicyDocument": document(answer.policy_document(), &what)?}));
        }
    }
    let mut attached = Vec::new();
    let mut pages = aws.iam.list_attached_role_policies().role_name(name).into_paginator().send();
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| failed(&what, &error))?;
        attached.extend(page.attached_policies().iter().filter_map(|policy| policy.policy_arn().map(Value::from)));
    }
    let mut properties = Map::new();
    let trust = role.assume_role_policy_document().unwrap_or_default();
    properties.insert("AssumeRolePolicyDocument".to_owned(), document(trust, &what)?);
    properties.insert("Policies".to_owned(), Value::Array(policies));
    if !attached.is_empty() {
        properties.insert("ManagedPolicyArns".to_owned(), Value::Array(attached));
    }
    let seconds = role.max_session_duration().map_or(DEFAULT_SESSION_SECONDS, i64::from);
    properties.insert("MaxSessionDuration".to_owned(), json!(seconds));
    if let Some(boundary) = role.permissions_boundary().and_then(|boundary| boundary.permissions_boundary_arn()) {
        properties.insert("PermissionsBoundary".to_owned(), Value::from(boundary));
    }
    Ok(Some(template_of(logical_id, &properties)?))
}

fn template_of(logical_id: &str, properties: &Map<String, Value>) -> Result<Template, Failure> {
    let role = json!({"Resources": {logical_id: {"Type": "AWS::IAM::Role", "Properties": properties}}});
    Template::from_json(role).map_err(|error| Failure::input(Problem::new(error.to_string()).help(error.help())))
}

/// IAM answers with policies that are percent-encoded JSON.
fn document(encoded: &str, what: &str) -> Result<Value, Failure> {
    let text = decoded(encoded);
    text.as_deref()
        .and_then(|text| serde_json::from_str(text).ok())
        .ok_or_else(|| Failure::outside(Problem::new(format!("{what}: IAM answered with a policy that is no JSON"))))
}

fn decoded(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                out.push(digit(rest.next()?)? * 16 + digit(rest.next()?)?);
            }
            other => out.push(other),
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn percent_encoded_policies_are_read() {
        assert_eq!(decoded("%7B%22a%22%3A%20%22b+c%22%7d").as_deref(), Some(r#"{"a": "b+c"}"#));
        assert_eq!(decoded(r#"{"plain": true}"#).as_deref(), Some(r#"{"plain": true}"#));
        assert_eq!(decoded("%7"), None);
        assert_eq!(decoded("%zz"), None);
        assert_eq!(decoded("%ff"), None);
    }
}
