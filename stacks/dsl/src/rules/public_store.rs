//! SPR045: databases, brokers and clusters are not reached from the internet.

use super::view::text::Text;
use super::view::{View, truth};
use super::{Remark, Rule, RuleId, Severity};
use crate::template::Resource;

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR045-public-store"),
    severity: Severity::Error,
    guardrail: false,
    why: "one leaked password is then enough, from anywhere",
    check,
};

/// Types with the property that makes them public, and whether they are public where nothing is said.
const PUBLIC: [(&str, &str, bool); 11] = [
    ("AWS::RDS::DBInstance", "PubliclyAccessible", false),
    ("AWS::RDS::DBCluster", "PubliclyAccessible", false),
    ("AWS::DocDB::DBInstance", "PubliclyAccessible", false),
    ("AWS::Neptune::DBInstance", "PubliclyAccessible", false),
    ("AWS::Redshift::Cluster", "PubliclyAccessible", false),
    ("AWS::RedshiftServerless::Workgroup", "PubliclyAccessible", false),
    ("AWS::Lightsail::Database", "PubliclyAccessible", false),
    ("AWS::AmazonMQ::Broker", "PubliclyAccessible", false),
    ("AWS::DMS::ReplicationInstance", "PubliclyAccessible", true),
    ("AWS::MSK::Cluster", "BrokerNodeGroupInfo/ConnectivityInfo/PublicAccess/Type", false),
    ("AWS::EKS::Cluster", "ResourcesVpcConfig/EndpointPublicAccess", true),
];

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (kind, property, by_default) in PUBLIC {
        for resource in view.of_kind(kind) {
            let values = view.property(&resource, property);
            remarks.extend(remark(view, &resource, property, by_default, values));
        }
    }
    remarks
}

fn remark<'t>(
    view: &View<'t>,
    resource: &Resource<'t>,
    property: &str,
    by_default: bool,
    values: Vec<Option<Text>>,
) -> Option<Remark> {
    let is_open = |value: &Option<Text>| match value {
        Some(text) => truth(&text.text) == Some(true) || text.text == "SERVICE_PROVIDED_EIPS",
        None => by_default,
    };
    let always = values.iter().all(is_open);
    let open = values.into_iter().find(is_open)?;
    let is_cluster = resource.kind == "AWS::EKS::Cluster";
    // A cluster's endpoint asks for credentials of IAM, and may name who reaches it.
    let cidrs = view.property(resource, "ResourcesVpcConfig/PublicAccessCidrs");
    if is_cluster && cidrs.iter().all(|cidr| cidr.as_ref().is_some_and(|cidr| cidr.text != "0.0.0.0/0")) {
        return None;
    }
    let severity = match (always, is_cluster, &open) {
        (false, ..) => Severity::Info,
        (true, true, _) | (true, false, None) => Severity::Warning,
        (true, false, Some(_)) => Severity::Error,
    };
    let name = property.rsplit('/').next().unwrap_or(property);
    Some(Remark {
        severity: Some(severity),
        logical_id: resource.logical_id.to_owned(),
        found: match (&open, always) {
            (None, _) => format!("is reached from the internet unless {name} says no"),
            (Some(_), true) => "is reached from the internet".to_owned(),
            (Some(_), false) => "is reached from the internet if a parameter or condition says so".to_owned(),
        },
        path: open.map_or_else(|| resource.path(), |text| text.path),
        allowed: match is_cluster {
            true => "EndpointPublicAccess: false, or PublicAccessCidrs".to_owned(),
            false => format!("{name}: {}", if name == "Type" { "DISABLED" } else { "false" }),
        },
        remedy: "keep it in private subnets".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::said;

    #[test]
    fn what_the_internet_reaches_is_found() {
        insta::assert_snapshot!(said(
            &RULE,
            "
Database: {Type: AWS::RDS::DBInstance, Properties: {PubliclyAccessible: true}}
Warehouse: {Type: AWS::Redshift::Cluster, Properties: {PubliclyAccessible: 'true'}}
Replication: {Type: AWS::DMS::ReplicationInstance, Properties: {ReplicationInstanceClass: x}}
Kafka: {Type: AWS::MSK::Cluster, Properties: {BrokerNodeGroupInfo: {ConnectivityInfo: {PublicAccess: {Type: SERVICE_PROVIDED_EIPS}}}}}
Cluster: {Type: AWS::EKS::Cluster, Properties: {ResourcesVpcConfig: {EndpointPublicAccess: true}}}
"
        ));
    }

    #[test]
    fn private_ones_are_fine() {
        let source = "
Database: {Type: AWS::RDS::DBInstance, Properties: {PubliclyAccessible: false}}
Silent: {Type: AWS::RDS::DBInstance}
Replication: {Type: AWS::DMS::ReplicationInstance, Properties: {PubliclyAccessible: false}}
Cluster: {Type: AWS::EKS::Cluster, Properties: {ResourcesVpcConfig: {EndpointPublicAccess: true, PublicAccessCidrs: [192.0.2.0/24]}}}
Private: {Type: AWS::EKS::Cluster, Properties: {ResourcesVpcConfig: {EndpointPublicAccess: false}}}
";
        assert_eq!(said(&RULE, source), "");
    }
}
