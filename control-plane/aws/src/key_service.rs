//! AWS KMS as the service that keeps root keys.

use super::kms::{Kms, KmsError, KmsKeyArn};
use async_trait::async_trait;
use sprinters_seal::{KeyService, ServiceError, ServiceKey};
use zeroize::Zeroizing;

#[async_trait]
impl KeyService for Kms {
    async fn wrap(
        &self,
        key: &ServiceKey,
        context: &[(&str, &str)],
        secret: &[u8; 32],
    ) -> Result<Vec<u8>, ServiceError> {
        Kms::wrap(self, &arn(key)?, context, secret).await.map_err(sorted)
    }

    async fn unwrap(
        &self,
        key: &ServiceKey,
        context: &[(&str, &str)],
        wrapped: &[u8],
    ) -> Result<Zeroizing<[u8; 32]>, ServiceError> {
        Kms::unwrap(self, &arn(key)?, context, wrapped).await.map_err(sorted)
    }
}

fn arn(key: &ServiceKey) -> Result<KmsKeyArn, ServiceError> {
    key.as_str().parse().map_err(|_| ServiceError::Refused("no ARN of a KMS key".to_owned()))
}

fn sorted(error: KmsError) -> ServiceError {
    match error {
        KmsError::Away { why, .. } => ServiceError::Away(why),
        KmsError::Refused { code, .. } => ServiceError::Refused(code),
        KmsError::Tampered(_) => ServiceError::Tampered,
    }
}
