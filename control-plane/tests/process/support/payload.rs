//! Deliveries: GitHub's published ones, and jobs of ours made from them.

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;
use std::fmt::Write as _;
use std::path::Path;

/// What the tests' GitHub signs with.
pub(crate) const SECRET: &str = "It's a Secret to Everybody";

/// One delivery, ready to be sent.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub(crate) event: String,
    pub(crate) guid: String,
    pub(crate) body: Vec<u8>,
    pub(crate) signature: String,
}

impl Sent {
    pub(crate) fn new(event: &str, guid: &str, body: &Value) -> Sent {
        let body = serde_json::to_vec(body).unwrap();
        Sent { event: event.to_owned(), guid: guid.to_owned(), signature: sign(&body), body }
    }

    /// Headers of a POST of this delivery.
    pub(crate) fn head(&self) -> String {
        let Sent { event, guid, signature, body } = self;
        let length = body.len();
        format!(
            "POST /webhooks/github HTTP/1.1\r\nhost: test\r\nconnection: close\r\ncontent-type: application/json\r\n\
             content-length: {length}\r\nx-github-event: {event}\r\nx-github-delivery: {guid}\r\nx-hub-signature-256: {signature}\r\n\r\n"
        )
    }
}

pub(crate) fn sign(body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(body);
    let mut signature = String::from("sha256=");
    for byte in mac.finalize().into_bytes() {
        write!(signature, "{byte:02x}").unwrap();
    }
    signature
}

/// A guid that is only this number's.
pub(crate) fn guid(number: u64) -> String {
    format!("72d3162e-cc78-11e3-81ab-{number:012x}")
}

/// A published example by the name of its file.
pub(crate) fn example(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/payloads").join(format!("{name}.json"));
    serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap()
}

/// All published examples of one event.
pub(crate) fn examples(event: &str) -> Vec<(String, Value)> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/payloads");
    let names = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter_map(|name| name.strip_suffix(".json").map(str::to_owned)).collect();
    names.sort();
    names.retain(|name| name.split('.').next() == Some(event));
    names
        .into_iter()
        .map(|name| {
            let body = example(&name);
            (name, body)
        })
        .collect()
}

/// The published example of an action, as a job of ours with that number.
pub(crate) fn job(action: &str, id: u64) -> Value {
    let mut body = example(&format!("workflow_job.{action}"));
    body["workflow_job"]["id"] = json!(id);
    body["workflow_job"]["status"] = json!(action);
    body["workflow_job"]["labels"] = json!(["sprinters:aws:eu-central-1"]);
    body["installation"] = json!({ "id": 5 });
    body.as_object_mut().unwrap().remove("deployment");
    body
}
