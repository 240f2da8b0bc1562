//! Conditions of a template: `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not`.

use super::{IntoValue, TextKind, Value};
use serde_json::{Value as JsonValue, json};

/// A named condition of a stack, from [`crate::stack::Stack::condition`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    name: String,
}

impl Condition {
    pub(crate) fn named(name: &str) -> Self {
        Self { name: name.to_owned() }
    }

    /// The logical name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// What a condition tests, before it has a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Test(JsonValue);

impl Test {
    pub(crate) fn into_json(self) -> JsonValue {
        self.0
    }
}

/// Whatever can be tested: a named condition or a test.
pub trait IntoTest {
    /// Turns it into a test.
    fn into_test(self) -> Test;
}

impl IntoTest for Test {
    fn into_test(self) -> Test {
        self
    }
}

impl IntoTest for &Condition {
    fn into_test(self) -> Test {
        Test(json!({"Condition": self.name}))
    }
}

/// `Fn::Equals`: both sides are the same text.
pub fn equals<T: TextKind>(left: impl IntoValue<T>, right: impl IntoValue<T>) -> Test {
    Test(json!({"Fn::Equals": [left.into_value().into_json(), right.into_value().into_json()]}))
}

/// `Fn::Not`.
pub fn not(test: impl IntoTest) -> Test {
    Test(json!({"Fn::Not": [test.into_test().0]}))
}

/// `Fn::And`: 2 to 10 tests, all of them; CloudFormation's bounds are checked before output.
pub fn all<I: IntoTest>(tests: impl IntoIterator<Item = I>) -> Test {
    Test(json!({"Fn::And": tests.into_iter().map(|test| test.into_test().0).collect::<Vec<_>>()}))
}

/// `Fn::Or`: 2 to 10 tests, at least one of them; CloudFormation's bounds are checked before output.
pub fn any<I: IntoTest>(tests: impl IntoIterator<Item = I>) -> Test {
    Test(json!({"Fn::Or": tests.into_iter().map(|test| test.into_test().0).collect::<Vec<_>>()}))
}

impl<T: TextKind> Value<T> {
    /// A test that the text is empty: CloudFormation's way to say that an optional parameter was not given.
    pub fn is_empty(&self) -> Test {
        Test(json!({"Fn::Equals": [self.to_json(), ""]}))
    }
}
