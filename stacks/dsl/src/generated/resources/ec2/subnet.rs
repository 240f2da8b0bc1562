// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! What is nested in `AWS::EC2::Subnet`.

use crate::stack::{Properties, ResourceSchema};
use crate::value::{IntoValue, Value};

/// `PrivateDnsNameOptionsOnLaunch` of `AWS::EC2::Subnet`.
#[derive(Debug, Clone, PartialEq)]
pub struct PrivateDnsNameOptionsOnLaunch(Properties);

impl Default for PrivateDnsNameOptionsOnLaunch {
    fn default() -> Self {
        Self::new()
    }
}

impl PrivateDnsNameOptionsOnLaunch {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `EnableResourceNameDnsAAAARecord`.
    #[must_use]
    pub fn enable_resource_name_dns_aaaa_record(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("EnableResourceNameDnsAAAARecord", value))
    }

    /// `EnableResourceNameDnsARecord`.
    #[must_use]
    pub fn enable_resource_name_dns_a_record(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("EnableResourceNameDnsARecord", value))
    }

    /// `HostnameType`.
    #[must_use]
    pub fn hostname_type(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("HostnameType", value))
    }
}

pub(crate) static PRIVATE_DNS_NAME_OPTIONS_ON_LAUNCH: ResourceSchema = ResourceSchema {
    name: "PrivateDnsNameOptionsOnLaunch",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<PrivateDnsNameOptionsOnLaunch> for PrivateDnsNameOptionsOnLaunch {
    fn into_value(self) -> Value<PrivateDnsNameOptionsOnLaunch> {
        self.0.into_value_of()
    }
}

