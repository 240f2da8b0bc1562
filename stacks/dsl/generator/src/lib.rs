#![doc = include_str!("../README.md")]

mod build;
mod iam;
mod names;
mod reference;
mod resources;
pub mod vocabulary;

pub use build::Build;

use anyhow::Result;
use std::collections::BTreeMap;
use std::path::Path;

/// Every generated file's text, by its path below `generated`.
pub type Files = BTreeMap<String, String>;

/// First lines of every generated file.
const NOTICE: &str = "// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.\n";

/// What the DSL itself has typed, as the text of `vocabulary.toml`.
const VOCABULARY: &str = include_str!("../vocabulary.toml");

/// The code within the DSL, from the folders of both data sets.
///
/// # Errors
/// If a folder can't be read, or does not have what `vocabulary.toml` names.
pub fn within(cloudformation: &Path, iam: &Path) -> Result<Files> {
    let vocabulary = vocabulary::Vocabulary::parse(VOCABULARY)?;
    let mut files = Files::new();
    resources::write(&vocabulary.cloudformation, cloudformation, &mut files)?;
    iam::write(&vocabulary.iam, iam, &mut files)?;
    reference::write(&vocabulary.iam.keys().cloned().collect(), iam, &mut files)?;
    Ok(files)
}
