//! The launch template: the safe defaults of every launch. What must hold is in the policy, not here.

use super::parameter::{Conditions, Parameters};
use crate::tag;
use sprinters_dsl::construct::{EncryptedVolume, HardenedLaunchTemplate};
use sprinters_dsl::prelude::{IntoValue, Resource, SecurityGroupId, Stack, Tag, Value, only_when, when};
use sprinters_dsl::resources::{ec2, iam};

/// Device name of the boot volume in the runner images.
pub const ROOT_DEVICE: &str = "/dev/sda1";

/// Device name of the temp volume; the image finds it by role, not by this name.
pub const TEMP_DEVICE: &str = "/dev/sdf";

/// Size of the boot volume, in GiB, of the smallest images of `runner-image/images`; a launch says the size of its own
/// image.
const ROOT_GIB: i64 = 8;

/// Size of the temp volume when the label says nothing, in GiB: what a GitHub-hosted runner promises.
const TEMP_GIB: i64 = 14;

pub(super) fn add(
    stack: &mut Stack,
    parameters: &Parameters,
    conditions: &Conditions,
    security_group: &Resource<ec2::SecurityGroup>,
    instance_profile: &Resource<iam::InstanceProfile>,
) -> Resource<ec2::LaunchTemplate> {
    let key = || only_when(&conditions.key_given, parameters.kms_key_arn.value().as_text());
    let profile = ec2::launch_template::IamInstanceProfile::new().arn(instance_profile.arn());
    let own = || [security_group.group_id()].into_value();
    // The parameter's pattern lets ids of groups through and nothing else.
    let always_on: Value<Vec<SecurityGroupId>> = parameters.always_on_security_group_ids.value().assume();
    let groups = when(&conditions.always_on_given, own().followed_by(always_on), own());
    HardenedLaunchTemplate::new()
        .security_groups(groups)
        .volume(EncryptedVolume::gp3(ROOT_DEVICE, ROOT_GIB).key(key()))
        .volume(EncryptedVolume::gp3(TEMP_DEVICE, TEMP_GIB).key(key()))
        .instance_profile(only_when(&conditions.profile_given, profile))
        .tag(Tag::new(tag::DEPLOYMENT, &parameters.deployment_id))
        .launched_tags_when(&conditions.any_extra_tag_given, parameters.extra_tags(conditions))
        .add_to(stack, "RunnerLaunchTemplate")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_image_starts_without_saying_its_size() {
        let sizes = include_str!("../../../runner-image/images")
            .lines()
            .filter(|line| line.starts_with("ubuntu"))
            .filter_map(|line| line.split_whitespace().last()?.parse::<i64>().ok());
        assert_eq!(sizes.min(), Some(ROOT_GIB));
    }
}
