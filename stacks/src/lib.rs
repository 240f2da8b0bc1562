//! The CloudFormation stacks that Sprinters installs.
//!
//! - [`runner`]: what one AWS account and region installs: a role, a security group, a launch template.
//! - [`organization`]: the same for every account of an organisation, through a stack set.
//! - [`platform`]: what the control plane needs of AWS wherever it runs: its role and its root key.
//! - [`permission`]: the one list of what the control plane may do; the policy is rendered from it.
//! - [`diff`]: who can now do what, between two templates.
//! - [`link`]: the quick-create link, and what a template says of the values given for its parameters.
//! - [`terraform`]: the customer stack as a Terraform module, translated from its template.
//! - [`policy`]: the emitted policies alone, and resolved for given parameters.
//!
//! Pure: no clock, no randomness, no environment, no I/O. The same version renders the same bytes.

pub mod diff;
pub mod link;
pub mod organization;
pub mod permission;
pub mod platform;
pub mod policy;
pub mod runner;
pub mod tag;
pub mod terraform;

mod digest;

use sprinters_dsl::stack::Refused;
use sprinters_dsl::template::Template;

/// A stack that can be rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StackKind {
    /// The customer stack: one AWS account and region.
    Runner,
    /// The customer stack for every account of an organisation's units.
    Organization,
    /// What the control plane needs of AWS wherever it runs.
    Platform,
}

impl StackKind {
    /// Every stack.
    pub const ALL: [Self; 3] = [Self::Runner, Self::Organization, Self::Platform];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Runner => "runner",
            Self::Organization => "organization",
            Self::Platform => "platform",
        }
    }
}

/// Renders a stack.
///
/// # Errors
///
/// When the stack breaks one of its own guardrails or a quota of CloudFormation: a fault of this crate, which its tests
/// rule out for the stacks as they are.
pub fn render(kind: StackKind) -> Result<Template, Refused> {
    match kind {
        StackKind::Runner => runner::template(),
        StackKind::Organization => organization::template(),
        StackKind::Platform => platform::template(),
    }
}
