//! Typed resources of somebody's own choice, from their own `build.rs`.

use crate::VOCABULARY;
use crate::resources;
use crate::vocabulary::Vocabulary;
use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};

/// Types resources from a folder of CloudFormation's resource schemas, each a JSON file, whatever its name.
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), Box<dyn std::error::Error>> {
///     sprinters_dsl_generator::Build::new("schemas")
///         .types(["AWS::DynamoDB::Table", "AWS::Lambda::Function"])
///         .to_out_dir("aws.rs")?;
///     Ok(())
/// }
/// ```
///
/// ```text
/// // src/lib.rs or src/main.rs
/// mod aws {
///     include!(concat!(env!("OUT_DIR"), "/aws.rs"));
/// }
/// use aws::attributes::*;
/// let table = stack.resource("Orders", aws::dynamodb::Table::new([key]));
/// let arn = table.arn();
/// ```
#[derive(Debug, Clone)]
pub struct Build {
    schemas: PathBuf,
    types: Chosen,
    omitted: Vec<String>,
}

#[derive(Debug, Clone)]
enum Chosen {
    Named(Vec<String>),
    Shard { number: usize, of: usize },
}

impl Build {
    /// From the schemas in a folder. Nothing is typed until types are named.
    #[must_use]
    pub fn new(schemas: impl Into<PathBuf>) -> Self {
        Self { schemas: schemas.into(), types: Chosen::Named(Vec::new()), omitted: Vec::new() }
    }

    /// Adds types by their names, `AWS::DynamoDB::Table`.
    #[must_use]
    pub fn types<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        let mut named = match self.types {
            Chosen::Named(named) => named,
            Chosen::Shard { .. } => Vec::new(),
        };
        named.extend(names.into_iter().map(Into::into));
        self.types = Chosen::Named(named);
        self
    }

    /// Every type in the folder. All that AWS publishes are about 1,900: a compiler needs minutes for them.
    #[must_use]
    pub fn all(self) -> Self {
        self.shard(1, 1)
    }

    /// One of so many parts of all types, in the order of their names, counted from 1.
    #[must_use]
    pub fn shard(mut self, number: usize, of: usize) -> Self {
        self.types = Chosen::Shard { number, of };
        self
    }

    /// Leaves types out again.
    #[must_use]
    pub fn without<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.omitted.extend(names.into_iter().map(Into::into));
        self
    }

    /// The code: a module for each service, and `attributes` with what the resources tell.
    ///
    /// # Errors
    /// If the folder can't be read, or a named type is not in it.
    pub fn source(&self) -> Result<String> {
        let vocabulary = Vocabulary::parse(VOCABULARY)?;
        let mut schemas = match &self.types {
            Chosen::Named(names) => {
                ensure!(!names.is_empty(), "no resource type is named: call types([…]) or all()");
                resources::read_schemas(names, &self.schemas)?
            }
            Chosen::Shard { number, of } => {
                let all = resources::read_where(&self.schemas, |_| true)?;
                let size = all.len().div_ceil((*of).max(1)).max(1);
                all.into_iter().skip(number.saturating_sub(1) * size).take(size).collect()
            }
        };
        schemas.retain(|name, _| !self.omitted.contains(name));
        resources::outside(&vocabulary.cloudformation, &schemas)
    }

    /// Writes the code into a file of Cargo's `OUT_DIR`, and tells Cargo on which folder it depends.
    ///
    /// # Errors
    /// As [`Build::source`]; and outside of a `build.rs`.
    pub fn to_out_dir(&self, file: &str) -> Result<()> {
        let folder = std::env::var_os("OUT_DIR").context("OUT_DIR is not set: call this from build.rs")?;
        self.write(&Path::new(&folder).join(file))?;
        say(&format!("cargo::rerun-if-changed={}", self.schemas.display()));
        Ok(())
    }

    /// Writes the code into a file, if it is not there already.
    ///
    /// # Errors
    /// As [`Build::source`]; and if the file can't be written.
    pub fn write(&self, file: &Path) -> Result<()> {
        let text = self.source()?;
        if std::fs::read_to_string(file).is_ok_and(|known| known == text) {
            return Ok(());
        }
        std::fs::write(file, text).with_context(|| format!("can't write {}", file.display()))
    }
}

#[expect(clippy::print_stdout, reason = "a build script speaks to Cargo on stdout")]
fn say(line: &str) {
    println!("{line}");
}
