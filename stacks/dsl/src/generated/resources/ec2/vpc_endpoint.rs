// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! What is nested in `AWS::EC2::VPCEndpoint`.

use crate::stack::{Properties, PropertyFacts, ResourceSchema};
use crate::value::{self, IntoValue, Value};

/// `DnsOptionsSpecification` of `AWS::EC2::VPCEndpoint`.
#[derive(Debug, Clone, PartialEq)]
pub struct DnsOptionsSpecification(Properties);

impl Default for DnsOptionsSpecification {
    fn default() -> Self {
        Self::new()
    }
}

impl DnsOptionsSpecification {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `DnsRecordIpType`.
    #[must_use]
    pub fn dns_record_ip_type(self, value: impl IntoValue<DnsRecordIpType>) -> Self {
        Self(self.0.set::<DnsRecordIpType>("DnsRecordIpType", value))
    }

    /// `PrivateDnsOnlyForInboundResolverEndpoint`.
    #[must_use]
    pub fn private_dns_only_for_inbound_resolver_endpoint(self, value: impl IntoValue<PrivateDnsOnlyForInboundResolverEndpoint>) -> Self {
        Self(self.0.set::<PrivateDnsOnlyForInboundResolverEndpoint>("PrivateDnsOnlyForInboundResolverEndpoint", value))
    }

    /// `PrivateDnsPreference`.
    #[must_use]
    pub fn private_dns_preference(self, value: impl IntoValue<PrivateDnsPreference>) -> Self {
        Self(self.0.set::<PrivateDnsPreference>("PrivateDnsPreference", value))
    }

    /// `PrivateDnsSpecifiedDomains`, at most 10 elements.
    #[must_use]
    pub fn private_dns_specified_domains(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("PrivateDnsSpecifiedDomains", value))
    }
}

pub(crate) static DNS_OPTIONS_SPECIFICATION: ResourceSchema = ResourceSchema {
    name: "DnsOptionsSpecification",
    tags: None,
    properties: &[
        PropertyFacts { max_items: Some(10), ..PropertyFacts::new("PrivateDnsSpecifiedDomains") },
    ],
};

impl IntoValue<DnsOptionsSpecification> for DnsOptionsSpecification {
    fn into_value(self) -> Value<DnsOptionsSpecification> {
        self.0.into_value_of()
    }
}

value::text_enum! {
    /// One of `ipv4`, `ipv6`, `dualstack`, `service-defined`, `not-specified`.
    DnsRecordIpType {
        /// `ipv4`.
        Ipv4 = "ipv4",
        /// `ipv6`.
        Ipv6 = "ipv6",
        /// `dualstack`.
        Dualstack = "dualstack",
        /// `service-defined`.
        ServiceDefined = "service-defined",
        /// `not-specified`.
        NotSpecified = "not-specified",
    }
}

value::text_enum! {
    /// One of `ipv4`, `ipv6`, `dualstack`, `not-specified`.
    IpAddressType {
        /// `ipv4`.
        Ipv4 = "ipv4",
        /// `ipv6`.
        Ipv6 = "ipv6",
        /// `dualstack`.
        Dualstack = "dualstack",
        /// `not-specified`.
        NotSpecified = "not-specified",
    }
}

value::text_enum! {
    /// One of `OnlyInboundResolver`, `AllResolvers`, `NotSpecified`.
    PrivateDnsOnlyForInboundResolverEndpoint {
        /// `OnlyInboundResolver`.
        OnlyInboundResolver = "OnlyInboundResolver",
        /// `AllResolvers`.
        AllResolvers = "AllResolvers",
        /// `NotSpecified`.
        NotSpecified = "NotSpecified",
    }
}

value::text_enum! {
    /// One of `VERIFIED_DOMAINS_ONLY`, `ALL_DOMAINS`, `VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS`, `SPECIFIED_DOMAINS_ONLY`.
    PrivateDnsPreference {
        /// `VERIFIED_DOMAINS_ONLY`.
        VerifiedDomainsOnly = "VERIFIED_DOMAINS_ONLY",
        /// `ALL_DOMAINS`.
        AllDomains = "ALL_DOMAINS",
        /// `VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS`.
        VerifiedDomainsAndSpecifiedDomains = "VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS",
        /// `SPECIFIED_DOMAINS_ONLY`.
        SpecifiedDomainsOnly = "SPECIFIED_DOMAINS_ONLY",
    }
}

value::text_enum! {
    /// One of `Interface`, `Gateway`, `GatewayLoadBalancer`, `ServiceNetwork`, `Resource`, `Tunnel`.
    VpcEndpointType {
        /// `Interface`.
        Interface = "Interface",
        /// `Gateway`.
        Gateway = "Gateway",
        /// `GatewayLoadBalancer`.
        GatewayLoadBalancer = "GatewayLoadBalancer",
        /// `ServiceNetwork`.
        ServiceNetwork = "ServiceNetwork",
        /// `Resource`.
        Resource = "Resource",
        /// `Tunnel`.
        Tunnel = "Tunnel",
    }
}

