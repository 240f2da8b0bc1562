//! Address ranges as numbers, so that several together can be compared with one.

use std::net::IpAddr;

/// First and last address of a range, and whether it is IPv6; `None` if the text is no range.
pub(super) fn bounds(text: &str) -> Option<(bool, u128, u128)> {
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address, Some(bits.parse::<u32>().ok()?)),
        None => (text, None),
    };
    let (wide, width, start) = match address.parse::<IpAddr>().ok()? {
        IpAddr::V4(address) => (false, 32, u128::from(address.to_bits())),
        IpAddr::V6(address) => (true, 128, address.to_bits()),
    };
    let bits = bits.unwrap_or(width);
    let host = width.checked_sub(bits)?;
    let mask = if host == 128 { u128::MAX } else { (1 << host) - 1 };
    Some((wide, start & !mask, start | mask))
}

/// Every address of a range is in one of the others.
pub(super) fn covered(inner: &str, outers: &[&str]) -> bool {
    let Some((wide, first, last)) = bounds(inner) else { return false };
    let others = outers.iter().filter_map(|outer| bounds(outer)).filter(|(other, _, _)| *other == wide);
    joined(first, last, others.map(|(_, first, last)| (first, last)).collect())
}

/// Every number from the first to the last is in one of the spans.
pub(super) fn joined(first: u128, last: u128, mut spans: Vec<(u128, u128)>) -> bool {
    spans.sort_unstable();
    let mut next = first;
    for (start, end) in spans {
        if next < start {
            return false;
        }
        if last <= end {
            return true;
        }
        if next <= end {
            next = end + 1;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::covered;

    #[test]
    fn halves_are_the_whole() {
        for (inner, outers, expected) in [
            ("10.0.0.0/8", vec!["10.0.0.0/9", "10.128.0.0/9"], true),
            ("10.0.0.0/8", vec!["10.128.0.0/9", "10.0.0.0/9", "192.168.0.0/16"], true),
            ("10.0.0.0/8", vec!["10.0.0.0/9", "10.129.0.0/16"], false),
            ("10.0.0.0/8", vec!["::/0"], false),
            ("0.0.0.0/0", vec!["0.0.0.0/1", "128.0.0.0/1"], true),
            ("::/0", vec!["::/1", "8000::/1"], true),
            ("10.0.0.1", vec!["10.0.0.0/24"], true),
            ("sg-1", vec!["10.0.0.0/24"], false),
        ] {
            assert_eq!(covered(inner, &outers), expected, "{inner} in {outers:?}");
        }
    }
}
