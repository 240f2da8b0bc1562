// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! What is nested in `AWS::EC2::SecurityGroup`.

use crate::stack::{Properties, PropertyFacts, ResourceSchema};
use crate::value::{self, IntoValue, Value};

/// `Egress` of `AWS::EC2::SecurityGroup`.
#[derive(Debug, Clone, PartialEq)]
pub struct Egress(Properties);

impl Egress {
    /// With what AWS requires: `IpProtocol`.
    pub fn new(ip_protocol: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("IpProtocol", ip_protocol))
    }

    /// `CidrIp`.
    #[must_use]
    pub fn cidr_ip(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("CidrIp", value))
    }

    /// `CidrIpv6`.
    #[must_use]
    pub fn cidr_ipv6(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("CidrIpv6", value))
    }

    /// `Description`.
    #[must_use]
    pub fn description(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Description", value))
    }

    /// `DestinationPrefixListId`.
    #[must_use]
    pub fn destination_prefix_list_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("DestinationPrefixListId", value))
    }

    /// `DestinationSecurityGroupId`.
    #[must_use]
    pub fn destination_security_group_id(self, value: impl IntoValue<value::SecurityGroupId>) -> Self {
        Self(self.0.set::<value::SecurityGroupId>("DestinationSecurityGroupId", value))
    }

    /// `FromPort`, at least -1.
    #[must_use]
    pub fn from_port(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("FromPort", value))
    }

    /// `ToPort`, at least -1.
    #[must_use]
    pub fn to_port(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("ToPort", value))
    }
}

pub(crate) static EGRESS: ResourceSchema = ResourceSchema {
    name: "Egress",
    tags: None,
    properties: &[
        PropertyFacts { minimum: Some(-1.0), ..PropertyFacts::new("FromPort") },
        PropertyFacts { minimum: Some(-1.0), ..PropertyFacts::new("ToPort") },
    ],
};

impl IntoValue<Egress> for Egress {
    fn into_value(self) -> Value<Egress> {
        self.0.into_value_of()
    }
}

/// `Ingress` of `AWS::EC2::SecurityGroup`.
#[derive(Debug, Clone, PartialEq)]
pub struct Ingress(Properties);

impl Ingress {
    /// With what AWS requires: `IpProtocol`.
    pub fn new(ip_protocol: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("IpProtocol", ip_protocol))
    }

    /// `CidrIp`.
    #[must_use]
    pub fn cidr_ip(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("CidrIp", value))
    }

    /// `CidrIpv6`.
    #[must_use]
    pub fn cidr_ipv6(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("CidrIpv6", value))
    }

    /// `Description`.
    #[must_use]
    pub fn description(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Description", value))
    }

    /// `FromPort`, at least -1.
    #[must_use]
    pub fn from_port(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("FromPort", value))
    }

    /// `SourcePrefixListId`.
    #[must_use]
    pub fn source_prefix_list_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("SourcePrefixListId", value))
    }

    /// `SourceSecurityGroupId`.
    #[must_use]
    pub fn source_security_group_id(self, value: impl IntoValue<value::SecurityGroupId>) -> Self {
        Self(self.0.set::<value::SecurityGroupId>("SourceSecurityGroupId", value))
    }

    /// `SourceSecurityGroupName`.
    #[must_use]
    pub fn source_security_group_name(self, value: impl IntoValue<value::SecurityGroupName>) -> Self {
        Self(self.0.set::<value::SecurityGroupName>("SourceSecurityGroupName", value))
    }

    /// `SourceSecurityGroupOwnerId`.
    #[must_use]
    pub fn source_security_group_owner_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("SourceSecurityGroupOwnerId", value))
    }

    /// `ToPort`, at least -1.
    #[must_use]
    pub fn to_port(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("ToPort", value))
    }
}

pub(crate) static INGRESS: ResourceSchema = ResourceSchema {
    name: "Ingress",
    tags: None,
    properties: &[
        PropertyFacts { minimum: Some(-1.0), ..PropertyFacts::new("FromPort") },
        PropertyFacts { minimum: Some(-1.0), ..PropertyFacts::new("ToPort") },
    ],
};

impl IntoValue<Ingress> for Ingress {
    fn into_value(self) -> Value<Ingress> {
        self.0.into_value_of()
    }
}

