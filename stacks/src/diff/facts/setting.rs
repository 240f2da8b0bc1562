//! Settings that make a resource safer or less safe, compared one by one.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sprinters_dsl::policy::{Guard, Scope, Text};

use super::kind;
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
    /// What is said when the risk is the same or unknown and the value another; with the value now and before.
    pub(super) changed: String,
    /// What is said when it lets more happen.
    pub(super) widened: String,
    /// What is said when it lets less happen.
    pub(super) narrowed: String,
    /// What is said when the whole thing it belongs to (a volume, say) is gone and was safe; empty: nothing is lost by it.
    pub(super) gone: String,
    /// A resource that is new is told only of risks that are written in it, not of those that come by saying nothing.
    pub(super) explicit: bool,
}

/// The settings of one resource with the given type and properties.
pub(super) type Settings = fn(&Scope<'_>, &str, &str, &Value) -> Vec<Setting>;

/// Compares the settings of every resource.
pub(super) fn compare(old: &Scope<'_>, new: &Scope<'_>, kinds: &[Settings]) -> Vec<GrantChange> {
    let none = json!({});
    let mut out: Vec<(Guard, GrantChange)> = Vec::new();
    for (id, resource) in new.section("Resources") {
        let before = old.section("Resources").find(|(other, _)| *other == id).map(|(_, resource)| resource);
        let before = before.filter(|before| kind(before) == kind(resource));
        let worlds = |scope: &Scope<'_>, resource: &Value| -> Vec<(Guard, BTreeMap<String, Setting>)> {
            let properties = resource.get("Properties").unwrap_or(&none);
            let alternatives = scope.alternatives(properties).into_iter();
            alternatives
                .map(|(guard, properties)| {
                    let all = kinds.iter().flat_map(|settings| settings(scope, id, kind(resource), &properties));
                    (guard, all.map(|setting| (setting.name.clone(), setting)).collect())
                })
                .collect()
        };
        let now = worlds(new, resource);
        let was = before.map(|before| worlds(old, before));
        for (guard, now) in &now {
            match &was {
                None => fresh(id, guard, now, &mut out),
                Some(was) => {
                    for (old_guard, was) in was {
                        if let Some(guard) = guard.and(old_guard) {
                            changed(id, &guard, was, now, &mut out);
                        }
                    }
                }
            }
        }
    }
    once(out)
}

fn fresh(id: &str, guard: &Guard, now: &BTreeMap<String, Setting>, out: &mut Vec<(Guard, GrantChange)>) {
    for setting in now.values() {
        if setting.risk.is_some_and(|risk| 0 < risk) && setting.explicit {
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
            }
            continue;
        };
        if before.value == setting.value {
            continue;
        }
        let (direction, sentence) = match (before.risk, setting.risk) {
            (Some(before), Some(after)) if before < after => (Direction::Widened, &setting.widened),
            (Some(before), Some(after)) if after < before => (Direction::Narrowed, &setting.narrowed),
            (Some(0), Some(0)) => continue,
            // Whatever it turns out to be, it can't be riskier than it was, or safer.
            (Some(_) | None, Some(0)) => (Direction::Narrowed, &setting.narrowed),
            (Some(_) | None, Some(_) | None) => (Direction::Changed, &setting.changed),
        };
        out.push((guard.clone(), told(id, setting, direction, sentence, before.value.as_ref())));
    }
    for (name, before) in was {
        if !now.contains_key(name) && before.risk == Some(0) && !before.gone.is_empty() {
            let value = before.value.clone();
            let gone = Setting { value: None, ..before.clone() };
            out.push((guard.clone(), told(id, &gone, Direction::Widened, &before.gone, value.as_ref())));
        }
    }
}

fn told(id: &str, setting: &Setting, direction: Direction, sentence: &str, before: Option<&Text>) -> GrantChange {
    let shown = |text: &Text| match text.as_literal() {
        Some("") => "nothing".to_owned(),
        Some(_) | None => text.to_string(),
    };
    let mut sentence = sentence.replace("{after}", &setting.value.as_ref().map_or_else(|| "nothing".to_owned(), shown));
    sentence = sentence.replace("{before}", &before.map_or_else(|| "nothing".to_owned(), shown));
    GrantChange {
        holder: id.to_owned(),
        direction,
        sentence,
        before: before.map(ToString::to_string),
        after: setting.value.as_ref().map(ToString::to_string),
        path: format!("/Resources/{id}/Properties{}", setting.path),
        aspect: format!("setting {}", setting.name),
    }
}

/// The same change in several worlds is told once, with "if" only for what decides it.
fn once(changes: Vec<(Guard, GrantChange)>) -> Vec<GrantChange> {
    let mut out: Vec<(Guard, GrantChange)> = Vec::new();
    for (mut guard, change) in changes {
        while let Some(index) = out
            .iter()
            .position(|(other, told)| *told == change && (guard.implies(other) || other.merged(&guard).is_some()))
        {
            let (other, _) = out.remove(index);
            guard = other.merged(&guard).unwrap_or(other);
        }
        out.push((guard, change));
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
