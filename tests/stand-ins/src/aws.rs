//! AWS: STS, EC2, CloudFormation and KMS, with the policies of installed stacks enforced.
