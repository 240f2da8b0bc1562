//! THE permission list: every AWS action that the control plane may call, why, when, and what it can't do with it.
//!
//! One list, many readers: the role's policy is rendered from it, `sprinters-iac explain`, the reference's table and
//! the security review print it, and the control plane's AWS port has one method per entry. One file per action; the
//! policy has a statement for each kind of resource that AWS evaluates for the action.

mod create_tags;
mod describe_instances;
mod describe_spot_price_history;
mod modify_volume;
mod pass_role;
mod run_instances;
mod terminate_instances;

use crate::runner::Deployment;
use sprinters_dsl::iam::ErasedStatement;

/// One AWS action that the control plane may call.
pub struct Permission {
    /// The action as IAM writes it, `ec2:RunInstances`.
    pub action: &'static str,
    /// Why the control plane needs it.
    pub reason: &'static str,
    /// When the control plane calls it.
    pub used_when: &'static str,
    /// What the policy makes impossible with it.
    pub cannot: &'static str,
    /// The parameter that switches it on; `None` where it is always granted.
    pub only_with: Option<&'static str>,
    /// The ids of its statements, in the policy's order.
    pub statements: &'static [&'static str],
    render: fn(&Deployment) -> Vec<ErasedStatement>,
}

impl Permission {
    /// Its statements for a deployment, in the order of [`Permission::statements`].
    pub(crate) fn statements(&self, deployment: &Deployment) -> Vec<ErasedStatement> {
        (self.render)(deployment)
    }
}

impl std::fmt::Debug for Permission {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Permission").field(&self.action).finish()
    }
}

/// Every action, in the order of a runner's life.
pub static PERMISSIONS: &[Permission] = &[
    describe_spot_price_history::PERMISSION,
    run_instances::PERMISSION,
    create_tags::PERMISSION,
    pass_role::PERMISSION,
    describe_instances::PERMISSION,
    modify_volume::PERMISSION,
    terminate_instances::PERMISSION,
];

/// The permission for an action, whatever the case of its letters.
pub fn find(action: &str) -> Option<&'static Permission> {
    PERMISSIONS.iter().find(|permission| permission.action.eq_ignore_ascii_case(action))
}
