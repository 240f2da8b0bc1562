//! No more sentences than a person reads: what is too much is counted, by what it is about.

use std::collections::BTreeMap;

use super::{Change, Difference, Direction, GrantChange, OtherChange};

/// Grants that are listed one by one.
const MOST_GRANTS: usize = 40;

/// Of one holder, in one direction and about one thing, so many are listed beyond that.
const MOST_OF_A_KIND: usize = 2;

/// Sentences about grants in all, once they are counted.
const MOST_SENTENCES: usize = 80;

/// Other changes that are listed one by one.
const MOST_OTHERS: usize = 150;

/// Brings each list to a length that is read.
pub(super) fn shorten(difference: &mut Difference) {
    if MOST_GRANTS < difference.grants.len() {
        difference.grants = counted(std::mem::take(&mut difference.grants));
    }
    if MOST_OTHERS < difference.other.len() {
        let other = std::mem::take(&mut difference.other);
        difference.other = others(other);
    }
}

fn counted(grants: Vec<GrantChange>) -> Vec<GrantChange> {
    let mut out = by(grants, MOST_OF_A_KIND, |change| (change.direction, change.holder.clone(), class(change)));
    if MOST_SENTENCES < out.len() {
        out = by(out, MOST_SENTENCES / 8, |change| (change.direction, String::new(), class(change)));
    }
    if MOST_SENTENCES < out.len() {
        out = by(out, MOST_SENTENCES / 4, |change| (change.direction, String::new(), String::new()));
    }
    out
}

fn class(change: &GrantChange) -> String {
    change.aspect.split(' ').next().unwrap_or_default().to_owned()
}

/// The first so many of each kind, and one more sentence for all others of it.
fn by(
    grants: Vec<GrantChange>,
    most: usize,
    kind: impl Fn(&GrantChange) -> (Direction, String, String),
) -> Vec<GrantChange> {
    let mut listed: BTreeMap<(Direction, String, String), (usize, Option<usize>)> = BTreeMap::new();
    let mut out: Vec<GrantChange> = Vec::new();
    for change in grants {
        let key = kind(&change);
        let of = if key.1.is_empty() { String::new() } else { format!(" of {}", key.1) };
        let (count, more) = listed.entry(key).or_insert((0, None));
        *count += 1;
        if *count <= most {
            out.push(change);
            continue;
        }
        let index = *more.get_or_insert(out.len());
        match out.get_mut(index) {
            Some(counted) => {
                counted.count += change.count;
                counted.sentence = sentence(counted.count, &of, counted.direction);
            }
            None => {
                let sentence = sentence(change.count, &of, change.direction);
                out.push(GrantChange { sentence, before: None, after: None, ..change });
            }
        }
    }
    out
}

fn sentence(count: usize, of: &str, direction: Direction) -> String {
    let grants = if count == 1 { "grant" } else { "grants" };
    format!("{count} more {grants}{of} {} in the same way", direction.word())
}

fn others(changes: Vec<OtherChange>) -> Vec<OtherChange> {
    let mut listed: BTreeMap<(String, Change), usize> = BTreeMap::new();
    let mut counted: BTreeMap<(String, Change), OtherChange> = BTreeMap::new();
    let mut out = Vec::new();
    for change in changes {
        let key = (change.section.clone(), change.change);
        let count = listed.entry(key.clone()).or_default();
        *count += 1;
        if *count <= MOST_OTHERS / 4 {
            out.push(change);
            continue;
        }
        let entry = counted.entry(key).or_insert_with(|| OtherChange { count: 0, id: String::new(), ..change.clone() });
        entry.count += change.count;
        entry.replaces |= change.replaces;
        entry.path = format!("/{}", entry.section);
        entry.sentence = format!("{} more in {}", entry.count, entry.section);
    }
    out.extend(counted.into_values());
    out
}
