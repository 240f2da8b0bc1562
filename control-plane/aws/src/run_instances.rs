//! `ec2:RunInstances`: one instance, from the stack's launch template.

use super::error::{AwsError, Call};
use super::{Access, Aws, Launched};
use aws_sdk_ec2::operation::run_instances::builders::RunInstancesFluentBuilder;
use aws_sdk_ec2::types::{
    BlockDeviceMapping, EbsBlockDevice, InstanceInterruptionBehavior, InstanceMarketOptionsRequest, InstanceType,
    LaunchTemplateSpecification, MarketType, Placement, ResourceType, ShutdownBehavior, SpotInstanceType,
    SpotMarketOptions, Tag, TagSpecification, VolumeType,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};
use sprinters_core::launch_request::{LaunchRequest, LaunchVolume};
use sprinters_core::time::Timestamp;
use zeroize::Zeroizing;

pub(super) async fn call(
    aws: &Aws,
    access: &Access,
    request: &LaunchRequest,
    user_data: &SecretString,
) -> Result<Launched, AwsError> {
    let context = access.context(Call::RunInstances, Some(request.market()));
    let encoded = Zeroizing::new(STANDARD.encode(user_data.expose_secret()));
    let send = |ec2: aws_sdk_ec2::Client| launch(&ec2, request).user_data(encoded.as_str()).send();
    let answer = aws.call(access, &context, send).await?;
    let missing = |missing| AwsError::Incomplete { context: context.clone(), missing };
    let made = answer.instances.unwrap_or_default().into_iter().next().ok_or_else(|| missing("instance"))?;
    let instance = made.instance_id.as_deref().and_then(|id| id.parse().ok()).ok_or_else(|| missing("instance id"))?;
    let launched_at =
        made.launch_time.and_then(|time| time.to_millis().ok()).and_then(|millis| u64::try_from(millis).ok());
    Ok(Launched {
        instance,
        zone: made.placement.and_then(|placement| placement.availability_zone),
        subnet_id: made.subnet_id,
        launched_at: launched_at.map_or_else(|| aws.shared.clock.now(), Timestamp::from_millis),
    })
}

/// The call without its user data. The same request always gives the same parameters: a token is good for these alone.
pub(super) fn launch(ec2: &aws_sdk_ec2::Client, request: &LaunchRequest) -> RunInstancesFluentBuilder {
    let template = LaunchTemplateSpecification::builder()
        .launch_template_id(&request.launch_template_id)
        .version(&request.launch_template_version)
        .build();
    overrides(ec2, request).launch_template(template)
}

/// What the launch says over its template. The template's security group stays unless another is named; there are no
/// network interfaces, because AWS takes none together with a subnet.
pub(super) fn overrides(ec2: &aws_sdk_ec2::Client, request: &LaunchRequest) -> RunInstancesFluentBuilder {
    let market = request.spot.then(|| {
        let spot = SpotMarketOptions::builder()
            .spot_instance_type(SpotInstanceType::OneTime)
            .instance_interruption_behavior(InstanceInterruptionBehavior::Terminate)
            .build();
        InstanceMarketOptionsRequest::builder().market_type(MarketType::Spot).spot_options(spot).build()
    });
    // A subnet has its zone; naming both again could only contradict.
    let zone = request.zone.as_ref().filter(|_| request.subnet_id.is_none());
    ec2.run_instances()
        .min_count(1)
        .max_count(1)
        .client_token(&request.client_token)
        .image_id(&request.image_id)
        .instance_type(InstanceType::from(request.instance_type.as_str()))
        .instance_initiated_shutdown_behavior(ShutdownBehavior::Terminate)
        .set_instance_market_options(market)
        .set_subnet_id(request.subnet_id.clone())
        .set_placement(zone.map(|zone| Placement::builder().availability_zone(zone).build()))
        .set_security_group_ids(request.security_group_id.clone().map(|group| vec![group]))
        .set_block_device_mappings(Some(volumes(request)))
        .set_tag_specifications(Some(tags(request)))
}

/// The whole list, root volume first. Their key stays the template's: AWS merges the two lists by device name [u].
fn volumes(request: &LaunchRequest) -> Vec<BlockDeviceMapping> {
    let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let ebs = |volume: &LaunchVolume| {
        EbsBlockDevice::builder()
            .encrypted(true)
            .delete_on_termination(true)
            .volume_type(VolumeType::Gp3)
            .volume_size(number(volume.gib))
            .iops(number(volume.iops))
            .throughput(number(volume.mib_per_second))
            .build()
    };
    let mapping =
        |volume: &LaunchVolume| BlockDeviceMapping::builder().device_name(&volume.device).ebs(ebs(volume)).build();
    request.volumes.iter().map(mapping).collect()
}

/// The tags of everything that is made. An on-demand launch makes no spot request, and AWS refuses tags for one.
fn tags(request: &LaunchRequest) -> Vec<TagSpecification> {
    let tags: Vec<Tag> = request.tags.iter().map(|(key, value)| Tag::builder().key(key).value(value).build()).collect();
    let spot = request.spot.then_some(ResourceType::SpotInstancesRequest);
    [ResourceType::Instance, ResourceType::Volume, ResourceType::NetworkInterface]
        .into_iter()
        .chain(spot)
        .map(|kind| TagSpecification::builder().resource_type(kind).set_tags(Some(tags.clone())).build())
        .collect()
}
