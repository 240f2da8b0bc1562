//! What grants somebody something without being a policy: one kind of fact per file.

mod boundary;
mod bucket;
mod instance;
mod nested;
mod parameter;
mod role;
mod security_group;
mod setting;

use serde_json::Value;
use sprinters_dsl::policy::Scope;

use super::GrantChange;
pub(super) use boundary::compare as boundaries;
pub(super) use nested::bodies;
pub(super) use parameter::{changed_defaults, compare as parameters};

/// Every fact of the two templates that differs.
pub(super) fn compare(old: &Scope<'_>, new: &Scope<'_>) -> Vec<GrantChange> {
    let mut out = security_group::compare(old, new);
    out.extend(setting::compare(old, new, &[instance::settings, role::settings, bucket::settings, nested::settings]));
    out
}

/// The properties that the facts here compare, without list indexes (`BlockDeviceMappings/Ebs/Encrypted`), so that the rest
/// need not tell them again.
pub(super) fn told(kind: &str) -> &'static [&'static str] {
    match kind {
        "AWS::EC2::SecurityGroup" => &["SecurityGroupIngress", "SecurityGroupEgress"],
        "AWS::EC2::SecurityGroupIngress" | "AWS::EC2::SecurityGroupEgress" => &[""],
        "AWS::EC2::LaunchTemplate" | "AWS::EC2::Instance" | "AWS::EC2::Volume" => instance::TOLD,
        "AWS::IAM::Role" | "AWS::IAM::User" | "AWS::IAM::Group" => {
            &["AssumeRolePolicyDocument", "ManagedPolicyArns", "MaxSessionDuration", "PermissionsBoundary", "Policies"]
        }
        "AWS::IAM::Policy"
        | "AWS::IAM::ManagedPolicy"
        | "AWS::IAM::RolePolicy"
        | "AWS::IAM::UserPolicy"
        | "AWS::IAM::GroupPolicy" => {
            &["PolicyDocument", "Roles", "RoleName", "Users", "UserName", "Groups", "GroupName"]
        }
        "AWS::IAM::InstanceProfile" => &["Roles"],
        "AWS::EC2::VPCEndpoint" => &["PolicyDocument"],
        "AWS::CloudFormation::StackSet" => &["Parameters/ParameterValue", "TemplateBody", "TemplateURL"],
        "AWS::Lambda::Permission" => &[""],
        "AWS::S3::Bucket" => &["PublicAccessBlockConfiguration", "AccessControl"],
        _ => &[],
    }
}

/// A resource's type.
fn kind(resource: &Value) -> &str {
    resource.get("Type").and_then(Value::as_str).unwrap_or_default()
}
