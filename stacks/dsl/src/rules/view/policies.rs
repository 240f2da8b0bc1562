//! The policies of a template, statement by statement, each part with its place.

use serde_json::{Map, Value};

use super::guards::always_one_of;
use super::text::{Text, branches, elements, shown, texts};
use crate::template::{Resource, Template, as_intrinsic, pointer_join};

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
    pub(in crate::rules) sid: Option<String>,
    /// Whether it can allow something: its effect is `Allow`, or not known.
    pub(in crate::rules) allows: bool,
    pub(in crate::rules) actions: Vec<Text>,
    pub(in crate::rules) not_actions: Vec<Text>,
    pub(in crate::rules) resources: Vec<Text>,
    pub(in crate::rules) not_resources: Vec<Text>,
    pub(in crate::rules) principals: Vec<Principal>,
    pub(in crate::rules) not_principals: Vec<Principal>,
    pub(in crate::rules) clauses: Vec<Clause>,
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
            None => {
                let index = self.path.rsplit('/').find_map(|part| part.parse::<usize>().ok()).unwrap_or(0);
                format!("statement {}", index + 1)
            }
        }
    }
}

/// Every policy document of the template, in its order.
pub(in crate::rules) fn documents(template: &Template) -> Vec<Document<'_>> {
    let attached = attached(template);
    let mut found = Vec::new();
    for resource in template.resources() {
        let places: &[(&str, Purpose)] = match resource.kind {
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
            _ => &[],
        };
        for (property, purpose) in places {
            let Some(value) = resource.property(property) else { continue };
            let path = format!("{}/Properties/{property}", resource.path());
            let holders = match resource.kind {
                "AWS::IAM::Role" | "AWS::IAM::User" | "AWS::IAM::Group" => vec![resource.logical_id.to_owned()],
                _ => holders(&resource, &attached),
            };
            let documents = match *property {
                "Policies" => elements(value, &path)
                    .into_iter()
                    .filter_map(|(policy, path)| {
                        Some((policy.get("PolicyDocument")?, format!("{path}/PolicyDocument")))
                    })
                    .flat_map(|(document, path)| branches(document, &path))
                    .collect(),
                _ => branches(value, &path),
            };
            for (document, path) in documents {
                let readable = document.is_object() && as_intrinsic(document).is_none();
                let statements = match document.get("Statement") {
                    Some(list) if readable => elements(list, &format!("{path}/Statement"))
                        .into_iter()
                        .filter_map(|(value, path)| Some(statement(template, value.as_object()?, path)))
                        .collect(),
                    Some(_) | None => Vec::new(),
                };
                found.push(Document {
                    purpose: *purpose,
                    logical_id: resource.logical_id,
                    kind: resource.kind,
                    holders: holders.clone(),
                    path,
                    readable,
                    statements,
                });
            }
        }
    }
    found
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
        actions: list("Action"),
        not_actions: list("NotAction"),
        resources: list("Resource"),
        not_resources: list("NotResource"),
        principals: principals(template, json, &path, "Principal"),
        not_principals: principals(template, json, &path, "NotPrincipal"),
        clauses: clauses(template, json, &path),
        path,
    }
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
    use super::matches;

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
