//! What grants somebody something without being a policy: one kind of fact per file.

mod boundary;
mod bucket;
mod exposure;
mod handed;
mod instance;
mod nested;
mod parameter;
mod range;
mod role;
mod security_group;
mod setting;
mod thing;
mod transform;

use serde_json::Value;
use sprinters_dsl::policy::{Scope, places};

use super::GrantChange;
pub(super) use boundary::compare as boundaries;
pub(super) use nested::bodies;
pub(super) use parameter::{changed_defaults, compare as parameters};
pub(super) use transform::compare as transforms;

/// Every fact of the two templates that differs.
pub(super) fn compare(old: &Scope<'_>, new: &Scope<'_>) -> Vec<GrantChange> {
    let mut out = security_group::compare(old, new);
    out.extend(handed::compare(old, new));
    out.extend(thing::compare(old, new));
    out.extend(setting::compare(
        old,
        new,
        &[
            (instance::units, instance::settings),
            (role::units, role::settings),
            (bucket::units, bucket::settings),
            (nested::units, nested::settings),
            (exposure::units, exposure::settings),
        ],
    ));
    out
}

/// The properties that the facts here compare, without list indexes (`BlockDeviceMappings/Ebs/Encrypted`), so that the
/// rest need not tell them again. Policies are found by their shape beside these.
pub(super) fn told(resource: &Value) -> Vec<String> {
    let kind = kind(resource);
    let own: &[&str] = match kind {
        "AWS::EC2::SecurityGroup" => &["SecurityGroupIngress", "SecurityGroupEgress"],
        "AWS::EC2::SecurityGroupIngress" | "AWS::EC2::SecurityGroupEgress" => &[""],
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
        "AWS::SSO::PermissionSet" => {
            &["CustomerManagedPolicyReferences", "InlinePolicy", "ManagedPolicies", "PermissionsBoundary"]
        }
        "AWS::RolesAnywhere::Profile" => &["ManagedPolicyArns", "SessionPolicy"],
        "AWS::Serverless::Function" | "AWS::Serverless::StateMachine" => {
            &["AssumeRolePolicyDocument", "PermissionsBoundary", "Policies"]
        }
        "AWS::Lambda::Permission" => &[
            "Action",
            "EventSourceToken",
            "FunctionName",
            "FunctionUrlAuthType",
            "InvokedViaFunctionUrl",
            "Principal",
            "PrincipalOrgID",
            "SourceAccount",
            "SourceArn",
        ],
        "AWS::S3::Bucket" => &["PublicAccessBlockConfiguration", "AccessControl"],
        "AWS::EC2::LaunchTemplate" => &[],
        kind if instance::KINDS.contains(&kind) => instance::TOLD,
        _ => nested::told(kind),
    };
    let launched = match kind {
        "AWS::EC2::LaunchTemplate" => instance::TOLD,
        _ => &[],
    };
    let launched = launched.iter().map(|place| format!("LaunchTemplateData/{place}"));
    let of_policies = places(kind).map(|places| places.policies.clone()).unwrap_or_default();
    let all = own.iter().copied().chain(of_policies).chain(handed::told(kind)).chain(thing::told(resource));
    all.map(str::to_owned).chain(exposure::told(kind)).chain(launched).collect()
}

/// A resource's type.
fn kind(resource: &Value) -> &str {
    resource.get("Type").and_then(Value::as_str).unwrap_or_default()
}
