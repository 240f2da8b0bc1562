//! ARNs of the resources that a statement is about, typed by resource type.

use crate::value::{IntoPart, Part, TextKind, Value, text};
use serde_json::Value as JsonValue;
use std::marker::PhantomData;

/// A resource type of the Service Authorization Reference, e.g. EC2's `instance`.
pub trait ResourceKind {
    /// `SERVICE:TYPE`, e.g. `ec2:instance`.
    const NAME: &'static str;
}

/// The ARN of resources of one type, perhaps with wildcards in the resource part.
pub struct ResourceArn<R> {
    parts: Vec<ArnPart>,
    kind: PhantomData<fn() -> R>,
}

/// A piece of an ARN's template.
#[derive(Debug, Clone)]
pub enum ArnPart {
    /// Words that are always the same.
    Literal(&'static str),
    /// The partition.
    Partition,
    /// The region.
    Region,
    /// The account.
    Account,
    /// What the caller gave.
    Given(Part),
}

/// What can name a resource inside an ARN: literal text, perhaps with `*`, or a value.
pub trait IntoArnPart {
    /// Turns it into a part of an ARN.
    fn into_arn_part(self) -> ArnPart;
}

impl<P: IntoPart> IntoArnPart for P {
    fn into_arn_part(self) -> ArnPart {
        ArnPart::Given(self.part())
    }
}

impl<R: ResourceKind> ResourceArn<R> {
    /// For generated code: an ARN from the pieces of AWS's template.
    pub fn from_parts(parts: impl IntoIterator<Item = ArnPart>) -> Self {
        Self { parts: parts.into_iter().collect(), kind: PhantomData }
    }

    /// An ARN that a resource or a parameter gives, e.g. `bucket.arn()`.
    ///
    /// The kinds of AWS's schemas and its authorization reference have different names, so the compiler can't check
    /// this step; everything after it is checked.
    pub fn from_value<T: TextKind>(value: &Value<T>) -> Self {
        Self { parts: vec![ArnPart::Given(value.part())], kind: PhantomData }
    }

    /// The same resource in another account, e.g. a shared subnet's owner.
    #[must_use]
    pub fn owned_by(self, account: impl IntoPart) -> Self {
        let account = account.part();
        self.replace(|part| matches!(part, ArnPart::Account), &account)
    }

    /// The same resource in another region.
    #[must_use]
    pub fn in_region(self, region: impl IntoPart) -> Self {
        let region = region.part();
        self.replace(|part| matches!(part, ArnPart::Region), &region)
    }

    /// The ARN as a text value.
    pub fn to_value(&self) -> Value<String> {
        text(self.parts.iter().map(|part| match part {
            ArnPart::Literal(words) => words.part(),
            ArnPart::Partition => crate::stack::pseudo::partition().part(),
            ArnPart::Region => crate::stack::pseudo::region().part(),
            ArnPart::Account => crate::stack::pseudo::account_id().part(),
            ArnPart::Given(given) => given.clone(),
        }))
    }

    fn replace(mut self, applies: fn(&ArnPart) -> bool, with: &Part) -> Self {
        for part in self.parts.iter_mut().filter(|part| applies(part)) {
            *part = ArnPart::Given(with.clone());
        }
        self
    }
}

impl<R> Clone for ResourceArn<R> {
    fn clone(&self) -> Self {
        Self { parts: self.parts.clone(), kind: PhantomData }
    }
}

impl<R> std::fmt::Debug for ResourceArn<R> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries(&self.parts).finish()
    }
}

/// One ARN, or several of the same resource type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an ARN of `{R}`, which the action acts on",
    label = "AWS never evaluates the action on this",
    note = "the resource types of each action are in AWS's Service Authorization Reference"
)]
pub trait IntoArns<R> {
    /// The ARNs as CloudFormation JSON.
    fn into_arns(self) -> Vec<JsonValue>;
}

impl<R: ResourceKind> IntoArns<R> for ResourceArn<R> {
    fn into_arns(self) -> Vec<JsonValue> {
        vec![self.to_value().into_json()]
    }
}

impl<R: ResourceKind> IntoArns<R> for &ResourceArn<R> {
    fn into_arns(self) -> Vec<JsonValue> {
        vec![self.to_value().into_json()]
    }
}

impl<R: ResourceKind, const N: usize> IntoArns<R> for [ResourceArn<R>; N] {
    fn into_arns(self) -> Vec<JsonValue> {
        self.iter().map(|arn| arn.to_value().into_json()).collect()
    }
}

impl<R: ResourceKind> IntoArns<R> for Vec<ResourceArn<R>> {
    fn into_arns(self) -> Vec<JsonValue> {
        self.iter().map(|arn| arn.to_value().into_json()).collect()
    }
}
