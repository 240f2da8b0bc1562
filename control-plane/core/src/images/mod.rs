//! The machine images that were published, as `runner-image/publish` prints them: one line of JSON each.

use crate::calendar::Day;
use crate::catalogue::{Arch, Region};
use crate::label::Image;
use crate::time::Timestamp;
use serde::Deserialize;

/// Most bytes of the file: some hundreds of thousands of images.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Days after which an image is called old: GitHub gives no job to a runner of 30 days after a newer one, and ten are
/// for building and publishing another.
const OLD_DAYS: u64 = 20;

/// One published machine image.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PublishedImage {
    /// The region that it is in.
    pub region: Region,
    /// EC2's id of it, `ami-…`.
    pub image: String,
    /// Which of our images it is, as in a label.
    #[serde(deserialize_with = "image_name")]
    pub name: Image,
    /// The processor that it is for: that of its name.
    #[serde(deserialize_with = "architecture")]
    pub architecture: Arch,
    /// GiB of the boot volume that it needs: at most what instances of its name are launched with.
    pub root_gib: u32,
    /// Version of GitHub's runner in it, `2.333.0`.
    pub runner_version: String,
    /// The day it was built.
    pub built: Day,
}

fn image_name<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Image, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}

/// In EC2's words.
fn architecture<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Arch, D::Error> {
    match String::deserialize(deserializer)?.as_str() {
        "x86_64" => Ok(Arch::X64),
        "arm64" => Ok(Arch::Arm64),
        other => Err(serde::de::Error::custom(format_args!("`architecture` is x86_64 or arm64, not {other:?}"))),
    }
}

impl PublishedImage {
    /// What keeps it from being launched under its name; none if nothing does.
    fn problem(&self) -> Option<String> {
        let is_id = self
            .image
            .strip_prefix("ami-")
            .is_some_and(|id| matches!(id.len(), 8 | 17) && id.bytes().all(|b| b.is_ascii_hexdigit()));
        if !is_id {
            let what = "`image` is not the id of a machine image, which is `ami-` and 8 or 17 hexadecimal digits";
            return Some(what.to_owned());
        }
        if self.architecture != self.name.arch() {
            let (name, needed, found) = (self.name, self.name.arch().name(), self.architecture.name());
            return Some(format!("{name} is an image for {needed}, and {} is for {found}", self.image));
        }
        let most = self.name.root_size().get();
        if self.root_gib == 0 || most < self.root_gib {
            let (name, image, needed) = (self.name, &self.image, self.root_gib);
            return Some(format!(
                "{name} is launched with a boot volume of {most} GiB, and {image} needs one of {needed} GiB: publish an image that fits"
            ));
        }
        let parts: Vec<&str> = self.runner_version.split('.').collect();
        let is_version = parts.len() == 3 && parts.iter().all(|part| part.parse::<u32>().is_ok());
        let what = "`runner_version` is the version of GitHub's runner, MAJOR.MINOR.PATCH";
        (!is_version).then(|| what.to_owned())
    }

    /// What to tell the operator about its age; none while it is young.
    fn warning(&self, now: Timestamp) -> Option<String> {
        let age = self.built.age(now);
        let (name, region, built, runner) = (self.name, self.region, self.built, &self.runner_version);
        (OLD_DAYS <= age).then(|| {
            format!(
                "the image {name} in {region} is {age} days old (built {built} with GitHub's runner {runner}): GitHub gives no job to a runner \
                 of 30 days after a newer one; build and publish it anew"
            )
        })
    }
}

/// Why a list of images is not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImagesError {
    /// Too large.
    #[error("the list of images is larger than {MAX_BYTES} bytes")]
    TooLarge,
    /// A line is not right.
    #[error("line {line} of the list of images: {problem}")]
    Line {
        /// Which, from 1.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
}

/// All published images. A later line wins over an earlier one of the same image and region.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PublishedImages {
    images: Vec<PublishedImage>,
}

impl PublishedImages {
    /// Reads lines of JSON; empty lines count for nothing.
    ///
    /// # Errors
    /// The first line that is not right.
    pub fn read(text: &str) -> Result<PublishedImages, ImagesError> {
        if MAX_BYTES < text.len() {
            return Err(ImagesError::TooLarge);
        }
        let mut images = Vec::new();
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let wrong = |problem: String| ImagesError::Line { line: index + 1, problem };
            let image: PublishedImage = serde_json::from_str(line).map_err(|error| wrong(error.to_string()))?;
            if let Some(problem) = image.problem() {
                return Err(wrong(problem));
            }
            images.push(image);
        }
        Ok(PublishedImages { images })
    }

    /// The image to launch; `ubuntu-latest` is whichever is published under the name that it stands for.
    #[must_use]
    pub fn find(&self, region: Region, image: Image) -> Option<&PublishedImage> {
        let named = |name: Image| self.images.iter().rev().find(|one| one.region == region && one.name == name);
        named(image).or_else(|| match image {
            Image::UbuntuLatest => named(Image::Ubuntu2404),
            Image::Ubuntu2404 => named(Image::UbuntuLatest),
            Image::Ubuntu2404Slim
            | Image::Ubuntu2404Minimal
            | Image::Ubuntu2404Arm
            | Image::Ubuntu2404ArmMinimal
            | Image::Ubuntu2204
            | Image::Ubuntu2204Slim
            | Image::Ubuntu2204Minimal
            | Image::Ubuntu2204Arm
            | Image::Ubuntu2204ArmMinimal
            | Image::Debian13Minimal
            | Image::Debian13ArmMinimal => None,
        })
    }

    /// What to tell the operator about those that are old.
    #[must_use]
    pub fn warnings(&self, now: Timestamp) -> Vec<String> {
        self.launched().filter_map(|image| image.warning(now)).collect()
    }

    /// The one that has been old for longest, if any is old that is launched.
    #[must_use]
    pub fn oldest(&self, now: Timestamp) -> Option<&PublishedImage> {
        let old = self.launched().filter(|image| OLD_DAYS <= image.built.age(now));
        old.min_by_key(|image| image.built)
    }

    /// Of lines with the same name and region the last one counts.
    fn launched(&self) -> impl Iterator<Item = &PublishedImage> {
        let counts = move |one: &&PublishedImage| {
            let same = |other: &&PublishedImage| (other.region, other.name) == (one.region, one.name);
            self.images.iter().rev().find(same).is_some_and(|last| std::ptr::eq(last, *one))
        };
        self.images.iter().filter(counts)
    }

    /// All of them, in the order of the file.
    #[must_use]
    pub fn all(&self) -> &[PublishedImage] {
        &self.images
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"region":"eu-central-1","image":"ami-0123456789abcdef0","name":"ubuntu-24.04","architecture":"x86_64","root_gib":64,"runner_version":"2.333.0","built":"2026-11-01"}"#;

    #[test]
    fn the_newest_line_counts_and_latest_is_24_04() {
        let newer = LINE.replace("abcdef0", "abcdef1");
        let images = PublishedImages::read(&format!("{LINE}\n\n{newer}\n")).unwrap();
        let region = "eu-central-1".parse().unwrap();
        assert_eq!(images.find(region, Image::UbuntuLatest).unwrap().image, "ami-0123456789abcdef1");
        assert_eq!(images.find(region, Image::Ubuntu2204), None);
        assert_eq!(images.find("us-east-1".parse().unwrap(), Image::UbuntuLatest), None);
    }

    #[test]
    fn a_wrong_line_is_named() {
        let wrong = format!("{LINE}\n{}", LINE.replace("ami-", "img-"));
        let error = PublishedImages::read(&wrong).unwrap_err();
        assert!(matches!(error, ImagesError::Line { line: 2, .. }), "{error}");
        assert!(PublishedImages::read(&LINE.replace("ubuntu-24.04", "ubuntu-24")).is_err());
        assert!(PublishedImages::read(&LINE.replace("eu-central-1", "eu-centrall-1")).is_err());
    }

    fn refusal(line: &str) -> String {
        PublishedImages::read(line).unwrap_err().to_string()
    }

    #[test]
    fn an_image_that_does_not_fit_its_name_is_refused() {
        let arm = refusal(&LINE.replace("x86_64", "arm64"));
        assert!(arm.contains("ubuntu-24.04 is an image for x64, and ami-0123456789abcdef0 is for arm64"), "{arm}");
        let large = refusal(&LINE.replace("\"root_gib\":64", "\"root_gib\":65"));
        assert!(large.contains("launched with a boot volume of 64 GiB, and ami-0123456789abcdef0 needs one of 65 GiB"));
        assert!(refusal(&LINE.replace("x86_64", "i386")).contains("x86_64 or arm64"));
        assert!(refusal(&LINE.replace("\"root_gib\":64,", "")).contains("root_gib"));
        assert!(refusal(&LINE.replace("\"root_gib\":64", "\"root_gib\":0")).contains("boot volume"));
        assert!(refusal(&LINE.replace("2.333.0", "2.333")).contains("runner_version"));
        assert!(refusal(&LINE.replace("2026-11-01", "2026-11-31")).contains("YYYY-MM-DD"));
    }

    #[test]
    fn what_publish_documents_is_read() {
        let page = include_str!("../../../../runner-image/README.md");
        let lines: Vec<&str> = page.lines().filter(|line| line.starts_with(r#"{"name""#)).collect();
        let images = PublishedImages::read(&lines.join("\n")).unwrap();
        assert_eq!(images.all().len(), 1);
        assert_eq!(images.all()[0].name, Image::Ubuntu2404Minimal);
    }

    #[test]
    fn only_the_line_that_counts_is_called_old_and_at_twenty_days() {
        let newer = LINE.replace("2026-11-01", "2026-11-11");
        let images =
            PublishedImages::read(&format!("{LINE}\n{newer}\n{}", LINE.replace("eu-central-1", "us-east-1"))).unwrap();
        let on = |day: &str| images.warnings(day.parse::<Day>().unwrap().began());
        assert!(on("2026-11-20").is_empty());
        let warnings = on("2026-11-21");
        assert_eq!(warnings.len(), 1);
        assert!(
            warnings[0]
                .contains("ubuntu-24.04 in us-east-1 is 20 days old (built 2026-11-01 with GitHub's runner 2.333.0)")
        );
        assert_eq!(on("2026-12-01").len(), 2);
    }
}
