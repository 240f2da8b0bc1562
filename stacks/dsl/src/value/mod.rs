//! Typed values: what a property, a condition or an output may hold.
//!
//! A [`Value<T>`] is a piece of a template that CloudFormation turns into a `T` at deployment: a literal, a reference
//! to a parameter or a resource, or an intrinsic function over other values. The type survives every intrinsic, so a
//! subnet id can't land where an ARN is wanted, however it was computed.
//!
//! References come only from handles ([`crate::stack::Parameter`], [`crate::stack::Resource`]), never from names, so a
//! reference to nothing can't be written.

mod condition;
mod intrinsic;
mod kind;
mod lookup;
mod text;

pub(crate) use crate::text_enum;
pub use condition::{Condition, IntoTest, Test, all, any, equals, not};
pub use intrinsic::{only_when, when};
pub use kind::{
    AccountId, Arn, AvailabilityZone, CidrBlock, ImageId, InstanceProfileArn, InstanceProfileName, InstanceType, Json,
    KeyArn, KeyId, Kind, LaunchTemplateId, LaunchTemplateVersion, LogGroupArn, LogGroupName, ManagedPolicyArn,
    Partition, PolicyDocument, Region, RoleArn, RoleName, S3BucketArn, S3BucketName, SecurityGroupId,
    SecurityGroupName, StackId, SubnetId, Tag, TextKind, TopicArn, TopicName, ValueError, VpcEndpointId, VpcId,
};
pub use lookup::{
    availability_zones, cidr, imported, resolve_secret, resolve_secure_string, resolve_string, zones_of_this_region,
};
pub use text::{IntoPart, Part, text};

use serde_json::Value as JsonValue;
use std::marker::PhantomData;

/// A piece of a template that becomes a `T` at deployment.
///
/// ```
/// use sprinters_dsl::prelude::*;
///
/// let mut stack = Stack::new("One bucket");
/// let team = stack.parameter("Team", text_parameter().describe("Who pays"));
/// // A typed `Fn::Sub`: parts are values, not names in a string.
/// let name: Value<String> = text(["cache-".part(), team.part()]);
/// assert_eq!(name.to_json(), serde_json::json!({"Fn::Sub": "cache-${Team}"}));
/// ```
pub struct Value<T> {
    json: JsonValue,
    kind: PhantomData<fn() -> T>,
}

impl<T> Value<T> {
    /// The value as CloudFormation JSON, intrinsics in their long form.
    pub fn to_json(&self) -> JsonValue {
        self.json.clone()
    }

    /// Takes the JSON out.
    pub fn into_json(self) -> JsonValue {
        self.json
    }

    /// Says that this is a `U` although the compiler can't know.
    ///
    /// The one way around the types: for values whose kind AWS documents but no schema states. Write the reason beside
    /// each use.
    #[must_use]
    pub fn assume<U>(self) -> Value<U> {
        Value::from_json(self.json)
    }

    /// A piece of a template written by hand: an intrinsic that has no function here, or a macro's.
    ///
    /// Nothing checks that it becomes a `T`. That names in it exist is checked before output, as everywhere.
    ///
    /// ```
    /// use sprinters_dsl::prelude::*;
    /// let length: Value<i64> = Value::raw(serde_json::json!({"Fn::Length": ["a", "b"]}));
    /// assert_eq!(length.to_json(), serde_json::json!({"Fn::Length": ["a", "b"]}));
    /// ```
    pub fn raw(json: JsonValue) -> Self {
        Self::from_json(json)
    }

    pub(crate) fn from_json(json: JsonValue) -> Self {
        Self { json, kind: PhantomData }
    }
}

impl<T: TextKind> Value<T> {
    /// The same value as plain text, for properties that take any text.
    #[must_use]
    pub fn as_text(&self) -> Value<String> {
        Value::from_json(self.json.clone())
    }
}

impl<T> Clone for Value<T> {
    fn clone(&self) -> Self {
        Self { json: self.json.clone(), kind: PhantomData }
    }
}

impl<T> std::fmt::Debug for Value<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}", self.json)
    }
}

impl<T> PartialEq for Value<T> {
    fn eq(&self, other: &Self) -> bool {
        self.json == other.json
    }
}

/// Whatever can stand where a [`Value<T>`] is wanted: a literal of the right type, a value, a parameter.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't stand where a `{T}` is wanted",
    label = "this is not a `{T}`",
    note = "ids, names and ARNs are types of their own: take them from a handle (`subnet.reference()`, `role.arn()`), a typed parameter, or parse them (`Value::<{T}>::literal(\"…\")`)"
)]
pub trait IntoValue<T> {
    /// Turns it into a value.
    fn into_value(self) -> Value<T>;
}

impl<T> IntoValue<T> for Value<T> {
    fn into_value(self) -> Value<T> {
        self
    }
}

impl<T> IntoValue<T> for &Value<T> {
    fn into_value(self) -> Value<T> {
        self.clone()
    }
}

impl IntoValue<String> for &str {
    fn into_value(self) -> Value<String> {
        Value::from_json(JsonValue::from(self))
    }
}

impl IntoValue<String> for String {
    fn into_value(self) -> Value<String> {
        Value::from_json(JsonValue::from(self))
    }
}

impl IntoValue<String> for &String {
    fn into_value(self) -> Value<String> {
        Value::from_json(JsonValue::from(self.as_str()))
    }
}

impl IntoValue<i64> for i64 {
    fn into_value(self) -> Value<i64> {
        Value::from_json(JsonValue::from(self))
    }
}

impl IntoValue<f64> for f64 {
    fn into_value(self) -> Value<f64> {
        Value::from_json(JsonValue::from(self))
    }
}

impl IntoValue<bool> for bool {
    fn into_value(self) -> Value<bool> {
        Value::from_json(JsonValue::from(self))
    }
}

impl IntoValue<Json> for JsonValue {
    fn into_value(self) -> Value<Json> {
        Value::from_json(self)
    }
}

impl<T, V: IntoValue<T>, const N: usize> IntoValue<Vec<T>> for [V; N] {
    fn into_value(self) -> Value<Vec<T>> {
        list(self)
    }
}

impl<T, V: IntoValue<T>> IntoValue<Vec<T>> for Vec<V> {
    fn into_value(self) -> Value<Vec<T>> {
        list(self)
    }
}

/// For [`text_enum`]: a value that is this text.
#[doc(hidden)]
pub fn text_value<T>(text: &str) -> Value<T> {
    Value::from_json(JsonValue::from(text))
}

fn list<T, V: IntoValue<T>>(items: impl IntoIterator<Item = V>) -> Value<Vec<T>> {
    Value::from_json(JsonValue::Array(items.into_iter().map(|item| item.into_value().into_json()).collect()))
}
