//! What was probably meant.

use std::cmp::Reverse;

/// The candidate nearest to what was written, if it is near enough to have been meant: at most one edit in three
/// letters, and two for short words.
///
/// An edit is a letter more, less, changed, or two neighbours swapped; capitals count as the small letter. Of equally
/// near ones the first.
pub(super) fn nearest<'a>(given: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let given = given.to_ascii_lowercase();
    let allowed = (given.len() / 3).clamp(1, 4);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(given.len()) <= allowed)
        .map(|candidate| (distance(&given, candidate), Reverse(common_prefix(&given, candidate)), candidate))
        .filter(|(edits, _, _)| *edits <= allowed)
        .min_by_key(|(edits, prefix, _)| (*edits, *prefix))
        .map(|(_, _, candidate)| candidate)
}

/// Edits from one to the other (optimal string alignment), by bytes: what we compare is ASCII on our side.
pub(super) fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(above.len());
        row.push(i + 1);
        for (j, y) in b.iter().enumerate() {
            let changed = above.get(j).copied().unwrap_or_default() + usize::from(x != y);
            let added = row.last().copied().unwrap_or_default() + 1;
            let removed = above.get(j + 1).copied().unwrap_or_default() + 1;
            let mut least = changed.min(added).min(removed);
            let swapped = 0 < i && 0 < j && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                least = least.min(before.get(j - 1).copied().unwrap_or_default() + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or_default()
}

fn common_prefix(a: &str, b: &str) -> usize {
    a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_is_what_a_slip_of_a_finger_is() {
        assert_eq!(distance("abc", "abc"), 0);
        assert_eq!(distance("abc", "acb"), 1);
        assert_eq!(distance("abc", "ab"), 1);
        assert_eq!(distance("abc", "abcd"), 1);
        assert_eq!(distance("abc", "xbc"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn only_what_is_near_enough_was_meant() {
        assert_eq!(nearest("spto", ["spot", "swap", "temp"]), Some("spot"));
        assert_eq!(nearest("SPOT", ["spot", "swap"]), Some("spot"));
        assert_eq!(nearest("xyz", ["spot", "swap", "temp"]), None);
        assert_eq!(nearest("", ["spot"]), None);
    }
}
