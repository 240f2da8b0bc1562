//! `ec2:TerminateInstances`: one instance.

use super::error::{AwsError, Call};
use super::{Access, Aws};
use sprinters_core::ids::InstanceId;

/// What is not there need not be ended.
const GONE: [&str; 1] = ["InvalidInstanceID.NotFound"];

pub(super) async fn call(aws: &Aws, access: &Access, instance: &InstanceId) -> Result<(), AwsError> {
    let context = access.context(Call::TerminateInstances, None);
    let send = |ec2: aws_sdk_ec2::Client| ec2.terminate_instances().instance_ids(instance.as_str()).send();
    match aws.call(access, &context, send).await {
        Ok(_) => Ok(()),
        Err(error) if error.code().is_some_and(|code| GONE.contains(&code)) => Ok(()),
        Err(error) => Err(error),
    }
}
