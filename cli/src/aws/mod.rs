//! AWS, with the user's own credentials, region and endpoints: whatever the SDK's standard variables and files say.
//!
//! Only the commands that need AWS start a runtime, and one thread is enough for them: they ask one thing after the
//! other.

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
use aws_config::{AppName, BehaviorVersion, Region, SdkConfig};
use aws_credential_types::provider::ProvideCredentials;
use aws_credential_types::provider::error::CredentialsError;
use sprinters_dsl::template::Template;
use std::error::Error;
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
        // Said before anything is asked, in a sentence: the SDK would say it of the first call, as a failure to
        // dispatch.
        if let Some(problem) = missing_credentials(&config).await {
            return Err(Failure::outside(problem));
        }
        Ok(Aws {
            cloudformation: aws_sdk_cloudformation::Client::new(&config),
            iam: aws_sdk_iam::Client::new(&config),
            sts: aws_sdk_sts::Client::new(&config),
            region,
        })
    }
}

/// What is said where no call could be signed.
async fn missing_credentials(config: &SdkConfig) -> Option<Problem> {
    let Some(provider) = config.credentials_provider() else { return Some(no_credentials()) };
    let error = provider.provide_credentials().await.err()?;
    let mut problem = no_credentials();
    if let CredentialsError::CredentialsNotLoaded(_) = error {
        return Some(problem);
    }
    let mut source = error.source();
    while let Some(cause) = source {
        problem = problem.note(cause.to_string());
        source = cause.source();
    }
    Some(problem)
}

fn no_credentials() -> Problem {
    Problem::new("no AWS credentials were found")
        .help("log in (aws sso login), give --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
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
