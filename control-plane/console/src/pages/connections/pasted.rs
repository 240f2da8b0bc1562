//! What somebody pastes of an installed stack, read in each form that they can have it in: the table of
//! CloudFormation's Outputs tab, the table of `sprinters-iac outputs`, and the JSON of that command, of the AWS CLI and
//! of Terraform.

use serde_json::{Map, Value};
use sprinters_services::connections::{InstalledStack, StackName};
use std::collections::BTreeMap;

/// What the stack is asked for. Only these are read from a table, whose other words are headings and descriptions.
const OUTPUTS: [&str; 10] = [
    "AccountId",
    "DeploymentId",
    "LaunchTemplateId",
    "LaunchTemplateVersion",
    "Region",
    "RoleArn",
    "SecurityGroupId",
    "SubnetIds",
    "TemplateDigest",
    "VpcId",
];

/// Why nothing could be read from it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum PasteError {
    /// It is empty.
    #[error("Paste the outputs of the stack.")]
    Empty,
    /// It begins as JSON and is none.
    #[error("The JSON ends or breaks at line {line}, column {column}. Copy all of it.")]
    Json {
        /// Which line, from 1.
        line: usize,
        /// Which column, from 1.
        column: usize,
    },
    /// It has no output of ours.
    #[error(
        "None of the stack's outputs is in it. Copy the whole table of the Outputs tab, from RoleArn to TemplateDigest."
    )]
    Nothing,
}

/// Reads what was pasted.
pub(super) fn read(text: &str) -> Result<InstalledStack, PasteError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(PasteError::Empty);
    }
    let told = if text.starts_with(['{', '[']) {
        let json: Value = serde_json::from_str(text)
            .map_err(|error| PasteError::Json { line: error.line(), column: error.column() })?;
        of_json(&json)
    } else {
        InstalledStack { outputs: of_table(text), ..InstalledStack::default() }
    };
    if told.outputs.keys().any(|name| OUTPUTS.contains(&name.as_str())) { Ok(told) } else { Err(PasteError::Nothing) }
}

fn of_json(json: &Value) -> InstalledStack {
    match json {
        // `aws cloudformation describe-stacks`, with `--query` or without.
        Value::Object(object) if object.contains_key("Stacks") => {
            object["Stacks"].get(0).map(of_json).unwrap_or_default()
        }
        Value::Object(object) if object.contains_key("Outputs") => of_stack(object),
        Value::Object(object) => InstalledStack { outputs: of_object(object), ..InstalledStack::default() },
        Value::Array(items) if items.first().is_some_and(|item| item.get("OutputKey").is_none()) => {
            items.first().map(of_json).unwrap_or_default()
        }
        list => InstalledStack { outputs: pairs(list, "OutputKey", "OutputValue"), ..InstalledStack::default() },
    }
}

fn of_stack(stack: &Map<String, Value>) -> InstalledStack {
    let text = |name: &str| stack.get(name).and_then(Value::as_str).map(str::to_owned);
    let of = |name: &str| stack.get(name).cloned().unwrap_or_default();
    InstalledStack {
        stack: text("StackId").map(|id| StackName { id: Some(id), name: text("StackName") }),
        outputs: pairs(&of("Outputs"), "OutputKey", "OutputValue"),
        parameters: pairs(&of("Parameters"), "ParameterKey", "ParameterValue"),
    }
}

/// `[{KEY: name, VALUE: value}, …]`, as the AWS CLI prints it.
fn pairs(list: &Value, key: &str, value: &str) -> BTreeMap<String, String> {
    let pair = |item: &Value| Some((item.get(key)?.as_str()?.to_owned(), item.get(value)?.as_str()?.to_owned()));
    list.as_array().into_iter().flatten().filter_map(pair).collect()
}

/// `{name: value}`, as `sprinters-iac outputs --json` prints it, or `{name: {"value": value}}`, as `terraform output
/// -json` does.
fn of_object(object: &Map<String, Value>) -> BTreeMap<String, String> {
    let text = |value: &Value| match value.get("value").unwrap_or(value) {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    object.iter().filter_map(|(name, value)| Some((name.clone(), text(value)?))).collect()
}

/// One output a line, its name first. Browsers put a tab between the cells that they copy, or a line for each cell.
fn of_table(text: &str) -> BTreeMap<String, String> {
    let mut outputs = BTreeMap::new();
    let mut lines = text.lines().map(|line| line.trim_matches(['|', ' ', '\r'])).peekable();
    while let Some(line) = lines.next() {
        let end = line.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(line.len());
        let (name, rest) = line.split_at(end);
        if !OUTPUTS.contains(&name) {
            continue;
        }
        let value = if rest.trim().is_empty() && !rest.contains('\t') {
            // A cell a line: the next one, unless its name says that this one is empty.
            let next = lines.next_if(|next| !OUTPUTS.contains(&next.trim()));
            next.unwrap_or_default().trim().to_owned()
        } else {
            cell(rest)
        };
        outputs.insert(name.to_owned(), value);
    }
    outputs
}

/// The value behind a name: the cell after a tab, else the word after blanks, `=`, `:` or a bar.
fn cell(rest: &str) -> String {
    let value = match rest.split_once('\t') {
        Some((before, cells)) if before.trim().is_empty() => cells.split('\t').next().unwrap_or_default().trim(),
        Some(_) | None => {
            let rest = rest.trim_start_matches([' ', '\t', '=', ':', '|']);
            rest.split([' ', '\t', '|']).next().unwrap_or_default()
        }
    };
    let value = value.trim_matches('"');
    if value == "-" { String::new() } else { value.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ROLE: &str = "arn:aws:iam::111122223333:role/sprinters-ControlPlaneRole-1A2B";

    fn outputs(text: &str) -> BTreeMap<String, String> {
        read(text).unwrap().outputs
    }

    #[test]
    fn each_form_that_somebody_can_have_it_in_is_read() {
        let tabs = format!(
            "Key\tValue\tDescription\tExport name\nRoleArn\t{ROLE}\tRole of the control plane\t-\nRegion\teu-central-1\tWhere\t-\nSubnetIds\t\tSubnets\t-\nVpcId\t-\tThe VPC\t-"
        );
        let cells = format!("Key\nValue\nRoleArn\n{ROLE}\nRole of the control plane\n-\nRegion\neu-central-1\n");
        let ours = format!("OUTPUT      VALUE  DESCRIPTION\nRoleArn     {ROLE}  Role\nRegion      eu-central-1  Where");
        let terraform = format!("RoleArn = \"{ROLE}\"\nRegion = \"eu-central-1\"\nSubnetIds = \"\"");
        let plain = format!(r#"{{"RoleArn": "{ROLE}", "Region": "eu-central-1"}}"#);
        let typed = format!(
            r#"{{"RoleArn": {{"sensitive": false, "type": "string", "value": "{ROLE}"}}, "Region": {{"value": "eu-central-1"}}, "LaunchTemplateVersion": {{"value": 1}}}}"#
        );
        let list = format!(
            r#"[{{"OutputKey": "RoleArn", "OutputValue": "{ROLE}"}}, {{"OutputKey": "Region", "OutputValue": "eu-central-1"}}]"#
        );
        let of_stack = format!(
            r#"{{"StackId": "arn:stack", "StackName": "ci", "Outputs": {list}, "Parameters": [{{"ParameterKey": "TuneVolumes", "ParameterValue": "false"}}]}}"#
        );
        let whole = format!(r#"{{"Stacks": [{of_stack}]}}"#);
        for text in [&tabs, &cells, &ours, &terraform, &plain, &typed, &list, &of_stack, &whole] {
            let told = outputs(text);
            assert_eq!((told["RoleArn"].as_str(), told["Region"].as_str()), (ROLE, "eu-central-1"), "{text}");
        }
        assert_eq!(outputs(&tabs)["SubnetIds"], "");
        assert_eq!(outputs(&tabs)["VpcId"], "");
        assert_eq!(outputs(&typed)["LaunchTemplateVersion"], "1");
        let told = read(&whole).unwrap();
        assert_eq!(told.parameters["TuneVolumes"], "false");
        assert_eq!(told.stack.unwrap().name.as_deref(), Some("ci"));
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        assert_eq!(read(" \n"), Err(PasteError::Empty));
        assert_eq!(read("{\"RoleArn\": "), Err(PasteError::Json { line: 1, column: 11 }));
        for nothing in ["hello", "{}", "[]", "[1]", r#"{"Stacks": []}"#, "Key\tValue"] {
            assert_eq!(read(nothing), Err(PasteError::Nothing), "{nothing}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_pasted_has_an_answer(text in "\\PC{0,300}", lines in prop::collection::vec("(RoleArn|VpcId|Region)?[ \t=:|\"]{0,3}[ -~]{0,20}", 0..8)) {
            let _ = read(&text);
            let _ = read(&lines.join("\n"));
        }
    }
}
