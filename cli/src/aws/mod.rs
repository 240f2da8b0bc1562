//! AWS, with the user's own credentials, region and endpoints: whatever the SDK's standard variables and files say.
//!
//! Only the commands that need AWS start a runtime, and one thread is enough for them: they ask one thing after the other.

pub(crate) mod change_set;
pub(crate) mod drift;
mod error;
pub(crate) mod follow;
pub(crate) mod http;
pub(crate) mod role;
pub(crate) mod stack;

pub(crate) use error::failed;

use crate::failure::{Failure, Problem};
use anyhow::Context;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, Region};
use sprinters_dsl::template::Template;
use std::time::Duration;

/// A connection that takes longer goes to a host that does not answer.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// The slowest calls here, templates of a megabyte, take a few seconds.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);

/// Four attempts with the SDK's back-off outlast a throttled second, not an outage.
const ATTEMPTS: u32 = 4;

/// Which account and region; the SDK's variables and files say the rest.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Target {
    /// Region, instead of that of the environment or the profile
    #[arg(long, value_name = "REGION", help_heading = "AWS")]
    region: Option<String>,
    /// Profile of the AWS configuration files
    #[arg(long, value_name = "NAME", help_heading = "AWS")]
    profile: Option<String>,
}

/// Clients for one account and region.
#[derive(Debug)]
pub(crate) struct Aws {
    pub(crate) cloudformation: aws_sdk_cloudformation::Client,
    pub(crate) iam: aws_sdk_iam::Client,
    pub(crate) sts: aws_sdk_sts::Client,
    pub(crate) region: String,
}

impl Aws {
    pub(crate) async fn new(args: &Target) -> Result<Aws, Failure> {
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            .app_name(AppName::new("sprinters-iac").context("our own name is refused")?)
            .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS))
            .timeout_config(
                TimeoutConfig::builder()
                    .connect_timeout(CONNECT_TIMEOUT)
                    .operation_attempt_timeout(ATTEMPT_TIMEOUT)
                    .build(),
            );
        if let Some(region) = &args.region {
            loader = loader.region(Region::new(region.clone()));
        }
        if let Some(profile) = &args.profile {
            loader = loader.profile_name(profile);
        }
        let config = loader.load().await;
        let Some(region) = config.region().map(ToString::to_string) else {
            return Err(Failure::input(
                Problem::new("no AWS region is set").help("give --region, set AWS_REGION, or set one in the profile"),
            ));
        };
        Ok(Aws {
            cloudformation: aws_sdk_cloudformation::Client::new(&config),
            iam: aws_sdk_iam::Client::new(&config),
            sts: aws_sdk_sts::Client::new(&config),
            region,
        })
    }
}

/// Runs what a command asks of AWS.
pub(crate) fn block_on<T>(future: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().context("no runtime can be started")?;
    let result = runtime.block_on(future);
    // A question at the terminal that nobody answered must not hold us.
    runtime.shutdown_background();
    result
}

/// The template of a deployed stack.
pub(crate) fn deployed_template(args: &Target, stack: &str) -> Result<Template, Failure> {
    block_on(async {
        let aws = Aws::new(args).await?;
        stack::template(&aws, stack).await
    })
}
