//! What a part without a key is meant to be, judged by its looks, so that a wrong one is answered for what it is.

use super::error::Part;
use super::suggest::meant_image;
use crate::catalogue::{self, Region};

/// What a part without a key looks like, right or wrong.
pub(super) enum Shape {
    Image,
    Placement,
    Type,
    SecurityGroup,
    Subnet,
    Family,
    Key(Part),
    Unknown,
}

pub(super) fn shape_of(text: &str) -> Shape {
    const SYSTEMS: [&str; 6] = ["ubuntu", "windows", "macos", "debian", "amazon", "al20"];
    if text.starts_with("sg-") {
        return Shape::SecurityGroup;
    }
    if text.starts_with("subnet-") {
        return if text.contains('/') { Shape::Placement } else { Shape::Subnet };
    }
    if SYSTEMS.iter().any(|system| text.starts_with(system)) {
        return Shape::Image;
    }
    if text.contains('/') || looks_like_a_region(text) {
        return Shape::Placement;
    }
    if let Some(key) = Part::ALL.into_iter().find(|part| part.key() == Some(text)) {
        return Shape::Key(key);
    }
    if let Some((family, size)) = text.split_once('.') {
        // `unbuntu-24.04` has a dot too, but no type has a number for a size and letters alone before it.
        let dotted_image =
            size.starts_with(|c: char| c.is_ascii_digit()) && family.contains('-') && meant_image(text).is_some();
        return if dotted_image { Shape::Image } else { Shape::Type };
    }
    if catalogue::families().any(|family| family == text) {
        return Shape::Family;
    }
    Shape::Unknown
}

pub(super) fn looks_like_a_part(text: &str) -> bool {
    match shape_of(text) {
        Shape::Image | Shape::Placement | Shape::Type | Shape::SecurityGroup | Shape::Subnet | Shape::Family => true,
        Shape::Key(_) | Shape::Unknown => text.contains('='),
    }
}

/// Letters, dashes, a number at the end, perhaps a letter after it: `us-east-1`, `eu-centrall-1a`.
pub(super) fn looks_like_a_region(text: &str) -> bool {
    let body = text.strip_suffix(|c: char| c.is_ascii_alphabetic()).unwrap_or(text);
    let Some((words, number)) = body.rsplit_once('-') else { return false };
    let digits = !number.is_empty() && number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit());
    digits && words.contains('-') && words.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-') || is_local_zone(text)
}

/// `us-west-2-lax-1a`, `us-east-1-wl1-bos-wlz-1`: more after a region.
pub(super) fn is_local_zone(text: &str) -> bool {
    Region::all().any(|region| text.strip_prefix(region.name()).is_some_and(|rest| rest.starts_with('-')))
}

pub(super) fn region_before_letter(text: &str) -> Option<Region> {
    text.strip_suffix(|c: char| c.is_ascii_alphabetic())?.parse().ok()
}
