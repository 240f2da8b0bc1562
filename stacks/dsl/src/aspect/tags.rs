//! Tags on everything that can carry tags.

use super::Aspect;
use crate::stack::{Refusal, ResourceEntry};
use crate::value::{IntoValue, Tag};
use serde_json::Value as JsonValue;

/// Adds tags to every resource whose type has a list of tags, after the tags it has already.
#[derive(Debug)]
pub struct TagEverything {
    tags: Vec<JsonValue>,
}

impl TagEverything {
    /// These tags, in this order.
    pub fn with(tags: impl IntoIterator<Item = Tag>) -> Self {
        Self { tags: tags.into_iter().map(|tag| tag.into_value().into_json()).collect() }
    }
}

impl Aspect for TagEverything {
    fn visit(&self, resource: &mut ResourceEntry, refusals: &mut Vec<Refusal>) {
        let Some(property) = resource.schema().tags else { return };
        let path = format!("{}.{property}", resource.logical_id());
        let present =
            resource.properties_mut().entry(property.to_owned()).or_insert_with(|| JsonValue::Array(Vec::new()));
        let Some(list) = present.as_array_mut() else {
            let sentence =
                "tags are computed by an intrinsic; write them as a list so that more can be added".to_owned();
            refusals.push(Refusal::Aspect { path, sentence });
            return;
        };
        for tag in &self.tags {
            match list.iter().find(|existing| existing.get("Key") == tag.get("Key")) {
                Some(existing) if existing == tag => {}
                Some(existing) => refusals.push(Refusal::Aspect {
                    path: path.clone(),
                    sentence: format!("the tag {} is set to {} already", tag["Key"], existing["Value"]),
                }),
                None => list.push(tag.clone()),
            }
        }
    }
}
