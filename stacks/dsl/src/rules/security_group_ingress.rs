//! SPR001: nothing connects to a runner, so a security group lets nothing in.

use serde_json::Value;

use super::view::View;
use super::view::text::{property, shown};
use super::{Remark, Rule, RuleId, Severity};
use crate::template::Template;

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR001-security-group-ingress"),
    severity: Severity::Error,
    guardrail: true,
    why: "whoever reaches an open port of an instance is one mistake away from being on it",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let remark = |logical_id: &str, rule: &Value, path: String| Remark {
        severity: Some(severity(view.template, rule)),
        logical_id: logical_id.to_owned(),
        path,
        found: format!("lets in {}", traffic(rule)),
        allowed: "no ingress rule".to_owned(),
        remedy: "remove the rule; answers to connections made from inside pass without one".to_owned(),
    };
    let inline = view.of_kind("AWS::EC2::SecurityGroup").flat_map(|group| {
        view.elements(&group, "SecurityGroupIngress")
            .into_iter()
            .map(move |(rule, path)| remark(group.logical_id, rule, path))
    });
    let own = view.of_kind("AWS::EC2::SecurityGroupIngress").filter_map(|resource| {
        let rule = resource.json.get("Properties")?;
        Some(remark(resource.logical_id, rule, format!("{}/Properties", resource.path())))
    });
    inline.chain(own).collect()
}

/// Ports behind which is a shell, a desktop, a database or a cache: nobody's public service.
const ADMINISTRATION: [u32; 30] = [
    20, 21, 22, 23, 135, 139, 445, 1433, 1434, 1521, 2049, 2375, 2376, 2379, 3306, 3389, 4333, 5432, 5500, 5601, 5900,
    5984, 5985, 6379, 6443, 8020, 9092, 9200, 11211, 27017,
];

/// Ports that are there for everybody.
const WEB: [u32; 2] = [80, 443];

/// Most ports that a public service needs side by side.
const MANY_PORTS: u32 = 100;

/// A rule matters by whom it lets in and to what: everybody to a database, to a web server, or a neighbour.
fn severity(template: &Template, rule: &Value) -> Severity {
    let values = |name: &str| property(template, rule, "", name).into_iter().flatten().map(|text| text.text);
    let everybody = values("CidrIp").chain(values("CidrIpv6")).any(|cidr| is_everybody(&cidr));
    if !everybody {
        return Severity::Info;
    }
    let protocol = values("IpProtocol").next().unwrap_or_else(|| "-1".to_owned());
    let port = |name: &str| values(name).next().and_then(|text| text.parse::<i64>().ok());
    match (protocol.as_str(), port("FromPort"), port("ToPort")) {
        // Echo requests and what routers say.
        ("icmp" | "icmpv6" | "1" | "58", ..) => Severity::Info,
        ("-1", ..) | (_, None, None) => Severity::Error,
        (_, from, to) => {
            let from = u32::try_from(from.or(to).unwrap_or_default()).unwrap_or_default();
            let to = u32::try_from(to.unwrap_or(i64::from(from))).unwrap_or(u32::MAX);
            if ADMINISTRATION.iter().any(|port| (from..=to).contains(port)) || MANY_PORTS < to.saturating_sub(from) {
                Severity::Error
            } else if from == to && WEB.contains(&from) {
                Severity::Info
            } else {
                Severity::Warning
            }
        }
    }
}

/// The whole internet, or so much of it that it makes no difference.
fn is_everybody(cidr: &str) -> bool {
    cidr.rsplit_once('/').and_then(|(_, bits)| bits.parse::<u8>().ok()).is_some_and(|bits| match cidr.contains(':') {
        true => bits < 16,
        false => bits < 8,
    })
}

/// A rule of a security group in words: `tcp 22 from 0.0.0.0/0`.
pub(super) fn traffic(rule: &Value) -> String {
    let text = |key: &str| rule.get(key).map(shown);
    let protocol = match text("IpProtocol").as_deref() {
        None | Some("-1") => "all traffic".to_owned(),
        Some(protocol) => protocol.to_owned(),
    };
    let ports = match (text("FromPort"), text("ToPort")) {
        (Some(from), Some(to)) if from == to => format!(" {from}"),
        (Some(from), Some(to)) => format!(" {from} to {to}"),
        (Some(port), None) | (None, Some(port)) => format!(" {port}"),
        (None, None) => String::new(),
    };
    let source = ["CidrIp", "CidrIpv6", "SourceSecurityGroupId", "SourceSecurityGroupName", "SourcePrefixListId"]
        .iter()
        .find_map(|key| text(key));
    match source {
        Some(source) => format!("{protocol}{ports} from {source}"),
        None => format!("{protocol}{ports}"),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::Severity;
    use crate::rules::testing::{said, said_of};
    use crate::template::Template;

    #[test]
    fn an_inline_rule_and_a_rule_of_its_own_are_found() {
        let source = "
Conditions:
  Open: !Equals [a, b]
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: x
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}
        - !If [Open, {IpProtocol: '-1', CidrIpv6: '::/0'}, !Ref AWS::NoValue]
  Late:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !Ref Group, IpProtocol: tcp, FromPort: 80, ToPort: 443, SourceSecurityGroupId: !GetAtt Group.GroupId}
";
        insta::assert_snapshot!(said_of(&RULE, source));
    }

    #[test]
    fn a_rule_matters_by_whom_it_lets_in_to_what() {
        for (rule, expected) in [
            ("IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0", Severity::Error),
            ("IpProtocol: tcp, FromPort: 5432, ToPort: 5432, CidrIpv6: '::/0'", Severity::Error),
            ("IpProtocol: tcp, FromPort: 0, ToPort: 65535, CidrIp: 0.0.0.0/0", Severity::Error),
            ("IpProtocol: '-1', CidrIp: 0.0.0.0/1", Severity::Error),
            ("IpProtocol: tcp, FromPort: 8080, ToPort: 8080, CidrIp: 0.0.0.0/0", Severity::Warning),
            ("IpProtocol: tcp, FromPort: 80, ToPort: 443, CidrIp: 0.0.0.0/0", Severity::Error),
            ("IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0", Severity::Info),
            ("IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 10.0.0.0/8", Severity::Info),
            ("IpProtocol: tcp, FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: sg-1", Severity::Info),
            ("IpProtocol: icmp, FromPort: 8, ToPort: -1, CidrIp: 0.0.0.0/0", Severity::Info),
            ("IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !Ref Range", Severity::Error),
        ] {
            let source = format!(
                "Parameters: {{Range: {{Type: String, Default: 0.0.0.0/0}}}}\nResources:\n  Rule: {{Type: AWS::EC2::SecurityGroupIngress, Properties: {{GroupId: sg-2, {rule}}}}}"
            );
            let findings = RULE.check(&Template::parse(&source).unwrap());
            assert_eq!(findings.iter().map(|finding| finding.severity).collect::<Vec<_>>(), [expected], "{rule}");
        }
    }

    #[test]
    fn a_group_without_ingress_is_fine() {
        let group =
            "Group:\n  Type: AWS::EC2::SecurityGroup\n  Properties: {GroupDescription: x, SecurityGroupIngress: []}";
        assert_eq!(said(&RULE, group), "");
    }
}
