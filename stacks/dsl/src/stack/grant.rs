//! Grants: what a role may do with a resource, in one line, with its reason.
//!
//! Everything that is granted to a role stands in one policy beside it, `…Grants`, and each statement's reason in the
//! policy's metadata.

use super::{Resource, Stack, object_at};
use crate::iam::{
    ErasedStatement, Policy, ResourceArn, Statement, kms, logs, s3 as s3_iam, sns as sns_iam, sqs as sqs_iam,
};
use crate::resources::{iam, kms as keys, logs as log_groups, s3, sns, sqs};
use crate::value::IntoValue;
use serde_json::{Value as JsonValue, json};

impl Stack {
    /// Lets a role do what a statement says.
    pub fn grant(&mut self, role: &Resource<iam::Role>, statement: impl Into<ErasedStatement>) {
        let id = format!("{}Grants", role.logical_id());
        let statement = Policy::new([statement.into()]);
        if !self.resources.iter().any(|entry| entry.id == id) {
            let policy = iam::Policy::new(statement, "grants").roles([role.reference().as_text()]);
            self.resource(&id, policy);
            return;
        }
        let mut document = statement.into_value().into_json();
        let reasons = document.as_object_mut().map(crate::iam::take_reasons).unwrap_or_default();
        let Some(entry) = self.resources.iter_mut().find(|entry| entry.id == id) else { return };
        object_at(object_at(&mut entry.attributes, "Metadata"), "Reasons").extend(reasons);
        let statements = object_at(&mut entry.properties, "PolicyDocument").entry("Statement").or_insert(json!([]));
        if let (JsonValue::Array(there), Some(JsonValue::Array(more))) = (statements, document.get("Statement")) {
            there.extend(more.iter().cloned());
        }
    }
}

impl Resource<sqs::Queue> {
    /// Lets a role receive and delete messages.
    pub fn grant_consume(&self, stack: &mut Stack, role: &Resource<iam::Role>, reason: &str) {
        let actions = (
            sqs_iam::action::ReceiveMessage,
            sqs_iam::action::DeleteMessage,
            sqs_iam::action::ChangeMessageVisibility,
            sqs_iam::action::GetQueueAttributes,
        );
        let statement = Statement::allow(&format!("Consume{}", self.logical_id())).because(reason);
        stack.grant(role, statement.to_each(actions).on(self));
    }

    /// Lets a role send messages.
    pub fn grant_send(&self, stack: &mut Stack, role: &Resource<iam::Role>, reason: &str) {
        let statement = Statement::allow(&format!("SendTo{}", self.logical_id())).because(reason);
        stack.grant(role, statement.to(sqs_iam::action::SendMessage).on(self));
    }
}

impl Resource<sns::Topic> {
    /// Lets a role publish.
    pub fn grant_publish(&self, stack: &mut Stack, role: &Resource<iam::Role>, reason: &str) {
        let statement = Statement::allow(&format!("PublishTo{}", self.logical_id())).because(reason);
        stack.grant(role, statement.to(sns_iam::action::Publish).on(self));
    }
}

impl Resource<s3::Bucket> {
    /// Lets a role read the objects whose keys match, `*` for all.
    pub fn grant_read(&self, stack: &mut Stack, role: &Resource<iam::Role>, keys: &str, reason: &str) {
        let statement = Statement::allow(&format!("Read{}", self.logical_id())).because(reason);
        stack.grant(role, statement.to(s3_iam::action::GetObject).on(s3_iam::resource::object(self.reference(), keys)));
    }

    /// Lets a role write objects whose keys match, without reading or deleting any.
    pub fn grant_write(&self, stack: &mut Stack, role: &Resource<iam::Role>, keys: &str, reason: &str) {
        let actions = (s3_iam::action::PutObject, s3_iam::action::AbortMultipartUpload);
        let statement = Statement::allow(&format!("Write{}", self.logical_id())).because(reason);
        stack.grant(role, statement.to_each(actions).on(s3_iam::resource::object(self.reference(), keys)));
    }

    /// Lets a role list the bucket.
    pub fn grant_list(&self, stack: &mut Stack, role: &Resource<iam::Role>, reason: &str) {
        let statement = Statement::allow(&format!("List{}", self.logical_id())).because(reason);
        stack.grant(role, statement.to(s3_iam::action::ListBucket).on(self));
    }
}

impl Resource<keys::Key> {
    /// Lets a role decrypt. The key's own policy must let the account's IAM policies count.
    pub fn grant_decrypt(&self, stack: &mut Stack, role: &Resource<iam::Role>, reason: &str) {
        let statement = Statement::allow(&format!("DecryptBy{}", self.logical_id())).because(reason);
        stack.grant(role, statement.to(kms::action::Decrypt).on(self));
    }

    /// Lets a role encrypt and make data keys.
    pub fn grant_encrypt(&self, stack: &mut Stack, role: &Resource<iam::Role>, reason: &str) {
        let actions = (kms::action::Encrypt, kms::action::GenerateDataKey);
        let statement = Statement::allow(&format!("EncryptBy{}", self.logical_id())).because(reason);
        stack.grant(role, statement.to_each(actions).on(self));
    }
}

impl Resource<log_groups::LogGroup> {
    /// Lets a role write its log.
    pub fn grant_write(&self, stack: &mut Stack, role: &Resource<iam::Role>, reason: &str) {
        let streams = logs::resource::log_stream(self.reference(), "*");
        let statement = Statement::allow(&format!("WriteTo{}", self.logical_id())).because(reason);
        stack.grant(role, statement.to_each((logs::action::CreateLogStream, logs::action::PutLogEvents)).on(streams));
    }
}

/// Resources that are of one type to IAM: their handles stand where its ARNs are wanted.
macro_rules! known_to_iam {
    ($($resource:path => $kind:path;)+) => {
        $(
            impl crate::iam::IntoArns<$kind> for &Resource<$resource> {
                fn into_arns(self) -> Vec<JsonValue> {
                    crate::iam::IntoArns::<$kind>::into_arns(ResourceArn::<$kind>::from_value(&arn(self)))
                }
            }
        )+
    };
}

/// Each type's own attribute that is its ARN.
fn arn<R: IamArn>(resource: &Resource<R>) -> crate::value::Value<crate::value::Arn> {
    R::arn(resource)
}

trait IamArn: Sized {
    fn arn(resource: &Resource<Self>) -> crate::value::Value<crate::value::Arn>;
}

macro_rules! iam_arn {
    ($($resource:path, $attribute:ident;)+) => {
        $(
            impl IamArn for $resource {
                fn arn(resource: &Resource<Self>) -> crate::value::Value<crate::value::Arn> {
                    resource.$attribute().assume()
                }
            }
        )+
    };
}

iam_arn! {
    iam::Role, arn;
    keys::Key, arn;
    s3::Bucket, arn;
    sns::Topic, topic_arn;
    sqs::Queue, arn;
}

known_to_iam! {
    iam::Role => crate::iam::iam::resource::Role;
    keys::Key => kms::resource::Key;
    s3::Bucket => s3_iam::resource::Bucket;
    sns::Topic => sns_iam::resource::Topic;
    sqs::Queue => sqs_iam::resource::Queue;
}
