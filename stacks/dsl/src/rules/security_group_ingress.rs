//! SPR001: nothing connects to a runner, so a security group lets nothing in.

use serde_json::Value;

use super::view::View;
use super::view::text::shown;
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR001-security-group-ingress"),
    severity: Severity::Error,
    guardrail: true,
    why: "whoever reaches an open port of an instance is one mistake away from being on it",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let remark = |logical_id: &str, rule: &Value, path: String| Remark {
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
    use crate::rules::testing::{said, said_of};

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
    fn a_group_without_ingress_is_fine() {
        let group =
            "Group:\n  Type: AWS::EC2::SecurityGroup\n  Properties: {GroupDescription: x, SecurityGroupIngress: []}";
        assert_eq!(said(&RULE, group), "");
    }
}
