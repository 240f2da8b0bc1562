//! Reads the generated text. Its lines, of words parted by single spaces:
//!
//! ```text
//! service PREFIX KEY…             a service; the keys that its actions usually have
//! key NAME TYPE                   a condition key that its actions have
//! resource NAME ARN[,ARN] KEY…    a resource type; the keys that actions usually have on it
//! on NAME KEY…                    the keys that the reference states for the resource type above, whatever the action
//! action PREFIX:NAME LEVEL CHANGE…
//!  RESOURCE[!] CHANGE…            a resource type of the action above; `!` where it is required
//! ```
//!
//! A change is `-KEY` or `+KEY` to what is usual, or `=` for beginning with no key. Keys by name, resource types by
//! name, actions by name in lower case are sorted.

use super::glob::key_fits;
use super::{AccessLevel, ActionFacts, KeyFacts, KeyType, ResourceFacts};
use std::sync::OnceLock;

/// Checked by this module's tests to hold nothing that is not understood, so that reading it can't fail.
pub(super) const TEXT: &str = include_str!("../../generated/iam/reference.txt");

/// The services that are not typed, if they are carried.
#[cfg(feature = "all-services")]
pub(super) const OTHERS_TEXT: &str = include_str!("../../generated/iam/reference_others.txt");
#[cfg(not(feature = "all-services"))]
pub(super) const OTHERS_TEXT: &str = "";

/// A service of the reference.
pub struct Service {
    prefix: &'static str,
    /// The rest of its first line, and its other lines.
    text: &'static str,
    index: OnceLock<Index>,
}

#[derive(Debug, Default)]
struct Index {
    usual_keys: Vec<&'static str>,
    keys: Vec<KeyFacts>,
    resources: Vec<ResourceType>,
    actions: Vec<Action>,
}

#[derive(Debug)]
struct ResourceType {
    name: &'static str,
    arn: &'static str,
    usual_keys: Vec<&'static str>,
    /// Stated for the type itself.
    own_keys: Vec<&'static str>,
}

#[derive(Debug)]
struct Action {
    name: &'static str,
    /// What stands behind the name, and the lines of its resource types.
    text: &'static str,
}

pub(super) fn services() -> &'static [Service] {
    static SERVICES: OnceLock<Vec<Service>> = OnceLock::new();
    SERVICES.get_or_init(|| {
        let read = |text: &'static str| {
            text.split("\nservice ").skip(1).filter_map(|text| {
                let end = text.find([' ', '\n'])?;
                let (prefix, text) = text.split_at(end);
                Some(Service { prefix, text, index: OnceLock::new() })
            })
        };
        let mut services: Vec<Service> = read(TEXT).chain(read(OTHERS_TEXT)).collect();
        services.sort_unstable_by_key(Service::prefix);
        services
    })
}

impl Service {
    /// The prefix of its actions, e.g. `ec2`.
    pub fn prefix(&self) -> &'static str {
        self.prefix
    }

    /// The names of its actions with the prefix, sorted in lower case.
    pub fn actions(&self) -> impl Iterator<Item = &'static str> {
        self.index().actions.iter().map(|action| action.name)
    }

    /// The resource types that its actions act on: name and ARN with placeholders. Some belong to other services.
    pub fn resource_types(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.index().resources.iter().map(|resource| (resource.name, resource.arn))
    }

    /// The condition keys that its actions have.
    pub fn keys(&self) -> impl Iterator<Item = KeyFacts> {
        self.index().keys.iter().copied()
    }

    /// The condition keys that the reference states for a resource type itself, whatever the action.
    pub(super) fn keys_of_type(&self, resource_type: &str) -> &[&'static str] {
        let found = self.index().resources.iter().find(|known| known.name.eq_ignore_ascii_case(resource_type));
        found.map_or(&[], |known| &known.own_keys)
    }

    pub(super) fn find_key(&self, name: &str) -> Option<KeyFacts> {
        self.keys().find(|key| key_fits(key.name, name))
    }

    /// `name` has the service's prefix.
    pub(super) fn find_action(&self, name: &str) -> Option<ActionFacts> {
        let index = self.index();
        let wanted = name.bytes().map(|letter| letter.to_ascii_lowercase());
        let found = index
            .actions
            .binary_search_by(|action| {
                action.name.bytes().map(|letter| letter.to_ascii_lowercase()).cmp(wanted.clone())
            })
            .ok()?;
        index.actions.get(found)?.facts(index)
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::read(self.text))
    }
}

impl std::fmt::Debug for Service {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Service").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

impl Index {
    fn read(text: &'static str) -> Self {
        let (own, mut rest) = text.split_once('\n').unwrap_or((text, ""));
        let mut index = Self { usual_keys: own.split_whitespace().collect(), ..Self::default() };
        while !rest.is_empty() {
            // The lines that begin with a space belong to the line before them.
            let mut end = rest.find('\n').map_or(rest.len(), |end| end + 1);
            while rest[end..].starts_with(' ') {
                end += rest[end..].find('\n').map_or(rest.len() - end, |more| more + 1);
            }
            let (entry, after) = rest.split_at(end);
            index.add(entry.trim_end());
            rest = after;
        }
        index
    }

    fn add(&mut self, entry: &'static str) {
        let Some((what, text)) = entry.split_once(' ') else { return };
        match what {
            "key" => self.keys.extend(key(text)),
            "resource" => self.resources.extend(resource(text)),
            "on" => {
                let mut words = text.split(' ');
                let name = words.next();
                if let Some(last) = self.resources.last_mut().filter(|last| Some(last.name) == name) {
                    last.own_keys = words.collect();
                }
            }
            "action" => {
                let end = text.find([' ', '\n']).unwrap_or(text.len());
                let (name, text) = text.split_at(end);
                self.actions.push(Action { name, text });
            }
            _ => {}
        }
    }

    fn usual_keys_on(&self, resource: &str) -> Option<&[&'static str]> {
        let found = self.resources.iter().find(|known| known.name == resource)?;
        Some(&found.usual_keys)
    }
}

fn key(text: &'static str) -> Option<KeyFacts> {
    let (name, key_type) = text.split_once(' ')?;
    let key_type = match key_type {
        "Text" => KeyType::Text,
        "TextList" => KeyType::TextList,
        "Arn" => KeyType::Arn,
        "Bool" => KeyType::Bool,
        "Numeric" => KeyType::Numeric,
        "Date" => KeyType::Date,
        "Ip" => KeyType::Ip,
        _ => return None,
    };
    Some(KeyFacts { name, key_type })
}

fn resource(text: &'static str) -> Option<ResourceType> {
    let mut words = text.split(' ');
    Some(ResourceType { name: words.next()?, arn: words.next()?, usual_keys: words.collect(), own_keys: Vec::new() })
}

impl Action {
    fn facts(&self, index: &Index) -> Option<ActionFacts> {
        let mut lines = self.text.lines();
        let mut words = lines.next()?.split_whitespace();
        let access_level = match words.next()? {
            "List" => AccessLevel::List,
            "Read" => AccessLevel::Read,
            "Tagging" => AccessLevel::Tagging,
            "Write" => AccessLevel::Write,
            "PermissionsManagement" => AccessLevel::PermissionsManagement,
            _ => return None,
        };
        let keys = changed(&index.usual_keys, words)?;
        let resource_types = lines
            .map(|line| {
                let mut words = line.split_whitespace();
                let marked = words.next()?;
                let name = marked.trim_end_matches('!');
                let keys = changed(index.usual_keys_on(name)?, words)?;
                Some(ResourceFacts { name, required: name.len() < marked.len(), keys })
            })
            .collect::<Option<_>>()?;
        Some(ActionFacts { name: self.name, access_level, resource_types, keys })
    }
}

fn changed(usual: &[&'static str], changes: impl Iterator<Item = &'static str>) -> Option<Vec<&'static str>> {
    let mut keys = usual.to_vec();
    for change in changes {
        if change == "=" {
            keys.clear();
        } else if let Some(less) = change.strip_prefix('-') {
            keys.retain(|key| *key != less);
        } else {
            keys.push(change.strip_prefix('+')?);
        }
    }
    keys.sort_unstable();
    Some(keys)
}
