//! AWS, as the control plane uses it: the role of a connection, and one method for each entry of the permission list.
//! Nothing outside this module names an AWS SDK.

mod call;
mod codes;
mod describe_instances;
mod environment;
mod error;
mod find_instance;
mod http;
mod key_service;
pub mod kms;
mod message;
mod modify_volume;
mod pace;
mod run_instances;
mod session;
mod spot_prices;
mod tags;
mod terminate_instance;
mod uses;
mod verify;

pub use codes::RefusalKind;
pub use environment::{AwsStartError, Endpoint, StaticCredentials};
pub use error::{AwsError, Call, Context, NoAnswer, Refusal};
pub use message::{Denial, Layer};
pub use tags::{ATTEMPT, RUNNER, RunnerTags};
pub use uses::{Allowed, Opened};

use sprinters_common::clock::Clock;
use std::sync::Arc;

use secrecy::SecretString;
use sprinters_core::catalogue::Region;
use sprinters_core::disposition::Disposition;
use sprinters_core::failure::Failure;
use sprinters_core::ids::InstanceId;
use sprinters_core::launch_request::LaunchRequest;
use sprinters_core::plan::{Market, SpotPrice};
use sprinters_core::reconcile::{Coverage, TheirInstance};
use sprinters_core::time::Timestamp;
use sprinters_core::verification::ConnectionCheck;

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
    /// Whether the role has ever let us in with this external id: what a refusal means depends on it, and a restart
    /// must not forget it.
    pub worked_before: bool,
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

/// The pools that a spot price history is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SpotQuery {
    /// Names of the types, at most 100.
    pub instance_types: Vec<&'static str>,
}

/// The way to AWS. Cheap to clone; all clones share sessions and pace.
#[derive(Debug, Clone)]
pub struct Aws {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    clock: Clock,
    sessions: session::Sessions,
    uses: Arc<uses::Uses>,
    pace: pace::Pace,
    batches: find_instance::Batches,
    prices: spot_prices::Prices,
}

impl Aws {
    /// As ourselves, by the SDK's standard variables and files: credentials, `AWS_ENDPOINT_URL` and the like.
    ///
    /// # Errors
    /// If no encrypted connection is possible. Missing credentials show with the first call.
    pub async fn new(clock: Clock) -> Result<Aws, AwsStartError> {
        Ok(Aws::on(environment::standard().await?, clock))
    }

    /// At an AWS elsewhere: the sandbox's, or a test's.
    ///
    /// # Errors
    /// If no encrypted connection is possible.
    pub fn with(elsewhere: &Endpoint, clock: Clock) -> Result<Aws, AwsStartError> {
        Ok(Aws::on(environment::endpoint(elsewhere)?, clock))
    }

    fn on(sdk: aws_config::SdkConfig, clock: Clock) -> Aws {
        let uses: Arc<uses::Uses> = Arc::default();
        let sessions = session::Sessions::new(sdk, clock.clone(), Arc::clone(&uses));
        let shared = Shared {
            clock,
            sessions,
            uses,
            pace: pace::Pace::default(),
            batches: find_instance::Batches::default(),
            prices: spot_prices::Prices::default(),
        };
        Aws { shared: Arc::new(shared) }
    }

    /// Launches one instance. Repeating it with the same request gives the same instance.
    ///
    /// # Errors
    /// Classified by [`AwsError::classify`].
    pub async fn run_instances(
        &self,
        access: &Access,
        request: &LaunchRequest,
        user_data: &SecretString,
    ) -> Result<Launched, AwsError> {
        run_instances::call(self, access, request, user_data).await
    }

    /// Every instance of the deployment that is not long gone, in the order of their runners as the reconciler wants
    /// them.
    ///
    /// # Errors
    /// If not even the first page could be read. A later page that fails makes the list [`Coverage::Partial`].
    pub async fn describe_instances(&self, access: &Access) -> Result<(Vec<SeenInstance>, Coverage), AwsError> {
        describe_instances::all(self, access).await
    }

    /// The instances that a client token made. Calls of one short window share a request.
    ///
    /// # Errors
    /// What AWS answered.
    pub async fn find_instance(&self, access: &Access, client_token: &str) -> Result<Vec<SeenInstance>, AwsError> {
        find_instance::call(self, access, client_token).await
    }

    /// Ends an instance. One that is gone is fine.
    ///
    /// # Errors
    /// What AWS answered.
    pub async fn terminate_instance(&self, access: &Access, instance: &InstanceId) -> Result<(), AwsError> {
        terminate_instance::call(self, access, instance).await
    }

    /// Gives a volume another performance.
    ///
    /// # Errors
    /// What AWS answered.
    pub async fn modify_volume(
        &self,
        access: &Access,
        volume: &str,
        iops: u32,
        mib_per_second: u32,
    ) -> Result<(), AwsError> {
        modify_volume::call(self, access, volume, iops, mib_per_second).await
    }

    /// The latest spot prices of Linux of these types, by zone. Kept for five minutes.
    ///
    /// # Errors
    /// What AWS answered.
    pub async fn spot_prices(&self, access: &Access, query: &SpotQuery) -> Result<Vec<SpotPrice>, AwsError> {
        spot_prices::call(self, access, query).await
    }

    /// Whether the role can be assumed with this external id.
    pub async fn can_assume(&self, access: &Access) -> bool {
        let sessions = &self.shared.sessions;
        sessions.try_to_assume(access, Some(&access.external_id), None, &self.shared.pace).await.is_ok()
    }

    /// What was done since the last time: sessions that were opened, and calls that AWS allowed; of those at most every
    /// ten seconds.
    #[must_use]
    pub fn take_uses(&self) -> (Vec<Opened>, Vec<Allowed>) {
        self.shared.uses.take(self.shared.clock.now())
    }

    /// Tries a connection: what must work, and what must be refused. Starts nothing: launches are dry runs.
    ///
    /// `launch` is a launch as the worker would make it, with the stack's group as its security group: so a launch
    /// without the template differs from it in nothing else.
    pub async fn verify(&self, access: &Access, launch: &LaunchRequest) -> Vec<ConnectionCheck> {
        verify::call(self, access, launch).await
    }
}

/// What becomes of a refused launch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LaunchDisposition {
    /// Try the same call again, with the same bytes.
    Again(Disposition),
    /// AWS has no capacity for this candidate; another one may do. The market tells the memory which pool.
    NextCandidate(Failure, Option<Market>),
    /// No other candidate does better, and the same call gives the same. What becomes of the job, the reason says.
    GiveUp(Failure),
}
