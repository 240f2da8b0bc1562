//! A launch template with the safe values as its only ones.

use crate::resources::ec2::{self, launch_template as lt};
use crate::stack::{Resource, Stack};
use crate::value::{Condition, IntoValue, SecurityGroupId, Tag, Value, only_when, when};

/// Hops that an answer of the metadata service may travel: one, so that a container's bridge is already too far (Amazon
/// EC2 User Guide, "Use the Instance Metadata Service").
const METADATA_HOPS: i64 = 1;

/// An encrypted general purpose volume that goes with its instance.
///
/// ```
/// use sprinters_dsl::construct::EncryptedVolume;
/// let volume = EncryptedVolume::gp3("/dev/sda1", 8);
/// assert!(format!("{volume:?}").contains("/dev/sda1"));
/// ```
#[derive(Debug, Clone)]
pub struct EncryptedVolume {
    device: String,
    gib: i64,
    key: Option<Value<String>>,
}

impl EncryptedVolume {
    /// A gp3 volume of this size in GiB under this device name.
    pub fn gp3(device: &str, gib: i64) -> Self {
        Self { device: device.to_owned(), gib, key: None }
    }

    /// The KMS key to encrypt with; AWS's own key for EBS otherwise.
    #[must_use]
    pub fn key(mut self, key: impl IntoValue<String>) -> Self {
        self.key = Some(key.into_value());
        self
    }

    fn into_mapping(self) -> lt::BlockDeviceMapping {
        let volume = lt::Ebs::new()
            .volume_type(lt::VolumeType::Gp3)
            .volume_size(self.gib)
            .encrypted(true)
            .delete_on_termination(true);
        let volume = match self.key {
            Some(key) => volume.kms_key_id(key),
            None => volume,
        };
        lt::BlockDeviceMapping::new().device_name(self.device).ebs(volume)
    }
}

/// A launch template with IMDSv2 only, encrypted volumes, no key pair, no network interface of its own, and termination
/// on shutdown.
///
/// It names security groups instead of a network interface, so that a launch may still choose the subnet; so a public
/// address is given only where the subnet gives one.
///
/// ```
/// use sprinters_dsl::prelude::*;
/// use sprinters_dsl::construct::{EncryptedVolume, HardenedLaunchTemplate, IngresslessSecurityGroup};
///
/// let mut stack = Stack::new("Workers");
/// let group = IngresslessSecurityGroup::new("Nothing in, nothing out").add_to(&mut stack, "WorkerGroup");
/// HardenedLaunchTemplate::new()
///     .security_group(&group)
///     .volume(EncryptedVolume::gp3("/dev/xvda", 8))
///     .tag(Tag::new("team", "build"))
///     .add_to(&mut stack, "WorkerTemplate");
/// assert!(stack.synthesize()?.to_yaml().contains("HttpTokens: required"));
/// # Ok::<(), sprinters_dsl::stack::Refused>(())
/// ```
#[derive(Debug, Clone)]
pub struct HardenedLaunchTemplate {
    data: lt::LaunchTemplateData,
    volumes: Vec<lt::BlockDeviceMapping>,
    tags: Vec<Value<Tag>>,
    launched_tags: Option<(Condition, Vec<Value<Tag>>)>,
}

impl Default for HardenedLaunchTemplate {
    fn default() -> Self {
        Self::new()
    }
}

impl HardenedLaunchTemplate {
    /// A template without volumes, groups or tags yet.
    pub fn new() -> Self {
        let metadata = lt::MetadataOptions::new()
            .http_endpoint(lt::HttpEndpoint::Enabled)
            .http_tokens(lt::HttpTokens::Required)
            .http_put_response_hop_limit(METADATA_HOPS)
            .instance_metadata_tags(lt::InstanceMetadataTags::Disabled);
        let data = lt::LaunchTemplateData::new()
            .instance_initiated_shutdown_behavior(lt::InstanceInitiatedShutdownBehavior::Terminate)
            .metadata_options(metadata);
        Self { data, volumes: Vec::new(), tags: Vec::new(), launched_tags: None }
    }

    /// The security group of what is launched.
    #[must_use]
    pub fn security_group(mut self, group: &Resource<ec2::SecurityGroup>) -> Self {
        self.data = self.data.security_group_ids([group.group_id()]);
        self
    }

    /// Several security groups of what is launched.
    #[must_use]
    pub fn security_groups(mut self, groups: impl IntoValue<Vec<SecurityGroupId>>) -> Self {
        self.data = self.data.security_group_ids(groups);
        self
    }

    /// Adds a volume.
    #[must_use]
    pub fn volume(mut self, volume: EncryptedVolume) -> Self {
        self.volumes.push(volume.into_mapping());
        self
    }

    /// The instance profile of what is launched.
    #[must_use]
    pub fn instance_profile(mut self, profile: impl IntoValue<lt::IamInstanceProfile>) -> Self {
        self.data = self.data.iam_instance_profile(profile);
        self
    }

    /// Adds a tag to the template itself and to every instance, volume and network interface that is launched.
    #[must_use]
    pub fn tag(mut self, tag: Tag) -> Self {
        self.tags.push(tag.into_value());
        self
    }

    /// Adds tags to every instance, volume and network interface that is launched, each only when its condition holds;
    /// `any` holds when one of these does.
    #[must_use]
    pub fn launched_tags_when<'a>(
        mut self,
        any: &Condition,
        tags: impl IntoIterator<Item = (&'a Condition, Tag)>,
    ) -> Self {
        let tags = tags.into_iter().map(|(condition, tag)| only_when(condition, tag)).collect();
        self.launched_tags = Some((any.clone(), tags));
        self
    }

    /// Adds the template to a stack.
    pub fn add_to(self, stack: &mut Stack, logical_id: &str) -> Resource<ec2::LaunchTemplate> {
        let data = self.data.block_device_mappings(self.volumes);
        let launched = [lt::ResourceType::Instance, lt::ResourceType::Volume, lt::ResourceType::NetworkInterface];
        let specifications = |tags: Vec<Value<Tag>>| {
            launched.map(|kind| lt::TagSpecification::new().resource_type(kind).tags(tags.clone())).into_value()
        };
        let data = match (self.launched_tags, self.tags.is_empty()) {
            (Some((any, more)), _) => {
                let with = specifications([self.tags.as_slice(), &more].concat());
                let without = specifications(self.tags.clone());
                data.tag_specifications(when(&any, with, without))
            }
            (None, false) => data.tag_specifications(specifications(self.tags.clone())),
            (None, true) => data,
        };
        let template = ec2::LaunchTemplate::new(data);
        if self.tags.is_empty() {
            return stack.resource(logical_id, template);
        }
        let itself =
            lt::LaunchTemplateTagSpecification::new().resource_type(lt::ResourceType::LaunchTemplate).tags(self.tags);
        stack.resource(logical_id, template.tag_specifications([itself]))
    }
}
