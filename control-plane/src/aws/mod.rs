//! AWS, as the control plane uses it: the role of a connection, and one method for each entry of the permission list. Nothing outside this
//! module names an AWS SDK.

mod error;

pub use error::AwsError;

use crate::github::Disposition;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use sprinters_core::catalogue::Region;
use sprinters_core::failure::Failure;
use sprinters_core::ids::InstanceId;
use sprinters_core::plan::{Market, SpotPrice};
use sprinters_core::reconcile::{Coverage, TheirInstance};
use sprinters_core::time::Timestamp;

/// Everything needed to act in a connected account. Carries the external id, which cannot be printed.
#[derive(Debug, Clone)]
pub struct Access {
    /// Our number of the connection: part of the session's name.
    pub connection: i64,
    /// The role to assume.
    pub role_arn: String,
    /// What the role asks for.
    pub external_id: SecretString,
    /// The region of the stack.
    pub region: Region,
    /// The value of the tag `sprinters:deployment`.
    pub deployment_id: String,
}

/// One complete RunInstances, as it is stored before the first call: the same bytes are sent however often it is repeated. User data is kept apart, sealed.
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

/// What EC2 made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Launched {
    /// The instance.
    pub instance: InstanceId,
    /// Its zone.
    pub zone: Option<String>,
    /// Its subnet.
    pub subnet_id: Option<String>,
    /// When.
    pub launched_at: Timestamp,
}

/// An instance with what only we look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenInstance {
    /// For the reconciler.
    pub instance: TheirInstance,
    /// Its zone.
    pub zone: Option<String>,
    /// Volumes by device name.
    pub volumes: Vec<(String, String)>,
}

/// One line of a connection's verification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What was tried, in words: "Assume the role with another external id".
    pub what: String,
    /// Whether it must be refused.
    pub must_be_refused: bool,
    /// Whether it came out as it must.
    pub passed: bool,
    /// What AWS answered: the code, and the denying layer where AWS names it.
    pub answer: String,
    /// Why the connection does not work, where it did not pass.
    pub failure: Option<Failure>,
}

/// The pools that a spot price history is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SpotQuery {
    /// Names of the types, at most 100.
    pub instance_types: Vec<&'static str>,
}

/// The way to AWS. Cheap to clone; all clones share sessions and pace.
#[derive(Debug, Clone)]
pub struct Aws {}

impl Aws {
    /// Launches one instance. Repeating it with the same request gives the same instance.
    ///
    /// # Errors
    /// Sorted by [`AwsError::sort`].
    pub async fn run_instances(
        &self,
        _access: &Access,
        _request: &LaunchRequest,
        _user_data: &SecretString,
    ) -> Result<Launched, AwsError> {
        Err(AwsError::NotBuilt)
    }

    /// Every instance of the deployment that is not long gone, in the order of their runners as the reconciler wants them.
    ///
    /// # Errors
    /// If not even the first page could be read. A later page that fails makes the list [`Coverage::Partial`].
    pub async fn describe_instances(&self, _access: &Access) -> Result<(Vec<SeenInstance>, Coverage), AwsError> {
        Err(AwsError::NotBuilt)
    }

    /// The instances that a client token made. Calls of one short window share a request.
    ///
    /// # Errors
    /// What AWS answered.
    pub async fn find_instance(&self, _access: &Access, _client_token: &str) -> Result<Vec<SeenInstance>, AwsError> {
        Err(AwsError::NotBuilt)
    }

    /// Ends an instance. One that is gone is fine.
    ///
    /// # Errors
    /// What AWS answered.
    pub async fn terminate_instance(&self, _access: &Access, _instance: &InstanceId) -> Result<(), AwsError> {
        Err(AwsError::NotBuilt)
    }

    /// Gives a volume another performance.
    ///
    /// # Errors
    /// What AWS answered.
    pub async fn modify_volume(
        &self,
        _access: &Access,
        _volume: &str,
        _iops: u32,
        _mib_per_second: u32,
    ) -> Result<(), AwsError> {
        Err(AwsError::NotBuilt)
    }

    /// The latest spot prices of Linux of these types, by zone. Kept for five minutes.
    ///
    /// # Errors
    /// What AWS answered.
    pub async fn spot_prices(&self, _access: &Access, _query: &SpotQuery) -> Result<Vec<SpotPrice>, AwsError> {
        Err(AwsError::NotBuilt)
    }

    /// Whether the role can be assumed with this external id.
    pub async fn can_assume(&self, _access: &Access) -> bool {
        false
    }

    /// Tries a connection: what must work, and what must be refused. Starts nothing: launches are dry runs.
    pub async fn verify(&self, _access: &Access, _launch: &LaunchRequest) -> Vec<Check> {
        Vec::new()
    }
}

/// What becomes of a refused launch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sorted {
    /// Try the same call again, with the same bytes.
    Again(Disposition),
    /// AWS has no capacity for this candidate; another one may do. The market tells the memory which pool.
    NextCandidate(Failure, Option<Market>),
    /// Give up, with a reason.
    GiveUp(Failure),
}
