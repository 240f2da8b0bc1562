//! GitHub's own description of its API, as a judge of requests, answers and deliveries.

use jsonschema::Validator;
use serde_json::{Map, Value, json};
use sprinters_fakes::github::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where GitHub contradicts its own description, with what shows it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deviation {
    /// `POST /…`, or the name of a webhook; with a star at its end, all that begin so.
    pub(crate) operation: &'static str,
    /// What the judge says begins with this.
    pub(crate) finding: &'static str,
    /// Why it is GitHub's contradiction and not our mistake.
    pub(crate) reason: &'static str,
}

pub(crate) struct Description {
    whole: Value,
    validators: BTreeMap<String, Validator>,
    deviations: &'static [Deviation],
    used: BTreeSet<usize>,
}

impl Description {
    pub(crate) fn load(deviations: &'static [Deviation]) -> Description {
        let file = install().join("node_modules/@octokit/openapi/generated/api.github.com.json");
        let whole = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        Description { whole, validators: BTreeMap::new(), deviations, used: BTreeSet::new() }
    }

    fn follow<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str() {
            Some(reference) => self.follow(self.whole.pointer(reference.strip_prefix('#').unwrap()).unwrap()),
            None => value,
        }
    }

    /// What is wrong with a request and its answer, and not known to be GitHub's own contradiction.
    pub(crate) fn judge(&mut self, entry: &Entry) -> Vec<String> {
        let operation = entry.operation();
        let described = self.whole["paths"][entry.template.as_str()][entry.method.to_lowercase().as_str()].clone();
        if described.is_null() {
            return self.sift(&operation, vec!["no such operation".to_owned()]);
        }
        let mut findings = self.judge_query(&described, entry);
        findings.extend(self.judge_body(&operation, &described, entry));
        findings.extend(self.judge_answer(&operation, &described, entry));
        self.sift(&operation, findings)
    }

    fn judge_query(&self, described: &Value, entry: &Entry) -> Vec<String> {
        let Some((_, query)) = entry.path.split_once('?') else { return Vec::new() };
        let parameters = described["parameters"].as_array().into_iter().flatten().map(|one| self.follow(one));
        let known: BTreeMap<&str, &Value> = parameters
            .filter(|one| one["in"] == "query")
            .map(|one| (one["name"].as_str().unwrap(), &one["schema"]))
            .collect();
        let mut findings = Vec::new();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            match known.get(name.as_ref()) {
                None => findings.push(format!("query: `{name}` is not described")),
                Some(schema) if schema["type"] == "integer" && value.parse::<u64>().is_err() => {
                    findings.push(format!("query: `{name}` is not a number"));
                }
                Some(_) => {}
            }
        }
        findings
    }

    fn judge_body(&mut self, operation: &str, described: &Value, entry: &Entry) -> Vec<String> {
        let request = entry.request();
        let body = &described["requestBody"];
        if request.is_null() {
            let missing = body["required"] == true;
            return if missing { vec!["request: there must be a body".to_owned()] } else { Vec::new() };
        }
        let schema = body["content"]["application/json"]["schema"].clone();
        if schema.is_null() {
            return vec!["request: there must be no body".to_owned()];
        }
        let known = self.follow(&schema)["properties"].as_object().cloned().unwrap_or_default();
        let mut findings: Vec<String> = request
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(name, _)| !known.contains_key(*name))
            .map(|(name, _)| format!("request: `{name}` is not described"))
            .collect();
        findings.extend(self.validate(&format!("{operation} request"), &schema, &request, "request"));
        findings
    }

    fn judge_answer(&mut self, operation: &str, described: &Value, entry: &Entry) -> Vec<String> {
        let Some(status) = entry.status else { return Vec::new() };
        let response = self.follow(&described["responses"][status.to_string().as_str()]).clone();
        if response.is_null() {
            return vec![format!("answer: status {status} is not described")];
        }
        let schema = response["content"]["application/json"]["schema"].clone();
        let answer = entry.answer();
        match (schema.is_null(), answer.is_null()) {
            (true, true) => Vec::new(),
            (true, false) => vec![format!("answer: {status} has no body")],
            (false, true) => vec![format!("answer: {status} has a body")],
            (false, false) => self.validate(&format!("{operation} {status}"), &schema, &answer, "answer"),
        }
    }

    /// What is wrong with a delivery.
    pub(crate) fn judge_delivery(&mut self, event: &str, action: &str, body: &Value) -> Vec<String> {
        let parts = [event, action];
        let words: Vec<String> =
            parts.iter().filter(|part| !part.is_empty()).map(|part| part.replace('_', "-")).collect();
        let name = words.join("-");
        let schema =
            self.whole["x-webhooks"][name.as_str()]["post"]["requestBody"]["content"]["application/json"]["schema"]
                .clone();
        assert!(!schema.is_null(), "{name} is not described");
        let findings = self.validate(&name, &schema, body, "body");
        self.sift(&name, findings)
    }

    fn validate(&mut self, key: &str, schema: &Value, value: &Value, what: &str) -> Vec<String> {
        if !self.validators.contains_key(key) {
            let compiled = self.compile(schema);
            self.validators.insert(key.to_owned(), compiled);
        }
        let wrong = self.validators[key].iter_errors(value);
        wrong.map(|error| format!("{what}{}: {}", error.instance_path(), shorten(&error.to_string()))).collect()
    }

    /// The schema with everything that it refers to, in the words of JSON Schema.
    fn compile(&self, schema: &Value) -> Validator {
        let mut wanted = BTreeSet::new();
        self.collect(schema, &mut wanted);
        let mut whole = translated(schema);
        let mut components = Map::new();
        for reference in wanted {
            let name = reference.strip_prefix("#/components/schemas/").unwrap().to_owned();
            components.insert(name, translated(self.whole.pointer(&reference[1..]).unwrap()));
        }
        if whole.get("$ref").is_some() {
            whole = json!({ "allOf": [whole] });
        }
        whole["components"] = json!({ "schemas": components });
        jsonschema::options().with_draft(jsonschema::Draft::Draft7).build(&whole).unwrap()
    }

    fn collect(&self, value: &Value, wanted: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                if let Some(reference) = fields.get("$ref").and_then(Value::as_str)
                    && wanted.insert(reference.to_owned())
                {
                    self.collect(self.whole.pointer(&reference[1..]).unwrap(), wanted);
                }
                fields.values().for_each(|field| self.collect(field, wanted));
            }
            Value::Array(items) => items.iter().for_each(|item| self.collect(item, wanted)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// Takes out what is known, and remembers that it was seen.
    fn sift(&mut self, operation: &str, findings: Vec<String>) -> Vec<String> {
        let mut left = Vec::new();
        for finding in findings {
            let is_of = |known: &Deviation| match known.operation.strip_suffix('*') {
                Some(beginning) => operation.starts_with(beginning),
                None => operation == known.operation,
            };
            let known = self.deviations.iter().position(|known| is_of(known) && finding.starts_with(known.finding));
            match known {
                Some(at) => {
                    self.used.insert(at);
                }
                None => left.push(format!("{operation}: {finding}")),
            }
        }
        left
    }

    /// Deviations that nothing showed: they would hide mistakes.
    pub(crate) fn unused(&self) -> Vec<String> {
        let unused = self.deviations.iter().enumerate().filter(|(at, _)| !self.used.contains(at));
        unused.map(|(_, one)| format!("{}: {} ({})", one.operation, one.finding, one.reason)).collect()
    }
}

/// OpenAPI 3.0 says `nullable` where JSON Schema has a type.
fn translated(schema: &Value) -> Value {
    match schema {
        Value::Object(fields) => {
            let mut new: Map<String, Value> = fields
                .iter()
                .filter(|(name, _)| !matches!(name.as_str(), "example" | "examples" | "description" | "nullable"))
                .map(|(name, field)| (name.clone(), translated(field)))
                .collect();
            // A property may be called so, too: then it is no word of the schema.
            for (name, field) in fields {
                if matches!(name.as_str(), "example" | "examples" | "description" | "nullable") && field.is_object() {
                    new.insert(name.clone(), translated(field));
                }
            }
            if fields.get("nullable") == Some(&Value::Bool(true)) {
                return json!({ "anyOf": [{ "type": "null" }, Value::Object(new)] });
            }
            Value::Object(new)
        }
        Value::Array(items) => items.iter().map(translated).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => schema.clone(),
    }
}

fn shorten(text: &str) -> String {
    text.chars().rev().take(160).collect::<Vec<_>>().into_iter().rev().collect()
}

/// Where the tests' packages are.
fn install() -> PathBuf {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/support/install");
    let output = Command::new(script).arg("openapi").stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "tests/support/install openapi failed: see its message above");
    PathBuf::from(String::from_utf8(output.stdout).unwrap().trim())
}
