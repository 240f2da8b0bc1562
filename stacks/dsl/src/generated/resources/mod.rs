// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! Resource types by service, from AWS's published CloudFormation schemas.

pub mod budgets;
pub mod cloudformation;
pub mod ec2;
pub mod iam;
pub mod kms;
pub mod logs;
pub mod s3;
pub mod sns;
pub mod sqs;
