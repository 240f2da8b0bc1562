//! Who we are to AWS, and where AWS is: the SDK's standard variables and files, or what a test and the sandbox hand
//! over.

use super::http::{Plain, client};
use aws_config::environment::EnvironmentVariableRegionProvider;
use aws_config::meta::region::RegionProviderChain;
use aws_config::profile::ProfileFileRegionProvider;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use rustls::ClientConfig;
use secrecy::{ExposeSecret, SecretString};
use sprinters_common::tls;
use std::sync::Arc;
use std::time::Duration;

/// What the SDK does by default changes with this date, so it is pinned.
fn behavior() -> BehaviorVersion {
    BehaviorVersion::v2026_01_12()
}

/// Longest that one call may take, from sending to the last byte. RunInstances takes up to some ten seconds.
pub(super) const CALL_WITHIN: Duration = Duration::from_secs(30);

/// Longest for a call that only reads, or opens a session: the largest page of instances takes less.
pub(super) const READ_WITHIN: Duration = Duration::from_secs(10);

/// Why AWS can't be used at all.
#[derive(Debug, thiserror::Error)]
pub enum AwsStartError {
    /// No TLS.
    #[error("no encrypted connection to AWS is possible")]
    Tls(#[from] tls::TlsError),
}

/// Keys of our own identity, where they are not the environment's to say.
#[derive(Debug, Clone)]
pub struct StaticCredentials {
    /// The access key's id.
    pub access_key_id: String,
    /// The key.
    pub secret_access_key: SecretString,
    /// The token, where the key is a session's.
    pub session_token: Option<SecretString>,
}

/// An AWS elsewhere: the sandbox's and the tests'.
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// Its address: `http://127.0.0.1:PORT`, or `https://` with a certificate that is trusted.
    pub endpoint: String,
    /// Who we are there.
    pub credentials: StaticCredentials,
    /// Which certificates are trusted there; none for this machine's list.
    pub tls: Option<Arc<ClientConfig>>,
}

/// What every client of the SDK begins with. The region is the caller's to set.
pub(super) async fn standard() -> Result<SdkConfig, AwsStartError> {
    let tls = tls::client_config()?;
    // Every client of ours names its region; this one is for where credentials come from. The machine is not asked for
    // it: off AWS that takes seconds.
    let region = RegionProviderChain::first_try(EnvironmentVariableRegionProvider::new())
        .or_else(ProfileFileRegionProvider::new())
        .or_else(Region::from_static("us-east-1"));
    let mut loader = aws_config::defaults(behavior())
        .region(region)
        .http_client(client(&tls, Plain::LoopbackAndMetadata))
        .retry_config(RetryConfig::disabled())
        .timeout_config(timeouts());
    if let Some(name) = app_name() {
        loader = loader.app_name(name);
    }
    let config = loader.load().await;
    // Credentials keep the client they were made with; everything else talks to AWS alone.
    Ok(config.into_builder().http_client(client(&tls, Plain::Loopback)).build())
}

/// The same for an AWS elsewhere.
pub(super) fn endpoint(elsewhere: &Endpoint) -> Result<SdkConfig, AwsStartError> {
    let tls = match &elsewhere.tls {
        Some(tls) => Arc::clone(tls),
        // Without TLS nobody is to be trusted either, so it works on a machine without certificate authorities.
        None if elsewhere.endpoint.starts_with("http://") => {
            tls::client_config_trusting(rustls::RootCertStore::empty())?
        }
        None => tls::client_config()?,
    };
    let mut builder = SdkConfig::builder()
        .behavior_version(behavior())
        .http_client(client(&tls, Plain::Loopback))
        .endpoint_url(&elsewhere.endpoint)
        .retry_config(RetryConfig::disabled())
        .timeout_config(timeouts())
        .credentials_provider(SharedCredentialsProvider::new(credentials(&elsewhere.credentials)));
    builder.set_app_name(app_name());
    Ok(builder.build())
}

/// Keys as the SDK takes them. It does not print them.
pub(super) fn credentials(keys: &StaticCredentials) -> Credentials {
    Credentials::new(
        keys.access_key_id.clone(),
        keys.secret_access_key.expose_secret(),
        keys.session_token.as_ref().map(|token| token.expose_secret().to_owned()),
        None,
        "sprinters",
    )
}

/// How CloudTrail's user agent names us.
fn app_name() -> Option<AppName> {
    AppName::new(concat!("sprinters-control-plane-", env!("CARGO_PKG_VERSION"))).ok()
}

fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder().operation_timeout(CALL_WITHIN).build()
}
