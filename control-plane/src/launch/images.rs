//! The machine images that were published, as `runner-image/publish` prints them: one line of JSON each.

use serde::Deserialize;
use sprinters_core::catalogue::Region;
use sprinters_core::label::Image;

/// Most bytes of the file: some hundreds of thousands of images.
const MAX_BYTES: usize = 64 * 1024 * 1024;

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
    /// Version of GitHub's runner in it, `2.333.0`.
    pub runner_version: String,
    /// The day it was built, `2026-11-01`.
    pub built: String,
}

fn image_name<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Image, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
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
            let is_id = image
                .image
                .strip_prefix("ami-")
                .is_some_and(|id| matches!(id.len(), 8 | 17) && id.bytes().all(|b| b.is_ascii_hexdigit()));
            if !is_id {
                return Err(wrong(
                    "`image` is not the id of a machine image, which is `ami-` and 8 or 17 hexadecimal digits"
                        .to_owned(),
                ));
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
            | Image::Ubuntu2204ArmMinimal => None,
        })
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

    const LINE: &str = r#"{"region":"eu-central-1","image":"ami-0123456789abcdef0","name":"ubuntu-24.04","architecture":"x86_64","runner_version":"2.333.0","built":"2026-11-01"}"#;

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
}
