//! Finds the policies of a template and takes them apart into grants.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::condition::Conditions;
use super::glob::Pattern;
use super::grant::{Actions, Effect, Grant, Holder, Principal, Principals, Resources};
use super::guard::Guard;
use super::text::{Scope, Text};

/// A statement with more combinations of principal, action and resource is kept whole and equals only itself. The longest policy
/// IAM takes (10,240 characters) has about 90 actions on 90 resources at most.
const MAX_STATEMENT_GRANTS: usize = 8_100;

/// All grants of a template, beyond which statements are kept whole: comparing takes time by the square of their number.
const MAX_GRANTS: usize = 20_000;

/// A permissions boundary: what a role or user can do at most, whatever it is granted.
#[derive(Clone, Debug)]
pub struct Boundary {
    /// Role or user.
    pub holder: Holder,
    /// ARN of the policy.
    pub policy: Text,
    /// Under which conditions of the template.
    pub guard: Guard,
    /// JSON pointer.
    pub path: String,
}

/// All that a template lets anybody do by IAM.
#[derive(Clone, Debug, Default)]
pub struct Permissions {
    /// Every grant, in the order of the template.
    pub grants: Vec<Grant>,
    /// Every permissions boundary.
    pub boundaries: Vec<Boundary>,
}

impl Permissions {
    /// Reads every policy of the template.
    ///
    /// Nothing is left out: what can't be read before deployment becomes a grant that equals only itself.
    #[must_use]
    pub fn read(scope: &Scope<'_>) -> Permissions {
        let mut reader = Reader { scope, attached: attachments(scope), out: Permissions::default() };
        for (id, resource) in scope.section("Resources") {
            reader.resource(id, resource);
        }
        reader.out.grants = merged(reader.out.grants);
        reader.out
    }
}

type MakeHolder = fn(String) -> Holder;

struct Reader<'s, 'a> {
    scope: &'s Scope<'a>,
    /// Managed policies of the template that a role, user or group names in its `ManagedPolicyArns`.
    attached: BTreeMap<String, Vec<(Guard, Holder)>>,
    out: Permissions,
}

/// What stands beside a statement: where it was found.
struct Place<'p> {
    holder: &'p Holder,
    guard: &'p Guard,
    path: &'p str,
    version_2008: bool,
}

impl Reader<'_, '_> {
    fn resource(&mut self, id: &str, resource: &Value) {
        let kind = resource.get("Type").and_then(Value::as_str).unwrap_or_default();
        let Some(guard) = self.scope.guard_of(resource) else { return };
        let none = json!({});
        let properties = resource.get("Properties").unwrap_or(&none);
        let path = format!("/Resources/{id}/Properties");
        match kind {
            "AWS::IAM::Role" => {
                self.identity(&Holder::Role(id.to_owned()), properties, &guard, &path);
                let trust = Holder::Trust(id.to_owned());
                if let Some(document) = properties.get("AssumeRolePolicyDocument") {
                    self.document(&trust, document, &guard, &format!("{path}/AssumeRolePolicyDocument"));
                }
            }
            "AWS::IAM::User" => self.identity(&Holder::User(id.to_owned()), properties, &guard, &path),
            "AWS::IAM::Group" => self.identity(&Holder::Group(id.to_owned()), properties, &guard, &path),
            "AWS::IAM::Policy"
            | "AWS::IAM::ManagedPolicy"
            | "AWS::IAM::RolePolicy"
            | "AWS::IAM::UserPolicy"
            | "AWS::IAM::GroupPolicy" => {
                let mut holders = self.holders(properties, &guard);
                let named = self.attached.get(id).into_iter().flatten();
                holders.extend(named.filter_map(|(more, holder)| Some((guard.and(more)?, holder.clone()))));
                holders.sort();
                holders.dedup();
                if holders.is_empty() {
                    holders.push((guard, Holder::Policy(id.to_owned())));
                }
                let Some(document) = properties.get("PolicyDocument") else { return };
                for (guard, holder) in &holders {
                    self.document(holder, document, guard, &format!("{path}/PolicyDocument"));
                }
            }
            "AWS::Lambda::Permission" => self.function_permission(properties, &guard, &path),
            "AWS::EC2::VPCEndpoint" if properties.get("PolicyDocument").is_none() => {
                // "If this parameter is not specified, the default policy allows full access" (AWS::EC2::VPCEndpoint).
                let everything =
                    json!({"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}});
                self.document(&protected(self.scope, kind, id, properties), &everything, &guard, &path);
            }
            _ => {
                let holder = protected(self.scope, kind, id, properties);
                self.search(&holder, properties, &guard, &path);
            }
        }
    }

    /// Inline policies, attached policies and boundary of a role, user or group.
    fn identity(&mut self, holder: &Holder, properties: &Value, guard: &Guard, path: &str) {
        if let Some(policies) = properties.get("Policies") {
            for (guard, policy, path) in self.scope.elements(policies, guard, &format!("{path}/Policies")) {
                match policy.get("PolicyDocument") {
                    Some(document) => self.document(holder, document, &guard, &format!("{path}/PolicyDocument")),
                    None => self.unreadable(holder, policy, &guard, &path),
                }
            }
        }
        if let Some(arns) = properties.get("ManagedPolicyArns") {
            for (guard, arn, path) in self.scope.elements(arns, guard, &format!("{path}/ManagedPolicyArns")) {
                for text in self.scope.texts(arn) {
                    if text.as_symbol().is_some_and(|name| self.attached.contains_key(name)) {
                        continue;
                    }
                    self.push(holder, Actions::Attached(text), &guard, &path);
                }
            }
        }
        if let Some(boundary) = properties.get("PermissionsBoundary") {
            let path = format!("{path}/PermissionsBoundary");
            for (guard, arn, path) in self.scope.elements(boundary, guard, &path) {
                for policy in self.scope.texts(arn) {
                    self.out.boundaries.push(Boundary {
                        holder: holder.clone(),
                        policy,
                        guard: guard.clone(),
                        path: path.clone(),
                    });
                }
            }
        }
    }

    /// Whom a policy resource names as its holders.
    fn holders(&self, properties: &Value, guard: &Guard) -> Vec<(Guard, Holder)> {
        let kinds: [(&str, MakeHolder); 6] = [
            ("Roles", Holder::Role),
            ("RoleName", Holder::Role),
            ("Users", Holder::User),
            ("UserName", Holder::User),
            ("Groups", Holder::Group),
            ("GroupName", Holder::Group),
        ];
        let mut out = Vec::new();
        for (property, holder) in kinds {
            let Some(names) = properties.get(property) else { continue };
            for (guard, name, _) in self.scope.elements(names, guard, "") {
                out.extend(self.scope.texts(name).iter().map(|text| (guard.clone(), holder(bare(text)))));
            }
        }
        out
    }

    /// A policy document, as an object or as a string that holds one.
    fn document(&mut self, holder: &Holder, document: &Value, guard: &Guard, path: &str) {
        if let Value::String(text) = document
            && let Ok(parsed @ Value::Object(_)) = serde_json::from_str(text)
        {
            return self.document(holder, &parsed, guard, path);
        }
        for (guard, document, path) in self.scope.elements(document, guard, path) {
            let Some(statements) = document.get("Statement") else {
                self.unreadable(holder, document, &guard, &path);
                continue;
            };
            // Without a version AWS reads 2008-10-17, which has no policy variables.
            let version = document.get("Version").and_then(|version| self.scope.text(version));
            let version_2008 = version.is_none_or(|version| version.as_literal() != Some("2012-10-17"));
            for (guard, statement, path) in self.scope.elements(statements, &guard, &format!("{path}/Statement")) {
                for (more, statement) in self.scope.alternatives(statement) {
                    let Some(guard) = guard.and(&more) else { continue };
                    self.statement(&statement, &Place { holder, guard: &guard, path: &path, version_2008 });
                }
            }
        }
    }

    fn statement(&mut self, statement: &Value, place: &Place<'_>) {
        let effect = statement.get("Effect").and_then(|effect| self.scope.text(effect));
        let effect = match effect.as_ref().and_then(Text::as_literal) {
            Some("Allow") => Effect::Allow,
            Some("Deny") => Effect::Deny,
            Some(_) | None => return self.unreadable(place.holder, statement, place.guard, place.path),
        };
        let (Some(actions), Some(resources)) = (self.actions(statement), self.resources(statement, place)) else {
            return self.unreadable(place.holder, statement, place.guard, place.path);
        };
        let principals = self.principals(statement);
        let count = principals.len().saturating_mul(actions.len()).saturating_mul(resources.len());
        if MAX_STATEMENT_GRANTS < count || MAX_GRANTS < self.out.grants.len() + count {
            return self.unreadable(place.holder, statement, place.guard, place.path);
        }
        let conditions = Conditions::read(self.scope, statement.get("Condition"), place.version_2008);
        let sid = statement.get("Sid").and_then(Value::as_str).map(str::to_owned);
        for principals in principals {
            for actions in &actions {
                for resources in &resources {
                    self.out.grants.push(Grant {
                        holder: place.holder.clone(),
                        effect,
                        principals: principals.clone(),
                        actions: actions.clone(),
                        resources: resources.clone(),
                        conditions: conditions.clone(),
                        guard: place.guard.clone(),
                        sid: sid.clone(),
                        path: place.path.to_owned(),
                    });
                }
            }
        }
    }

    fn actions(&self, statement: &Value) -> Option<Vec<Actions>> {
        let patterns = |value: &Value| -> Vec<Pattern> {
            let mut out: Vec<Pattern> =
                self.scope.texts(value).iter().map(|text| Pattern::wildcard_2008(text).ignoring_case()).collect();
            out.sort();
            out.dedup();
            out
        };
        match (statement.get("Action"), statement.get("NotAction")) {
            (Some(actions), None) => Some(patterns(actions).into_iter().map(Actions::Matching).collect()),
            (None, Some(excepted)) => Some(vec![Actions::AllBut(patterns(excepted))]),
            (Some(_), Some(_)) | (None, None) => None,
        }
    }

    fn resources(&self, statement: &Value, place: &Place<'_>) -> Option<Vec<Resources>> {
        let patterns = |value: &Value| -> Vec<Pattern> {
            let texts = self.scope.texts(value);
            let pattern = if place.version_2008 { Pattern::wildcard_2008 } else { Pattern::wildcard };
            let mut out: Vec<Pattern> = texts.iter().map(pattern).collect();
            out.sort();
            out.dedup();
            out
        };
        match (statement.get("Resource"), statement.get("NotResource")) {
            (Some(resources), None) => Some(patterns(resources).into_iter().map(Resources::Matching).collect()),
            (None, Some(excepted)) => Some(vec![Resources::AllBut(patterns(excepted))]),
            (None, None) => match place.holder {
                Holder::Trust(_) | Holder::Resource { .. } => Some(vec![Resources::Itself]),
                Holder::Role(_) | Holder::User(_) | Holder::Group(_) | Holder::Policy(_) => None,
            },
            (Some(_), Some(_)) => None,
        }
    }

    fn principals(&self, statement: &Value) -> Vec<Principals> {
        match (statement.get("Principal"), statement.get("NotPrincipal")) {
            (Some(value), _) => self.principal_list(value).into_iter().map(Principals::One).collect(),
            (None, Some(value)) => vec![Principals::AllBut(self.principal_list(value))],
            (None, None) => vec![Principals::Holder],
        }
    }

    fn principal_list(&self, value: &Value) -> Vec<Principal> {
        let mut out = match value {
            Value::Object(kinds)
                if self.scope.text(value).is_some_and(|text| text.as_symbol().is_some_and(is_object)) =>
            {
                let each = kinds.iter().flat_map(|(kind, names)| {
                    self.scope.texts(names).into_iter().map(|name| principal(kind, name)).collect::<Vec<_>>()
                });
                each.collect()
            }
            _ => self.scope.texts(value).into_iter().map(|name| principal("AWS", name)).collect::<Vec<_>>(),
        };
        out.sort();
        out.dedup();
        out
    }

    /// `AWS::Lambda::Permission` is a resource policy with words of its own.
    fn function_permission(&mut self, properties: &Value, guard: &Guard, path: &str) {
        for (more, properties) in self.scope.alternatives(properties) {
            let Some(guard) = guard.and(&more) else { continue };
            let property = |name: &str| properties.get(name).cloned();
            let name =
                property("FunctionName").and_then(|name| self.scope.text(&name)).map_or_else(String::new, |t| bare(&t));
            let kind = "AWS::Lambda::Permission".to_owned();
            let holder = Holder::Resource { kind, name: name.strip_suffix(".Arn").unwrap_or(&name).to_owned() };
            let principal = property("Principal").unwrap_or(Value::Null);
            let service = self.scope.text(&principal).and_then(|text| text.as_literal().map(|text| text.contains('.')));
            let principal = match service {
                Some(true) => json!({"Service": principal}),
                Some(false) | None => json!({"AWS": principal}),
            };
            let mut condition = json!({});
            for (name, operator, key) in [
                ("SourceArn", "ArnLike", "aws:SourceArn"),
                ("SourceAccount", "StringEquals", "aws:SourceAccount"),
                ("PrincipalOrgID", "StringEquals", "aws:PrincipalOrgID"),
                ("EventSourceToken", "StringEquals", "lambda:EventSourceToken"),
                ("FunctionUrlAuthType", "StringEquals", "lambda:FunctionUrlAuthType"),
                ("InvokedViaFunctionUrl", "Bool", "lambda:InvokedViaFunctionUrl"),
            ] {
                if let Some(value) = property(name) {
                    condition[operator][key] = value;
                }
            }
            let action = property("Action").unwrap_or(Value::Null);
            let statement =
                json!({"Effect": "Allow", "Principal": principal, "Action": action, "Condition": condition});
            self.statement(&statement, &Place { holder: &holder, guard: &guard, path, version_2008: true });
        }
    }

    /// Any other resource: every object with statements, wherever it is, is a policy.
    fn search(&mut self, holder: &Holder, value: &Value, guard: &Guard, path: &str) {
        match value {
            Value::Object(_) if is_document(value) => self.document(holder, value, guard, path),
            Value::Object(map) => {
                for (guard, branch, path) in self.scope.elements(value, guard, path) {
                    // `Fn::If` yields its branches; everything else yields itself.
                    match std::ptr::eq(branch, value) {
                        true => map
                            .iter()
                            .for_each(|(key, item)| self.search(holder, item, &guard, &format!("{path}/{key}"))),
                        false => self.search(holder, branch, &guard, &path),
                    }
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.search(holder, item, guard, &format!("{path}/{index}"));
                }
            }
            Value::String(text) if text.trim_start().starts_with('{') && text.contains("Statement") => {
                if let Ok(parsed) = serde_json::from_str::<Value>(text)
                    && is_document(&parsed)
                {
                    self.document(holder, &parsed, guard, path);
                }
            }
            Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn unreadable(&mut self, holder: &Holder, value: &Value, guard: &Guard, path: &str) {
        let text = self.scope.canonical(value).to_string();
        self.push(holder, Actions::Unreadable(text), guard, path);
    }

    fn push(&mut self, holder: &Holder, actions: Actions, guard: &Guard, path: &str) {
        self.out.grants.push(Grant {
            holder: holder.clone(),
            effect: Effect::Allow,
            principals: Principals::Holder,
            actions,
            resources: Resources::Matching(Pattern::wildcard(&Text::literal("*"))),
            conditions: Conditions::default(),
            guard: guard.clone(),
            sid: None,
            path: path.to_owned(),
        });
    }
}

/// Whether the properties at a place hold a policy document: an object with statements.
fn is_document(value: &Value) -> bool {
    match value.get("Statement") {
        Some(Value::Array(_)) => true,
        Some(Value::Object(one)) => one.contains_key("Effect") || one.contains_key("Fn::If"),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | None => false,
    }
}

/// A symbol that is a whole object and no intrinsic, as [`Scope::text`] writes it.
fn is_object(symbol: &str) -> bool {
    symbol.starts_with('{')
}

/// The holder of a resource policy: the resource it protects where that is named, else the one that carries it.
fn protected(scope: &Scope<'_>, kind: &str, id: &str, properties: &Value) -> Holder {
    let named = ["Bucket", "Topics", "Queues", "SecretId", "RepositoryName", "FunctionName"];
    let target = match kind.ends_with("Policy") {
        true => named.iter().find_map(|name| properties.get(*name)).map(|value| scope.texts(value)),
        false => None,
    };
    let mut names: Vec<String> = target.unwrap_or_default().iter().map(bare).collect();
    names.sort();
    let name = if names.is_empty() { id.to_owned() } else { names.join(", ") };
    Holder::Resource { kind: kind.to_owned(), name }
}

fn principal(kind: &str, name: Text) -> Principal {
    match (kind, name.as_literal()) {
        ("AWS" | "*", Some("*")) => Principal::Everyone,
        ("AWS", _) => account(&name).map_or(Principal::Arn(name), Principal::Account),
        ("Service", _) => Principal::Service(name),
        ("Federated", _) => Principal::Federated(name),
        ("CanonicalUser", _) => Principal::CanonicalUser(name),
        (_, _) => Principal::Other(kind.to_owned(), name),
    }
}

/// The account, if the principal is one: `111122223333`, `!Ref AWS::AccountId` or `arn:…:iam::ACCOUNT:root`.
fn account(name: &Text) -> Option<Text> {
    let digits = |text: &str| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    let shown = name.to_string();
    let inner = match shown.strip_suffix(":root").and_then(|text| text.split_once(":iam::")) {
        Some((start, account)) if start.starts_with("arn:") => account.to_owned(),
        Some(_) | None => shown,
    };
    match inner.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) {
        _ if digits(&inner) => Some(Text::literal(&inner)),
        Some("AWS::AccountId") => Some(Text::symbol("AWS::AccountId")),
        // `arn:…:iam::${Account}:root` is an account whatever the parameter's name; a bare `${X}` may be any ARN.
        Some(symbol) if inner.len() < name.to_string().len() && !symbol.contains("${") => Some(Text::symbol(symbol)),
        Some(_) | None => None,
    }
}

/// Whom the template's managed policies are attached to by `ManagedPolicyArns`.
fn attachments(scope: &Scope<'_>) -> BTreeMap<String, Vec<(Guard, Holder)>> {
    let is_policy = |id: &str| {
        scope.section("Resources").any(|(name, resource)| {
            name == id && resource.get("Type").and_then(Value::as_str) == Some("AWS::IAM::ManagedPolicy")
        })
    };
    let mut out: BTreeMap<String, Vec<(Guard, Holder)>> = BTreeMap::new();
    for (id, resource) in scope.section("Resources") {
        let holder = match resource.get("Type").and_then(Value::as_str) {
            Some("AWS::IAM::Role") => Holder::Role(id.to_owned()),
            Some("AWS::IAM::User") => Holder::User(id.to_owned()),
            Some("AWS::IAM::Group") => Holder::Group(id.to_owned()),
            Some(_) | None => continue,
        };
        let Some(arns) = resource.get("Properties").and_then(|properties| properties.get("ManagedPolicyArns")) else {
            continue;
        };
        let Some(guard) = scope.guard_of(resource) else { continue };
        for (guard, arn, _) in scope.elements(arns, &guard, "") {
            for text in scope.texts(arn) {
                if let Some(name) = text.as_symbol().filter(|name| is_policy(name)) {
                    out.entry(name.to_owned()).or_default().push((guard.clone(), holder.clone()));
                }
            }
        }
    }
    out
}

fn bare(text: &Text) -> String {
    text.as_symbol().map_or_else(|| text.to_string(), str::to_owned)
}

/// Grants that differ only in their guards, where together the guards say less: `if A` and `if not A` is always.
fn merged(grants: Vec<Grant>) -> Vec<Grant> {
    let mut out: Vec<Grant> = Vec::with_capacity(grants.len());
    'next: for mut grant in grants {
        loop {
            let same = |other: &Grant| other.same_target(&grant) && other.conditions == grant.conditions;
            if out.iter().any(|other| same(other) && grant.guard.implies(&other.guard)) {
                continue 'next;
            }
            let Some(index) = out.iter().position(|other| same(other) && other.guard.merged(&grant.guard).is_some())
            else {
                break;
            };
            let Some(guard) = out[index].guard.merged(&grant.guard) else { break };
            grant.guard = guard;
            grant.path.clone_from(&out[index].path);
            out.remove(index);
        }
        out.retain(|other| {
            !(other.same_target(&grant) && other.conditions == grant.conditions && other.guard.implies(&grant.guard))
        });
        out.push(grant);
    }
    out
}
