//! Every way to weaken a policy by one element: a mutant. A mutant that changes no answer is an element that does
//! nothing.

use crate::judge::Question;
use serde_json::{Map, Value, json};

/// A policy with one element removed or widened.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// The id of the statement.
    pub statement: String,
    /// What was done.
    pub change: String,
    /// The policy.
    pub document: Value,
    /// Asked of AWS's own data if no answer changes: whether anything else exists that the wider policy would be about.
    pub questions: Vec<Question>,
}

/// Every mutant of a policy or trust policy.
pub fn mutants(document: &Value) -> Vec<Mutant> {
    let statements = document["Statement"].as_array().expect("a policy has statements");
    let mut mutants = Vec::new();
    for (index, statement) in statements.iter().enumerate() {
        let mut without = document.clone();
        without["Statement"].as_array_mut().expect("a policy has statements").remove(index);
        let sid = statement["Sid"].as_str().expect("each of our statements has an id");
        // A policy without statements is no policy.
        if 1 < statements.len() {
            mutants.push(Mutant {
                statement: sid.to_owned(),
                change: "statement removed".to_owned(),
                document: without,
                questions: vec![],
            });
        }
        for change in changes(statement) {
            let mut document = document.clone();
            document["Statement"][index] = change.statement;
            mutants.push(Mutant {
                statement: sid.to_owned(),
                change: change.what,
                document,
                questions: change.questions,
            });
        }
    }
    mutants
}

struct Change {
    what: String,
    statement: Value,
    questions: Vec<Question>,
}

fn changes(statement: &Value) -> Vec<Change> {
    [actions(statement), resources(statement), principals(statement), conditions(statement)]
        .into_iter()
        .flatten()
        .collect()
}

fn with(statement: &Value, member: &str, value: Value, what: String) -> Change {
    let mut statement = statement.clone();
    statement[member] = value;
    Change { what, statement, questions: vec![] }
}

/// A text or a list of texts, as a list.
fn list(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(values) => values.clone(),
        Value::Null => vec![],
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => vec![value.clone()],
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The list with one value left out, for each value of a list that has several.
fn each_left_out(values: &[Value]) -> Vec<(String, Value)> {
    if values.len() < 2 {
        return vec![];
    }
    (0..values.len())
        .map(|index| {
            let mut rest = values.to_vec();
            let gone = rest.remove(index);
            (text(&gone), Value::Array(rest))
        })
        .collect()
}

fn replaced(values: &[Value], index: usize, value: Value) -> Value {
    let mut values = values.to_vec();
    values[index] = value;
    Value::Array(values)
}

/// The condition keys that a request must carry for the statement to count.
fn needed_keys(statement: &Value) -> Vec<String> {
    let operators = statement["Condition"].as_object().into_iter().flatten();
    operators
        .filter(|(operator, _)| {
            !operator.starts_with("ForAllValues:") && !operator.ends_with("IfExists") && *operator != "Null"
        })
        .flat_map(|(_, keys)| keys.as_object().into_iter().flatten().map(|(key, _)| key.clone()))
        .collect()
}

fn questions(statement: &Value, resources: &[Value]) -> Vec<Question> {
    let keys = needed_keys(statement);
    let mut questions = Vec::new();
    for action in list(&statement["Action"]) {
        for resource in resources {
            questions.push(Question { action: text(&action), resource: text(resource), keys: keys.clone() });
        }
    }
    questions
}

fn actions(statement: &Value) -> Vec<Change> {
    let actions = list(&statement["Action"]);
    let mut changes: Vec<Change> = each_left_out(&actions)
        .into_iter()
        .map(|(gone, rest)| with(statement, "Action", rest, format!("action {gone} removed")))
        .collect();
    for (index, action) in actions.iter().map(text).enumerate() {
        let service = action.split(':').next().unwrap_or_default();
        let wide = replaced(&actions, index, json!(format!("{service}:*")));
        let mut change = with(statement, "Action", wide, format!("action {action} widened to {service}:*"));
        // A trust policy's resource is its role.
        let everything = json!("*");
        change.questions = questions(statement, &list(statement.get("Resource").unwrap_or(&everything)));
        changes.push(change);
    }
    changes
}

/// An ARN with one of its parts open, for each part that is not open yet.
fn wider_arns(arn: &str) -> Vec<(&'static str, String)> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let [prefix, partition, service, region, account, resource] = parts[..] else { return vec![] };
    let mut wider = vec![("partition", format!("{prefix}:*:{service}:{region}:{account}:{resource}"))];
    if !region.is_empty() {
        wider.push(("region", format!("{prefix}:{partition}:{service}:*:{account}:{resource}")));
    }
    if !account.is_empty() {
        wider.push(("account", format!("{prefix}:{partition}:{service}:{region}:*:{resource}")));
    }
    if let Some((kind, id)) = resource.split_once('/')
        && id != "*"
    {
        wider.push(("id", format!("{prefix}:{partition}:{service}:{region}:{account}:{kind}/*")));
    }
    wider
}

fn resources(statement: &Value) -> Vec<Change> {
    let resources = list(&statement["Resource"]);
    let mut changes: Vec<Change> = each_left_out(&resources)
        .into_iter()
        .map(|(gone, rest)| with(statement, "Resource", rest, format!("resource {gone} removed")))
        .collect();
    for (index, resource) in resources.iter().map(text).enumerate() {
        if resource == "*" {
            continue;
        }
        for (part, wide) in wider_arns(&resource) {
            let what = format!("resource {resource} open in its {part}");
            changes.push(with(statement, "Resource", replaced(&resources, index, json!(wide)), what));
        }
        changes.push(with(statement, "Resource", json!("*"), format!("resource {resource} widened to *")));
        if let Some((place, _)) = resource.rsplit_once(':') {
            let any = replaced(&resources, index, json!(format!("{place}:*")));
            let mut change = with(statement, "Resource", any, format!("resource {resource} open in its type"));
            change.questions = questions(statement, &[json!(resource)]);
            changes.push(change);
        }
    }
    changes
}

fn principals(statement: &Value) -> Vec<Change> {
    let Some(principals) = statement.get("Principal") else { return vec![] };
    let mut changes =
        vec![with(statement, "Principal", json!({"AWS": "*"}), "principal widened to everybody".to_owned())];
    let principals = list(&principals["AWS"]);
    for (gone, rest) in each_left_out(&principals) {
        changes.push(with(statement, "Principal", json!({"AWS": rest}), format!("principal {gone} removed")));
    }
    for (index, principal) in principals.iter().map(text).enumerate() {
        if let Some((account, _)) = principal.rsplit_once(':') {
            let wide = replaced(&principals, index, json!(format!("{account}:root")));
            let what = format!("principal {principal} widened to its account");
            changes.push(with(statement, "Principal", json!({"AWS": wide}), what));
        }
    }
    changes
}

fn conditions(statement: &Value) -> Vec<Change> {
    let mut changes = Vec::new();
    for (operator, keys) in statement["Condition"].as_object().into_iter().flatten() {
        for (key, value) in keys.as_object().into_iter().flatten() {
            let condition = Condition { statement, operator, key, values: list(value) };
            changes.extend(condition.changes());
        }
    }
    changes
}

struct Condition<'a> {
    statement: &'a Value,
    operator: &'a str,
    key: &'a str,
    values: Vec<Value>,
}

impl Condition<'_> {
    fn changes(&self) -> Vec<Change> {
        let Self { operator, key, .. } = self;
        let mut changes = vec![self.instead(None, format!("condition {operator} {key} removed"))];
        let weaker = match (*operator, operator.strip_prefix("ForAllValues:")) {
            ("Null", _) => None,
            (_, Some(rest)) => Some(format!("ForAnyValue:{rest}")),
            (operator, None) if operator.ends_with("IfExists") => None,
            (operator, None) => Some(format!("{operator}IfExists")),
        };
        if let Some(weaker) = weaker {
            let what = format!("condition {operator} {key} weakened to {weaker}");
            changes.push(self.instead(Some((&weaker, Value::Array(self.values.clone()))), what));
        }
        for (gone, rest) in each_left_out(&self.values) {
            let what = format!("value {gone} of {operator} {key} removed");
            changes.push(self.instead(Some((operator, rest)), what));
        }
        for (index, value) in self.values.iter().enumerate() {
            for (other_operator, other) in self.other_values(value) {
                let what =
                    format!("value {} of {operator} {key} changed to {other_operator} {}", text(value), text(&other));
                let values = replaced(&self.values, index, other);
                changes.push(self.instead(Some((&other_operator, values)), what));
            }
        }
        changes
    }

    /// Wider values, and for numbers and presence the nearest narrower one too: a limit has two sides.
    fn other_values(&self, value: &Value) -> Vec<(String, Value)> {
        let operator = self.operator;
        let same = |value: Value| (operator.to_owned(), value);
        let text = text(value);
        match operator.strip_suffix("IfExists").unwrap_or(operator) {
            "StringEquals" => vec![(operator.replace("StringEquals", "StringLike"), json!("*"))],
            "StringLike" | "ForAllValues:StringLike" if text == "*" => vec![],
            "StringLike" | "ForAllValues:StringLike" => vec![same(json!("*"))],
            "ArnEquals" | "ArnLike" => {
                wider_arns(&text).into_iter().map(|(_, arn)| ("ArnLike".to_owned(), json!(arn))).collect()
            }
            "NumericLessThanEquals" => {
                let number: i64 = text.parse().expect("a limit is a number");
                vec![same(json!((number + 1).to_string())), same(json!((number - 1).to_string()))]
            }
            "Bool" | "Null" => vec![same(json!((text != "true").to_string()))],
            other => panic!("no mutants are known for the operator {other}: add them here"),
        }
    }

    /// The statement with this condition replaced or removed.
    fn instead(&self, replacement: Option<(&str, Value)>, what: String) -> Change {
        let mut statement = self.statement.clone();
        let conditions = statement["Condition"].as_object_mut().expect("the statement has conditions");
        let keys = conditions.get_mut(self.operator).and_then(Value::as_object_mut).expect("it has this operator");
        keys.shift_remove(self.key);
        if keys.is_empty() {
            conditions.shift_remove(self.operator);
        }
        if let Some((operator, values)) = replacement {
            let keys = conditions.entry(operator).or_insert_with(|| Value::Object(Map::new()));
            keys[self.key] = values;
        }
        if conditions.is_empty() {
            statement.as_object_mut().expect("a statement is an object").shift_remove("Condition");
        }
        Change { what, statement, questions: vec![] }
    }
}
