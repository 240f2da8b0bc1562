//! The digest of a template, by which an installed stack is compared with what we would render.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sprinters_dsl::template::{Template, TemplateError};
use std::fmt::Write;

/// The output that holds the digest; left out when the digest is computed.
const OUTPUT: &str = "TemplateDigest";

/// Adds the digest as the last output.
pub(crate) fn add_output(template: &Template) -> Result<Template, TemplateError> {
    let mut document = template.as_json().clone();
    let output = json!({"Value": sha256(&document), "Description": "SHA-256 of this template without this output"});
    if let Some(outputs) = document.get_mut("Outputs").and_then(Value::as_object_mut) {
        outputs.insert(OUTPUT.to_owned(), output);
    }
    Template::from_json(document)
}

/// SHA-256 over the template as compact JSON without the digest's own output, as 64 hexadecimal digits.
fn sha256(document: &Value) -> String {
    let mut document = document.clone();
    if let Some(outputs) = document.get_mut("Outputs").and_then(Value::as_object_mut) {
        outputs.shift_remove(OUTPUT);
    }
    Sha256::digest(document.to_string().as_bytes()).iter().fold(String::new(), |mut text, byte| {
        // Writing to a String can't fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
