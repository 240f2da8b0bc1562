//! Finds the policies of a template and takes them apart into grants.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::condition::Conditions;
use super::glob::Pattern;
use super::grant::{Actions, Effect, Grant, Holder, Meaning, Principal, Principals, Resources};
use super::guard::Guard;
use super::places::places;
use crate::template::symbolic::{Part, Scope, Text};

/// A statement with more combinations of principal, action and resource is kept whole and equals only itself. The
/// longest policy IAM takes (10,240 characters) has about 90 actions on 90 resources at most.
const MAX_STATEMENT_GRANTS: usize = 8_100;

/// All grants of a template, beyond which statements are kept whole: comparing takes time by the square of their
/// number.
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
            "AWS::Serverless::Function" | "AWS::Serverless::StateMachine" => {
                self.serverless(id, properties, &guard, &path);
            }
            "AWS::SSO::PermissionSet" => {
                let holder = Holder::Policy(id.to_owned());
                if let Some(document) = properties.get("InlinePolicy") {
                    self.document(&holder, document, &guard, &format!("{path}/InlinePolicy"));
                }
                self.attached_policies(
                    &holder,
                    properties.get("ManagedPolicies"),
                    &guard,
                    &format!("{path}/ManagedPolicies"),
                );
                let own = "CustomerManagedPolicyReferences";
                if let Some(references) = properties.get(own) {
                    for (guard, policy, path) in self.scope.elements(references, &guard, &format!("{path}/{own}")) {
                        let name = policy.get("Name").and_then(|name| self.scope.text(name));
                        let name = name.unwrap_or_else(|| Text::literal(&self.scope.canonical(policy).to_string()));
                        self.push(&holder, Actions::Attached(name), &guard, &path);
                    }
                }
                self.boundary(&holder, properties, &guard, &path);
            }
            "AWS::RolesAnywhere::Profile" | "AWS::IoT::Policy" => {
                let holder = Holder::Policy(id.to_owned());
                self.search(&holder, properties, &guard, &path);
                self.attached_policies(
                    &holder,
                    properties.get("ManagedPolicyArns"),
                    &guard,
                    &format!("{path}/ManagedPolicyArns"),
                );
            }
            "AWS::EC2::VPCEndpoint" if properties.get("PolicyDocument").is_none() => {
                // "If this parameter is not specified, the default policy allows full access" (AWS::EC2::VPCEndpoint).
                let everything =
                    json!({"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}});
                self.document(&protected(self.scope, kind, id, properties), &everything, &guard, &path);
            }
            _ => {
                let holder = protected(self.scope, kind, id, properties);
                // Where the schema has a policy, whatever stands there is one; elsewhere, whatever looks like one.
                let known = places(kind).map(|places| places.policies.as_slice()).unwrap_or_default();
                self.shaped(&holder, properties, &Shape { known, at: "" }, &guard, &path);
            }
        }
    }

    /// A function or state machine of SAM, with the role that SAM makes for it.
    fn serverless(&mut self, id: &str, properties: &Value, guard: &Guard, path: &str) {
        let holder = Holder::RoleOf(id.to_owned());
        let trust = Holder::Trust(format!("of {id}"));
        if let Some(document) = properties.get("AssumeRolePolicyDocument") {
            self.document(&trust, document, guard, &format!("{path}/AssumeRolePolicyDocument"));
        }
        self.boundary(&holder, properties, guard, path);
        // With a role of its own SAM leaves the policies out ("Role" of AWS::Serverless::Function).
        let Some(policies) = properties.get("Policies").filter(|_| properties.get("Role").is_none()) else { return };
        for (guard, policy, path) in self.scope.elements(policies, guard, &format!("{path}/Policies")) {
            match policy {
                Value::Object(map) if map.contains_key("Statement") => self.document(&holder, policy, &guard, &path),
                Value::Object(map) if !is_call(map) => {
                    for (name, arguments) in map {
                        let arguments = self.scope.canonical(arguments);
                        let shown = match arguments.as_object() {
                            Some(arguments) if arguments.is_empty() => format!("{name} of SAM"),
                            Some(_) | None => format!("{name} of SAM with {}", in_words(&arguments)),
                        };
                        self.push(&holder, Actions::Attached(Text::literal(&shown)), &guard, &path);
                    }
                }
                _ => self.attached_policies(&holder, Some(policy), &guard, &path),
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
        let arns = properties.get("ManagedPolicyArns");
        self.attached_policies(holder, arns, guard, &format!("{path}/ManagedPolicyArns"));
        self.boundary(holder, properties, guard, path);
    }

    /// Managed policies by name or ARN. Those of the template itself are read where they stand.
    fn attached_policies(&mut self, holder: &Holder, arns: Option<&Value>, guard: &Guard, path: &str) {
        let Some(arns) = arns else { return };
        for (guard, arn, path) in self.scope.elements(arns, guard, path) {
            for text in self.scope.texts(arn) {
                if text.as_symbol().is_some_and(|name| self.attached.contains_key(name)) {
                    continue;
                }
                self.push(holder, Actions::Attached(text), &guard, &path);
            }
        }
    }

    fn boundary(&mut self, holder: &Holder, properties: &Value, guard: &Guard, path: &str) {
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

    /// A policy document, as an object or as a text that holds one.
    fn document(&mut self, holder: &Holder, document: &Value, guard: &Guard, path: &str) {
        if let Some(inner) = document.get("Fn::ToJsonString") {
            return self.document(holder, inner, guard, path);
        }
        let is_text = document.is_string() || document.as_object().is_some_and(is_call);
        if is_text
            && document.get("Fn::If").is_none()
            && let Some(parsed) = self.parsed(document)
        {
            return self.document(holder, &parsed, guard, path);
        }
        for (guard, inner, path) in self.scope.elements(document, guard, path) {
            // A branch may be a text, or several documents in a list.
            if !std::ptr::eq(inner, document) && !inner.is_object() || inner.get("Fn::ToJsonString").is_some() {
                self.document(holder, inner, &guard, &path);
                continue;
            }
            let document = inner;
            let Some(statements) = document.get("Statement") else {
                self.unreadable(holder, document, &guard, &path);
                continue;
            };
            // Without a version AWS reads 2008-10-17, which has no policy variables.
            let version = document.get("Version").and_then(|version| self.scope.text(version));
            let version_2008 = version.is_none_or(|version| version.as_literal() != Some("2012-10-17"));
            for (guard, statement, path) in self.scope.elements(statements, &guard, &format!("{path}/Statement")) {
                self.statement(statement, &Place { holder, guard: &guard, path: &path, version_2008 });
            }
        }
    }

    /// The JSON in a text, with what is known only at deployment left in place.
    fn parsed(&self, value: &Value) -> Option<Value> {
        let text = self.scope.text(value)?;
        let mut symbols: Vec<&str> = Vec::new();
        let mut source = String::new();
        for part in text.parts() {
            match part {
                Part::Literal(literal) => source.push_str(literal),
                Part::Symbol(name) => {
                    source.push_str(&format!("{HOLE}{}{HOLE}", symbols.len()));
                    symbols.push(name);
                }
            }
        }
        let parsed: Value = serde_json::from_str(&source).ok()?;
        parsed.is_object().then(|| refilled(&parsed, &symbols))
    }

    fn statement(&mut self, statement: &Value, place: &Place<'_>) {
        if !self.read_statement(statement, place) {
            self.unreadable(place.holder, statement, place.guard, place.path);
        }
    }

    /// `false`: it can't be read, and nothing of it was.
    fn read_statement(&mut self, statement: &Value, place: &Place<'_>) -> bool {
        let mut effects = Vec::new();
        for (guard, effect) in statement.get("Effect").map(|effect| self.scope.alternatives(effect)).unwrap_or_default()
        {
            match self.scope.text(&effect).as_ref().and_then(Text::as_literal) {
                Some("Allow") => effects.push((guard, Effect::Allow)),
                Some("Deny") => effects.push((guard, Effect::Deny)),
                Some(_) | None => return false,
            }
        }
        let (Some(actions), Some(resources)) = (self.actions(statement), self.resources(statement, place)) else {
            return false;
        };
        let principals = self.principals(statement);
        let conditions: Vec<(Guard, Conditions)> = match statement.get("Condition") {
            None => vec![(Guard::default(), Conditions::default())],
            Some(block) => {
                let alternatives = self.scope.alternatives(block).into_iter();
                alternatives
                    .map(|(guard, block)| (guard, Conditions::read(self.scope, Some(&block), place.version_2008)))
                    .collect()
            }
        };
        let count = [effects.len(), principals.len(), actions.len(), resources.len(), conditions.len()];
        let count = count.into_iter().fold(1_usize, usize::saturating_mul);
        if count == 0 && effects.is_empty() {
            return false;
        }
        if MAX_STATEMENT_GRANTS < count || MAX_GRANTS < self.out.grants.len() + count {
            return false;
        }
        let sid = statement.get("Sid").and_then(Value::as_str).map(str::to_owned);
        for (first, effect) in &effects {
            for (second, conditions) in &conditions {
                let Some(guard) = place.guard.and(first).and_then(|guard| guard.and(second)) else { continue };
                for (third, principals) in &principals {
                    let Some(guard) = guard.and(third) else { continue };
                    for (fourth, actions) in &actions {
                        let Some(guard) = guard.and(fourth) else { continue };
                        for (fifth, resources) in &resources {
                            let Some(guard) = guard.and(fifth) else { continue };
                            self.out.grants.push(Grant {
                                holder: place.holder.clone(),
                                effect: *effect,
                                principals: principals.clone(),
                                actions: actions.clone(),
                                resources: resources.clone(),
                                conditions: conditions.clone(),
                                guard,
                                sid: sid.clone(),
                                path: place.path.to_owned(),
                            });
                        }
                    }
                }
            }
        }
        true
    }

    /// The texts of a list, each with the template conditions under which it is there.
    fn each(&self, list: &Value) -> Vec<(Guard, Text)> {
        let mut out = Vec::new();
        for (guard, element, _) in self.scope.elements(list, &Guard::default(), "") {
            for (more, element) in self.scope.alternatives(element) {
                let Some(guard) = guard.and(&more) else { continue };
                out.extend(self.scope.texts(&element).into_iter().map(|text| (guard.clone(), text)));
            }
        }
        out
    }

    /// All texts of a list together, in each of its alternatives.
    fn all(&self, list: &Value) -> Vec<(Guard, Vec<Text>)> {
        let alternatives = self.scope.alternatives(list).into_iter();
        alternatives.map(|(guard, list)| (guard, self.scope.texts(&list))).collect()
    }

    fn actions(&self, statement: &Value) -> Option<Vec<(Guard, Actions)>> {
        let pattern = |text: &Text| Pattern::wildcard_2008(text).ignoring_case();
        match (statement.get("Action"), statement.get("NotAction")) {
            (Some(actions), None) => {
                let each = self.each(actions).into_iter();
                Some(unique(each.map(|(guard, text)| (guard, Actions::Matching(pattern(&text))))))
            }
            (None, Some(excepted)) => {
                let all = self.all(excepted).into_iter();
                Some(unique(all.map(|(guard, texts)| (guard, Actions::AllBut(patterns(&texts, pattern))))))
            }
            (Some(_), Some(_)) | (None, None) => None,
        }
    }

    fn resources(&self, statement: &Value, place: &Place<'_>) -> Option<Vec<(Guard, Resources)>> {
        let pattern = |text: &Text| match place.version_2008 {
            true => Pattern::wildcard_2008(text),
            false => Pattern::wildcard(text),
        };
        match (statement.get("Resource"), statement.get("NotResource")) {
            (Some(resources), None) => {
                let each = self.each(resources).into_iter();
                Some(unique(each.map(|(guard, text)| (guard, Resources::Matching(pattern(&text))))))
            }
            (None, Some(excepted)) => {
                let all = self.all(excepted).into_iter();
                Some(unique(all.map(|(guard, texts)| (guard, Resources::AllBut(patterns(&texts, pattern))))))
            }
            (None, None) => match place.holder {
                Holder::Trust(_) | Holder::Resource { .. } => Some(vec![(Guard::default(), Resources::Itself)]),
                Holder::Role(_) | Holder::RoleOf(_) | Holder::User(_) | Holder::Group(_) | Holder::Policy(_) => None,
            },
            (Some(_), Some(_)) => None,
        }
    }

    fn principals(&self, statement: &Value) -> Vec<(Guard, Principals)> {
        match (statement.get("Principal"), statement.get("NotPrincipal")) {
            (Some(_), Some(both)) | (None, Some(both)) => {
                let alternatives = self.scope.alternatives(both).into_iter();
                let all_but = |value: &Value| {
                    let mut list: Vec<Principal> = self.principal_list(value).into_iter().map(|(_, one)| one).collect();
                    list.sort();
                    list.dedup();
                    Principals::AllBut(list)
                };
                unique(alternatives.map(|(guard, value)| (guard, all_but(&value))))
            }
            (Some(value), None) => {
                let list = self.principal_list(value).into_iter();
                unique(list.map(|(guard, principal)| (guard, Principals::One(principal))))
            }
            (None, None) => vec![(Guard::default(), Principals::Holder)],
        }
    }

    fn principal_list(&self, value: &Value) -> Vec<(Guard, Principal)> {
        let mut out = Vec::new();
        for (guard, value, _) in self.scope.elements(value, &Guard::default(), "") {
            match value {
                Value::Object(kinds) if !is_call(kinds) => {
                    for (kind, names) in kinds {
                        for (more, name) in self.each(names) {
                            out.extend(guard.and(&more).map(|guard| (guard, principal(kind, name))));
                        }
                    }
                }
                _ => {
                    for (more, name) in self.each(value) {
                        out.extend(guard.and(&more).map(|guard| (guard, principal("AWS", name))));
                    }
                }
            }
        }
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

    /// Any other resource: whatever stands where its type has a policy, and every object with statements, is one.
    fn search(&mut self, holder: &Holder, value: &Value, guard: &Guard, path: &str) {
        self.shaped(holder, value, &Shape { known: &[], at: "" }, guard, path);
    }

    fn shaped(&mut self, holder: &Holder, value: &Value, shape: &Shape<'_>, guard: &Guard, path: &str) {
        if value.is_null() {
            return;
        }
        let is_known = shape.known.contains(&shape.at);
        if is_document(value) || (is_known && self.may_be_document(value)) {
            return self.document(holder, value, guard, path);
        }
        match value {
            Value::Object(map) => {
                for (guard, branch, path) in self.scope.elements(value, guard, path) {
                    // `Fn::If` yields its branches; everything else yields itself.
                    if !std::ptr::eq(branch, value) {
                        self.shaped(holder, branch, shape, &guard, &path);
                        continue;
                    }
                    if is_known {
                        self.unreadable(holder, branch, &guard, &path);
                        continue;
                    }
                    for (key, item) in map {
                        let at = match shape.at {
                            "" => key.clone(),
                            at => format!("{at}/{key}"),
                        };
                        let shape = Shape { known: shape.known, at: &at };
                        self.shaped(holder, item, &shape, &guard, &format!("{path}/{key}"));
                    }
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.shaped(holder, item, shape, guard, &format!("{path}/{index}"));
                }
            }
            Value::String(text) if is_known || (text.trim_start().starts_with('{') && text.contains("Statement")) => {
                match self.parsed(value) {
                    Some(parsed) if is_document(&parsed) => self.document(holder, &parsed, guard, path),
                    Some(_) | None if is_known => self.unreadable(holder, value, guard, path),
                    Some(_) | None => {}
                }
            }
            Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// Where a policy belongs: a text that holds one, or one in the text of a function.
    fn may_be_document(&self, value: &Value) -> bool {
        let inner = value.get("Fn::ToJsonString").unwrap_or(value);
        is_document(inner) || self.parsed(inner).is_some_and(|parsed| is_document(&parsed))
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

/// Where a search is, and where the type of its resource has policies.
struct Shape<'s> {
    known: &'s [&'static str],
    /// Property path without list indexes.
    at: &'s str,
}

/// Stands around the number of a hole in the JSON text of a policy: a character for private use, which no policy has.
const HOLE: char = '\u{f8ff}';

/// A parsed policy with its holes as functions again.
fn refilled(value: &Value, symbols: &[&str]) -> Value {
    match value {
        Value::String(text) if text.contains(HOLE) => {
            let (mut pattern, mut variables) = (String::new(), Map::new());
            for (index, piece) in text.split(HOLE).enumerate() {
                match (index % 2, piece.parse::<usize>().ok().and_then(|number| symbols.get(number))) {
                    (1, Some(symbol)) => {
                        pattern.push_str(&format!("${{hole{piece}}}"));
                        variables.insert(format!("hole{piece}"), json!({"Ref": symbol}));
                    }
                    (_, _) => pattern.push_str(&piece.replace("${", "${!")),
                }
            }
            json!({"Fn::Sub": [pattern, variables]})
        }
        Value::Array(items) => Value::Array(items.iter().map(|item| refilled(item, symbols)).collect()),
        Value::Object(map) => {
            Value::Object(map.iter().map(|(key, item)| (key.clone(), refilled(item, symbols))).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// One key that names a function.
fn is_call(map: &Map<String, Value>) -> bool {
    map.len() == 1 && map.keys().all(|key| key == "Ref" || key.starts_with("Fn::"))
}

fn patterns(texts: &[Text], pattern: impl Fn(&Text) -> Pattern) -> Vec<Pattern> {
    let all: BTreeSet<Pattern> = texts.iter().map(pattern).collect();
    all.into_iter().collect()
}

/// Each pair once, in one order.
fn unique<T: Ord>(pairs: impl Iterator<Item = (Guard, T)>) -> Vec<(Guard, T)> {
    let mut out: Vec<(T, Guard)> = pairs.map(|(guard, one)| (one, guard)).collect();
    out.sort();
    out.dedup();
    out.into_iter().map(|(one, guard)| (guard, one)).collect()
}

/// Arguments as people write them: `TableName=Orders`.
fn in_words(arguments: &Value) -> String {
    let shown = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Object(map) => {
            map.get("Fn::Sub").and_then(Value::as_str).map_or_else(|| value.to_string(), str::to_owned)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => value.to_string(),
    };
    match arguments {
        Value::Object(map) => {
            map.iter().map(|(name, value)| format!("{name}={}", shown(value))).collect::<Vec<_>>().join(", ")
        }
        other => shown(other),
    }
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
    // Only grants that say the same otherwise meet, so that the work grows with the number of grants.
    let mut groups: BTreeMap<Meaning, Vec<(usize, Grant)>> = BTreeMap::new();
    for (index, grant) in grants.into_iter().enumerate() {
        groups.entry(grant.meaning()).or_default().push((index, grant));
    }
    let mut out: Vec<(usize, Grant)> = groups.into_values().flat_map(merged_group).collect();
    out.sort_by_key(|(index, _)| *index);
    out.into_iter().map(|(_, grant)| grant).collect()
}

/// More grants than this of one kind are not brought together: each has a guard of its own anyway.
const MAX_MERGED: usize = 64;

fn merged_group(grants: Vec<(usize, Grant)>) -> Vec<(usize, Grant)> {
    if grants.len() == 1 || MAX_MERGED < grants.len() {
        return grants;
    }
    let mut out: Vec<(usize, Grant)> = Vec::with_capacity(grants.len());
    'next: for (index, mut grant) in grants {
        loop {
            if out.iter().any(|(_, other)| grant.guard.implies(&other.guard)) {
                continue 'next;
            }
            let Some(at) = out.iter().position(|(_, other)| other.guard.merged(&grant.guard).is_some()) else { break };
            let (_, other) = out.remove(at);
            let Some(guard) = other.guard.merged(&grant.guard) else { break };
            grant.guard = guard;
            grant.path = other.path;
        }
        out.retain(|(_, other)| !other.guard.implies(&grant.guard));
        out.push((index, grant));
    }
    out
}
