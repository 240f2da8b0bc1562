//! Compares the grants of two templates and says the difference.

use std::collections::{BTreeMap, BTreeSet};

use sprinters_dsl::policy::{Actions, Clause, Effect, Grant, Holder, Principals, Scope};

use super::words::{Words, and_list, subject};
use super::{Direction, GrantChange};

/// How one or several grants of the old template became one or several of the new one.
struct Found<'g> {
    kind: Kind<'g>,
    old: Vec<&'g Grant>,
    new: Vec<&'g Grant>,
}

enum Kind<'g> {
    /// Nothing like it before.
    Gained,
    /// Nothing like it now.
    Lost,
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
            true => out.push(Found { kind: Kind::Lost, old: vec![grant], new: Vec::new() }),
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
    let differing = [
        old.actions != new.actions,
        old.resources != new.resources,
        old.principals != new.principals,
        old.conditions != new.conditions,
        old.guard != new.guard,
    ];
    let readable = |grant: &Grant| match grant.actions {
        Actions::Matching(_) | Actions::AllBut(_) => true,
        Actions::Attached(_) | Actions::Unreadable(_) => false,
    };
    // Another action is another deed; only what it is done to, or who does it, moves.
    let near = old.sid.is_some() && old.sid == new.sid || old.path == new.path;
    let other_action = differing[0];
    near && !other_action
        && readable(old)
        && differing.iter().filter(|differs| **differs).count() == 1
        && !(differing[3] || differing[4])
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
    /// A difference that only lets more pass is told if the new grant is not covered by the old ones, one that only lets less
    /// pass if the old grant is not covered by the new ones.
    fn tells(&self, gained: bool, was_lost: bool) -> bool {
        match &self.kind {
            Kind::Key { lost, added, .. } | Kind::Guard { lost, added } => {
                (*lost && gained) || (*added && was_lost) || (*lost && *added)
            }
            Kind::Gained | Kind::Lost | Kind::Grown | Kind::Shrunk | Kind::Moved => true,
        }
    }

    /// What is compared, without the values.
    fn aspect(&self) -> String {
        match &self.kind {
            Kind::Gained => "gained".to_owned(),
            Kind::Lost => "lost".to_owned(),
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
            Kind::Lost => format!("lost|{old}|{}", terms(&self.old)),
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

fn grouped(found: Vec<Found<'_>>) -> Vec<Found<'_>> {
    let mut order: Vec<String> = Vec::new();
    let mut groups: BTreeMap<String, Found<'_>> = BTreeMap::new();
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
            Kind::Lost if !is_product(&group.old) => {
                group.old.iter().map(|grant| Found { kind: Kind::Lost, old: vec![grant], new: Vec::new() }).collect()
            }
            Kind::Gained
            | Kind::Lost
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

struct Sentences<'a> {
    old: Words<'a>,
    new: Words<'a>,
}

impl Sentences<'_> {
    fn change(&self, found: &Found<'_>, effect: Effect) -> GrantChange {
        let (allows_more, allows_less, sentence, before, after) = self.told(found);
        // A Deny that matches more lets less pass.
        let (more, less) = match effect {
            Effect::Allow => (allows_more, allows_less),
            Effect::Deny => (allows_less, allows_more),
        };
        let direction = match (more, less) {
            (true, false) => Direction::Widened,
            (false, true) => Direction::Narrowed,
            (true, true) | (false, false) => Direction::Changed,
        };
        let place = found.new.first().or(found.old.first());
        GrantChange {
            holder: place.map(|grant| grant.holder.name().to_owned()).unwrap_or_default(),
            direction,
            sentence,
            before,
            after,
            path: place.map(|grant| grant.path.clone()).unwrap_or_default(),
            aspect: found.aspect(),
        }
    }

    /// Whether it matches more, whether it matches less, the sentence, before and after.
    fn told(&self, found: &Found<'_>) -> (bool, bool, String, Option<String>, Option<String>) {
        let (old, new) = (found.old.as_slice(), found.new.as_slice());
        match &found.kind {
            Kind::Gained => {
                let sentence = format!("{}{}", subject(&self.new, new, "may now"), self.new.limits(new));
                (true, false, sentence, None, Some(summary(new)))
            }
            Kind::Lost => {
                let limits =
                    old.first().map_or_else(String::new, |grant| match (grant.conditions.is_empty(), grant.effect) {
                        (true, Effect::Allow) => String::new(),
                        (false, Effect::Allow) | (_, Effect::Deny) => {
                            format!(" (before: {})", self.old.limits(old).trim_start_matches(", "))
                        }
                    });
                let sentence = format!("{}{limits}", subject(&self.old, old, "may no longer"));
                (false, true, sentence, Some(summary(old)), None)
            }
            Kind::Grown => {
                let before = and_list(&deeds(&self.old, old));
                let sentence =
                    format!("{}{} (before: {before})", subject(&self.new, new, "may now"), self.new.limits(new));
                (true, false, sentence, Some(summary(old)), Some(summary(new)))
            }
            Kind::Shrunk => {
                let after = and_list(&deeds(&self.new, new));
                let sentence = format!("{} (now only: {after})", subject(&self.old, old, "may no longer"));
                (false, true, sentence, Some(summary(old)), Some(summary(new)))
            }
            Kind::Moved => {
                let before = and_list(&deeds(&self.old, old));
                let sentence =
                    format!("{}{} (before: {before})", subject(&self.new, new, "may now"), self.new.limits(new));
                (true, true, sentence, Some(summary(old)), Some(summary(new)))
            }
            Kind::Key { before, after, lost, added } => {
                let sentence = self.key_sentence(found, before, after, *lost);
                let values = |words: &Words<'_>, clauses: &[&Clause]| match clauses {
                    [] => None,
                    _ => Some(clauses.iter().map(|clause| clause_text(words, clause)).collect::<Vec<_>>().join("; ")),
                };
                (*lost, *added, sentence, values(&self.old, before), values(&self.new, after))
            }
            Kind::Guard { lost, added } => {
                let about = self.about(found);
                let guards = |grants: &[&Grant]| grants.first().map(|grant| grant.guard.clone()).unwrap_or_default();
                let (before, after) = (guards(old), guards(new));
                let sentence = match (before.is_always(), after.is_always()) {
                    (_, true) => format!("{about} no longer depends on the template's condition: {before}"),
                    (true, false) => format!("{about} is now granted only if {after}"),
                    (false, false) => format!("{about} is now granted if {after} (before: if {before})"),
                };
                let shown = |guard: &sprinters_dsl::policy::Guard| (!guard.is_always()).then(|| format!("if {guard}"));
                (*lost, *added, sentence, shown(&before), shown(&after))
            }
        }
    }

    fn key_sentence(&self, found: &Found<'_>, before: &[&Clause], after: &[&Clause], lost: bool) -> String {
        let (old, new) = (found.old.as_slice(), found.new.as_slice());
        let noun = self.new.noun(new);
        let about = self.about(found);
        let mut actions: Vec<&Actions> = new.iter().map(|grant| &grant.actions).collect();
        actions.sort();
        actions.dedup();
        let allow = new.first().is_some_and(|grant| grant.effect == Effect::Allow);
        let open =
            |clause: &&&Clause| !clause.is_negated() && clause.values().iter().any(|value| value.is_everything());
        match (before, after) {
            ([clause], rest) if lost && allow && rest.iter().all(|one| open(&one)) => {
                match (self.new.freed(&actions, clause), rest.is_empty()) {
                    (Some(freed), _) => {
                        let holder = new.first().map(|grant| grant.holder.to_string()).unwrap_or_default();
                        format!("{holder} may now {freed} (before: {})", self.before_values(clause))
                    }
                    (None, true) => format!("{about} is no longer limited to {}", self.old.limit(clause, &noun)),
                    (None, false) => format!(
                        "{about} is now limited only to requests with {}, whatever its value (before: {})",
                        clause.shown_key(),
                        self.old.values(clause)
                    ),
                }
            }
            ([], _) => {
                let limits: Vec<String> = after.iter().map(|clause| self.new.limit(clause, &noun)).collect();
                format!("{about} is now limited to {}", and_list(&limits))
            }
            (_, []) => {
                let limits: Vec<String> =
                    before.iter().map(|clause| self.old.limit(clause, &self.old.noun(old))).collect();
                format!("{about} is no longer limited to {}", and_list(&limits))
            }
            (_, _) => {
                let is: Vec<String> = after.iter().map(|clause| self.new.limit(clause, &noun)).collect();
                let same = matches!((before, after), ([left], [right]) if left.test() == right.test()
                    && left.quantifier() == right.quantifier() && left.if_exists() == right.if_exists());
                let was: Vec<String> = before
                    .iter()
                    .map(|clause| if same { self.old.values(clause) } else { self.old.limit(clause, &noun) })
                    .collect();
                format!("{about} is now limited to {} (before: {})", and_list(&is), and_list(&was))
            }
        }
    }

    fn before_values(&self, clause: &Clause) -> String {
        match clause.test() {
            sprinters_dsl::policy::Test::Null | sprinters_dsl::policy::Test::Bool => {
                format!("only {}", self.old.limit(clause, "resources"))
            }
            _ => self.old.values(clause),
        }
    }

    /// The grants by holder and the names of the actions: `for the role Launcher, ec2:TerminateInstances`.
    fn about(&self, found: &Found<'_>) -> String {
        let grants = if found.new.is_empty() { found.old.as_slice() } else { found.new.as_slice() };
        let Some(first) = grants.first() else { return String::new() };
        let calls = self.new.calls(grants);
        match (first.effect, &first.holder, &first.principals) {
            (Effect::Allow, Holder::Trust(role), _) => {
                format!("{calls} on the role {role} by {}", self.new.principals(grants))
            }
            (Effect::Allow, holder, Principals::Holder) => format!("for {holder}, {calls}"),
            (Effect::Allow, holder, Principals::One(_) | Principals::AllBut(_)) => {
                format!("by {holder}, {calls} for {}", self.new.principals(grants))
            }
            (Effect::Deny, holder, Principals::Holder) => format!("for {holder}, the Deny of {calls}"),
            (Effect::Deny, holder, Principals::One(_) | Principals::AllBut(_)) => {
                format!("by {holder}, the Deny of {calls} for {}", self.new.principals(grants))
            }
        }
    }
}

fn deeds(words: &Words<'_>, grants: &[&Grant]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for grant in grants {
        let said = match grant.principals {
            Principals::Holder => words.deed(&[grant]),
            Principals::One(_) | Principals::AllBut(_) => match grant.holder {
                Holder::Trust(_) => words.principals(&[grant]),
                Holder::Role(_) | Holder::User(_) | Holder::Group(_) | Holder::Policy(_) | Holder::Resource { .. } => {
                    format!("{}: {}", words.principals(&[grant]), words.deed(&[grant]))
                }
            },
        };
        if !out.contains(&said) {
            out.push(said);
        }
    }
    out
}

fn clause_text(words: &Words<'_>, clause: &Clause) -> String {
    format!("{} {}: {}", clause.shown_operator(), clause.shown_key(), words.values(clause))
}

/// A grant as a line of policy, for the reader who wants the letter of it.
fn summary(grants: &[&Grant]) -> String {
    let mut out = Vec::new();
    let join = |items: BTreeSet<String>| items.into_iter().collect::<Vec<_>>().join(", ");
    let Some(first) = grants.first() else { return String::new() };
    let effect = match first.effect {
        Effect::Allow => "Allow",
        Effect::Deny => "Deny",
    };
    out.push(format!("{effect} {}", join(grants.iter().map(|grant| grant.actions.to_string()).collect())));
    if first.principals != Principals::Holder {
        out.push(format!("to {}", join(grants.iter().map(|grant| grant.principals.to_string()).collect())));
    }
    out.push(format!("on {}", join(grants.iter().map(|grant| grant.resources.to_string()).collect())));
    if !first.conditions.is_empty() {
        out.push(format!("if {}", first.conditions));
    }
    if !first.guard.is_always() {
        out.push(format!("where {}", first.guard));
    }
    out.join(" ")
}
