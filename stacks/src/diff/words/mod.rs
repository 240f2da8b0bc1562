//! English for values, resources, actions and condition keys.

mod action;
mod arn;
mod limit;

use sprinters_dsl::policy::{
    Actions, Clause, Effect, Grant, Holder, Part, Pattern, Principal, Principals, Resources, Scope, Text,
};

use action::{action_words, is_action};
use arn::Arn;

/// Lists in a sentence name this many things; the rest is counted.
const MAX_LISTED: usize = 6;

/// What a new grant is limited to is said with this many conditions; the rest is counted.
const MAX_LIMITS: usize = 3;

/// Says things of one template.
#[derive(Debug)]
pub(super) struct Words<'a> {
    scope: &'a Scope<'a>,
}

impl<'a> Words<'a> {
    pub(super) fn new(scope: &'a Scope<'a>) -> Words<'a> {
        Words { scope }
    }

    /// A value of a condition: `m7i.*`, `${Types} (by default m7i.*, c7i.*)`, `111122223333`.
    pub(super) fn value(&self, text: &Text) -> String {
        if text.as_literal() == Some("") {
            return "(empty)".to_owned();
        }
        let parameters = self.scope.template().get("Parameters");
        let parameter = text.as_symbol().and_then(|symbol| parameters.and_then(|all| all.get(symbol)));
        let default = parameter.and_then(|parameter| parameter.get("Default")).and_then(|value| self.scope.text(value));
        match default.as_ref().and_then(Text::as_literal) {
            None | Some("") => text.to_string(),
            Some(default) => {
                let items: Vec<&str> = default.split(',').map(str::trim).collect();
                format!("{text} (by default {})", items.join(", "))
            }
        }
    }

    /// A value that is a resource's ARN: its id alone where the rest goes without saying.
    fn resource_value(&self, text: &Text) -> String {
        Arn::from_text(text).map_or_else(|| self.value(text), |arn| format!("{}{}", arn.rest, arn.place))
    }

    /// All values of a clause.
    pub(super) fn values(&self, clause: &Clause) -> String {
        let of_resource = matches!(
            clause.key(),
            "ec2:launchtemplate" | "ec2:vpc" | "ec2:subnet" | "ec2:securitygroup" | "ec2:instanceprofile"
        );
        let values: Vec<String> =
            clause.texts().map(|text| if of_resource { self.resource_value(text) } else { self.value(text) }).collect();
        shortened(&values, ", ")
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
            && let Some(resource) = Arn::from_text(pattern.text())
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
        let noun = action.and_then(action_words).map(|(_, noun)| noun.strip_suffix('s').unwrap_or(noun));
        if pattern.is_everything() {
            return noun.map_or_else(|| "anything".to_owned(), |noun| format!("any {noun}"));
        }
        if let Some(arn) = Arn::from_text(pattern.text()) {
            return arn.to_string();
        }
        match pattern.text().parts() {
            [Part::Symbol(symbol)] => match (self.resource(symbol), noun) {
                (Some(resource), _) => resource,
                (None, Some(noun)) => format!("the {noun} {pattern}"),
                (None, None) => pattern.to_string(),
            },
            // `${Bucket.Arn}/*`
            [Part::Symbol(symbol), Part::Literal(key)] => match (self.resource(symbol), key.strip_prefix('/')) {
                (Some(resource), Some("*")) => format!("objects of {resource}"),
                (Some(resource), Some(key)) => format!("objects {key} of {resource}"),
                (Some(_) | None, _) => pattern.to_string(),
            },
            [] | [Part::Literal(_), ..] | [Part::Symbol(_), ..] => pattern.to_string(),
        }
    }

    /// A resource of the template by the symbol that stands for it: `the bucket Cache`.
    fn resource(&self, symbol: &str) -> Option<String> {
        let id = symbol.split('.').next().unwrap_or(symbol);
        let kind = self.scope.template().get("Resources")?.get(id)?.get("Type")?.as_str()?;
        Some(format!("the {} {id}", spaced(kind.rsplit("::").next().unwrap_or(kind))))
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
            [actions @ Actions::Attached(policy)] if actions.is_administrator() => {
                format!("do anything, by the policy {policy}")
            }
            [Actions::Attached(policy)] => format!("do what the policy {policy} allows, which is not in this template"),
            [Actions::Unreadable(text)] => format!("do what this says, which can't be read before deployment: {text}"),
            [Actions::Matching(action)] => {
                let own = grants.first().map(|grant| self.holder(&grant.holder)).unwrap_or_default();
                self.one_deed(action, &resources, &own)
            }
            _ => {
                let names: Vec<String> = actions.iter().map(|action| action.to_string()).collect();
                format!("call {}{}", and_list(&names), self.on(&resources, None))
            }
        }
    }

    /// What a policy protects, in words: `the function Api`.
    fn holder(&self, holder: &Holder) -> String {
        match holder {
            Holder::Resource { name, .. } => self.resource(name).unwrap_or_else(|| name.clone()),
            Holder::Trust(name) => format!("the role {name}"),
            Holder::Role(_) | Holder::RoleOf(_) | Holder::User(_) | Holder::Group(_) | Holder::Policy(_) => {
                "itself".to_owned()
            }
        }
    }

    fn one_deed(&self, action: &Pattern, resources: &[&Resources], own: &str) -> String {
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
                let object = |one: &&Resources| match one {
                    Resources::Itself => own.to_owned(),
                    Resources::Matching(_) | Resources::AllBut(_) => self.object(one, Some(action)),
                };
                let objects: Vec<String> = resources.iter().map(object).collect();
                format!("{verb} {}", and_list(&objects))
            }
            None if matches!(resources, [Resources::Itself]) => format!("call {action} on {own}"),
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
            Resources::Matching(pattern) => Arn::from_text(pattern.text()).map(|arn| arn.plural),
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

    /// What a Deny refuses: always by the actions' names, and on what.
    pub(super) fn denied(&self, grants: &[&Grant]) -> String {
        let mut resources: Vec<&Resources> = grants.iter().map(|grant| &grant.resources).collect();
        resources.sort();
        resources.dedup();
        let mut names: Vec<String> = grants.iter().map(|grant| grant.actions.to_string()).collect();
        names.sort();
        names.dedup();
        format!("{}{}", and_list(&names), self.on(&resources, None))
    }

    /// Who makes the requests of a trust or resource policy.
    pub(super) fn principals(&self, grants: &[&Grant]) -> String {
        let mut names: Vec<String> = grants.iter().map(|grant| self.principal(&grant.principals)).collect();
        names.sort();
        names.dedup();
        and_list(&names)
    }

    fn principal(&self, principals: &Principals) -> String {
        match principals {
            Principals::One(Principal::Arn(arn)) => {
                arn.as_symbol().and_then(|symbol| self.resource(symbol)).unwrap_or_else(|| arn.to_string())
            }
            Principals::One(principal) => principal.to_string(),
            Principals::Holder | Principals::AllBut(_) => principals.to_string(),
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
                limits.truncate(MAX_LIMITS);
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
            format!("{who} {deny} {}", words.denied(grants))
        }
    }
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

/// `LaunchTemplate` as `launch template`, `VPCEndpoint` as `VPC endpoint`.
pub(super) fn spaced(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let upper = |index: usize| chars.get(index).is_some_and(char::is_ascii_uppercase);
    let mut out = String::new();
    for (index, char) in chars.iter().enumerate() {
        let starts = upper(index) && 0 < index && (!upper(index - 1) || (index + 1 < chars.len() && !upper(index + 1)));
        if starts {
            out.push(' ');
        }
        let in_acronym = upper(index) && !starts && (upper(index + 1) || (0 < index && upper(index - 1)));
        out.push(if in_acronym { *char } else { char.to_ascii_lowercase() });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::spaced;

    #[test]
    fn type_names_become_words() {
        assert_eq!(spaced("LaunchTemplate"), "launch template");
        assert_eq!(spaced("VPCEndpoint"), "VPC endpoint");
        assert_eq!(spaced("Role"), "role");
        assert_eq!(spaced("DBInstance"), "DB instance");
        assert_eq!(spaced("EIP"), "EIP");
    }
}
