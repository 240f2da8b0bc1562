//! One RunInstances, complete.

use sprinters_core::failure::{Failure, FailureReason};
use sprinters_core::ids::{Attempt, JobId, RunnerId, RunnerName};
use sprinters_core::images::PublishedImages;
use sprinters_core::launch_request::{LaunchRequest, LaunchVolume};
use sprinters_core::plan::{Market, StoredPlan, StoredTemp, StoredVolume};

/// Where a launch goes: what a connection's stack told us.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// Launch template of the stack.
    pub launch_template_id: &'a str,
    /// Its version, pinned.
    pub launch_template_version: &'a str,
    /// Value of the tag `sprinters:deployment`.
    pub deployment_id: &'a str,
    /// The runner.
    pub runner: RunnerId,
    /// What it is called at GitHub, for whoever looks at the instances.
    pub name: &'a RunnerName,
    /// The job that it is made for.
    pub job: JobId,
    /// `OWNER/NAME`, for whoever reads the tags.
    pub repository: &'a str,
}

/// Nothing to launch, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotLaunch {
    /// No image for this label was published to the region.
    #[error("no image {image} was published to {region}")]
    NoImage {
        /// Name of the image.
        image: String,
        /// Name of the region.
        region: &'static str,
    },
    /// The plan has no candidate of that number.
    #[error("the plan has no candidate {0}")]
    NoCandidate(u16),
}

impl From<&CannotLaunch> for Failure {
    fn from(error: &CannotLaunch) -> Failure {
        let reason = match error {
            CannotLaunch::NoImage { .. } => FailureReason::ImageNotShared,
            CannotLaunch::NoCandidate(_) => FailureReason::Internal,
        };
        Failure::about(reason, &error.to_string())
    }
}

/// Longest value of a tag ("Tag your Amazon EC2 resources", Amazon EC2 User Guide).
const MAX_TAG: usize = 256;

/// The call for one attempt. The same plan, attempt and images give the same call.
///
/// # Errors
/// If no image was published for it.
pub fn request(
    plan: &StoredPlan,
    attempt: Attempt,
    target: &Target<'_>,
    images: &PublishedImages,
) -> Result<LaunchRequest, CannotLaunch> {
    let candidate = plan.candidates.get(usize::from(attempt.0)).ok_or(CannotLaunch::NoCandidate(attempt.0))?;
    let no_image = || CannotLaunch::NoImage { image: plan.image.clone(), region: plan.region.name() };
    let image = plan.image().and_then(|image| images.find(plan.region, image)).ok_or_else(no_image)?;
    let mut volumes = vec![volume(sprinters_stacks::runner::ROOT_DEVICE, plan.root)];
    volumes.extend(temp(candidate.temp, plan.swap_gib).map(|temp| volume(sprinters_stacks::runner::TEMP_DEVICE, temp)));
    Ok(LaunchRequest {
        client_token: target.runner.client_token(attempt),
        launch_template_id: target.launch_template_id.to_owned(),
        launch_template_version: target.launch_template_version.to_owned(),
        instance_type: candidate.instance_type.clone(),
        image_id: image.image.clone(),
        spot: candidate.market == Market::Spot,
        zone: candidate.zone.clone(),
        subnet_id: candidate.subnet.clone(),
        security_group_id: plan.security_group.clone(),
        volumes,
        tags: tags(attempt, target),
    })
}

fn volume(device: &str, volume: StoredVolume) -> LaunchVolume {
    let StoredVolume { gib, iops, mib_per_second } = volume;
    LaunchVolume { device: device.to_owned(), gib, iops, mib_per_second }
}

/// The volume for writes: swap stands on it too. On an instance store none is needed; beside compressed memory one for
/// swap alone.
fn temp(temp: StoredTemp, swap_gib: u32) -> Option<StoredVolume> {
    match temp {
        StoredTemp::Gp3(volume) => Some(StoredVolume { gib: volume.gib.saturating_add(swap_gib), ..volume }),
        StoredTemp::Ephemeral { .. } => None,
        StoredTemp::Zram { .. } if swap_gib == 0 => None,
        StoredTemp::Zram { .. } => Some(StoredVolume {
            gib: swap_gib,
            iops: StoredVolume::FREE_IOPS,
            mib_per_second: StoredVolume::FREE_MIB_PER_SECOND,
        }),
    }
}

fn tags(attempt: Attempt, target: &Target<'_>) -> Vec<(String, String)> {
    let tag = |key: &str, value: String| (key.to_owned(), value);
    vec![
        tag("Name", target.name.as_str().to_owned()),
        tag(sprinters_stacks::tag::DEPLOYMENT, target.deployment_id.to_owned()),
        tag(RUNNER_TAG, target.runner.to_string()),
        tag(ATTEMPT_TAG, attempt.0.to_string()),
        tag("sprinters:job", target.job.0.to_string()),
        tag("sprinters:repository", target.repository.chars().take(MAX_TAG).collect()),
    ]
}

/// Tag of the runner's id.
pub(crate) const RUNNER_TAG: &str = sprinters_aws::RUNNER;
/// Tag of the attempt's number.
pub(crate) const ATTEMPT_TAG: &str = sprinters_aws::ATTEMPT;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::launch::tests::{images, plan};

    fn target(name: &RunnerName) -> Target<'_> {
        Target {
            launch_template_id: "lt-0123456789abcdef0",
            launch_template_version: "3",
            deployment_id: "acme",
            runner: RunnerId(7),
            name,
            job: JobId(9),
            repository: "acme/web",
        }
    }

    #[test]
    fn the_same_attempt_is_the_same_call_and_another_is_another() {
        let plan = plan("sprinters:aws:spot=auto");
        let call = |attempt| request(&plan, Attempt(attempt), &target(&RunnerName::from_random(7)), &images()).unwrap();
        assert_eq!(call(0), call(0));
        assert_ne!(call(0).client_token, call(1).client_token);
        assert!(call(0).spot && !call(1).spot);
        assert_eq!(
            request(&plan, Attempt(99), &target(&RunnerName::from_random(7)), &images()),
            Err(CannotLaunch::NoCandidate(99))
        );
    }

    #[test]
    fn swap_stands_on_the_temp_volume_or_on_one_of_its_own() {
        let volumes = |label: &str| {
            request(&plan(label), Attempt(0), &target(&RunnerName::from_random(7)), &images()).unwrap().volumes
        };
        let sizes = |label: &str| volumes(label).iter().map(|volume| volume.gib).collect::<Vec<_>>();
        assert_eq!(sizes("sprinters:aws:temp=20:swap=4").last(), Some(&24));
        assert_eq!(sizes("sprinters:aws:temp=zram/4:swap=2").last(), Some(&2));
        assert_eq!(sizes("sprinters:aws:temp=zram/4:swap=0").len(), 1);
        assert_eq!(sizes("sprinters:aws:m7gd.large:ubuntu-24.04-arm:temp=ephemeral").len(), 1);
    }

    #[test]
    fn without_an_image_there_is_a_reason() {
        let none = request(
            &plan("sprinters:aws"),
            Attempt(0),
            &target(&RunnerName::from_random(7)),
            &PublishedImages::default(),
        )
        .unwrap_err();
        assert_eq!(Failure::from(&none).reason(), FailureReason::ImageNotShared);
    }

    #[test]
    fn every_tag_key_is_one_that_the_policy_lets_us_give() {
        let call =
            request(&plan("sprinters:aws"), Attempt(0), &target(&RunnerName::from_random(7)), &images()).unwrap();
        for (key, value) in &call.tags {
            assert!(key == sprinters_stacks::tag::NAME || key.starts_with("sprinters:"), "{key}");
            assert!(value.len() <= MAX_TAG);
        }
    }
}
