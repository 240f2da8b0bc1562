//! Terraform itself, as a package of Python, and the names of its AWS provider.

use crate::install;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// A module without resources, and the values of its variables.
#[derive(Debug, Serialize)]
pub struct Evaluation {
    /// Its text.
    pub module: String,
    /// The values.
    pub variables: Map<String, Value>,
}

/// What Terraform said.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Evaluated {
    /// The outputs.
    Outputs {
        /// By name.
        outputs: Map<String, Value>,
    },
    /// It was refused.
    Refused {
        /// With this sentence, among others.
        refused: String,
    },
}

/// Names of resources, attributes and blocks.
#[derive(Debug, Deserialize)]
pub struct Names {
    /// Those that the provider does not have, and those that it wants.
    pub problems: Vec<String>,
    /// How many were looked at.
    pub checked: usize,
}

/// Everything that was asked at once.
#[derive(Debug, Deserialize)]
pub struct Answer {
    /// The module as `terraform fmt` writes it.
    pub layout: String,
    /// Its names, and those of each spoiled text.
    pub names: Vec<Names>,
    /// What each evaluation gave.
    pub evaluations: Vec<Evaluated>,
}

/// Asks about a module, and evaluates others.
pub fn ask(module: &str, spoiled: &[String], evaluations: &[Evaluation]) -> Answer {
    let folder = install::terraform();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/terraform.py");
    let mut python = Command::new(folder.join("bin/python"))
        .arg(script)
        .arg(folder.join("provider"))
        .env("CHECKPOINT_DISABLE", "1")
        .env("TF_CLI_CONFIG_FILE", "/dev/null")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python starts");
    let question = serde_json::json!({"module": module, "spoiled": spoiled, "evaluations": evaluations});
    let mut stdin = python.stdin.take().expect("standard input is a pipe");
    stdin.write_all(question.to_string().as_bytes()).expect("Python reads its input");
    drop(stdin);
    let output = python.wait_with_output().expect("Python ends");
    assert!(output.status.success(), "Terraform can't be asked: see the message above");
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}
