//! English for values, resources, actions and condition keys.

use sprinters_dsl::policy::{
    Actions, Clause, Effect, Grant, Holder, Order, Part, Pattern, Principals, Quantifier, Resources, Scope, Test, Text,
};

/// Lists in a sentence name this many things; the rest is counted.
const MAX_LISTED: usize = 6;

/// Says things of one template.
#[derive(Debug)]
pub(super) struct Words<'a> {
    scope: &'a Scope<'a>,
}

impl<'a> Words<'a> {
    pub(super) fn new(scope: &'a Scope<'a>) -> Words<'a> {
        Words { scope }
    }

    /// A value of a condition: `m7i.*`, `the parameter DeploymentId`, `111122223333`.
    pub(super) fn value(&self, text: &Text) -> String {
        let Some(symbol) = text.as_symbol() else {
            return match text.as_literal() {
                Some("") => "(empty)".to_owned(),
                Some(_) | None => text.to_string(),
            };
        };
        if let Some(parameter) = self.scope.template().get("Parameters").and_then(|all| all.get(symbol)) {
            let default = parameter.get("Default").and_then(|default| self.scope.text(default));
            return match default.as_ref().and_then(Text::as_literal) {
                None | Some("") => format!("the parameter {symbol}"),
                Some(default) => {
                    let items: Vec<&str> = default.split(',').map(str::trim).collect();
                    format!("the parameter {symbol}, by default {}", items.join(", "))
                }
            };
        }
        match symbol {
            "AWS::Region" => "the stack's region".to_owned(),
            "AWS::AccountId" => "the stack's account".to_owned(),
            _ => text.to_string(),
        }
    }

    /// All values of a clause.
    pub(super) fn values(&self, clause: &Clause) -> String {
        let values: Vec<String> = clause.texts().map(|text| self.value(text)).collect();
        shortened(&values, ", ")
    }

    /// What a clause lets pass, to complete "limited to …". `noun` is what the action works on, in the plural.
    pub(super) fn limit(&self, clause: &Clause, noun: &str) -> String {
        let said = match (clause.is_negated(), clause.test()) {
            (false, Test::Null) => self.presence(clause),
            (true, _) | (false, Test::Unknown(_)) => None,
            (
                false,
                Test::Text { .. }
                | Test::Arn { .. }
                | Test::Number(_)
                | Test::Date(_)
                | Test::Bool
                | Test::Binary
                | Test::Address { .. },
            ) => self.known_limit(clause, noun),
        };
        let mut out = said.unwrap_or_else(|| self.plain_limit(clause));
        if clause.if_exists() {
            out.push_str(" (where the request says)");
        }
        out
    }

    fn presence(&self, clause: &Clause) -> Option<String> {
        let absent = matches!(clause.values(), [value] if value.text().as_literal() == Some("true"));
        match (clause.key(), absent) {
            ("ec2:instanceprofile", true) => Some("launches without an instance profile".to_owned()),
            ("aws:tagkeys", false) => Some("requests that set a tag".to_owned()),
            (_, true) => Some(format!("requests without {}", clause.shown_key())),
            (_, false) => Some(format!("requests with {}", clause.shown_key())),
        }
    }

    fn known_limit(&self, clause: &Clause, noun: &str) -> Option<String> {
        let values = self.values(clause);
        let is_true = matches!(clause.values(), [value] if value.text().as_literal() == Some("true"));
        let is_false = matches!(clause.values(), [value] if value.text().as_literal() == Some("false"));
        let shown = clause.shown_key();
        let tag = |prefix: &str| shown.get(prefix.len()..).unwrap_or(shown).to_owned();
        let key = clause.key();
        for prefix in ["aws:resourcetag/", "ec2:resourcetag/", "s3:existingobjecttag/"] {
            if key.starts_with(prefix) {
                return Some(format!("{noun} tagged {}={values}", tag(prefix)));
            }
        }
        if key.starts_with("aws:requesttag/") {
            return Some(format!("requests that set the tag {}={values}", tag("aws:requesttag/")));
        }
        if key.starts_with("aws:principaltag/") {
            return Some(format!("callers tagged {}={values}", tag("aws:principaltag/")));
        }
        let order = match clause.test() {
            Test::Number(order) | Test::Date(order) => Some(*order),
            Test::Text { .. }
            | Test::Arn { .. }
            | Test::Bool
            | Test::Binary
            | Test::Address { .. }
            | Test::Null
            | Test::Unknown(_) => None,
        };
        let measure =
            |what: &str, unit: &str| Some(format!("{what} {} {values}{unit}", order.map_or("of", order_word)));
        let some = |text: String| Some(text);
        match key {
            "ec2:instancetype" => some(format!("instances of type {values}")),
            "ec2:launchtemplate" => some(format!("launches from the launch template {values}")),
            "ec2:islaunchtemplateresource" if is_true => some("what the launch template names".to_owned()),
            "ec2:encrypted" if is_true => some("encrypted volumes".to_owned()),
            "ec2:metadatahttptokens" if values == "required" => some("instances with IMDSv2 alone".to_owned()),
            "ec2:metadatahttpputresponsehoplimit" => measure("a metadata hop limit", ""),
            "ec2:volumesize" => measure("volumes", " GiB"),
            "ec2:volumeiops" => measure("volumes", " IOPS"),
            "ec2:volumethroughput" => measure("volumes", " MiB/s"),
            "ec2:volumetype" => some(format!("volumes of type {values}")),
            "ec2:owner" => some(format!("images of the owner {values}")),
            "ec2:imageid" => some(format!("the images {values}")),
            "ec2:rootdevicetype" => some(format!("images with a root device of type {values}")),
            "ec2:tenancy" => some(format!("the tenancy {values}")),
            "ec2:instancemarkettype" => some(format!("the market {values}")),
            "ec2:instanceprofile" => some(format!("the instance profile {values}")),
            "ec2:vpc" => some(format!("the VPC {values}")),
            "ec2:subnet" => some(format!("the subnet {values}")),
            "ec2:securitygroup" => some(format!("the security group {values}")),
            "ec2:availabilityzone" => some(format!("the zone {values}")),
            "ec2:associatepublicipaddress" if is_false => some("launches without a public IP address".to_owned()),
            "ec2:createaction" => some(format!("tags set by {values}")),
            "aws:tagkeys" if clause.quantifier() != Quantifier::Single => some(format!("the tag keys {values}")),
            "aws:requestedregion" | "ec2:region" => some(format!("the region {values}")),
            "sts:externalid" => some(format!("callers with the external id {values}")),
            "sts:rolesessionname" => some(format!("sessions named {values}")),
            "sts:sourceidentity" => some(format!("the source identity {values}")),
            "iam:passedtoservice" | "iam:awsservicename" => some(format!("the service {values}")),
            "aws:sourceip" => some(format!("callers at {values}")),
            "aws:sourcevpc" => some(format!("callers in the VPC {values}")),
            "aws:sourcevpce" => some(format!("callers through the VPC endpoint {values}")),
            "aws:sourcearn" => some(format!("calls on behalf of {values}")),
            "aws:sourceaccount" => some(format!("calls on behalf of the account {values}")),
            "aws:principalorgid" => some(format!("members of the organisation {values}")),
            "aws:principalarn" => some(format!("the callers {values}")),
            "aws:principalaccount" => some(format!("callers of the account {values}")),
            "aws:securetransport" if is_true => some("calls over TLS".to_owned()),
            "aws:multifactorauthpresent" if is_true => some("callers with a second factor".to_owned()),
            "s3:prefix" => some(format!("the prefix {values}")),
            "kms:viaservice" => some(format!("calls by way of {values}")),
            "kms:grantisforawsresource" if is_true => some("grants for AWS services".to_owned()),
            _ => None,
        }
    }

    /// True of every clause: the key, the operator in words, the values.
    fn plain_limit(&self, clause: &Clause) -> String {
        let (key, values) = (clause.shown_key(), self.values(clause));
        let negated = clause.is_negated();
        let relation = match clause.test() {
            Test::Unknown(operator) => return format!("requests that meet {operator} {key} {values}"),
            Test::Text { .. } | Test::Arn { .. } | Test::Bool | Test::Binary => {
                if negated {
                    "other than"
                } else {
                    "="
                }
            }
            Test::Address { .. } => {
                if negated {
                    "outside"
                } else {
                    "in"
                }
            }
            Test::Number(order) | Test::Date(order) => order_word(*order),
            Test::Null => return format!("requests where {key} is absent: {values}"),
        };
        match clause.quantifier() {
            Quantifier::Single => format!("requests with {key} {relation} {values}"),
            Quantifier::All => format!("requests with every {key} {relation} {values}"),
            Quantifier::Any => format!("requests with some {key} {relation} {values}"),
        }
    }

    /// What somebody may do who is no longer held by the clause, to complete "may now …"; only where that is said shorter than
    /// by naming the clause.
    pub(super) fn freed(&self, actions: &[&Actions], clause: &Clause) -> Option<&'static str> {
        let launches = matches!(actions, [Actions::Matching(action)] if is_action(action, "ec2:runinstances"));
        if !launches || clause.is_negated() {
            return None;
        }
        let null = matches!(clause.test(), Test::Null);
        match clause.key() {
            "ec2:instancetype" if !null => Some("launch instances of any type"),
            "ec2:encrypted" if !null => Some("launch with volumes that are not encrypted"),
            "ec2:metadatahttptokens" if !null => Some("launch instances that answer IMDSv1"),
            "ec2:owner" if !null => Some("launch from images of any owner"),
            "ec2:volumesize" if !null => Some("launch with volumes of any size"),
            "ec2:metadatahttpputresponsehoplimit" if !null => Some("launch instances with any metadata hop limit"),
            "ec2:instanceprofile" if null => Some("launch instances with an instance profile"),
            _ => None,
        }
    }

    /// What a grant's resources are, in the plural: `instances`.
    pub(super) fn noun(&self, grants: &[&Grant]) -> String {
        let mut nouns: Vec<String> = grants.iter().map(|grant| self.one_noun(grant)).collect();
        nouns.sort();
        nouns.dedup();
        match nouns.len() {
            1 => nouns.remove(0),
            _ => "resources".to_owned(),
        }
    }

    fn one_noun(&self, grant: &Grant) -> String {
        if let Resources::Matching(pattern) = &grant.resources
            && let Some(resource) = Arn::of(pattern)
        {
            return resource.plural;
        }
        match &grant.actions {
            Actions::Matching(action) => action_words(action).map_or("resources", |(_, noun)| noun).to_owned(),
            Actions::AllBut(_) | Actions::Attached(_) | Actions::Unreadable(_) => "resources".to_owned(),
        }
    }

    /// The resources, in words: `instances`, `the role Runner`, `anything`.
    pub(super) fn object(&self, resources: &Resources, action: Option<&Pattern>) -> String {
        let pattern = match resources {
            Resources::Itself => return "itself".to_owned(),
            Resources::AllBut(excepted) => {
                let names: Vec<String> = excepted.iter().map(|one| self.one_object(one, None)).collect();
                return format!("anything but {}", shortened(&names, ", "));
            }
            Resources::Matching(pattern) => pattern,
        };
        self.one_object(pattern, action)
    }

    fn one_object(&self, pattern: &Pattern, action: Option<&Pattern>) -> String {
        if pattern.is_everything() {
            return match action.and_then(action_words) {
                Some((_, noun)) => format!("any {noun}").replace("any instances", "any instance"),
                None => "anything".to_owned(),
            };
        }
        if let Some(symbol) = pattern.text().as_symbol() {
            return self.named(symbol).unwrap_or_else(|| pattern.to_string());
        }
        match Arn::of(pattern) {
            Some(arn) => arn.to_string(),
            None => pattern.to_string(),
        }
    }

    /// A resource or parameter of the template by the symbol that stands for it.
    fn named(&self, symbol: &str) -> Option<String> {
        let id = symbol.split('.').next().unwrap_or(symbol);
        let template = self.scope.template();
        if template.get("Parameters").and_then(|all| all.get(id)).is_some() {
            return Some(format!("what the parameter {id} names"));
        }
        let kind = template.get("Resources")?.get(id)?.get("Type")?.as_str()?;
        let noun = kind.rsplit("::").next().unwrap_or(kind);
        Some(format!("the {} {id}", spaced(noun)))
    }

    /// What the grants let their holder do, to complete "may now …".
    pub(super) fn deed(&self, grants: &[&Grant]) -> String {
        let mut actions: Vec<&Actions> = grants.iter().map(|grant| &grant.actions).collect();
        actions.sort();
        actions.dedup();
        let mut resources: Vec<&Resources> = grants.iter().map(|grant| &grant.resources).collect();
        resources.sort();
        resources.dedup();
        match actions.as_slice() {
            [Actions::Attached(policy)] => format!("do what the policy {policy} allows, which is not in this template"),
            [Actions::Unreadable(text)] => format!("do what this says, which can't be read before deployment: {text}"),
            [Actions::Matching(action)] => self.one_deed(action, &resources),
            _ => {
                let names: Vec<String> = actions.iter().map(|action| action.to_string()).collect();
                format!("call {}{}", and_list(&names), self.on(&resources, None))
            }
        }
    }

    fn one_deed(&self, action: &Pattern, resources: &[&Resources]) -> String {
        if is_action(action, "ec2:runinstances") {
            let deeds: Vec<String> = resources.iter().map(|resource| self.launch(resource, action)).collect();
            return and_list(&deeds);
        }
        match action_words(action) {
            Some((verb, noun)) if verb.ends_with(noun) => match resources {
                [Resources::Matching(all)] if all.is_everything() => verb.to_owned(),
                _ => format!("{verb}{}", self.on(resources, Some(action))),
            },
            Some((verb, _)) => {
                let objects: Vec<String> = resources.iter().map(|one| self.object(one, Some(action))).collect();
                format!("{verb} {}", and_list(&objects))
            }
            None if action.is_everything() => format!("do anything{}", self.on(resources, None)),
            None => match action.text().to_string().split_once(':') {
                Some((service, "*")) => format!("call every action of {service}{}", self.on(resources, None)),
                Some(_) | None => format!("call {action}{}", self.on(resources, None)),
            },
        }
    }

    fn launch(&self, resource: &Resources, action: &Pattern) -> String {
        let object = self.object(resource, Some(action));
        let noun = match resource {
            Resources::Matching(pattern) if pattern.is_everything() => {
                return "launch instances with anything".to_owned();
            }
            Resources::Matching(pattern) => Arn::of(pattern).map(|arn| arn.plural),
            Resources::AllBut(_) | Resources::Itself => None,
        };
        match noun.as_deref() {
            Some("instances") => format!("launch {object}"),
            Some("subnets") => format!("launch into {object}"),
            Some("images" | "snapshots" | "launch templates") => format!("launch from {object}"),
            Some(_) | None => format!("launch with {object}"),
        }
    }

    fn on(&self, resources: &[&Resources], action: Option<&Pattern>) -> String {
        match resources {
            [Resources::Itself] => String::new(),
            _ => {
                let objects: Vec<String> = resources.iter().map(|one| self.object(one, action)).collect();
                format!(" on {}", and_list(&objects))
            }
        }
    }

    /// The actions by their names, with the kind of resource where the action alone does not say it:
    /// `ec2:RunInstances on volumes`.
    pub(super) fn calls(&self, grants: &[&Grant]) -> String {
        let mut names: Vec<String> = grants.iter().map(|grant| grant.actions.to_string()).collect();
        names.sort();
        names.dedup();
        let several = ["ec2:runinstances", "ec2:createtags", "ec2:deletetags"];
        let vague = grants.iter().any(|grant| match &grant.actions {
            Actions::Matching(action) => {
                several.iter().any(|name| is_action(action, name)) || action_words(action).is_none()
            }
            Actions::AllBut(_) => true,
            Actions::Attached(_) | Actions::Unreadable(_) => false,
        });
        let mut resources: Vec<&Resources> = grants.iter().map(|grant| &grant.resources).collect();
        resources.sort();
        resources.dedup();
        let on = if vague { self.on(&resources, None) } else { String::new() };
        format!("{}{on}", and_list(&names))
    }

    /// Who makes the requests of a trust or resource policy.
    pub(super) fn principals(&self, grants: &[&Grant]) -> String {
        let mut names: Vec<String> = grants.iter().map(|grant| self.principal(&grant.principals)).collect();
        names.sort();
        names.dedup();
        and_list(&names)
    }

    fn principal(&self, principals: &Principals) -> String {
        let shown = principals.to_string();
        match shown.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) {
            Some(symbol) => self.named(symbol).unwrap_or_else(|| shown.clone()),
            None => shown,
        }
    }

    /// Conditions and template conditions of a grant, to follow what it allows.
    pub(super) fn limits(&self, grants: &[&Grant]) -> String {
        let Some(first) = grants.first() else { return String::new() };
        let noun = self.noun(grants);
        let clauses = first.conditions.clauses();
        let mut limits: Vec<String> = clauses.iter().map(|clause| self.limit(clause, &noun)).collect();
        let mut out = match limits.len() {
            0 => ", without any condition".to_owned(),
            count => {
                limits.truncate(3);
                let more = count - limits.len();
                let more = if more == 0 { String::new() } else { format!("; and {more} more") };
                format!(", limited to {}{more}", limits.join("; "))
            }
        };
        if !first.guard.is_always() {
            out.push_str(&format!(", if {}", first.guard));
        }
        out
    }
}

/// Who the sentence is about and what of it: `the role Launcher may now terminate instances`.
pub(super) fn subject(words: &Words<'_>, grants: &[&Grant], modal: &str) -> String {
    let Some(first) = grants.first() else { return String::new() };
    match (&first.holder, first.effect) {
        (Holder::Trust(role), Effect::Allow) => {
            let deed = words.calls(grants);
            let deed = if deed.eq_ignore_ascii_case("sts:AssumeRole") {
                format!("assume the role {role}")
            } else {
                format!("call {deed} on the role {role}")
            };
            format!("{} {modal} {deed}", words.principals(grants))
        }
        (Holder::Resource { .. }, Effect::Allow) if first.principals != Principals::Holder => {
            format!("{} {modal} {} (by {})", words.principals(grants), words.deed(grants), first.holder)
        }
        (_, Effect::Allow) => format!("{} {modal} {}", first.holder, words.deed(grants)),
        (holder, Effect::Deny) => {
            let who = match first.principals {
                Principals::Holder => holder.to_string(),
                Principals::One(_) | Principals::AllBut(_) => format!("{} (by {holder})", words.principals(grants)),
            };
            let deny = if modal == "may now" { "is now denied" } else { "is no longer denied" };
            let mut resources: Vec<&Resources> = grants.iter().map(|grant| &grant.resources).collect();
            resources.sort();
            resources.dedup();
            let mut names: Vec<String> = grants.iter().map(|grant| grant.actions.to_string()).collect();
            names.sort();
            names.dedup();
            format!("{who} {deny} {}{}", and_list(&names), words.on(&resources, None))
        }
    }
}

pub(super) fn is_action(action: &Pattern, name: &str) -> bool {
    action.text().as_literal().is_some_and(|text| text.eq_ignore_ascii_case(name))
}

/// Verb and usual object of the actions that people meet most; a verb that ends in the object needs none.
fn action_words(action: &Pattern) -> Option<(&'static str, &'static str)> {
    let name = action.text().as_literal()?.to_ascii_lowercase();
    Some(match name.as_str() {
        "ec2:runinstances" => ("launch", "instances"),
        "ec2:terminateinstances" => ("terminate", "instances"),
        "ec2:stopinstances" => ("stop", "instances"),
        "ec2:startinstances" => ("start", "instances"),
        "ec2:rebootinstances" => ("reboot", "instances"),
        "ec2:modifyinstanceattribute" => ("change attributes of", "instances"),
        "ec2:modifyvolume" => ("modify", "volumes"),
        "ec2:deletevolume" => ("delete", "volumes"),
        "ec2:attachvolume" => ("attach", "volumes"),
        "ec2:createtags" => ("tag", "resources"),
        "ec2:deletetags" => ("remove tags from", "resources"),
        "ec2:describeinstances" => ("list instances", "instances"),
        "ec2:describevolumes" => ("list volumes", "volumes"),
        "ec2:describeimages" => ("list images", "images"),
        "ec2:describespotpricehistory" => ("read spot prices", "spot prices"),
        "iam:passrole" => ("pass", "roles"),
        "iam:createservicelinkedrole" => ("create", "service-linked roles"),
        "iam:createrole" => ("create", "roles"),
        "iam:attachrolepolicy" => ("attach policies to", "roles"),
        "iam:putrolepolicy" => ("write policies of", "roles"),
        "iam:createaccesskey" => ("create access keys for", "users"),
        "sts:assumerole" => ("assume", "roles"),
        "s3:getobject" => ("read", "objects"),
        "s3:putobject" => ("write", "objects"),
        "s3:deleteobject" => ("delete", "objects"),
        "s3:listbucket" => ("list", "buckets"),
        "s3:putbucketpolicy" => ("write the policy of", "buckets"),
        "kms:decrypt" => ("decrypt with", "keys"),
        "kms:encrypt" => ("encrypt with", "keys"),
        "kms:creategrant" => ("create grants on", "keys"),
        "sns:publish" => ("publish to", "topics"),
        "sqs:sendmessage" => ("send to", "queues"),
        "sqs:receivemessage" => ("receive from", "queues"),
        "logs:putlogevents" => ("write to", "log streams"),
        "secretsmanager:getsecretvalue" => ("read", "secrets"),
        "ssm:getparameter" => ("read", "parameters"),
        "lambda:invokefunction" => ("invoke", "functions"),
        _ => return None,
    })
}

fn order_word(order: Order) -> &'static str {
    match order {
        Order::Equal => "of",
        Order::NotEqual => "other than",
        Order::Less => "below",
        Order::LessEqual => "of at most",
        Order::Greater => "above",
        Order::GreaterEqual => "of at least",
    }
}

/// An ARN pattern in words.
struct Arn {
    plural: String,
    singular: String,
    rest: String,
    place: String,
}

impl Arn {
    fn of(pattern: &Pattern) -> Option<Arn> {
        let segments = segments(pattern.text())?;
        let [_, _, service, region, account, resource] = segments.as_slice() else { return None };
        let (kind, rest) = match (service.as_str(), resource.split_once(['/', ':'])) {
            ("s3", Some((bucket, key))) => ("object".to_owned(), format!("{bucket}/{key}")),
            ("s3", None) => ("bucket".to_owned(), resource.clone()),
            ("sns", _) => ("topic".to_owned(), resource.clone()),
            ("sqs", _) => ("queue".to_owned(), resource.clone()),
            (_, Some((kind, rest))) if !kind.contains(['*', '?', '$']) => (kind.to_owned(), rest.to_owned()),
            (_, Some(_) | None) => return None,
        };
        let singular = kind.replace('-', " ").replace("spot instances request", "spot request");
        let plural = match singular.strip_suffix('y') {
            Some(stem) if !singular.ends_with("ey") => format!("{stem}ies"),
            Some(_) | None => format!("{singular}s"),
        };
        let mut place = String::new();
        for (segment, own, word) in [(account, "${AWS::AccountId}", "account"), (region, "${AWS::Region}", "region")] {
            match segment.as_str() {
                "" => {}
                "*" => place.push_str(&format!(" in any {word}")),
                other if other == own => {}
                other => place.push_str(&format!(" in the {word} {other}")),
            }
        }
        Some(Arn { plural, singular, rest, place })
    }
}

impl std::fmt::Display for Arn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.rest.as_str() {
            "*" => write!(f, "{}{}", self.plural, self.place),
            rest if rest.contains(['*', '?']) => write!(f, "{} {rest}{}", self.plural, self.place),
            rest => write!(f, "the {} {rest}{}", self.singular, self.place),
        }
    }
}

/// The six segments of an ARN, symbols spelled `${…}`; a colon inside a symbol's name separates nothing.
fn segments(text: &Text) -> Option<Vec<String>> {
    let mut out = vec![String::new()];
    for part in text.parts() {
        match part {
            Part::Symbol(_) => {
                let shown = Text::symbol(match part {
                    Part::Symbol(name) | Part::Literal(name) => name,
                });
                if let Some(last) = out.last_mut() {
                    last.push_str(&shown.to_string());
                }
            }
            Part::Literal(literal) => {
                for char in literal.chars() {
                    match (char, out.len() < 6) {
                        (':', true) => out.push(String::new()),
                        (_, _) => {
                            if let Some(last) = out.last_mut() {
                                last.push(char);
                            }
                        }
                    }
                }
            }
        }
    }
    (out.len() == 6 && out[0] == "arn").then_some(out)
}

/// `a, b and c`.
pub(super) fn and_list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [start @ .., last] if items.len() <= MAX_LISTED => format!("{} and {last}", start.join(", ")),
        [..] => shortened(items, ", "),
    }
}

fn shortened(items: &[String], separator: &str) -> String {
    match items.get(..MAX_LISTED) {
        Some(start) if MAX_LISTED < items.len() => {
            format!("{} and {} more", start.join(separator), items.len() - MAX_LISTED)
        }
        Some(_) | None => items.join(separator),
    }
}

/// `LaunchTemplate` as `launch template`.
pub(super) fn spaced(name: &str) -> String {
    let mut out = String::new();
    let mut previous_lower = false;
    for char in name.chars() {
        if char.is_ascii_uppercase() && previous_lower {
            out.push(' ');
        }
        previous_lower = char.is_ascii_lowercase() || char.is_ascii_digit();
        out.push(char.to_ascii_lowercase());
    }
    out
}
