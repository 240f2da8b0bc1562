//! Rules of security groups: who may connect, and where to.

use std::fmt;

use serde_json::{Value, json};
use sprinters_dsl::policy::{Guard, Scope, Text, cidr_within};

use super::kind;
use crate::diff::{Direction, GrantChange};

/// One rule, inside a group or as a resource of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    group: String,
    inward: bool,
    /// `None`: every protocol.
    protocol: Option<Text>,
    from_port: Text,
    to_port: Text,
    peer: Peer,
    guard: Guard,
    path: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Peer {
    Range(Text),
    Group(Text),
    PrefixList(Text),
    Unknown,
}

/// Rules that came and went.
pub(super) fn compare(old: &Scope<'_>, new: &Scope<'_>) -> Vec<GrantChange> {
    let (was, now) = (rules(old), rules(new));
    let gained: Vec<&Rule> = now.iter().filter(|rule| !was.iter().any(|other| rule.within(other))).collect();
    let lost: Vec<&Rule> = was.iter().filter(|rule| !now.iter().any(|other| rule.within(other))).collect();
    let mut out = Vec::new();
    for rule in &gained {
        let before: Vec<String> = was.iter().filter(|other| other.within(rule)).map(ToString::to_string).collect();
        let verb = if rule.inward { "now lets in" } else { "now lets out" };
        let before = (!before.is_empty()).then(|| before.join(", "));
        let suffix = before.as_ref().map_or_else(String::new, |before| format!(" (before: {before})"));
        let sentence = format!("the security group {} {verb} {rule}{suffix}", rule.group);
        out.push(rule.told(Direction::Widened, sentence, before, Some(rule.to_string())));
    }
    for rule in &lost {
        if gained.iter().any(|other| rule.within(other)) {
            continue;
        }
        let after: Vec<String> = now.iter().filter(|other| other.within(rule)).map(ToString::to_string).collect();
        let verb = if rule.inward { "no longer lets in" } else { "no longer lets out" };
        let after = (!after.is_empty()).then(|| after.join(", "));
        let suffix = after.as_ref().map_or_else(String::new, |after| format!(" (now only: {after})"));
        let sentence = format!("the security group {} {verb} {rule}{suffix}", rule.group);
        out.push(rule.told(Direction::Narrowed, sentence, Some(rule.to_string()), after));
    }
    out
}

impl Rule {
    fn within(&self, other: &Rule) -> bool {
        let numbers = |rule: &Rule| {
            let number = |text: &Text| text.as_literal().and_then(|text| text.parse::<i64>().ok());
            Some((number(&rule.from_port)?, number(&rule.to_port)?))
        };
        let ports = match (numbers(self), numbers(other)) {
            (Some((from, to)), Some((other_from, other_to))) => other_from <= from && to <= other_to,
            (Some(_) | None, Some(_) | None) => self.from_port == other.from_port && self.to_port == other.to_port,
        };
        let protocol = other.protocol.is_none() || (self.protocol == other.protocol && ports);
        let peer = match (&self.peer, &other.peer) {
            (Peer::Range(inner), Peer::Range(outer)) => {
                let literals = inner.as_literal().zip(outer.as_literal());
                inner == outer || literals.is_some_and(|(inner, outer)| cidr_within(inner, outer))
            }
            (Peer::Group(inner), Peer::Group(outer)) | (Peer::PrefixList(inner), Peer::PrefixList(outer)) => {
                inner == outer
            }
            (Peer::Range(_) | Peer::Group(_) | Peer::PrefixList(_) | Peer::Unknown, _) => false,
        };
        self.group == other.group && self.inward == other.inward && protocol && peer && self.guard.implies(&other.guard)
    }

    fn told(
        &self,
        direction: Direction,
        sentence: String,
        before: Option<String>,
        after: Option<String>,
    ) -> GrantChange {
        GrantChange {
            holder: self.group.clone(),
            direction,
            sentence,
            before,
            after,
            path: self.path.clone(),
            aspect: format!("rule {}", self.inward),
        }
    }
}

impl fmt::Display for Rule {
    /// `tcp 443 to anywhere (IPv4)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.protocol {
            None => f.write_str("everything")?,
            Some(protocol) => {
                write!(f, "{protocol}")?;
                let (from, to) = (self.from_port.as_literal(), self.to_port.as_literal());
                match (from, to) {
                    (Some("0"), Some("65535")) | (Some("-1" | ""), _) => f.write_str(" on every port")?,
                    _ if self.from_port == self.to_port => write!(f, " {}", self.from_port)?,
                    _ => write!(f, " {} to {}", self.from_port, self.to_port)?,
                }
            }
        }
        f.write_str(if self.inward { " from " } else { " to " })?;
        match &self.peer {
            Peer::Range(range) => match range.as_literal() {
                Some("0.0.0.0/0") => f.write_str("anywhere (IPv4)")?,
                Some("::/0") => f.write_str("anywhere (IPv6)")?,
                Some(_) | None => write!(f, "{range}")?,
            },
            Peer::Group(group) => write!(f, "the security group {group}")?,
            Peer::PrefixList(list) => write!(f, "the prefix list {list}")?,
            Peer::Unknown => f.write_str("somewhere")?,
        }
        if !self.guard.is_always() {
            write!(f, ", if {}", self.guard)?;
        }
        Ok(())
    }
}

fn rules(scope: &Scope<'_>) -> Vec<Rule> {
    let none = json!({});
    let mut out = Vec::new();
    for (id, resource) in scope.section("Resources") {
        let Some(guard) = scope.guard_of(resource) else { continue };
        let properties = resource.get("Properties").unwrap_or(&none);
        let path = format!("/Resources/{id}/Properties");
        match kind(resource) {
            "AWS::EC2::SecurityGroup" => {
                for (name, inward) in [("SecurityGroupIngress", true), ("SecurityGroupEgress", false)] {
                    let found = out.len();
                    if let Some(list) = properties.get(name) {
                        for (guard, rule, path) in scope.elements(list, &guard, &format!("{path}/{name}")) {
                            read(scope, rule, &Place { group: id, inward, guard: &guard, path: &path }, &mut out);
                        }
                    }
                    if !inward && out.len() == found {
                        everywhere(scope, &Place { group: id, inward, guard: &guard, path: &path }, &mut out);
                    }
                }
            }
            "AWS::EC2::SecurityGroupIngress" | "AWS::EC2::SecurityGroupEgress" => {
                let group = properties.get("GroupId").or_else(|| properties.get("GroupName"));
                let group = group.and_then(|group| scope.text(group)).unwrap_or_default();
                let group = group.as_symbol().map_or_else(|| group.to_string(), str::to_owned);
                let group = group.strip_suffix(".GroupId").unwrap_or(&group);
                let inward = kind(resource) == "AWS::EC2::SecurityGroupIngress";
                read(scope, properties, &Place { group, inward, guard: &guard, path: &path }, &mut out);
            }
            _ => {}
        }
    }
    out
}

struct Place<'p> {
    group: &'p str,
    inward: bool,
    guard: &'p Guard,
    path: &'p str,
}

/// A group without egress rules gets one that allows everything ("Amazon VPC User Guide", security group rules).
fn everywhere(scope: &Scope<'_>, place: &Place<'_>, out: &mut Vec<Rule>) {
    for range in [json!({"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}), json!({"IpProtocol": "-1", "CidrIpv6": "::/0"})] {
        read(scope, &range, place, out);
    }
}

fn read(scope: &Scope<'_>, rule: &Value, place: &Place<'_>, out: &mut Vec<Rule>) {
    for (more, rule) in scope.alternatives(rule) {
        let Some(guard) = place.guard.and(&more) else { continue };
        let field = |name: &str| rule.get(name).and_then(|value| scope.text(value));
        let protocol = field("IpProtocol").unwrap_or_else(|| Text::literal("-1"));
        let protocol = match protocol.as_literal() {
            Some("-1" | "all") => None,
            Some("6") => Some(Text::literal("tcp")),
            Some("17") => Some(Text::literal("udp")),
            Some("1") => Some(Text::literal("icmp")),
            Some("58") => Some(Text::literal("icmpv6")),
            Some(_) | None => Some(protocol),
        };
        let peer = if let Some(range) = field("CidrIp").or_else(|| field("CidrIpv6")) {
            Peer::Range(range)
        } else if let Some(group) = ["SourceSecurityGroupId", "DestinationSecurityGroupId", "SourceSecurityGroupName"]
            .iter()
            .find_map(|name| field(name))
        {
            Peer::Group(group)
        } else if let Some(list) = field("SourcePrefixListId").or_else(|| field("DestinationPrefixListId")) {
            Peer::PrefixList(list)
        } else {
            Peer::Unknown
        };
        out.push(Rule {
            group: place.group.to_owned(),
            inward: place.inward,
            protocol,
            from_port: field("FromPort").unwrap_or_default(),
            to_port: field("ToPort").unwrap_or_default(),
            peer,
            guard,
            path: place.path.to_owned(),
        });
    }
}
