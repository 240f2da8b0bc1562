//! The list of what is typed.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vocabulary {
    pub(crate) cloudformation: CloudFormation,
    pub(crate) iam: BTreeMap<String, Actions>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CloudFormation {
    pub(crate) types: Vec<String>,
    pub(crate) references: BTreeMap<String, String>,
    pub(crate) formats: BTreeMap<String, String>,
    pub(crate) kinds: BTreeMap<String, String>,
    pub(crate) policies: Policies,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Policies {
    pub(crate) properties: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Actions {
    Named(Vec<String>),
    All(All),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum All {
    All,
}

impl Vocabulary {
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("can't read {}", path.display()))?;
        toml::from_str(&text).with_context(|| format!("{} is malformed", path.display()))
    }
}

impl CloudFormation {
    /// What is named but applied to nothing, a slip or a leftover; `applied` are the paths and formats that did.
    pub(crate) fn idle(&self, applied: &BTreeSet<String>) -> Vec<&str> {
        let named = self.formats.keys().chain(self.kinds.keys()).chain(&self.policies.properties);
        let references = self.references.keys().filter(|name| !self.types.contains(name));
        named.filter(|name| !applied.contains(*name)).chain(references).map(String::as_str).collect()
    }
}
