//! Says what became of a grant, as a reviewer would.

use std::collections::BTreeSet;

use sprinters_dsl::policy::{Actions, Clause, Effect, Grant, Guard, Holder, Principals, Test};

use super::grants::{Found, Kind};
use super::words::{Words, and_list, subject};
use super::{Direction, GrantChange};

/// The words for each side: a parameter's default is the one of the template it stands in.
pub(super) struct Sentences<'a> {
    pub(super) old: Words<'a>,
    pub(super) new: Words<'a>,
}

/// Which way the values of a condition moved.
#[derive(Clone, Copy)]
struct Shift {
    /// Something passes that did not.
    lost: bool,
    /// Something does not pass that did.
    added: bool,
}

/// What is told of one finding.
struct Told {
    /// It matches requests that nothing matched before.
    more: bool,
    /// Something matched requests that it no longer matches.
    less: bool,
    sentence: String,
    before: Option<String>,
    after: Option<String>,
}

impl Sentences<'_> {
    /// The change with its direction. A Deny that matches more lets less pass.
    pub(super) fn change(&self, found: &Found<'_>, effect: Effect) -> GrantChange {
        let told = self.told(found);
        let (more, less) = match effect {
            Effect::Allow => (told.more, told.less),
            Effect::Deny => (told.less, told.more),
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
            sentence: told.sentence,
            before: told.before,
            after: told.after,
            path: place.map(|grant| grant.path.clone()).unwrap_or_default(),
            aspect: found.aspect(),
            count: 1,
        }
    }

    fn told(&self, found: &Found<'_>) -> Told {
        let (old, new) = (found.old.as_slice(), found.new.as_slice());
        let now = || format!("{}{}", subject(&self.new, new, "may now"), self.new.limits(new));
        let (more, less, sentence) = match &found.kind {
            Kind::Gained => (true, false, now()),
            Kind::Lost { partly } => (false, true, self.lost(old, *partly)),
            Kind::Grown => (true, false, format!("{} (before: {})", now(), and_list(&self.olds(old, new)))),
            Kind::Moved => (true, true, format!("{} (before: {})", now(), and_list(&self.olds(old, new)))),
            Kind::Shrunk => {
                let after = and_list(&deeds(&self.new, new, old));
                (false, true, format!("{} (now only: {after})", subject(&self.old, old, "may no longer")))
            }
            Kind::Key { before, after, lost, added } => {
                let values = |clauses: &[&Clause]| {
                    let texts: Vec<String> = clauses.iter().map(ToString::to_string).collect();
                    (!texts.is_empty()).then(|| texts.join("; "))
                };
                return Told {
                    more: *lost,
                    less: *added,
                    sentence: self.key(found, before, after, Shift { lost: *lost, added: *added }),
                    before: values(before),
                    after: values(after),
                };
            }
            Kind::Guard { lost, added } => return self.guard(found, *lost, *added),
        };
        let summary = |grants: &[&Grant]| (!grants.is_empty()).then(|| summary(grants));
        Told { more, less, sentence, before: summary(old), after: summary(new) }
    }

    fn olds(&self, old: &[&Grant], new: &[&Grant]) -> Vec<String> {
        deeds(&self.old, old, new)
    }

    fn lost(&self, old: &[&Grant], partly: bool) -> String {
        let limits = self.old.limits(old);
        let limits = match old.first() {
            Some(grant) if grant.conditions.is_empty() && grant.guard.is_always() => String::new(),
            Some(grant) if grant.conditions.is_empty() => format!(" (before: if {})", grant.guard),
            Some(_) | None => format!(" (before: {})", limits.trim_start_matches(", ")),
        };
        let rest = if partly { "; other statements still speak of it" } else { "" };
        format!("{}{limits}{rest}", subject(&self.old, old, "may no longer"))
    }

    fn guard(&self, found: &Found<'_>, lost: bool, added: bool) -> Told {
        let guard = |grants: &[&Grant]| grants.first().map(|grant| grant.guard.clone()).unwrap_or_default();
        let (before, after) = (guard(&found.old), guard(&found.new));
        let (about, is) = self.about(found);
        let sentence = match (before.is_always(), after.is_always()) {
            (_, true) => format!("{about} {is} now granted always (before: only if {before})"),
            (true, false) => format!("{about} {is} now granted only if {after}"),
            (false, false) => format!("{about} {is} now granted if {after} (before: if {before})"),
        };
        let shown = |guard: &Guard| (!guard.is_always()).then(|| format!("if {guard}"));
        Told { more: lost, less: added, sentence, before: shown(&before), after: shown(&after) }
    }

    fn key(&self, found: &Found<'_>, before: &[&Clause], after: &[&Clause], Shift { lost, added }: Shift) -> String {
        let (old, new) = (found.old.as_slice(), found.new.as_slice());
        let (old_noun, noun) = (self.old.noun(old), self.new.noun(new));
        let (about, is) = self.about(found);
        if let ([clause], true) = (before, lost)
            && let Some(sentence) = self.freed(new, clause)
        {
            return sentence;
        }
        let limits = |words: &Words<'_>, clauses: &[&Clause], noun: &str| {
            let limits: Vec<String> = clauses.iter().map(|clause| words.limit(clause, noun)).collect();
            and_list(&limits)
        };
        match (before, after) {
            ([], _) => format!("{about} {is} now limited to {}", limits(&self.new, after, &noun)),
            (_, []) => format!("{about} {is} no longer limited to {}", limits(&self.old, before, &old_noun)),
            ([left], [right]) if is_open(right) => format!(
                "{about} {is} now limited only to requests with {}, whatever its value (before: {})",
                right.shown_key(),
                self.old.values(left)
            ),
            ([left], [right]) if says_values(left, right) => {
                let values = self.old.values(left);
                // A limit that only became wider reads as a restriction if it is called one.
                let only_wider = lost && !added && new.first().is_some_and(|grant| grant.effect == Effect::Allow);
                let reach = match (only_wider, is) {
                    (true, "is") => "now reaches".to_owned(),
                    (true, _) => "now reach".to_owned(),
                    (false, is) => format!("{is} now limited to"),
                };
                format!("{about} {reach} {} (before: {values})", self.new.limit(right, &noun))
            }
            (_, _) => format!(
                "{about} {is} now limited to {} (before: {})",
                limits(&self.new, after, &noun),
                limits(&self.old, before, &old_noun)
            ),
        }
    }

    /// The short way to say that a condition is gone, where there is one and it is true: no other condition on the key
    /// is left, but for one that every value meets.
    fn freed(&self, new: &[&Grant], clause: &Clause) -> Option<String> {
        let first = new.first()?;
        let held = |other: &&Clause| other.key() == clause.key() && !is_open(other);
        if first.effect == Effect::Deny || first.conditions.clauses().iter().any(|other| held(&other)) {
            return None;
        }
        let mut actions: Vec<&Actions> = new.iter().map(|grant| &grant.actions).collect();
        actions.sort();
        actions.dedup();
        let before = match clause.test() {
            Test::Null | Test::Bool => format!("only {}", self.old.limit(clause, "resources")),
            Test::Text { .. }
            | Test::Arn { .. }
            | Test::Number(_)
            | Test::Date(_)
            | Test::Binary
            | Test::Address { .. }
            | Test::Unknown(_) => self.old.values(clause),
        };
        match (&first.holder, clause.key()) {
            (Holder::Trust(role), "sts:externalid") => {
                let who = self.new.principals(new);
                Some(format!("{who} may now assume the role {role} without an external id (before: with {before})"))
            }
            (holder, _) => {
                let freed = self.new.freed(&actions, clause)?;
                Some(format!("{holder} may now {freed} (before: {before})"))
            }
        }
    }

    /// The grants by holder and the names of the actions, and the verb that agrees with them:
    /// `for the role Launcher, ec2:TerminateInstances`, `is`.
    fn about(&self, found: &Found<'_>) -> (String, &'static str) {
        let grants = if found.new.is_empty() { found.old.as_slice() } else { found.new.as_slice() };
        let Some(first) = grants.first() else { return (String::new(), "is") };
        let calls = self.new.calls(grants);
        let actions: BTreeSet<&Actions> = grants.iter().map(|grant| &grant.actions).collect();
        let is = match (first.effect, actions.len()) {
            (Effect::Allow, 2..) => "are",
            (Effect::Allow | Effect::Deny, _) => "is",
        };
        let about = match (first.effect, &first.holder, &first.principals) {
            (Effect::Allow, Holder::Trust(role), _) => {
                let deed = if calls == "sts:AssumeRole" {
                    format!("assuming the role {role}")
                } else {
                    format!("{calls} on the role {role}")
                };
                format!("for {}, {deed}", self.new.principals(grants))
            }
            (Effect::Allow, holder, Principals::Holder) => format!("for {holder}, {calls}"),
            (Effect::Allow, holder, Principals::One(_) | Principals::AllBut(_)) => {
                format!("by {holder}, {calls} for {}", self.new.principals(grants))
            }
            (Effect::Deny, holder, Principals::Holder) => {
                format!("for {holder}, the Deny of {}", self.new.denied(grants))
            }
            (Effect::Deny, holder, Principals::One(_) | Principals::AllBut(_)) => {
                format!("by {holder}, the Deny of {} for {}", self.new.denied(grants), self.new.principals(grants))
            }
        };
        (about, is)
    }
}

/// Every value meets it.
fn is_open(clause: &Clause) -> bool {
    !clause.is_negated() && clause.values().iter().any(sprinters_dsl::policy::Pattern::is_everything)
}

/// Only the values differ, and they say by themselves what was.
fn says_values(left: &Clause, right: &Clause) -> bool {
    let plain = match left.test() {
        Test::Bool | Test::Null => false,
        Test::Text { .. }
        | Test::Arn { .. }
        | Test::Number(_)
        | Test::Date(_)
        | Test::Binary
        | Test::Address { .. }
        | Test::Unknown(_) => true,
    };
    plain
        && left.test() == right.test()
        && left.quantifier() == right.quantifier()
        && left.if_exists() == right.if_exists()
}

/// The deeds of some grants beside others: only the principals where these are all that differs.
fn deeds(words: &Words<'_>, grants: &[&Grant], others: &[&Grant]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for grant in grants {
        let same_deed = others.iter().all(|other| other.actions == grant.actions && other.resources == grant.resources);
        let said = match (grant.effect, &grant.principals, &grant.holder) {
            (Effect::Deny, Principals::Holder, _) => words.denied(&[grant]),
            (Effect::Allow, Principals::Holder, _) => words.deed(&[grant]),
            (_, Principals::One(_) | Principals::AllBut(_), Holder::Trust(_)) => words.principals(&[grant]),
            (_, Principals::One(_) | Principals::AllBut(_), _) if same_deed => words.principals(&[grant]),
            (Effect::Deny, Principals::One(_) | Principals::AllBut(_), _) => {
                format!("{} for {}", words.denied(&[grant]), words.principals(&[grant]))
            }
            (Effect::Allow, Principals::One(_) | Principals::AllBut(_), _) => {
                format!("{}: {}", words.principals(&[grant]), words.deed(&[grant]))
            }
        };
        if !out.contains(&said) {
            out.push(said);
        }
    }
    out
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
