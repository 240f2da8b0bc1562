//! The two headers that name a part of a body: `Range` of a download and `Content-Range` of an upload in chunks.

use std::ops::Range;

/// The bytes that a download asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    /// All of them: there is no such header, or it is one that HTTP says to ignore.
    Whole,
    /// One part.
    Part(Range<u64>),
    /// A part that begins behind the end.
    Unsatisfiable,
}

/// Reads a `Range` header for a body of `size` bytes. Several parts in one request, which no client of a cache sends,
/// give the whole body.
#[must_use]
pub fn asked(header: Option<&[u8]>, size: u64) -> Asked {
    let text = header.and_then(|header| std::str::from_utf8(header).ok()).unwrap_or_default();
    let Some((first, last)) = text.trim().strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
        return Asked::Whole;
    };
    match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last && first < size => {
            Asked::Part(first..size.min(last.saturating_add(1)))
        }
        (Some(first), None) if last.is_empty() && first < size => Asked::Part(first..size),
        (None, Some(0)) if first.is_empty() => Asked::Unsatisfiable,
        (None, Some(count)) if first.is_empty() && 0 < size => Asked::Part(size.saturating_sub(count)..size),
        (Some(first), Some(last)) if last < first => Asked::Whole,
        (Some(_), Some(_)) => Asked::Unsatisfiable,
        (Some(_), None) if last.is_empty() => Asked::Unsatisfiable,
        _ => Asked::Whole,
    }
}

/// Reads a `Content-Range` header, `bytes FIRST-LAST/*`: where the chunk begins and how long it says it is.
#[must_use]
pub fn chunk(header: &[u8]) -> Option<Range<u64>> {
    let text = std::str::from_utf8(header).ok()?.trim().strip_prefix("bytes ")?;
    let (range, _) = text.split_once('/')?;
    let (first, last) = range.split_once('-')?;
    let (first, last) = (number(first)?, number(last)?);
    (first <= last).then_some(first..last.checked_add(1)?)
}

/// Digits alone: Rust's own reader takes a plus sign as well.
fn number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_range_is_a_part_the_whole_or_none() {
        let ask = |text: &str| asked(Some(text.as_bytes()), 10);
        assert_eq!(asked(None, 10), Asked::Whole);
        assert_eq!(ask("bytes=0-3"), Asked::Part(0..4));
        assert_eq!(ask("bytes=4-"), Asked::Part(4..10));
        assert_eq!(ask("bytes=8-99"), Asked::Part(8..10));
        assert_eq!(ask("bytes=-3"), Asked::Part(7..10));
        assert_eq!(ask("bytes=-99"), Asked::Part(0..10));
        for nothing in ["bytes=10-", "bytes=10-12", "bytes=-0"] {
            assert_eq!(ask(nothing), Asked::Unsatisfiable, "{nothing}");
        }
        for ignored in [
            "",
            "bytes",
            "bytes=5-2",
            "bytes=0-1,3-4",
            "items=0-1",
            "bytes=+1-2",
            "bytes=-",
            "bytes=99999999999999999999-",
        ] {
            assert_eq!(ask(ignored), Asked::Whole, "{ignored}");
        }
        assert_eq!(asked(Some(b"bytes=0-0"), 0), Asked::Unsatisfiable);
    }

    #[test]
    fn a_chunk_says_where_it_begins() {
        assert_eq!(chunk(b"bytes 0-199/*"), Some(0..200));
        assert_eq!(chunk(b"bytes 33554432-33554432/33554433"), Some(33_554_432..33_554_433));
        for wrong in [&b""[..], b"bytes 5-2/*", b"bytes 0-1", b"bytes */*", b"0-1/*", b"bytes 0-18446744073709551615/*"]
        {
            assert_eq!(chunk(wrong), None);
        }
    }

    proptest! {
        #[test]
        fn a_part_lies_within_the_body(text in "(bytes[ =])?[0-9]{0,21}-[0-9]{0,21}(/.{0,3})?", size in any::<u64>()) {
            if let Asked::Part(part) = asked(Some(text.as_bytes()), size) {
                prop_assert!(part.start < part.end && part.end <= size);
            }
            if let Some(part) = chunk(text.as_bytes()) {
                prop_assert!(part.start < part.end);
            }
        }
    }
}
