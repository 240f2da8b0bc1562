//! `ec2:ModifyVolume`: another performance for a volume, once in six hours.

use super::error::{AwsError, Call};
use super::{Access, Aws};

pub(super) async fn call(
    aws: &Aws,
    access: &Access,
    volume: &str,
    iops: u32,
    mib_per_second: u32,
) -> Result<(), AwsError> {
    let context = access.context(Call::ModifyVolume, None);
    let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let send = |ec2: aws_sdk_ec2::Client| {
        ec2.modify_volume().volume_id(volume).iops(number(iops)).throughput(number(mib_per_second)).send()
    };
    aws.call(access, &context, send).await.map(|_| ())
}
