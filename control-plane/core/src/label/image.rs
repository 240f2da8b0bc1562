//! The images that we publish.

use super::Gib;
use crate::catalogue::Arch;
use serde::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// How much is installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Variant {
    /// What GitHub's hosted runners have.
    Full,
    /// The same without Android, CodeQL, Haskell and Julia.
    Slim,
    /// Git, Git LFS, the GitHub CLI and Docker.
    Minimal,
}

/// A runner image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Image {
    /// `ubuntu-latest`: whichever release GitHub calls latest, now 24.04.
    UbuntuLatest,
    /// `ubuntu-24.04`
    Ubuntu2404,
    /// `ubuntu-24.04-slim`
    Ubuntu2404Slim,
    /// `ubuntu-24.04-minimal`
    Ubuntu2404Minimal,
    /// `ubuntu-24.04-arm`
    Ubuntu2404Arm,
    /// `ubuntu-24.04-arm-minimal`
    Ubuntu2404ArmMinimal,
    /// `ubuntu-22.04`
    Ubuntu2204,
    /// `ubuntu-22.04-slim`
    Ubuntu2204Slim,
    /// `ubuntu-22.04-minimal`
    Ubuntu2204Minimal,
    /// `ubuntu-22.04-arm`
    Ubuntu2204Arm,
    /// `ubuntu-22.04-arm-minimal`
    Ubuntu2204ArmMinimal,
    /// `debian-13-minimal`: what our own continuous integration builds and boots.
    Debian13Minimal,
    /// `debian-13-arm-minimal`
    Debian13ArmMinimal,
}

impl Image {
    /// All of them, in the order of the documentation.
    pub const ALL: [Image; 13] = [
        Image::UbuntuLatest,
        Image::Ubuntu2404,
        Image::Ubuntu2404Slim,
        Image::Ubuntu2404Minimal,
        Image::Ubuntu2404Arm,
        Image::Ubuntu2404ArmMinimal,
        Image::Ubuntu2204,
        Image::Ubuntu2204Slim,
        Image::Ubuntu2204Minimal,
        Image::Ubuntu2204Arm,
        Image::Ubuntu2204ArmMinimal,
        Image::Debian13Minimal,
        Image::Debian13ArmMinimal,
    ];

    /// As written in a label.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Image::UbuntuLatest => "ubuntu-latest",
            Image::Ubuntu2404 => "ubuntu-24.04",
            Image::Ubuntu2404Slim => "ubuntu-24.04-slim",
            Image::Ubuntu2404Minimal => "ubuntu-24.04-minimal",
            Image::Ubuntu2404Arm => "ubuntu-24.04-arm",
            Image::Ubuntu2404ArmMinimal => "ubuntu-24.04-arm-minimal",
            Image::Ubuntu2204 => "ubuntu-22.04",
            Image::Ubuntu2204Slim => "ubuntu-22.04-slim",
            Image::Ubuntu2204Minimal => "ubuntu-22.04-minimal",
            Image::Ubuntu2204Arm => "ubuntu-22.04-arm",
            Image::Ubuntu2204ArmMinimal => "ubuntu-22.04-arm-minimal",
            Image::Debian13Minimal => "debian-13-minimal",
            Image::Debian13ArmMinimal => "debian-13-arm-minimal",
        }
    }

    /// The distribution it is built from.
    #[must_use]
    pub fn distribution(self) -> &'static str {
        match self {
            Image::Debian13Minimal | Image::Debian13ArmMinimal => "Debian",
            Image::UbuntuLatest
            | Image::Ubuntu2404
            | Image::Ubuntu2404Slim
            | Image::Ubuntu2404Minimal
            | Image::Ubuntu2404Arm
            | Image::Ubuntu2404ArmMinimal
            | Image::Ubuntu2204
            | Image::Ubuntu2204Slim
            | Image::Ubuntu2204Minimal
            | Image::Ubuntu2204Arm
            | Image::Ubuntu2204ArmMinimal => "Ubuntu",
        }
    }

    /// The release of Ubuntu or Debian it is built from.
    #[must_use]
    pub fn release(self) -> &'static str {
        match self {
            Image::UbuntuLatest
            | Image::Ubuntu2404
            | Image::Ubuntu2404Slim
            | Image::Ubuntu2404Minimal
            | Image::Ubuntu2404Arm
            | Image::Ubuntu2404ArmMinimal => "24.04",
            Image::Ubuntu2204
            | Image::Ubuntu2204Slim
            | Image::Ubuntu2204Minimal
            | Image::Ubuntu2204Arm
            | Image::Ubuntu2204ArmMinimal => "22.04",
            Image::Debian13Minimal | Image::Debian13ArmMinimal => "13",
        }
    }

    /// What is installed.
    #[must_use]
    pub fn variant(self) -> Variant {
        match self {
            Image::UbuntuLatest
            | Image::Ubuntu2404
            | Image::Ubuntu2404Arm
            | Image::Ubuntu2204
            | Image::Ubuntu2204Arm => Variant::Full,
            Image::Ubuntu2404Slim | Image::Ubuntu2204Slim => Variant::Slim,
            Image::Ubuntu2404Minimal
            | Image::Ubuntu2404ArmMinimal
            | Image::Ubuntu2204Minimal
            | Image::Ubuntu2204ArmMinimal
            | Image::Debian13Minimal
            | Image::Debian13ArmMinimal => Variant::Minimal,
        }
    }

    /// The processor it is for.
    #[must_use]
    pub fn arch(self) -> Arch {
        match self {
            Image::Ubuntu2404Arm
            | Image::Ubuntu2404ArmMinimal
            | Image::Ubuntu2204Arm
            | Image::Ubuntu2204ArmMinimal
            | Image::Debian13ArmMinimal => Arch::Arm64,
            Image::UbuntuLatest
            | Image::Ubuntu2404
            | Image::Ubuntu2404Slim
            | Image::Ubuntu2404Minimal
            | Image::Ubuntu2204
            | Image::Ubuntu2204Slim
            | Image::Ubuntu2204Minimal
            | Image::Debian13Minimal => Arch::X64,
        }
    }

    /// The same image for the other processor, where there is one.
    #[must_use]
    pub fn for_arch(self, arch: Arch) -> Option<Image> {
        Image::ALL.into_iter().find(|other| {
            other.release() == self.release() && other.variant() == self.variant() && other.arch() == arch
        })
    }

    /// Size of the root volume that the image is published with, as the list `runner-image/images` has it. It bounds
    /// the IOPS of `root=`, because EBS gives 500 per GiB.
    #[must_use]
    pub fn root_size(self) -> Gib {
        match self.variant() {
            Variant::Full => Gib::new(64),
            Variant::Slim => Gib::new(32),
            Variant::Minimal => Gib::new(8),
        }
    }
}

/// The text is no image of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such image")]
pub struct UnknownImage;

impl FromStr for Image {
    type Err = UnknownImage;

    fn from_str(name: &str) -> Result<Image, UnknownImage> {
        Image::ALL.into_iter().find(|image| image.name() == name).ok_or(UnknownImage)
    }
}

impl fmt::Display for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Image {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_says_in_its_name_what_it_is() {
        for image in Image::ALL {
            assert_eq!(image.name().parse(), Ok(image));
            assert_eq!(image.name().contains("-arm"), image.arch() == Arch::Arm64);
            assert_eq!(image.name().ends_with("-minimal"), image.variant() == Variant::Minimal);
            assert_eq!(image.name().ends_with("-slim"), image.variant() == Variant::Slim);
            assert!(image.name().contains(image.release()) || image == Image::UbuntuLatest);
        }
    }

    #[test]
    fn the_images_are_those_that_are_built() {
        let built: Vec<Vec<&str>> = include_str!("../../../../runner-image/images")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split_whitespace().collect())
            .collect();
        let known: Vec<Vec<String>> = Image::ALL
            .into_iter()
            .filter(|image| *image != Image::UbuntuLatest)
            .map(|image| {
                let (distribution, release) = match image.release() {
                    "24.04" => ("ubuntu", "noble"),
                    "22.04" => ("ubuntu", "jammy"),
                    _ => ("debian", "trixie"),
                };
                let arch = match image.arch() {
                    Arch::X64 => "x86-64",
                    Arch::Arm64 => "arm64",
                };
                let variant = match image.variant() {
                    Variant::Full => "full",
                    Variant::Slim => "slim",
                    Variant::Minimal => "minimal",
                };
                let size = image.root_size().get().to_string();
                [image.name(), distribution, release, variant, arch, &size].map(str::to_owned).to_vec()
            })
            .collect();
        assert_eq!(built, known);
    }

    #[test]
    fn the_same_image_exists_for_the_other_processor_except_slim() {
        assert_eq!(Image::UbuntuLatest.for_arch(Arch::Arm64), Some(Image::Ubuntu2404Arm));
        assert_eq!(Image::Ubuntu2204ArmMinimal.for_arch(Arch::X64), Some(Image::Ubuntu2204Minimal));
        assert_eq!(Image::Debian13Minimal.for_arch(Arch::Arm64), Some(Image::Debian13ArmMinimal));
        assert_eq!(Image::Ubuntu2404Slim.for_arch(Arch::Arm64), None);
    }
}
