//! Other tools for the same job, with the customer stack's main resources written in each: a role with the launch
//! policy, a security group, a launch template. See `benches/peers` for the programs and `benches/install-peers` for
//! the packages.

use crate::process::{Cost, once};
use std::path::PathBuf;

/// A tool that may be installed.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    program: PathBuf,
    script: PathBuf,
    /// What must be there beside the program.
    package: PathBuf,
}

pub(crate) fn all() -> [Peer; 2] {
    let installed = installed();
    let scripts = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("benches/peers");
    [
        Peer {
            name: "troposphere (Python)",
            program: installed.join("venv/bin/python"),
            script: scripts.join("troposphere_stack.py"),
            package: installed.join("venv/bin/python"),
        },
        Peer {
            name: "AWS CDK library (JavaScript)",
            program: PathBuf::from("node"),
            script: scripts.join("cdk_stack.cjs"),
            package: installed.join("node_modules/aws-cdk-lib"),
        },
    ]
}

impl Peer {
    /// The cheaper of three runs.
    pub(crate) fn cost(&self) -> Result<Cost, String> {
        if !self.package.exists() {
            return Err("not installed (cli/benches/install-peers installs it)".to_owned());
        }
        let program = self.program.to_string_lossy();
        let script = self.script.to_string_lossy();
        let packages = installed();
        let runs = (0..3).map(|_| once(&program, &[&script, &packages.to_string_lossy()]));
        let costs = runs.collect::<Result<Vec<_>, _>>()?;
        costs.into_iter().min_by_key(|cost| cost.cpu).ok_or_else(|| "not measured".to_owned())
    }
}

/// Where `install-peers` puts them: outside of the checkout.
fn installed() -> PathBuf {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = variable("SPRINTERS_CACHE_DIR")
        .or_else(|| variable("XDG_CACHE_HOME").map(|cache| cache.join("sprinters")))
        .or_else(|| variable("HOME").map(|home| home.join(".cache/sprinters")))
        .unwrap_or_else(std::env::temp_dir);
    cache.join("peers")
}
