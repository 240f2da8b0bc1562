// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! What is nested in `AWS::EC2::Instance`.

use crate::stack::{Properties, PropertyFacts, ResourceSchema};
use crate::value::{self, IntoValue, Value};

/// `AssociationParameter` of `AWS::EC2::Instance`.
#[derive(Debug, Clone, PartialEq)]
pub struct AssociationParameter(Properties);

impl AssociationParameter {
    /// With what AWS requires: `Key`, `Value`.
    pub fn new(key: impl IntoValue<String>, value: impl IntoValue<Vec<String>>) -> Self {
        Self(Properties::new().set::<String>("Key", key).set::<Vec<String>>("Value", value))
    }
}

pub(crate) static ASSOCIATION_PARAMETER: ResourceSchema = ResourceSchema {
    name: "AssociationParameter",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<AssociationParameter> for AssociationParameter {
    fn into_value(self) -> Value<AssociationParameter> {
        self.0.into_value_of()
    }
}

/// `BlockDeviceMapping` of `AWS::EC2::Instance`.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockDeviceMapping(Properties);

impl BlockDeviceMapping {
    /// With what AWS requires: `DeviceName`.
    pub fn new(device_name: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("DeviceName", device_name))
    }

    /// `Ebs`.
    #[must_use]
    pub fn ebs(self, value: impl IntoValue<Ebs>) -> Self {
        Self(self.0.set::<Ebs>("Ebs", value))
    }

    /// `NoDevice`.
    #[must_use]
    pub fn no_device(self, value: impl IntoValue<value::Json>) -> Self {
        Self(self.0.set::<value::Json>("NoDevice", value))
    }

    /// `VirtualName`.
    #[must_use]
    pub fn virtual_name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("VirtualName", value))
    }
}

pub(crate) static BLOCK_DEVICE_MAPPING: ResourceSchema = ResourceSchema {
    name: "BlockDeviceMapping",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&EBS), ..PropertyFacts::new("Ebs") },
    ],
};

impl IntoValue<BlockDeviceMapping> for BlockDeviceMapping {
    fn into_value(self) -> Value<BlockDeviceMapping> {
        self.0.into_value_of()
    }
}

/// `CpuOptions` of `AWS::EC2::Instance`.
#[derive(Debug, Clone, PartialEq)]
pub struct CpuOptions(Properties);

impl Default for CpuOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl CpuOptions {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `CoreCount`.
    #[must_use]
    pub fn core_count(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("CoreCount", value))
    }

    /// `ThreadsPerCore`.
    #[must_use]
    pub fn threads_per_core(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("ThreadsPerCore", value))
    }
}

pub(crate) static CPU_OPTIONS: ResourceSchema = ResourceSchema {
    name: "CpuOptions",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<CpuOptions> for CpuOptions {
    fn into_value(self) -> Value<CpuOptions> {
        self.0.into_value_of()
    }
}

/// `CreditSpecification` of `AWS::EC2::Instance`.
#[derive(Debug, Clone, PartialEq)]
pub struct CreditSpecification(Properties);

impl Default for CreditSpecification {
    fn default() -> Self {
        Self::new()
    }
}

impl CreditSpecification {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `CPUCredits`.
    #[must_use]
    pub fn cpu_credits(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("CPUCredits", value))
    }
}

pub(crate) static CREDIT_SPECIFICATION: ResourceSchema = ResourceSchema {
    name: "CreditSpecification",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<CreditSpecification> for CreditSpecification {
    fn into_value(self) -> Value<CreditSpecification> {
        self.0.into_value_of()
    }
}

/// `Ebs` of `AWS::EC2::Instance`.
#[derive(Debug, Clone, PartialEq)]
pub struct Ebs(Properties);

impl Default for Ebs {
    fn default() -> Self {
        Self::new()
    }
}

impl Ebs {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `DeleteOnTermination`.
    #[must_use]
    pub fn delete_on_termination(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("DeleteOnTermination", value))
    }

    /// `Encrypted`.
    #[must_use]
    pub fn encrypted(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("Encrypted", value))
    }

    /// `Iops`.
    #[must_use]
    pub fn iops(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Iops", value))
    }

    /// `KmsKeyId`.
    #[must_use]
    pub fn kms_key_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("KmsKeyId", value))
    }

    /// `SnapshotId`.
    #[must_use]
    pub fn snapshot_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("SnapshotId", value))
    }

    /// `VolumeSize`.
    #[must_use]
    pub fn volume_size(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("VolumeSize", value))
    }

    /// `VolumeType`.
    #[must_use]
    pub fn volume_type(self, value: impl IntoValue<VolumeType>) -> Self {
        Self(self.0.set::<VolumeType>("VolumeType", value))
    }
}

pub(crate) static EBS: ResourceSchema = ResourceSchema {
    name: "Ebs",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<Ebs> for Ebs {
    fn into_value(self) -> Value<Ebs> {
        self.0.into_value_of()
    }
}

/// `ElasticGpuSpecification` of `AWS::EC2::Instance`.
#[derive(Debug, Clone, PartialEq)]
pub struct ElasticGpuSpecification(Properties);

impl ElasticGpuSpecification {
    /// With what AWS requires: `Type`.
    pub fn new(r#type: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("Type", r#type))
    }
}

pub(crate) static ELASTIC_GPU_SPECIFICATION: ResourceSchema = ResourceSchema {
    name: "ElasticGpuSpecification",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<ElasticGpuSpecification> for ElasticGpuSpecification {
    fn into_value(self) -> Value<ElasticGpuSpecification> {
        self.0.into_value_of()
    }
}

/// `ElasticInferenceAccelerator` of `AWS::EC2::Instance`.
#[derive(Debug, Clone, PartialEq)]
pub struct ElasticInferenceAccelerator(Properties);

impl ElasticInferenceAccelerator {
    /// With what AWS requires: `Type`.
    pub fn new(r#type: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("Type", r#type))
    }

    /// `Count`, at least 0.
    #[must_use]
    pub fn count(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Count", value))
    }
}

pub(crate) static ELASTIC_INFERENCE_ACCELERATOR: ResourceSchema = ResourceSchema {
    name: "ElasticInferenceAccelerator",
    tags: None,
    properties: &[
        PropertyFacts { minimum: Some(0.0), ..PropertyFacts::new("Count") },
    ],
};

impl IntoValue<ElasticInferenceAccelerator> for ElasticInferenceAccelerator {
    fn into_value(self) -> Value<ElasticInferenceAccelerator> {
        self.0.into_value_of()
    }
}

/// `EnaSrdSpecification` of `AWS::EC2::Instance`.
#[derive(Debug, Clone, PartialEq)]
pub struct EnaSrdSpecification(Properties);

impl Default for EnaSrdSpecification {
    fn default() -> Self {
        Self::new()
    }
}

impl EnaSrdSpecification {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `EnaSrdEnabled`.
    #[must_use]
    pub fn ena_srd_enabled(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("EnaSrdEnabled", value))
    }

    /// `EnaSrdUdpSpecification`.
    #[must_use]
    pub fn ena_srd_udp_specification(self, value: impl IntoValue<EnaSrdUdpSpecification>) -> Self {
        Self(self.0.set::<EnaSrdUdpSpecification>("EnaSrdUdpSpecification", value))
    }
}

pub(crate) static ENA_SRD_SPECIFICATION: ResourceSchema = ResourceSchema {
    name: "EnaSrdSpecification",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&ENA_SRD_UDP_SPECIFICATION), ..PropertyFacts::new("EnaSrdUdpSpecification") },
    ],
};

impl IntoValue<EnaSrdSpecification> for EnaSrdSpecification {
    fn into_value(self) -> Value<EnaSrdSpecification> {
        self.0.into_value_of()
    }
}

/// `EnaSrdUdpSpecification` of `AWS::EC2::Instance`.
#[derive(Debug, Clone, PartialEq)]
pub struct EnaSrdUdpSpecification(Properties);

impl Default for EnaSrdUdpSpecification {
    fn default() -> Self {
        Self::new()
    }
}

impl EnaSrdUdpSpecification {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `EnaSrdUdpEnabled`.
    #[must_use]
    pub fn ena_srd_udp_enabled(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("EnaSrdUdpEnabled", value))
    }
}

pub(crate) static ENA_SRD_UDP_SPECIFICATION: ResourceSchema = ResourceSchema {
    name: "EnaSrdUdpSpecification",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<EnaSrdUdpSpecification> for EnaSrdUdpSpecification {
    fn into_value(self) -> Value<EnaSrdUdpSpecification> {
        self.0.into_value_of()
    }
}

/// `EnclaveOptions` of `AWS::EC2::Instance`.
#[derive(Debug, Clone, PartialEq)]
pub struct EnclaveOptions(Properties);

impl Default for EnclaveOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl EnclaveOptions {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Enabled`.
    #[must_use]
    pub fn enabled(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("Enabled", value))
    }
}

pub(crate) static ENCLAVE_OPTIONS: ResourceSchema = ResourceSchema {
    name: "EnclaveOptions",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<EnclaveOptions> for EnclaveOptions {
    fn into_value(self) -> Value<EnclaveOptions> {
        self.0.into_value_of()
    }
}

/// `HibernationOptions` of `AWS::EC2::Instance`.
#[derive(Debug, Clone, PartialEq)]
pub struct HibernationOptions(Properties);

impl Default for HibernationOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl HibernationOptions {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Configured`.
    #[must_use]
    pub fn configured(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("Configured", value))
    }
}

pub(crate) static HIBERNATION_OPTIONS: ResourceSchema = ResourceSchema {
    name: "HibernationOptions",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<HibernationOptions> for HibernationOptions {
    fn into_value(self) -> Value<HibernationOptions> {
        self.0.into_value_of()
    }
}

/// `InstanceIpv6Address` of `AWS::EC2::Instance`.
#[derive(Debug, Clone, PartialEq)]
pub struct InstanceIpv6Address(Properties);

impl InstanceIpv6Address {
    /// With what AWS requires: `Ipv6Address`.
    pub fn new(ipv6_address: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("Ipv6Address", ipv6_address))
    }
}

pub(crate) static INSTANCE_IPV6_ADDRESS: ResourceSchema = ResourceSchema {
    name: "InstanceIpv6Address",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<InstanceIpv6Address> for InstanceIpv6Address {
    fn into_value(self) -> Value<InstanceIpv6Address> {
        self.0.into_value_of()
    }
}

/// `LaunchTemplateSpecification` of `AWS::EC2::Instance`.
#[derive(Debug, Clone, PartialEq)]
pub struct LaunchTemplateSpecification(Properties);

impl Default for LaunchTemplateSpecification {
    fn default() -> Self {
        Self::new()
    }
}

impl LaunchTemplateSpecification {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `LaunchTemplateId`.
    #[must_use]
    pub fn launch_template_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("LaunchTemplateId", value))
    }

    /// `LaunchTemplateName`.
    #[must_use]
    pub fn launch_template_name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("LaunchTemplateName", value))
    }

    /// `Version`.
    #[must_use]
    pub fn version(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Version", value))
    }
}

pub(crate) static LAUNCH_TEMPLATE_SPECIFICATION: ResourceSchema = ResourceSchema {
    name: "LaunchTemplateSpecification",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<LaunchTemplateSpecification> for LaunchTemplateSpecification {
    fn into_value(self) -> Value<LaunchTemplateSpecification> {
        self.0.into_value_of()
    }
}

/// `LicenseSpecification` of `AWS::EC2::Instance`.
#[derive(Debug, Clone, PartialEq)]
pub struct LicenseSpecification(Properties);

impl LicenseSpecification {
    /// With what AWS requires: `LicenseConfigurationArn`.
    pub fn new(license_configuration_arn: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("LicenseConfigurationArn", license_configuration_arn))
    }
}

pub(crate) static LICENSE_SPECIFICATION: ResourceSchema = ResourceSchema {
    name: "LicenseSpecification",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<LicenseSpecification> for LicenseSpecification {
    fn into_value(self) -> Value<LicenseSpecification> {
        self.0.into_value_of()
    }
}

/// `MetadataOptions` of `AWS::EC2::Instance`.
#[derive(Debug, Clone, PartialEq)]
pub struct MetadataOptions(Properties);

impl Default for MetadataOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl MetadataOptions {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `HttpEndpoint`.
    #[must_use]
    pub fn http_endpoint(self, value: impl IntoValue<HttpEndpoint>) -> Self {
        Self(self.0.set::<HttpEndpoint>("HttpEndpoint", value))
    }

    /// `HttpProtocolIpv6`.
    #[must_use]
    pub fn http_protocol_ipv6(self, value: impl IntoValue<HttpProtocolIpv6>) -> Self {
        Self(self.0.set::<HttpProtocolIpv6>("HttpProtocolIpv6", value))
    }

    /// `HttpPutResponseHopLimit`, 1 to 64.
    #[must_use]
    pub fn http_put_response_hop_limit(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("HttpPutResponseHopLimit", value))
    }

    /// `HttpTokens`.
    #[must_use]
    pub fn http_tokens(self, value: impl IntoValue<HttpTokens>) -> Self {
        Self(self.0.set::<HttpTokens>("HttpTokens", value))
    }

    /// `InstanceMetadataTags`.
    #[must_use]
    pub fn instance_metadata_tags(self, value: impl IntoValue<InstanceMetadataTags>) -> Self {
        Self(self.0.set::<InstanceMetadataTags>("InstanceMetadataTags", value))
    }
}

pub(crate) static METADATA_OPTIONS: ResourceSchema = ResourceSchema {
    name: "MetadataOptions",
    tags: None,
    properties: &[
        PropertyFacts { minimum: Some(1.0), maximum: Some(64.0), ..PropertyFacts::new("HttpPutResponseHopLimit") },
    ],
};

impl IntoValue<MetadataOptions> for MetadataOptions {
    fn into_value(self) -> Value<MetadataOptions> {
        self.0.into_value_of()
    }
}

/// `NetworkInterface` of `AWS::EC2::Instance`.
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkInterface(Properties);

impl NetworkInterface {
    /// With what AWS requires: `DeviceIndex`.
    pub fn new(device_index: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("DeviceIndex", device_index))
    }

    /// `AssociateCarrierIpAddress`.
    #[must_use]
    pub fn associate_carrier_ip_address(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("AssociateCarrierIpAddress", value))
    }

    /// `AssociatePublicIpAddress`.
    #[must_use]
    pub fn associate_public_ip_address(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("AssociatePublicIpAddress", value))
    }

    /// `DeleteOnTermination`.
    #[must_use]
    pub fn delete_on_termination(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("DeleteOnTermination", value))
    }

    /// `Description`.
    #[must_use]
    pub fn description(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Description", value))
    }

    /// `EnaSrdSpecification`.
    #[must_use]
    pub fn ena_srd_specification(self, value: impl IntoValue<EnaSrdSpecification>) -> Self {
        Self(self.0.set::<EnaSrdSpecification>("EnaSrdSpecification", value))
    }

    /// `GroupSet`.
    #[must_use]
    pub fn group_set(self, value: impl IntoValue<Vec<value::SecurityGroupId>>) -> Self {
        Self(self.0.set::<Vec<value::SecurityGroupId>>("GroupSet", value))
    }

    /// `Ipv6AddressCount`.
    #[must_use]
    pub fn ipv6_address_count(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Ipv6AddressCount", value))
    }

    /// `Ipv6Addresses`.
    #[must_use]
    pub fn ipv6_addresses(self, value: impl IntoValue<Vec<InstanceIpv6Address>>) -> Self {
        Self(self.0.set::<Vec<InstanceIpv6Address>>("Ipv6Addresses", value))
    }

    /// `NetworkInterfaceId`.
    #[must_use]
    pub fn network_interface_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("NetworkInterfaceId", value))
    }

    /// `PrivateIpAddress`.
    #[must_use]
    pub fn private_ip_address(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("PrivateIpAddress", value))
    }

    /// `PrivateIpAddresses`.
    #[must_use]
    pub fn private_ip_addresses(self, value: impl IntoValue<Vec<PrivateIpAddressSpecification>>) -> Self {
        Self(self.0.set::<Vec<PrivateIpAddressSpecification>>("PrivateIpAddresses", value))
    }

    /// `SecondaryPrivateIpAddressCount`.
    #[must_use]
    pub fn secondary_private_ip_address_count(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("SecondaryPrivateIpAddressCount", value))
    }

    /// `SubnetId`.
    #[must_use]
    pub fn subnet_id(self, value: impl IntoValue<value::SubnetId>) -> Self {
        Self(self.0.set::<value::SubnetId>("SubnetId", value))
    }
}

pub(crate) static NETWORK_INTERFACE: ResourceSchema = ResourceSchema {
    name: "NetworkInterface",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&ENA_SRD_SPECIFICATION), ..PropertyFacts::new("EnaSrdSpecification") },
        PropertyFacts { nested: Some(&INSTANCE_IPV6_ADDRESS), ..PropertyFacts::new("Ipv6Addresses") },
        PropertyFacts { nested: Some(&PRIVATE_IP_ADDRESS_SPECIFICATION), ..PropertyFacts::new("PrivateIpAddresses") },
    ],
};

impl IntoValue<NetworkInterface> for NetworkInterface {
    fn into_value(self) -> Value<NetworkInterface> {
        self.0.into_value_of()
    }
}

/// `PrivateDnsNameOptions` of `AWS::EC2::Instance`.
#[derive(Debug, Clone, PartialEq)]
pub struct PrivateDnsNameOptions(Properties);

impl Default for PrivateDnsNameOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl PrivateDnsNameOptions {
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
    pub fn hostname_type(self, value: impl IntoValue<HostnameType>) -> Self {
        Self(self.0.set::<HostnameType>("HostnameType", value))
    }
}

pub(crate) static PRIVATE_DNS_NAME_OPTIONS: ResourceSchema = ResourceSchema {
    name: "PrivateDnsNameOptions",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<PrivateDnsNameOptions> for PrivateDnsNameOptions {
    fn into_value(self) -> Value<PrivateDnsNameOptions> {
        self.0.into_value_of()
    }
}

/// `PrivateIpAddressSpecification` of `AWS::EC2::Instance`.
#[derive(Debug, Clone, PartialEq)]
pub struct PrivateIpAddressSpecification(Properties);

impl PrivateIpAddressSpecification {
    /// With what AWS requires: `Primary`, `PrivateIpAddress`.
    pub fn new(primary: impl IntoValue<bool>, private_ip_address: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<bool>("Primary", primary).set::<String>("PrivateIpAddress", private_ip_address))
    }
}

pub(crate) static PRIVATE_IP_ADDRESS_SPECIFICATION: ResourceSchema = ResourceSchema {
    name: "PrivateIpAddressSpecification",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<PrivateIpAddressSpecification> for PrivateIpAddressSpecification {
    fn into_value(self) -> Value<PrivateIpAddressSpecification> {
        self.0.into_value_of()
    }
}

/// `SsmAssociation` of `AWS::EC2::Instance`.
#[derive(Debug, Clone, PartialEq)]
pub struct SsmAssociation(Properties);

impl SsmAssociation {
    /// With what AWS requires: `DocumentName`.
    pub fn new(document_name: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("DocumentName", document_name))
    }

    /// `AssociationParameters`.
    #[must_use]
    pub fn association_parameters(self, value: impl IntoValue<Vec<AssociationParameter>>) -> Self {
        Self(self.0.set::<Vec<AssociationParameter>>("AssociationParameters", value))
    }
}

pub(crate) static SSM_ASSOCIATION: ResourceSchema = ResourceSchema {
    name: "SsmAssociation",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&ASSOCIATION_PARAMETER), ..PropertyFacts::new("AssociationParameters") },
    ],
};

impl IntoValue<SsmAssociation> for SsmAssociation {
    fn into_value(self) -> Value<SsmAssociation> {
        self.0.into_value_of()
    }
}

/// `Volume` of `AWS::EC2::Instance`.
#[derive(Debug, Clone, PartialEq)]
pub struct Volume(Properties);

impl Volume {
    /// With what AWS requires: `Device`, `VolumeId`.
    pub fn new(device: impl IntoValue<String>, volume_id: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("Device", device).set::<String>("VolumeId", volume_id))
    }
}

pub(crate) static VOLUME: ResourceSchema = ResourceSchema {
    name: "Volume",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<Volume> for Volume {
    fn into_value(self) -> Value<Volume> {
        self.0.into_value_of()
    }
}

value::text_enum! {
    /// One of `default`, `host`.
    Affinity {
        /// `default`.
        Default = "default",
        /// `host`.
        Host = "host",
    }
}

value::text_enum! {
    /// One of `ip-name`, `resource-name`.
    HostnameType {
        /// `ip-name`.
        IpName = "ip-name",
        /// `resource-name`.
        ResourceName = "resource-name",
    }
}

value::text_enum! {
    /// One of `disabled`, `enabled`.
    HttpEndpoint {
        /// `disabled`.
        Disabled = "disabled",
        /// `enabled`.
        Enabled = "enabled",
    }
}

value::text_enum! {
    /// One of `disabled`, `enabled`.
    HttpProtocolIpv6 {
        /// `disabled`.
        Disabled = "disabled",
        /// `enabled`.
        Enabled = "enabled",
    }
}

value::text_enum! {
    /// One of `optional`, `required`.
    HttpTokens {
        /// `optional`.
        Optional = "optional",
        /// `required`.
        Required = "required",
    }
}

value::text_enum! {
    /// One of `stop`, `terminate`.
    InstanceInitiatedShutdownBehavior {
        /// `stop`.
        Stop = "stop",
        /// `terminate`.
        Terminate = "terminate",
    }
}

value::text_enum! {
    /// One of `disabled`, `enabled`.
    InstanceMetadataTags {
        /// `disabled`.
        Disabled = "disabled",
        /// `enabled`.
        Enabled = "enabled",
    }
}

value::text_enum! {
    /// One of `gp2`, `gp3`, `io1`, `io2`, `sc1`, `st1`, `standard`.
    VolumeType {
        /// `gp2`.
        Gp2 = "gp2",
        /// `gp3`.
        Gp3 = "gp3",
        /// `io1`.
        Io1 = "io1",
        /// `io2`.
        Io2 = "io2",
        /// `sc1`.
        Sc1 = "sc1",
        /// `st1`.
        St1 = "st1",
        /// `standard`.
        Standard = "standard",
    }
}

