//! Values that stand elsewhere: zones of a region, parts of a network, exports of other stacks, secrets and parameters.

use super::{AvailabilityZone, CidrBlock, IntoValue, Region, TextKind, Value};
use serde_json::json;

/// `Fn::GetAZs`: the availability zones of a region in which the account has a default subnet, or all.
///
/// ```
/// use sprinters_dsl::prelude::*;
/// use sprinters_dsl::value::zones_of_this_region;
/// let first: Value<AvailabilityZone> = zones_of_this_region().select(0);
/// assert_eq!(first.to_json(), serde_json::json!({"Fn::Select": [0, {"Fn::GetAZs": ""}]}));
/// ```
pub fn availability_zones(region: impl IntoValue<Region>) -> Value<Vec<AvailabilityZone>> {
    Value::from_json(json!({"Fn::GetAZs": region.into_value().into_json()}))
}

/// `Fn::GetAZs` of the region that the stack is installed in.
pub fn zones_of_this_region() -> Value<Vec<AvailabilityZone>> {
    Value::from_json(json!({"Fn::GetAZs": ""}))
}

/// `Fn::Cidr`: a network's parts, `count` of them (1 to 256) with `bits` for the hosts of each: 8 bits make a /24.
pub fn cidr(block: impl IntoValue<CidrBlock>, count: u16, bits: u8) -> Value<Vec<CidrBlock>> {
    Value::from_json(json!({"Fn::Cidr": [block.into_value().into_json(), count, bits.to_string()]}))
}

/// `Fn::ImportValue`: what another stack of this account and region exports under the name.
///
/// Nothing checks what the export is; between stacks of one [`crate::app::App`] an [`crate::app::Export`] does.
pub fn imported<T>(name: impl IntoValue<String>) -> Value<T> {
    Value::from_json(json!({"Fn::ImportValue": name.into_value().into_json()}))
}

/// A dynamic reference to a secret in Secrets Manager, by its name or ARN; `key` is a key of its JSON, empty for all of
/// it. CloudFormation reads it at deployment, and the template never holds it.
pub fn resolve_secret(secret: &impl SecretName, key: &str) -> Value<String> {
    let (before, value, after) = ("{{resolve:secretsmanager:", secret.name(), format!(":SecretString:{key}}}}}"));
    match value.as_str() {
        Some(name) => Value::from_json(json!(format!("{before}{name}{after}"))),
        None => Value::from_json(json!({"Fn::Join": ["", [before, value, after]]})),
    }
}

/// What names a secret: its name, or a value that CloudFormation knows at deployment.
pub trait SecretName {
    /// As CloudFormation JSON.
    fn name(&self) -> serde_json::Value;
}

impl SecretName for str {
    fn name(&self) -> serde_json::Value {
        json!(self)
    }
}

impl SecretName for &str {
    fn name(&self) -> serde_json::Value {
        json!(self)
    }
}

impl<T: TextKind> SecretName for Value<T> {
    fn name(&self) -> serde_json::Value {
        self.to_json()
    }
}

/// A dynamic reference to a text in Systems Manager's Parameter Store, its newest version.
pub fn resolve_string(parameter: &str) -> Value<String> {
    Value::from_json(json!(format!("{{{{resolve:ssm:{parameter}}}}}")))
}

/// A dynamic reference to a secure string in the Parameter Store. CloudFormation takes it for a few properties alone,
/// such as passwords: "Get a secure string value" in its user guide lists them.
pub fn resolve_secure_string(parameter: &str) -> Value<String> {
    Value::from_json(json!(format!("{{{{resolve:ssm-secure:{parameter}}}}}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_to_elsewhere_are_written_as_cloudformation_reads_them() {
        assert_eq!(resolve_secret(&"db", "password").to_json(), "{{resolve:secretsmanager:db:SecretString:password}}");
        let named: Value<String> = Value::from_json(json!({"Ref": "Secret"}));
        assert_eq!(
            resolve_secret(&named, "").to_json(),
            json!({"Fn::Join": ["", ["{{resolve:secretsmanager:", {"Ref": "Secret"}, ":SecretString:}}"]]})
        );
        assert_eq!(resolve_string("/vpc/id").to_json(), "{{resolve:ssm:/vpc/id}}");
        assert_eq!(resolve_secure_string("/db").to_json(), "{{resolve:ssm-secure:/db}}");
        let block: Value<CidrBlock> = Value::literal("10.0.0.0/16").unwrap();
        assert_eq!(cidr(block, 4, 8).to_json(), json!({"Fn::Cidr": ["10.0.0.0/16", 4, "8"]}));
    }
}
