//! `SPRINTERS_DATABASE_URL`.

use super::problem::Wrong;
use ::url::Url;
use secrecy::SecretString;
use sprinters_store::DatabaseUrl;
use std::path::PathBuf;

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
    let options = |names: &'static [&'static str]| {
        url.query_pairs().filter(move |(key, _)| names.contains(&key.as_ref())).map(|(_, value)| value.into_owned())
    };
    // An option takes the place of the URL's host, and the address that of its name: all of them count.
    let mut hosts: Vec<String> = options(&["host", "hostaddr"]).collect();
    hosts.extend(url.host_str().filter(|host| !host.is_empty()).map(str::to_owned));
    if hosts.is_empty() {
        return Err(Wrong::new("no host in it", "write it like postgres://USER:PASSWORD@HOST/DATABASE"));
    }
    let verified = options(&["sslmode", "ssl-mode"]).last().is_some_and(|mode| mode == "verify-full");
    if let Some(host) = hosts.iter().find(|host| !is_this_machine(host))
        && !verified
    {
        return Err(Wrong::new(
            format!("`{host}` is another machine and the connection is not verified"),
            "add ?sslmode=verify-full (and &sslrootcert=FILE for an authority of your own)",
        ));
    }
    Ok(DatabaseUrl::Postgres(SecretString::from(text)))
}

/// A directory of sockets, a loopback address, or its name.
fn is_this_machine(host: &str) -> bool {
    let is_socket = host.starts_with('/') || host.to_ascii_lowercase().starts_with("%2f");
    let is_loopback = || host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    is_socket || host == "localhost" || is_loopback()
}
