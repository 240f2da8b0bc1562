//! Policies: statements in order, with their reasons carried to the resource's metadata.

use super::Principal;
use super::condition::RawCondition;
use crate::stack::object_at;
use crate::value::{Condition, IntoValue, Json, PolicyDocument, Value};
use serde_json::{Map, Value as JsonValue, json};

/// Where a statement keeps its reason until it is part of a resource: policy JSON has no place for one.
const REASON: &str = "$Reason";

/// A statement whose types are checked and forgotten.
#[derive(Debug, Clone)]
pub struct ErasedStatement {
    json: Map<String, JsonValue>,
    when: Option<Condition>,
}

impl ErasedStatement {
    pub(crate) fn new(effect: &str, sid: String, reason: String, actions: &[&str], resources: Vec<JsonValue>) -> Self {
        let mut json = Self::head(effect, sid, reason);
        json.insert("Action".to_owned(), one_or_list(actions.iter().map(|action| json!(action)).collect()));
        json.insert("Resource".to_owned(), one_or_list(resources));
        Self { json, when: None }
    }

    /// A statement that allows, written by hand: for services whose actions nobody typed. Nothing checks the names of
    /// its actions before `check` does; the guardrails look at it as at every other one.
    #[must_use]
    pub fn raw<T>(sid: &str, reason: &str, actions: &[&str], resources: &[Value<T>]) -> Self {
        let resources = resources.iter().map(Value::to_json).collect();
        Self::new("Allow", sid.to_owned(), reason.to_owned(), actions, resources)
    }

    pub(super) fn trust(sid: String, reason: String, principal: &Principal, action: &str) -> Self {
        let mut json = Self::head("Allow", sid, reason);
        json.insert("Principal".to_owned(), principal.to_json());
        json.insert("Action".to_owned(), json!(action));
        Self { json, when: None }
    }

    fn head(effect: &str, sid: String, reason: String) -> Map<String, JsonValue> {
        let mut json = Map::new();
        json.insert("Sid".to_owned(), JsonValue::String(sid));
        json.insert(REASON.to_owned(), JsonValue::String(reason));
        json.insert("Effect".to_owned(), json!(effect));
        json
    }

    /// Names who may do it: for the policies of buckets, keys and topics.
    #[must_use]
    pub fn by(mut self, principal: &Principal) -> Self {
        self.json.insert("Principal".to_owned(), principal.to_json());
        self
    }

    pub(crate) fn condition(&mut self, raw: RawCondition) {
        let operators = object_at(&mut self.json, "Condition");
        let block = operators.remove(&raw.operator);
        operators.insert(raw.operator, with_key(block.as_ref(), &raw.key, &raw.values));
    }

    /// Makes the operator with this key conditional: an operator left without a key would be a malformed policy.
    /// One action more, beside those that are there.
    pub(super) fn also(&mut self, action: &str) {
        let actions = self.json.entry("Action").or_insert(json!([]));
        let mut all = match actions.take() {
            JsonValue::Array(all) => all,
            one => vec![one],
        };
        all.push(json!(action));
        *actions = one_or_list(all);
    }

    pub(super) fn condition_when(&mut self, given: &Condition, inverted: bool, raw: RawCondition) {
        let operators = object_at(&mut self.json, "Condition");
        let without = operators.remove(&raw.operator);
        let with = with_key(without.as_ref(), &raw.key, &raw.values);
        let without = without.unwrap_or_else(|| json!({"Ref": "AWS::NoValue"}));
        let choice = if inverted { json!([given.name(), without, with]) } else { json!([given.name(), with, without]) };
        operators.insert(raw.operator, json!({"Fn::If": choice}));
    }

    pub(super) fn only_when(&mut self, condition: &Condition) {
        self.when = Some(condition.clone());
    }

    fn into_json(self) -> JsonValue {
        let statement = JsonValue::Object(self.json);
        match self.when {
            Some(condition) => json!({"Fn::If": [condition.name(), statement, {"Ref": "AWS::NoValue"}]}),
            None => statement,
        }
    }
}

/// An operator's keys and one more, in every branch that the operator has.
fn with_key(block: Option<&JsonValue>, key: &str, values: &JsonValue) -> JsonValue {
    let Some(keys) = block.and_then(JsonValue::as_object).filter(|keys| !keys.contains_key("Ref")) else {
        return json!({key: values});
    };
    if let Some([name, then, otherwise]) = keys.get("Fn::If").and_then(JsonValue::as_array).map(Vec::as_slice) {
        return json!({"Fn::If": [name, with_key(Some(then), key, values), with_key(Some(otherwise), key, values)]});
    }
    let mut keys = keys.clone();
    keys.insert(key.to_owned(), values.clone());
    JsonValue::Object(keys)
}

fn one_or_list(mut items: Vec<JsonValue>) -> JsonValue {
    if items.len() == 1 { items.remove(0) } else { JsonValue::Array(items) }
}

/// A policy document: what may be done to which resources.
///
/// Stands where a property wants a policy document. When the resource is added to a stack, the reasons of the
/// statements go to the resource's `Metadata`.
#[derive(Debug, Clone)]
pub struct Policy {
    statements: Vec<ErasedStatement>,
}

impl Policy {
    /// A policy of these statements, in this order.
    pub fn new(statements: impl IntoIterator<Item = ErasedStatement>) -> Self {
        Self { statements: statements.into_iter().collect() }
    }
}

impl IntoValue<PolicyDocument> for Policy {
    fn into_value(self) -> Value<PolicyDocument> {
        let statements: Vec<JsonValue> = self.statements.into_iter().map(ErasedStatement::into_json).collect();
        Value::from_json(json!({"Version": "2012-10-17", "Statement": statements}))
    }
}

/// Properties that a schema leaves open take a policy as well: `policy.into_value()`.
impl IntoValue<Json> for Value<PolicyDocument> {
    fn into_value(self) -> Value<Json> {
        self.assume()
    }
}

/// Takes the reasons out of every policy in the properties, by statement id.
pub(crate) fn take_reasons(properties: &mut Map<String, JsonValue>) -> Map<String, JsonValue> {
    let mut reasons = Map::new();
    properties.values_mut().for_each(|value| take_from(value, &mut reasons));
    reasons
}

fn take_from(value: &mut JsonValue, reasons: &mut Map<String, JsonValue>) {
    match value {
        JsonValue::Object(object) => {
            if let Some(reason) = object.shift_remove(REASON) {
                let sid = object.get("Sid").and_then(JsonValue::as_str).unwrap_or_default();
                reasons.insert(sid.to_owned(), reason);
            }
            object.values_mut().for_each(|value| take_from(value, reasons));
        }
        JsonValue::Array(items) => items.iter_mut().for_each(|item| take_from(item, reasons)),
        JsonValue::Null | JsonValue::Bool(_) | JsonValue::Number(_) | JsonValue::String(_) => {}
    }
}
