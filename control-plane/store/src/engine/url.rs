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

    /// A URL for each server of a PostgreSQL URL that may name several.
    ///
    /// # Errors
    /// A sentence that says what does not fit. It repeats nothing of the URL but the one option it is about.
    pub fn servers(url: &str) -> Result<Vec<String>, String> {
        super::postgres::single_hosts(url)
    }
}
