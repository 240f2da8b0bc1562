//! What was probably meant by a wrong part.

use super::Image;
use super::error::Part;
use super::nearest::{distance, nearest};
use crate::catalogue::{self, InstanceType, Region, Zone};

/// The region or zone that was meant: the region by itself, a zone letter kept.
pub(super) fn meant_place(text: &str) -> Option<String> {
    let regions = || Region::all().map(Region::name);
    let lower = text.to_ascii_lowercase();
    match lower.strip_suffix(|c: char| c.is_ascii_alphabetic()) {
        Some(body) if body.ends_with(|c: char| c.is_ascii_digit()) => {
            let letter = lower.chars().last().unwrap_or('a');
            let region = nearest(body, regions())?;
            Some(if ('a'..=Zone::LAST_LETTER).contains(&letter) {
                format!("{region}{letter}")
            } else {
                region.to_owned()
            })
        }
        Some(_) | None => nearest(&lower, regions()).map(str::to_owned),
    }
}

/// Words of other products for our keys.
pub(super) fn meant_key(text: &str) -> Option<&'static str> {
    const OTHERS: [(&str, &str); 6] =
        [("memory", "ram"), ("mem", "ram"), ("vcpu", "cpu"), ("cpus", "cpu"), ("disk", "temp"), ("volume", "temp")];
    let lower = text.to_ascii_lowercase();
    OTHERS.into_iter().find(|(other, _)| *other == lower).map(|(_, ours)| ours)
}

pub(super) fn meant_image(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let arm = lower.contains("arm") || lower.contains("aarch");
    let of_arch = || Image::ALL.into_iter().map(Image::name).filter(|name| name.contains("-arm") == arm);
    let found = nearest(&lower, of_arch()).or_else(|| {
        let minimal = lower.contains("minimal");
        let ubuntu = lower.starts_with("ubuntu") && (arm || minimal);
        of_arch()
            .filter(|name| name.starts_with("ubuntu"))
            .find(|name| ubuntu && name.ends_with("-minimal") == minimal && (arm || name.contains("24.04")))
    });
    found.map(str::to_owned)
}

/// The type that was meant: a size of the family where the family is right, else a family of that size, the present
/// generation first.
pub(super) fn meant_type(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let (family, _) = lower.split_once('.')?;
    let size = lower.get(family.len()..)?;
    let same_family = catalogue::types().iter().filter(|t| t.family() == family);
    if let Some((_, name)) = same_family.map(|t| (distance(&lower, t.name()), t.name())).min() {
        return Some(name.to_owned());
    }
    let mut same_size: Vec<&InstanceType> =
        catalogue::types().iter().filter(|t| !t.mac() && t.name().strip_prefix(t.family()) == Some(size)).collect();
    if same_size.is_empty() {
        return nearest(&lower, catalogue::types().iter().filter(|t| !t.mac()).map(InstanceType::name))
            .map(str::to_owned);
    }
    same_size.sort_by_key(|t| !t.current_generation());
    nearest(&lower, same_size.into_iter().map(InstanceType::name)).map(str::to_owned)
}

/// Something known that an unknown part is near to.
pub(super) fn meant_part(text: &str) -> Option<String> {
    // The names that these images had in earlier years.
    match text {
        "minimal" | "slim" => return Some(format!("ubuntu-24.04-{text}")),
        "arm" | "arm64" | "aarch64" => return Some("ubuntu-24.04-arm".to_owned()),
        "x64" | "amd64" | "x86_64" => return Some("ubuntu-24.04".to_owned()),
        _other => {}
    }
    let images = Image::ALL.into_iter().map(Image::name);
    let regions = Region::all().map(Region::name);
    if let Some(found) = nearest(text, images.chain(regions)) {
        return Some(found.to_owned());
    }
    let key = nearest(text, Part::ALL.into_iter().filter_map(Part::key))?;
    Some(format!("{key}="))
}
