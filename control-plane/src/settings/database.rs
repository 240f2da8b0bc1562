//! `SPRINTERS_DATABASE_URL`.

use super::problem::Wrong;
use super::url::is_loopback;
use ::url::Url;
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

pub(super) fn parse(text: &str) -> Result<DatabaseUrl, Wrong> {
    let text = text.trim();
    if let Some(path) = text.strip_prefix("sqlite:") {
        let path = path.strip_prefix("//").unwrap_or(path);
        if path.is_empty() || path.contains(":memory:") {
            return Err(Wrong::new(
                "a database in memory keeps no delivery",
                "write it like sqlite:/var/lib/sprinters/sprinters.db",
            ));
        }
        if path.contains('?') {
            return Err(Wrong::new("options after `?` are not taken for SQLite", "leave them out"));
        }
        return Ok(DatabaseUrl::Sqlite(PathBuf::from(path)));
    }
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        return postgres(text);
    }
    // The text is not repeated: it may carry a password.
    Err(Wrong::new(
        "neither `sqlite:` nor `postgres://`",
        "write sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE",
    ))
}

fn postgres(text: &str) -> Result<DatabaseUrl, Wrong> {
    let url = Url::parse(text).map_err(|error| {
        Wrong::new(format!("not a URL: {error}"), "write it like postgres://USER:PASSWORD@HOST/DATABASE")
    })?;
    let option = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    let host = option("host").unwrap_or_else(|| url.host_str().unwrap_or_default().to_owned());
    let is_local = host.is_empty()
        || host.starts_with('/')
        || host.starts_with("%2F")
        || host.starts_with("%2f")
        || is_loopback_host(&host, &url);
    let mode = option("sslmode").or_else(|| option("ssl-mode"));
    if !is_local && mode.as_deref() != Some("verify-full") {
        return Err(Wrong::new(
            format!("`{host}` is another machine and the connection is not verified"),
            "add ?sslmode=verify-full (and &sslrootcert=FILE for an authority of your own)",
        ));
    }
    Ok(DatabaseUrl::Postgres(SecretString::from(text)))
}

fn is_loopback_host(host: &str, url: &Url) -> bool {
    // Url does not read addresses of schemes that it does not know.
    host == "localhost"
        || host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
        || is_loopback(url)
}
