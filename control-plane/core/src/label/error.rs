//! Every way for a label to be wrong: where, what stands there, what may stand there, and what was probably meant.

use super::volume::Gp3Problem;
use super::{Gib, Gp3, Image, Spot, Temp};
use crate::catalogue::{Arch, Region};
use std::fmt;
use std::ops::Range;

/// One thing that is wrong in a label.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{problem}", quoted(.given))]
pub struct LabelError {
    pub(super) span: Range<usize>,
    pub(super) given: String,
    pub(super) problem: Problem,
    pub(super) suggestion: Option<String>,
}

/// Nothing is said of nothing.
fn quoted(given: &str) -> String {
    if given.is_empty() { String::new() } else { format!("`{given}`: ") }
}

impl LabelError {
    /// Which bytes of the label are wrong, to underline them. Always on character boundaries; empty where something is
    /// missing.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// What stands there.
    #[must_use]
    pub fn given(&self) -> &str {
        &self.given
    }

    /// What kind of wrong it is, to match on.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// A stable name of the problem, for machines and links: `label-unknown-image`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.problem.code()
    }

    /// What may stand there.
    #[must_use]
    pub fn allowed(&self) -> String {
        self.problem.allowed()
    }

    /// What to write in its place, if that is clear enough.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }

    /// What to do about it, in a sentence or two.
    #[must_use]
    pub fn help(&self) -> String {
        match self.suggestion.as_deref() {
            Some("") => format!("leave it out; {}", self.allowed()),
            Some(suggestion) => format!("did you mean `{suggestion}`? {}", self.allowed()),
            None => self.allowed(),
        }
    }

    /// The label with the suggestion in it.
    #[must_use]
    pub fn corrected(&self, label: &str) -> Option<String> {
        let before = label.get(..self.span.start)?;
        let after = label.get(self.span.end..)?;
        match self.suggestion.as_deref()? {
            "" => Some(format!("{}{after}", before.strip_suffix(':').unwrap_or(before))),
            suggestion => Some(format!("{before}{suggestion}{after}")),
        }
    }
}

/// All that is wrong in one label, by place. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems {
    first: LabelError,
    rest: Vec<LabelError>,
}

impl Problems {
    pub(super) fn from_errors(mut errors: Vec<LabelError>) -> Option<Problems> {
        errors.sort_by_key(|e| (e.span.start, e.span.end));
        let mut errors = errors.into_iter();
        Some(Problems { first: errors.next()?, rest: errors.collect() })
    }

    /// The one that stands first in the label.
    #[must_use]
    pub fn first(&self) -> &LabelError {
        &self.first
    }

    /// The same, taken out.
    #[must_use]
    pub fn into_first(self) -> LabelError {
        self.first
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &LabelError> {
        std::iter::once(&self.first).chain(&self.rest)
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first)?;
        self.rest.iter().try_for_each(|error| write!(f, "; {error}"))
    }
}

impl std::error::Error for Problems {}

/// A kind of part, of which a label has at most one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// `ubuntu-24.04`
    Image,
    /// `eu-central-1`
    Placement,
    /// `m7i.large`
    Type,
    /// `sg-…`
    SecurityGroup,
    /// `spot=`
    Spot,
    /// `root=`
    Root,
    /// `temp=`
    Temp,
    /// `swap=`
    Swap,
    /// `events=`
    Events,
    /// `cpu=`
    Cpu,
    /// `ram=`
    Ram,
    /// `family=`
    Family,
}

impl Part {
    /// All kinds.
    pub const ALL: [Part; 12] = [
        Part::Image,
        Part::Placement,
        Part::Type,
        Part::SecurityGroup,
        Part::Spot,
        Part::Root,
        Part::Temp,
        Part::Swap,
        Part::Events,
        Part::Cpu,
        Part::Ram,
        Part::Family,
    ];

    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Part::Image => "image",
            Part::Placement => "placement",
            Part::Type => "instance type",
            Part::SecurityGroup => "security group",
            Part::Spot => "spot",
            Part::Root => "root",
            Part::Temp => "temp",
            Part::Swap => "swap",
            Part::Events => "events",
            Part::Cpu => "cpu",
            Part::Ram => "ram",
            Part::Family => "family",
        }
    }

    /// The key before its `=`, for those that have one.
    #[must_use]
    pub fn key(self) -> Option<&'static str> {
        match self {
            Part::Image | Part::Placement | Part::Type | Part::SecurityGroup => None,
            Part::Spot | Part::Root | Part::Temp | Part::Swap | Part::Events | Part::Cpu | Part::Ram | Part::Family => {
                Some(self.name())
            }
        }
    }

    /// How it is written.
    #[must_use]
    pub fn form(self) -> &'static str {
        match self {
            Part::Image => "ubuntu-24.04",
            Part::Placement => "REGION, AZ, REGION/AZ, each with /SUBNET or without",
            Part::Type => "m7i.large",
            Part::SecurityGroup => "sg-…",
            Part::Spot => "spot=false, true, auto or rerun",
            Part::Root => "root=gp3/IOPS/THROUGHPUT",
            Part::Temp => "temp=SIZE, TYPE, TYPE/SIZE or gp3/SIZE/IOPS/THROUGHPUT",
            Part::Swap => "swap=SIZE",
            Part::Events => "events=true or false",
            Part::Cpu => "cpu=4, cpu=4+8 or cpu=4-8",
            Part::Ram => "ram=16, ram=16+32 or ram=16-64",
            Part::Family => "family=m7i, family=m7i+c7i or family=m6-m8",
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Somebody else's label.
    #[error("not a Sprinters label")]
    NotOurs,
    /// Longer than a label of GitHub's can be.
    #[error("a label has at most {max} bytes, this has {bytes}", max = super::MAX_LABEL_BYTES)]
    TooLong {
        /// How long it is.
        bytes: usize,
    },
    /// Whitespace, control or not ASCII.
    #[error("this character cannot stand in a label")]
    BadCharacter,
    /// The label ends before it says where to run.
    #[error("the label ends before it says where to run")]
    NoProvider,
    /// A cloud that we do not launch in.
    #[error("Sprinters runs on AWS only")]
    UnknownProvider,
    /// The text after `sprinters/`.
    #[error("not a pin")]
    BadPin,
    /// The text after `aws/`.
    #[error("not an AWS account id")]
    BadAccount,
    /// The text after the account.
    #[error("not the name of an IAM role")]
    BadRole,
    /// More than `aws/ACCOUNT/ROLE`.
    #[error("nothing can follow the role here")]
    AfterRole,
    /// Two colons in a row, or one at the end.
    #[error("an empty part")]
    EmptyPart,
    /// Nothing that we know looks like this.
    #[error("no part of a label looks like this")]
    UnknownPart,
    /// `KEY=` with a key that is not ours.
    #[error("no such key")]
    UnknownKey,
    /// A key without its value.
    #[error("`{key}` needs a value")]
    NoValue {
        /// The key.
        key: Part,
    },
    /// A second part of a kind.
    #[error("a label has one {part}, and this is another")]
    Repeated {
        /// The kind.
        part: Part,
        /// Where the first one stands.
        first: Range<usize>,
    },
    /// Not among the images.
    #[error("no such image")]
    UnknownImage,
    /// Not a region of the commercial partition.
    #[error("no such AWS region")]
    UnknownRegion,
    /// A region and something that is no zone letter.
    #[error("no such availability zone")]
    UnknownZone,
    /// Local and Wavelength zones: `us-west-2-lax-1a`.
    #[error("local and Wavelength zones are reached through a subnet")]
    LocalZone,
    /// Region and zone contradict each other.
    #[error("this zone is in {zone}, not in {region}")]
    ZoneOutsideRegion {
        /// The region that was named.
        region: Region,
        /// The region that the zone lies in.
        zone: Region,
    },
    /// Not a subnet id.
    #[error("not a subnet id")]
    BadSubnet,
    /// A subnet without region or zone.
    #[error("a subnet needs its region or zone before it")]
    SubnetAlone,
    /// Slashes in a form that no placement has.
    #[error("not a placement")]
    BadPlacement,
    /// Not a security group id.
    #[error("not a security group id")]
    BadSecurityGroup,
    /// A type that the catalogue does not have.
    #[error("no EC2 instance type of that name is known")]
    UnknownType,
    /// A family where a type should be.
    #[error("a family of instance types, not a type")]
    FamilyAlone,
    /// Not a spot mode.
    #[error("no such spot mode")]
    UnknownSpot,
    /// Not true or false.
    #[error("neither true nor false")]
    BadEvents,
    /// Not a volume type for that part.
    #[error("no such volume type for {part}")]
    UnknownVolume {
        /// `root` or `temp`.
        part: Part,
    },
    /// Too few, too many, or values that the volume type does not have.
    #[error("not a form of {part}")]
    BadVolume {
        /// `root` or `temp`.
        part: Part,
        /// What the type takes.
        form: &'static str,
    },
    /// Not a whole number.
    #[error("not a whole number")]
    BadNumber {
        /// What it counts.
        unit: &'static str,
    },
    /// A size or count out of bounds.
    #[error("out of range: {least} to {most} {unit}")]
    OutOfRange {
        /// What it counts.
        unit: &'static str,
        /// Smallest.
        least: u32,
        /// Largest.
        most: u32,
    },
    /// Beyond what EBS gives.
    #[error("{0}")]
    Gp3(Gp3Problem),
    /// A range that is none: `8-4`, `4-`, `m6i-c7i`.
    #[error("not a range from less to more")]
    BadRange {
        /// `cpu`, `ram` or `family`.
        part: Part,
    },
    /// A list longer than anybody needs.
    #[error("a list of more than {max} values", max = super::parse::MAX_LIST)]
    LongList,
    /// Not a family or the beginning of one.
    #[error("no family of instance types of that name is known")]
    UnknownFamily,
    /// A type beside `cpu=`, `ram=` or `family=`.
    #[error("a label names a type or says what it must be like, not both")]
    TypeAndChoice {
        /// Where the type stands.
        named: Range<usize>,
    },
    /// An image for another processor than the type's.
    #[error("the image {image} is for {wanted}, this type is {arch}", wanted = image.arch())]
    ArchMismatch {
        /// The image.
        image: Image,
        /// The type's architecture.
        arch: Arch,
    },
    /// A Mac.
    #[error("this type runs macOS only")]
    Mac,
    /// `temp=ephemeral` on a type without a local NVMe disk.
    #[error("{type_name} has no local NVMe disk")]
    NoLocalDisk {
        /// The type.
        type_name: &'static str,
    },
    /// `temp=ephemeral/SIZE` on a type with a smaller disk.
    #[error("the local disk of {type_name} has {disk} GiB")]
    SmallLocalDisk {
        /// The type.
        type_name: &'static str,
        /// What its first disk holds.
        disk: Gib,
    },
    /// `temp=zram/SIZE` larger than the memory can hold.
    #[error("{type_name} can hold {most} GiB of compressed memory at most")]
    LargeZram {
        /// The type.
        type_name: &'static str,
        /// Three times its memory.
        most: Gib,
    },
    /// Asked as spot, sold on demand only (or the other way round).
    #[error("{type_name} is not sold {}", if *spot { "as spot" } else { "on demand" })]
    NotSold {
        /// The type.
        type_name: &'static str,
        /// Whether spot is what it is not sold as.
        spot: bool,
    },
    /// `cpu=`, `ram=`, `family=` that no type meets.
    #[error("no {arch} type in {region} fits this label{}", nearest_words(*.nearest))]
    NothingFits {
        /// Architecture of the image.
        arch: Arch,
        /// Region of the placement.
        region: Region,
        /// Name, vCPU and memory in MiB of the type that comes nearest.
        nearest: Option<(&'static str, u32, u32)>,
    },
}

fn nearest_words(nearest: Option<(&'static str, u32, u32)>) -> String {
    match nearest {
        Some((name, vcpu, mib)) if mib % 1024 == 0 => {
            format!("; the nearest is {name} ({vcpu} vCPU, {} GiB)", mib / 1024)
        }
        Some((name, vcpu, mib)) => format!("; the nearest is {name} ({vcpu} vCPU, {mib} MiB)"),
        None => String::new(),
    }
}

impl Problem {
    /// A stable name, for machines and links.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Problem::NotOurs => "label-not-ours",
            Problem::TooLong { .. } => "label-too-long",
            Problem::BadCharacter => "label-bad-character",
            Problem::NoProvider => "label-no-provider",
            Problem::UnknownProvider => "label-unknown-provider",
            Problem::BadPin => "label-bad-pin",
            Problem::BadAccount => "label-bad-account",
            Problem::BadRole => "label-bad-role",
            Problem::AfterRole => "label-after-role",
            Problem::EmptyPart => "label-empty-part",
            Problem::UnknownPart => "label-unknown-part",
            Problem::UnknownKey => "label-unknown-key",
            Problem::NoValue { .. } => "label-no-value",
            Problem::Repeated { .. } => "label-repeated",
            Problem::UnknownImage => "label-unknown-image",
            Problem::UnknownRegion => "label-unknown-region",
            Problem::UnknownZone => "label-unknown-zone",
            Problem::LocalZone => "label-local-zone",
            Problem::ZoneOutsideRegion { .. } => "label-zone-outside-region",
            Problem::BadSubnet => "label-bad-subnet",
            Problem::SubnetAlone => "label-subnet-alone",
            Problem::BadPlacement => "label-bad-placement",
            Problem::BadSecurityGroup => "label-bad-security-group",
            Problem::UnknownType => "label-unknown-type",
            Problem::FamilyAlone => "label-family-alone",
            Problem::UnknownSpot => "label-unknown-spot",
            Problem::BadEvents => "label-bad-events",
            Problem::UnknownVolume { .. } => "label-unknown-volume",
            Problem::BadVolume { .. } => "label-bad-volume",
            Problem::BadNumber { .. } => "label-bad-number",
            Problem::OutOfRange { .. } => "label-out-of-range",
            Problem::Gp3(_) => "label-gp3-limit",
            Problem::BadRange { .. } => "label-bad-range",
            Problem::LongList => "label-long-list",
            Problem::UnknownFamily => "label-unknown-family",
            Problem::TypeAndChoice { .. } => "label-type-and-choice",
            Problem::ArchMismatch { .. } => "label-arch-mismatch",
            Problem::Mac => "label-mac",
            Problem::NoLocalDisk { .. } => "label-no-local-disk",
            Problem::SmallLocalDisk { .. } => "label-small-local-disk",
            Problem::LargeZram { .. } => "label-large-zram",
            Problem::NotSold { .. } => "label-not-sold",
            Problem::NothingFits { .. } => "label-nothing-fits",
        }
    }

    /// What may stand there, in a sentence.
    #[must_use]
    pub fn allowed(&self) -> String {
        match self {
            Problem::NotOurs => "a label of ours begins with `sprinters:aws`".to_owned(),
            Problem::TooLong { .. } => "GitHub takes no longer ones; leave out parts that say the default".to_owned(),
            Problem::BadCharacter => "a label consists of printable ASCII without spaces".to_owned(),
            Problem::NoProvider => "`:aws` follows `sprinters` or its pin".to_owned(),
            Problem::UnknownProvider => "the second part is `aws`, `aws/ACCOUNT` or `aws/ACCOUNT/ROLE`".to_owned(),
            Problem::BadPin => format!("{}, as in `sprinters/1234-1-build:aws`", super::account::BadPin),
            Problem::BadAccount => format!("{}, as in `aws/123456789012`", super::account::BadAccountId),
            Problem::BadRole => super::account::BadRoleName.to_string(),
            Problem::AfterRole => "the form is `aws/ACCOUNT/ROLE`, the role's name without its path".to_owned(),
            Problem::EmptyPart => "parts are separated by one colon each".to_owned(),
            Problem::UnknownPart => {
                "a part is an image, a placement, an instance type, a security group, or a key with its value"
                    .to_owned()
            }
            Problem::UnknownKey => {
                let keys: Vec<_> = Part::ALL.into_iter().filter_map(Part::key).collect();
                format!("keys: {}", keys.join(", "))
            }
            Problem::NoValue { key } => format!("write {}", key.form()),
            Problem::Repeated { .. } => "remove one of the two".to_owned(),
            Problem::UnknownImage => {
                let images: Vec<_> = Image::ALL.into_iter().map(Image::name).collect();
                format!("images: {}", images.join(", "))
            }
            Problem::UnknownRegion => {
                "regions are written as in `us-east-1`; GovCloud and China are other AWSs".to_owned()
            }
            Problem::UnknownZone => "a zone is a region and a letter from a to f, as in `us-east-1a`".to_owned(),
            Problem::LocalZone => {
                "write the region and a subnet that lies in the zone, as in `us-west-2/subnet-…`".to_owned()
            }
            Problem::ZoneOutsideRegion { .. } => "name the zone alone, or its own region before it".to_owned(),
            Problem::BadSubnet => super::placement::BadSubnetId.to_string(),
            Problem::SubnetAlone => "write it as in `us-east-1/subnet-…` or `us-east-1a/subnet-…`".to_owned(),
            Problem::BadPlacement => {
                "a placement is REGION, AZ, REGION/AZ, REGION/SUBNET, REGION/AZ/SUBNET or AZ/SUBNET".to_owned()
            }
            Problem::BadSecurityGroup => super::security_group::BadSecurityGroupId.to_string(),
            Problem::UnknownType => "types are those of EC2, as in `m7i.large`".to_owned(),
            Problem::FamilyAlone => {
                "a type is a family and a size, as in `m7i.large`; or let `family=` choose".to_owned()
            }
            Problem::UnknownSpot => {
                let modes: Vec<_> = Spot::ALL.into_iter().map(Spot::name).collect();
                format!("modes: {}", modes.join(", "))
            }
            Problem::BadEvents => "events is true or false, and has no effect".to_owned(),
            Problem::UnknownVolume { part: Part::Temp } => {
                format!(
                    "types: {}; without temp it is the local disk where the type has one, else gp3",
                    Temp::KINDS.join(", ")
                )
            }
            Problem::UnknownVolume { part } => format!("the only type for {part} is gp3"),
            Problem::BadVolume { form, .. } => format!("write {form}"),
            Problem::BadNumber { unit } => format!("write the number of {unit} in digits, without a unit"),
            Problem::OutOfRange { unit, least, most } => format!("{least} to {most} {unit}"),
            Problem::Gp3(Gp3Problem::Iops) => {
                format!("{} to {} IOPS, or `max`", Gp3::MIN_IOPS, Gp3::MAX_IOPS)
            }
            Problem::Gp3(Gp3Problem::IopsAboveSize { most, .. }) => {
                format!("{} to {most} IOPS at this size, or `max`", Gp3::MIN_IOPS)
            }
            Problem::Gp3(Gp3Problem::Throughput) => {
                format!("{} to {} MiB/s, or `max`", Gp3::MIN_THROUGHPUT, Gp3::MAX_THROUGHPUT)
            }
            Problem::Gp3(Gp3Problem::ThroughputAboveIops { most, .. }) => {
                format!("{} to {most} MiB/s at these IOPS, or `max`", Gp3::MIN_THROUGHPUT)
            }
            Problem::BadRange { part } => format!("write {}", part.form()),
            Problem::LongList => "use a range, or fewer values".to_owned(),
            Problem::UnknownFamily => {
                "a family such as `m7i`, a generation such as `m7`, or a series such as `m`".to_owned()
            }
            Problem::TypeAndChoice { .. } => "keep the type, or keep cpu, ram and family".to_owned(),
            Problem::ArchMismatch { .. } => "take a type or an image of the other architecture".to_owned(),
            Problem::Mac => "take a type that runs Linux".to_owned(),
            Problem::NoLocalDisk { .. } => {
                "take a type with a `d` in its family, such as m7gd or c6id, or temp=gp3".to_owned()
            }
            Problem::SmallLocalDisk { disk, .. } => format!("at most {disk} GiB, or a larger type, or temp=gp3"),
            Problem::LargeZram { most, .. } => format!("1 to {most} GiB on this type"),
            Problem::NotSold { spot: true, .. } => "take another type, or spot=false".to_owned(),
            Problem::NotSold { spot: false, .. } => "take another type".to_owned(),
            Problem::NothingFits { .. } => "widen cpu, ram or family to a range".to_owned(),
        }
    }
}
