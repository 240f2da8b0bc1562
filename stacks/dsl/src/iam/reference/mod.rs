//! What AWS's Service Authorization Reference says of every action of the services in the generator's vocabulary,
//! typed or not, to look up at run time: for policies that were not written with this crate.
//!
//! The facts are a text that the generator writes beside the typed vocabulary. It is split by service at the first
//! look-up and a service is indexed when first asked for; whoever never asks pays nothing. Names are found whatever
//! their letter case, as IAM finds them, and given back as AWS writes them.
//!
//! ```
//! use sprinters_dsl::iam::reference;
//!
//! let run = reference::find_action("ec2:runinstances").expect("EC2 is in the vocabulary");
//! assert_eq!(run.name, "ec2:RunInstances");
//! assert!(run.resource_types.iter().any(|on| on.name == "image" && on.required));
//!
//! assert!(reference::key_supplied("ec2:RunInstances", "instance", "ec2:LaunchTemplate"));
//! assert!(!reference::key_supplied("ec2:RunInstances", "spot-instances-request", "ec2:LaunchTemplate"));
//! assert_eq!(reference::nearest_action("ec2:RunInstance"), Some("ec2:RunInstances"));
//! ```

mod arn;
mod glob;
mod global;
mod text;

#[cfg(test)]
mod tests;

use crate::template::nearest;
pub use global::{GLOBAL_KEYS, is_global_key};
pub use text::Service;

/// What an action does, in the reference's words; the order is that of concern to a reviewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccessLevel {
    /// Names what exists.
    List,
    /// Reads the content or the attributes of something.
    Read,
    /// Changes tags and nothing else.
    Tagging,
    /// Creates, changes or deletes something.
    Write,
    /// Changes who may do what.
    PermissionsManagement,
}

impl AccessLevel {
    /// Whether the action can change anything.
    pub const fn changes_something(self) -> bool {
        match self {
            Self::List | Self::Read => false,
            Self::Tagging | Self::Write | Self::PermissionsManagement => true,
        }
    }
}

/// The type of a condition key, which decides the operators that make sense on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyType {
    /// Text: `StringEquals`, `StringLike` and their kin.
    Text,
    /// Several texts or ARNs in one request: `ForAnyValue:…` and `ForAllValues:…` before the operator.
    TextList,
    /// An ARN: `ArnEquals`, `ArnLike`, and the operators of texts.
    Arn,
    /// `Bool`.
    Bool,
    /// `NumericEquals` and its kin.
    Numeric,
    /// `DateEquals` and its kin.
    Date,
    /// `IpAddress` and `NotIpAddress`.
    Ip,
}

/// An action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionFacts {
    /// `SERVICE:ACTION` as AWS writes it.
    pub name: &'static str,
    /// What it does.
    pub access_level: AccessLevel,
    /// The resource types that it can be limited to; empty where AWS only knows `*`.
    pub resource_types: Vec<ResourceFacts>,
    /// Keys that AWS supplies for the action whatever the resource, sorted. Global keys are not among them.
    pub keys: Vec<&'static str>,
}

/// A resource type, as one action acts on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceFacts {
    /// The type's name in the reference, e.g. `instance`.
    pub name: &'static str,
    /// Whether every request of the action names such a resource.
    pub required: bool,
    /// Keys that AWS supplies for this action on this resource type, sorted, beside those of the action itself.
    pub keys: Vec<&'static str>,
}

/// A condition key of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyFacts {
    /// As AWS writes it; a part that varies is a placeholder, `aws:ResourceTag/${TagKey}`.
    pub name: &'static str,
    /// Its type.
    pub key_type: KeyType,
}

/// The prefixes of all services that the reference knows, sorted.
pub fn services() -> impl Iterator<Item = &'static str> {
    text::services().iter().map(Service::prefix)
}

/// The service with this prefix, e.g. `ec2`. `None` says that the reference doesn't cover it, not that it doesn't
/// exist.
pub fn find_service(prefix: &str) -> Option<&'static Service> {
    let wanted = prefix.to_ascii_lowercase();
    let services = text::services();
    services.get(services.binary_search_by_key(&wanted.as_str(), |service| service.prefix()).ok()?)
}

/// The action `SERVICE:ACTION`, without wildcards. `None` where the service is covered says that AWS has no such
/// action.
pub fn find_action(name: &str) -> Option<ActionFacts> {
    let (prefix, _) = name.split_once(':')?;
    find_service(prefix)?.find_action(name)
}

/// The names of a service's actions, sorted; none where the service isn't covered.
pub fn actions_of(prefix: &str) -> impl Iterator<Item = &'static str> {
    find_service(prefix).into_iter().flat_map(Service::actions)
}

/// The actions that an `Action` element with the wildcards `*` and `?` stands for, among the services covered.
pub fn matching(pattern: &str) -> Vec<&'static str> {
    let prefix = pattern.split_once(':').map_or("*", |(prefix, _)| prefix);
    text::services()
        .iter()
        .filter(|service| glob::matches_any_case(prefix, service.prefix()))
        .flat_map(Service::actions)
        .filter(|action| glob::matches_any_case(pattern, action))
        .collect()
}

/// The action that was probably meant: the nearest of the service named; where there is no such service, the nearest of
/// one whose prefix is near; otherwise one of that very name that only one other service has.
///
/// Never one that does something else: what begins with another verb is no slip, so `s3:HeadBucket` doesn't find
/// `s3:CreateBucket`.
pub fn nearest_action(name: &str) -> Option<&'static str> {
    let (prefix, action) = name.split_once(':').unwrap_or(("", name));
    let own = |full: &'static str| full.split_once(':').map_or(full, |(_, own)| own);
    let within = |prefix: &str| {
        let same_verb = |candidate: &&str| has_verb_of(action, candidate);
        let near = nearest(action, actions_of(prefix).map(own).filter(same_verb))?;
        actions_of(prefix).find(|full| own(full) == near)
    };
    let elsewhere = || {
        // Of all services one has nearly every name: only those that most people use are what was meant.
        let same = |full: &&'static str| own(full).eq_ignore_ascii_case(action);
        let mut found = services().flat_map(actions_of).filter(same);
        let first = found.next()?;
        let (service, _) = first.split_once(':')?;
        (found.next().is_none() && COMMON.contains(&service)).then_some(first)
    };
    let nearest_service = || within(nearest(prefix, services())?);
    let alike = || services().filter(|service| nearest(prefix, [*service]).is_some()).find_map(within);
    within(prefix).or_else(|| match find_service(prefix).is_none() && !prefix.is_empty() {
        // The prefix itself is misspelt.
        true => nearest_service().or_else(alike).or_else(elsewhere),
        false => elsewhere(),
    })
}

/// Services that a misplaced action may be meant for.
const COMMON: [&str; 10] = ["dynamodb", "ec2", "iam", "kms", "lambda", "logs", "s3", "sns", "sqs", "sts"];

/// Whether a misspelt action can be meant to begin as another does: with the same verb, or with a slip of it that is no
/// verb itself (`Descibe`, but not `Get` for `Set`).
fn has_verb_of(given: &str, candidate: &str) -> bool {
    const VERBS: [&str; 48] = [
        "Add",
        "Allow",
        "Apply",
        "Assign",
        "Associate",
        "Assume",
        "Attach",
        "Batch",
        "Cancel",
        "Copy",
        "Create",
        "Decrypt",
        "Delete",
        "Deregister",
        "Describe",
        "Detach",
        "Disable",
        "Disassociate",
        "Enable",
        "Encrypt",
        "Execute",
        "Export",
        "Generate",
        "Get",
        "Head",
        "Import",
        "Invoke",
        "List",
        "Modify",
        "Pass",
        "Post",
        "Publish",
        "Purge",
        "Put",
        "Query",
        "Receive",
        "Register",
        "Remove",
        "Reset",
        "Revoke",
        "Run",
        "Scan",
        "Send",
        "Set",
        "Start",
        "Stop",
        "Tag",
        "Update",
    ];
    let verb = first_word(candidate);
    if given.get(..verb.len()).is_some_and(|start| start.eq_ignore_ascii_case(verb)) {
        return true;
    }
    let word = first_word(given);
    let is_a_verb = VERBS.iter().any(|verb| word.eq_ignore_ascii_case(verb));
    !is_a_verb && nearest(word, [verb]).is_some()
}

/// `Describe` of `DescribeInstances`.
fn first_word(name: &str) -> &str {
    let end =
        name.char_indices().skip(1).find(|(_, letter)| letter.is_ascii_uppercase()).map_or(name.len(), |(at, _)| at);
    &name[..end]
}

/// A condition key of a covered service: its own, or one of `aws:` and other services that its actions have.
/// `None` for keys that AWS supplies everywhere; [`is_global_key`] knows those.
pub fn find_key(name: &str) -> Option<KeyFacts> {
    let own =
        name.split_once(':').and_then(|(prefix, _)| find_service(prefix)).and_then(|service| service.find_key(name));
    own.or_else(|| text::services().iter().find_map(|service| service.find_key(name)))
}

/// Every key that AWS supplies when it evaluates the action on the resource type, sorted; global keys are not among
/// them. `*` stands for actions without resource types. Empty where action or resource type is unknown.
pub fn keys_supplied(action: &str, resource_type: &str) -> Vec<&'static str> {
    let Some(facts) = find_action(action) else { return Vec::new() };
    let on = facts.resource_types.into_iter().find(|on| on.name.eq_ignore_ascii_case(resource_type));
    let mut keys = match on {
        Some(on) => on.keys,
        None if resource_type == "*" => Vec::new(),
        None => return Vec::new(),
    };
    keys.extend(facts.keys);
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Whether AWS supplies a condition key when it evaluates the action on the resource type (`*`: an action without
/// resource types). A global key counts as supplied, though some are only present in some requests: see
/// [`is_global_key`].
pub fn key_supplied(action: &str, resource_type: &str, key: &str) -> bool {
    is_global_key(key) || keys_supplied(action, resource_type).into_iter().any(|supplied| glob::key_fits(supplied, key))
}

/// Whether the reference mentions a condition key for the action on the resource type: where [`key_supplied`] says so,
/// or where it states the key for the resource type itself (`kms:ResourceAliases` of a key) and nothing else for the
/// action there. That it doesn't is no proof that AWS never supplies the key.
pub fn key_documented(action: &str, resource_type: &str, key: &str) -> bool {
    if key_supplied(action, resource_type, key) {
        return true;
    }
    let Some((prefix, _)) = action.split_once(':') else { return false };
    let Some(facts) = find_action(action) else { return false };
    let stated_there = facts.resource_types.iter().any(|on| on.name == resource_type && !on.keys.is_empty());
    let of_type = find_service(prefix).map(|service| service.keys_of_type(resource_type)).unwrap_or_default();
    !stated_there && of_type.iter().any(|known| glob::key_fits(known, key))
}

/// Every resource type of the service's actions that an ARN can denote, the service's own order.
///
/// `arn` is a whole ARN or its last field (`instance/*`, `my-bucket/key`), perhaps with the wildcards `*` and `?`;
/// policy variables and CloudFormation's `${…}` may stand in it where the type's own ARN varies. An ARN that is of one
/// type as a whole is not of a wider one: `my-bucket/*` is S3's `object`, `my-bucket*` is `bucket` and `object`, `*` is
/// all. Empty where it fits none.
pub fn resource_types_of_arn(service: &str, arn: &str) -> Vec<&'static str> {
    find_service(service).map(|service| arn::resource_types(service, arn)).unwrap_or_default()
}

/// The one resource type that an ARN denotes; `None` where [`resource_types_of_arn`] finds none or several.
pub fn resource_type_of_arn(service: &str, arn: &str) -> Option<&'static str> {
    match resource_types_of_arn(service, arn).as_slice() {
        [one] => Some(one),
        [] | [_, _, ..] => None,
    }
}
