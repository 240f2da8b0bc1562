// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! Resource types, from AWS's published schemas (PyPI package cfn-lint, MIT-0).

pub mod instance;
pub mod launch_template;
pub mod security_group;
pub mod subnet;
pub mod vpc;
pub mod vpc_endpoint;

use crate::stack::{Properties, PropertyFacts, Resource, ResourceSchema, ResourceType};
use crate::value::{self, IntoValue, Value};

/// `AWS::EC2::Instance`.
#[derive(Debug, Clone, PartialEq)]
pub struct Instance(Properties);

impl Default for Instance {
    fn default() -> Self {
        Self::new()
    }
}

impl Instance {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `AdditionalInfo`.
    #[must_use]
    pub fn additional_info(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("AdditionalInfo", value))
    }

    /// `Affinity`.
    #[must_use]
    pub fn affinity(self, value: impl IntoValue<instance::Affinity>) -> Self {
        Self(self.0.set::<instance::Affinity>("Affinity", value))
    }

    /// `AvailabilityZone`; changing it replaces the resource.
    #[must_use]
    pub fn availability_zone(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("AvailabilityZone", value))
    }

    /// `BlockDeviceMappings`.
    #[must_use]
    pub fn block_device_mappings(self, value: impl IntoValue<Vec<instance::BlockDeviceMapping>>) -> Self {
        Self(self.0.set::<Vec<instance::BlockDeviceMapping>>("BlockDeviceMappings", value))
    }

    /// `CpuOptions`; changing it replaces the resource.
    #[must_use]
    pub fn cpu_options(self, value: impl IntoValue<instance::CpuOptions>) -> Self {
        Self(self.0.set::<instance::CpuOptions>("CpuOptions", value))
    }

    /// `CreditSpecification`.
    #[must_use]
    pub fn credit_specification(self, value: impl IntoValue<instance::CreditSpecification>) -> Self {
        Self(self.0.set::<instance::CreditSpecification>("CreditSpecification", value))
    }

    /// `DisableApiTermination`.
    #[must_use]
    pub fn disable_api_termination(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("DisableApiTermination", value))
    }

    /// `EbsOptimized`.
    #[must_use]
    pub fn ebs_optimized(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("EbsOptimized", value))
    }

    /// `ElasticGpuSpecifications`; changing it replaces the resource.
    #[must_use]
    pub fn elastic_gpu_specifications(self, value: impl IntoValue<Vec<instance::ElasticGpuSpecification>>) -> Self {
        Self(self.0.set::<Vec<instance::ElasticGpuSpecification>>("ElasticGpuSpecifications", value))
    }

    /// `ElasticInferenceAccelerators`; changing it replaces the resource.
    #[must_use]
    pub fn elastic_inference_accelerators(self, value: impl IntoValue<Vec<instance::ElasticInferenceAccelerator>>) -> Self {
        Self(self.0.set::<Vec<instance::ElasticInferenceAccelerator>>("ElasticInferenceAccelerators", value))
    }

    /// `EnclaveOptions`; changing it replaces the resource.
    #[must_use]
    pub fn enclave_options(self, value: impl IntoValue<instance::EnclaveOptions>) -> Self {
        Self(self.0.set::<instance::EnclaveOptions>("EnclaveOptions", value))
    }

    /// `HibernationOptions`; changing it replaces the resource.
    #[must_use]
    pub fn hibernation_options(self, value: impl IntoValue<instance::HibernationOptions>) -> Self {
        Self(self.0.set::<instance::HibernationOptions>("HibernationOptions", value))
    }

    /// `HostId`.
    #[must_use]
    pub fn host_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("HostId", value))
    }

    /// `HostResourceGroupArn`; changing it replaces the resource.
    #[must_use]
    pub fn host_resource_group_arn(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("HostResourceGroupArn", value))
    }

    /// `IamInstanceProfile`.
    #[must_use]
    pub fn iam_instance_profile(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("IamInstanceProfile", value))
    }

    /// `ImageId`; changing it replaces the resource.
    #[must_use]
    pub fn image_id(self, value: impl IntoValue<value::ImageId>) -> Self {
        Self(self.0.set::<value::ImageId>("ImageId", value))
    }

    /// `InstanceInitiatedShutdownBehavior`.
    #[must_use]
    pub fn instance_initiated_shutdown_behavior(self, value: impl IntoValue<instance::InstanceInitiatedShutdownBehavior>) -> Self {
        Self(self.0.set::<instance::InstanceInitiatedShutdownBehavior>("InstanceInitiatedShutdownBehavior", value))
    }

    /// `InstanceType`.
    #[must_use]
    pub fn instance_type(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("InstanceType", value))
    }

    /// `Ipv6AddressCount`; changing it replaces the resource.
    #[must_use]
    pub fn ipv6_address_count(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Ipv6AddressCount", value))
    }

    /// `Ipv6Addresses`; changing it replaces the resource.
    #[must_use]
    pub fn ipv6_addresses(self, value: impl IntoValue<Vec<instance::InstanceIpv6Address>>) -> Self {
        Self(self.0.set::<Vec<instance::InstanceIpv6Address>>("Ipv6Addresses", value))
    }

    /// `KernelId`.
    #[must_use]
    pub fn kernel_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("KernelId", value))
    }

    /// `KeyName`; changing it replaces the resource.
    #[must_use]
    pub fn key_name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("KeyName", value))
    }

    /// `LaunchTemplate`; changing it replaces the resource.
    #[must_use]
    pub fn launch_template(self, value: impl IntoValue<instance::LaunchTemplateSpecification>) -> Self {
        Self(self.0.set::<instance::LaunchTemplateSpecification>("LaunchTemplate", value))
    }

    /// `LicenseSpecifications`; changing it replaces the resource.
    #[must_use]
    pub fn license_specifications(self, value: impl IntoValue<Vec<instance::LicenseSpecification>>) -> Self {
        Self(self.0.set::<Vec<instance::LicenseSpecification>>("LicenseSpecifications", value))
    }

    /// `MetadataOptions`.
    #[must_use]
    pub fn metadata_options(self, value: impl IntoValue<instance::MetadataOptions>) -> Self {
        Self(self.0.set::<instance::MetadataOptions>("MetadataOptions", value))
    }

    /// `Monitoring`.
    #[must_use]
    pub fn monitoring(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("Monitoring", value))
    }

    /// `NetworkInterfaces`; changing it replaces the resource.
    #[must_use]
    pub fn network_interfaces(self, value: impl IntoValue<Vec<instance::NetworkInterface>>) -> Self {
        Self(self.0.set::<Vec<instance::NetworkInterface>>("NetworkInterfaces", value))
    }

    /// `PlacementGroupName`; changing it replaces the resource.
    #[must_use]
    pub fn placement_group_name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("PlacementGroupName", value))
    }

    /// `PrivateDnsNameOptions`.
    #[must_use]
    pub fn private_dns_name_options(self, value: impl IntoValue<instance::PrivateDnsNameOptions>) -> Self {
        Self(self.0.set::<instance::PrivateDnsNameOptions>("PrivateDnsNameOptions", value))
    }

    /// `PrivateIpAddress`; changing it replaces the resource.
    #[must_use]
    pub fn private_ip_address(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("PrivateIpAddress", value))
    }

    /// `PropagateTagsToVolumeOnCreation`.
    #[must_use]
    pub fn propagate_tags_to_volume_on_creation(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("PropagateTagsToVolumeOnCreation", value))
    }

    /// `RamdiskId`.
    #[must_use]
    pub fn ramdisk_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("RamdiskId", value))
    }

    /// `SecurityGroupIds`.
    #[must_use]
    pub fn security_group_ids(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("SecurityGroupIds", value))
    }

    /// `SecurityGroups`; changing it replaces the resource.
    #[must_use]
    pub fn security_groups(self, value: impl IntoValue<Vec<value::SecurityGroupName>>) -> Self {
        Self(self.0.set::<Vec<value::SecurityGroupName>>("SecurityGroups", value))
    }

    /// `SourceDestCheck`.
    #[must_use]
    pub fn source_dest_check(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("SourceDestCheck", value))
    }

    /// `SsmAssociations`.
    #[must_use]
    pub fn ssm_associations(self, value: impl IntoValue<Vec<instance::SsmAssociation>>) -> Self {
        Self(self.0.set::<Vec<instance::SsmAssociation>>("SsmAssociations", value))
    }

    /// `SubnetId`; changing it replaces the resource.
    #[must_use]
    pub fn subnet_id(self, value: impl IntoValue<value::SubnetId>) -> Self {
        Self(self.0.set::<value::SubnetId>("SubnetId", value))
    }

    /// `Tags`.
    #[must_use]
    pub fn tags(self, value: impl IntoValue<Vec<value::Tag>>) -> Self {
        Self(self.0.set::<Vec<value::Tag>>("Tags", value))
    }

    /// `Tenancy`.
    #[must_use]
    pub fn tenancy(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Tenancy", value))
    }

    /// `UserData`.
    #[must_use]
    pub fn user_data(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("UserData", value))
    }

    /// `Volumes`.
    #[must_use]
    pub fn volumes(self, value: impl IntoValue<Vec<instance::Volume>>) -> Self {
        Self(self.0.set::<Vec<instance::Volume>>("Volumes", value))
    }
}

pub(crate) static INSTANCE: ResourceSchema = ResourceSchema {
    name: "AWS::EC2::Instance",
    tags: Some("Tags"),
    properties: &[
        PropertyFacts { nested: Some(&instance::BLOCK_DEVICE_MAPPING), ..PropertyFacts::new("BlockDeviceMappings") },
        PropertyFacts { nested: Some(&instance::CPU_OPTIONS), ..PropertyFacts::new("CpuOptions") },
        PropertyFacts { nested: Some(&instance::CREDIT_SPECIFICATION), ..PropertyFacts::new("CreditSpecification") },
        PropertyFacts { nested: Some(&instance::ELASTIC_GPU_SPECIFICATION), ..PropertyFacts::new("ElasticGpuSpecifications") },
        PropertyFacts { nested: Some(&instance::ELASTIC_INFERENCE_ACCELERATOR), ..PropertyFacts::new("ElasticInferenceAccelerators") },
        PropertyFacts { nested: Some(&instance::ENCLAVE_OPTIONS), ..PropertyFacts::new("EnclaveOptions") },
        PropertyFacts { nested: Some(&instance::HIBERNATION_OPTIONS), ..PropertyFacts::new("HibernationOptions") },
        PropertyFacts { nested: Some(&instance::INSTANCE_IPV6_ADDRESS), ..PropertyFacts::new("Ipv6Addresses") },
        PropertyFacts { nested: Some(&instance::LAUNCH_TEMPLATE_SPECIFICATION), ..PropertyFacts::new("LaunchTemplate") },
        PropertyFacts { nested: Some(&instance::LICENSE_SPECIFICATION), ..PropertyFacts::new("LicenseSpecifications") },
        PropertyFacts { nested: Some(&instance::METADATA_OPTIONS), ..PropertyFacts::new("MetadataOptions") },
        PropertyFacts { nested: Some(&instance::NETWORK_INTERFACE), ..PropertyFacts::new("NetworkInterfaces") },
        PropertyFacts { nested: Some(&instance::PRIVATE_DNS_NAME_OPTIONS), ..PropertyFacts::new("PrivateDnsNameOptions") },
        PropertyFacts { nested: Some(&instance::SSM_ASSOCIATION), ..PropertyFacts::new("SsmAssociations") },
        PropertyFacts { nested: Some(&instance::VOLUME), ..PropertyFacts::new("Volumes") },
    ],
};

impl ResourceType for Instance {
    const TYPE: &'static str = "AWS::EC2::Instance";
    const SCHEMA: &'static ResourceSchema = &INSTANCE;
    type Reference = String;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

impl Resource<Instance> {
    /// `Fn::GetAtt` of `InstanceId`.
    pub fn instance_id(&self) -> Value<String> {
        self.get_att("InstanceId")
    }
    /// `Fn::GetAtt` of `PrivateDnsName`.
    pub fn private_dns_name(&self) -> Value<String> {
        self.get_att("PrivateDnsName")
    }
    /// `Fn::GetAtt` of `PrivateIp`.
    pub fn private_ip(&self) -> Value<String> {
        self.get_att("PrivateIp")
    }
    /// `Fn::GetAtt` of `PublicDnsName`.
    pub fn public_dns_name(&self) -> Value<String> {
        self.get_att("PublicDnsName")
    }
    /// `Fn::GetAtt` of `PublicIp`.
    pub fn public_ip(&self) -> Value<String> {
        self.get_att("PublicIp")
    }
    /// `Fn::GetAtt` of `VpcId`.
    pub fn vpc_id(&self) -> Value<value::VpcId> {
        self.get_att("VpcId")
    }
}

/// `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct LaunchTemplate(Properties);

impl LaunchTemplate {
    /// With what AWS requires: `LaunchTemplateData`.
    pub fn new(launch_template_data: impl IntoValue<launch_template::LaunchTemplateData>) -> Self {
        Self(Properties::new().set::<launch_template::LaunchTemplateData>("LaunchTemplateData", launch_template_data))
    }

    /// `LaunchTemplateName`; changing it replaces the resource.
    #[must_use]
    pub fn launch_template_name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("LaunchTemplateName", value))
    }

    /// `TagSpecifications`.
    #[must_use]
    pub fn tag_specifications(self, value: impl IntoValue<Vec<launch_template::LaunchTemplateTagSpecification>>) -> Self {
        Self(self.0.set::<Vec<launch_template::LaunchTemplateTagSpecification>>("TagSpecifications", value))
    }

    /// `VersionDescription`, at most 255 characters.
    #[must_use]
    pub fn version_description(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("VersionDescription", value))
    }
}

pub(crate) static LAUNCH_TEMPLATE: ResourceSchema = ResourceSchema {
    name: "AWS::EC2::LaunchTemplate",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&launch_template::LAUNCH_TEMPLATE_DATA), ..PropertyFacts::new("LaunchTemplateData") },
        PropertyFacts { nested: Some(&launch_template::LAUNCH_TEMPLATE_TAG_SPECIFICATION), ..PropertyFacts::new("TagSpecifications") },
        PropertyFacts { max_length: Some(255), ..PropertyFacts::new("VersionDescription") },
    ],
};

impl ResourceType for LaunchTemplate {
    const TYPE: &'static str = "AWS::EC2::LaunchTemplate";
    const SCHEMA: &'static ResourceSchema = &LAUNCH_TEMPLATE;
    type Reference = value::LaunchTemplateId;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

impl Resource<LaunchTemplate> {
    /// `Fn::GetAtt` of `DefaultVersionNumber`.
    pub fn default_version_number(&self) -> Value<value::LaunchTemplateVersion> {
        self.get_att("DefaultVersionNumber")
    }
    /// `Fn::GetAtt` of `LatestVersionNumber`.
    pub fn latest_version_number(&self) -> Value<value::LaunchTemplateVersion> {
        self.get_att("LatestVersionNumber")
    }
    /// `Fn::GetAtt` of `LaunchTemplateId`.
    pub fn launch_template_id(&self) -> Value<value::LaunchTemplateId> {
        self.get_att("LaunchTemplateId")
    }
}

/// `AWS::EC2::SecurityGroup`.
#[derive(Debug, Clone, PartialEq)]
pub struct SecurityGroup(Properties);

impl SecurityGroup {
    /// With what AWS requires: `GroupDescription`.
    pub fn new(group_description: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("GroupDescription", group_description))
    }

    /// `GroupName`; changing it replaces the resource.
    #[must_use]
    pub fn group_name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("GroupName", value))
    }

    /// `SecurityGroupEgress`.
    #[must_use]
    pub fn security_group_egress(self, value: impl IntoValue<Vec<security_group::Egress>>) -> Self {
        Self(self.0.set::<Vec<security_group::Egress>>("SecurityGroupEgress", value))
    }

    /// `SecurityGroupIngress`.
    #[must_use]
    pub fn security_group_ingress(self, value: impl IntoValue<Vec<security_group::Ingress>>) -> Self {
        Self(self.0.set::<Vec<security_group::Ingress>>("SecurityGroupIngress", value))
    }

    /// `Tags`.
    #[must_use]
    pub fn tags(self, value: impl IntoValue<Vec<value::Tag>>) -> Self {
        Self(self.0.set::<Vec<value::Tag>>("Tags", value))
    }

    /// `VpcId`; changing it replaces the resource.
    #[must_use]
    pub fn vpc_id(self, value: impl IntoValue<value::VpcId>) -> Self {
        Self(self.0.set::<value::VpcId>("VpcId", value))
    }
}

pub(crate) static SECURITY_GROUP: ResourceSchema = ResourceSchema {
    name: "AWS::EC2::SecurityGroup",
    tags: Some("Tags"),
    properties: &[
        PropertyFacts { max_length: Some(255), ..PropertyFacts::new("GroupDescription") },
        PropertyFacts { nested: Some(&security_group::EGRESS), ..PropertyFacts::new("SecurityGroupEgress") },
        PropertyFacts { nested: Some(&security_group::INGRESS), ..PropertyFacts::new("SecurityGroupIngress") },
    ],
};

impl ResourceType for SecurityGroup {
    const TYPE: &'static str = "AWS::EC2::SecurityGroup";
    const SCHEMA: &'static ResourceSchema = &SECURITY_GROUP;
    type Reference = value::SecurityGroupId;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

impl Resource<SecurityGroup> {
    /// `Fn::GetAtt` of `GroupId`.
    pub fn group_id(&self) -> Value<value::SecurityGroupId> {
        self.get_att("GroupId")
    }
    /// `Fn::GetAtt` of `Id`.
    pub fn id(&self) -> Value<String> {
        self.get_att("Id")
    }
}

/// `AWS::EC2::SecurityGroupEgress`.
#[derive(Debug, Clone, PartialEq)]
pub struct SecurityGroupEgress(Properties);

impl SecurityGroupEgress {
    /// With what AWS requires: `GroupId`, `IpProtocol`.
    pub fn new(group_id: impl IntoValue<value::SecurityGroupId>, ip_protocol: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<value::SecurityGroupId>("GroupId", group_id).set::<String>("IpProtocol", ip_protocol))
    }

    /// `CidrIp`; changing it replaces the resource.
    #[must_use]
    pub fn cidr_ip(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("CidrIp", value))
    }

    /// `CidrIpv6`; changing it replaces the resource.
    #[must_use]
    pub fn cidr_ipv6(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("CidrIpv6", value))
    }

    /// `Description`.
    #[must_use]
    pub fn description(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Description", value))
    }

    /// `DestinationPrefixListId`; changing it replaces the resource.
    #[must_use]
    pub fn destination_prefix_list_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("DestinationPrefixListId", value))
    }

    /// `DestinationSecurityGroupId`; changing it replaces the resource.
    #[must_use]
    pub fn destination_security_group_id(self, value: impl IntoValue<value::SecurityGroupId>) -> Self {
        Self(self.0.set::<value::SecurityGroupId>("DestinationSecurityGroupId", value))
    }

    /// `FromPort`, at least -1; changing it replaces the resource.
    #[must_use]
    pub fn from_port(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("FromPort", value))
    }

    /// `ToPort`, at least -1; changing it replaces the resource.
    #[must_use]
    pub fn to_port(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("ToPort", value))
    }
}

pub(crate) static SECURITY_GROUP_EGRESS: ResourceSchema = ResourceSchema {
    name: "AWS::EC2::SecurityGroupEgress",
    tags: None,
    properties: &[
        PropertyFacts { minimum: Some(-1.0), ..PropertyFacts::new("FromPort") },
        PropertyFacts { minimum: Some(-1.0), ..PropertyFacts::new("ToPort") },
    ],
};

impl ResourceType for SecurityGroupEgress {
    const TYPE: &'static str = "AWS::EC2::SecurityGroupEgress";
    const SCHEMA: &'static ResourceSchema = &SECURITY_GROUP_EGRESS;
    type Reference = String;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

impl Resource<SecurityGroupEgress> {
    /// `Fn::GetAtt` of `Id`.
    pub fn id(&self) -> Value<String> {
        self.get_att("Id")
    }
}

/// `AWS::EC2::SecurityGroupIngress`.
#[derive(Debug, Clone, PartialEq)]
pub struct SecurityGroupIngress(Properties);

impl SecurityGroupIngress {
    /// With what AWS requires: `IpProtocol`.
    pub fn new(ip_protocol: impl IntoValue<String>) -> Self {
        Self(Properties::new().set::<String>("IpProtocol", ip_protocol))
    }

    /// `CidrIp`; changing it replaces the resource.
    #[must_use]
    pub fn cidr_ip(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("CidrIp", value))
    }

    /// `CidrIpv6`; changing it replaces the resource.
    #[must_use]
    pub fn cidr_ipv6(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("CidrIpv6", value))
    }

    /// `Description`.
    #[must_use]
    pub fn description(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Description", value))
    }

    /// `FromPort`, at least -1; changing it replaces the resource.
    #[must_use]
    pub fn from_port(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("FromPort", value))
    }

    /// `GroupId`; changing it replaces the resource.
    #[must_use]
    pub fn group_id(self, value: impl IntoValue<value::SecurityGroupId>) -> Self {
        Self(self.0.set::<value::SecurityGroupId>("GroupId", value))
    }

    /// `GroupName`; changing it replaces the resource.
    #[must_use]
    pub fn group_name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("GroupName", value))
    }

    /// `SourcePrefixListId`; changing it replaces the resource.
    #[must_use]
    pub fn source_prefix_list_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("SourcePrefixListId", value))
    }

    /// `SourceSecurityGroupId`; changing it replaces the resource.
    #[must_use]
    pub fn source_security_group_id(self, value: impl IntoValue<value::SecurityGroupId>) -> Self {
        Self(self.0.set::<value::SecurityGroupId>("SourceSecurityGroupId", value))
    }

    /// `SourceSecurityGroupName`; changing it replaces the resource.
    #[must_use]
    pub fn source_security_group_name(self, value: impl IntoValue<value::SecurityGroupName>) -> Self {
        Self(self.0.set::<value::SecurityGroupName>("SourceSecurityGroupName", value))
    }

    /// `SourceSecurityGroupOwnerId`; changing it replaces the resource.
    #[must_use]
    pub fn source_security_group_owner_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("SourceSecurityGroupOwnerId", value))
    }

    /// `ToPort`, at least -1; changing it replaces the resource.
    #[must_use]
    pub fn to_port(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("ToPort", value))
    }
}

pub(crate) static SECURITY_GROUP_INGRESS: ResourceSchema = ResourceSchema {
    name: "AWS::EC2::SecurityGroupIngress",
    tags: None,
    properties: &[
        PropertyFacts { minimum: Some(-1.0), ..PropertyFacts::new("FromPort") },
        PropertyFacts { minimum: Some(-1.0), ..PropertyFacts::new("ToPort") },
    ],
};

impl ResourceType for SecurityGroupIngress {
    const TYPE: &'static str = "AWS::EC2::SecurityGroupIngress";
    const SCHEMA: &'static ResourceSchema = &SECURITY_GROUP_INGRESS;
    type Reference = String;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

impl Resource<SecurityGroupIngress> {
    /// `Fn::GetAtt` of `Id`.
    pub fn id(&self) -> Value<String> {
        self.get_att("Id")
    }
}

/// `AWS::EC2::Subnet`.
#[derive(Debug, Clone, PartialEq)]
pub struct Subnet(Properties);

impl Subnet {
    /// With what AWS requires: `VpcId`.
    pub fn new(vpc_id: impl IntoValue<value::VpcId>) -> Self {
        Self(Properties::new().set::<value::VpcId>("VpcId", vpc_id))
    }

    /// `AssignIpv6AddressOnCreation`.
    #[must_use]
    pub fn assign_ipv6_address_on_creation(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("AssignIpv6AddressOnCreation", value))
    }

    /// `AvailabilityZone`; changing it replaces the resource.
    #[must_use]
    pub fn availability_zone(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("AvailabilityZone", value))
    }

    /// `AvailabilityZoneId`; changing it replaces the resource.
    #[must_use]
    pub fn availability_zone_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("AvailabilityZoneId", value))
    }

    /// `CidrBlock`; changing it replaces the resource.
    #[must_use]
    pub fn cidr_block(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("CidrBlock", value))
    }

    /// `EnableDns64`.
    #[must_use]
    pub fn enable_dns64(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("EnableDns64", value))
    }

    /// `EnableLniAtDeviceIndex`.
    #[must_use]
    pub fn enable_lni_at_device_index(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("EnableLniAtDeviceIndex", value))
    }

    /// `Ipv4IpamPoolId`; changing it replaces the resource.
    #[must_use]
    pub fn ipv4_ipam_pool_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Ipv4IpamPoolId", value))
    }

    /// `Ipv4NetmaskLength`; changing it replaces the resource.
    #[must_use]
    pub fn ipv4_netmask_length(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Ipv4NetmaskLength", value))
    }

    /// `Ipv6CidrBlock`.
    #[must_use]
    pub fn ipv6_cidr_block(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Ipv6CidrBlock", value))
    }

    /// `Ipv6IpamPoolId`; changing it replaces the resource.
    #[must_use]
    pub fn ipv6_ipam_pool_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Ipv6IpamPoolId", value))
    }

    /// `Ipv6Native`; changing it replaces the resource.
    #[must_use]
    pub fn ipv6_native(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("Ipv6Native", value))
    }

    /// `Ipv6NetmaskLength`; changing it replaces the resource.
    #[must_use]
    pub fn ipv6_netmask_length(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Ipv6NetmaskLength", value))
    }

    /// `MapPublicIpOnLaunch`.
    #[must_use]
    pub fn map_public_ip_on_launch(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("MapPublicIpOnLaunch", value))
    }

    /// `OutpostArn`; changing it replaces the resource.
    #[must_use]
    pub fn outpost_arn(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("OutpostArn", value))
    }

    /// `PrivateDnsNameOptionsOnLaunch`.
    #[must_use]
    pub fn private_dns_name_options_on_launch(self, value: impl IntoValue<subnet::PrivateDnsNameOptionsOnLaunch>) -> Self {
        Self(self.0.set::<subnet::PrivateDnsNameOptionsOnLaunch>("PrivateDnsNameOptionsOnLaunch", value))
    }

    /// `Tags`.
    #[must_use]
    pub fn tags(self, value: impl IntoValue<Vec<value::Tag>>) -> Self {
        Self(self.0.set::<Vec<value::Tag>>("Tags", value))
    }
}

pub(crate) static SUBNET: ResourceSchema = ResourceSchema {
    name: "AWS::EC2::Subnet",
    tags: Some("Tags"),
    properties: &[
        PropertyFacts { nested: Some(&subnet::PRIVATE_DNS_NAME_OPTIONS_ON_LAUNCH), ..PropertyFacts::new("PrivateDnsNameOptionsOnLaunch") },
    ],
};

impl ResourceType for Subnet {
    const TYPE: &'static str = "AWS::EC2::Subnet";
    const SCHEMA: &'static ResourceSchema = &SUBNET;
    type Reference = value::SubnetId;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

impl Resource<Subnet> {
    /// `Fn::GetAtt` of `Ipv6CidrBlocks`.
    pub fn ipv6_cidr_blocks(&self) -> Value<Vec<String>> {
        self.get_att("Ipv6CidrBlocks")
    }
    /// `Fn::GetAtt` of `NetworkAclAssociationId`.
    pub fn network_acl_association_id(&self) -> Value<String> {
        self.get_att("NetworkAclAssociationId")
    }
    /// `Fn::GetAtt` of `SubnetId`.
    pub fn subnet_id(&self) -> Value<value::SubnetId> {
        self.get_att("SubnetId")
    }
}

/// `AWS::EC2::VPC`.
#[derive(Debug, Clone, PartialEq)]
pub struct Vpc(Properties);

impl Default for Vpc {
    fn default() -> Self {
        Self::new()
    }
}

impl Vpc {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `CidrBlock`; changing it replaces the resource.
    #[must_use]
    pub fn cidr_block(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("CidrBlock", value))
    }

    /// `EnableDnsHostnames`.
    #[must_use]
    pub fn enable_dns_hostnames(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("EnableDnsHostnames", value))
    }

    /// `EnableDnsSupport`.
    #[must_use]
    pub fn enable_dns_support(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("EnableDnsSupport", value))
    }

    /// `InstanceTenancy`.
    #[must_use]
    pub fn instance_tenancy(self, value: impl IntoValue<vpc::InstanceTenancy>) -> Self {
        Self(self.0.set::<vpc::InstanceTenancy>("InstanceTenancy", value))
    }

    /// `Ipv4IpamPoolId`; changing it replaces the resource.
    #[must_use]
    pub fn ipv4_ipam_pool_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Ipv4IpamPoolId", value))
    }

    /// `Ipv4NetmaskLength`; changing it replaces the resource.
    #[must_use]
    pub fn ipv4_netmask_length(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Ipv4NetmaskLength", value))
    }

    /// `Tags`.
    #[must_use]
    pub fn tags(self, value: impl IntoValue<Vec<value::Tag>>) -> Self {
        Self(self.0.set::<Vec<value::Tag>>("Tags", value))
    }

    /// `VpcEncryptionControl`; changing it replaces the resource.
    #[must_use]
    pub fn vpc_encryption_control(self, value: impl IntoValue<vpc::VpcEncryptionControl>) -> Self {
        Self(self.0.set::<vpc::VpcEncryptionControl>("VpcEncryptionControl", value))
    }
}

pub(crate) static VPC: ResourceSchema = ResourceSchema {
    name: "AWS::EC2::VPC",
    tags: Some("Tags"),
    properties: &[
        PropertyFacts { nested: Some(&vpc::VPC_ENCRYPTION_CONTROL), ..PropertyFacts::new("VpcEncryptionControl") },
    ],
};

impl ResourceType for Vpc {
    const TYPE: &'static str = "AWS::EC2::VPC";
    const SCHEMA: &'static ResourceSchema = &VPC;
    type Reference = value::VpcId;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

impl Resource<Vpc> {
    /// `Fn::GetAtt` of `CidrBlockAssociations`.
    pub fn cidr_block_associations(&self) -> Value<Vec<String>> {
        self.get_att("CidrBlockAssociations")
    }
    /// `Fn::GetAtt` of `DefaultNetworkAcl`.
    pub fn default_network_acl(&self) -> Value<String> {
        self.get_att("DefaultNetworkAcl")
    }
    /// `Fn::GetAtt` of `DefaultSecurityGroup`.
    pub fn default_security_group(&self) -> Value<value::SecurityGroupId> {
        self.get_att("DefaultSecurityGroup")
    }
    /// `Fn::GetAtt` of `Ipv6CidrBlocks`.
    pub fn ipv6_cidr_blocks(&self) -> Value<Vec<String>> {
        self.get_att("Ipv6CidrBlocks")
    }
    /// `Fn::GetAtt` of `VpcEncryptionControl.VpcId`.
    pub fn vpc_encryption_control_vpc_id(&self) -> Value<value::VpcId> {
        self.get_att("VpcEncryptionControl.VpcId")
    }
    /// `Fn::GetAtt` of `VpcEncryptionControl.VpcEncryptionControlId`.
    pub fn vpc_encryption_control_vpc_encryption_control_id(&self) -> Value<String> {
        self.get_att("VpcEncryptionControl.VpcEncryptionControlId")
    }
    /// `Fn::GetAtt` of `VpcEncryptionControl.State`.
    pub fn vpc_encryption_control_state(&self) -> Value<String> {
        self.get_att("VpcEncryptionControl.State")
    }
    /// `Fn::GetAtt` of `VpcEncryptionControl.StateMessage`.
    pub fn vpc_encryption_control_state_message(&self) -> Value<String> {
        self.get_att("VpcEncryptionControl.StateMessage")
    }
    /// `Fn::GetAtt` of `VpcEncryptionControl.ResourceExclusions.InternetGateway.State`.
    pub fn vpc_encryption_control_resource_exclusions_internet_gateway_state(&self) -> Value<String> {
        self.get_att("VpcEncryptionControl.ResourceExclusions.InternetGateway.State")
    }
    /// `Fn::GetAtt` of `VpcEncryptionControl.ResourceExclusions.InternetGateway.StateMessage`.
    pub fn vpc_encryption_control_resource_exclusions_internet_gateway_state_message(&self) -> Value<String> {
        self.get_att("VpcEncryptionControl.ResourceExclusions.InternetGateway.StateMessage")
    }
    /// `Fn::GetAtt` of `VpcEncryptionControl.ResourceExclusions.EgressOnlyInternetGateway.State`.
    pub fn vpc_encryption_control_resource_exclusions_egress_only_internet_gateway_state(&self) -> Value<String> {
        self.get_att("VpcEncryptionControl.ResourceExclusions.EgressOnlyInternetGateway.State")
    }
    /// `Fn::GetAtt` of `VpcEncryptionControl.ResourceExclusions.EgressOnlyInternetGateway.StateMessage`.
    pub fn vpc_encryption_control_resource_exclusions_egress_only_internet_gateway_state_message(&self) -> Value<String> {
        self.get_att("VpcEncryptionControl.ResourceExclusions.EgressOnlyInternetGateway.StateMessage")
    }
    /// `Fn::GetAtt` of `VpcEncryptionControl.ResourceExclusions.NatGateway.State`.
    pub fn vpc_encryption_control_resource_exclusions_nat_gateway_state(&self) -> Value<String> {
        self.get_att("VpcEncryptionControl.ResourceExclusions.NatGateway.State")
    }
    /// `Fn::GetAtt` of `VpcEncryptionControl.ResourceExclusions.NatGateway.StateMessage`.
    pub fn vpc_encryption_control_resource_exclusions_nat_gateway_state_message(&self) -> Value<String> {
        self.get_att("VpcEncryptionControl.ResourceExclusions.NatGateway.StateMessage")
    }
    /// `Fn::GetAtt` of `VpcEncryptionControl.ResourceExclusions.VirtualPrivateGateway.State`.
    pub fn vpc_encryption_control_resource_exclusions_virtual_private_gateway_state(&self) -> Value<String> {
        self.get_att("VpcEncryptionControl.ResourceExclusions.VirtualPrivateGateway.State")
    }
    /// `Fn::GetAtt` of `VpcEncryptionControl.ResourceExclusions.VirtualPrivateGateway.StateMessage`.
    pub fn vpc_encryption_control_resource_exclusions_virtual_private_gateway_state_message(&self) -> Value<String> {
        self.get_att("VpcEncryptionControl.ResourceExclusions.VirtualPrivateGateway.StateMessage")
    }
    /// `Fn::GetAtt` of `VpcEncryptionControl.ResourceExclusions.VpcPeering.State`.
    pub fn vpc_encryption_control_resource_exclusions_vpc_peering_state(&self) -> Value<String> {
        self.get_att("VpcEncryptionControl.ResourceExclusions.VpcPeering.State")
    }
    /// `Fn::GetAtt` of `VpcEncryptionControl.ResourceExclusions.VpcPeering.StateMessage`.
    pub fn vpc_encryption_control_resource_exclusions_vpc_peering_state_message(&self) -> Value<String> {
        self.get_att("VpcEncryptionControl.ResourceExclusions.VpcPeering.StateMessage")
    }
    /// `Fn::GetAtt` of `VpcEncryptionControl.ResourceExclusions.Lambda.State`.
    pub fn vpc_encryption_control_resource_exclusions_lambda_state(&self) -> Value<String> {
        self.get_att("VpcEncryptionControl.ResourceExclusions.Lambda.State")
    }
    /// `Fn::GetAtt` of `VpcEncryptionControl.ResourceExclusions.Lambda.StateMessage`.
    pub fn vpc_encryption_control_resource_exclusions_lambda_state_message(&self) -> Value<String> {
        self.get_att("VpcEncryptionControl.ResourceExclusions.Lambda.StateMessage")
    }
    /// `Fn::GetAtt` of `VpcEncryptionControl.ResourceExclusions.VpcLattice.State`.
    pub fn vpc_encryption_control_resource_exclusions_vpc_lattice_state(&self) -> Value<String> {
        self.get_att("VpcEncryptionControl.ResourceExclusions.VpcLattice.State")
    }
    /// `Fn::GetAtt` of `VpcEncryptionControl.ResourceExclusions.VpcLattice.StateMessage`.
    pub fn vpc_encryption_control_resource_exclusions_vpc_lattice_state_message(&self) -> Value<String> {
        self.get_att("VpcEncryptionControl.ResourceExclusions.VpcLattice.StateMessage")
    }
    /// `Fn::GetAtt` of `VpcEncryptionControl.ResourceExclusions.ElasticFileSystem.State`.
    pub fn vpc_encryption_control_resource_exclusions_elastic_file_system_state(&self) -> Value<String> {
        self.get_att("VpcEncryptionControl.ResourceExclusions.ElasticFileSystem.State")
    }
    /// `Fn::GetAtt` of `VpcEncryptionControl.ResourceExclusions.ElasticFileSystem.StateMessage`.
    pub fn vpc_encryption_control_resource_exclusions_elastic_file_system_state_message(&self) -> Value<String> {
        self.get_att("VpcEncryptionControl.ResourceExclusions.ElasticFileSystem.StateMessage")
    }
    /// `Fn::GetAtt` of `VpcId`.
    pub fn vpc_id(&self) -> Value<value::VpcId> {
        self.get_att("VpcId")
    }
}

/// `AWS::EC2::VPCEndpoint`.
#[derive(Debug, Clone, PartialEq)]
pub struct VpcEndpoint(Properties);

impl VpcEndpoint {
    /// With what AWS requires: `VpcId`.
    pub fn new(vpc_id: impl IntoValue<value::VpcId>) -> Self {
        Self(Properties::new().set::<value::VpcId>("VpcId", vpc_id))
    }

    /// `DnsOptions`.
    #[must_use]
    pub fn dns_options(self, value: impl IntoValue<vpc_endpoint::DnsOptionsSpecification>) -> Self {
        Self(self.0.set::<vpc_endpoint::DnsOptionsSpecification>("DnsOptions", value))
    }

    /// `IpAddressType`.
    #[must_use]
    pub fn ip_address_type(self, value: impl IntoValue<vpc_endpoint::IpAddressType>) -> Self {
        Self(self.0.set::<vpc_endpoint::IpAddressType>("IpAddressType", value))
    }

    /// `PolicyDocument`.
    #[must_use]
    pub fn policy_document(self, value: impl IntoValue<value::PolicyDocument>) -> Self {
        Self(self.0.set::<value::PolicyDocument>("PolicyDocument", value))
    }

    /// `PrivateDnsEnabled`.
    #[must_use]
    pub fn private_dns_enabled(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("PrivateDnsEnabled", value))
    }

    /// `ResourceConfigurationArn`; changing it replaces the resource.
    #[must_use]
    pub fn resource_configuration_arn(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("ResourceConfigurationArn", value))
    }

    /// `RouteTableIds`.
    #[must_use]
    pub fn route_table_ids(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("RouteTableIds", value))
    }

    /// `SecurityGroupIds`.
    #[must_use]
    pub fn security_group_ids(self, value: impl IntoValue<Vec<value::SecurityGroupId>>) -> Self {
        Self(self.0.set::<Vec<value::SecurityGroupId>>("SecurityGroupIds", value))
    }

    /// `ServiceName`; changing it replaces the resource.
    #[must_use]
    pub fn service_name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("ServiceName", value))
    }

    /// `ServiceNetworkArn`; changing it replaces the resource.
    #[must_use]
    pub fn service_network_arn(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("ServiceNetworkArn", value))
    }

    /// `ServiceRegion`; changing it replaces the resource.
    #[must_use]
    pub fn service_region(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("ServiceRegion", value))
    }

    /// `SubnetIds`.
    #[must_use]
    pub fn subnet_ids(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("SubnetIds", value))
    }

    /// `Tags`.
    #[must_use]
    pub fn tags(self, value: impl IntoValue<Vec<value::Tag>>) -> Self {
        Self(self.0.set::<Vec<value::Tag>>("Tags", value))
    }

    /// `VpcEndpointType`; changing it replaces the resource.
    #[must_use]
    pub fn vpc_endpoint_type(self, value: impl IntoValue<vpc_endpoint::VpcEndpointType>) -> Self {
        Self(self.0.set::<vpc_endpoint::VpcEndpointType>("VpcEndpointType", value))
    }
}

pub(crate) static VPC_ENDPOINT: ResourceSchema = ResourceSchema {
    name: "AWS::EC2::VPCEndpoint",
    tags: Some("Tags"),
    properties: &[
        PropertyFacts { nested: Some(&vpc_endpoint::DNS_OPTIONS_SPECIFICATION), ..PropertyFacts::new("DnsOptions") },
    ],
};

impl ResourceType for VpcEndpoint {
    const TYPE: &'static str = "AWS::EC2::VPCEndpoint";
    const SCHEMA: &'static ResourceSchema = &VPC_ENDPOINT;
    type Reference = value::VpcEndpointId;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

impl Resource<VpcEndpoint> {
    /// `Fn::GetAtt` of `CreationTimestamp`.
    pub fn creation_timestamp(&self) -> Value<String> {
        self.get_att("CreationTimestamp")
    }
    /// `Fn::GetAtt` of `DnsEntries`.
    pub fn dns_entries(&self) -> Value<Vec<String>> {
        self.get_att("DnsEntries")
    }
    /// `Fn::GetAtt` of `Id`.
    pub fn id(&self) -> Value<String> {
        self.get_att("Id")
    }
    /// `Fn::GetAtt` of `NetworkInterfaceIds`.
    pub fn network_interface_ids(&self) -> Value<Vec<String>> {
        self.get_att("NetworkInterfaceIds")
    }
}

/// `AWS::EC2::Volume`.
#[derive(Debug, Clone, PartialEq)]
pub struct Volume(Properties);

impl Default for Volume {
    fn default() -> Self {
        Self::new()
    }
}

impl Volume {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `AutoEnableIO`.
    #[must_use]
    pub fn auto_enable_io(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("AutoEnableIO", value))
    }

    /// `AvailabilityZone`.
    #[must_use]
    pub fn availability_zone(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("AvailabilityZone", value))
    }

    /// `AvailabilityZoneId`.
    #[must_use]
    pub fn availability_zone_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("AvailabilityZoneId", value))
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

    /// `MultiAttachEnabled`.
    #[must_use]
    pub fn multi_attach_enabled(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("MultiAttachEnabled", value))
    }

    /// `OutpostArn`.
    #[must_use]
    pub fn outpost_arn(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("OutpostArn", value))
    }

    /// `Size`.
    #[must_use]
    pub fn size(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Size", value))
    }

    /// `SnapshotId`.
    #[must_use]
    pub fn snapshot_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("SnapshotId", value))
    }

    /// `SourceVolumeId`.
    #[must_use]
    pub fn source_volume_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("SourceVolumeId", value))
    }

    /// `Tags`.
    #[must_use]
    pub fn tags(self, value: impl IntoValue<Vec<value::Tag>>) -> Self {
        Self(self.0.set::<Vec<value::Tag>>("Tags", value))
    }

    /// `Throughput`.
    #[must_use]
    pub fn throughput(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Throughput", value))
    }

    /// `VolumeInitializationRate`.
    #[must_use]
    pub fn volume_initialization_rate(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("VolumeInitializationRate", value))
    }

    /// `VolumeType`.
    #[must_use]
    pub fn volume_type(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("VolumeType", value))
    }
}

pub(crate) static VOLUME: ResourceSchema = ResourceSchema {
    name: "AWS::EC2::Volume",
    tags: Some("Tags"),
    properties: &[
    ],
};

impl ResourceType for Volume {
    const TYPE: &'static str = "AWS::EC2::Volume";
    const SCHEMA: &'static ResourceSchema = &VOLUME;
    type Reference = String;

    fn into_properties(self) -> Properties {
        self.0
    }

    fn properties_mut(&mut self) -> &mut Properties {
        &mut self.0
    }
}

impl Resource<Volume> {
    /// `Fn::GetAtt` of `VolumeId`.
    pub fn volume_id(&self) -> Value<String> {
        self.get_att("VolumeId")
    }
}

