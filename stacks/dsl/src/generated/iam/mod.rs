// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! The typed vocabulary of each service, from AWS's Service Authorization Reference.

pub mod cloudformation;
pub mod ec2;
#[expect(clippy::module_inception, reason = "IAM is a service, too")]
pub mod iam;
pub mod kms;
pub mod logs;
pub mod s3;
pub mod sns;
pub mod sqs;
pub mod ssm;
pub mod sts;
