//! Facts of *every* action of the listed services, typed or not, as a compact text to look things up in at run time.
//!
//! Written so that a person can review its diff: full names, one line an action and one line each of its resource
//! types. Condition keys are written as the difference from what is usual, which keeps EC2 at a fifth of its data:
//! for a resource type the keys that most actions have on it, for an action the keys that most actions of the service
//! have. `stacks/dsl/src/iam/reference.rs` reads it.

use crate::Files;
use crate::iam::{Action, ActionResource, ConditionKey, ResourceType, key_kind, read};
use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// Where the text about the services of the vocabulary goes below `generated`.
const FILE: &str = "iam/reference.txt";

/// Where the text about all other services goes: the library carries it behind a feature.
const OTHERS_FILE: &str = "iam/reference_others.txt";

/// The part of the data's `package.json` that says which data it is.
#[derive(Debug, Deserialize)]
struct Package {
    name: String,
    version: String,
    license: String,
}

/// The data of one service.
#[derive(Debug)]
struct Service {
    prefix: String,
    /// By lower-case name, so that the text is in the order that it is searched in.
    actions: BTreeMap<String, Action>,
    resources: BTreeMap<String, ResourceType>,
    keys: BTreeMap<String, ConditionKey>,
}

/// Every service that the data knows, sorted by prefix.
pub(crate) fn services(data: &Path) -> Result<BTreeSet<String>> {
    let folder = data.join("actions");
    let entries = std::fs::read_dir(&folder).with_context(|| format!("can't read {}", folder.display()))?;
    let names = entries.map(|entry| entry?.file_name().into_string().map_err(|name| anyhow::anyhow!("{name:?}")));
    let names: Vec<String> = names.collect::<Result<_>>()?;
    Ok(names.iter().filter_map(|name| name.strip_suffix(".json")).map(str::to_owned).collect())
}

/// Writes what is known of the named services into one text, and of all others into another.
pub(crate) fn write(named: &BTreeSet<String>, data: &Path, files: &mut Files) -> Result<()> {
    let others: BTreeSet<String> = services(data)?.difference(named).cloned().collect();
    files.insert(FILE.to_owned(), text(named, data)?);
    files.insert(OTHERS_FILE.to_owned(), text(&others, data)?);
    Ok(())
}

fn text(services: &BTreeSet<String>, data: &Path) -> Result<String> {
    let manifest = data.join("../package.json");
    let manifest = std::fs::read_to_string(&manifest).with_context(|| format!("can't read {}", manifest.display()))?;
    let package: Package = serde_json::from_str(&manifest).context("the data's package.json is malformed")?;
    let mut text = format!(
        "# Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.\n\
         # From AWS's Service Authorization Reference, by way of the npm package {} {} ({}).\n",
        package.name, package.version, package.license
    );
    for prefix in services {
        let service = Service {
            prefix: prefix.clone(),
            actions: read(data, "actions", prefix)?,
            resources: read(data, "resourceTypes", prefix)?,
            keys: read(data, "conditionKeys", prefix)?,
        };
        service.render(&mut text).with_context(|| format!("the data of {prefix}"))?;
    }
    Ok(text)
}

impl Service {
    fn render(&self, text: &mut String) -> Result<()> {
        let Self { prefix, actions, resources, keys } = self;
        let common = most_frequent(actions.values().map(|action| set(&action.condition_keys)));
        writeln!(text, "\nservice {prefix}{}", listed(&common)?)?;
        for key in keys.values() {
            writeln!(text, "key {} {}", word(&key.key)?, key_kind(&key.kind)?)?;
        }
        let mut usual = BTreeMap::new();
        for resource in resources.values() {
            let keys = most_frequent(
                actions
                    .values()
                    .flat_map(|action| &action.resource_types)
                    .filter(|on| on.name == resource.key)
                    .map(|on| set(&on.condition_keys)),
            );
            let name = type_name(&resource.key);
            writeln!(text, "resource {} {}{}", word(&name)?, word(&resource.arn.replace(", ", ","))?, listed(&keys)?)?;
            if !resource.condition_keys.is_empty() {
                writeln!(text, "on {}{}", word(&name)?, listed(&set(&resource.condition_keys))?)?;
            }
            usual.insert(resource.key.as_str(), keys);
        }
        for action in actions.values() {
            let own = set(&action.condition_keys);
            let level = access_level(&action.access_level)?;
            writeln!(text, "action {prefix}:{} {level}{}", word(&action.name)?, difference(&common, &own)?)?;
            for (name, on) in merged(&action.resource_types) {
                let usual = usual
                    .get(name)
                    .with_context(|| format!("{} acts on `{name}`, which is no resource type", action.name))?;
                let required = if on.required { "!" } else { "" };
                writeln!(text, " {}{required}{}", word(&type_name(name))?, difference(usual, &on.keys)?)?;
            }
        }
        Ok(())
    }
}

/// What an action has on one resource type.
#[derive(Debug, Default, PartialEq)]
struct On<'a> {
    required: bool,
    keys: BTreeSet<&'a str>,
}

/// The data states some resource types of an action twice, once for each way to use it.
fn merged(stated: &[ActionResource]) -> BTreeMap<&str, On<'_>> {
    let mut merged: BTreeMap<&str, On<'_>> = BTreeMap::new();
    for resource in stated {
        let on = merged.entry(&resource.name).or_default();
        on.required |= resource.required;
        on.keys.extend(resource.condition_keys.iter().map(String::as_str));
    }
    merged
}

fn set(keys: &[String]) -> BTreeSet<&str> {
    keys.iter().map(String::as_str).collect()
}

/// The set that occurs most often; of several, the first in their own order.
fn most_frequent<'a>(sets: impl Iterator<Item = BTreeSet<&'a str>>) -> BTreeSet<&'a str> {
    let mut counted: BTreeMap<BTreeSet<&str>, usize> = BTreeMap::new();
    for set in sets {
        *counted.entry(set).or_default() += 1;
    }
    let most = counted.values().copied().max().unwrap_or_default();
    counted.into_iter().find(|&(_, count)| count == most).map(|(set, _)| set).unwrap_or_default()
}

fn listed(keys: &BTreeSet<&str>) -> Result<String> {
    keys.iter().map(|key| Ok(format!(" {}", word(key)?))).collect()
}

/// ` -key` for what is usual and missing, ` +key` for what is added; or, where that is shorter, ` =` and all keys.
fn difference(usual: &BTreeSet<&str>, keys: &BTreeSet<&str>) -> Result<String> {
    let signed = |sign: char, key: &str| Ok(format!(" {sign}{}", word(key)?));
    let less: String = usual.difference(keys).map(|key| signed('-', key)).collect::<Result<_>>()?;
    let more: String = keys.difference(usual).map(|key| signed('+', key)).collect::<Result<_>>()?;
    let all: String = keys.iter().map(|key| signed('+', key)).collect::<Result<_>>()?;
    let (difference, anew) = (format!("{less}{more}"), format!(" ={all}"));
    Ok(if anew.len() < difference.len() { anew } else { difference })
}

/// The reference's level as one word. It states tagging and permissions management as kinds of writing.
fn access_level(stated: &str) -> Result<&'static str> {
    match stated {
        "List" => Ok("List"),
        "Read" => Ok("Read"),
        "Write" => Ok("Write"),
        "Tagging" | "Tagging, Write" => Ok("Tagging"),
        "Permissions management" | "Permissions management, Write" => Ok("PermissionsManagement"),
        unknown => bail!("the access level `{unknown}` is new; say in reference.rs what it is"),
    }
}

/// A resource type's name. Some services write it with blanks: `function alias` of Lambda.
fn type_name(stated: &str) -> String {
    stated.replace(' ', "-")
}

/// A name as the text can hold it: the reader splits at spaces and line ends.
fn word(name: &str) -> Result<&str> {
    ensure!(
        !name.is_empty() && !name.contains(|character: char| character.is_whitespace() || character.is_control()),
        "the name {name:?} can't be written as one word"
    );
    Ok(name)
}

#[cfg(test)]
mod tests;
