//! Who a trust policy or a resource policy speaks about.

use crate::value::{AccountId, Arn, IntoPart, IntoValue, RoleArn, text};
use serde_json::{Value as JsonValue, json};

/// Who may assume a role, or use a resource.
#[derive(Debug, Clone, PartialEq)]
pub struct Principal {
    kind: &'static str,
    value: JsonValue,
}

impl Principal {
    /// One role, of any account.
    pub fn role(arn: impl IntoValue<RoleArn>) -> Self {
        Self { kind: "AWS", value: arn.into_value().into_json() }
    }

    /// Whoever an account lets: its administrators decide.
    pub fn account(id: impl IntoValue<AccountId>) -> Self {
        let id = id.into_value();
        let root =
            text(["arn:".part(), crate::stack::pseudo::partition().part(), ":iam::".part(), id.part(), ":root".part()]);
        Self { kind: "AWS", value: root.into_json() }
    }

    /// An AWS service, by its name: `ec2.amazonaws.com`.
    pub fn service(name: &str) -> Self {
        Self { kind: "Service", value: json!(name) }
    }

    /// An AWS service whose name a parameter decides.
    pub fn service_named(name: impl IntoValue<String>) -> Self {
        Self { kind: "Service", value: name.into_value().into_json() }
    }

    /// One IAM user, of any account.
    pub fn user(arn: impl IntoValue<Arn>) -> Self {
        Self { kind: "AWS", value: arn.into_value().into_json() }
    }

    /// Whoever an identity provider of the account vouches for, by the provider's ARN.
    pub fn federated(provider: impl IntoValue<Arn>) -> Self {
        Self { kind: "Federated", value: provider.into_value().into_json() }
    }

    /// Everybody. The guardrails refuse it unless conditions or a waiver narrow it.
    pub fn anybody() -> Self {
        Self { kind: "AWS", value: json!("*") }
    }

    pub(super) fn to_json(&self) -> JsonValue {
        json!({self.kind: self.value})
    }
}
