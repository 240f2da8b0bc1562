//! Writes the code of one part of all published types for a crate of somebody's own: `shard SCHEMAS N OF FILE`.
//!
//! `stacks/dsl/generator/all` compiles every part.

use anyhow::{Context, Result, bail};
use sprinters_dsl_generator::Build;
use std::path::Path;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [schemas, number, of, file] = arguments.as_slice() else { bail!("usage: shard SCHEMAS N OF FILE") };
    let number = number.parse().context("N is a number from 1")?;
    let of = of.parse().context("OF is how many parts there are")?;
    Build::new(schemas).shard(number, of).write(Path::new(file))
}
