//! Where runners are registered at GitHub.

use serde::{Deserialize, Serialize};

/// A repository, and through which installation we reach it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Repository {
    /// GitHub's number of the installation.
    pub installation: i64,
    /// GitHub's number of the repository: what tokens are narrowed to.
    pub id: i64,
    /// `OWNER/NAME`, as last heard.
    pub full_name: String,
}

/// Where runners are registered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "kebab-case")]
pub enum RunnerSite {
    /// At the repository: the default.
    Repository(Repository),
    /// At the organisation that owns it, where that was chosen.
    Organization {
        /// GitHub's number of the installation.
        installation: i64,
        /// The organisation's name, as last heard.
        login: String,
    },
}
