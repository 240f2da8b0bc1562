//! The nearest right word to a wrong one.

/// Longest word that is compared, in bytes: beyond it nobody would recognise a typing slip, and the comparison is
/// quadratic.
const LONGEST: usize = 128;

/// The candidate with the smallest edit distance to `word`, if it is near enough to be what was meant: at most a
/// third of the word's letters differ, letter case not counted. Of several equally near, the first.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.is_empty() || LONGEST < word.len() {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let allowed = lower.chars().count().div_ceil(3);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if LONGEST < candidate.len() || allowed < candidate.len().abs_diff(lower.len()) {
            continue;
        }
        let distance = edit_distance(&lower, &candidate.to_ascii_lowercase());
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours each count one.
fn edit_distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    let mut before: Vec<usize> = vec![0; right.len() + 1];
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (i, &l) in left.iter().enumerate() {
        let mut row = vec![i + 1; right.len() + 1];
        for (j, &r) in right.iter().enumerate() {
            let mut cost = (last[j] + usize::from(l != r)).min(last[j + 1] + 1).min(row[j] + 1);
            if 0 < i && 0 < j && l == right[j - 1] && left[i - 1] == r {
                cost = cost.min(before[j - 1] + 1);
            }
            row[j + 1] = cost;
        }
        before = last;
        last = row;
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_a_stranger_finds_none() {
        let words = ["RunInstances", "StopInstances", "CreateTags"];
        assert_eq!(nearest("RunInstnaces", words), Some("RunInstances"));
        assert_eq!(nearest("runinstances", words), Some("RunInstances"));
        assert_eq!(nearest("Banana", words), None);
        assert_eq!(nearest("", words), None);
    }
}
