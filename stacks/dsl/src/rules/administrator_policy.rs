//! SPR072: nobody gets one of AWS's administrator policies.

use super::view::View;
use super::view::text::{property, texts};
use super::{Remark, Rule, RuleId, Severity};

pub(super) const RULE: Rule = Rule {
    id: RuleId("SPR072-administrator-policy"),
    severity: Severity::Error,
    guardrail: false,
    why: "whoever takes over its holder has the whole account",
    check,
};

/// AWS's managed policies with which their holder can become everything, or nearly: by name, with what they allow.
const STRONG: [(&str, Severity, &str); 19] = [
    ("AdministratorAccess", Severity::Error, "everything on everything"),
    ("AdministratorAccess-Amplify", Severity::Error, "it to make roles and policies"),
    ("AdministratorAccess-AWSElasticBeanstalk", Severity::Error, "it to make roles and hand them over"),
    ("IAMFullAccess", Severity::Error, "it to give itself every right"),
    ("AWSOrganizationsFullAccess", Severity::Error, "everything on the whole organisation"),
    ("PowerUserAccess", Severity::Error, "everything but the management of users and roles"),
    ("AWSSSOMasterAccountAdministrator", Severity::Error, "it to give anybody access to any account"),
    ("AWSSSOMemberAccountAdministrator", Severity::Warning, "it to give anybody access to its account"),
    ("job-function/SystemAdministrator", Severity::Warning, "it to hand over roles"),
    ("job-function/DatabaseAdministrator", Severity::Warning, "it to hand over roles"),
    ("job-function/DataScientist", Severity::Warning, "it to hand over roles"),
    ("job-function/NetworkAdministrator", Severity::Warning, "it to change every network"),
    ("AWSLambda_FullAccess", Severity::Warning, "it to hand any role to a function"),
    ("AmazonEC2FullAccess", Severity::Warning, "everything in EC2"),
    ("AmazonS3FullAccess", Severity::Warning, "everything on every bucket"),
    ("AWSCloudFormationFullAccess", Severity::Warning, "it to change every stack"),
    ("AWSKeyManagementServicePowerUser", Severity::Warning, "it to make and use keys"),
    ("AmazonSSMFullAccess", Severity::Warning, "it to run commands on every instance"),
    ("SecretsManagerReadWrite", Severity::Warning, "it to read every secret"),
];

fn check(view: &View<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for resource in view.template.resources() {
        let properties: &[&str] = match resource.kind {
            "AWS::Serverless::Function" | "AWS::Serverless::StateMachine" => &["Policies"],
            "AWS::SSO::PermissionSet" => &["ManagedPolicies"],
            _ => &["ManagedPolicyArns"],
        };
        for property in properties {
            let Some(value) = resource.property(property) else { continue };
            for policy in texts(view.template, value, &format!("{}/Properties/{property}", resource.path())) {
                let Some((name, severity, allows)) = strong(&policy.text) else { continue };
                remarks.push(Remark {
                    severity: Some(severity),
                    logical_id: resource.logical_id.to_owned(),
                    path: policy.path,
                    found: format!("has the managed policy {name}, which allows {allows}"),
                    allowed: "a policy with the actions and resources that are used".to_owned(),
                    remedy: "write a policy of its own".to_owned(),
                });
            }
        }
    }
    for entry in view.of_kind("AWS::EKS::AccessEntry") {
        for (policy, path) in view.elements(&entry, "AccessPolicies") {
            let arns = property(view.template, policy, &path, "PolicyArn").into_iter().flatten();
            let scopes = property(view.template, policy, &path, "AccessScope/Type");
            let whole = scopes.iter().flatten().any(|scope| scope.text == "cluster");
            for arn in arns.filter(|arn| arn.text.ends_with("/AmazonEKSClusterAdminPolicy")) {
                remarks.push(Remark {
                    severity: Some(if whole { Severity::Warning } else { Severity::Info }),
                    logical_id: entry.logical_id.to_owned(),
                    path: arn.path,
                    found: "has the access policy AmazonEKSClusterAdminPolicy, which allows everything in the cluster"
                        .to_owned(),
                    allowed: "a narrower access policy, or name spaces in AccessScope".to_owned(),
                    remedy: "name what it needs".to_owned(),
                });
            }
        }
    }
    remarks
}

/// By ARN in any partition, or by name as AWS SAM takes it.
fn strong(text: &str) -> Option<(&str, Severity, &'static str)> {
    let name = match text.split_once(":iam::aws:policy/") {
        Some((_, name)) => name,
        None if text.contains([':', ' ', '{']) => return None,
        None => text,
    };
    let known = STRONG.iter().find(|(known, ..)| *known == name);
    match known {
        Some((_, severity, allows)) => Some((name, *severity, allows)),
        // `AmazonSQSFullAccess` and its like allow everything of one service.
        None if name.ends_with("FullAccess") && text.starts_with("arn:") => {
            Some((name, Severity::Info, "everything of its service"))
        }
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::testing::said;

    #[test]
    fn administrators_are_found_wherever_they_are_made() {
        insta::assert_snapshot!(said(
            &RULE,
            "
Role:
  Type: AWS::IAM::Role
  Properties: {ManagedPolicyArns: [!Sub 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess', 'arn:aws:iam::aws:policy/AmazonSQSFullAccess']}
Group:
  Type: AWS::IAM::Group
  Properties: {ManagedPolicyArns: ['arn:aws-us-gov:iam::aws:policy/IAMFullAccess']}
Set:
  Type: AWS::SSO::PermissionSet
  Properties: {ManagedPolicies: ['arn:aws:iam::aws:policy/PowerUserAccess']}
Entry:
  Type: AWS::EKS::AccessEntry
  Properties: {AccessPolicies: [{PolicyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy', AccessScope: {Type: cluster}}, {PolicyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy', AccessScope: {Type: cluster}}]}
Function:
  Type: AWS::Serverless::Function
  Properties: {Policies: [AdministratorAccess, {S3ReadPolicy: {BucketName: b}}, {Statement: []}]}
"
        ));
    }

    #[test]
    fn narrower_policies_are_fine() {
        let source = "
Role:
  Type: AWS::IAM::Role
  Properties: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore', !Ref Own, 'arn:aws:iam::111122223333:policy/AdministratorAccess']}
Own:
  Type: AWS::IAM::ManagedPolicy
  Properties: {PolicyDocument: {Statement: []}}
Function:
  Type: AWS::Serverless::Function
  Properties: {Policies: [AWSLambdaBasicExecutionRole]}
";
        assert_eq!(said(&RULE, source), "");
    }
}
