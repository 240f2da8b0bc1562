//! The policies of a template, statement by statement, each part with its place.

use serde_json::{Map, Value};

use super::guards::always_one_of;
use super::text::{Text, branches, elements, nested_lists, shown, texts};
use crate::template::{Intrinsic, Resource, Template, as_intrinsic, pointer_join};

/// What a policy document is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) enum Purpose {
    /// What its holder may do.
    Identity,
    /// Who may assume the role.
    Trust,
    /// Who may do what to the resource that carries it.
    Resource,
}

/// A policy document.
#[derive(Debug)]
pub(in crate::rules) struct Document<'t> {
    pub(in crate::rules) purpose: Purpose,
    /// The resource it stands in.
    pub(in crate::rules) logical_id: &'t str,
    /// That resource's type.
    pub(in crate::rules) kind: &'t str,
    /// Who holds it: logical ids, or names of principals outside the template.
    pub(in crate::rules) holders: Vec<String>,
    pub(in crate::rules) path: String,
    /// Whether it is a mapping with statements, so that rules can look into it.
    pub(in crate::rules) readable: bool,
    pub(in crate::rules) statements: Vec<Statement>,
}

/// One statement of a policy.
#[derive(Debug)]
pub(in crate::rules) struct Statement {
    pub(in crate::rules) path: String,
    /// Which one it is in its policy, counted from 1 as the file has them: both branches of an `Fn::If` are one.
    pub(in crate::rules) number: usize,
    /// The name of its policy, if the resource has several.
    pub(in crate::rules) policy: Option<String>,
    pub(in crate::rules) sid: Option<String>,
    /// The names of its elements, as written.
    pub(in crate::rules) elements: Vec<String>,
    pub(in crate::rules) effects: Vec<Text>,
    /// Whether it can allow something: its effect is `Allow`, or not known.
    pub(in crate::rules) allows: bool,
    pub(in crate::rules) actions: Vec<Text>,
    pub(in crate::rules) not_actions: Vec<Text>,
    pub(in crate::rules) resources: Vec<Text>,
    pub(in crate::rules) not_resources: Vec<Text>,
    pub(in crate::rules) principals: Vec<Principal>,
    pub(in crate::rules) not_principals: Vec<Principal>,
    pub(in crate::rules) clauses: Vec<Clause>,
    /// What stands in `Condition` where an operator should, with something else than keys below it.
    pub(in crate::rules) without_operator: Vec<Text>,
    /// Lists in lists, each with the element that it stands in: `Action`.
    pub(in crate::rules) nested: Vec<(&'static str, String)>,
}

/// One principal of a statement.
#[derive(Debug)]
pub(in crate::rules) struct Principal {
    /// `AWS`, `Service`, `Federated`, `CanonicalUser`; `*` for the bare star.
    pub(in crate::rules) kind: String,
    pub(in crate::rules) text: Text,
}

/// One line of a statement's conditions.
#[derive(Debug)]
pub(in crate::rules) struct Clause {
    /// As written: `ForAllValues:StringLike`.
    pub(in crate::rules) operator: String,
    /// As written: `aws:TagKeys`.
    pub(in crate::rules) key: String,
    pub(in crate::rules) values: Vec<Text>,
    pub(in crate::rules) path: String,
}

impl Clause {
    /// The operator without its quantifier and without `IfExists`.
    pub(in crate::rules) fn base_operator(&self) -> &str {
        let operator = self.operator.rsplit(':').next().unwrap_or_default();
        match operator.len().checked_sub("IfExists".len()).and_then(|at| operator.split_at_checked(at)) {
            Some((base, suffix)) if suffix.eq_ignore_ascii_case("IfExists") => base,
            Some(_) | None => operator,
        }
    }

    /// Whether the request passes when the key is not in it.
    pub(in crate::rules) fn passes_without_key(&self) -> bool {
        self.base_operator().len() < self.operator.rsplit(':').next().unwrap_or_default().len()
            || self.is_for_all_values()
    }

    pub(in crate::rules) fn is_for_all_values(&self) -> bool {
        self.operator.to_ascii_lowercase().starts_with("forallvalues:")
    }

    pub(in crate::rules) fn has_key(&self, key: &str) -> bool {
        self.key.eq_ignore_ascii_case(key)
    }

    pub(in crate::rules) fn is(&self, operator: &str) -> bool {
        self.base_operator().eq_ignore_ascii_case(operator)
    }

    /// Whether it asks for one of some values, so that it narrows what is allowed.
    pub(in crate::rules) fn is_positive(&self) -> bool {
        !self.base_operator().to_ascii_lowercase().contains("not") && !self.is("Null")
    }
}

impl Statement {
    /// Whether one of its actions is this one, wildcards understood.
    pub(in crate::rules) fn covers_action(&self, action: &str) -> bool {
        self.actions.iter().any(|text| matches(&text.text.to_ascii_lowercase(), &action.to_ascii_lowercase()))
    }

    /// Whether one of its actions is the bare star.
    pub(in crate::rules) fn allows_everything(&self) -> bool {
        self.actions.iter().any(|action| action.text == "*")
    }

    /// Whether, in every deployment in which the statement is there, one of its conditions is there that satisfies
    /// `wanted`. A condition whose every value an `Fn::If` removes is gone itself.
    pub(in crate::rules) fn always(&self, template: &Template, wanted: impl Fn(&Clause) -> bool) -> bool {
        self.always_at(template, &self.path, wanted)
    }

    /// As [`Statement::always`], in every deployment in which the place `base` is there.
    pub(in crate::rules) fn always_at(
        &self,
        template: &Template,
        base: &str,
        wanted: impl Fn(&Clause) -> bool,
    ) -> bool {
        let values = self.clauses.iter().filter(|clause| wanted(clause)).flat_map(|clause| &clause.values);
        always_one_of(template, base, values.map(|value| value.path.as_str()))
    }

    /// How to speak of it: `the statement Launch`, else `statement 2`.
    pub(in crate::rules) fn name(&self) -> String {
        match &self.sid {
            Some(sid) => format!("the statement {sid}"),
            None => match &self.policy {
                Some(policy) => format!("statement {} of the policy {policy}", self.number),
                None => format!("statement {}", self.number),
            },
        }
    }

    /// Lets everything stand at one place: the text that the policy was read from.
    fn relocate(&mut self, place: &str) {
        let texts = [&mut self.actions, &mut self.not_actions, &mut self.resources, &mut self.not_resources];
        let principals =
            self.principals.iter_mut().chain(&mut self.not_principals).map(|principal| &mut principal.text);
        let clauses = self.clauses.iter_mut().flat_map(|clause| {
            place.clone_into(&mut clause.path);
            &mut clause.values
        });
        let all = texts.into_iter().flatten().chain(principals).chain(clauses).chain(&mut self.without_operator);
        for text in all {
            place.clone_into(&mut text.path);
        }
        for (_, path) in &mut self.nested {
            place.clone_into(path);
        }
        place.clone_into(&mut self.path);
    }
}

/// Which statement a path below `Statement` leads to, counted from 1.
fn number(path: &str) -> usize {
    let mut segments = path.rsplit_once("/Statement").map_or("", |(_, rest)| rest).split('/').skip(1);
    while let Some(segment) = segments.next() {
        if segment == "Fn::If" {
            segments.next();
        } else if let Ok(index) = segment.parse::<usize>() {
            return index + 1;
        }
    }
    1
}

/// Where the policies of a resource type stand, and what they are for. Types that are not named here are searched for
/// what has the shape of a policy.
fn places(kind: &str) -> Option<&'static [(&'static str, Purpose)]> {
    Some(match kind {
        "AWS::IAM::Role" => &[("AssumeRolePolicyDocument", Purpose::Trust), ("Policies", Purpose::Identity)],
        "AWS::IAM::User" | "AWS::IAM::Group" => &[("Policies", Purpose::Identity)],
        "AWS::IAM::Policy"
        | "AWS::IAM::ManagedPolicy"
        | "AWS::IAM::RolePolicy"
        | "AWS::IAM::UserPolicy"
        | "AWS::IAM::GroupPolicy" => &[("PolicyDocument", Purpose::Identity)],
        "AWS::S3::BucketPolicy" | "AWS::SNS::TopicPolicy" | "AWS::SQS::QueuePolicy" | "AWS::EC2::VPCEndpoint" => {
            &[("PolicyDocument", Purpose::Resource)]
        }
        "AWS::KMS::Key" => &[("KeyPolicy", Purpose::Resource)],
        "AWS::SecretsManager::ResourcePolicy" => &[("ResourcePolicy", Purpose::Resource)],
        "AWS::ECR::Repository" => &[("RepositoryPolicyText", Purpose::Resource)],
        "AWS::SSO::PermissionSet" => &[("InlinePolicy", Purpose::Identity)],
        // AWS SAM: documents, names of managed policies and policy templates stand side by side.
        "AWS::Serverless::Function" | "AWS::Serverless::StateMachine" => {
            &[("AssumeRolePolicyDocument", Purpose::Trust), ("Policies", Purpose::Identity)]
        }
        // What an organisation allows at most grants nothing.
        "AWS::Organizations::Policy" => &[],
        _ => return None,
    })
}

/// Every policy document of the template, in its order.
pub(in crate::rules) fn documents(template: &Template) -> Vec<Document<'_>> {
    let attached = attached(template);
    let mut found = Vec::new();
    for resource in template.resources() {
        let holders = || match resource.kind {
            "AWS::IAM::Policy" | "AWS::IAM::ManagedPolicy" => holders(&resource, &attached),
            "AWS::IAM::RolePolicy" | "AWS::IAM::UserPolicy" | "AWS::IAM::GroupPolicy" => holders(&resource, &attached),
            _ => vec![resource.logical_id.to_owned()],
        };
        let mut add = |purpose: Option<Purpose>, document: &Value, path: String| {
            found.push(read(template, &resource, purpose, document, path, holders()));
        };
        let mut names: Vec<(String, String)> = Vec::new();
        let Some(places) = places(resource.kind) else {
            if let Some(properties) = resource.json.get("Properties") {
                let path = format!("{}/Properties", resource.path());
                for (document, path) in shaped_like_a_policy(properties, path) {
                    add(None, document, path);
                }
            }
            continue;
        };
        for (property, purpose) in places {
            let Some(value) = resource.property(property) else { continue };
            let path = format!("{}/Properties/{property}", resource.path());
            if *property != "Policies" {
                for (document, path) in branches(value, &path) {
                    add(Some(*purpose), document, path);
                }
                continue;
            }
            for (policy, path) in elements(value, &path) {
                if policy.get("Statement").is_some() {
                    add(Some(*purpose), policy, path);
                } else if let Some(document) = policy.get("PolicyDocument") {
                    if let Some(name) = policy.get("PolicyName") {
                        names.push((path.clone(), shown(name)));
                    }
                    for (document, path) in branches(document, &format!("{path}/PolicyDocument")) {
                        add(Some(*purpose), document, path);
                    }
                }
            }
        }
        if 1 < names.len() {
            for document in found.iter_mut().filter(|document| document.logical_id == resource.logical_id) {
                let name = names.iter().find(|(path, _)| document.path.starts_with(&format!("{path}/")));
                for statement in &mut document.statements {
                    statement.policy = name.map(|(_, name)| name.clone());
                }
            }
        }
    }
    found
}

/// What has the shape of a policy below a value: a mapping with statements that have an effect, or a text of JSON that
/// is one.
fn shaped_like_a_policy(value: &Value, path: String) -> Vec<(&Value, String)> {
    match value {
        Value::Object(map) => {
            let statements = map.get("Statement").map(|list| elements(list, "")).unwrap_or_default();
            if statements.iter().any(|(statement, _)| statement.get("Effect").is_some()) {
                return vec![(value, path)];
            }
            map.iter().flat_map(|(key, value)| shaped_like_a_policy(value, pointer_join(&path, key))).collect()
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .flat_map(|(index, item)| shaped_like_a_policy(item, format!("{path}/{index}")))
            .collect(),
        Value::String(text) if text.contains("\"Statement\"") && text.contains("\"Effect\"") => vec![(value, path)],
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

fn read<'t>(
    template: &'t Template,
    resource: &Resource<'t>,
    purpose: Option<Purpose>,
    document: &Value,
    path: String,
    holders: Vec<String>,
) -> Document<'t> {
    // CloudFormation takes a policy as a text of JSON, too, perhaps with parts that `Fn::Sub` puts in: the only way to
    // a key that is known only at deployment. All of it then stands at one place.
    let text = match as_intrinsic(document) {
        Some((Intrinsic::Sub, _)) => Some(shown(document)),
        Some(_) => None,
        None => document.as_str().map(str::to_owned),
    };
    let parsed = text.and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let content = parsed.as_ref().unwrap_or(document);
    let readable = content.is_object() && as_intrinsic(content).is_none();
    let mut statements: Vec<Statement> = match content.get("Statement") {
        Some(list) if readable => elements(list, &format!("{path}/Statement"))
            .into_iter()
            .filter_map(|(value, path)| Some(statement(template, value.as_object()?, path)))
            .collect(),
        Some(_) | None => Vec::new(),
    };
    if parsed.is_some() {
        statements.iter_mut().for_each(|statement| statement.relocate(&path));
    }
    let names_principals =
        |statement: &Statement| !statement.principals.is_empty() || !statement.not_principals.is_empty();
    let purpose = purpose.unwrap_or_else(|| match statements.iter().any(names_principals) {
        true => Purpose::Resource,
        false => Purpose::Identity,
    });
    Document { purpose, logical_id: resource.logical_id, kind: resource.kind, holders, path, readable, statements }
}

/// Which roles, users and groups name a managed policy of the template: (policy, holder).
fn attached(template: &Template) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for resource in template.resources() {
        let Some(arns) = resource.property("ManagedPolicyArns") else { continue };
        for (arn, _) in elements(arns, "") {
            if let Some(id) = arn.get("Ref").and_then(Value::as_str) {
                found.push((id.to_owned(), resource.logical_id.to_owned()));
            }
        }
    }
    found
}

fn holders(resource: &Resource<'_>, attached: &[(String, String)]) -> Vec<String> {
    let mut found = Vec::new();
    for property in ["Roles", "Users", "Groups", "RoleName", "UserName", "GroupName"] {
        let Some(value) = resource.property(property) else { continue };
        for (value, _) in elements(value, "") {
            let name = value.get("Ref").and_then(Value::as_str).map_or_else(|| shown(value), str::to_owned);
            found.push(name);
        }
    }
    found.extend(attached.iter().filter(|(policy, _)| policy == resource.logical_id).map(|(_, holder)| holder.clone()));
    if found.is_empty() {
        found.push(resource.logical_id.to_owned());
    }
    found
}

fn statement(template: &Template, json: &Map<String, Value>, path: String) -> Statement {
    let list = |name: &str| match json.get(name) {
        Some(value) => texts(template, value, &format!("{path}/{name}")),
        None => Vec::new(),
    };
    let effects = list("Effect");
    Statement {
        sid: json.get("Sid").and_then(Value::as_str).map(str::to_owned),
        allows: effects.is_empty() || effects.iter().any(|effect| effect.text != "Deny"),
        effects,
        elements: json.keys().cloned().collect(),
        actions: list("Action"),
        not_actions: list("NotAction"),
        resources: list("Resource"),
        not_resources: list("NotResource"),
        principals: principals(template, json, &path, "Principal"),
        not_principals: principals(template, json, &path, "NotPrincipal"),
        clauses: clauses(template, json, &path),
        without_operator: without_operator(json, &path),
        nested: nested(template, json, &path),
        number: number(&path),
        policy: None,
        path,
    }
}

fn without_operator(json: &Map<String, Value>, path: &str) -> Vec<Text> {
    let Some(value) = json.get("Condition") else { return Vec::new() };
    let mut found = Vec::new();
    for (conditions, path) in branches(value, &format!("{path}/Condition")) {
        match conditions {
            Value::Object(operators) => {
                for (operator, keys) in operators {
                    let path = pointer_join(&path, operator);
                    let bare = branches(keys, &path).into_iter().any(|(keys, _)| match as_intrinsic(keys) {
                        Some(_) => operator.contains(':') && !operator.to_ascii_lowercase().starts_with("for"),
                        None => !keys.is_object() && !keys.is_null(),
                    });
                    if bare {
                        found.push(Text { text: operator.clone(), path });
                    }
                }
            }
            Value::Null => {}
            other => found.push(Text { text: shown(other), path }),
        }
    }
    found
}

fn nested(template: &Template, json: &Map<String, Value>, path: &str) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for name in ["Action", "NotAction", "Resource", "NotResource"] {
        let Some(value) = json.get(name) else { continue };
        found.extend(nested_lists(template, value, &format!("{path}/{name}")).into_iter().map(|path| (name, path)));
    }
    for name in ["Principal", "NotPrincipal"] {
        let Some(value) = json.get(name) else { continue };
        for (principals, path) in branches(value, &format!("{path}/{name}")) {
            for (kind, value) in principals.as_object().into_iter().flatten() {
                let inside = nested_lists(template, value, &pointer_join(&path, kind));
                found.extend(inside.into_iter().map(|path| (name, path)));
            }
        }
    }
    let Some(value) = json.get("Condition") else { return found };
    for (conditions, path) in branches(value, &format!("{path}/Condition")) {
        for (operator, keys) in conditions.as_object().into_iter().flatten() {
            for (keys, path) in branches(keys, &pointer_join(&path, operator)) {
                for (key, values) in keys.as_object().into_iter().flatten() {
                    let inside = nested_lists(template, values, &pointer_join(&path, key));
                    found.extend(inside.into_iter().map(|path| ("Condition", path)));
                }
            }
        }
    }
    found
}

fn principals(template: &Template, json: &Map<String, Value>, path: &str, name: &str) -> Vec<Principal> {
    let Some(value) = json.get(name) else { return Vec::new() };
    let path = format!("{path}/{name}");
    let mut found = Vec::new();
    for (value, path) in branches(value, &path) {
        match value {
            Value::Object(kinds) if as_intrinsic(value).is_none() => {
                for (kind, value) in kinds {
                    let path = pointer_join(&path, kind);
                    let texts = texts(template, value, &path);
                    found.extend(texts.into_iter().map(|text| Principal { kind: kind.clone(), text }));
                }
            }
            other => found
                .extend(texts(template, other, &path).into_iter().map(|text| Principal { kind: "*".to_owned(), text })),
        }
    }
    found
}

fn clauses(template: &Template, json: &Map<String, Value>, path: &str) -> Vec<Clause> {
    let Some(value) = json.get("Condition") else { return Vec::new() };
    let mut found = Vec::new();
    for (conditions, path) in branches(value, &format!("{path}/Condition")) {
        for (operator, keys) in conditions.as_object().into_iter().flatten() {
            for (keys, path) in branches(keys, &pointer_join(&path, operator)) {
                for (key, values) in keys.as_object().into_iter().flatten() {
                    let path = pointer_join(&path, key);
                    found.push(Clause {
                        operator: operator.clone(),
                        key: key.clone(),
                        values: texts(template, values, &path),
                        path,
                    });
                }
            }
        }
    }
    found
}

/// Whether a pattern of IAM (`*` any run of characters, `?` one) matches a text. A hole in the pattern matches
/// nothing but itself.
pub(in crate::rules) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(byte) if *byte == b'?' || *byte == text[t] => {
                p += 1;
                t += 1;
            }
            Some(_) | None => match star {
                Some((after, from)) => {
                    p = after + 1;
                    t = from + 1;
                    star = Some((after, from + 1));
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::{matches, number};

    #[test]
    fn statements_are_counted_as_the_file_has_them() {
        for (path, expected) in [
            ("/Resources/R/Properties/Policies/3/PolicyDocument/Statement/1", 2),
            ("/Resources/R/Properties/Policies/3/PolicyDocument/Statement", 1),
            ("/Resources/R/Properties/PolicyDocument/Statement/2/Fn::If/1", 3),
            ("/Resources/R/Properties/PolicyDocument/Statement/Fn::If/2/4", 5),
            ("/Resources/R/Properties/PolicyDocument/Statement/Fn::If/2", 1),
        ] {
            assert_eq!(number(path), expected, "{path}");
        }
    }

    #[test]
    fn wildcards_match_as_iam_matches() {
        for (pattern, text, expected) in [
            ("ec2:*", "ec2:RunInstances", true),
            ("ec2:Run*", "ec2:RunInstances", true),
            ("ec2:Run?nstances", "ec2:RunInstances", true),
            ("*:*Instances", "ec2:RunInstances", true),
            ("ec2:Run", "ec2:RunInstances", false),
            ("s3:*", "ec2:RunInstances", false),
            ("*", "", true),
            ("?", "", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
