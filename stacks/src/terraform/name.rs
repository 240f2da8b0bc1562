//! Names: `MaxVolumeGiB` is `max_volume_gib` here.

/// The name with words in lower case and underscores between them.
pub(super) fn snake(name: &str) -> String {
    let name = name.replace("GiB", "Gib");
    let mut out = String::new();
    let mut last = None;
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && last.is_some_and(|last: char| !last.is_ascii_uppercase()) {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
        last = Some(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::snake;

    #[test]
    fn words_are_told_apart() {
        for (name, snaked) in [
            ("ExternalId", "external_id"),
            ("MaxVolumeGiB", "max_volume_gib"),
            ("ExtraTag1", "extra_tag1"),
            ("VpcId", "vpc_id"),
        ] {
            assert_eq!(snake(name), snaked);
        }
    }
}
