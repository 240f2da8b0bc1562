//! What RunInstances is called with, as plain data: stored before the call, and the same however often it is repeated.

use crate::plan::Market;
use serde::{Deserialize, Serialize};

/// One complete RunInstances, as it is stored before the first call: the same bytes are sent however often it is
/// repeated. User data is kept apart, sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaunchRequest {
    /// EC2's `ClientToken`.
    pub client_token: String,
    /// The stack's launch template.
    pub launch_template_id: String,
    /// Its version, pinned.
    pub launch_template_version: String,
    /// Instance type.
    pub instance_type: String,
    /// Image.
    pub image_id: String,
    /// Spot or on demand.
    pub spot: bool,
    /// Zone; none leaves it to EC2 or to the subnet.
    pub zone: Option<String>,
    /// Subnet; none is the zone's default subnet.
    pub subnet_id: Option<String>,
    /// A group instead of the stack's.
    pub security_group_id: Option<String>,
    /// The whole list of volumes; the first is the root.
    pub volumes: Vec<LaunchVolume>,
    /// Tags of everything that is made: instance, volumes, network interface and spot request.
    pub tags: Vec<(String, String)>,
}

/// An encrypted gp3 volume of a launch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaunchVolume {
    /// Device name.
    pub device: String,
    /// Size in GiB.
    pub gib: u32,
    /// IOPS.
    pub iops: u32,
    /// Throughput in MiB/s.
    pub mib_per_second: u32,
}

impl LaunchRequest {
    /// How it is paid.
    #[must_use]
    pub fn market(&self) -> Market {
        if self.spot { Market::Spot } else { Market::OnDemand }
    }
}
