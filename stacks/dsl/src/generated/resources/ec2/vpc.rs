// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! What is nested in `AWS::EC2::VPC`.

use crate::stack::{Properties, ResourceSchema};
use crate::value::{self, IntoValue, Value};

/// `VpcEncryptionControl` of `AWS::EC2::VPC`.
#[derive(Debug, Clone, PartialEq)]
pub struct VpcEncryptionControl(Properties);

impl Default for VpcEncryptionControl {
    fn default() -> Self {
        Self::new()
    }
}

impl VpcEncryptionControl {
    /// Without any property; none is required.
    pub fn new() -> Self {
        Self(Properties::new())
    }

    /// `EgressOnlyInternetGatewayExclusion`.
    #[must_use]
    pub fn egress_only_internet_gateway_exclusion(self, value: impl IntoValue<EgressOnlyInternetGatewayExclusion>) -> Self {
        Self(self.0.set::<EgressOnlyInternetGatewayExclusion>("EgressOnlyInternetGatewayExclusion", value))
    }

    /// `ElasticFileSystemExclusion`.
    #[must_use]
    pub fn elastic_file_system_exclusion(self, value: impl IntoValue<ElasticFileSystemExclusion>) -> Self {
        Self(self.0.set::<ElasticFileSystemExclusion>("ElasticFileSystemExclusion", value))
    }

    /// `InternetGatewayExclusion`.
    #[must_use]
    pub fn internet_gateway_exclusion(self, value: impl IntoValue<InternetGatewayExclusion>) -> Self {
        Self(self.0.set::<InternetGatewayExclusion>("InternetGatewayExclusion", value))
    }

    /// `LambdaExclusion`.
    #[must_use]
    pub fn lambda_exclusion(self, value: impl IntoValue<LambdaExclusion>) -> Self {
        Self(self.0.set::<LambdaExclusion>("LambdaExclusion", value))
    }

    /// `Mode`.
    #[must_use]
    pub fn mode(self, value: impl IntoValue<Mode>) -> Self {
        Self(self.0.set::<Mode>("Mode", value))
    }

    /// `NatGatewayExclusion`.
    #[must_use]
    pub fn nat_gateway_exclusion(self, value: impl IntoValue<NatGatewayExclusion>) -> Self {
        Self(self.0.set::<NatGatewayExclusion>("NatGatewayExclusion", value))
    }

    /// `VirtualPrivateGatewayExclusion`.
    #[must_use]
    pub fn virtual_private_gateway_exclusion(self, value: impl IntoValue<VirtualPrivateGatewayExclusion>) -> Self {
        Self(self.0.set::<VirtualPrivateGatewayExclusion>("VirtualPrivateGatewayExclusion", value))
    }

    /// `VpcLatticeExclusion`.
    #[must_use]
    pub fn vpc_lattice_exclusion(self, value: impl IntoValue<VpcLatticeExclusion>) -> Self {
        Self(self.0.set::<VpcLatticeExclusion>("VpcLatticeExclusion", value))
    }

    /// `VpcPeeringExclusion`.
    #[must_use]
    pub fn vpc_peering_exclusion(self, value: impl IntoValue<VpcPeeringExclusion>) -> Self {
        Self(self.0.set::<VpcPeeringExclusion>("VpcPeeringExclusion", value))
    }
}

pub(crate) static VPC_ENCRYPTION_CONTROL: ResourceSchema = ResourceSchema {
    name: "VpcEncryptionControl",
    tags: None,
    properties: &[
    ],
};

impl IntoValue<VpcEncryptionControl> for VpcEncryptionControl {
    fn into_value(self) -> Value<VpcEncryptionControl> {
        self.0.into_value_of()
    }
}

value::text_enum! {
    /// One of `enable`, `disable`.
    EgressOnlyInternetGatewayExclusion {
        /// `enable`.
        Enable = "enable",
        /// `disable`.
        Disable = "disable",
    }
}

value::text_enum! {
    /// One of `enable`, `disable`.
    ElasticFileSystemExclusion {
        /// `enable`.
        Enable = "enable",
        /// `disable`.
        Disable = "disable",
    }
}

value::text_enum! {
    /// One of `dedicated`, `default`, `host`.
    InstanceTenancy {
        /// `dedicated`.
        Dedicated = "dedicated",
        /// `default`.
        Default = "default",
        /// `host`.
        Host = "host",
    }
}

value::text_enum! {
    /// One of `enable`, `disable`.
    InternetGatewayExclusion {
        /// `enable`.
        Enable = "enable",
        /// `disable`.
        Disable = "disable",
    }
}

value::text_enum! {
    /// One of `enable`, `disable`.
    LambdaExclusion {
        /// `enable`.
        Enable = "enable",
        /// `disable`.
        Disable = "disable",
    }
}

value::text_enum! {
    /// One of `monitor`, `enforce`.
    Mode {
        /// `monitor`.
        Monitor = "monitor",
        /// `enforce`.
        Enforce = "enforce",
    }
}

value::text_enum! {
    /// One of `enable`, `disable`.
    NatGatewayExclusion {
        /// `enable`.
        Enable = "enable",
        /// `disable`.
        Disable = "disable",
    }
}

value::text_enum! {
    /// One of `enable`, `disable`.
    VirtualPrivateGatewayExclusion {
        /// `enable`.
        Enable = "enable",
        /// `disable`.
        Disable = "disable",
    }
}

value::text_enum! {
    /// One of `enable`, `disable`.
    VpcLatticeExclusion {
        /// `enable`.
        Enable = "enable",
        /// `disable`.
        Disable = "disable",
    }
}

value::text_enum! {
    /// One of `enable`, `disable`.
    VpcPeeringExclusion {
        /// `enable`.
        Enable = "enable",
        /// `disable`.
        Disable = "disable",
    }
}

