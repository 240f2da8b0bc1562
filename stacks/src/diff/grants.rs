//! Compares the grants of two templates and says the difference.

use std::collections::{BTreeMap, BTreeSet};

use sprinters_dsl::policy::{Actions, Clause, Effect, Grant, Holder, Principals, Scope};

use super::GrantChange;
use super::sentence::Sentences;
use super::words::Words;

/// How one or several grants of the old template became one or several of the new one.
pub(super) struct Found<'g> {
    pub(super) kind: Kind<'g>,
    pub(super) old: Vec<&'g Grant>,
    pub(super) new: Vec<&'g Grant>,
}

pub(super) enum Kind<'g> {
    /// Nothing like it before.
    Gained,
    /// Nothing like it now; `partly`: other grants still speak of the same actions and resources.
    Lost { partly: bool },
    /// One new grant takes in several old ones, and more.
    Grown,
    /// One old grant took in the new ones, and more.
    Shrunk,
    /// The same statement, moved to another resource, principal or action.
    Moved,
    /// Same actions, resources and principals; other conditions on one key.
    Key { before: Vec<&'g Clause>, after: Vec<&'g Clause>, lost: bool, added: bool },
    /// Same actions, resources and principals; other template conditions.
    Guard { lost: bool, added: bool },
}

/// The grants of two templates and the words to speak of each.
pub(super) struct Sides<'a> {
    pub(super) old: &'a [Grant],
    pub(super) new: &'a [Grant],
    pub(super) old_scope: &'a Scope<'a>,
    pub(super) new_scope: &'a Scope<'a>,
}

/// Every difference between the grants, in the order of the new template, then what is gone.
pub(super) fn compare(sides: &Sides<'_>) -> Vec<GrantChange> {
    let mut found = Vec::new();
    let mut kinds: Vec<(&Holder, Effect)> = Vec::new();
    for grant in sides.new.iter().chain(sides.old) {
        if !kinds.contains(&(&grant.holder, grant.effect)) {
            kinds.push((&grant.holder, grant.effect));
        }
    }
    for (holder, effect) in kinds {
        let of = |grants: &'_ [Grant]| -> Vec<Grant> {
            grants.iter().filter(|grant| grant.holder == *holder && grant.effect == effect).cloned().collect()
        };
        let (old, new) = (of(sides.old), of(sides.new));
        let pairs = paired(&old, &new);
        let words = Sentences { old: Words::new(sides.old_scope), new: Words::new(sides.new_scope) };
        found.extend(grouped(pairs).iter().map(|found| words.change(found, effect)));
    }
    found
}

fn paired<'g>(old: &'g [Grant], new: &'g [Grant]) -> Vec<Found<'g>> {
    let gained: Vec<&Grant> = new.iter().filter(|grant| !grant.covered(old)).collect();
    let lost: Vec<&Grant> = old.iter().filter(|grant| !grant.covered(new)).collect();
    let is_lost = |grant: &Grant| lost.iter().any(|one| std::ptr::eq(*one, grant));
    let is_gained = |grant: &Grant| gained.iter().any(|one| std::ptr::eq(*one, grant));
    let mut told: BTreeSet<*const Grant> = BTreeSet::new();
    let mut out = Vec::new();
    for grant in &gained {
        if let Some(before) = nearest(grant, old, |one| is_lost(one) && !told.contains(&std::ptr::from_ref(one))) {
            told.insert(std::ptr::from_ref(before));
            let both = is_lost(before);
            out.extend(differences(before, grant).into_iter().filter(|found| found.tells(true, both)));
            continue;
        }
        let inside: Vec<&Grant> = old.iter().filter(|one| one.within(grant)).collect();
        if !inside.is_empty() {
            told.extend(inside.iter().map(|one| std::ptr::from_ref(*one)));
            out.push(Found { kind: Kind::Grown, old: inside, new: vec![grant] });
            continue;
        }
        let moved = lost.iter().find(|one| !told.contains(&std::ptr::from_ref(**one)) && moved(one, grant));
        match moved {
            Some(before) => {
                told.insert(std::ptr::from_ref(*before));
                out.push(Found { kind: Kind::Moved, old: vec![before], new: vec![grant] });
            }
            None => out.push(Found { kind: Kind::Gained, old: Vec::new(), new: vec![grant] }),
        }
    }
    for grant in lost.iter().filter(|grant| !told.contains(&std::ptr::from_ref(**grant))) {
        if let Some(after) = nearest(grant, new, |one| !is_gained(one)) {
            out.extend(differences(grant, after).into_iter().filter(|found| found.tells(false, true)));
            continue;
        }
        let inside: Vec<&Grant> = new.iter().filter(|one| one.within(grant)).collect();
        match inside.is_empty() {
            true => {
                let partly = new.iter().any(|other| {
                    (other.actions.within(&grant.actions) || grant.actions.within(&other.actions))
                        && (other.resources.within(&grant.resources) || grant.resources.within(&other.resources))
                });
                out.push(Found { kind: Kind::Lost { partly }, old: vec![grant], new: Vec::new() });
            }
            false => out.push(Found { kind: Kind::Shrunk, old: vec![grant], new: inside }),
        }
    }
    out
}

/// The grant with the same target that differs least; preferred ones first.
fn nearest<'g>(grant: &Grant, others: &'g [Grant], preferred: impl Fn(&Grant) -> bool) -> Option<&'g Grant> {
    others.iter().filter(|other| other.same_target(grant)).min_by_key(|other| {
        let shared =
            other.conditions.clauses().iter().filter(|clause| grant.conditions.clauses().contains(clause)).count();
        let apart = other.conditions.clauses().len() + grant.conditions.clauses().len() - 2 * shared;
        (!preferred(other), other.sid != grant.sid, apart)
    })
}

/// Exactly one of actions, resources and principals differs, nothing else.
fn moved(old: &Grant, new: &Grant) -> bool {
    // Another action is another deed; only what it is done to, or who does it, moves.
    if old.actions != new.actions {
        return false;
    }
    let differing = [
        old.resources != new.resources,
        old.principals != new.principals,
        old.conditions != new.conditions,
        old.guard != new.guard,
    ];
    let readable = |grant: &Grant| match grant.actions {
        Actions::Matching(_) | Actions::AllBut(_) => true,
        Actions::Attached(_) | Actions::Unreadable(_) => false,
    };
    let near = old.sid.is_some() && old.sid == new.sid || old.path == new.path;
    near && readable(old)
        && differing.iter().filter(|differs| **differs).count() == 1
        && !(differing[2] || differing[3])
}

/// One difference per condition key, and one for the template conditions.
fn differences<'g>(old: &'g Grant, new: &'g Grant) -> Vec<Found<'g>> {
    let mut keys: BTreeMap<&str, (Vec<&Clause>, Vec<&Clause>)> = BTreeMap::new();
    for clause in old.conditions.clauses() {
        keys.entry(clause.key()).or_default().0.push(clause);
    }
    for clause in new.conditions.clauses() {
        keys.entry(clause.key()).or_default().1.push(clause);
    }
    let mut out = Vec::new();
    for (before, after) in keys.into_values() {
        let lost = before.iter().any(|clause| !new.conditions.implies_clause(clause));
        let added = after.iter().any(|clause| !old.conditions.implies_clause(clause));
        if lost || added {
            let differing = |own: Vec<&'g Clause>, other: &[&Clause]| -> Vec<&'g Clause> {
                own.into_iter().filter(|clause| !other.contains(clause)).collect()
            };
            let (only_before, only_after) = (differing(before.clone(), &after), differing(after.clone(), &before));
            let kind = Kind::Key { before: only_before, after: only_after, lost, added };
            out.push(Found { kind, old: vec![old], new: vec![new] });
        }
    }
    let lost = !new.guard.implies(&old.guard);
    let added = !old.guard.implies(&new.guard);
    if lost || added {
        out.push(Found { kind: Kind::Guard { lost, added }, old: vec![old], new: vec![new] });
    }
    out
}

impl Found<'_> {
    /// A difference that only lets more pass is told if the new grant is not covered by the old ones, one that only
    /// lets less pass if the old grant is not covered by the new ones.
    fn tells(&self, gained: bool, was_lost: bool) -> bool {
        match &self.kind {
            Kind::Key { lost, added, .. } | Kind::Guard { lost, added } => {
                (*lost && gained) || (*added && was_lost) || (*lost && *added)
            }
            Kind::Gained | Kind::Lost { .. } | Kind::Grown | Kind::Shrunk | Kind::Moved => true,
        }
    }

    /// What is compared, without the values.
    pub(super) fn aspect(&self) -> String {
        match &self.kind {
            Kind::Gained => "gained".to_owned(),
            Kind::Lost { .. } => "lost".to_owned(),
            Kind::Grown | Kind::Shrunk | Kind::Moved => "target".to_owned(),
            Kind::Key { before, after, .. } => {
                let key = before.iter().chain(after).next().map(|clause| clause.key().to_owned());
                format!("key {}", key.unwrap_or_default())
            }
            Kind::Guard { .. } => "guard".to_owned(),
        }
    }

    /// Findings with the same key are one sentence about several actions, resources or principals.
    fn key(&self) -> String {
        let path = |grants: &[&Grant]| grants.first().map(|grant| grant.path.clone()).unwrap_or_default();
        let (old, new) = (path(&self.old), path(&self.new));
        let texts = |clauses: &[&Clause]| clauses.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        let terms = |grants: &[&Grant]| {
            grants.first().map(|grant| format!("{}|{}", grant.conditions, grant.guard)).unwrap_or_default()
        };
        match &self.kind {
            Kind::Gained => format!("gained|{new}|{}", terms(&self.new)),
            Kind::Lost { partly } => format!("lost|{old}|{partly}|{}", terms(&self.old)),
            Kind::Grown => format!(
                "grown|{new}|{:?}",
                self.new.first().map(|grant| (&grant.actions, &grant.resources, &grant.principals))
            ),
            Kind::Shrunk => format!(
                "shrunk|{old}|{:?}",
                self.old.first().map(|grant| (&grant.actions, &grant.resources, &grant.principals))
            ),
            Kind::Moved => format!(
                "moved|{old}|{new}|{:?}",
                self.old.iter().chain(&self.new).map(|grant| (&grant.resources, &grant.principals)).collect::<Vec<_>>()
            ),
            Kind::Key { before, after, .. } => format!("key|{old}|{new}|{}|{}", texts(before), texts(after)),
            Kind::Guard { .. } => format!(
                "guard|{old}|{new}|{:?}",
                self.old.iter().chain(&self.new).map(|grant| &grant.guard).collect::<Vec<_>>()
            ),
        }
    }
}

fn grouped<'g>(found: Vec<Found<'g>>) -> Vec<Found<'g>> {
    let mut order: Vec<String> = Vec::new();
    let mut groups: BTreeMap<String, Found<'g>> = BTreeMap::new();
    for one in found {
        let key = one.key();
        match groups.get_mut(&key) {
            Some(group) => {
                group.old.extend(one.old);
                group.new.extend(one.new);
            }
            None => {
                order.push(key.clone());
                groups.insert(key, one);
            }
        }
    }
    let in_order = order.iter().filter_map(|key| groups.remove(key));
    in_order
        .flat_map(|group| match group.kind {
            Kind::Gained if !is_product(&group.new) => {
                group.new.iter().map(|grant| Found { kind: Kind::Gained, old: Vec::new(), new: vec![grant] }).collect()
            }
            Kind::Lost { partly } if !is_product(&group.old) => {
                let alone =
                    |grant: &&'g Grant| Found { kind: Kind::Lost { partly }, old: vec![*grant], new: Vec::new() };
                group.old.iter().map(alone).collect()
            }
            Kind::Gained
            | Kind::Lost { .. }
            | Kind::Grown
            | Kind::Shrunk
            | Kind::Moved
            | Kind::Key { .. }
            | Kind::Guard { .. } => vec![group],
        })
        .collect()
}

/// Every action goes with every resource and every principal, so that one sentence tells no untruth.
fn is_product(grants: &[&Grant]) -> bool {
    let actions: BTreeSet<&Actions> = grants.iter().map(|grant| &grant.actions).collect();
    let resources: BTreeSet<_> = grants.iter().map(|grant| &grant.resources).collect();
    let principals: BTreeSet<&Principals> = grants.iter().map(|grant| &grant.principals).collect();
    actions.len() * resources.len() * principals.len() == grants.len()
}
