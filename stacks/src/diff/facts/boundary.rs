//! Permissions boundaries: taking one away widens whatever the role was granted.

use sprinters_dsl::policy::Boundary;

use crate::diff::{Direction, GrantChange};

/// Boundaries that came, went or changed.
pub(in crate::diff) fn compare(old: &[Boundary], new: &[Boundary]) -> Vec<GrantChange> {
    let same = |left: &Boundary, right: &Boundary| {
        left.holder == right.holder && left.policy == right.policy && left.guard == right.guard
    };
    let gone: Vec<&Boundary> = old.iter().filter(|one| !new.iter().any(|other| same(one, other))).collect();
    let come: Vec<&Boundary> = new.iter().filter(|one| !old.iter().any(|other| same(one, other))).collect();
    let mut out = Vec::new();
    for one in &gone {
        let after = come.iter().find(|other| other.holder == one.holder);
        let (direction, sentence) = match after {
            Some(after) => (
                Direction::Changed,
                format!("the permissions boundary of {} is now {} (before: {})", one.holder, shown(after), shown(one)),
            ),
            None => (
                Direction::Widened,
                format!("{} is no longer held by the permissions boundary {}", one.holder, shown(one)),
            ),
        };
        out.push(change(one, direction, sentence, Some(shown(one)), after.map(|after| shown(after))));
    }
    for one in come.iter().filter(|one| !gone.iter().any(|other| other.holder == one.holder)) {
        let more = old.iter().any(|other| other.holder == one.holder);
        let direction = if more { Direction::Changed } else { Direction::Narrowed };
        let sentence = format!("{} is now held by the permissions boundary {}", one.holder, shown(one));
        out.push(change(one, direction, sentence, None, Some(shown(one))));
    }
    out
}

fn shown(boundary: &Boundary) -> String {
    match boundary.guard.is_always() {
        true => boundary.policy.to_string(),
        false => format!("{} if {}", boundary.policy, boundary.guard),
    }
}

fn change(
    boundary: &Boundary,
    direction: Direction,
    sentence: String,
    before: Option<String>,
    after: Option<String>,
) -> GrantChange {
    GrantChange {
        holder: boundary.holder.name().to_owned(),
        direction,
        sentence,
        before,
        after,
        path: boundary.path.clone(),
        aspect: "boundary".to_owned(),
        count: 1,
    }
}
