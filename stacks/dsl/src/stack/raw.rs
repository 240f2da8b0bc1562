//! A resource of a type that has no Rust type here.

use super::{Properties, ResourceSchema, ResourceType};
use serde_json::Value as JsonValue;
use std::borrow::Cow;

/// A resource of any type, its properties written by hand: for types that nobody named to the generator, custom
/// resources and modules. Nothing checks its properties; everything else is as for typed resources.
///
/// ```
/// use sprinters_dsl::prelude::*;
/// use sprinters_dsl::stack::RawResource;
///
/// let mut stack = Stack::new("A table");
/// let key = serde_json::json!([{"AttributeName": "id", "KeyType": "HASH"}]);
/// let table = stack.resource("Orders", RawResource::new("AWS::DynamoDB::Table").raw_property("KeySchema", key));
/// let arn: Value<Arn> = table.get_att("Arn");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct RawResource {
    kind: String,
    properties: Properties,
}

impl RawResource {
    /// A resource of this type, without properties.
    #[must_use]
    pub fn new(kind: &str) -> Self {
        Self { kind: kind.to_owned(), properties: Properties::new() }
    }

    /// With these properties: an object.
    #[must_use]
    pub fn with_properties(mut self, properties: JsonValue) -> Self {
        if let JsonValue::Object(properties) = properties {
            for (name, value) in properties {
                self = self.raw_property(&name, value);
            }
        }
        self
    }
}

/// What is known of a type that has no schema here: nothing.
pub(crate) static UNKNOWN: ResourceSchema = ResourceSchema { name: "", tags: None, properties: &[] };

impl ResourceType for RawResource {
    const TYPE: &'static str = "";
    const SCHEMA: &'static ResourceSchema = &UNKNOWN;
    type Reference = String;

    fn type_name(&self) -> Cow<'static, str> {
        Cow::Owned(self.kind.clone())
    }

    fn into_properties(self) -> Properties {
        self.properties
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.properties
    }
}
