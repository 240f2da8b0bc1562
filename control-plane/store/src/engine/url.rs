//! Where the data is.

use secrecy::SecretString;
use std::path::{Path, PathBuf};

/// Where the data is.
#[derive(Debug, Clone)]
pub enum DatabaseUrl {
    /// A file of this one process.
    Sqlite(PathBuf),
    /// A server shared by any number of processes. The URL carries a password.
    Postgres(SecretString),
}

impl DatabaseUrl {
    /// The embedded database of a state directory.
    #[must_use]
    pub fn in_directory(state_dir: &Path) -> DatabaseUrl {
        DatabaseUrl::Sqlite(state_dir.join("sprinters.db"))
    }
}
