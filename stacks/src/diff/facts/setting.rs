//! Settings that make a resource safer or less safe, compared one by one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use sprinters_dsl::policy::{Guard, Scope, Text};

use super::kind;
use crate::diff::words::spaced;
use crate::diff::{Direction, GrantChange};

/// One setting of a resource, in one world of the template's conditions.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    /// Tells it from the resource's other settings.
    pub(super) name: String,
    /// JSON pointer below the resource's properties.
    pub(super) path: String,
    /// What it says, or what AWS takes when it says nothing. `None`: nothing to compare.
    pub(super) value: Option<Text>,
    /// How much it lets happen: 0 for the safest. `None`: not ordered, or not known before deployment.
    pub(super) risk: Option<i64>,
    /// Each of these lets something happen: more is more. `None`: it is no such set.
    pub(super) set: Option<BTreeSet<String>>,
    /// What is said when the risk is the same or unknown and the value another; with the value now and before.
    pub(super) changed: String,
    /// What is said when it lets more happen.
    pub(super) widened: String,
    /// What is said when it lets less happen.
    pub(super) narrowed: String,
    /// What is said when the whole thing it belongs to (a volume, say) is gone and was safe; empty: nothing is lost by
    /// it.
    pub(super) gone: String,
    /// A resource that is new is told only of risks that are written in it, not of those that come by saying nothing.
    pub(super) explicit: bool,
}

/// The settings of one resource with the given type and properties.
pub(super) type Settings = fn(&Scope<'_>, &str, &str, &Value) -> Vec<Setting>;

/// Where settings of a resource type stand: property paths without list indexes. What one unit says depends on no
/// other, so that only the template conditions in it are tried against each other.
pub(super) type Units = fn(&str) -> Vec<&'static str>;

/// Compares the settings of every resource.
pub(super) fn compare(old: &Scope<'_>, new: &Scope<'_>, kinds: &[(Units, Settings)]) -> Vec<GrantChange> {
    let none = json!({});
    let before: BTreeMap<&str, &Value> = old.section("Resources").collect();
    let mut out: Vec<(Guard, GrantChange)> = Vec::new();
    for (id, resource) in new.section("Resources") {
        let kind_name = kind(resource);
        let before = before.get(id).copied().filter(|before| kind(before) == kind_name);
        let properties = |resource: &'_ Value| resource.get("Properties").unwrap_or(&none).clone();
        let (now, was) = (properties(resource), before.map(&properties));
        for (units, settings) in kinds {
            for unit in units(kind_name) {
                let part = only(&now, unit);
                let old_part = was.as_ref().map(|was| only(was, unit));
                if old_part.as_ref().is_some_and(|was| old.canonical(was) == new.canonical(&part)) {
                    continue;
                }
                let worlds = |scope: &Scope<'_>, part: &Value| -> Vec<(Guard, BTreeMap<String, Setting>)> {
                    let alternatives = scope.alternatives(part).into_iter();
                    alternatives
                        .map(|(guard, part)| {
                            let all = settings(scope, id, kind_name, &part).into_iter();
                            let own = all.filter(|setting| belongs(&setting.path, unit));
                            (guard, own.map(|setting| (setting.name.clone(), setting)).collect())
                        })
                        .collect()
                };
                let after = worlds(new, &part);
                let Some(old_part) = old_part else {
                    after.iter().for_each(|(guard, now)| fresh(id, guard, now, &mut out));
                    continue;
                };
                let earlier = worlds(old, &old_part);
                for (guard, now) in &after {
                    for (old_guard, was) in &earlier {
                        if let Some(guard) = guard.and(old_guard) {
                            changed(id, &guard, was, now, &mut out);
                        }
                    }
                }
            }
        }
    }
    for (id, resource) in old.section("Resources") {
        let same = |other: &&Value| kind(other) == kind(resource);
        if new.template().get("Resources").and_then(|all| all.get(id)).filter(same).is_none() {
            gone(old, id, resource, kinds, &mut out);
        }
    }
    once(out)
}

/// What a resource that is gone let happen.
fn gone(old: &Scope<'_>, id: &str, resource: &Value, kinds: &[(Units, Settings)], out: &mut Vec<(Guard, GrantChange)>) {
    let none = json!({});
    let properties = resource.get("Properties").unwrap_or(&none);
    let who = spaced(kind(resource).rsplit("::").next().unwrap_or_default());
    for (units, settings) in kinds {
        for unit in units(kind(resource)) {
            for (guard, part) in old.alternatives(&only(properties, unit)) {
                for setting in settings(old, id, kind(resource), &part) {
                    let some = setting.set.as_ref().is_some_and(|set| !set.is_empty());
                    let risky = setting.explicit && (some || setting.risk.is_some_and(|risk| 0 < risk));
                    if !risky || !belongs(&setting.path, unit) {
                        continue;
                    }
                    let property = setting.path.rsplit('/').next().unwrap_or_default();
                    let sentence = format!("the {who} {id} is gone ({property} was {{before}})");
                    let value = setting.value.clone();
                    let setting = Setting { value: None, ..setting };
                    out.push((guard.clone(), told(id, &setting, Direction::Narrowed, &sentence, value.as_ref())));
                }
            }
        }
    }
}

/// A pointer that begins like one of the unit's paths.
fn belongs(pointer: &str, unit: &str) -> bool {
    unit.split('|').any(|path| begins(pointer, path))
}

fn begins(pointer: &str, unit: &str) -> bool {
    let first = |path: &str| path.trim_start_matches('/').split('/').next().unwrap_or_default().to_owned();
    match unit.split_once('/') {
        // A launch template has everything one level deeper.
        Some(("LaunchTemplateData", rest)) => {
            pointer.strip_prefix("/LaunchTemplateData/").is_some_and(|pointer| first(pointer) == first(rest))
        }
        Some(_) | None => first(pointer) == first(unit),
    }
}

/// The value with nothing but what stands at the paths of a unit; lists and `Fn::If` on the way are kept.
fn only(value: &Value, unit: &str) -> Value {
    let mut parts = unit.split('|').map(|path| pruned(value, path));
    let Some(mut out) = parts.next() else { return Value::Null };
    for part in parts {
        merge(&mut out, part);
    }
    out
}

fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (key, value) in from {
                match into.get_mut(&key) {
                    Some(inner) => merge(inner, value),
                    None => {
                        into.insert(key, value);
                    }
                }
            }
        }
        (into, from) if into.is_null() => *into = from,
        (_, _) => {}
    }
}

fn pruned(value: &Value, path: &str) -> Value {
    let (first, rest) = path.split_once('/').map_or((path, None), |(first, rest)| (first, Some(rest)));
    match value {
        Value::Object(map) if map.len() == 1 && map.contains_key("Fn::If") => {
            let parts = map.get("Fn::If").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let kept = parts.iter().enumerate().map(|(index, part)| match index {
                0 => part.clone(),
                _ => pruned(part, path),
            });
            json!({"Fn::If": kept.collect::<Vec<_>>()})
        }
        Value::Object(map) if map.len() == 1 && map.keys().all(|key| key == "Ref" || key.starts_with("Fn::")) => {
            value.clone()
        }
        Value::Object(map) => {
            let kept =
                map.get(first).map(|inner| (first.to_owned(), rest.map_or(inner.clone(), |rest| pruned(inner, rest))));
            Value::Object(kept.into_iter().collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.iter().map(|item| pruned(item, path)).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

fn fresh(id: &str, guard: &Guard, now: &BTreeMap<String, Setting>, out: &mut Vec<(Guard, GrantChange)>) {
    for setting in now.values() {
        let some = setting.set.as_ref().is_some_and(|set| !set.is_empty());
        if (some || setting.risk.is_some_and(|risk| 0 < risk)) && setting.explicit {
            out.push((guard.clone(), told(id, setting, Direction::Widened, &setting.widened, None)));
        }
    }
}

fn changed(
    id: &str,
    guard: &Guard,
    was: &BTreeMap<String, Setting>,
    now: &BTreeMap<String, Setting>,
    out: &mut Vec<(Guard, GrantChange)>,
) {
    for (name, setting) in now {
        let Some(before) = was.get(name) else {
            if setting.risk.is_some_and(|risk| 0 < risk) {
                out.push((guard.clone(), told(id, setting, Direction::Widened, &setting.widened, None)));
            } else if setting.risk.is_none() && !setting.gone.is_empty() && says_something(setting) {
                out.push((guard.clone(), told(id, setting, Direction::Changed, &setting.changed, None)));
            }
            continue;
        };
        if before.value == setting.value || same_word(before.value.as_ref(), setting.value.as_ref()) {
            continue;
        }
        let sets = before.set.as_ref().zip(setting.set.as_ref());
        let (direction, sentence) = match (before.risk, setting.risk) {
            _ if sets.is_some_and(|(was, now)| covers(now, was) && covers(was, now)) => continue,
            _ if sets.is_some_and(|(was, now)| covers(now, was)) => (Direction::Widened, &setting.widened),
            _ if sets.is_some_and(|(was, now)| covers(was, now)) => (Direction::Narrowed, &setting.narrowed),
            _ if sets.is_some() => (Direction::Changed, &setting.changed),
            (Some(before), Some(after)) if before < after => (Direction::Widened, &setting.widened),
            (Some(before), Some(after)) if after < before => (Direction::Narrowed, &setting.narrowed),
            // Held by another value is held all the same; the rest tells that it is another.
            (Some(0), Some(0)) if setting.gone.is_empty() && setting.changed.is_empty() => continue,
            // Whatever it turns out to be, it can't be riskier than it was, or safer.
            (None | Some(1..), Some(0)) => (Direction::Narrowed, &setting.narrowed),
            (Some(_) | None, Some(_) | None) => (Direction::Changed, &setting.changed),
        };
        out.push((guard.clone(), told(id, setting, direction, sentence, before.value.as_ref())));
    }
    for (name, before) in was {
        if now.contains_key(name) {
            continue;
        }
        let value = before.value.clone();
        let gone = Setting { value: None, ..before.clone() };
        if before.risk.is_none() && !before.gone.is_empty() && says_something(before) {
            out.push((guard.clone(), told(id, &gone, Direction::Changed, &before.gone, value.as_ref())));
        } else if before.risk == Some(0) && !before.gone.is_empty() {
            out.push((guard.clone(), told(id, &gone, Direction::Widened, &before.gone, value.as_ref())));
        } else if before.risk.is_some_and(|risk| 0 < risk) && before.gone.is_empty() {
            out.push((guard.clone(), told(id, &gone, Direction::Narrowed, &before.narrowed, value.as_ref())));
        }
    }
}

fn says_something(setting: &Setting) -> bool {
    setting.value.as_ref().is_some_and(|value| value.as_literal() != Some(""))
}

/// `True` is `true`.
fn same_word(one: Option<&Text>, other: Option<&Text>) -> bool {
    let words = one.and_then(Text::as_literal).zip(other.and_then(Text::as_literal));
    words.is_some_and(|(one, other)| {
        one.eq_ignore_ascii_case(other) && ["true", "false"].contains(&one.to_ascii_lowercase().as_str())
    })
}

/// Everything of `inner` is in `outer`; `*` is everybody, and ranges of addresses are what they hold.
pub(super) fn covers(outer: &BTreeSet<String>, inner: &BTreeSet<String>) -> bool {
    outer.contains("*")
        || inner.iter().all(|one| {
            outer.contains(one) || super::range::covered(one, &outer.iter().map(String::as_str).collect::<Vec<_>>())
        })
}

fn told(id: &str, setting: &Setting, direction: Direction, sentence: &str, before: Option<&Text>) -> GrantChange {
    let shown = |text: &Text| match text.as_literal() {
        Some("") => "nothing".to_owned(),
        Some(_) | None => text.to_string(),
    };
    let now = setting.value.as_ref().map_or_else(|| "nothing".to_owned(), shown);
    let mut sentence = sentence.replace("{after}", &now);
    sentence = sentence.replace("{before}", &before.map_or_else(|| "nothing".to_owned(), shown));
    GrantChange {
        holder: id.to_owned(),
        direction,
        sentence,
        before: before.map(ToString::to_string),
        after: setting.value.as_ref().map(ToString::to_string),
        path: format!("/Resources/{id}/Properties{}", setting.path),
        aspect: format!("setting {}", setting.name),
        count: 1,
    }
}

/// The same change in several worlds is told once, with "if" only for what decides it.
pub(super) fn once(changes: Vec<(Guard, GrantChange)>) -> Vec<GrantChange> {
    let mut out: Vec<(Guard, GrantChange)> = Vec::new();
    for (mut guard, change) in changes {
        // Worlds of one resource stand together, so no others need to be looked at.
        let near = |out: &[(Guard, GrantChange)]| out.len().saturating_sub(MOST_WORLDS);
        let mut covered = false;
        loop {
            let from = near(&out);
            if out[from..].iter().any(|(other, told)| *told == change && guard.implies(other)) {
                covered = true;
                break;
            }
            let found = out[from..].iter().position(|(other, told)| *told == change && other.merged(&guard).is_some());
            let Some(at) = found.map(|at| at + from) else { break };
            let (other, _) = out.remove(at);
            guard = other.merged(&guard).unwrap_or(other);
        }
        if !covered {
            out.push((guard, change));
        }
    }
    out.into_iter()
        .map(|(guard, mut change)| {
            if !guard.is_always() {
                change.sentence.push_str(&format!(", if {guard}"));
            }
            change
        })
        .collect()
}

/// Changes of one resource that are looked at when worlds are brought together: eight worlds on each side, some
/// settings each.
const MOST_WORLDS: usize = 256;
