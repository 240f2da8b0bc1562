//! Writes the typed resources and IAM vocabulary of `sprinters-dsl` from data that AWS publishes.
//!
//! Reads `vocabulary.toml`, CloudFormation's resource schemas and the Service Authorization Reference; writes
//! `stacks/dsl/src/generated`. With `--check` it writes nothing and fails when the checked-in code differs.

use anyhow::{Context, Result, bail};
#[cfg(test)]
use sprinters_dsl_generator::vocabulary;
use sprinters_dsl_generator::{Files, within};
use std::path::{Path, PathBuf};

fn main() -> Result<()> {
    let arguments = Arguments::parse(std::env::args().skip(1))?;
    let files = within(&arguments.cloudformation, &arguments.iam)?;
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/generated");
    if arguments.check { check(&target, &files) } else { replace(&target, &files) }
}

struct Arguments {
    cloudformation: PathBuf,
    iam: PathBuf,
    check: bool,
}

impl Arguments {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self> {
        let (mut cloudformation, mut iam, mut check) = (None, None, false);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--cloudformation" => cloudformation = arguments.next().map(PathBuf::from),
                "--iam" => iam = arguments.next().map(PathBuf::from),
                "--check" => check = true,
                unknown => bail!("unknown argument `{unknown}`; known are --cloudformation DIR, --iam DIR and --check"),
            }
        }
        let needed = "is needed; `stacks/dsl/generator/fetch` prints both directories as arguments";
        Ok(Self {
            cloudformation: cloudformation.with_context(|| format!("--cloudformation DIR {needed}"))?,
            iam: iam.with_context(|| format!("--iam DIR {needed}"))?,
            check,
        })
    }
}

fn replace(target: &Path, files: &Files) -> Result<()> {
    for path in existing(target)? {
        if !files.contains_key(&path) {
            std::fs::remove_file(target.join(path))?;
        }
    }
    for (path, text) in files {
        let path = target.join(path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&path, text).with_context(|| format!("can't write {}", path.display()))?;
    }
    Ok(())
}

fn check(target: &Path, files: &Files) -> Result<()> {
    let mut differing: Vec<String> = existing(target)?.into_iter().filter(|path| !files.contains_key(path)).collect();
    for (path, text) in files {
        if std::fs::read_to_string(target.join(path)).ok().as_deref() != Some(text) {
            differing.push(path.clone());
        }
    }
    if differing.is_empty() {
        return Ok(());
    }
    bail!(
        "generated code differs from what the data gives: {}; run the generator without --check",
        differing.join(", ")
    )
}

/// Paths of the files below a folder, relative to it.
fn existing(target: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![target.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(relative) = path.strip_prefix(target) {
                found.push(relative.to_string_lossy().into_owned());
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
