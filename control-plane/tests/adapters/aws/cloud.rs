//! A cloud with one connected account in it.

use secrecy::SecretString;
use sprinters_aws::{Access, Aws, Endpoint, RunnerTags, StaticCredentials};
use sprinters_common::clock::Clock;
use sprinters_core::catalogue::Region;
use sprinters_core::ids::{Attempt, RunnerId, TaggedRunner};
use sprinters_core::launch_request::{LaunchRequest, LaunchVolume};
use sprinters_core::time::Timestamp;
use sprinters_fakes::aws::{Aws as TheirAws, Credentials, CustomerStack, Image, Installed};
use sprinters_fakes::clock::Clock as TheirClock;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

pub(crate) const ACCOUNT: &str = "222233334444";
pub(crate) const OTHER_ACCOUNT: &str = "444455556666";
pub(crate) const PUBLISHER: &str = "111122223333";
pub(crate) const CONTROL_PLANE: &str = "arn:aws:iam::999988887777:role/sprinters-control-plane";
pub(crate) const EXTERNAL_ID: &str = "Q2h1Y2sgTm9ycmlzIGRvZXMgbm90IHNsZWVw";
pub(crate) const DEPLOYMENT: &str = "acme-production";
pub(crate) const IMAGE: &str = "ami-0c0c0c0c0c0c0c0c1";
pub(crate) const REGION: &str = "us-east-1";

/// When everything begins.
const START: Timestamp = Timestamp::from_secs(1_795_622_400);

pub(crate) struct Cloud {
    /// Their side.
    pub(crate) theirs: TheirAws,
    /// Our side.
    pub(crate) ours: Aws,
    pub(crate) clock: Clock,
    pub(crate) stack: Installed,
    pub(crate) access: Access,
}

impl Cloud {
    /// With the customer stack installed in one account.
    pub(crate) async fn new() -> Cloud {
        Cloud::with(&[]).await
    }

    /// The same, with further parameters of the stack.
    pub(crate) async fn with(parameters: &[(&str, &str)]) -> Cloud {
        let (theirs, ours, clock) = empty().await;
        let stack = install(&theirs, ACCOUNT, parameters);
        let access = access(&stack, 7);
        Cloud { theirs, ours, clock, stack, access }
    }

    /// A launch as the worker stores it.
    pub(crate) fn request(&self, runner: u128, attempt: u16) -> LaunchRequest {
        request(&self.stack, runner, attempt)
    }

    /// Launches a runner, and gives its instance.
    pub(crate) async fn launch(&self, runner: u128) -> String {
        let launched = self.ours.run_instances(&self.access, &self.request(runner, 0), &user_data()).await;
        launched.unwrap().instance.as_str().to_owned()
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }
}

/// A cloud without any stack, and our way to it as the control plane's role.
pub(crate) async fn empty() -> (TheirAws, Aws, Clock) {
    let millis = Arc::new(AtomicU64::new(START.as_millis()));
    let theirs = TheirAws::start(TheirClock::Manual(Arc::clone(&millis))).await.unwrap();
    theirs.publish_image(Image {
        id: IMAGE.to_owned(),
        region: REGION.to_owned(),
        owner: PUBLISHER.to_owned(),
        architecture: "x86_64".to_owned(),
        public: true,
        root_gib: 4,
    });
    let clock = Clock::Manual(millis);
    let ours = Aws::with(&endpoint(&theirs), clock.clone()).unwrap();
    (theirs, ours, clock)
}

/// The fake, as the control plane's role.
pub(crate) fn endpoint(theirs: &TheirAws) -> Endpoint {
    Endpoint { endpoint: theirs.endpoint(), credentials: keys(&theirs.session_of(CONTROL_PLANE)), tls: None }
}

pub(crate) fn keys(credentials: &Credentials) -> StaticCredentials {
    StaticCredentials {
        access_key_id: credentials.access_key_id.clone(),
        secret_access_key: SecretString::from(credentials.secret_access_key.clone()),
        session_token: credentials.session_token.clone().map(SecretString::from),
    }
}

pub(crate) fn install(theirs: &TheirAws, account: &str, parameters: &[(&str, &str)]) -> Installed {
    let stack = CustomerStack {
        account,
        region: REGION,
        control_plane: CONTROL_PLANE,
        external_id: EXTERNAL_ID,
        deployment_id: DEPLOYMENT,
        parameters,
    };
    theirs.install_customer_stack(stack).unwrap()
}

pub(crate) fn access(stack: &Installed, connection: i64) -> Access {
    Access {
        connection,
        role_arn: stack.output("RoleArn").to_owned(),
        external_id: SecretString::from(EXTERNAL_ID),
        region: Region::us_east_1(),
        deployment_id: DEPLOYMENT.to_owned(),
        worked_before: false,
    }
}

pub(crate) fn request(stack: &Installed, runner: u128, attempt: u16) -> LaunchRequest {
    let (runner, attempt) = (RunnerId(runner), Attempt(attempt));
    let volume = |device: &str, gib| LaunchVolume { device: device.to_owned(), gib, iops: 3_000, mib_per_second: 150 };
    let mut tags = RunnerTags { deployment_id: DEPLOYMENT.to_owned(), runner, attempt }.write();
    tags.push(("Name".to_owned(), "acme/api: build".to_owned()));
    LaunchRequest {
        client_token: runner.client_token(attempt),
        launch_template_id: stack.output("LaunchTemplateId").to_owned(),
        launch_template_version: stack.output("LaunchTemplateVersion").to_owned(),
        instance_type: "t3.large".to_owned(),
        image_id: IMAGE.to_owned(),
        spot: false,
        zone: Some("us-east-1b".to_owned()),
        subnet_id: None,
        security_group_id: None,
        volumes: vec![volume("/dev/sda1", 8), volume("/dev/sdf", 20)],
        tags,
    }
}

pub(crate) fn user_data() -> SecretString {
    SecretString::from("{\"jit\":\"for one job\"}")
}

/// As a tag says it.
pub(crate) fn tagged(runner: u128) -> TaggedRunner {
    TaggedRunner::read(&RunnerId(runner).to_string()).unwrap()
}
