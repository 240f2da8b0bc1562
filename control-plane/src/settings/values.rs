//! Settings that stand alone: from what somebody wrote to a value, or to what is wrong with it.

use super::problem::Wrong;
use ::url::{Host, Url};
use secrecy::SecretString;
use sprinters_seal::RootKeys;
use sprinters_stacks::{StackKind, link, render};
use sprinters_store::DatabaseUrl;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;
use tracing_subscriber::EnvFilter;

/// Only this machine, until somebody says otherwise.
pub(super) const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

/// `SPRINTERS_LISTEN`.
pub(super) fn listen(text: &str) -> Result<SocketAddr, Wrong> {
    text.trim().parse().map_err(|_| {
        Wrong::new(
            format!("`{text}` is not an address with a port"),
            "write it like 127.0.0.1:8080, 0.0.0.0:8080 or [::]:8080",
        )
    })
}

/// The URL of a web service: encrypted, or on this machine.
pub(super) fn url(text: &str) -> Result<Url, Wrong> {
    // The text is not repeated: a URL may carry a password.
    let url = Url::parse(text.trim())
        .map_err(|error| Wrong::new(format!("not a URL: {error}"), "write it like https://sprinters.example.com"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Wrong::new("the URL carries a user name or password", "leave them out"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(Wrong::new("the URL has a `?` or `#` part", "leave it out"));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(Wrong::new("`http://` to another machine is not encrypted", "use https://")),
        other => Err(Wrong::new(format!("`{other}://` is not the web"), "use https://")),
    }
}

/// Whether a URL's host is this machine by its name or number.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// `SPRINTERS_DATABASE_URL`.
pub(super) fn database(text: &str) -> Result<DatabaseUrl, Wrong> {
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

/// It may name several servers; each must be right by itself.
fn postgres(text: &str) -> Result<DatabaseUrl, Wrong> {
    let servers = DatabaseUrl::servers(text).map_err(|what| {
        Wrong::new(what, "write it like postgres://USER:PASSWORD@HOST,HOST/DATABASE?target_session_attrs=read-write")
    })?;
    servers.iter().try_for_each(|server| one_server(server))?;
    Ok(DatabaseUrl::Postgres(SecretString::from(text)))
}

fn one_server(text: &str) -> Result<(), Wrong> {
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
    Ok(())
}

/// A directory of sockets, a loopback address, or its name.
fn is_this_machine(host: &str) -> bool {
    let is_socket = host.starts_with('/') || host.to_ascii_lowercase().starts_with("%2f");
    let is_loopback = || host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    is_socket || host == "localhost" || is_loopback()
}

/// `SPRINTERS_ROOT_KEYS`.
pub(super) fn root_keys(text: &str) -> Result<RootKeys, Wrong> {
    RootKeys::parse(text).map_err(|error| Wrong::new(error.to_string(), "`keys generate` prints a right one"))
}

/// `SPRINTERS_IMAGES`.
pub(super) fn images(text: &str) -> Result<PathBuf, Wrong> {
    let path = PathBuf::from(text.trim());
    std::fs::File::open(&path).map_err(|error| {
        let remedy = "name the file of runner images, one JSON object a line, that this user can read";
        Wrong::new(format!("can't read {}: {error}", path.display()), remedy)
    })?;
    Ok(path)
}

/// The role's ARN, as the template's own pattern takes it.
pub(super) fn control_plane_role(text: &str) -> Result<String, Wrong> {
    let text = text.trim();
    let wrong = |what: String| Wrong::new(what, "write it like arn:aws:iam::123456789012:role/sprinters-control-plane");
    let template =
        render(StackKind::Runner).map_err(|_| wrong("the template can't be rendered to check it".to_owned()))?;
    let given = [("ControlPlaneRoleArn".to_owned(), text.to_owned())];
    link::parameter::check(&template, &given).map_err(|error| wrong(error.to_string()))?;
    Ok(text.to_owned())
}

/// An address that CloudFormation's console takes.
pub(super) fn template_url(text: &str) -> Result<String, Wrong> {
    let text = text.trim();
    link::check_template_url(text).map_err(|error| Wrong::new(error.to_string(), error.help()))?;
    Ok(text.to_owned())
}

/// Whom to tell of a vulnerability, as RFC 9116 wants it.
pub(super) fn security_contact(text: &str) -> Result<String, Wrong> {
    let text = text.trim();
    let url = Url::parse(text).ok().filter(|url| match url.scheme() {
        "mailto" => url.path().contains('@'),
        "https" => url.host().is_some(),
        _other => false,
    });
    let wrong = || Wrong::new("neither mailto: nor https:", "write it like mailto:security@example.com");
    url.map(String::from).ok_or_else(wrong)
}

/// The AWS account that publishes the runner images.
pub(super) fn image_owner(text: &str) -> Result<String, Wrong> {
    let text = text.trim();
    if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(text.to_owned());
    }
    Err(Wrong::new("not the id of an AWS account", "write its 12 digits"))
}

/// How long finished jobs and deliveries are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention(u16);

impl Retention {
    /// GitHub can send a delivery again for three days. Forgetting one sooner would let it in twice.
    pub const MIN_DAYS: u16 = 4;
    /// Ten years.
    pub const MAX_DAYS: u16 = 3650;

    /// As a length of time.
    #[must_use]
    pub fn as_duration(self) -> Duration {
        Duration::from_secs(u64::from(self.0) * 24 * 60 * 60)
    }

    /// In days.
    #[must_use]
    pub fn days(self) -> u16 {
        self.0
    }
}

impl Default for Retention {
    fn default() -> Retention {
        Retention(30)
    }
}

/// `SPRINTERS_RETENTION_DAYS`.
pub(super) fn retention(text: &str) -> Result<Retention, Wrong> {
    let days = text.trim().parse().ok().filter(|days| (Retention::MIN_DAYS..=Retention::MAX_DAYS).contains(days));
    days.map(Retention).ok_or_else(|| {
        let remedy = format!("write a whole number of days, {} to {}", Retention::MIN_DAYS, Retention::MAX_DAYS);
        Wrong::new(format!("`{}` is no number of days that can be kept", text.trim()), remedy)
    })
}

/// Longest grace of a stop: service managers kill long before.
const LONGEST_GRACE: u64 = 300;

/// `SPRINTERS_STOP_GRACE_SECONDS`.
pub(super) fn stop_grace(text: &str) -> Result<Duration, Wrong> {
    let seconds = text.trim().parse().ok().filter(|seconds| *seconds <= LONGEST_GRACE);
    seconds.map(Duration::from_secs).ok_or_else(|| {
        let remedy = format!("write a whole number of seconds, 0 to {LONGEST_GRACE}");
        Wrong::new(format!("`{}` is no time to wait for", text.trim()), remedy)
    })
}

/// Checks a filter, as `SPRINTERS_LOG` takes it.
///
/// # Errors
/// If it is none.
pub(super) fn log_filter(text: &str) -> Result<String, Wrong> {
    let text = text.trim();
    let fail =
        |what: String| Wrong::new(what, "write error, warn, info, debug or trace, or a filter such as info,sqlx=warn");
    EnvFilter::builder().parse(text).map_err(|error| fail(format!("not a filter: {error}")))?;
    // A lone word that is no level would be taken for the name of a module, and switch the log off.
    let is_level =
        |word: &str| ["off", "error", "warn", "info", "debug", "trace"].contains(&word.to_ascii_lowercase().as_str());
    match text.split(',').find(|part| !part.contains('=') && !is_level(part.trim())) {
        Some(part) => Err(fail(format!("`{part}` is not a level"))),
        None => Ok(text.to_owned()),
    }
}

/// Where traces are sent: the collector's base, as `OTEL_EXPORTER_OTLP_ENDPOINT` has it, with the path of traces added.
pub(super) fn otlp(text: &str) -> Result<Url, Wrong> {
    let mut url = self::url(text)?;
    let base = url.path().trim_end_matches('/').to_owned();
    if base.ends_with("/v1/traces") {
        return Err(Wrong::new("it ends in /v1/traces, which is added by itself", "leave that part out"));
    }
    url.set_path(&format!("{base}/v1/traces"));
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_that_would_silence_the_log_is_refused() {
        assert!(log_filter("info,sqlx=warn").is_ok());
        for wrong in ["verbose", "info,sqlx=loud", "warm"] {
            assert!(log_filter(wrong).is_err(), "{wrong}");
        }
    }
}
