//! SPR002: what a group lets out is stated, not everything to everywhere.

use serde_json::Value;

use super::security_group_ingress::traffic;
use super::view::View;
use super::view::text::{may_be_absent, shown};
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR002-security-group-egress"),
    severity: Severity::Info,
    guardrail: false,
    why: "a job that was taken over sends out what it finds by whatever port is open",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut remark = |logical_id: &str, path: String, found: String| {
        remarks.push(Remark {
            severity: None,
            logical_id: logical_id.to_owned(),
            path,
            found,
            allowed: "the ports that are needed, such as tcp 443".to_owned(),
            remedy: "name the protocol and the ports in SecurityGroupEgress".to_owned(),
        });
    };
    for group in view.of_kind("AWS::EC2::SecurityGroup") {
        // Without any rule EC2 adds one that lets everything out.
        if group.property("SecurityGroupEgress").is_none_or(may_be_absent) {
            let found = "states no egress, so EC2 lets out all traffic to everywhere".to_owned();
            remark(group.logical_id, group.path(), found);
        }
        for (rule, path) in view.elements(&group, "SecurityGroupEgress") {
            if is_open(rule) {
                remark(group.logical_id, path, format!("lets out {} to everywhere", traffic(&without_source(rule))));
            }
        }
    }
    for resource in view.of_kind("AWS::EC2::SecurityGroupEgress") {
        if let Some(rule) = resource.json.get("Properties").filter(|rule| is_open(rule)) {
            let found = format!("lets out {} to everywhere", traffic(&without_source(rule)));
            remark(resource.logical_id, format!("{}/Properties", resource.path()), found);
        }
    }
    remarks
}

/// All ports of some protocol, to every address.
fn is_open(rule: &Value) -> bool {
    let text = |key: &str| rule.get(key).map(shown);
    let everywhere =
        text("CidrIp").is_some_and(|cidr| cidr == "0.0.0.0/0") || text("CidrIpv6").is_some_and(|cidr| cidr == "::/0");
    let all_ports = match (text("IpProtocol").as_deref(), text("FromPort").as_deref(), text("ToPort").as_deref()) {
        (None | Some("-1"), _, _) => true,
        (Some(_), Some("0" | "1" | "-1"), Some("65535" | "-1")) => true,
        (Some(_), None, None) => true,
        (Some(_), _, _) => false,
    };
    everywhere && all_ports
}

fn without_source(rule: &Value) -> Value {
    let mut rule = rule.clone();
    if let Some(map) = rule.as_object_mut() {
        map.shift_remove("CidrIp");
        map.shift_remove("CidrIpv6");
    }
    rule
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::said;

    #[test]
    fn everything_to_everywhere_is_found_stated_or_not() {
        insta::assert_snapshot!(said(
            &RULE,
            "
Silent:
  Type: AWS::EC2::SecurityGroup
  Properties: {GroupDescription: x}
Open:
  Type: AWS::EC2::SecurityGroup
  Properties:
    GroupDescription: x
    SecurityGroupEgress:
      - {IpProtocol: -1, CidrIp: 0.0.0.0/0}
      - {IpProtocol: tcp, FromPort: 0, ToPort: 65535, CidrIpv6: '::/0'}
Late:
  Type: AWS::EC2::SecurityGroupEgress
  Properties: {GroupId: !Ref Silent, IpProtocol: '-1', CidrIp: 0.0.0.0/0}
"
        ));
    }

    #[test]
    fn stated_ports_are_fine() {
        let group = "Group:\n  Type: AWS::EC2::SecurityGroup\n  Properties:\n    GroupDescription: x\n    SecurityGroupEgress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}, {IpProtocol: '-1', CidrIp: 10.0.0.0/8}]";
        assert_eq!(said(&RULE, group), "");
    }
}
