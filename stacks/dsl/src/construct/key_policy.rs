//! Policies of KMS keys: the account keeps hold of its key, and each use says why.

use crate::iam::{ErasedStatement, Policy, Principal, RawCondition};
use crate::stack::pseudo;
use crate::value::{IntoValue, PolicyDocument, Value};
use serde_json::json;

/// What administering a key takes, without using it. Written out, since `kms:*` would let every use in.
const ADMINISTER: [&str; 19] = [
    "kms:CancelKeyDeletion",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:RetireGrant",
    "kms:RevokeGrant",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateKeyDescription",
    "kms:UpdatePrimaryRegion",
];

/// What using a symmetric key takes.
const USE: [&str; 6] = [
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
];

/// A key policy, begun with the account that the key belongs to.
///
/// ```
/// use sprinters_dsl::prelude::*;
/// use sprinters_dsl::construct::KeyPolicy;
/// use sprinters_dsl::iam::Principal;
/// use sprinters_dsl::resources::kms;
///
/// let app = Principal::service("logs.eu-west-1.amazonaws.com");
/// let policy = KeyPolicy::of_this_account().used_by(&app, "Logs", "Logs are encrypted with it");
/// let mut stack = Stack::new("A key");
/// stack.resource("Key", kms::Key::new().key_policy(policy));
/// stack.synthesize()?;
/// # Ok::<(), sprinters_dsl::stack::Refused>(())
/// ```
#[derive(Debug, Clone)]
pub struct KeyPolicy {
    statements: Vec<ErasedStatement>,
}

impl KeyPolicy {
    /// The account's administrators look after the key, as its IAM policies say; nobody may use it yet.
    #[must_use]
    pub fn of_this_account() -> Self {
        let reason = "The account never loses hold of its key: its IAM policies say who administers it";
        let root = Principal::account(pseudo::account_id());
        Self { statements: vec![statement("AdministerByAccount", reason, &ADMINISTER).by(&root)] }
    }

    /// IAM policies of the account decide who uses the key, too.
    #[must_use]
    pub fn used_as_iam_says(self, reason: &str) -> Self {
        let root = Principal::account(pseudo::account_id());
        self.with(statement("UseAsIamSays", reason, &USE).by(&root))
    }

    /// Somebody uses the key. `name` makes the statement's id, `reason` says why.
    #[must_use]
    pub fn used_by(self, principal: &Principal, name: &str, reason: &str) -> Self {
        self.with(statement(&format!("UseBy{name}"), reason, &USE).by(principal))
    }

    /// Somebody uses the key as long as one of its aliases matches (`kms:ResourceAliases`): `alias/app-*`.
    #[must_use]
    pub fn used_under_alias(self, principal: &Principal, alias: &str, name: &str, reason: &str) -> Self {
        let mut statement = statement(&format!("UseBy{name}"), reason, &USE).by(principal);
        statement.condition(RawCondition {
            operator: "ForAnyValue:StringLike".to_owned(),
            key: "kms:ResourceAliases".to_owned(),
            values: json!(alias),
        });
        self.with(statement)
    }

    /// Somebody lets AWS's services use the key on their behalf, for volumes or databases: grants for services alone
    /// (`kms:GrantIsForAWSResource`), never for other principals.
    #[must_use]
    pub fn granted_to_services_by(self, principal: &Principal, name: &str, reason: &str) -> Self {
        let actions = ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"];
        let mut statement = statement(&format!("GrantToServicesBy{name}"), reason, &actions).by(principal);
        statement.condition(RawCondition {
            operator: "Bool".to_owned(),
            key: "kms:GrantIsForAWSResource".to_owned(),
            values: json!("true"),
        });
        self.with(statement)
    }

    /// Any other statement.
    #[must_use]
    pub fn with(mut self, statement: ErasedStatement) -> Self {
        self.statements.push(statement);
        self
    }
}

/// A key policy speaks about its own key: `*`.
fn statement(sid: &str, reason: &str, actions: &[&str]) -> ErasedStatement {
    ErasedStatement::new("Allow", sid.to_owned(), reason.to_owned(), actions, vec![json!("*")])
}

impl IntoValue<PolicyDocument> for KeyPolicy {
    fn into_value(self) -> Value<PolicyDocument> {
        Policy::new(self.statements).into_value()
    }
}
