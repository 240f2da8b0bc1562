//! Everything that changed without granting anybody anything.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Map, Value, json};
use sprinters_dsl::policy::Scope;

use super::access;
use super::rename::Renames;
use super::words::spaced;
use super::{Change, OtherChange, facts};

/// One resource is told with at most this many changed properties; the rest is counted.
const MAX_LEAVES: usize = 40;

/// Texts longer than this many characters are cut in a sentence.
const MAX_SHOWN: usize = 120;

/// The sections of a template, in the order a reader meets them.
const SECTIONS: [(&str, &str); 12] = [
    ("AWSTemplateFormatVersion", "the format version"),
    ("Transform", "the transform"),
    ("Description", "the description"),
    ("Metadata", "the metadata"),
    ("Globals", "the globals of"),
    ("Parameters", "the parameter"),
    ("Rules", "the rule"),
    ("Mappings", "the mapping"),
    ("Conditions", "the condition"),
    ("Resources", "the resource"),
    ("Hooks", "the hook"),
    ("Outputs", "the output"),
];

/// Every other difference. `old` already has the names of `new`.
pub(super) fn compare(old: &Value, new: &Value, renames: &Renames) -> Vec<OtherChange> {
    // A condition is told by what it compares, whatever is allowed for that.
    let (old_scope, new_scope) = (Scope::new(old).allowing(Rc::default()), Scope::new(new).allowing(Rc::default()));
    let mut out = Vec::new();
    let others = new.as_object().into_iter().chain(old.as_object()).flat_map(Map::keys).map(String::as_str);
    let mut others: Vec<&str> = others.filter(|name| SECTIONS.iter().all(|(known, _)| known != name)).collect();
    others.sort_unstable();
    others.dedup();
    let others = others.into_iter().map(|name| (name, "the section"));
    for (section, noun) in SECTIONS.into_iter().chain(others) {
        match section {
            _ if noun == "the section"
                || ["AWSTemplateFormatVersion", "Transform", "Description", "Metadata"].contains(&section) =>
            {
                let (before, after) =
                    (canonical(&old_scope, old.get(section)), canonical(&new_scope, new.get(section)));
                let noun = if noun == "the section" {
                    format!("the section {section}, which is not judged")
                } else {
                    noun.to_owned()
                };
                if before != after {
                    out.push(whole(section, &noun, &before, &after));
                }
            }
            _ => {
                for ((at, before), after) in renames {
                    if *at == section && section == "Parameters" {
                        let sentence = format!("{noun} {before} is now called {after}");
                        out.push(told(section, after, Change::Renamed, sentence));
                    }
                }
                entries(section, noun, (&old_scope, &new_scope), &mut out);
            }
        }
    }
    out
}

fn entries(section: &str, noun: &str, scopes: (&Scope<'_>, &Scope<'_>), out: &mut Vec<OtherChange>) {
    let (old, new) = scopes;
    let before: BTreeMap<&str, &Value> = old.section(section).collect();
    let after: BTreeMap<&str, &Value> = new.section(section).collect();
    for (id, now) in new.section(section) {
        match before.get(id) {
            None => {
                let sentence = format!("{}{}", name(section, noun, id, now), described(section, now));
                out.push(told(section, id, Change::Added, sentence));
            }
            Some(was) => changed(section, noun, id, (old, was), (new, now), out),
        }
    }
    for (id, was) in old.section(section) {
        if !after.contains_key(id) {
            out.push(told(section, id, Change::Removed, name(section, noun, id, was)));
        }
    }
}

fn changed(
    section: &str,
    noun: &str,
    id: &str,
    old: (&Scope<'_>, &Value),
    new: (&Scope<'_>, &Value),
    out: &mut Vec<OtherChange>,
) {
    let name = name(section, noun, id, new.1);
    let kind = |resource: &Value| resource.get("Type").and_then(Value::as_str).unwrap_or_default().to_owned();
    if section == "Conditions" {
        let meaning = |scope: &Scope<'_>| scope.condition(id).map(|logic| logic.to_string());
        if meaning(old.0) != meaning(new.0) {
            let said = |scope: &Scope<'_>| {
                meaning(scope).map_or_else(String::new, |text| cut(&super::without_identities(&text)))
            };
            let sentence = format!("{name} is now: {} (before: {})", said(new.0), said(old.0));
            out.push(told(section, id, Change::Changed, sentence));
        }
        return;
    }
    let (old_kind, new_kind) = (kind(old.1), kind(new.1));
    if section == "Resources" && old_kind != new_kind {
        let sentence = format!("{name} is now of type {new_kind} (before: {old_kind})");
        out.push(OtherChange { replaces: true, ..told(section, id, Change::Changed, sentence) });
        return;
    }
    // What is never there grants nothing, and its change is a change.
    let never = section == "Resources" && old.0.guard_of(old.1).is_none() && new.0.guard_of(new.1).is_none();
    let canonical = |scope: &Scope<'_>, body: &Value| match section {
        "Resources" if !never => keyed(&scope.canonical(&without_told(body))),
        _ => keyed(&scope.canonical(body)),
    };
    let mut leaves = Vec::new();
    differences(&canonical(old.0, old.1), &canonical(new.0, new.1), &mut Vec::new(), &mut leaves);
    let count = leaves.len();
    for leaf in leaves.into_iter().take(MAX_LEAVES) {
        let place: Vec<&str> = match leaf.path.split_first() {
            Some((first, rest)) if first == "Properties" => rest.iter().map(String::as_str).collect(),
            Some(_) | None => leaf.path.iter().map(String::as_str).collect(),
        };
        let replaces = section == "Resources" && place.first().is_some_and(|property| replaces(&new_kind, property));
        let suspect = section == "Resources" && access::decides(&place);
        let place = place.join(".");
        let sentence = match (leaf.before, leaf.after) {
            (None, Some(after)) => format!("{name} now has {place}: {}", shown(&after)),
            (Some(before), None) => format!("{name} no longer has {place} (before: {})", shown(&before)),
            (before, after) => {
                let show = |value: Option<Value>| value.map_or_else(|| "nothing".to_owned(), |value| shown(&value));
                match (show(after), show(before)) {
                    // A long text, or one that depends on something else than before.
                    (after, before) if after == before => format!("{name}: {place} is now another {after}"),
                    (after, before) => format!("{name}: {place} is now {after} (before: {before})"),
                }
            }
        };
        let path = format!("/{section}/{id}/{}", leaf.path.join("/"));
        out.push(OtherChange { replaces, path, suspect, ..told(section, id, Change::Changed, sentence) });
    }
    if MAX_LEAVES < count {
        let sentence = format!("{name}: {} more properties", count - MAX_LEAVES);
        out.push(OtherChange { count: count - MAX_LEAVES, ..told(section, id, Change::Changed, sentence) });
    }
}

fn told(section: &str, id: &str, change: Change, sentence: String) -> OtherChange {
    let path = if id.is_empty() { format!("/{section}") } else { format!("/{section}/{id}") };
    OtherChange {
        section: section.to_owned(),
        id: id.to_owned(),
        change,
        sentence,
        path,
        replaces: false,
        suspect: false,
        count: 1,
    }
}

fn whole(section: &str, noun: &str, before: &Value, after: &Value) -> OtherChange {
    let (change, sentence) = match (before, after, section) {
        (Value::Null, _, _) => (Change::Added, format!("{noun}: {}", shown(after))),
        (_, Value::Null, _) => (Change::Removed, format!("{noun} (before: {})", shown(before))),
        (_, _, "Metadata") => (Change::Changed, format!("{noun} of the template")),
        (_, _, _) => (Change::Changed, format!("{noun} is now {} (before: {})", shown(after), shown(before))),
    };
    told(section, "", change, sentence)
}

fn name(section: &str, noun: &str, id: &str, body: &Value) -> String {
    match (section, body.get("Type").and_then(Value::as_str)) {
        ("Resources", Some(kind)) => format!("the {} {id}", spaced(kind.rsplit("::").next().unwrap_or(kind))),
        (_, Some(_) | None) => format!("{noun} {id}"),
    }
}

fn described(section: &str, body: &Value) -> String {
    let text = |key: &str| body.get(key).map(shown);
    match section {
        "Parameters" => {
            let kind = text("Type").unwrap_or_default();
            let default = text("Default")
                .map_or_else(|| ", which has to be given".to_owned(), |text| format!(", by default {text}"));
            format!(" ({kind}{default})")
        }
        "Resources" => text("Type").map(|kind| format!(" ({kind})")).unwrap_or_default(),
        _ => String::new(),
    }
}

fn canonical(scope: &Scope<'_>, value: Option<&Value>) -> Value {
    value.map_or(Value::Null, |value| scope.canonical(value))
}

/// The resource without what the grants tell. What stands beside it, the description of a rule or the name of a policy,
/// is kept.
fn without_told(resource: &Value) -> Value {
    let told = facts::told(resource);
    let Value::Object(entries) = resource else { return resource.clone() };
    let stripped = entries.iter().map(|(key, value)| match key.as_str() {
        "Properties" => (key.clone(), without(value, &told, "")),
        _ => (key.clone(), value.clone()),
    });
    Value::Object(stripped.filter(|(_, value)| !value.is_null()).collect())
}

/// A path of the list, in which `*` stands for any name.
fn is_place(told: &str, path: &str) -> bool {
    match told.contains('*') {
        false => told == path,
        true => {
            let (told, path): (Vec<&str>, Vec<&str>) = (told.split('/').collect(), path.split('/').collect());
            told.len() == path.len() && told.iter().zip(&path).all(|(told, name)| *told == "*" || told == name)
        }
    }
}

fn leads_to(path: &str, told: &str) -> bool {
    let length = path.split('/').count();
    let start: Vec<&str> = told.split('/').take(length).collect();
    length < told.split('/').count() && is_place(&start.join("/"), path)
}

fn without(value: &Value, told: &[String], path: &str) -> Value {
    if told.iter().any(|told| is_place(told, path)) {
        return leftover(value);
    }
    // Policies of any other resource are found by their shape, and compared as grants.
    if value.get("Statement").is_some_and(|statement| statement.is_array() || statement.is_object()) {
        return leftover(value);
    }
    // Nothing of what is told is deeper than this.
    let on_the_way = path.is_empty() || told.iter().any(|told| leads_to(path, told));
    match value {
        Value::Object(entries) => Value::Object(
            entries
                .iter()
                .filter_map(|(key, item)| {
                    let path = match (path, key.starts_with("Fn::")) {
                        ("", false) => key.clone(),
                        (_, false) => format!("{path}/{key}"),
                        (_, true) if on_the_way => path.to_owned(),
                        (_, true) => format!("{path}/{key}"),
                    };
                    let stripped = without(item, told, &path);
                    (!stripped.is_null() || item.is_null()).then_some((key.clone(), stripped))
                })
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.iter().map(|item| without(item, told, path)).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// What is read of rules, policies and statements.
const READ: &[&str] = &[
    "Action",
    "CidrIp",
    "CidrIpv6",
    "Condition",
    "DestinationPrefixListId",
    "DestinationSecurityGroupId",
    "Effect",
    "FromPort",
    "GroupId",
    "GroupName",
    "IpProtocol",
    "NotAction",
    "NotPrincipal",
    "NotResource",
    "PolicyDocument",
    "Principal",
    "Resource",
    "Sid",
    "SourcePrefixListId",
    "SourceSecurityGroupId",
    "SourceSecurityGroupName",
    "SourceSecurityGroupOwnerId",
    "Statement",
    "ToPort",
    "Version",
];

/// What stands beside rules and policies without being one: `null` if there is nothing.
fn leftover(value: &Value) -> Value {
    let is_rule = |map: &Map<String, Value>| {
        ["IpProtocol", "Statement", "Effect", "PolicyDocument"].iter().any(|key| map.contains_key(*key))
    };
    match value {
        Value::Array(items) => {
            let mut kept: Vec<Value> = items.iter().map(leftover).filter(|item| !item.is_null()).collect();
            kept.sort_by_key(ToString::to_string);
            if kept.is_empty() { Value::Null } else { Value::Array(kept) }
        }
        Value::Object(map) => match map.get("Fn::If").and_then(Value::as_array).map(Vec::as_slice) {
            Some([condition, when_true, when_false]) => match (leftover(when_true), leftover(when_false)) {
                (Value::Null, Value::Null) => Value::Null,
                (when_true, when_false) => json!({"Fn::If": [condition, when_true, when_false]}),
            },
            Some(_) | None if is_rule(map) => {
                // A policy without a version is of the old one.
                let old = Value::String("2008-10-17".to_owned());
                let version = map.contains_key("Statement").then(|| map.get("Version").unwrap_or(&old));
                let version = version.filter(|version| **version != "2012-10-17");
                let kept = map.iter().filter_map(|(key, item)| match (key.as_str(), item) {
                    ("PolicyDocument" | "Statement", inner) => {
                        let inner = leftover(inner);
                        (!inner.is_null()).then(|| (key.clone(), inner))
                    }
                    (key, _) if READ.contains(&key) => None,
                    (_, item) => Some((key.clone(), item.clone())),
                });
                let version = version.map(|version| ("Version".to_owned(), version.clone()));
                let kept: Map<String, Value> = kept.chain(version).collect();
                if kept.is_empty() { Value::Null } else { Value::Object(kept) }
            }
            Some(_) | None => Value::Null,
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Value::Null,
    }
}

/// Lists whose order says nothing, as objects by what identifies their elements.
fn keyed(value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            let items: Vec<Value> = items.iter().map(keyed).collect();
            let identity =
                ["Key", "DeviceName", "ResourceType", "PolicyName", "ParameterKey"].into_iter().find(|name| {
                    !items.is_empty() && items.iter().all(|item| item.get(*name).is_some_and(Value::is_string))
                });
            let Some(identity) = identity else { return Value::Array(items) };
            let mut out = Map::new();
            for item in &items {
                let key = item.get(identity).and_then(Value::as_str).unwrap_or_default();
                if out.insert(key.to_owned(), item.clone()).is_some() {
                    return Value::Array(items);
                }
            }
            out.sort_keys();
            Value::Object(out)
        }
        Value::Object(entries) => Value::Object(
            entries
                .iter()
                .map(|(key, item)| {
                    let mut item = keyed(item);
                    if let (Value::Array(items), true) = (&mut item, is_set(key)) {
                        items.sort_by_key(ToString::to_string);
                        items.dedup();
                    }
                    // One element and a list of it are the same where CloudFormation takes either.
                    let item = match (item, key.as_str()) {
                        (item @ Value::String(_), "DependsOn") => Value::Array(vec![item]),
                        (item, _) => item,
                    };
                    (key.clone(), item)
                })
                .collect(),
        ),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

fn is_set(property: &str) -> bool {
    [
        "DependsOn",
        "SecurityGroupIds",
        "SecurityGroups",
        "SubnetIds",
        "RouteTableIds",
        "Roles",
        "AllowedValues",
        "Topics",
        "Queues",
    ]
    .contains(&property)
}

struct Leaf {
    path: Vec<String>,
    before: Option<Value>,
    after: Option<Value>,
}

fn differences(old: &Value, new: &Value, path: &mut Vec<String>, out: &mut Vec<Leaf>) {
    if old == new {
        return;
    }
    match (old, new) {
        (Value::Object(before), Value::Object(after)) if !is_text(before) && !is_text(after) => {
            for (key, now) in after {
                path.push(key.clone());
                match before.get(key) {
                    Some(was) => differences(was, now, path, out),
                    None => out.push(Leaf { path: path.clone(), before: None, after: Some(now.clone()) }),
                }
                path.pop();
            }
            for (key, was) in before.iter().filter(|(key, _)| !after.contains_key(*key)) {
                path.push(key.clone());
                out.push(Leaf { path: path.clone(), before: Some(was.clone()), after: None });
                path.pop();
            }
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            for (index, (was, now)) in before.iter().zip(after).enumerate() {
                path.push(index.to_string());
                differences(was, now, path, out);
                path.pop();
            }
        }
        (_, _) => out.push(Leaf { path: path.clone(), before: Some(old.clone()), after: Some(new.clone()) }),
    }
}

/// A scalar with symbols, in canonical form.
fn is_text(map: &Map<String, Value>) -> bool {
    map.len() == 1 && map.contains_key("Fn::Sub")
}

fn shown(value: &Value) -> String {
    let text = match value {
        Value::String(text) if text.is_empty() => "(empty)".to_owned(),
        Value::String(text) => text.clone(),
        Value::Object(map) if is_text(map) => {
            map.values().filter_map(Value::as_str).map(super::without_identities).collect()
        }
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    };
    cut(&text)
}

fn cut(text: &str) -> String {
    let one_line = text.replace(['\n', '\r'], " ");
    match one_line.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &one_line[..end]),
        None => one_line,
    }
}

/// Properties whose change makes CloudFormation create a new resource ("Update requires: Replacement" in the reference
/// of each resource type).
fn replaces(kind: &str, property: &str) -> bool {
    let properties: &[&str] = match kind {
        "AWS::EC2::SecurityGroup" => &["GroupDescription", "GroupName", "VpcId"],
        "AWS::EC2::LaunchTemplate" => &["LaunchTemplateName"],
        "AWS::EC2::VPCEndpoint" => &["ServiceName", "VpcEndpointType", "VpcId"],
        "AWS::IAM::Group" => &["GroupName"],
        "AWS::IAM::InstanceProfile" => &["InstanceProfileName", "Path"],
        "AWS::IAM::ManagedPolicy" => &["Description", "ManagedPolicyName", "Path"],
        "AWS::IAM::Role" => &["Path", "RoleName"],
        "AWS::IAM::ServiceLinkedRole" => &["AWSServiceName", "CustomSuffix"],
        "AWS::IAM::User" => &["UserName"],
        "AWS::Logs::LogGroup" => &["LogGroupName"],
        "AWS::S3::Bucket" => &["BucketName"],
        "AWS::SNS::Topic" => &["FifoTopic", "TopicName"],
        "AWS::SQS::Queue" => &["FifoQueue", "QueueName"],
        _ => &[],
    };
    properties.contains(&property)
}
