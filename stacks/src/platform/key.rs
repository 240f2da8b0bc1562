//! The root key.

use super::ROOT_KEY;
use sprinters_dsl::iam::{ErasedStatement, Policy, Principal, ResourceArn, Statement, kms};
use sprinters_dsl::prelude::{Resource, Stack, TextKey, pseudo};
use sprinters_dsl::resources::{iam, kms as keys};
use sprinters_dsl::value::{IntoValue, Value};

/// How long KMS waits before a key is gone that somebody wants deleted, in days: the longest there is. Deleting the
/// stack leaves nothing, but without this key nothing that was sealed can be read again, in no backup either, so there
/// is a month to call it back.
const WAITS_DAYS: i64 = 30;

/// What the control plane binds every wrapped key to: `sprinters`, an account and the key's number.
const CONTEXT: &str = "sprinters *";

pub(super) fn root_key(stack: &mut Stack, role: &Resource<iam::Role>) -> Resource<keys::Key> {
    let key = keys::Key::new()
        .description("Root key of the Sprinters control plane: wraps the keys of the accounts")
        .enable_key_rotation(true)
        .pending_window_in_days(WAITS_DAYS)
        .key_policy(Policy::new(statements(role)));
    stack.resource(ROOT_KEY, key)
}

/// A key policy speaks about its own key, which has no ARN yet.
fn itself() -> ResourceArn<kms::resource::Key> {
    let any: Value<String> = "*".into_value();
    ResourceArn::from_value(&any)
}

fn statements(role: &Resource<iam::Role>) -> Vec<ErasedStatement> {
    let owner = Principal::account(pseudo::account_id());
    vec![
        Statement::allow("WrapKeysOfAccounts")
            .because("The control plane alone wraps and unwraps, and only what is bound to an account")
            .to_each((kms::action::Encrypt, kms::action::Decrypt))
            .on(itself())
            .when(kms::key::EncryptionContext("sprinters").like(CONTEXT))
            .erase()
            .by(&Principal::role(role.arn())),
        Statement::allow("LookAfterTheKey")
            .because("Administrators of this account see what the key is; none of these uses it")
            .to_each((
                kms::action::DescribeKey,
                kms::action::GetKeyPolicy,
                kms::action::GetKeyRotationStatus,
                kms::action::ListResourceTags,
            ))
            .on(itself())
            .erase()
            .by(&owner),
        Statement::allow("SwitchTheKey")
            .because("Whoever finds that the control plane was taken over closes everything it sealed by disabling one key")
            .to_each((
                kms::action::EnableKey,
                kms::action::DisableKey,
                kms::action::ScheduleKeyDeletion,
                kms::action::CancelKeyDeletion,
            ))
            .on(itself())
            .erase()
            .by(&owner),
        Statement::allow("ChangeTheKey")
            .because("CloudFormation changes the key with the rights of whoever updates the stack, and KMS wants somebody who may")
            .to_each((
                kms::action::PutKeyPolicy,
                kms::action::EnableKeyRotation,
                kms::action::UpdateKeyDescription,
                kms::action::TagResource,
                kms::action::UntagResource,
            ))
            .on(itself())
            .erase()
            .by(&owner),
    ]
}
