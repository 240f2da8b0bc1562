//! Condition keys and operators: each key has a type, and each type has its operators.

use super::{ResourceArn, ResourceKind};
use crate::stack::Parameter;
use crate::value::{IntoValue, TextKind, Value};
use serde_json::{Value as JsonValue, json};
use std::marker::PhantomData;

/// The types that AWS gives to condition keys.
pub mod key_kind {
    /// Text.
    #[derive(Debug, Clone, Copy)]
    pub struct Text;
    /// A list of texts.
    #[derive(Debug, Clone, Copy)]
    pub struct TextList;
    /// An ARN.
    #[derive(Debug, Clone, Copy)]
    pub struct Arn;
    /// `true` or `false`.
    #[derive(Debug, Clone, Copy)]
    pub struct Bool;
    /// A number.
    #[derive(Debug, Clone, Copy)]
    pub struct Numeric;
    /// A point in time.
    #[derive(Debug, Clone, Copy)]
    pub struct Date;
    /// An IP address.
    #[derive(Debug, Clone, Copy)]
    pub struct Ip;
}

/// A condition key.
pub trait ConditionKey: Sized {
    /// Its type, one of [`key_kind`].
    type Kind;
    /// What a condition on it is: a [`KeyCondition`] that only fits where AWS supplies the key, or a
    /// [`GlobalCondition`] for keys that AWS supplies everywhere.
    type Condition: From<RawCondition>;
    /// The name as IAM writes it, `ec2:InstanceType`.
    fn name(&self) -> String;
}

/// Operator, key and values.
#[derive(Debug, Clone, PartialEq)]
pub struct RawCondition {
    pub(crate) operator: String,
    pub(crate) key: String,
    pub(crate) values: JsonValue,
}

/// A condition on a key that AWS supplies for some actions and resource types only.
#[derive(Debug, Clone)]
pub struct KeyCondition<K> {
    pub(crate) raw: RawCondition,
    key: PhantomData<fn() -> K>,
}

impl<K> From<RawCondition> for KeyCondition<K> {
    fn from(raw: RawCondition) -> Self {
        Self { raw, key: PhantomData }
    }
}

/// A condition on a key that AWS supplies in every request.
#[derive(Debug, Clone)]
pub struct GlobalCondition {
    pub(crate) raw: RawCondition,
}

impl From<RawCondition> for GlobalCondition {
    fn from(raw: RawCondition) -> Self {
        Self { raw }
    }
}

fn condition<K: ConditionKey>(key: &K, operator: &str, values: JsonValue) -> K::Condition {
    RawCondition { operator: operator.to_owned(), key: key.name(), values }.into()
}

/// One text or several, literal or computed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a text nor a list of texts",
    note = "give a literal, a `Value` of a text kind, a parameter, or an array of these"
)]
pub trait IntoTexts {
    /// The texts as CloudFormation JSON: one, or a list.
    fn into_texts(self) -> JsonValue;
}

impl IntoTexts for &str {
    fn into_texts(self) -> JsonValue {
        json!(self)
    }
}

impl IntoTexts for String {
    fn into_texts(self) -> JsonValue {
        json!(self)
    }
}

impl<T: TextKind> IntoTexts for Value<T> {
    fn into_texts(self) -> JsonValue {
        self.into_json()
    }
}

impl<T: TextKind> IntoTexts for &Value<T> {
    fn into_texts(self) -> JsonValue {
        self.to_json()
    }
}

impl<T: TextKind> IntoTexts for Value<Vec<T>> {
    fn into_texts(self) -> JsonValue {
        self.into_json()
    }
}

impl<T> IntoTexts for &Parameter<T> {
    fn into_texts(self) -> JsonValue {
        self.value().into_json()
    }
}

impl<V: IntoTexts, const N: usize> IntoTexts for [V; N] {
    fn into_texts(self) -> JsonValue {
        JsonValue::Array(self.into_iter().map(IntoTexts::into_texts).collect())
    }
}

impl<V: IntoTexts> IntoTexts for Vec<V> {
    fn into_texts(self) -> JsonValue {
        JsonValue::Array(self.into_iter().map(IntoTexts::into_texts).collect())
    }
}

/// Operators that every key has.
pub trait AnyKey: ConditionKey {
    /// `Null: true`: the request does not have the key.
    fn is_absent(&self) -> Self::Condition {
        condition(self, "Null", json!("true"))
    }

    /// `Null: false`: the request has the key.
    fn is_present(&self) -> Self::Condition {
        condition(self, "Null", json!("false"))
    }
}

impl<K: ConditionKey> AnyKey for K {}

macro_rules! operators {
    ($($(#[$trait_doc:meta])* $name:ident for $kind:ident { $($(#[$doc:meta])* $method:ident($argument:ident: $bound:ty => $values:expr) = $operator:literal;)+ })+) => {
        $(
            $(#[$trait_doc])*
            pub trait $name: ConditionKey<Kind = key_kind::$kind> {
                $(
                    $(#[$doc])*
                    fn $method(&self, $argument: $bound) -> Self::Condition {
                        condition(self, $operator, $values)
                    }
                )+
            }
            impl<K: ConditionKey<Kind = key_kind::$kind>> $name for K {}
        )+
    };
}

operators! {
    /// Operators on text keys.
    TextKey for Text {
        /// `StringEquals`: one of these, letter by letter.
        equals(values: impl IntoTexts => values.into_texts()) = "StringEquals";
        /// `StringEqualsIgnoreCase`.
        equals_ignore_case(values: impl IntoTexts => values.into_texts()) = "StringEqualsIgnoreCase";
        /// `StringLike`: matches one of these patterns with `*` and `?`.
        like(values: impl IntoTexts => values.into_texts()) = "StringLike";
        /// `StringEqualsIfExists`: one of these, or the key is absent.
        equals_if_exists(values: impl IntoTexts => values.into_texts()) = "StringEqualsIfExists";
        /// `StringLikeIfExists`: matches one of these patterns, or the key is absent.
        like_if_exists(values: impl IntoTexts => values.into_texts()) = "StringLikeIfExists";
        /// `StringNotEquals`: none of these; also true when the key is absent.
        not_equals(values: impl IntoTexts => values.into_texts()) = "StringNotEquals";
        /// `StringNotLike`: matches none of these; also true when the key is absent.
        not_like(values: impl IntoTexts => values.into_texts()) = "StringNotLike";
    }
    /// Operators on keys that hold a list.
    TextListKey for TextList {
        /// `ForAllValues:StringEquals`: no element beside these. True for an empty list: demand an element elsewhere.
        all_equal(values: impl IntoTexts => values.into_texts()) = "ForAllValues:StringEquals";
        /// `ForAllValues:StringLike`: no element that matches none of these. True for an empty list: demand an element
        /// elsewhere.
        all_like(values: impl IntoTexts => values.into_texts()) = "ForAllValues:StringLike";
        /// `ForAnyValue:StringEquals`: at least one element is one of these.
        any_equals(values: impl IntoTexts => values.into_texts()) = "ForAnyValue:StringEquals";
        /// `ForAnyValue:StringLike`: at least one element matches one of these.
        any_like(values: impl IntoTexts => values.into_texts()) = "ForAnyValue:StringLike";
    }
    /// Operators on keys that hold an ARN.
    ArnKey for Arn {
        /// `ArnEquals`: one of these ARNs.
        arn_equals(arns: impl ArnText => arns.into_arn_text()) = "ArnEquals";
        /// `ArnLike`: matches one of these ARNs, part by part, with `*` and `?`.
        arn_like(arns: impl ArnText => arns.into_arn_text()) = "ArnLike";
        /// `ArnEqualsIfExists`: one of these ARNs, or the key is absent.
        arn_equals_if_exists(arns: impl ArnText => arns.into_arn_text()) = "ArnEqualsIfExists";
        /// `ArnNotEquals`: none of these ARNs; also true when the key is absent.
        arn_not_equals(arns: impl ArnText => arns.into_arn_text()) = "ArnNotEquals";
    }
    /// Operators on keys that hold `true` or `false`.
    BoolKey for Bool {
        /// `Bool`.
        is(wanted: bool => json!(wanted.to_string())) = "Bool";
        /// `BoolIfExists`: this, or the key is absent.
        is_if_exists(wanted: bool => json!(wanted.to_string())) = "BoolIfExists";
    }
    /// Operators on keys that hold a number.
    NumericKey for Numeric {
        /// `NumericEquals`.
        is_number(wanted: impl IntoValue<i64> => number(wanted)) = "NumericEquals";
        /// `NumericLessThanEquals`.
        at_most(most: impl IntoValue<i64> => number(most)) = "NumericLessThanEquals";
        /// `NumericLessThanEqualsIfExists`: at most this, or the key is absent.
        at_most_if_exists(most: impl IntoValue<i64> => number(most)) = "NumericLessThanEqualsIfExists";
        /// `NumericGreaterThanEquals`.
        at_least(least: impl IntoValue<i64> => number(least)) = "NumericGreaterThanEquals";
    }
    /// Operators on keys that hold a point in time.
    DateKey for Date {
        /// `DateLessThan`, an ISO 8601 time.
        before(time: &str => json!(time)) = "DateLessThan";
        /// `DateGreaterThan`, an ISO 8601 time.
        after(time: &str => json!(time)) = "DateGreaterThan";
    }
    /// Operators on keys that hold an IP address.
    IpKey for Ip {
        /// `IpAddress`: inside one of these networks.
        within(networks: impl IntoTexts => networks.into_texts()) = "IpAddress";
        /// `NotIpAddress`: inside none of these networks; also true when the key is absent.
        not_within(networks: impl IntoTexts => networks.into_texts()) = "NotIpAddress";
    }
}

/// IAM writes numbers in conditions as text.
fn number(value: impl IntoValue<i64>) -> JsonValue {
    match value.into_value().into_json() {
        JsonValue::Number(number) => json!(number.to_string()),
        computed => computed,
    }
}

/// One ARN or several, for a condition on an ARN key.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an ARN",
    note = "give a `ResourceArn` (e.g. `ec2::resource::vpc(&vpc)`), a value of an ARN kind (e.g. `role.arn()`), or an array of these"
)]
pub trait ArnText {
    /// The ARNs as CloudFormation JSON.
    fn into_arn_text(self) -> JsonValue;
}

impl<R: ResourceKind> ArnText for ResourceArn<R> {
    fn into_arn_text(self) -> JsonValue {
        self.to_value().into_json()
    }
}

impl<R: ResourceKind> ArnText for &ResourceArn<R> {
    fn into_arn_text(self) -> JsonValue {
        self.to_value().into_json()
    }
}

impl<A: ArnText, const N: usize> ArnText for [A; N] {
    fn into_arn_text(self) -> JsonValue {
        JsonValue::Array(self.into_iter().map(ArnText::into_arn_text).collect())
    }
}

macro_rules! arn_values {
    ($($kind:ident)+) => {
        $(
            impl ArnText for Value<crate::value::$kind> {
                fn into_arn_text(self) -> JsonValue {
                    self.into_json()
                }
            }
            impl ArnText for &Value<crate::value::$kind> {
                fn into_arn_text(self) -> JsonValue {
                    self.to_json()
                }
            }
        )+
    };
}

arn_values! { Arn InstanceProfileArn KeyArn LogGroupArn ManagedPolicyArn RoleArn S3BucketArn StackId TopicArn }

impl ArnText for &Parameter<crate::value::RoleArn> {
    fn into_arn_text(self) -> JsonValue {
        self.value().into_json()
    }
}

impl ArnText for &Parameter<crate::value::KeyArn> {
    fn into_arn_text(self) -> JsonValue {
        self.value().into_json()
    }
}
