//! The emitted policies alone: what a reviewer reads first.

use serde_json::Value;
use sprinters_dsl::template::Template;

/// The role's permissions policy, as it stands in the template, intrinsics in their long form.
///
/// `None` when the template has no role of ours, as the organisation's stack set has none of its own.
pub fn permissions_json(template: &Template) -> Option<&Value> {
    role(template)?.get("Policies")?.get(0)?.get("PolicyDocument")
}

/// The role's trust policy.
///
/// `None` when the template has no role of ours.
pub fn trust_json(template: &Template) -> Option<&Value> {
    role(template)?.get("AssumeRolePolicyDocument")
}

fn role(template: &Template) -> Option<&Value> {
    template.as_json().get("Resources")?.get(crate::runner::ROLE)?.get("Properties")
}
