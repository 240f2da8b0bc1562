//! Which cache the steps of a machine find.

use serde::Serialize;
use sprinters_core::images::PublishedImages;
use sprinters_core::label::Cache;
use sprinters_core::plan::StoredPlan;
use sprinters_core::site::RunnerSite;
use sprinters_stacks::runner::CACHE_PREFIX;

/// What the user data says of a cache; where it says nothing, steps use GitHub's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum MachineCache {
    /// None, not even GitHub's.
    Off(Off),
    /// The one next to the runner.
    Bucket {
        /// The stack's bucket.
        bucket: String,
        /// Its region: the stack's.
        region: &'static str,
        /// What the keys of all entries begin with.
        prefix: &'static str,
        /// The repository that the runner is registered in: tokens of other repositories open nothing.
        repository_id: u64,
        /// Whose entries are taken, of those that GitHub lets write.
        writers: &'static str,
    },
}

/// The one word instead of a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Off {
    /// `"off"`
    Off,
}

/// GitHub's own order: a run writes to its own ref, a pull request to a scope that nobody else reads.
const WRITERS: &str = "all";

/// What the user data is to say. An image of before the field would end over it, so it is told nothing; a runner of a
/// whole organisation may get any repository's job, and has no cache of one.
#[must_use]
pub fn cache(
    plan: &StoredPlan,
    bucket: Option<&str>,
    site: &RunnerSite,
    images: &PublishedImages,
) -> Option<MachineCache> {
    let image = plan.image().and_then(|image| images.find(plan.region, image))?;
    match plan.cache {
        _ if !image.cache => None,
        Some(Cache::Github) => None,
        Some(Cache::Off) => Some(MachineCache::Off(Off::Off)),
        Some(Cache::S3) | None => match site {
            RunnerSite::Repository(repository) => Some(MachineCache::Bucket {
                bucket: bucket?.to_owned(),
                region: plan.region.name(),
                prefix: CACHE_PREFIX,
                repository_id: u64::try_from(repository.id).ok()?,
                writers: WRITERS,
            }),
            RunnerSite::Organization { .. } => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::launch::tests::{images, plan};
    use serde_json::json;
    use sprinters_core::site::Repository;

    fn said(label: &str, bucket: Option<&str>, site: &RunnerSite, images: &PublishedImages) -> serde_json::Value {
        serde_json::to_value(cache(&plan(label), bucket, site, images)).unwrap()
    }

    #[test]
    fn a_job_has_the_cache_of_its_connection_unless_its_label_says_otherwise() {
        let web = RunnerSite::Repository(Repository { installation: 1, id: 42, full_name: "acme/web".to_owned() });
        let everybody = RunnerSite::Organization { installation: 1, login: "acme".to_owned() };
        let bucket = Some("acme-cachebucket-1");
        let whole = json!({"bucket": "acme-cachebucket-1", "region": "us-east-1", "prefix": "cache/",
                           "repository_id": 42, "writers": "all"});
        for label in ["sprinters:aws", "sprinters:aws:cache=s3"] {
            assert_eq!(said(label, bucket, &web, &images()), whole, "{label}");
            assert_eq!(said(label, None, &web, &images()), json!(null), "{label} without a bucket");
            assert_eq!(said(label, bucket, &everybody, &images()), json!(null), "{label} for an organisation");
        }
        assert_eq!(said("sprinters:aws:cache=github", bucket, &web, &images()), json!(null));
        assert_eq!(said("sprinters:aws:cache=off", None, &web, &images()), json!("off"));
    }

    #[test]
    fn an_image_of_before_the_cache_is_told_nothing() {
        let line = r#"{"region":"us-east-1","image":"ami-0123456789abcdef0","name":"ubuntu-24.04","architecture":"x86_64","root_gib":8,"runner_version":"2.333.0","built":"2026-11-01"}"#;
        let old = PublishedImages::read(line).unwrap();
        let web = RunnerSite::Repository(Repository { installation: 1, id: 42, full_name: "acme/web".to_owned() });
        for label in ["sprinters:aws", "sprinters:aws:cache=off"] {
            assert_eq!(said(label, Some("acme-cachebucket-1"), &web, &old), json!(null), "{label}");
        }
    }
}
