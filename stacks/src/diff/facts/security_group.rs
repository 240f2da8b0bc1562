//! Rules of security groups: who may connect, and where to.

use std::fmt;

use serde_json::{Value, json};
use sprinters_dsl::policy::{Guard, Scope, Text, cidr_within};

use super::kind;
use super::range;
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
    /// A range of addresses, and whether it is said where IPv6 belongs.
    Range(Text, bool),
    /// By id or name, and the account it belongs to if that is said.
    Group(String, Option<Text>),
    PrefixList(Text),
    /// Something else, by all that is said of it.
    Unknown(String),
}

/// Rules that came and went.
pub(super) fn compare(old: &Scope<'_>, new: &Scope<'_>) -> Vec<GrantChange> {
    let (was, now) = (rules(old), rules(new));
    let gained: Vec<&Rule> = now.iter().filter(|rule| !rule.covered(&was)).collect();
    let lost: Vec<&Rule> = was.iter().filter(|rule| !rule.covered(&now)).collect();
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
    /// Every connection that it lets pass is let pass by the others, each alone or several together.
    fn covered(&self, others: &[Rule]) -> bool {
        let near: Vec<&Rule> = others.iter().filter(|other| self.beside(other)).collect();
        if near.iter().any(|other| self.within(other)) {
            return true;
        }
        let Peer::Range(range, _) = &self.peer else { return false };
        let (Some((from, to)), Some((wide, first, last))) = (self.ports(), range.as_literal().and_then(range::bounds))
        else {
            return false;
        };
        let boxes: Vec<(i64, i64, u128, u128)> = near
            .iter()
            .filter_map(|other| {
                let (from, to) = other.ports()?;
                let Peer::Range(range, _) = &other.peer else { return None };
                let (other_wide, first, last) = range::bounds(range.as_literal()?)?;
                (wide == other_wide).then_some((from, to, first, last))
            })
            .collect();
        // Between two ports where a rule begins or ends, the same rules hold for all.
        let mut starts = vec![from];
        for (from, to, _, _) in &boxes {
            starts.extend([*from, to + 1]);
        }
        starts.retain(|port| from <= *port && *port <= to);
        starts.into_iter().all(|port| {
            let here = boxes.iter().filter(|(from, to, _, _)| from <= &port && &port <= to);
            range::joined(first, last, here.map(|(_, _, first, last)| (*first, *last)).collect())
        })
    }

    /// The same group, direction and protocol, at least in all deployments in which this rule is there.
    fn beside(&self, other: &Rule) -> bool {
        self.group == other.group
            && self.inward == other.inward
            && (other.protocol.is_none() || self.protocol == other.protocol)
            && self.guard.implies(&other.guard)
    }

    /// First and last port; `None` where they are not known, or are no ports.
    fn ports(&self) -> Option<(i64, i64)> {
        const ALL: (i64, i64) = (0, 65_535);
        let Some(protocol) = &self.protocol else { return Some(ALL) };
        let number = |text: &Text| text.as_literal().map(|text| text.parse::<i64>().unwrap_or(-1));
        match protocol.as_literal()? {
            "tcp" | "udp" => match (number(&self.from_port)?, number(&self.to_port)?) {
                (from, to) if 0 <= from && 0 <= to => Some((from, to)),
                (_, _) => Some(ALL),
            },
            // Type and code; -1 is every one.
            "icmp" | "icmpv6" => match (number(&self.from_port)?, number(&self.to_port)?) {
                (-1, _) => Some(ALL),
                (kind, code) => Some((kind * 256 + code.max(0), kind * 256 + if code < 0 { 255 } else { code })),
            },
            // Other protocols have no ports.
            _ => Some(ALL),
        }
    }

    fn within(&self, other: &Rule) -> bool {
        let ports = match (self.ports(), other.ports()) {
            (Some((from, to)), Some((other_from, other_to))) => other_from <= from && to <= other_to,
            (Some(_) | None, Some(_) | None) => self.from_port == other.from_port && self.to_port == other.to_port,
        };
        let peer = match (&self.peer, &other.peer) {
            (Peer::Range(inner, wide), Peer::Range(outer, other_wide)) => {
                let literals = inner.as_literal().zip(outer.as_literal());
                // Whatever range is chosen at deployment, it is one of all addresses.
                let everywhere = if *wide { "::/0" } else { "0.0.0.0/0" };
                inner == outer
                    || literals.is_some_and(|(inner, outer)| cidr_within(inner, outer))
                    || (wide == other_wide && outer.as_literal() == Some(everywhere))
            }
            (inner, outer) => inner == outer,
        };
        self.beside(other) && (other.protocol.is_none() || ports) && peer
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
            count: 1,
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
            Peer::Range(range, _) => match range.as_literal() {
                Some("0.0.0.0/0") => f.write_str("anywhere (IPv4)")?,
                Some("::/0") => f.write_str("anywhere (IPv6)")?,
                Some(_) | None => write!(f, "{range}")?,
            },
            Peer::Group(group, None) => write!(f, "the security group {group}")?,
            Peer::Group(group, Some(owner)) => write!(f, "the security group {group} of the account {owner}")?,
            Peer::PrefixList(list) => write!(f, "the prefix list {list}")?,
            Peer::Unknown(_) => f.write_str("somewhere")?,
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
                let group = &group_name(&group);
                let inward = kind(resource) == "AWS::EC2::SecurityGroupIngress";
                read(scope, properties, &Place { group, inward, guard: &guard, path: &path }, &mut out);
            }
            _ => {}
        }
    }
    out
}

/// A group of the template by its logical id, whether it is named by `Ref` or by its id.
pub(super) fn group_name(group: &Text) -> String {
    let name = group.as_symbol().map_or_else(|| group.to_string(), str::to_owned);
    name.strip_suffix(".GroupId").map_or(name.clone(), str::to_owned)
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
        let lower = protocol.as_literal().map(str::to_ascii_lowercase);
        let protocol = match lower.as_deref() {
            Some("-1" | "all") => None,
            Some(name @ ("tcp" | "udp" | "icmp" | "icmpv6")) => Some(Text::literal(name)),
            Some("6") => Some(Text::literal("tcp")),
            Some("17") => Some(Text::literal("udp")),
            Some("1") => Some(Text::literal("icmp")),
            Some("58") => Some(Text::literal("icmpv6")),
            Some(_) | None => Some(protocol),
        };
        let peer = if let Some(range) = field("CidrIp") {
            Peer::Range(range, false)
        } else if let Some(range) = field("CidrIpv6") {
            Peer::Range(range, true)
        } else if let Some(group) = ["SourceSecurityGroupId", "DestinationSecurityGroupId", "SourceSecurityGroupName"]
            .iter()
            .find_map(|name| field(name))
        {
            Peer::Group(group_name(&group), field("SourceSecurityGroupOwnerId"))
        } else if let Some(list) = field("SourcePrefixListId").or_else(|| field("DestinationPrefixListId")) {
            Peer::PrefixList(list)
        } else {
            let mut said = rule.clone();
            if let Some(said) = said.as_object_mut() {
                said.retain(|key, _| !["Description", "FromPort", "ToPort", "IpProtocol"].contains(&key.as_str()));
            }
            Peer::Unknown(scope.canonical(&said).to_string())
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
