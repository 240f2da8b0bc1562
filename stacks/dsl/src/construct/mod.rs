//! Constructs: resources bundled with safe defaults, so that the safe way is the short way.
//!
//! A construct adds ordinary resources to a stack; what it sets can be read in the template, and what it forbids it has
//! no method for.

mod key_policy;
mod launch_template;
mod security_group;

pub use key_policy::KeyPolicy;
pub use launch_template::{EncryptedVolume, HardenedLaunchTemplate};
pub use security_group::{EgressRule, IngresslessSecurityGroup};
