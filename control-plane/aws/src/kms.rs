//! A root key that never leaves AWS KMS: it wraps and unwraps 32 bytes, bound to a context.
//!
//! KMS is asked with our own identity, not with a connection's role, in the region that the key's ARN names.

use super::environment::{self, AwsStartError, Endpoint};
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{Region, SdkConfig};
use aws_sdk_kms::Client;
use aws_sdk_kms::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_kms::primitives::Blob;
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;
use zeroize::Zeroizing;

/// Longest that one attempt may take. KMS answers in a few milliseconds.
const ATTEMPT_WITHIN: Duration = Duration::from_secs(3);

/// Attempts of one call, with the SDK's back-off between them: nobody above repeats it.
const ATTEMPTS: u32 = 3;

/// Longest that one call may take, with all its attempts.
const CALL_WITHIN: Duration = Duration::from_secs(10);

/// A KMS key: `arn:aws:kms:REGION:ACCOUNT:key/ID`. An alias could be pointed at another key, so it is none.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KmsKeyArn {
    arn: String,
    region: String,
}

/// The text is no ARN of a KMS key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a KMS key is named by its ARN, arn:aws:kms:REGION:ACCOUNT:key/ID; an alias could be pointed at another key")]
pub struct NotAKeyArn;

impl FromStr for KmsKeyArn {
    type Err = NotAKeyArn;

    fn from_str(text: &str) -> Result<KmsKeyArn, NotAKeyArn> {
        let parts: Vec<&str> = text.split(':').collect();
        let ["arn", partition, "kms", region, account, resource] = parts[..] else { return Err(NotAKeyArn) };
        let word = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let id = resource.strip_prefix("key/").ok_or(NotAKeyArn)?;
        let account_is_one = account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
        if !partition.starts_with("aws") || !word(partition) || !word(region) || !account_is_one || !word(id) {
            return Err(NotAKeyArn);
        }
        Ok(KmsKeyArn { arn: text.to_owned(), region: region.to_owned() })
    }
}

impl KmsKeyArn {
    /// As AWS writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.arn
    }
}

impl fmt::Display for KmsKeyArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.arn)
    }
}

/// Why KMS did not wrap or unwrap. Never holds a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KmsError {
    /// No answer, or none in time. Asking again later may do.
    #[error("KMS did not answer in time for {key}: {why}")]
    Away {
        /// The key.
        key: KmsKeyArn,
        /// What happened on the way.
        why: String,
    },
    /// KMS refuses us: the key's policy, a disabled or deleted key, our own identity. A person must act.
    #[error("KMS refuses {key}: {code}")]
    Refused {
        /// The key.
        key: KmsKeyArn,
        /// AWS's code: `AccessDeniedException`, `DisabledException`, `NotFoundException`, `KMSInvalidStateException` …
        code: String,
    },
    /// What was to be unwrapped was changed, wrapped by another key, or bound to another context.
    #[error("what {0} should unwrap was changed, or belongs to another key or place")]
    Tampered(KmsKeyArn),
}

impl KmsError {
    /// Whether the same call may do later, with nobody acting.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            KmsError::Away { .. } => true,
            KmsError::Refused { .. } | KmsError::Tampered(_) => false,
        }
    }
}

/// The way to KMS. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Kms {
    sdk: SdkConfig,
}

impl Kms {
    /// With the identity and endpoint of the SDK's standard variables and files.
    ///
    /// # Errors
    /// If no encrypted connection is possible.
    pub async fn new() -> Result<Kms, AwsStartError> {
        Ok(Kms::on(environment::standard().await?))
    }

    /// With an AWS elsewhere.
    ///
    /// # Errors
    /// If no encrypted connection is possible.
    pub fn with(elsewhere: &Endpoint) -> Result<Kms, AwsStartError> {
        Ok(Kms::on(environment::endpoint(elsewhere)?))
    }

    fn on(sdk: SdkConfig) -> Kms {
        Kms { sdk }
    }

    /// Encrypts 32 bytes under the key, bound to the context: it unwraps only with the same one. CloudTrail shows the
    /// context, so it holds no secret.
    ///
    /// # Errors
    /// If KMS refuses, or does not answer in time.
    pub async fn wrap(
        &self,
        key: &KmsKeyArn,
        context: &[(&str, &str)],
        plaintext: &[u8; 32],
    ) -> Result<Vec<u8>, KmsError> {
        let answer = self
            .client(key)
            .encrypt()
            .key_id(key.as_str())
            .set_encryption_context(Some(owned(context)))
            .plaintext(Blob::new(plaintext.as_slice()))
            .send()
            .await
            .map_err(|error| sorted(key, &error))?;
        let wrapped = answer.ciphertext_blob.map(Blob::into_inner);
        wrapped.filter(|wrapped| !wrapped.is_empty()).ok_or_else(|| empty(key))
    }

    /// Decrypts what [`Kms::wrap`] gave, with the same key and context.
    ///
    /// # Errors
    /// If it was changed, if KMS refuses, or does not answer in time.
    pub async fn unwrap(
        &self,
        key: &KmsKeyArn,
        context: &[(&str, &str)],
        wrapped: &[u8],
    ) -> Result<Zeroizing<[u8; 32]>, KmsError> {
        let answer = self
            .client(key)
            .decrypt()
            .key_id(key.as_str())
            .set_encryption_context(Some(owned(context)))
            .ciphertext_blob(Blob::new(wrapped))
            .send()
            .await
            .map_err(|error| sorted(key, &error))?;
        let plaintext = Zeroizing::new(answer.plaintext.map(Blob::into_inner).unwrap_or_default());
        let mut bytes = Zeroizing::new([0; 32]);
        if plaintext.len() != bytes.len() {
            return Err(KmsError::Tampered(key.clone()));
        }
        bytes.copy_from_slice(&plaintext);
        Ok(bytes)
    }

    fn client(&self, key: &KmsKeyArn) -> Client {
        let config = aws_sdk_kms::config::Builder::from(&self.sdk)
            .region(Region::new(key.region.clone()))
            .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS))
            .timeout_config(
                TimeoutConfig::builder()
                    .operation_attempt_timeout(ATTEMPT_WITHIN)
                    .operation_timeout(CALL_WITHIN)
                    .build(),
            )
            .build();
        Client::from_conf(config)
    }
}

fn owned(context: &[(&str, &str)]) -> HashMap<String, String> {
    context.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn empty(key: &KmsKeyArn) -> KmsError {
    KmsError::Away { key: key.clone(), why: "an empty answer".to_owned() }
}

/// AWS KMS API Reference, "Decrypt" and "Common Errors".
fn sorted<E: ProvideErrorMetadata>(key: &KmsKeyArn, error: &SdkError<E>) -> KmsError {
    let away = |why: &str| KmsError::Away { key: key.clone(), why: why.to_owned() };
    let code = match error {
        SdkError::TimeoutError(_) => return away("the time limit passed"),
        SdkError::DispatchFailure(failure) if failure.is_timeout() => return away("no connection in time"),
        SdkError::DispatchFailure(_) => return away("no connection, or no credentials of our own"),
        SdkError::ConstructionFailure(_) => return away("the request could not be made"),
        SdkError::ResponseError(_) => return away("an answer that can't be read"),
        SdkError::ServiceError(service) => service.err().code().unwrap_or("an error without a code"),
        _ => return away("an error that the SDK does not name"),
    };
    match code {
        "InvalidCiphertextException" | "IncorrectKeyException" => KmsError::Tampered(key.clone()),
        "KMSInternalException"
        | "DependencyTimeoutException"
        | "KeyUnavailableException"
        | "ThrottlingException"
        | "InternalFailure"
        | "InternalServerError"
        | "ServiceUnavailable"
        | "ServiceUnavailableException" => away(code),
        _ => KmsError::Refused { key: key.clone(), code: code.to_owned() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_named_by_its_arn() {
        let arn = "arn:aws:kms:eu-central-1:222233334444:key/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
        assert_eq!(arn.parse::<KmsKeyArn>().map(|key| key.region), Ok("eu-central-1".to_owned()));
        for wrong in [
            "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
            "arn:aws:kms:eu-central-1:222233334444:alias/sprinters",
            "arn:aws:kms::222233334444:key/0f1e",
            "arn:aws:kms:eu-central-1:2222:key/0f1e",
            "arn:aws:kms:eu-central-1:222233334444:key/0f/1e",
            "arn:aws:s3:eu-central-1:222233334444:key/0f1e",
        ] {
            assert_eq!(wrong.parse::<KmsKeyArn>(), Err(NotAKeyArn), "{wrong}");
        }
    }
}
