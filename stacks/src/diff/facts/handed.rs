//! Roles that are handed over: whoever is given a role may do what the role may.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use sprinters_dsl::policy::{Guard, Scope, Text, places};

use super::kind;
use super::setting::once;
use crate::diff::words::{and_list, spaced};
use crate::diff::{Direction, GrantChange};

/// Property names that hand a role over, for resource types without a published schema.
const NAMES: [&str; 8] =
    ["Role", "RoleArn", "RoleARN", "RoleName", "ExecutionRole", "ExecutionRoleArn", "TaskRoleArn", "ServiceRole"];

/// Property paths of the roles of a resource type, without list indexes.
pub(super) fn told(kind: &str) -> Vec<&'static str> {
    // The policies' own holders are compared as grants.
    if kind.starts_with("AWS::IAM::") && kind != "AWS::IAM::InstanceProfile" {
        return Vec::new();
    }
    match (kind, places(kind)) {
        ("AWS::IAM::InstanceProfile", _) => vec!["Roles"],
        ("AWS::AutoScaling::LaunchConfiguration", _) => vec!["IamInstanceProfile"],
        ("AWS::EC2::LaunchTemplate", _) => vec!["LaunchTemplateData/IamInstanceProfile"],
        (_, Some(places)) => places.roles.clone(),
        (_, None) if kind.starts_with("AWS::") => Vec::new(),
        (_, None) => NAMES.to_vec(),
    }
}

/// The roles at one place of a resource, each with the conditions of the template under which it is there.
type Handed = BTreeSet<(Guard, String)>;

struct Found {
    who: String,
    name: &'static str,
    path: String,
    roles: Handed,
}

/// Roles that are handed over and were not, or no longer are.
pub(super) fn compare(old: &Scope<'_>, new: &Scope<'_>) -> Vec<GrantChange> {
    let (was, now) = (found(old), found(new));
    let none = Handed::new();
    let mut out = Vec::new();
    for key in now.keys().chain(was.keys().filter(|key| !now.contains_key(*key))) {
        let (before, after) = (was.get(key), now.get(key));
        let Some(place) = after.or(before) else { continue };
        let (earlier, later) = (before.map_or(&none, |one| &one.roles), after.map_or(&none, |one| &one.roles));
        let missing = |from: &Handed, in_: &Handed| -> Vec<(Guard, String)> {
            let there =
                |guard: &Guard, role: &String| in_.iter().any(|(other, same)| same == role && guard.implies(other));
            from.iter().filter(|(guard, role)| !there(guard, role)).cloned().collect()
        };
        let (come, gone) = (missing(later, earlier), missing(earlier, later));
        let names = |roles: &[(Guard, String)]| -> String {
            let mut names: Vec<String> = roles.iter().map(|(_, role)| role.clone()).collect();
            names.sort();
            names.dedup();
            and_list(&names)
        };
        let guards = |roles: &[(Guard, String)]| match roles {
            [(guard, _)] => guard.clone(),
            _ => Guard::default(),
        };
        let (who, name) = (&place.who, place.name);
        let (direction, guard, sentence) = match (come.is_empty(), gone.is_empty()) {
            (true, true) => continue,
            (false, true) => {
                (Direction::Widened, guards(&come), format!("{who} may now act as {} ({name})", names(&come)))
            }
            (true, false) => {
                (Direction::Narrowed, guards(&gone), format!("{who} may no longer act as {} ({name})", names(&gone)))
            }
            (false, false) => {
                let sentence = format!("{who} may now act as {} (before: {})", names(&come), names(&gone));
                (Direction::Changed, guards(&come), sentence)
            }
        };
        let (id, _) = key;
        let text = |roles: &[(Guard, String)]| (!roles.is_empty()).then(|| names(roles));
        out.push((
            guard,
            GrantChange {
                holder: id.clone(),
                direction,
                sentence,
                before: text(&gone),
                after: text(&come),
                path: place.path.clone(),
                aspect: format!("role {name}"),
                count: 1,
            },
        ));
    }
    once(out)
}

fn found(scope: &Scope<'_>) -> BTreeMap<(String, &'static str), Found> {
    let none = json!({});
    let mut out: BTreeMap<(String, &'static str), Found> = BTreeMap::new();
    for (id, resource) in scope.section("Resources") {
        // Where the resource itself is there is told with it; a role that it always had is no news.
        if scope.guard_of(resource).is_none() {
            continue;
        }
        let guard = Guard::default();
        let properties = resource.get("Properties").unwrap_or(&none);
        let kind = kind(resource);
        for place in told(kind) {
            let mut values = Vec::new();
            let path = format!("/Resources/{id}/Properties");
            at(scope, properties, place, &guard, &path, &mut values);
            for (guard, role, path) in values {
                let who = match kind {
                    "AWS::IAM::InstanceProfile" => format!("instances with the profile {id}"),
                    "AWS::EC2::LaunchTemplate" => format!("instances of the launch template {id}"),
                    _ => format!("the {} {id}", spaced(kind.rsplit("::").next().unwrap_or(kind))),
                };
                let name = place.rsplit('/').next().unwrap_or(place);
                let entry = out.entry((id.to_owned(), place));
                let entry = entry.or_insert_with(|| Found { who, name, path, roles: Handed::new() });
                entry.roles.insert((guard, named(scope, &role)));
            }
        }
    }
    out
}

fn at(scope: &Scope<'_>, value: &Value, place: &str, guard: &Guard, path: &str, out: &mut Vec<(Guard, Text, String)>) {
    for (guard, value, path) in scope.elements(value, guard, path) {
        if place.is_empty() {
            // An instance profile by its ARN or by its name.
            let inner = value.get("Arn").or_else(|| value.get("Name")).unwrap_or(value);
            for (more, inner) in scope.alternatives(inner) {
                let Some(guard) = guard.and(&more) else { continue };
                let texts = scope.texts(&inner).into_iter().filter(|text| text.as_literal() != Some(""));
                out.extend(texts.map(|text| (guard.clone(), text, path.clone())));
            }
            continue;
        }
        let (first, rest) = place.split_once('/').unwrap_or((place, ""));
        if let Some(inner) = value.get(first) {
            at(scope, inner, rest, &guard, &format!("{path}/{first}"), out);
        }
    }
}

/// A role of the template by its logical id, whether it is named by `Ref` or by its ARN.
fn named(scope: &Scope<'_>, role: &Text) -> String {
    let id = role.as_symbol().map(|symbol| symbol.strip_suffix(".Arn").unwrap_or(symbol));
    let resource = id.and_then(|id| scope.template().get("Resources")?.get(id)?.get("Type")?.as_str());
    match (id, resource) {
        (Some(id), Some(kind)) => format!("the {} {id}", spaced(kind.rsplit("::").next().unwrap_or(kind))),
        (_, _) => role.to_string(),
    }
}
