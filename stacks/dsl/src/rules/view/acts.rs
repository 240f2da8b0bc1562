//! What a statement's actions act on, by AWS's Service Authorization Reference.

use super::policies::Statement;
use super::text::Text;
use crate::iam::reference::{self, ActionFacts};

/// An action of a statement that the reference knows, with the resources that it acts on there.
#[derive(Debug)]
pub(in crate::rules) struct Act<'s> {
    /// As written.
    pub(in crate::rules) action: &'s Text,
    pub(in crate::rules) facts: ActionFacts,
}

/// The actions of a statement that are written in full and known; wildcards are another rule's.
pub(in crate::rules) fn acts(statement: &Statement) -> impl Iterator<Item = Act<'_>> {
    statement
        .actions
        .iter()
        .filter(|action| action.is_known() && !action.has_wildcard())
        .filter_map(|action| Some(Act { action, facts: reference::find_action(&action.text)? }))
}

impl Act<'_> {
    /// The resource types of this action that a resource of the statement can be; `*` for an action without resource
    /// types. Empty if the action never acts on that resource.
    pub(in crate::rules) fn types_of(&self, resource: &Text) -> Vec<&'static str> {
        let all = || self.facts.resource_types.iter().map(|on| on.name).collect::<Vec<_>>();
        if self.facts.resource_types.is_empty() {
            // Such an action is evaluated against everything, so only everything matches it.
            return if resource.text == "*" || could_be_anything(resource) { vec!["*"] } else { Vec::new() };
        }
        if resource.text == "*" || could_be_anything(resource) {
            return all();
        }
        let service = self.facts.name.split_once(':').map_or("", |(service, _)| service);
        // An ARN may be of a type that another service owns: RunInstances in a resource group.
        let own = arn_service(resource).unwrap_or(service);
        if !own.eq_ignore_ascii_case(service) && !own.contains(['*', '?', '$']) {
            let foreign = reference::find_service(service).is_none();
            return if foreign { all() } else { self.types_by_shape(resource, service) };
        }
        self.types_by_shape(resource, service)
    }

    fn types_by_shape(&self, resource: &Text, service: &str) -> Vec<&'static str> {
        let denoted = reference::resource_types_of_arn(service, &resource.text);
        self.facts.resource_types.iter().map(|on| on.name).filter(|name| denoted.contains(name)).collect()
    }
}

/// Names for a sentence: the first twelve, and how many more there are.
pub(in crate::rules) fn listed(names: &[&str]) -> String {
    const MOST: usize = 12;
    match names.len().checked_sub(MOST) {
        None | Some(0) => names.join(", "),
        Some(more) => format!("{} and {more} more", names[..MOST].join(", ")),
    }
}

/// Whether AWS supplies a key for an action on a resource type.
pub(in crate::rules) fn is_supplied(action: &str, resource_type: &str, key: &str) -> bool {
    reference::key_supplied(action, resource_type, key)
}

/// A resource that is known only at deployment as a whole, or begins with what is.
fn could_be_anything(resource: &Text) -> bool {
    resource.hole().is_some() || resource.text.starts_with("${")
}

/// The third field of an ARN.
fn arn_service(resource: &Text) -> Option<&str> {
    resource.text.starts_with("arn:").then(|| {
        // A hole in the partition may hold colons: `arn:${AWS::Partition}:ec2:…`.
        let rest = match resource.text.strip_prefix("arn:${") {
            Some(rest) => rest.split_once("}:").map_or("", |(_, rest)| rest),
            None => resource.text.splitn(3, ':').nth(2).unwrap_or_default(),
        };
        rest.split(':').next().unwrap_or_default()
    })
}

/// Whether a resource is all there is, or all of one type: `*`, `arn:…:*`, `arn:…:instance/*`.
pub(in crate::rules) fn is_all_of_a_type(act: &Act<'_>, resource: &Text) -> bool {
    let shape = resource.outside_holes();
    if shape == "*" {
        return true;
    }
    if !shape.starts_with("arn:") {
        return false;
    }
    let own = shape.splitn(6, ':').nth(5).unwrap_or_default();
    let named = |name: &str| {
        own.strip_prefix(name)
            .and_then(|rest| rest.strip_prefix(['/', ':']))
            .is_some_and(|rest| rest.trim_matches(['*', '/', ':']).is_empty() && !rest.is_empty())
    };
    own.contains('*') && own.trim_matches(['*', '/', ':']).is_empty()
        || act.facts.resource_types.iter().any(|on| named(on.name))
}
