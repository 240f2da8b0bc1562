//! CloudFormation's and IAM's quotas.

/// Longest template body that CloudFormation takes, in bytes, from S3 ("AWS CloudFormation quotas": 1 MB).
pub const BODY_BYTES: usize = 1_048_576;
