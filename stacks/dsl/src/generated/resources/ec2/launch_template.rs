// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! What is nested in `AWS::EC2::LaunchTemplate`.

use crate::stack::{Properties, PropertyFacts, ResourceSchema};
use crate::value::{self, IntoValue, Value};

/// `AcceleratorCount` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct AcceleratorCount(Properties);

impl Default for AcceleratorCount {
    fn default() -> Self {
        Self::new()
    }
}

impl AcceleratorCount {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Max`.
    #[must_use]
    pub fn max(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Max", value))
    }

    /// `Min`.
    #[must_use]
    pub fn min(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Min", value))
    }
}

pub(crate) static ACCELERATOR_COUNT: ResourceSchema = ResourceSchema {
    name: "AcceleratorCount",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<AcceleratorCount> for AcceleratorCount {
    fn into_value(self) -> Value<AcceleratorCount> {
        self.0.into_value_of()
    }
}

/// `AcceleratorTotalMemoryMiB` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct AcceleratorTotalMemoryMiB(Properties);

impl Default for AcceleratorTotalMemoryMiB {
    fn default() -> Self {
        Self::new()
    }
}

impl AcceleratorTotalMemoryMiB {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Max`.
    #[must_use]
    pub fn max(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Max", value))
    }

    /// `Min`.
    #[must_use]
    pub fn min(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Min", value))
    }
}

pub(crate) static ACCELERATOR_TOTAL_MEMORY_MI_B: ResourceSchema = ResourceSchema {
    name: "AcceleratorTotalMemoryMiB",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<AcceleratorTotalMemoryMiB> for AcceleratorTotalMemoryMiB {
    fn into_value(self) -> Value<AcceleratorTotalMemoryMiB> {
        self.0.into_value_of()
    }
}

/// `BaselineEbsBandwidthMbps` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct BaselineEbsBandwidthMbps(Properties);

impl Default for BaselineEbsBandwidthMbps {
    fn default() -> Self {
        Self::new()
    }
}

impl BaselineEbsBandwidthMbps {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Max`.
    #[must_use]
    pub fn max(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Max", value))
    }

    /// `Min`.
    #[must_use]
    pub fn min(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Min", value))
    }
}

pub(crate) static BASELINE_EBS_BANDWIDTH_MBPS: ResourceSchema = ResourceSchema {
    name: "BaselineEbsBandwidthMbps",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<BaselineEbsBandwidthMbps> for BaselineEbsBandwidthMbps {
    fn into_value(self) -> Value<BaselineEbsBandwidthMbps> {
        self.0.into_value_of()
    }
}

/// `BaselinePerformanceFactors` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct BaselinePerformanceFactors(Properties);

impl Default for BaselinePerformanceFactors {
    fn default() -> Self {
        Self::new()
    }
}

impl BaselinePerformanceFactors {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Cpu`.
    #[must_use]
    pub fn cpu(self, value: impl IntoValue<Cpu>) -> Self {
        Self(self.0.set::<Cpu>("Cpu", value))
    }
}

pub(crate) static BASELINE_PERFORMANCE_FACTORS: ResourceSchema = ResourceSchema {
    name: "BaselinePerformanceFactors",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&CPU), ..PropertyFacts::new("Cpu") },
    ],
};

impl IntoValue<BaselinePerformanceFactors> for BaselinePerformanceFactors {
    fn into_value(self) -> Value<BaselinePerformanceFactors> {
        self.0.into_value_of()
    }
}

/// `BlockDeviceMapping` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockDeviceMapping(Properties);

impl Default for BlockDeviceMapping {
    fn default() -> Self {
        Self::new()
    }
}

impl BlockDeviceMapping {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `DeviceName`.
    #[must_use]
    pub fn device_name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("DeviceName", value))
    }

    /// `Ebs`.
    #[must_use]
    pub fn ebs(self, value: impl IntoValue<Ebs>) -> Self {
        Self(self.0.set::<Ebs>("Ebs", value))
    }

    /// `NoDevice`.
    #[must_use]
    pub fn no_device(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("NoDevice", value))
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

/// `CapacityReservationSpecification` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct CapacityReservationSpecification(Properties);

impl Default for CapacityReservationSpecification {
    fn default() -> Self {
        Self::new()
    }
}

impl CapacityReservationSpecification {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `CapacityReservationPreference`.
    #[must_use]
    pub fn capacity_reservation_preference(self, value: impl IntoValue<CapacityReservationPreference>) -> Self {
        Self(self.0.set::<CapacityReservationPreference>("CapacityReservationPreference", value))
    }

    /// `CapacityReservationTarget`.
    #[must_use]
    pub fn capacity_reservation_target(self, value: impl IntoValue<CapacityReservationTarget>) -> Self {
        Self(self.0.set::<CapacityReservationTarget>("CapacityReservationTarget", value))
    }
}

pub(crate) static CAPACITY_RESERVATION_SPECIFICATION: ResourceSchema = ResourceSchema {
    name: "CapacityReservationSpecification",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&CAPACITY_RESERVATION_TARGET), ..PropertyFacts::new("CapacityReservationTarget") },
    ],
};

impl IntoValue<CapacityReservationSpecification> for CapacityReservationSpecification {
    fn into_value(self) -> Value<CapacityReservationSpecification> {
        self.0.into_value_of()
    }
}

/// `CapacityReservationTarget` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct CapacityReservationTarget(Properties);

impl Default for CapacityReservationTarget {
    fn default() -> Self {
        Self::new()
    }
}

impl CapacityReservationTarget {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `CapacityReservationId`.
    #[must_use]
    pub fn capacity_reservation_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("CapacityReservationId", value))
    }

    /// `CapacityReservationResourceGroupArn`.
    #[must_use]
    pub fn capacity_reservation_resource_group_arn(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("CapacityReservationResourceGroupArn", value))
    }
}

pub(crate) static CAPACITY_RESERVATION_TARGET: ResourceSchema = ResourceSchema {
    name: "CapacityReservationTarget",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<CapacityReservationTarget> for CapacityReservationTarget {
    fn into_value(self) -> Value<CapacityReservationTarget> {
        self.0.into_value_of()
    }
}

/// `ConnectionTrackingSpecification` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct ConnectionTrackingSpecification(Properties);

impl Default for ConnectionTrackingSpecification {
    fn default() -> Self {
        Self::new()
    }
}

impl ConnectionTrackingSpecification {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `TcpEstablishedTimeout`.
    #[must_use]
    pub fn tcp_established_timeout(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("TcpEstablishedTimeout", value))
    }

    /// `UdpStreamTimeout`.
    #[must_use]
    pub fn udp_stream_timeout(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("UdpStreamTimeout", value))
    }

    /// `UdpTimeout`.
    #[must_use]
    pub fn udp_timeout(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("UdpTimeout", value))
    }
}

pub(crate) static CONNECTION_TRACKING_SPECIFICATION: ResourceSchema = ResourceSchema {
    name: "ConnectionTrackingSpecification",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<ConnectionTrackingSpecification> for ConnectionTrackingSpecification {
    fn into_value(self) -> Value<ConnectionTrackingSpecification> {
        self.0.into_value_of()
    }
}

/// `Cpu` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct Cpu(Properties);

impl Default for Cpu {
    fn default() -> Self {
        Self::new()
    }
}

impl Cpu {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `References`.
    #[must_use]
    pub fn references(self, value: impl IntoValue<Vec<Reference>>) -> Self {
        Self(self.0.set::<Vec<Reference>>("References", value))
    }
}

pub(crate) static CPU: ResourceSchema = ResourceSchema {
    name: "Cpu",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&REFERENCE), ..PropertyFacts::new("References") },
    ],
};

impl IntoValue<Cpu> for Cpu {
    fn into_value(self) -> Value<Cpu> {
        self.0.into_value_of()
    }
}

/// `CpuOptions` of `AWS::EC2::LaunchTemplate`.
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

    /// `AmdSevSnp`.
    #[must_use]
    pub fn amd_sev_snp(self, value: impl IntoValue<AmdSevSnp>) -> Self {
        Self(self.0.set::<AmdSevSnp>("AmdSevSnp", value))
    }

    /// `CoreCount`.
    #[must_use]
    pub fn core_count(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("CoreCount", value))
    }

    /// `NestedVirtualization`.
    #[must_use]
    pub fn nested_virtualization(self, value: impl IntoValue<NestedVirtualization>) -> Self {
        Self(self.0.set::<NestedVirtualization>("NestedVirtualization", value))
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

/// `CreditSpecification` of `AWS::EC2::LaunchTemplate`.
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

    /// `CpuCredits`.
    #[must_use]
    pub fn cpu_credits(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("CpuCredits", value))
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

/// `Ebs` of `AWS::EC2::LaunchTemplate`.
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

    /// `EbsCardIndex`.
    #[must_use]
    pub fn ebs_card_index(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("EbsCardIndex", value))
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

/// `EnaSrdSpecification` of `AWS::EC2::LaunchTemplate`.
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

/// `EnaSrdUdpSpecification` of `AWS::EC2::LaunchTemplate`.
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

/// `EnclaveOptions` of `AWS::EC2::LaunchTemplate`.
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

/// `HibernationOptions` of `AWS::EC2::LaunchTemplate`.
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

/// `IamInstanceProfile` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct IamInstanceProfile(Properties);

impl Default for IamInstanceProfile {
    fn default() -> Self {
        Self::new()
    }
}

impl IamInstanceProfile {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Arn`.
    #[must_use]
    pub fn arn(self, value: impl IntoValue<value::InstanceProfileArn>) -> Self {
        Self(self.0.set::<value::InstanceProfileArn>("Arn", value))
    }

    /// `Name`.
    #[must_use]
    pub fn name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Name", value))
    }
}

pub(crate) static IAM_INSTANCE_PROFILE: ResourceSchema = ResourceSchema {
    name: "IamInstanceProfile",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<IamInstanceProfile> for IamInstanceProfile {
    fn into_value(self) -> Value<IamInstanceProfile> {
        self.0.into_value_of()
    }
}

/// `InstanceMarketOptions` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct InstanceMarketOptions(Properties);

impl Default for InstanceMarketOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl InstanceMarketOptions {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `MarketType`.
    #[must_use]
    pub fn market_type(self, value: impl IntoValue<MarketType>) -> Self {
        Self(self.0.set::<MarketType>("MarketType", value))
    }

    /// `SpotOptions`.
    #[must_use]
    pub fn spot_options(self, value: impl IntoValue<SpotOptions>) -> Self {
        Self(self.0.set::<SpotOptions>("SpotOptions", value))
    }
}

pub(crate) static INSTANCE_MARKET_OPTIONS: ResourceSchema = ResourceSchema {
    name: "InstanceMarketOptions",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&SPOT_OPTIONS), ..PropertyFacts::new("SpotOptions") },
    ],
};

impl IntoValue<InstanceMarketOptions> for InstanceMarketOptions {
    fn into_value(self) -> Value<InstanceMarketOptions> {
        self.0.into_value_of()
    }
}

/// `InstanceRequirements` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct InstanceRequirements(Properties);

impl Default for InstanceRequirements {
    fn default() -> Self {
        Self::new()
    }
}

impl InstanceRequirements {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `AcceleratorCount`.
    #[must_use]
    pub fn accelerator_count(self, value: impl IntoValue<AcceleratorCount>) -> Self {
        Self(self.0.set::<AcceleratorCount>("AcceleratorCount", value))
    }

    /// `AcceleratorManufacturers`.
    #[must_use]
    pub fn accelerator_manufacturers(self, value: impl IntoValue<Vec<AcceleratorManufacturers>>) -> Self {
        Self(self.0.set::<Vec<AcceleratorManufacturers>>("AcceleratorManufacturers", value))
    }

    /// `AcceleratorNames`.
    #[must_use]
    pub fn accelerator_names(self, value: impl IntoValue<Vec<AcceleratorNames>>) -> Self {
        Self(self.0.set::<Vec<AcceleratorNames>>("AcceleratorNames", value))
    }

    /// `AcceleratorTotalMemoryMiB`.
    #[must_use]
    pub fn accelerator_total_memory_mi_b(self, value: impl IntoValue<AcceleratorTotalMemoryMiB>) -> Self {
        Self(self.0.set::<AcceleratorTotalMemoryMiB>("AcceleratorTotalMemoryMiB", value))
    }

    /// `AcceleratorTypes`.
    #[must_use]
    pub fn accelerator_types(self, value: impl IntoValue<Vec<AcceleratorTypes>>) -> Self {
        Self(self.0.set::<Vec<AcceleratorTypes>>("AcceleratorTypes", value))
    }

    /// `AllowedInstanceTypes`, at most 400 elements.
    #[must_use]
    pub fn allowed_instance_types(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("AllowedInstanceTypes", value))
    }

    /// `BareMetal`.
    #[must_use]
    pub fn bare_metal(self, value: impl IntoValue<BareMetal>) -> Self {
        Self(self.0.set::<BareMetal>("BareMetal", value))
    }

    /// `BaselineEbsBandwidthMbps`.
    #[must_use]
    pub fn baseline_ebs_bandwidth_mbps(self, value: impl IntoValue<BaselineEbsBandwidthMbps>) -> Self {
        Self(self.0.set::<BaselineEbsBandwidthMbps>("BaselineEbsBandwidthMbps", value))
    }

    /// `BaselinePerformanceFactors`.
    #[must_use]
    pub fn baseline_performance_factors(self, value: impl IntoValue<BaselinePerformanceFactors>) -> Self {
        Self(self.0.set::<BaselinePerformanceFactors>("BaselinePerformanceFactors", value))
    }

    /// `BurstablePerformance`.
    #[must_use]
    pub fn burstable_performance(self, value: impl IntoValue<BurstablePerformance>) -> Self {
        Self(self.0.set::<BurstablePerformance>("BurstablePerformance", value))
    }

    /// `CpuManufacturers`.
    #[must_use]
    pub fn cpu_manufacturers(self, value: impl IntoValue<Vec<CpuManufacturers>>) -> Self {
        Self(self.0.set::<Vec<CpuManufacturers>>("CpuManufacturers", value))
    }

    /// `ExcludedInstanceTypes`, at most 400 elements.
    #[must_use]
    pub fn excluded_instance_types(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("ExcludedInstanceTypes", value))
    }

    /// `InstanceGenerations`.
    #[must_use]
    pub fn instance_generations(self, value: impl IntoValue<Vec<InstanceGenerations>>) -> Self {
        Self(self.0.set::<Vec<InstanceGenerations>>("InstanceGenerations", value))
    }

    /// `LocalStorage`.
    #[must_use]
    pub fn local_storage(self, value: impl IntoValue<LocalStorage>) -> Self {
        Self(self.0.set::<LocalStorage>("LocalStorage", value))
    }

    /// `LocalStorageTypes`.
    #[must_use]
    pub fn local_storage_types(self, value: impl IntoValue<Vec<LocalStorageTypes>>) -> Self {
        Self(self.0.set::<Vec<LocalStorageTypes>>("LocalStorageTypes", value))
    }

    /// `MaxSpotPriceAsPercentageOfOptimalOnDemandPrice`.
    #[must_use]
    pub fn max_spot_price_as_percentage_of_optimal_on_demand_price(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("MaxSpotPriceAsPercentageOfOptimalOnDemandPrice", value))
    }

    /// `MemoryGiBPerVCpu`.
    #[must_use]
    pub fn memory_gi_b_per_v_cpu(self, value: impl IntoValue<MemoryGiBPerVCpu>) -> Self {
        Self(self.0.set::<MemoryGiBPerVCpu>("MemoryGiBPerVCpu", value))
    }

    /// `MemoryMiB`.
    #[must_use]
    pub fn memory_mi_b(self, value: impl IntoValue<MemoryMiB>) -> Self {
        Self(self.0.set::<MemoryMiB>("MemoryMiB", value))
    }

    /// `NetworkBandwidthGbps`.
    #[must_use]
    pub fn network_bandwidth_gbps(self, value: impl IntoValue<NetworkBandwidthGbps>) -> Self {
        Self(self.0.set::<NetworkBandwidthGbps>("NetworkBandwidthGbps", value))
    }

    /// `NetworkInterfaceCount`.
    #[must_use]
    pub fn network_interface_count(self, value: impl IntoValue<NetworkInterfaceCount>) -> Self {
        Self(self.0.set::<NetworkInterfaceCount>("NetworkInterfaceCount", value))
    }

    /// `OnDemandMaxPricePercentageOverLowestPrice`.
    #[must_use]
    pub fn on_demand_max_price_percentage_over_lowest_price(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("OnDemandMaxPricePercentageOverLowestPrice", value))
    }

    /// `RequireHibernateSupport`.
    #[must_use]
    pub fn require_hibernate_support(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("RequireHibernateSupport", value))
    }

    /// `SpotMaxPricePercentageOverLowestPrice`.
    #[must_use]
    pub fn spot_max_price_percentage_over_lowest_price(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("SpotMaxPricePercentageOverLowestPrice", value))
    }

    /// `TotalLocalStorageGB`.
    #[must_use]
    pub fn total_local_storage_gb(self, value: impl IntoValue<TotalLocalStorageGb>) -> Self {
        Self(self.0.set::<TotalLocalStorageGb>("TotalLocalStorageGB", value))
    }

    /// `VCpuCount`.
    #[must_use]
    pub fn v_cpu_count(self, value: impl IntoValue<VCpuCount>) -> Self {
        Self(self.0.set::<VCpuCount>("VCpuCount", value))
    }
}

pub(crate) static INSTANCE_REQUIREMENTS: ResourceSchema = ResourceSchema {
    name: "InstanceRequirements",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&ACCELERATOR_COUNT), ..PropertyFacts::new("AcceleratorCount") },
        PropertyFacts { nested: Some(&ACCELERATOR_TOTAL_MEMORY_MI_B), ..PropertyFacts::new("AcceleratorTotalMemoryMiB") },
        PropertyFacts { max_items: Some(400), ..PropertyFacts::new("AllowedInstanceTypes") },
        PropertyFacts { nested: Some(&BASELINE_EBS_BANDWIDTH_MBPS), ..PropertyFacts::new("BaselineEbsBandwidthMbps") },
        PropertyFacts { nested: Some(&BASELINE_PERFORMANCE_FACTORS), ..PropertyFacts::new("BaselinePerformanceFactors") },
        PropertyFacts { max_items: Some(400), ..PropertyFacts::new("ExcludedInstanceTypes") },
        PropertyFacts { nested: Some(&MEMORY_GI_B_PER_V_CPU), ..PropertyFacts::new("MemoryGiBPerVCpu") },
        PropertyFacts { nested: Some(&MEMORY_MI_B), ..PropertyFacts::new("MemoryMiB") },
        PropertyFacts { nested: Some(&NETWORK_BANDWIDTH_GBPS), ..PropertyFacts::new("NetworkBandwidthGbps") },
        PropertyFacts { nested: Some(&NETWORK_INTERFACE_COUNT), ..PropertyFacts::new("NetworkInterfaceCount") },
        PropertyFacts { nested: Some(&TOTAL_LOCAL_STORAGE_GB), ..PropertyFacts::new("TotalLocalStorageGB") },
        PropertyFacts { nested: Some(&V_CPU_COUNT), ..PropertyFacts::new("VCpuCount") },
    ],
};

impl IntoValue<InstanceRequirements> for InstanceRequirements {
    fn into_value(self) -> Value<InstanceRequirements> {
        self.0.into_value_of()
    }
}

/// `Ipv4PrefixSpecification` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct Ipv4PrefixSpecification(Properties);

impl Default for Ipv4PrefixSpecification {
    fn default() -> Self {
        Self::new()
    }
}

impl Ipv4PrefixSpecification {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Ipv4Prefix`.
    #[must_use]
    pub fn ipv4_prefix(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Ipv4Prefix", value))
    }
}

pub(crate) static IPV4_PREFIX_SPECIFICATION: ResourceSchema = ResourceSchema {
    name: "Ipv4PrefixSpecification",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<Ipv4PrefixSpecification> for Ipv4PrefixSpecification {
    fn into_value(self) -> Value<Ipv4PrefixSpecification> {
        self.0.into_value_of()
    }
}

/// `Ipv6Add` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct Ipv6Add(Properties);

impl Default for Ipv6Add {
    fn default() -> Self {
        Self::new()
    }
}

impl Ipv6Add {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Ipv6Address`.
    #[must_use]
    pub fn ipv6_address(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Ipv6Address", value))
    }
}

pub(crate) static IPV6_ADD: ResourceSchema = ResourceSchema {
    name: "Ipv6Add",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<Ipv6Add> for Ipv6Add {
    fn into_value(self) -> Value<Ipv6Add> {
        self.0.into_value_of()
    }
}

/// `Ipv6PrefixSpecification` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct Ipv6PrefixSpecification(Properties);

impl Default for Ipv6PrefixSpecification {
    fn default() -> Self {
        Self::new()
    }
}

impl Ipv6PrefixSpecification {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Ipv6Prefix`.
    #[must_use]
    pub fn ipv6_prefix(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Ipv6Prefix", value))
    }
}

pub(crate) static IPV6_PREFIX_SPECIFICATION: ResourceSchema = ResourceSchema {
    name: "Ipv6PrefixSpecification",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<Ipv6PrefixSpecification> for Ipv6PrefixSpecification {
    fn into_value(self) -> Value<Ipv6PrefixSpecification> {
        self.0.into_value_of()
    }
}

/// `LaunchTemplateData` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct LaunchTemplateData(Properties);

impl Default for LaunchTemplateData {
    fn default() -> Self {
        Self::new()
    }
}

impl LaunchTemplateData {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `BlockDeviceMappings`.
    #[must_use]
    pub fn block_device_mappings(self, value: impl IntoValue<Vec<BlockDeviceMapping>>) -> Self {
        Self(self.0.set::<Vec<BlockDeviceMapping>>("BlockDeviceMappings", value))
    }

    /// `CapacityReservationSpecification`.
    #[must_use]
    pub fn capacity_reservation_specification(self, value: impl IntoValue<CapacityReservationSpecification>) -> Self {
        Self(self.0.set::<CapacityReservationSpecification>("CapacityReservationSpecification", value))
    }

    /// `CpuOptions`.
    #[must_use]
    pub fn cpu_options(self, value: impl IntoValue<CpuOptions>) -> Self {
        Self(self.0.set::<CpuOptions>("CpuOptions", value))
    }

    /// `CreditSpecification`.
    #[must_use]
    pub fn credit_specification(self, value: impl IntoValue<CreditSpecification>) -> Self {
        Self(self.0.set::<CreditSpecification>("CreditSpecification", value))
    }

    /// `DisableApiStop`.
    #[must_use]
    pub fn disable_api_stop(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("DisableApiStop", value))
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

    /// `EnclaveOptions`.
    #[must_use]
    pub fn enclave_options(self, value: impl IntoValue<EnclaveOptions>) -> Self {
        Self(self.0.set::<EnclaveOptions>("EnclaveOptions", value))
    }

    /// `HibernationOptions`.
    #[must_use]
    pub fn hibernation_options(self, value: impl IntoValue<HibernationOptions>) -> Self {
        Self(self.0.set::<HibernationOptions>("HibernationOptions", value))
    }

    /// `IamInstanceProfile`.
    #[must_use]
    pub fn iam_instance_profile(self, value: impl IntoValue<IamInstanceProfile>) -> Self {
        Self(self.0.set::<IamInstanceProfile>("IamInstanceProfile", value))
    }

    /// `ImageId`.
    #[must_use]
    pub fn image_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("ImageId", value))
    }

    /// `InstanceInitiatedShutdownBehavior`.
    #[must_use]
    pub fn instance_initiated_shutdown_behavior(self, value: impl IntoValue<InstanceInitiatedShutdownBehavior>) -> Self {
        Self(self.0.set::<InstanceInitiatedShutdownBehavior>("InstanceInitiatedShutdownBehavior", value))
    }

    /// `InstanceMarketOptions`.
    #[must_use]
    pub fn instance_market_options(self, value: impl IntoValue<InstanceMarketOptions>) -> Self {
        Self(self.0.set::<InstanceMarketOptions>("InstanceMarketOptions", value))
    }

    /// `InstanceRequirements`.
    #[must_use]
    pub fn instance_requirements(self, value: impl IntoValue<InstanceRequirements>) -> Self {
        Self(self.0.set::<InstanceRequirements>("InstanceRequirements", value))
    }

    /// `InstanceType`.
    #[must_use]
    pub fn instance_type(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("InstanceType", value))
    }

    /// `KernelId`.
    #[must_use]
    pub fn kernel_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("KernelId", value))
    }

    /// `KeyName`.
    #[must_use]
    pub fn key_name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("KeyName", value))
    }

    /// `LicenseSpecifications`.
    #[must_use]
    pub fn license_specifications(self, value: impl IntoValue<Vec<LicenseSpecification>>) -> Self {
        Self(self.0.set::<Vec<LicenseSpecification>>("LicenseSpecifications", value))
    }

    /// `MaintenanceOptions`.
    #[must_use]
    pub fn maintenance_options(self, value: impl IntoValue<MaintenanceOptions>) -> Self {
        Self(self.0.set::<MaintenanceOptions>("MaintenanceOptions", value))
    }

    /// `MetadataOptions`.
    #[must_use]
    pub fn metadata_options(self, value: impl IntoValue<MetadataOptions>) -> Self {
        Self(self.0.set::<MetadataOptions>("MetadataOptions", value))
    }

    /// `Monitoring`.
    #[must_use]
    pub fn monitoring(self, value: impl IntoValue<Monitoring>) -> Self {
        Self(self.0.set::<Monitoring>("Monitoring", value))
    }

    /// `NetworkInterfaces`.
    #[must_use]
    pub fn network_interfaces(self, value: impl IntoValue<Vec<NetworkInterface>>) -> Self {
        Self(self.0.set::<Vec<NetworkInterface>>("NetworkInterfaces", value))
    }

    /// `NetworkPerformanceOptions`.
    #[must_use]
    pub fn network_performance_options(self, value: impl IntoValue<NetworkPerformanceOptions>) -> Self {
        Self(self.0.set::<NetworkPerformanceOptions>("NetworkPerformanceOptions", value))
    }

    /// `Placement`.
    #[must_use]
    pub fn placement(self, value: impl IntoValue<Placement>) -> Self {
        Self(self.0.set::<Placement>("Placement", value))
    }

    /// `PrivateDnsNameOptions`.
    #[must_use]
    pub fn private_dns_name_options(self, value: impl IntoValue<PrivateDnsNameOptions>) -> Self {
        Self(self.0.set::<PrivateDnsNameOptions>("PrivateDnsNameOptions", value))
    }

    /// `RamDiskId`.
    #[must_use]
    pub fn ram_disk_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("RamDiskId", value))
    }

    /// `SecurityGroupIds`.
    #[must_use]
    pub fn security_group_ids(self, value: impl IntoValue<Vec<value::SecurityGroupId>>) -> Self {
        Self(self.0.set::<Vec<value::SecurityGroupId>>("SecurityGroupIds", value))
    }

    /// `SecurityGroups`.
    #[must_use]
    pub fn security_groups(self, value: impl IntoValue<Vec<value::SecurityGroupName>>) -> Self {
        Self(self.0.set::<Vec<value::SecurityGroupName>>("SecurityGroups", value))
    }

    /// `TagSpecifications`.
    #[must_use]
    pub fn tag_specifications(self, value: impl IntoValue<Vec<TagSpecification>>) -> Self {
        Self(self.0.set::<Vec<TagSpecification>>("TagSpecifications", value))
    }

    /// `UserData`.
    #[must_use]
    pub fn user_data(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("UserData", value))
    }
}

pub(crate) static LAUNCH_TEMPLATE_DATA: ResourceSchema = ResourceSchema {
    name: "LaunchTemplateData",
    tags: None,
    properties: &[
        PropertyFacts { nested: Some(&BLOCK_DEVICE_MAPPING), ..PropertyFacts::new("BlockDeviceMappings") },
        PropertyFacts { nested: Some(&CAPACITY_RESERVATION_SPECIFICATION), ..PropertyFacts::new("CapacityReservationSpecification") },
        PropertyFacts { nested: Some(&CPU_OPTIONS), ..PropertyFacts::new("CpuOptions") },
        PropertyFacts { nested: Some(&CREDIT_SPECIFICATION), ..PropertyFacts::new("CreditSpecification") },
        PropertyFacts { nested: Some(&ENCLAVE_OPTIONS), ..PropertyFacts::new("EnclaveOptions") },
        PropertyFacts { nested: Some(&HIBERNATION_OPTIONS), ..PropertyFacts::new("HibernationOptions") },
        PropertyFacts { nested: Some(&IAM_INSTANCE_PROFILE), ..PropertyFacts::new("IamInstanceProfile") },
        PropertyFacts { nested: Some(&INSTANCE_MARKET_OPTIONS), ..PropertyFacts::new("InstanceMarketOptions") },
        PropertyFacts { nested: Some(&INSTANCE_REQUIREMENTS), ..PropertyFacts::new("InstanceRequirements") },
        PropertyFacts { nested: Some(&LICENSE_SPECIFICATION), ..PropertyFacts::new("LicenseSpecifications") },
        PropertyFacts { nested: Some(&MAINTENANCE_OPTIONS), ..PropertyFacts::new("MaintenanceOptions") },
        PropertyFacts { nested: Some(&METADATA_OPTIONS), ..PropertyFacts::new("MetadataOptions") },
        PropertyFacts { nested: Some(&MONITORING), ..PropertyFacts::new("Monitoring") },
        PropertyFacts { nested: Some(&NETWORK_INTERFACE), ..PropertyFacts::new("NetworkInterfaces") },
        PropertyFacts { nested: Some(&NETWORK_PERFORMANCE_OPTIONS), ..PropertyFacts::new("NetworkPerformanceOptions") },
        PropertyFacts { nested: Some(&PLACEMENT), ..PropertyFacts::new("Placement") },
        PropertyFacts { nested: Some(&PRIVATE_DNS_NAME_OPTIONS), ..PropertyFacts::new("PrivateDnsNameOptions") },
        PropertyFacts { nested: Some(&TAG_SPECIFICATION), ..PropertyFacts::new("TagSpecifications") },
    ],
};

impl IntoValue<LaunchTemplateData> for LaunchTemplateData {
    fn into_value(self) -> Value<LaunchTemplateData> {
        self.0.into_value_of()
    }
}

/// `LaunchTemplateTagSpecification` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct LaunchTemplateTagSpecification(Properties);

impl Default for LaunchTemplateTagSpecification {
    fn default() -> Self {
        Self::new()
    }
}

impl LaunchTemplateTagSpecification {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `ResourceType`.
    #[must_use]
    pub fn resource_type(self, value: impl IntoValue<ResourceType>) -> Self {
        Self(self.0.set::<ResourceType>("ResourceType", value))
    }

    /// `Tags`.
    #[must_use]
    pub fn tags(self, value: impl IntoValue<Vec<value::Tag>>) -> Self {
        Self(self.0.set::<Vec<value::Tag>>("Tags", value))
    }
}

pub(crate) static LAUNCH_TEMPLATE_TAG_SPECIFICATION: ResourceSchema = ResourceSchema {
    name: "LaunchTemplateTagSpecification",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<LaunchTemplateTagSpecification> for LaunchTemplateTagSpecification {
    fn into_value(self) -> Value<LaunchTemplateTagSpecification> {
        self.0.into_value_of()
    }
}

/// `LicenseSpecification` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct LicenseSpecification(Properties);

impl Default for LicenseSpecification {
    fn default() -> Self {
        Self::new()
    }
}

impl LicenseSpecification {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `LicenseConfigurationArn`.
    #[must_use]
    pub fn license_configuration_arn(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("LicenseConfigurationArn", value))
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

/// `MaintenanceOptions` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct MaintenanceOptions(Properties);

impl Default for MaintenanceOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl MaintenanceOptions {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `AutoRecovery`.
    #[must_use]
    pub fn auto_recovery(self, value: impl IntoValue<AutoRecovery>) -> Self {
        Self(self.0.set::<AutoRecovery>("AutoRecovery", value))
    }
}

pub(crate) static MAINTENANCE_OPTIONS: ResourceSchema = ResourceSchema {
    name: "MaintenanceOptions",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<MaintenanceOptions> for MaintenanceOptions {
    fn into_value(self) -> Value<MaintenanceOptions> {
        self.0.into_value_of()
    }
}

/// `MemoryGiBPerVCpu` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct MemoryGiBPerVCpu(Properties);

impl Default for MemoryGiBPerVCpu {
    fn default() -> Self {
        Self::new()
    }
}

impl MemoryGiBPerVCpu {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Max`.
    #[must_use]
    pub fn max(self, value: impl IntoValue<f64>) -> Self {
        Self(self.0.set::<f64>("Max", value))
    }

    /// `Min`.
    #[must_use]
    pub fn min(self, value: impl IntoValue<f64>) -> Self {
        Self(self.0.set::<f64>("Min", value))
    }
}

pub(crate) static MEMORY_GI_B_PER_V_CPU: ResourceSchema = ResourceSchema {
    name: "MemoryGiBPerVCpu",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<MemoryGiBPerVCpu> for MemoryGiBPerVCpu {
    fn into_value(self) -> Value<MemoryGiBPerVCpu> {
        self.0.into_value_of()
    }
}

/// `MemoryMiB` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct MemoryMiB(Properties);

impl Default for MemoryMiB {
    fn default() -> Self {
        Self::new()
    }
}

impl MemoryMiB {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Max`.
    #[must_use]
    pub fn max(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Max", value))
    }

    /// `Min`.
    #[must_use]
    pub fn min(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Min", value))
    }
}

pub(crate) static MEMORY_MI_B: ResourceSchema = ResourceSchema {
    name: "MemoryMiB",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<MemoryMiB> for MemoryMiB {
    fn into_value(self) -> Value<MemoryMiB> {
        self.0.into_value_of()
    }
}

/// `MetadataOptions` of `AWS::EC2::LaunchTemplate`.
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

    /// `HttpPutResponseHopLimit`.
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
    ],
};

impl IntoValue<MetadataOptions> for MetadataOptions {
    fn into_value(self) -> Value<MetadataOptions> {
        self.0.into_value_of()
    }
}

/// `Monitoring` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct Monitoring(Properties);

impl Default for Monitoring {
    fn default() -> Self {
        Self::new()
    }
}

impl Monitoring {
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

pub(crate) static MONITORING: ResourceSchema = ResourceSchema {
    name: "Monitoring",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<Monitoring> for Monitoring {
    fn into_value(self) -> Value<Monitoring> {
        self.0.into_value_of()
    }
}

/// `NetworkBandwidthGbps` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkBandwidthGbps(Properties);

impl Default for NetworkBandwidthGbps {
    fn default() -> Self {
        Self::new()
    }
}

impl NetworkBandwidthGbps {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Max`.
    #[must_use]
    pub fn max(self, value: impl IntoValue<f64>) -> Self {
        Self(self.0.set::<f64>("Max", value))
    }

    /// `Min`.
    #[must_use]
    pub fn min(self, value: impl IntoValue<f64>) -> Self {
        Self(self.0.set::<f64>("Min", value))
    }
}

pub(crate) static NETWORK_BANDWIDTH_GBPS: ResourceSchema = ResourceSchema {
    name: "NetworkBandwidthGbps",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<NetworkBandwidthGbps> for NetworkBandwidthGbps {
    fn into_value(self) -> Value<NetworkBandwidthGbps> {
        self.0.into_value_of()
    }
}

/// `NetworkInterface` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkInterface(Properties);

impl Default for NetworkInterface {
    fn default() -> Self {
        Self::new()
    }
}

impl NetworkInterface {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
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

    /// `ConnectionTrackingSpecification`.
    #[must_use]
    pub fn connection_tracking_specification(self, value: impl IntoValue<ConnectionTrackingSpecification>) -> Self {
        Self(self.0.set::<ConnectionTrackingSpecification>("ConnectionTrackingSpecification", value))
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

    /// `DeviceIndex`.
    #[must_use]
    pub fn device_index(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("DeviceIndex", value))
    }

    /// `EnaQueueCount`.
    #[must_use]
    pub fn ena_queue_count(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("EnaQueueCount", value))
    }

    /// `EnaSrdSpecification`.
    #[must_use]
    pub fn ena_srd_specification(self, value: impl IntoValue<EnaSrdSpecification>) -> Self {
        Self(self.0.set::<EnaSrdSpecification>("EnaSrdSpecification", value))
    }

    /// `Groups`.
    #[must_use]
    pub fn groups(self, value: impl IntoValue<Vec<String>>) -> Self {
        Self(self.0.set::<Vec<String>>("Groups", value))
    }

    /// `InterfaceType`.
    #[must_use]
    pub fn interface_type(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("InterfaceType", value))
    }

    /// `Ipv4PrefixCount`.
    #[must_use]
    pub fn ipv4_prefix_count(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Ipv4PrefixCount", value))
    }

    /// `Ipv4Prefixes`.
    #[must_use]
    pub fn ipv4_prefixes(self, value: impl IntoValue<Vec<Ipv4PrefixSpecification>>) -> Self {
        Self(self.0.set::<Vec<Ipv4PrefixSpecification>>("Ipv4Prefixes", value))
    }

    /// `Ipv6AddressCount`.
    #[must_use]
    pub fn ipv6_address_count(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Ipv6AddressCount", value))
    }

    /// `Ipv6Addresses`.
    #[must_use]
    pub fn ipv6_addresses(self, value: impl IntoValue<Vec<Ipv6Add>>) -> Self {
        Self(self.0.set::<Vec<Ipv6Add>>("Ipv6Addresses", value))
    }

    /// `Ipv6PrefixCount`.
    #[must_use]
    pub fn ipv6_prefix_count(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Ipv6PrefixCount", value))
    }

    /// `Ipv6Prefixes`.
    #[must_use]
    pub fn ipv6_prefixes(self, value: impl IntoValue<Vec<Ipv6PrefixSpecification>>) -> Self {
        Self(self.0.set::<Vec<Ipv6PrefixSpecification>>("Ipv6Prefixes", value))
    }

    /// `NetworkCardIndex`.
    #[must_use]
    pub fn network_card_index(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("NetworkCardIndex", value))
    }

    /// `NetworkInterfaceId`.
    #[must_use]
    pub fn network_interface_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("NetworkInterfaceId", value))
    }

    /// `PrimaryIpv6`.
    #[must_use]
    pub fn primary_ipv6(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("PrimaryIpv6", value))
    }

    /// `PrivateIpAddress`.
    #[must_use]
    pub fn private_ip_address(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("PrivateIpAddress", value))
    }

    /// `PrivateIpAddresses`.
    #[must_use]
    pub fn private_ip_addresses(self, value: impl IntoValue<Vec<PrivateIpAdd>>) -> Self {
        Self(self.0.set::<Vec<PrivateIpAdd>>("PrivateIpAddresses", value))
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
        PropertyFacts { nested: Some(&CONNECTION_TRACKING_SPECIFICATION), ..PropertyFacts::new("ConnectionTrackingSpecification") },
        PropertyFacts { nested: Some(&ENA_SRD_SPECIFICATION), ..PropertyFacts::new("EnaSrdSpecification") },
        PropertyFacts { nested: Some(&IPV4_PREFIX_SPECIFICATION), ..PropertyFacts::new("Ipv4Prefixes") },
        PropertyFacts { nested: Some(&IPV6_ADD), ..PropertyFacts::new("Ipv6Addresses") },
        PropertyFacts { nested: Some(&IPV6_PREFIX_SPECIFICATION), ..PropertyFacts::new("Ipv6Prefixes") },
        PropertyFacts { nested: Some(&PRIVATE_IP_ADD), ..PropertyFacts::new("PrivateIpAddresses") },
    ],
};

impl IntoValue<NetworkInterface> for NetworkInterface {
    fn into_value(self) -> Value<NetworkInterface> {
        self.0.into_value_of()
    }
}

/// `NetworkInterfaceCount` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkInterfaceCount(Properties);

impl Default for NetworkInterfaceCount {
    fn default() -> Self {
        Self::new()
    }
}

impl NetworkInterfaceCount {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Max`.
    #[must_use]
    pub fn max(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Max", value))
    }

    /// `Min`.
    #[must_use]
    pub fn min(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Min", value))
    }
}

pub(crate) static NETWORK_INTERFACE_COUNT: ResourceSchema = ResourceSchema {
    name: "NetworkInterfaceCount",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<NetworkInterfaceCount> for NetworkInterfaceCount {
    fn into_value(self) -> Value<NetworkInterfaceCount> {
        self.0.into_value_of()
    }
}

/// `NetworkPerformanceOptions` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkPerformanceOptions(Properties);

impl Default for NetworkPerformanceOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl NetworkPerformanceOptions {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `BandwidthWeighting`.
    #[must_use]
    pub fn bandwidth_weighting(self, value: impl IntoValue<BandwidthWeighting>) -> Self {
        Self(self.0.set::<BandwidthWeighting>("BandwidthWeighting", value))
    }
}

pub(crate) static NETWORK_PERFORMANCE_OPTIONS: ResourceSchema = ResourceSchema {
    name: "NetworkPerformanceOptions",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<NetworkPerformanceOptions> for NetworkPerformanceOptions {
    fn into_value(self) -> Value<NetworkPerformanceOptions> {
        self.0.into_value_of()
    }
}

/// `Placement` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct Placement(Properties);

impl Default for Placement {
    fn default() -> Self {
        Self::new()
    }
}

impl Placement {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Affinity`.
    #[must_use]
    pub fn affinity(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("Affinity", value))
    }

    /// `AvailabilityZone`.
    #[must_use]
    pub fn availability_zone(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("AvailabilityZone", value))
    }

    /// `GroupId`.
    #[must_use]
    pub fn group_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("GroupId", value))
    }

    /// `GroupName`.
    #[must_use]
    pub fn group_name(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("GroupName", value))
    }

    /// `HostId`.
    #[must_use]
    pub fn host_id(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("HostId", value))
    }

    /// `HostResourceGroupArn`.
    #[must_use]
    pub fn host_resource_group_arn(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("HostResourceGroupArn", value))
    }

    /// `PartitionNumber`.
    #[must_use]
    pub fn partition_number(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("PartitionNumber", value))
    }

    /// `SpreadDomain`.
    #[must_use]
    pub fn spread_domain(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("SpreadDomain", value))
    }

    /// `Tenancy`.
    #[must_use]
    pub fn tenancy(self, value: impl IntoValue<Tenancy>) -> Self {
        Self(self.0.set::<Tenancy>("Tenancy", value))
    }
}

pub(crate) static PLACEMENT: ResourceSchema = ResourceSchema {
    name: "Placement",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<Placement> for Placement {
    fn into_value(self) -> Value<Placement> {
        self.0.into_value_of()
    }
}

/// `PrivateDnsNameOptions` of `AWS::EC2::LaunchTemplate`.
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

/// `PrivateIpAdd` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct PrivateIpAdd(Properties);

impl Default for PrivateIpAdd {
    fn default() -> Self {
        Self::new()
    }
}

impl PrivateIpAdd {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Primary`.
    #[must_use]
    pub fn primary(self, value: impl IntoValue<bool>) -> Self {
        Self(self.0.set::<bool>("Primary", value))
    }

    /// `PrivateIpAddress`.
    #[must_use]
    pub fn private_ip_address(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("PrivateIpAddress", value))
    }
}

pub(crate) static PRIVATE_IP_ADD: ResourceSchema = ResourceSchema {
    name: "PrivateIpAdd",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<PrivateIpAdd> for PrivateIpAdd {
    fn into_value(self) -> Value<PrivateIpAdd> {
        self.0.into_value_of()
    }
}

/// `Reference` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference(Properties);

impl Default for Reference {
    fn default() -> Self {
        Self::new()
    }
}

impl Reference {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `InstanceFamily`.
    #[must_use]
    pub fn instance_family(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("InstanceFamily", value))
    }
}

pub(crate) static REFERENCE: ResourceSchema = ResourceSchema {
    name: "Reference",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<Reference> for Reference {
    fn into_value(self) -> Value<Reference> {
        self.0.into_value_of()
    }
}

/// `SpotOptions` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct SpotOptions(Properties);

impl Default for SpotOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl SpotOptions {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `BlockDurationMinutes`.
    #[must_use]
    pub fn block_duration_minutes(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("BlockDurationMinutes", value))
    }

    /// `InstanceInterruptionBehavior`.
    #[must_use]
    pub fn instance_interruption_behavior(self, value: impl IntoValue<InstanceInterruptionBehavior>) -> Self {
        Self(self.0.set::<InstanceInterruptionBehavior>("InstanceInterruptionBehavior", value))
    }

    /// `MaxPrice`.
    #[must_use]
    pub fn max_price(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("MaxPrice", value))
    }

    /// `SpotInstanceType`.
    #[must_use]
    pub fn spot_instance_type(self, value: impl IntoValue<SpotInstanceType>) -> Self {
        Self(self.0.set::<SpotInstanceType>("SpotInstanceType", value))
    }

    /// `ValidUntil`.
    #[must_use]
    pub fn valid_until(self, value: impl IntoValue<String>) -> Self {
        Self(self.0.set::<String>("ValidUntil", value))
    }
}

pub(crate) static SPOT_OPTIONS: ResourceSchema = ResourceSchema {
    name: "SpotOptions",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<SpotOptions> for SpotOptions {
    fn into_value(self) -> Value<SpotOptions> {
        self.0.into_value_of()
    }
}

/// `TagSpecification` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct TagSpecification(Properties);

impl Default for TagSpecification {
    fn default() -> Self {
        Self::new()
    }
}

impl TagSpecification {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `ResourceType`.
    #[must_use]
    pub fn resource_type(self, value: impl IntoValue<ResourceType>) -> Self {
        Self(self.0.set::<ResourceType>("ResourceType", value))
    }

    /// `Tags`.
    #[must_use]
    pub fn tags(self, value: impl IntoValue<Vec<value::Tag>>) -> Self {
        Self(self.0.set::<Vec<value::Tag>>("Tags", value))
    }
}

pub(crate) static TAG_SPECIFICATION: ResourceSchema = ResourceSchema {
    name: "TagSpecification",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<TagSpecification> for TagSpecification {
    fn into_value(self) -> Value<TagSpecification> {
        self.0.into_value_of()
    }
}

/// `TotalLocalStorageGB` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct TotalLocalStorageGb(Properties);

impl Default for TotalLocalStorageGb {
    fn default() -> Self {
        Self::new()
    }
}

impl TotalLocalStorageGb {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Max`.
    #[must_use]
    pub fn max(self, value: impl IntoValue<f64>) -> Self {
        Self(self.0.set::<f64>("Max", value))
    }

    /// `Min`.
    #[must_use]
    pub fn min(self, value: impl IntoValue<f64>) -> Self {
        Self(self.0.set::<f64>("Min", value))
    }
}

pub(crate) static TOTAL_LOCAL_STORAGE_GB: ResourceSchema = ResourceSchema {
    name: "TotalLocalStorageGB",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<TotalLocalStorageGb> for TotalLocalStorageGb {
    fn into_value(self) -> Value<TotalLocalStorageGb> {
        self.0.into_value_of()
    }
}

/// `VCpuCount` of `AWS::EC2::LaunchTemplate`.
#[derive(Debug, Clone, PartialEq)]
pub struct VCpuCount(Properties);

impl Default for VCpuCount {
    fn default() -> Self {
        Self::new()
    }
}

impl VCpuCount {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `Max`.
    #[must_use]
    pub fn max(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Max", value))
    }

    /// `Min`.
    #[must_use]
    pub fn min(self, value: impl IntoValue<i64>) -> Self {
        Self(self.0.set::<i64>("Min", value))
    }
}

pub(crate) static V_CPU_COUNT: ResourceSchema = ResourceSchema {
    name: "VCpuCount",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<VCpuCount> for VCpuCount {
    fn into_value(self) -> Value<VCpuCount> {
        self.0.into_value_of()
    }
}

value::text_enum! {
    /// One of `amazon-web-services`, `amd`, `habana`, `nvidia`, `xilinx`.
    AcceleratorManufacturers {
        /// `amazon-web-services`.
        AmazonWebServices = "amazon-web-services",
        /// `amd`.
        Amd = "amd",
        /// `habana`.
        Habana = "habana",
        /// `nvidia`.
        Nvidia = "nvidia",
        /// `xilinx`.
        Xilinx = "xilinx",
    }
}

value::text_enum! {
    /// One of `a100`, `a10g`, `gaudi-hl-205`, `h100`, `inferentia`, `inferentia2`, `k520`, `k80`, `l4`, `l40s`, `m60`, `radeon-pro-v520`, `t4`, `t4g`, `trainium`, `trainium2`, `u30`, `v100`, `vu9p`.
    AcceleratorNames {
        /// `a100`.
        A100 = "a100",
        /// `a10g`.
        A10g = "a10g",
        /// `gaudi-hl-205`.
        GaudiHl205 = "gaudi-hl-205",
        /// `h100`.
        H100 = "h100",
        /// `inferentia`.
        Inferentia = "inferentia",
        /// `inferentia2`.
        Inferentia2 = "inferentia2",
        /// `k520`.
        K520 = "k520",
        /// `k80`.
        K80 = "k80",
        /// `l4`.
        L4 = "l4",
        /// `l40s`.
        L40s = "l40s",
        /// `m60`.
        M60 = "m60",
        /// `radeon-pro-v520`.
        RadeonProV520 = "radeon-pro-v520",
        /// `t4`.
        T4 = "t4",
        /// `t4g`.
        T4g = "t4g",
        /// `trainium`.
        Trainium = "trainium",
        /// `trainium2`.
        Trainium2 = "trainium2",
        /// `u30`.
        U30 = "u30",
        /// `v100`.
        V100 = "v100",
        /// `vu9p`.
        Vu9p = "vu9p",
    }
}

value::text_enum! {
    /// One of `fpga`, `gpu`, `inference`, `media`.
    AcceleratorTypes {
        /// `fpga`.
        Fpga = "fpga",
        /// `gpu`.
        Gpu = "gpu",
        /// `inference`.
        Inference = "inference",
        /// `media`.
        Media = "media",
    }
}

value::text_enum! {
    /// One of `enabled`, `disabled`.
    AmdSevSnp {
        /// `enabled`.
        Enabled = "enabled",
        /// `disabled`.
        Disabled = "disabled",
    }
}

value::text_enum! {
    /// One of `default`, `disabled`.
    AutoRecovery {
        /// `default`.
        Default = "default",
        /// `disabled`.
        Disabled = "disabled",
    }
}

value::text_enum! {
    /// One of `default`, `ebs-1`, `vpc-1`.
    BandwidthWeighting {
        /// `default`.
        Default = "default",
        /// `ebs-1`.
        Ebs1 = "ebs-1",
        /// `vpc-1`.
        Vpc1 = "vpc-1",
    }
}

value::text_enum! {
    /// One of `excluded`, `included`, `required`.
    BareMetal {
        /// `excluded`.
        Excluded = "excluded",
        /// `included`.
        Included = "included",
        /// `required`.
        Required = "required",
    }
}

value::text_enum! {
    /// One of `excluded`, `included`, `required`.
    BurstablePerformance {
        /// `excluded`.
        Excluded = "excluded",
        /// `included`.
        Included = "included",
        /// `required`.
        Required = "required",
    }
}

value::text_enum! {
    /// One of `capacity-reservations-only`, `none`, `open`.
    CapacityReservationPreference {
        /// `capacity-reservations-only`.
        CapacityReservationsOnly = "capacity-reservations-only",
        /// `none`.
        None = "none",
        /// `open`.
        Open = "open",
    }
}

value::text_enum! {
    /// One of `amazon-web-services`, `amd`, `apple`, `intel`.
    CpuManufacturers {
        /// `amazon-web-services`.
        AmazonWebServices = "amazon-web-services",
        /// `amd`.
        Amd = "amd",
        /// `apple`.
        Apple = "apple",
        /// `intel`.
        Intel = "intel",
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
    /// One of `current`, `previous`.
    InstanceGenerations {
        /// `current`.
        Current = "current",
        /// `previous`.
        Previous = "previous",
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
    /// One of `hibernate`, `stop`, `terminate`.
    InstanceInterruptionBehavior {
        /// `hibernate`.
        Hibernate = "hibernate",
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
    /// One of `excluded`, `included`, `required`.
    LocalStorage {
        /// `excluded`.
        Excluded = "excluded",
        /// `included`.
        Included = "included",
        /// `required`.
        Required = "required",
    }
}

value::text_enum! {
    /// One of `hdd`, `ssd`.
    LocalStorageTypes {
        /// `hdd`.
        Hdd = "hdd",
        /// `ssd`.
        Ssd = "ssd",
    }
}

value::text_enum! {
    /// One of `capacity-block`, `interruptible-capacity-reservation`, `on-demand`, `spot`.
    MarketType {
        /// `capacity-block`.
        CapacityBlock = "capacity-block",
        /// `interruptible-capacity-reservation`.
        InterruptibleCapacityReservation = "interruptible-capacity-reservation",
        /// `on-demand`.
        OnDemand = "on-demand",
        /// `spot`.
        Spot = "spot",
    }
}

value::text_enum! {
    /// One of `enabled`, `disabled`.
    NestedVirtualization {
        /// `enabled`.
        Enabled = "enabled",
        /// `disabled`.
        Disabled = "disabled",
    }
}

value::text_enum! {
    /// One of `application-status-check`, `capacity-block`, `capacity-manager-data-export`, `capacity-reservation`, `capacity-reservation-cancellation-quote`, `capacity-reservation-fleet`, `capacity-reservation-modification-quote`, `carrier-gateway`, `client-vpn-endpoint`, `coip-pool`, `customer-gateway`, `declarative-policies-report`, `dedicated-host`, `dhcp-options`, `egress-only-internet-gateway`, `elastic-gpu`, `elastic-ip`, `export-image-task`, `export-instance-task`, `fleet`, `fpga-image`, `host-reservation`, `image`, `image-usage-report`, `import-image-task`, `import-snapshot-task`, `instance`, `instance-connect-endpoint`, `instance-event-window`, `internet-gateway`, `ipam`, `ipam-external-resource-verification-token`, `ipam-internet-registry-association`, `ipam-policy`, `ipam-pool`, `ipam-pool-allocation`, `ipam-prefix-list-resolver`, `ipam-prefix-list-resolver-target`, `ipam-resource-discovery`, `ipam-resource-discovery-association`, `ipam-scope`, `ipv4pool-ec2`, `ipv6pool-ec2`, `key-pair`, `launch-template`, `local-gateway`, `local-gateway-route-table`, `local-gateway-route-table-virtual-interface-group-association`, `local-gateway-route-table-vpc-association`, `local-gateway-virtual-interface`, `local-gateway-virtual-interface-group`, `mac-modification-task`, `natgateway`, `network-acl`, `network-insights-access-scope`, `network-insights-access-scope-analysis`, `network-insights-analysis`, `network-insights-path`, `network-interface`, `outpost-lag`, `placement-group`, `prefix-list`, `replace-root-volume-task`, `reserved-instances`, `route-server`, `route-server-endpoint`, `route-server-peer`, `route-table`, `secondary-interface`, `secondary-network`, `secondary-subnet`, `security-group`, `security-group-rule`, `service-link-virtual-interface`, `snapshot`, `spot-fleet-request`, `spot-instances-request`, `subnet`, `subnet-cidr-reservation`, `traffic-mirror-filter`, `traffic-mirror-filter-rule`, `traffic-mirror-session`, `traffic-mirror-target`, `transit-gateway`, `transit-gateway-attachment`, `transit-gateway-connect-peer`, `transit-gateway-metering-policy`, `transit-gateway-multicast-domain`, `transit-gateway-policy-table`, `transit-gateway-route-table`, `transit-gateway-route-table-announcement`, `verified-access-endpoint`, `verified-access-endpoint-target`, `verified-access-group`, `verified-access-instance`, `verified-access-policy`, `verified-access-trust-provider`, `volume`, `vpc`, `vpc-block-public-access-exclusion`, `vpc-encryption-control`, `vpc-endpoint`, `vpc-endpoint-connection`, `vpc-endpoint-connection-device-type`, `vpc-endpoint-service`, `vpc-endpoint-service-permission`, `vpc-flow-log`, `vpc-peering-connection`, `vpn-concentrator`, `vpn-connection`, `vpn-connection-device-type`, `vpn-gateway`.
    ResourceType {
        /// `application-status-check`.
        ApplicationStatusCheck = "application-status-check",
        /// `capacity-block`.
        CapacityBlock = "capacity-block",
        /// `capacity-manager-data-export`.
        CapacityManagerDataExport = "capacity-manager-data-export",
        /// `capacity-reservation`.
        CapacityReservation = "capacity-reservation",
        /// `capacity-reservation-cancellation-quote`.
        CapacityReservationCancellationQuote = "capacity-reservation-cancellation-quote",
        /// `capacity-reservation-fleet`.
        CapacityReservationFleet = "capacity-reservation-fleet",
        /// `capacity-reservation-modification-quote`.
        CapacityReservationModificationQuote = "capacity-reservation-modification-quote",
        /// `carrier-gateway`.
        CarrierGateway = "carrier-gateway",
        /// `client-vpn-endpoint`.
        ClientVpnEndpoint = "client-vpn-endpoint",
        /// `coip-pool`.
        CoipPool = "coip-pool",
        /// `customer-gateway`.
        CustomerGateway = "customer-gateway",
        /// `declarative-policies-report`.
        DeclarativePoliciesReport = "declarative-policies-report",
        /// `dedicated-host`.
        DedicatedHost = "dedicated-host",
        /// `dhcp-options`.
        DhcpOptions = "dhcp-options",
        /// `egress-only-internet-gateway`.
        EgressOnlyInternetGateway = "egress-only-internet-gateway",
        /// `elastic-gpu`.
        ElasticGpu = "elastic-gpu",
        /// `elastic-ip`.
        ElasticIp = "elastic-ip",
        /// `export-image-task`.
        ExportImageTask = "export-image-task",
        /// `export-instance-task`.
        ExportInstanceTask = "export-instance-task",
        /// `fleet`.
        Fleet = "fleet",
        /// `fpga-image`.
        FpgaImage = "fpga-image",
        /// `host-reservation`.
        HostReservation = "host-reservation",
        /// `image`.
        Image = "image",
        /// `image-usage-report`.
        ImageUsageReport = "image-usage-report",
        /// `import-image-task`.
        ImportImageTask = "import-image-task",
        /// `import-snapshot-task`.
        ImportSnapshotTask = "import-snapshot-task",
        /// `instance`.
        Instance = "instance",
        /// `instance-connect-endpoint`.
        InstanceConnectEndpoint = "instance-connect-endpoint",
        /// `instance-event-window`.
        InstanceEventWindow = "instance-event-window",
        /// `internet-gateway`.
        InternetGateway = "internet-gateway",
        /// `ipam`.
        Ipam = "ipam",
        /// `ipam-external-resource-verification-token`.
        IpamExternalResourceVerificationToken = "ipam-external-resource-verification-token",
        /// `ipam-internet-registry-association`.
        IpamInternetRegistryAssociation = "ipam-internet-registry-association",
        /// `ipam-policy`.
        IpamPolicy = "ipam-policy",
        /// `ipam-pool`.
        IpamPool = "ipam-pool",
        /// `ipam-pool-allocation`.
        IpamPoolAllocation = "ipam-pool-allocation",
        /// `ipam-prefix-list-resolver`.
        IpamPrefixListResolver = "ipam-prefix-list-resolver",
        /// `ipam-prefix-list-resolver-target`.
        IpamPrefixListResolverTarget = "ipam-prefix-list-resolver-target",
        /// `ipam-resource-discovery`.
        IpamResourceDiscovery = "ipam-resource-discovery",
        /// `ipam-resource-discovery-association`.
        IpamResourceDiscoveryAssociation = "ipam-resource-discovery-association",
        /// `ipam-scope`.
        IpamScope = "ipam-scope",
        /// `ipv4pool-ec2`.
        Ipv4poolEc2 = "ipv4pool-ec2",
        /// `ipv6pool-ec2`.
        Ipv6poolEc2 = "ipv6pool-ec2",
        /// `key-pair`.
        KeyPair = "key-pair",
        /// `launch-template`.
        LaunchTemplate = "launch-template",
        /// `local-gateway`.
        LocalGateway = "local-gateway",
        /// `local-gateway-route-table`.
        LocalGatewayRouteTable = "local-gateway-route-table",
        /// `local-gateway-route-table-virtual-interface-group-association`.
        LocalGatewayRouteTableVirtualInterfaceGroupAssociation = "local-gateway-route-table-virtual-interface-group-association",
        /// `local-gateway-route-table-vpc-association`.
        LocalGatewayRouteTableVpcAssociation = "local-gateway-route-table-vpc-association",
        /// `local-gateway-virtual-interface`.
        LocalGatewayVirtualInterface = "local-gateway-virtual-interface",
        /// `local-gateway-virtual-interface-group`.
        LocalGatewayVirtualInterfaceGroup = "local-gateway-virtual-interface-group",
        /// `mac-modification-task`.
        MacModificationTask = "mac-modification-task",
        /// `natgateway`.
        Natgateway = "natgateway",
        /// `network-acl`.
        NetworkAcl = "network-acl",
        /// `network-insights-access-scope`.
        NetworkInsightsAccessScope = "network-insights-access-scope",
        /// `network-insights-access-scope-analysis`.
        NetworkInsightsAccessScopeAnalysis = "network-insights-access-scope-analysis",
        /// `network-insights-analysis`.
        NetworkInsightsAnalysis = "network-insights-analysis",
        /// `network-insights-path`.
        NetworkInsightsPath = "network-insights-path",
        /// `network-interface`.
        NetworkInterface = "network-interface",
        /// `outpost-lag`.
        OutpostLag = "outpost-lag",
        /// `placement-group`.
        PlacementGroup = "placement-group",
        /// `prefix-list`.
        PrefixList = "prefix-list",
        /// `replace-root-volume-task`.
        ReplaceRootVolumeTask = "replace-root-volume-task",
        /// `reserved-instances`.
        ReservedInstances = "reserved-instances",
        /// `route-server`.
        RouteServer = "route-server",
        /// `route-server-endpoint`.
        RouteServerEndpoint = "route-server-endpoint",
        /// `route-server-peer`.
        RouteServerPeer = "route-server-peer",
        /// `route-table`.
        RouteTable = "route-table",
        /// `secondary-interface`.
        SecondaryInterface = "secondary-interface",
        /// `secondary-network`.
        SecondaryNetwork = "secondary-network",
        /// `secondary-subnet`.
        SecondarySubnet = "secondary-subnet",
        /// `security-group`.
        SecurityGroup = "security-group",
        /// `security-group-rule`.
        SecurityGroupRule = "security-group-rule",
        /// `service-link-virtual-interface`.
        ServiceLinkVirtualInterface = "service-link-virtual-interface",
        /// `snapshot`.
        Snapshot = "snapshot",
        /// `spot-fleet-request`.
        SpotFleetRequest = "spot-fleet-request",
        /// `spot-instances-request`.
        SpotInstancesRequest = "spot-instances-request",
        /// `subnet`.
        Subnet = "subnet",
        /// `subnet-cidr-reservation`.
        SubnetCidrReservation = "subnet-cidr-reservation",
        /// `traffic-mirror-filter`.
        TrafficMirrorFilter = "traffic-mirror-filter",
        /// `traffic-mirror-filter-rule`.
        TrafficMirrorFilterRule = "traffic-mirror-filter-rule",
        /// `traffic-mirror-session`.
        TrafficMirrorSession = "traffic-mirror-session",
        /// `traffic-mirror-target`.
        TrafficMirrorTarget = "traffic-mirror-target",
        /// `transit-gateway`.
        TransitGateway = "transit-gateway",
        /// `transit-gateway-attachment`.
        TransitGatewayAttachment = "transit-gateway-attachment",
        /// `transit-gateway-connect-peer`.
        TransitGatewayConnectPeer = "transit-gateway-connect-peer",
        /// `transit-gateway-metering-policy`.
        TransitGatewayMeteringPolicy = "transit-gateway-metering-policy",
        /// `transit-gateway-multicast-domain`.
        TransitGatewayMulticastDomain = "transit-gateway-multicast-domain",
        /// `transit-gateway-policy-table`.
        TransitGatewayPolicyTable = "transit-gateway-policy-table",
        /// `transit-gateway-route-table`.
        TransitGatewayRouteTable = "transit-gateway-route-table",
        /// `transit-gateway-route-table-announcement`.
        TransitGatewayRouteTableAnnouncement = "transit-gateway-route-table-announcement",
        /// `verified-access-endpoint`.
        VerifiedAccessEndpoint = "verified-access-endpoint",
        /// `verified-access-endpoint-target`.
        VerifiedAccessEndpointTarget = "verified-access-endpoint-target",
        /// `verified-access-group`.
        VerifiedAccessGroup = "verified-access-group",
        /// `verified-access-instance`.
        VerifiedAccessInstance = "verified-access-instance",
        /// `verified-access-policy`.
        VerifiedAccessPolicy = "verified-access-policy",
        /// `verified-access-trust-provider`.
        VerifiedAccessTrustProvider = "verified-access-trust-provider",
        /// `volume`.
        Volume = "volume",
        /// `vpc`.
        Vpc = "vpc",
        /// `vpc-block-public-access-exclusion`.
        VpcBlockPublicAccessExclusion = "vpc-block-public-access-exclusion",
        /// `vpc-encryption-control`.
        VpcEncryptionControl = "vpc-encryption-control",
        /// `vpc-endpoint`.
        VpcEndpoint = "vpc-endpoint",
        /// `vpc-endpoint-connection`.
        VpcEndpointConnection = "vpc-endpoint-connection",
        /// `vpc-endpoint-connection-device-type`.
        VpcEndpointConnectionDeviceType = "vpc-endpoint-connection-device-type",
        /// `vpc-endpoint-service`.
        VpcEndpointService = "vpc-endpoint-service",
        /// `vpc-endpoint-service-permission`.
        VpcEndpointServicePermission = "vpc-endpoint-service-permission",
        /// `vpc-flow-log`.
        VpcFlowLog = "vpc-flow-log",
        /// `vpc-peering-connection`.
        VpcPeeringConnection = "vpc-peering-connection",
        /// `vpn-concentrator`.
        VpnConcentrator = "vpn-concentrator",
        /// `vpn-connection`.
        VpnConnection = "vpn-connection",
        /// `vpn-connection-device-type`.
        VpnConnectionDeviceType = "vpn-connection-device-type",
        /// `vpn-gateway`.
        VpnGateway = "vpn-gateway",
    }
}

value::text_enum! {
    /// One of `one-time`, `persistent`.
    SpotInstanceType {
        /// `one-time`.
        OneTime = "one-time",
        /// `persistent`.
        Persistent = "persistent",
    }
}

value::text_enum! {
    /// One of `dedicated`, `default`, `host`.
    Tenancy {
        /// `dedicated`.
        Dedicated = "dedicated",
        /// `default`.
        Default = "default",
        /// `host`.
        Host = "host",
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

