//! The list of what is typed.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// `vocabulary.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vocabulary {
    /// Resource types.
    pub cloudformation: CloudFormation,
    /// Actions by service.
    pub iam: BTreeMap<String, Actions>,
}

/// What is typed of CloudFormation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CloudFormation {
    /// Their names.
    pub types: Vec<String>,
    /// What `Ref` returns, by type.
    pub references: BTreeMap<String, String>,
    /// Kinds by the format of a text.
    pub formats: BTreeMap<String, String>,
    /// Kinds by property or attribute.
    pub kinds: BTreeMap<String, String>,
    /// Properties that hold a policy.
    pub policies: Policies,
}

/// Where policies stand.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policies {
    /// Their paths.
    pub properties: Vec<String>,
}

/// The actions of a service.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Actions {
    /// Some of them.
    Named(Vec<String>),
    /// All of them.
    All(All),
}

/// The word `all`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum All {
    /// All of them.
    All,
}

impl Vocabulary {
    /// Reads a list from a file.
    ///
    /// # Errors
    /// If the file can't be read or is none.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("can't read {}", path.display()))?;
        Self::parse(&text).with_context(|| format!("in {}", path.display()))
    }

    pub(crate) fn parse(text: &str) -> Result<Self> {
        toml::from_str(text).context("vocabulary.toml is malformed")
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
