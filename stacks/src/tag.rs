//! The tags that everything of a deployment carries.

/// Marks what belongs to a deployment; its value is the parameter `DeploymentId`. The policy looks at this tag.
pub const DEPLOYMENT: &str = "sprinters:deployment";

/// The tag keys that a launch may set: this one and every key below the prefix `sprinters:`.
pub const NAME: &str = "Name";

/// Every tag key of ours begins so.
pub const OWN_KEYS: &str = "sprinters:*";
