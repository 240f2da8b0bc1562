//! SPR013: an instance gets a public address only where its subnet gives one.

use super::view::text::{elements, property};
use super::view::{View, truth};
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR013-public-ip"),
    severity: Severity::Warning,
    guardrail: false,
    why: "the owner of the network decides by the subnet who is reachable, not the template",
    check,
};

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (resource, settings, path) in view.instance_settings() {
        // A launch configuration says it for the instance, the others for each interface.
        let mut said = property(view.template, settings, &path, "AssociatePublicIpAddress");
        if let Some(interfaces) = settings.get("NetworkInterfaces") {
            for (interface, path) in elements(interfaces, &format!("{path}/NetworkInterfaces")) {
                said.extend(property(view.template, interface, &path, "AssociatePublicIpAddress"));
            }
        }
        remarks.extend(said.into_iter().flatten().filter(|text| truth(&text.text) != Some(false)).map(|forced| {
            Remark {
                severity: None,
                logical_id: resource.logical_id.to_owned(),
                path: forced.path,
                found: "gives its instances a public address whatever the subnet says".to_owned(),
                allowed: "the subnet's own setting".to_owned(),
                remedy: "remove AssociatePublicIpAddress".to_owned(),
            }
        }));
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::said;

    fn template(interface: &str) -> String {
        format!(
            "T:\n  Type: AWS::EC2::LaunchTemplate\n  Properties: {{LaunchTemplateData: {{NetworkInterfaces: [{{DeviceIndex: 0{interface}}}]}}}}"
        )
    }

    #[test]
    fn a_forced_address_is_found() {
        let old =
            "\nOld:\n  Type: AWS::AutoScaling::LaunchConfiguration\n  Properties: {AssociatePublicIpAddress: true}";
        insta::assert_snapshot!(said(&RULE, &(template(", AssociatePublicIpAddress: true") + old)));
    }

    #[test]
    fn no_address_and_no_word_are_fine() {
        assert_eq!(said(&RULE, &template(", AssociatePublicIpAddress: false")), "");
        assert_eq!(said(&RULE, &template("")), "");
    }
}
